package pictures

// This follows L. Williams, "Casting curved shadows on curved surfaces" (1978), with the
// filtering of W. T. Reeves, D. H. Salesin and R. L. Cook, "Rendering antialiased shadows
// with depth maps" (1987).

import (
	"context"

	"patina/paint/geom"
	"patina/paint/raster"
	"patina/paint/view"
)

// shadow is what a light reaches: the depths that it sees, as a camera.
type shadow struct {
	clip  geom.Mat4
	depth []float32 // in clip space, 0 to 1; 1 where the light meets nothing
	soft  int       // samples that the edge of a shadow is blurred by
}

const (
	shadowSize = 160
	shadowBias = 0.03 // fitted units that a surface may lie behind what the light sees
)

// newShadow renders the depths from a light, as far away as the sun.
func (s *Studio) newShadow(ctx context.Context, light view.View, soft int) (*shadow, error) {
	out := &shadow{clip: light.Clip(), depth: make([]float32, shadowSize*shadowSize), soft: soft}
	clip := make([]geom.Vec4, len(s.positions))
	for i, p := range s.positions {
		clip[i] = out.clip.Apply(p)
	}
	hits, err := raster.Rasterize(ctx, clip, s.mesh.Triangles, shadowSize, shadowSize)
	if err != nil {
		return nil, err
	}
	for i, triangle := range hits.Triangle {
		out.depth[i] = 1
		if triangle != view.NoTriangle {
			t := s.mesh.Triangles[triangle]
			out.depth[i] = hits.Bary[i].Dot(geom.Vec3{X: clip[t[0]].Z, Y: clip[t[1]].Z, Z: clip[t[2]].Z})
		}
	}
	return out, nil
}

// lit returns how much of the light reaches a point of the fitted frame, 0 to 1.
func (s *shadow) lit(p geom.Vec3) float32 {
	q := s.clip.Apply(p)
	x, y := int((q.X+1)/2*(shadowSize-1)+0.5), int((q.Y+1)/2*(shadowSize-1)+0.5)
	// Orthographic depth runs evenly from the near to the far plane, 99.9 units apart.
	limit := q.Z - 2*shadowBias/99.9
	var reached, count float32
	for dy := -s.soft; dy <= s.soft; dy++ {
		for dx := -s.soft; dx <= s.soft; dx++ {
			u, v := x+dx, y+dy
			count++
			if u < 0 || v < 0 || u >= shadowSize || v >= shadowSize || s.depth[v*shadowSize+u] >= limit {
				reached++
			}
		}
	}
	return reached / count
}
