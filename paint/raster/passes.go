package raster

import (
	"context"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/view"
)

// Renderer renders on the CPU. It has no state: its zero value is ready, and it
// may be used by several goroutines at once.
type Renderer struct{}

// RenderPasses returns what each view sees of the mesh at size times size pixels,
// in the order of the views, following reference section 1.2: normals are those of
// mesh.FittedNormals, whatever normals the mesh brings. The error is
// context.Cause(ctx) when ctx ends first.
func (Renderer) RenderPasses(ctx context.Context, m *mesh.Mesh, views []view.View, size int) ([]view.Passes, error) {
	fitted, _ := m.FittedPositions()
	surface := surface{
		positions: fitted,
		normals:   mesh.FittedNormals(fitted, m.Triangles),
		triangles: m.Triangles,
	}
	passes := make([]view.Passes, 0, len(views))
	for _, v := range views {
		p, err := surface.passes(ctx, v, size)
		if err != nil {
			return nil, err
		}
		passes = append(passes, p)
	}
	return passes, nil
}

// surface is a mesh in the fitted frame.
type surface struct {
	positions, normals []geom.Vec3
	triangles          []mesh.Triangle
}

func (s surface) passes(ctx context.Context, v view.View, size int) (view.Passes, error) {
	camera, clip := s.project(v)
	hits, err := Rasterize(ctx, clip, s.triangles, size, size)
	if err != nil {
		return view.Passes{}, err
	}
	p := view.NewPasses(size)
	p.Triangle = hits.Triangle
	err = inBands(ctx, size, func(top, bottom int) {
		for i := top * size; i < bottom*size; i++ {
			if hits.Triangle[i] == view.NoTriangle {
				continue
			}
			t, w := s.triangles[hits.Triangle[i]], hits.Bary[i]
			p.Mask[i] = true
			p.Normal[i] = blend(w, s.normals[t[0]], s.normals[t[1]], s.normals[t[2]])
			p.Position[i] = blend(w, s.positions[t[0]], s.positions[t[1]], s.positions[t[2]])
			p.Depth[i] = w.Dot(geom.Vec3{X: camera[t[0]], Y: camera[t[1]], Z: camera[t[2]]})
		}
	})
	return p, err
}

// project returns the depths in the frame of the camera and the clip-space points
// of all vertices. Like the reference it applies the two matrices one after the
// other, rounding in between.
func (s surface) project(v view.View) (depths []float32, clip []geom.Vec4) {
	camera, lens := v.Camera(), v.Lens.Projection(1)
	depths, clip = make([]float32, len(s.positions)), make([]geom.Vec4, len(s.positions))
	for i, p := range s.positions {
		q := camera.ApplyPoint(p)
		depths[i], clip[i] = q.Z, lens.Apply(q)
	}
	return depths, clip
}

// blend returns the sum of three vectors weighted with the components of w.
func blend(w, a, b, c geom.Vec3) geom.Vec3 {
	return geom.Vec3{
		X: w.Dot(geom.Vec3{X: a.X, Y: b.X, Z: c.X}),
		Y: w.Dot(geom.Vec3{X: a.Y, Y: b.Y, Z: c.Y}),
		Z: w.Dot(geom.Vec3{X: a.Z, Y: b.Z, Z: c.Z}),
	}
}
