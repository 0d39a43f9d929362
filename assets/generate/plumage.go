package main

import (
	"math"

	"patina/paint/geom"
)

// paintTorso draws plumage, facial disc and belly.
func paintTorso(q, _ geom.Vec3) finish {
	c := plumage(q)
	if q.Z > 0 {
		c = paintBelly(c, q)
		c = paintFace(c, q)
	}
	return finish{c, 0.06}
}

// plumage is rows of feathers around the torso, darker below.
func plumage(q geom.Vec3) geom.Vec3 {
	turns := float32(math.Atan2(float64(q.X), float64(q.Z)))
	r, chance := scales(turns*0.25, q.Y, 0.062)
	up := step01(0.05, 0.9, q.Y) + 0.14*(chance-0.5)
	c := ramp(up, deepTeal, verdigris, verdigris, mint)
	c = over(c, ramp(up, verdigris, mint, paleMint), 0.6*step01(0.62, 0.98, r))
	c = over(c, deepTeal, 0.42*step01(0.55, 0.1, r))
	return c
}

// paintEar runs from plumage to a copper tip; q.Y is the way from the root.
func paintEar(q, _ geom.Vec3) finish {
	r, _ := scales(q.X*0.3, -q.Y, 0.045)
	c := over(mint.Lerp(verdigris, 0.25), paleMint, 0.6*step01(0.62, 0.98, r))
	c = over(c, verdigris, 0.5*step01(0.55, 0.1, r))
	tip := step01(0.15, 0.16, q.Y+0.022*noise(q.X*24, 5))
	return finish{over(c, ramp((q.Y-0.14)/0.07, copper, marigold), tip), 0.06}
}

// paintBelly lays the cream apron with its rows of copper ticks over the plumage.
func paintBelly(c, q geom.Vec3) geom.Vec3 {
	front := step01(0, 0.06, q.Z)
	d := oval(q.X, q.Y-0.325, 0.176, 0.222)
	d -= 0.009 * abs(float32(math.Sin(13*math.Atan2(float64(q.X), float64(q.Y-0.325)))))
	c = over(c, deepTeal, 0.5*step01(0.03, 0, d)*front)
	c = over(c, ramp(step01(0.12, 0.5, q.Y), sand, cream), within(d))
	r, chance := scales(q.X+0.031, q.Y, 0.062)
	tick := step01(0.72, 0.8, r) * step01(1.0, 0.94, r)
	return over(c, ramp(chance, copper, brass), tick*0.62*step01(-0.012, -0.03, d))
}

// paintFace draws the heart-shaped facial disc, its streaks and the cheeks.
func paintFace(c, q geom.Vec3) geom.Vec3 {
	x := 0.235 * float32(math.Atan2(float64(abs(q.X)), float64(q.Z+0.03))) // along the round of the head
	y := q.Y - eyeY
	disc := smoothMin(oval(x-0.105, y+0.012, 0.138, 0.146), oval(x, y+0.06, 0.09, 0.11), 0.05)
	// The brow dips between the eyes, which makes the disc a heart.
	disc = -smoothMin(-disc, oval(x, y-0.165, 0.045, 0.085), 0.03)
	angle := float32(math.Atan2(float64(y), float64(x-eyeX)))
	from := hypot(x-eyeX, y)
	c = over(c, deepTeal, 0.75*step01(0.035, 0.012, disc))
	c = over(c, darkBrown, within(disc-0.012))
	c = over(c, copper, within(disc-0.006))
	c = over(c, cream, within(disc))
	streak := noise(angle*14, from*9)
	c = over(c, sand, 0.75*within(disc)*step01(0.5, 0.72, streak)*step01(0.105, 0.135, from))
	c = over(c, verdigris, 0.55*step01(0.125, 0.085, from))
	return over(c, coral.Lerp(blush, 0.5), 0.8*step01(1, 0.1, hypot((x-0.17)/0.052, (y+0.104)/0.034)))
}

