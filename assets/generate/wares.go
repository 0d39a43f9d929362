package main

import (
	"math"

	"patina/paint/geom"
)

// metal reflects a bright sky, a dark horizon and warm ground.
func metal(n geom.Vec3, dark, middle, light geom.Vec3) finish {
	sky := n.Y*0.5 + 0.5 - 0.12*n.X
	c := ramp(sky, middle, dark, middle, light, middle)
	return finish{c, 0.8}
}

func paintBrass(_, n geom.Vec3) finish { return metal(n, darkBrass, brass, paleBrass) }

func paintCopper(q, n geom.Vec3) finish {
	f := metal(n, darkBrown, copper, blush)
	// Copper that stands in the rain turns green in its corners.
	f.colour = over(f.colour, mint, 0.8*step01(0.55, 0.8, noise(q.X*22, q.Y*60)))
	return f
}

// paintBeret is felt with darker folds and a spatter of the paints in use.
func paintBeret(q, _ geom.Vec3) finish {
	angle := float32(math.Atan2(float64(q.Z), float64(q.X)))
	c := ramp(q.Y/0.08+0.45, darkCoral, coral, coral)
	c = over(c, darkCoral, 0.35*step01(0.5, 0.9, noise(angle*4, hypot(q.X, q.Z)*8)))
	c = over(c, rgb(0xff8a66), 0.5*step01(0.03, 0.085, q.Y))
	c = over(c, darkBrown, step01(-0.036, -0.042, q.Y))
	for _, s := range []struct {
		x, y, r float32
		colour  geom.Vec3
	}{
		{0.1, 0.02, 0.014, paleMint},
		{0.128, 0.034, 0.006, paleMint},
		{0.079, 0.004, 0.005, paleMint},
		{-0.06, 0.03, 0.011, brass},
		{-0.085, 0.018, 0.005, brass},
		{0.02, 0.055, 0.006, cream},
	} {
		if q.Z > 0 {
			c = over(c, s.colour, within(hypot(q.X-s.x, q.Y-s.y)-s.r))
		}
	}
	return finish{c, 0.03}
}

// hide is leather, worn pale along the edges of a box of these half extents.
func hide(q geom.Vec3, half geom.Vec3, dark, light geom.Vec3) geom.Vec3 {
	c := ramp(q.Y/half.Y*0.5+0.5, dark, light)
	c = over(c, darkBrown, 0.25*step01(0.5, 0.9, noise(q.X*45, q.Y*45)))
	x, y, z := half.X-abs(q.X), half.Y-abs(q.Y), half.Z-abs(q.Z)
	rim := x + y + z - min(x, y, z) - max(x, y, z) // the nearest edge is where two faces meet
	c = over(c, sand, 0.5*step01(0.006, 0, rim))
	stitch := within(z-0.008) * line(rim-0.014, 0.0045) * step01(-0.2, 0.1, float32(math.Sin(float64(q.X+q.Y)*420)))
	return over(c, cream, 0.85*stitch)
}

func paintSatchel(q, _ geom.Vec3) finish {
	return finish{hide(q, vec(0.1, 0.085, 0.048), darkBrown, leather), 0.12}
}

// paintFlap is leather with a badge: a drop of paint.
func paintFlap(q, _ geom.Vec3) finish {
	c := hide(q, vec(0.106, 0.05, 0.056), leather, copper)
	drop := smoothMin(hypot(q.X+0.056, q.Y+0.008)-0.0165, oval(q.X+0.056, q.Y-0.01, 0.006, 0.018), 0.014)
	if q.Z > 0 {
		c = over(c, darkBrown, 0.5*step01(0.006, 0, drop-0.002))
		c = over(c, ramp((q.Y+0.02)/0.04, verdigris, paleMint), within(drop))
	}
	return finish{c, 0.12}
}

func paintBuckle(q, n geom.Vec3) finish {
	f := paintBrass(q, n)
	f.colour = over(f.colour, darkBrown, 0.9*within(oval(q.X, q.Y+0.008, 0.005, 0.009)))
	return f
}

// paintStrap is a leather belt with stitches along both borders.
func paintStrap(q, _ geom.Vec3) finish {
	across := abs(q.X*2-float32(math.Floor(float64(q.X*2)))-0.5) * 2 // 0 in the middle of a face, 0.75 at its border
	c := ramp(noise(q.Y*18, 1), leather, rgb(0x8a4a2b))
	stitch := step01(0.49, 0.53, across) * step01(0.64, 0.6, across) * step01(-0.1, 0.15, float32(math.Sin(float64(q.Y)*330)))
	c = over(c, darkBrown, 0.6*step01(0.66, 0.9, across))
	return finish{over(c, cream, 0.85*stitch), 0.12}
}

func paintPaper(q, _ geom.Vec3) finish {
	c := over(cream, sand, 0.4*step01(0.4, 0.9, noise(q.X*12, q.Y*40)))
	return finish{over(c, coral, line(q.Y-0.085, 0.014)), 0}
}

// paintBrush draws wet bristles, a brass ferrule and a lacquered handle; q.Y is
// the way from the tip.
func paintBrush(q, n geom.Vec3) finish {
	wave := 0.008 * float32(math.Sin(2*math.Pi*3*float64(q.X)))
	switch y := q.Y; {
	case y < 0.186:
		c := ramp(y/0.12, paleMint, mint, verdigris)
		c = over(c, sand, step01(0.118, 0.122, y+wave))
		return finish{over(c, darkBrown, 0.5*step01(0.3, 0.8, noise(q.X*26, y*8))*step01(0.11, 0.16, y)), 0.25}
	case y < 0.292:
		f := paintBrass(q, n)
		f.colour = over(f.colour, darkBrass, 0.7*max(line(y-0.215, 0.006), line(y-0.27, 0.006)))
		return f
	default:
		c := ramp((y-0.29)/0.38, darkCoral, coral, coral)
		return finish{over(c, cream, step01(0.585, 0.59, y)), 0.5}
	}
}
