package geom

// Box is an axis-aligned box. The zero value is a box around the origin with
// no extent; start from EmptyBox to collect points.
type Box struct{ Min, Max Vec3 }

// EmptyBox contains nothing; extending it by a point gives that point.
func EmptyBox() Box {
	const huge = 3.4e38
	return Box{Vec3{huge, huge, huge}, Vec3{-huge, -huge, -huge}}
}

// BoxOf returns the smallest box around the points, EmptyBox when there are none.
func BoxOf(points []Vec3) Box {
	b := EmptyBox()
	for _, p := range points {
		b = b.Extend(p)
	}
	return b
}

// Extend returns the smallest box around b and p.
func (b Box) Extend(p Vec3) Box { return Box{b.Min.Min(p), b.Max.Max(p)} }

// Center returns the middle of the box.
func (b Box) Center() Vec3 { return b.Min.Scale(0.5).Add(b.Max.Scale(0.5)) }

// Size returns the extents of the box.
func (b Box) Size() Vec3 { return b.Max.Sub(b.Min) }

// Empty tells whether the box contains no point.
func (b Box) Empty() bool { return b.Min.X > b.Max.X || b.Min.Y > b.Max.Y || b.Min.Z > b.Max.Z }
