package bake

// Where pixels are magnified, straight interpolation between them blurs. Away from
// all edges the picture is interpolated by cubic splines through the pixels instead
// (Catmull and Rom 1974).

// inner is the distance from edges, in steps, from which on none of the pixels is one:
// the farthest is two diagonals away, 2.83 pixels.
const inner = 46

// isSmooth tells whether the 4 by 4 pixels around the one at (x, y) and its
// neighbours to the right and below show one surface and are opaque, and that it is the
// one at the given depth.
func (v *sight) isSmooth(x, y int, depth, tolerance float32) bool {
	if x < 1 || y < 1 || x > v.size-3 || y > v.size-3 {
		return false
	}
	if i := y*v.size + x; v.near[i] < inner || !(abs32(v.pixels[i].depth-depth) <= tolerance) {
		return false
	}
	if v.opaque {
		return true
	}
	for row := y - 1; row <= y+2; row++ {
		p := v.pixels[row*v.size+x-1:][:4]
		if p[0].trust&p[1].trust&p[2].trust&p[3].trust != 255 {
			return false
		}
	}
	return true
}

// cubic interpolates between the pixels around the point (x+fx, y+fy).
func (v *sight) cubic(x, y int, fx, fy float32) sample {
	across, down := catmullRom(fx), catmullRom(fy)
	left, here, right, far := across[0], across[1], across[2], across[3]
	sum := sample{weight: 1}
	for row, w := range down {
		p := (*[4]pixel)(v.pixels[(y+row-1)*v.size+x-1:])
		sum.r += w * (left*levels[p[0].r] + here*levels[p[1].r] + right*levels[p[2].r] + far*levels[p[3].r])
		sum.g += w * (left*levels[p[0].g] + here*levels[p[1].g] + right*levels[p[2].g] + far*levels[p[3].g])
		sum.b += w * (left*levels[p[0].b] + here*levels[p[1].b] + right*levels[p[2].b] + far*levels[p[3].b])
	}
	sum.r, sum.g, sum.b = unit(sum.r), unit(sum.g), unit(sum.b)
	return sum
}

// levels are the bytes as shares of the largest: looking them up is faster than
// converting the 48 numbers of a point.
var levels = func() (table [256]float32) {
	for i := range table {
		table[i] = float32(i) / 255
	}
	return table
}()

// unit cuts off what the splines overshoot.
func unit(f float32) float32 { return min(max(f, 0), 1) }

// catmullRom returns the weights of the pixels at -1, 0, 1 and 2 for a point at t
// from 0 to 1.
func catmullRom(t float32) [4]float32 {
	return [4]float32{
		t * (t*(1-0.5*t) - 0.5),
		1 + t*t*(1.5*t-2.5),
		t * (0.5 + t*(2-1.5*t)),
		t * t * (0.5*t - 0.5),
	}
}
