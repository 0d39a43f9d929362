package main

import "patina/paint/geom"

// key returns the clockwork key in the owl's back, with the plate it turns in.
func key() []*part {
	frame := place(vec(0, 0.42, -0.2), -84, 0, 0).Mul(turn(2, 0, 35))
	bow := func(name string, x float32) *part {
		return hoop(name, 24, 6, 0.052, 0.046, 0.015, 0.012, paintBrass).
			move(frame.Mul(place(vec(x, 0.185, 0), 0, 0, 0)))
	}
	return []*part{
		lathe("key plate", 28, [][2]float32{{0, 0.05}, {0.05, 0.05}, {0.066, 0.046}, {0.072, 0.036}, {0.072, -0.02}, {0, -0.02}}, paintCopper).move(frame),
		lathe("key shaft", 14, [][2]float32{
			{0, 0.212},
			{0.016, 0.21},
			{0.026, 0.2},
			{0.03, 0.186},
			{0.026, 0.172},
			{0.018, 0.164},
			{0.017, 0.12},
			{0.017, 0.08},
			{0.028, 0.07},
			{0.03, 0.06},
			{0.03, 0.04},
			{0, 0.035},
		}, paintBrass).move(frame),
		bow("key bow right", -0.07), bow("key bow left", 0.07),
	}
}

// satchel returns the bag on the owl's left hip, its flap, buckle and strap, and
// the roll of paper that sticks out of it.
func satchel() []*part {
	frame := place(vec(0.268, 0.222, 0.125), 0, 30, -5)
	paper := place(vec(0.022, 0.075, -0.005), -6, 0, -14)
	return []*part{
		blob("satchel", roundedBox(vec(0.1, 0.085, 0.048), 0.024),
			lattice{geom.Vec3{}, vec(0.1, 0.085, 0.048), [3]int{10, 9, 6}}, paintSatchel).move(frame),
		blob("satchel flap", roundedBox(vec(0.106, 0.05, 0.056), 0.02),
			lattice{geom.Vec3{}, vec(0.106, 0.05, 0.056), [3]int{10, 6, 6}}, paintFlap).
			move(frame.Mul(place(vec(0, 0.047, 0.002), 0, 0, 0))),
		blob("satchel buckle", roundedBox(vec(0.018, 0.026, 0.012), 0.006),
			lattice{geom.Vec3{}, vec(0.018, 0.026, 0.012), [3]int{4, 6, 3}}, paintBuckle).
			move(frame.Mul(place(vec(0, 0.004, 0.056), 0, 0, 0))),
		lathe("paper roll", 18, [][2]float32{
			{0, 0.112},
			{0.016, 0.112},
			{0.018, 0.126},
			{0.023, 0.128},
			{0.026, 0.122},
			{0.026, 0.09},
			{0.026, 0.045},
			{0.026, 0},
			{0, -0.01},
		}, paintPaper).move(frame.Mul(paper)),
		strap(),
	}
}

// strap runs from the right shoulder over the chest to the satchel and back behind.
func strap() *part {
	const along = 48
	center := vec(0, 0.352, 0)
	down := vec(0.86, -0.5, 0).Normalize()
	across := down.Cross(vec(0, 0, 1))
	stations := make([]station, along)
	for i := range stations {
		c, s := cosSin(float32(i) / along)
		ray := down.Scale(c).Add(vec(0, 0, s))
		at := center.Add(ray.Scale(reach(torsoShape, center, ray) + 0.004))
		stations[i] = station{at, across, ribbon(0.02, 0.009, 0.006)}
	}
	return loft("strap", stations, true, 2, paintStrap)
}

// reach returns how far the surface of a shape lies from a point inside.
func reach(shape distance, from, ray geom.Vec3) float32 {
	var t float32
	for range 60 {
		t -= shape(from.Add(ray.Scale(t))) * 0.8
	}
	return t
}

// brush returns the paint brush in the owl's right wing, and the feather around it.
func brush() []*part {
	frame := place(vec(-0.398, 0.49, 0.1), 2, 0, 11)
	return []*part{
		lathe("brush", 16, [][2]float32{
			{0, 0.47},
			{0.006, 0.458},
			{0.014, 0.435},
			{0.026, 0.4},
			{0.036, 0.36},
			{0.038, 0.33},
			{0.033, 0.295},
			{0.028, 0.28},
			{0.03, 0.276},
			{0.03, 0.262},
			{0.027, 0.258},
			{0.027, 0.23},
			{0.027, 0.2},
			{0.029, 0.196},
			{0.029, 0.184},
			{0.022, 0.18},
			{0.02, 0.13},
			{0.021, 0.07},
			{0.02, 0},
			{0.017, -0.07},
			{0.014, -0.14},
			{0.014, -0.19},
			{0.01, -0.2},
			{0, -0.204},
		}, paintBrush).move(frame),
		blob("thumb", taper(vec(0.05, -0.006, -0.022), vec(-0.045, 0.004, 0.004), 0.026, 0.02),
			lattice{vec(0, 0, -0.008), vec(0.07, 0.026, 0.026), [3]int{9, 4, 4}}, paintThumb).
			move(place(vec(-0.388, 0.462, 0.124), 0, 0, -26)),
	}
}
