package main

import (
	"math"
	"slices"
	"testing"

	"patina/paint/geom"
)

// chartOf returns the chart of each triangle, counted over all parts.
func chartOf(m *model) []int {
	var out []int
	chart := 0
	for _, p := range m.parts {
		for i := range p.charts {
			for range p.triangles(&p.charts[i]) {
				out = append(out, chart)
			}
			chart++
		}
	}
	return out
}

// TestChartsKeepApart rasterises the atlas at 2048: no texel centre lies in two
// triangles, and along rows and columns charts are 8 texels apart or more.
func TestChartsKeepApart(t *testing.T) {
	const size, gap = 2048, 8
	m := newSample()
	charts := chartOf(m)
	owner := make([]int32, size*size) // triangle + 1
	for i := range m.mesh.Triangles {
		fillTexels(m, i, size, func(at int) {
			if owner[at] != 0 {
				t.Fatalf("triangles %d and %d share texel (%d, %d)", owner[at]-1, i, at%size, at/size)
			}
			owner[at] = int32(i + 1)
		})
	}
	for _, stride := range []int{1, size} {
		for line := range size {
			start := line * size / stride
			if stride == size {
				start = line
			}
			last, lastAt := -1, -size
			for k := range size {
				triangle := owner[start+k*stride]
				if triangle == 0 {
					continue
				}
				chart := charts[triangle-1]
				if chart != last && k-lastAt <= gap {
					t.Fatalf("charts %d and %d are %d texels apart", last, chart, k-lastAt-1)
				}
				last, lastAt = chart, k
			}
		}
	}
}

// fillTexels calls fill for each texel whose centre lies well inside a triangle.
func fillTexels(m *model, triangle, size int, fill func(at int)) {
	var q [3]geom.Vec2
	lo, hi := geom.Vec2{X: float32(size), Y: float32(size)}, geom.Vec2{}
	for k, v := range m.mesh.Triangles[triangle] {
		q[k] = m.mesh.UVs[v].Scale(float32(size))
		lo = geom.Vec2{X: min(lo.X, q[k].X), Y: min(lo.Y, q[k].Y)}
		hi = geom.Vec2{X: max(hi.X, q[k].X), Y: max(hi.Y, q[k].Y)}
	}
	const margin = 1e-3 // squared texels: texels on a shared edge belong to no one
	for y := int(lo.Y); y <= int(hi.Y); y++ {
		for x := int(lo.X); x <= int(hi.X); x++ {
			p := geom.Vec2{X: float32(x) + 0.5, Y: float32(y) + 0.5}
			// v points down, so counter-clockwise triangles turn the other way.
			if turn2(q[0], q[1], p) < -margin && turn2(q[1], q[2], p) < -margin && turn2(q[2], q[0], p) < -margin {
				fill(y*size + x)
			}
		}
	}
}

// turn2 is twice the signed area of a triangle in the plane.
func turn2(a, b, c geom.Vec2) float32 {
	u, v := b.Sub(a), c.Sub(a)
	return u.X*v.Y - u.Y*v.X
}

func TestUVsLieInTheAtlasUnmirrored(t *testing.T) {
	m := newSample().mesh
	for i, uv := range m.UVs {
		if !(uv.X > 0 && uv.X < 1 && uv.Y > 0 && uv.Y < 1) {
			t.Fatalf("vertex %d has texture coordinates %v", i, uv)
		}
	}
	for i, triangle := range m.Triangles {
		if turn2(m.UVs[triangle[0]], m.UVs[triangle[1]], m.UVs[triangle[2]]) >= 0 {
			t.Fatalf("triangle %d is mirrored or has no area in the atlas", i)
		}
	}
}

// TestTexelDensity asks that 95 % of the surface gets between half and
// double the texels per length of the whole, and that the atlas is well filled.
func TestTexelDensity(t *testing.T) {
	m := newSample().mesh
	type face struct{ density, area float64 }
	var faces []face
	var used float64
	area := m.Area()
	for i, triangle := range m.Triangles {
		a, b, c := m.Corners(i)
		surface := float64(b.Sub(a).Cross(c.Sub(a)).Len()) / 2
		flat := -float64(turn2(m.UVs[triangle[0]], m.UVs[triangle[1]], m.UVs[triangle[2]])) / 2
		faces = append(faces, face{math.Sqrt(flat / surface), surface})
		used += flat
	}
	if used < 0.6 {
		t.Errorf("the charts fill %.0f %% of the atlas, want at least 60 %%", 100*used)
	}
	even := slices.DeleteFunc(faces, func(f face) bool {
		share := f.density / math.Sqrt(used/area)
		return share < 0.5 || share > 2
	})
	var sum float64
	for _, f := range even {
		sum += f.area
	}
	if sum < 0.95*area {
		t.Errorf("only %.0f %% of the surface has an even texel density", 100*sum/area)
	}
	t.Logf("%.1f %% of the atlas filled, %.1f %% of the surface evenly", 100*used, 100*sum/area)
}
