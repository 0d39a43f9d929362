package unwrap_test

import (
	"math"
	"testing"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/unwrap"
)

func TestCubeHasNoStretch(t *testing.T) {
	_, report := unwrapped(t, painttest.Cube(), unwrap.Options{TextureSize: 512})
	if report.Charts > 6 || math.Abs(report.Stretch-1) > 1e-6 {
		t.Errorf("got %d charts with stretch %g, want at most 6 without stretch", report.Charts, report.Stretch)
	}
	if report.Utilization < 0.6 {
		t.Errorf("six squares fill %.2f of the texture", report.Utilization)
	}
}

func TestRoundBodies(t *testing.T) {
	tests := []struct {
		mesh            *mesh.Mesh
		charts          int
		stretch, filled float64
	}{
		{painttest.Sphere(12), 14, 1.02, 0.65},
		{painttest.BumpySphere(8000), 40, 1.02, 0.65},
		{painttest.Blob(t), 12, 1.05, 0.5},
		{bust(8000), 16, 1.02, 0.6}, // few charts of many shapes
	}
	for _, test := range tests {
		_, report := unwrapped(t, test.mesh, unwrap.Options{TextureSize: 1024})
		if report.Charts > test.charts || report.Stretch > test.stretch || report.Utilization < test.filled {
			t.Errorf("%s: got %d charts, stretch %.3f, utilization %.3f, want %d, %.3f, %.3f", test.mesh.Name,
				report.Charts, report.Stretch, report.Utilization, test.charts, test.stretch, test.filled)
		}
	}
}

func TestTexelsAreAsDenseEverywhere(t *testing.T) {
	m := painttest.BumpySphere(3000)
	out, report := unwrapped(t, m, unwrap.Options{TextureSize: 512})
	for i, triangle := range out.Triangles {
		a, b, c := m.Corners(i)
		surface := float64(b.Sub(a).Cross(c.Sub(a)).Len())
		p := corners(out, triangle, 512)
		density := math.Sqrt(twiceArea(p[0], p[1], p[2]) / surface)
		if density < 0.6*report.Density || density > 1.7*report.Density {
			t.Errorf("triangle %d has %.1f texels along a unit, the report says %.1f", i, density, report.Density)
		}
	}
}

func TestChartsKeepToTheirMaterial(t *testing.T) {
	m := painttest.Sphere(8)
	m.Materials = append(m.Materials, mesh.DefaultMaterial())
	m.Slots = make([]uint16, len(m.Triangles))
	for i := range m.Slots {
		m.Slots[i] = uint16(i / 3 % 2)
	}
	out, _ := unwrapped(t, m, unwrap.Options{TextureSize: 512})
	charts := chartsOf(out)
	slot := make(map[int]int)
	for i, chart := range charts {
		if s, ok := slot[chart]; ok && s != m.Slot(i) {
			t.Fatalf("a chart has triangles of the slots %d and %d", s, m.Slot(i))
		}
		slot[chart] = m.Slot(i)
	}
	if len(out.Materials) != 2 || out.Slot(3) != 1 {
		t.Error("materials and slots are not those of the mesh")
	}
}

// Vertices that a hard edge keeps apart stay apart where a chart joins them.
func TestHardEdgesKeepTheirNormals(t *testing.T) {
	m := &mesh.Mesh{Name: "fold", Materials: []mesh.Material{mesh.DefaultMaterial()}}
	for _, x := range []float32{0, 1, 1, 2} {
		n := geom.Vec3{X: x - 1, Z: 5}.Normalize()
		m.Positions = append(m.Positions, geom.Vec3{X: x}, geom.Vec3{X: x, Y: 1})
		m.Normals = append(m.Normals, n, n)
	}
	m.Normals[4], m.Normals[5] = geom.Vec3{X: 1}, geom.Vec3{X: 1}
	m.Triangles = []mesh.Triangle{{0, 2, 3}, {0, 3, 1}, {4, 6, 7}, {4, 7, 5}}
	out, report := unwrapped(t, m, unwrap.Options{TextureSize: 128})
	if report.Charts != 1 || len(out.Positions) != 8 {
		t.Errorf("got %d charts and %d vertices, want 1 and 8", report.Charts, len(out.Positions))
	}
}

func TestOptions(t *testing.T) {
	m := painttest.BumpySphere(3000)
	_, wide := unwrapped(t, m, unwrap.Options{TextureSize: 512, Padding: 12})
	_, none := unwrapped(t, m, unwrap.Options{TextureSize: 500, Padding: -1})
	if wide.Padding != 12 || none.Padding != 0 || wide.Utilization >= none.Utilization {
		t.Errorf("got padding %d and %d with utilization %.3f and %.3f", wide.Padding, none.Padding, wide.Utilization, none.Utilization)
	}
	_, flat := unwrapped(t, m, unwrap.Options{TextureSize: 512, MaxBend: 0.02})
	_, tight := unwrapped(t, m, unwrap.Options{TextureSize: 512, MaxBend: 0.4, MaxStretch: 1.003})
	if flat.Charts <= wide.Charts || flat.Stretch >= wide.Stretch {
		t.Errorf("charts that bend less: %d with stretch %g, by default %d with %g", flat.Charts, flat.Stretch, wide.Charts, wide.Stretch)
	}
	if tight.Stretch > 1.003 {
		t.Errorf("no chart may be stretched by more than 1.003, all together are by %g", tight.Stretch)
	}
}
