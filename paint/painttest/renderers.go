package painttest

import (
	"context"
	"fmt"
	"math"
	"testing"

	"patina/paint"
	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/view"
)

// CompareRenderers checks that two renderers see the same: at least 99.5 % of the
// pixels of all views together agree in the mask, at least 90 % of the pixels that
// both cover see the same triangle, and there the encoded normals and positions
// differ by at most 2/255. Where they do not, the passes of both are left in
// testdata/failed.
func CompareRenderers(t *testing.T, a, b paint.PassRenderer, m *mesh.Mesh, views []view.View, size int) {
	t.Helper()
	ctx := context.Background()
	left, err := a.RenderPasses(ctx, m, views, size)
	if err != nil {
		t.Fatal(err)
	}
	right, err := b.RenderPasses(ctx, m, views, size)
	if err != nil {
		t.Fatal(err)
	}
	var sum agreement
	for i := range views {
		one := agree(left[i], right[i])
		sum = sum.plus(one)
		if one.normal > 2.0/255 || one.position > 2.0/255 {
			t.Errorf("view %d: normals differ by up to %.1f/255, positions by up to %.1f/255, want 2", i, one.normal*255, one.position*255)
			savePasses(t, fmt.Sprintf("%s-view%d", m.Name, i), left[i], right[i])
		}
	}
	t.Logf("%s at %d pixels: %v", m.Name, size, sum)
	if sum.mask() < 0.995 || sum.triangle() < 0.9 {
		t.Errorf("%v; want 99.5 %% and 90 %%", sum)
		for i := range views {
			savePasses(t, fmt.Sprintf("%s-view%d", m.Name, i), left[i], right[i])
		}
	}
}

// agreement counts how far two renderers see the same.
type agreement struct {
	pixels, sameMask   int
	both, sameTriangle int     // of the pixels that both cover
	normal, position   float64 // largest difference where both see the same triangle, encoded from 0 to 1
}

func agree(a, b view.Passes) agreement {
	sum := agreement{pixels: len(a.Mask)}
	for i := range a.Mask {
		if a.Mask[i] == b.Mask[i] {
			sum.sameMask++
		}
		if !a.Mask[i] || !b.Mask[i] {
			continue
		}
		sum.both++
		if a.Triangle[i] == b.Triangle[i] {
			sum.sameTriangle++
			sum.normal = max(sum.normal, largest(a.Normal[i].Sub(b.Normal[i]))/2)
			sum.position = max(sum.position, largest(a.Position[i].Sub(b.Position[i]))/mesh.Fitted)
		}
	}
	return sum
}

func (a agreement) plus(b agreement) agreement {
	return agreement{
		a.pixels + b.pixels, a.sameMask + b.sameMask,
		a.both + b.both, a.sameTriangle + b.sameTriangle,
		max(a.normal, b.normal), max(a.position, b.position),
	}
}

// mask is the share of pixels that agree in the mask.
func (a agreement) mask() float64 { return float64(a.sameMask) / float64(a.pixels) }

// triangle is the share of the pixels covered by both that see the same triangle.
func (a agreement) triangle() float64 { return float64(a.sameTriangle) / float64(max(a.both, 1)) }

// String says it in a sentence.
func (a agreement) String() string {
	return fmt.Sprintf("masks agree in %.3f %% of %d pixels, triangles in %.2f %% of %d; there normals differ by up to %.3f/255, positions by up to %.3f/255",
		100*a.mask(), a.pixels, 100*a.triangle(), a.both, 255*a.normal, 255*a.position)
}

func largest(d geom.Vec3) float64 {
	return math.Max(math.Abs(float64(d.X)), math.Max(math.Abs(float64(d.Y)), math.Abs(float64(d.Z))))
}

func savePasses(t *testing.T, name string, a, b view.Passes) {
	t.Helper()
	for suffix, p := range map[string]view.Passes{"a": a, "b": b} {
		save(t, name+"-normal-"+suffix, p.NormalImage())
		save(t, name+"-position-"+suffix, p.PositionImage())
		save(t, name+"-mask-"+suffix, p.MaskImage())
	}
}
