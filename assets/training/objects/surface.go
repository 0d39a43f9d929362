package objects

import "patina/paint/geom"

// Fields of what things are built and grown from.

// wall lays flat coordinates on the side of a box that a surface faces: to the right and
// up, seen from outside, or to the right and back from above.
func wall(s spot) (right, up float32) {
	x, y, z := abs(s.n.X), abs(s.n.Y), abs(s.n.Z)
	switch {
	case y >= x && y >= z:
		return s.p.X, -s.p.Z
	case x >= z:
		return s.p.Z, s.p.Y
	default:
		return s.p.X, s.p.Y
	}
}

// joints are the lines between bricks of a width and a height.
func joints(width, height, line float32) field {
	return func(s spot) float32 {
		x, y := wall(s)
		row, _ := cell(y / height)
		shift := 0.5 * float32(row&1)
		across := band(x/width+shift+0.5, line/width, soft/width)
		return max(across, band(y/height, line/height, soft/height))
	}
}

// shingles are the shadows under rows of tiles with round ends.
func shingles(width, height float32) field {
	return func(s spot) float32 {
		x, _ := wall(s)
		y := s.p.Y
		row, f := cell(y / height)
		_, g := cell(x/width + 0.5*float32(row&1))
		edge := 0.5 - sqrt(max(0.25-(g-0.5)*(g-0.5), 0))
		return ramp(edge+0.3, edge, f)
	}
}

// grain is the streaks of wood along an axis.
func grain(along geom.Vec3, size float32, seed uint32) field {
	return func(s spot) float32 {
		q := s.p.Sub(along.Scale(0.9 * s.p.Dot(along))).Scale(1 / size)
		t := noise(q, seed)*4 + noise(q.Scale(3), seed+1)*0.8
		_, f := cell(t)
		return ramp(0, 0.7, f) * ramp(1, 0.85, f)
	}
}

// edgesOf is where two faces of a box meet, worn unevenly.
func edgesOf(box extent, width float32, seed uint32) field {
	return func(s spot) float32 {
		q := s.p.Sub(box.center)
		x, y, z := box.half.X-abs(q.X), box.half.Y-abs(q.Y), box.half.Z-abs(q.Z)
		second := x + y + z - min(x, y, z) - max(x, y, z)
		w := width * (0.3 + 1.4*clouds(s.p.Scale(6), 2, seed))
		return ramp(w, w*0.5, second)
	}
}

// extent is a box by its middle and half of its extents.
type extent struct{ center, half geom.Vec3 }

func halves(b geom.Box) extent { return extent{b.Center(), b.Size().Scale(0.5)} }
