package main

import "patina/paint/geom"

// The owl stands on y = 0, is about one unit high and looks along +z. Its right,
// the side of the brush, is at -x; its left, the side of the satchel, at +x.

// owl returns all parts of the sample: a clockwork owl that goes out to paint.
func owl() []*part {
	var parts []*part
	parts = append(parts, torso())
	parts = append(parts, ears()...)
	parts = append(parts, face()...)
	parts = append(parts, beret()...)
	parts = append(parts, wings()...)
	parts = append(parts, feet()...)
	parts = append(parts, tail()...)
	parts = append(parts, key()...)
	parts = append(parts, satchel()...)
	return append(parts, brush()...)
}

// torsoShape is body, head and the roots of the ears in one, with a dish around each eye.
var torsoShape = carve(0.05,
	carve(0.05,
		join(0.12,
			ellipsoid(vec(0, 0.335, 0), vec(0.262, 0.295, 0.232)),
			ellipsoid(vec(0, 0.665, 0.01), vec(0.252, 0.205, 0.21)),
			taper(vec(-0.15, 0.79, 0), vec(-0.172, 0.835, -0.003), 0.072, 0.052),
			taper(vec(0.165, 0.76, -0.01), vec(0.205, 0.808, -0.022), 0.072, 0.052),
		),
		ellipsoid(vec(eyeX, eyeY, 0.42), vec(0.235, 0.235, 0.235))),
	ellipsoid(vec(-eyeX, eyeY, 0.42), vec(0.235, 0.235, 0.235)))

// Where the eyes are.
const (
	eyeX = 0.112
	eyeY = 0.672
	eyeZ = 0.182
)

func torso() *part {
	return blob("torso", torsoShape, lattice{vec(0, 0.48, 0), vec(0.25, 0.42, 0.22), [3]int{20, 32, 20}}, paintTorso)
}

// ears returns the ear tufts above their roots, bent outwards and to a point.
func ears() []*part {
	radii := []float32{0, 0.068, 0.071, 0.064, 0.052, 0.038, 0.023, 0.01, 0}
	tuft := func(name string, root, bend, tip geom.Vec3) *part {
		stations := make([]station, len(radii))
		for i, r := range radii {
			t := clamp(float32(i-1)/float32(len(radii)-2), -0.01, 1)
			at := root.Lerp(bend, t).Lerp(bend.Lerp(tip, t), t)
			stations[i] = station{at, vec(0, 0, 1), ellipse(14, 0.85*r, r)}
		}
		return loft(name, stations, false, 1, paintEar)
	}
	return []*part{
		tuft("right ear", vec(-0.15, 0.785, 0), vec(-0.185, 0.9, -0.005), vec(-0.268, 0.972, -0.02)),
		tuft("left ear", vec(0.175, 0.765, -0.015), vec(0.22, 0.838, -0.03), vec(0.332, 0.878, -0.045)),
	}
}

// face returns eyes, spectacles and beak.
func face() []*part {
	parts := []*part{
		blob("beak", join(0.03,
			taper(vec(0, 0.02, -0.02), vec(0, -0.03, 0.035), 0.036, 0.022),
			taper(vec(0, -0.03, 0.035), vec(0, -0.075, 0.03), 0.022, 0.004),
		), lattice{vec(0, -0.015, 0), vec(0.035, 0.06, 0.045), [3]int{6, 10, 7}}, paintBeak).
			move(place(vec(0, 0.612, 0.2), 0, 0, 0)),
		hoop("bridge", 12, 6, 0.03, 0.016, 0.008, 0.008, paintBrass).move(place(vec(0, eyeY+0.022, eyeZ+0.034), 0, 0, 0)),
	}
	for _, eye := range []struct {
		name string
		x, y float32
	}{{"right", -eyeX, -10}, {"left", eyeX, 10}} {
		frame := place(vec(eye.x, eyeY, eyeZ), 0, eye.y, 0)
		parts = append(parts,
			blob(eye.name+" eye", ellipsoid(geom.Vec3{}, vec(0.077, 0.077, 0.048)),
				lattice{geom.Vec3{}, vec(0.077, 0.077, 0.048), [3]int{10, 10, 4}}, paintEye).move(frame),
			hoop(eye.name+" spectacle", 36, 8, 0.085, 0.085, 0.013, 0.019, paintBrass).
				move(place(vec(eye.x, eyeY, eyeZ+0.012), 0, eye.y, 0)))
	}
	return parts
}

