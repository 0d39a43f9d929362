package objects

// This follows K. Perlin, "An image synthesizer" (SIGGRAPH 1985), as lattice noise of
// values, and S. Worley, "A cellular texture basis function" (SIGGRAPH 1996).

import "patina/paint/geom"

// hash mixes the corner of a lattice into 32 bits (the finalizer of MurmurHash3).
func hash(x, y, z int32, seed uint32) uint32 {
	h := seed ^ uint32(x)*0x8da6b343 ^ uint32(y)*0xd8163841 ^ uint32(z)*0xcb1ab31f
	h ^= h >> 16
	h *= 0x85ebca6b
	h ^= h >> 13
	h *= 0xc2b2ae35
	return h ^ h>>16
}

// unit maps a hash to 0 to 1.
func unit(h uint32) float32 { return float32(h>>8) / (1 << 24) }

// cell returns the lattice cell of a coordinate and how far into it that lies, 0 to 1.
func cell(x float32) (int32, float32) {
	f := int32(x)
	if x < float32(f) {
		f--
	}
	return f, x - float32(f)
}

func smooth(t float32) float32 { return t * t * (3 - 2*t) }

// noise is smooth and runs from 0 to 1; a feature is about one unit wide.
func noise(p geom.Vec3, seed uint32) float32 {
	x, fx := cell(p.X)
	y, fy := cell(p.Y)
	z, fz := cell(p.Z)
	fx, fy, fz = smooth(fx), smooth(fy), smooth(fz)
	edge := func(y, z int32) float32 {
		return lerp(unit(hash(x, y, z, seed)), unit(hash(x+1, y, z, seed)), fx)
	}
	near := lerp(edge(y, z), edge(y+1, z), fy)
	far := lerp(edge(y, z+1), edge(y+1, z+1), fy)
	return lerp(near, far, fz)
}

// clouds adds octaves of noise, each half as large and half as strong; 0 to 1.
func clouds(p geom.Vec3, octaves int, seed uint32) float32 {
	var sum, total float32
	weight := float32(1)
	for i := range octaves {
		sum += weight * noise(p, seed+uint32(i)*0x9e3779b9)
		total += weight
		weight /= 2
		p = p.Scale(2.03)
	}
	return sum / total
}

// cells returns the distances to the nearest two of points strewn one to a unit cell,
// and the hash of the nearest.
func cells(p geom.Vec3, seed uint32) (nearest, second float32, which uint32) {
	// Points keep to the middle half of their cells, so that the nearest lies in the
	// eight cells around the nearest corner of the lattice.
	x, _ := cell(p.X - 0.5)
	y, _ := cell(p.Y - 0.5)
	z, _ := cell(p.Z - 0.5)
	nearest, second = 9, 9
	for i := range int32(8) {
		cx, cy, cz := x+i&1, y+i>>1&1, z+i>>2
		h := hash(cx, cy, cz, seed)
		dx := float32(cx) + 0.25 + float32(h&1023)/2046 - p.X
		dy := float32(cy) + 0.25 + float32(h>>10&1023)/2046 - p.Y
		dz := float32(cz) + 0.25 + float32(h>>20&1023)/2046 - p.Z
		switch d := dx*dx + dy*dy + dz*dz; {
		case d < nearest:
			nearest, second, which = d, nearest, h
		case d < second:
			second = d
		}
	}
	return sqrt(nearest), sqrt(second), which
}