// paintFeathers draws a wing: shoulder plumage, then a band of coral and long
// feathers with copper tips. out runs from 0 at the shoulder to 1 at the tips.
func paintFeathers(out, x, y float32) geom.Vec3 {
	r, chance := scales(x, y, 0.05)
	c := ramp(out*1.1+0.2*(chance-0.5), verdigris, verdigris, deepTeal)
	c = over(c, mint, 0.6*step01(0.62, 0.98, r)*step01(0.62, 0.5, out))
	c = over(c, paleMint, within((abs(out-0.56)-0.035)*0.2))
	c = over(c, coral, within((abs(out-0.56)-0.018)*0.2))
	return over(c, ramp(out*2-1, copper, marigold), step01(0.74, 0.8, out))
}

func paintSpreadWing(q, _ geom.Vec3) finish {
	out := hypot(q.X-0.02, q.Y*1.1+0.01) / 0.235
	c := paintFeathers(out, q.Y, q.X)
	// Dark lines part the long feathers.
	for _, gap := range []float32{0.06, 0.52} {
		angle := float32(math.Atan2(float64(-q.Y+0.008), float64(-q.X-0.02)))
		c = over(c, deepTeal, 0.7*line((angle-gap)*hypot(q.X+0.02, q.Y), 0.005)*step01(0.5, 0.6, out))
	}
	return finish{c, 0.08}
}

func paintFoldedWing(q, _ geom.Vec3) finish {
	return finish{paintFeathers((0.06-q.Y)/0.36, q.Z, q.Y), 0.08}
}

func paintThumb(q, _ geom.Vec3) finish {
	return finish{ramp((0.06-q.X)/0.12, verdigris, deepTeal, copper, marigold), 0.08}
}

func paintTail(q, _ geom.Vec3) finish {
	c := paintFeathers(-q.Z/0.26, q.X, q.Z)
	return finish{over(c, paleMint, line(q.X, 0.005)), 0.08}
}

func paintFoot(q, _ geom.Vec3) finish {
	toe := step01(0.109, 0.113, q.Z+abs(q.X)*0.4)
	rings := step01(0.55, 0.9, float32(math.Sin(float64(q.Z+abs(q.X)*0.4)*190)))
	c := ramp((q.Z+0.06)/0.16, marigold, brass)
	c = over(c, copper, 0.45*rings*step01(0.02, 0.04, q.Z)*(1-toe))
	return finish{over(c, darkBrown, toe), 0.2}
}

func paintBeak(q, _ geom.Vec3) finish {
	c := ramp((0.04-q.Y)/0.115, paleBrass, marigold, marigold, copper)
	for _, x := range []float32{-0.013, 0.013} {
		c = over(c, darkBrown, 0.8*within(oval(q.X-x, q.Y-0.012, 0.0045, 0.008)))
	}
	return finish{c, 0.35}
}

// paintEye draws iris, pupil and highlights looking at the viewer.
func paintEye(q, _ geom.Vec3) finish {
	if q.Z < 0 {
		return finish{darkBrown, 0}
	}
	r := hypot(q.X, q.Y)
	angle := float32(math.Atan2(float64(q.Y), float64(q.X)))
	iris := ramp((r-0.035)/0.035, paleBrass, marigold, copper)
	iris = over(iris, darkBrass, 0.5*step01(0.45, 0.8, noise(angle*9, 3))*step01(0.036, 0.06, r))
	c := over(cream, darkBrown, within(r-0.0705))
	c = over(c, iris, within(r-0.068))
	c = over(c, ink, within(r-0.044))
	c = over(c, plum, 0.8*step01(0.03, 0, hypot(q.X, q.Y+0.03)))
	c = over(c, white, within(oval(q.X+0.017, q.Y-0.019, 0.0165, 0.0175)))
	return finish{over(c, white, 0.9*within(hypot(q.X-0.02, q.Y+0.02)-0.007)), 0.5}
}
