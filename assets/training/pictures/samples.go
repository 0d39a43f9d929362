package pictures

import (
	"patina/paint/geom"
	"patina/paint/view"
)

// sampler looks at a view more closely than its pixels. What a sample sees is searched
// among the triangles that the pixels around it see, so nothing is rasterised again.
type sampler struct {
	*Studio
	passes view.Passes
	screen []geom.Vec3 // pixel coordinates and depth of each vertex
	w      []float32   // of each vertex in clip space
}

func (s *Studio) newSampler(v view.View, passes view.Passes) *sampler {
	camera, lens := v.Camera(), v.Lens.Projection(1)
	out := &sampler{s, passes, make([]geom.Vec3, len(s.positions)), make([]float32, len(s.positions))}
	scale := float32(passes.Size-1) / 2
	for i, p := range s.positions {
		q := lens.Apply(camera.ApplyPoint(p))
		// The mapping of raster.Rasterize.
		out.screen[i] = geom.Vec3{X: (q.X/q.W+1)*scale + 0.5, Y: (q.Y/q.W+1)*scale + 0.5, Z: q.Z / q.W}
		out.w[i] = q.W
	}
	return out
}

// mean returns the mean colour of 2x2 samples of a pixel that sees the object.
func (s *sampler) mean(i int) geom.Vec3 {
	var sum geom.Vec3
	for _, dx := range [2]int{-1, 1} {
		for _, dy := range [2]int{-1, 1} {
			sum = sum.Add(s.sample(i, dx, dy))
		}
	}
	return sum.Scale(0.25)
}

// sample returns the colour a quarter of a pixel from the centre of pixel i.
func (s *sampler) sample(i, dx, dy int) geom.Vec3 {
	size := s.passes.Size
	x, y := i%size, i/size
	px, py := float32(x)+0.5+0.25*float32(dx), float32(y)+0.5+0.25*float32(dy)
	// The pixel's own triangle, which is continued where nothing else is found.
	nearest := s.passes.Triangle[i]
	weights, inside := s.weights(nearest, px, py)
	depth := s.depth(nearest, weights)
	for _, at := range [3][2]int{{x + dx, y}, {x, y + dy}, {x + dx, y + dy}} {
		if min(at[0], at[1]) < 0 || max(at[0], at[1]) >= size {
			continue
		}
		other := s.passes.Triangle[at[1]*size+at[0]]
		if other == view.NoTriangle || other == nearest {
			continue
		}
		w, hit := s.weights(other, px, py)
		if d := s.depth(other, w); hit && (!inside || d < depth) {
			nearest, weights, inside, depth = other, w, true, d
		}
	}
	position, normal := s.surface(nearest, s.corrected(nearest, weights))
	return s.colour(nearest, position, normal)
}

// weights returns the weights of the corners of a triangle at a point of the picture,
// and whether the point lies in it.
func (s *sampler) weights(triangle int32, x, y float32) (w geom.Vec3, inside bool) {
	t := s.mesh.Triangles[triangle]
	a, b, c := s.screen[t[0]], s.screen[t[1]], s.screen[t[2]]
	area := (b.X-a.X)*(c.Y-a.Y) - (b.Y-a.Y)*(c.X-a.X)
	w.Y = ((x-a.X)*(c.Y-a.Y) - (y-a.Y)*(c.X-a.X)) / area
	w.Z = ((b.X-a.X)*(y-a.Y) - (b.Y-a.Y)*(x-a.X)) / area
	w.X = 1 - w.Y - w.Z
	return w, min(w.X, w.Y, w.Z) >= 0
}

func (s *sampler) depth(triangle int32, w geom.Vec3) float32 {
	t := s.mesh.Triangles[triangle]
	return w.Dot(geom.Vec3{X: s.screen[t[0]].Z, Y: s.screen[t[1]].Z, Z: s.screen[t[2]].Z})
}

// corrected makes weights of the picture those of the surface, and keeps those of a
// triangle seen edge-on from running away.
func (s *sampler) corrected(triangle int32, w geom.Vec3) geom.Vec3 {
	t := s.mesh.Triangles[triangle]
	w = geom.Vec3{X: w.X / s.w[t[0]], Y: w.Y / s.w[t[1]], Z: w.Z / s.w[t[2]]}
	w = w.Scale(1 / (w.X + w.Y + w.Z))
	if !w.Finite() || max(w.X, w.Y, w.Z) > 3 {
		return geom.Vec3{X: 1.0 / 3, Y: 1.0 / 3, Z: 1.0 / 3}
	}
	return w
}

// surface returns a point of a triangle and its normal, in the fitted frame.
func (s *Studio) surface(triangle int32, w geom.Vec3) (position, normal geom.Vec3) {
	t := s.mesh.Triangles[triangle]
	blend := func(list []geom.Vec3) geom.Vec3 {
		return list[t[0]].Scale(w.X).Add(list[t[1]].Scale(w.Y)).Add(list[t[2]].Scale(w.Z))
	}
	return blend(s.positions), blend(s.normals)
}