// beret returns the hat, pulled to the left, and its stem.
func beret() []*part {
	frame := place(vec(0.05, 0.872, 0), -4, 0, -17)
	shape := join(0.05,
		ellipsoid(vec(0, 0.02, 0), vec(0.175, 0.062, 0.165)),
		ellipsoid(vec(0.055, 0.01, 0.01), vec(0.135, 0.058, 0.145)),
		ellipsoid(vec(-0.01, -0.035, 0), vec(0.135, 0.03, 0.135)),
	)
	return []*part{
		blob("beret", shape, lattice{vec(0.03, 0, 0), vec(0.18, 0.07, 0.16), [3]int{16, 7, 16}}, paintBeret).move(frame),
		loft("stem", []station{
			{vec(0.02, 0.115, 0), vec(1, 0, 0), ellipse(8, 0, 0)},
			{vec(0.018, 0.114, 0), vec(1, 0, 0), ellipse(8, 0.009, 0.009)},
			{vec(0.012, 0.102, 0), vec(1, 0, 0), ellipse(8, 0.011, 0.011)},
			{vec(0.004, 0.085, 0), vec(1, 0, 0), ellipse(8, 0.012, 0.012)},
			{vec(0, 0.06, 0), vec(1, 0, 0), ellipse(8, 0.02, 0.02)},
			{vec(0, 0.055, 0), vec(1, 0, 0), ellipse(8, 0, 0)},
		}, false, 1, paintBeret).move(frame),
	}
}

// wings returns the right wing, spread towards the brush, and the left one, folded.
func wings() []*part {
	spread := join(0.03,
		taper(vec(0.02, 0, 0), vec(-0.1, 0.0, 0), 0.06, 0.07),
		taper(vec(-0.1, 0.02, 0), vec(-0.232, 0.075, 0), 0.055, 0.024),
		taper(vec(-0.1, -0.01, 0), vec(-0.235, -0.022, 0), 0.052, 0.026),
		taper(vec(-0.08, -0.03, 0), vec(-0.18, -0.112, 0), 0.05, 0.032),
	)
	folded := join(0.03,
		ellipsoid(vec(0, -0.08, 0), vec(0.1, 0.14, 0.1)),
		taper(vec(0, -0.12, 0.03), vec(0, -0.225, -0.005), 0.07, 0.03),
		taper(vec(0, -0.14, -0.02), vec(0, -0.265, -0.06), 0.06, 0.028),
		taper(vec(0, -0.12, -0.05), vec(0, -0.25, -0.12), 0.055, 0.025),
	)
	return []*part{
		blob("right wing", flat(spread, 2, 0.42), lattice{vec(-0.08, 0, 0), vec(0.13, 0.1, 0.035), [3]int{16, 14, 4}}, paintSpreadWing).
			move(place(vec(-0.225, 0.425, 0.03), 0, 12, -16)),
		blob("left wing", flat(folded, 0, 0.42), lattice{vec(0, -0.11, -0.02), vec(0.04, 0.16, 0.1), [3]int{4, 16, 12}}, paintFoldedWing).
			move(place(vec(0.25, 0.5, -0.01), 0, -6, 11)),
	}
}

// flat squeezes a shape along an axis (0 is x, 2 is z) to a share of its thickness.
func flat(shape distance, axis int, share float32) distance {
	return func(p geom.Vec3) float32 {
		if axis == 0 {
			p.X /= share
		} else {
			p.Z /= share
		}
		return shape(p) * share
	}
}

// feet returns two three-toed feet, one a step ahead.
func feet() []*part {
	shape := join(0.022,
		ellipsoid(vec(0, 0.038, -0.01), vec(0.055, 0.036, 0.06)),
		taper(vec(0, 0.03, 0.02), vec(0, 0.02, 0.112), 0.026, 0.015),
		taper(vec(0.01, 0.03, 0.02), vec(0.07, 0.02, 0.086), 0.026, 0.015),
		taper(vec(-0.01, 0.03, 0.02), vec(-0.07, 0.02, 0.086), 0.026, 0.015),
	)
	l := lattice{vec(0, 0.03, 0.025), vec(0.07, 0.035, 0.08), [3]int{16, 6, 14}}
	return []*part{
		blob("right foot", shape, l, paintFoot).move(place(vec(-0.115, 0.012, 0.1), 0, -14, 0)),
		blob("left foot", shape, l, paintFoot).move(place(vec(0.115, 0.012, 0.125), 0, 16, 0)),
	}
}

// tail returns three feathers that no front view sees.
func tail() []*part {
	feather := ellipsoid(vec(0, 0, -0.11), vec(0.052, 0.022, 0.14))
	l := lattice{vec(0, 0, -0.11), vec(0.05, 0.024, 0.14), [3]int{5, 3, 12}}
	at := vec(0, 0.2, -0.16)
	return []*part{
		blob("middle tail feather", feather, l, paintTail).move(place(at.Add(vec(0, 0.012, -0.02)), -30, 0, 0)),
		blob("right tail feather", feather, l, paintTail).move(place(at.Add(vec(-0.025, 0, 0)), -34, 24, 0)),
		blob("left tail feather", feather, l, paintTail).move(place(at.Add(vec(0.025, 0, 0)), -34, -24, 0)),
	}
}
