package meshio

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"runtime"
	"testing"

	"patina/paint/mesh"
)

// largeFiles are one ball of about so many triangles in every format.
func largeFiles(t testing.TB, triangles int) map[string][]byte {
	t.Helper()
	glb := newBall(triangles, true).glb()
	f, err := openBytes("ball.glb", glb)
	if err != nil {
		t.Fatal(err)
	}
	text, err := objText(context.Background(), f.Mesh, "ball.mtl", materialWords(f.Mesh))
	if err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{"ball.glb": glb, "ball.obj": text, "ball.ply": plyOf(f.Mesh), "ball.stl": stlOf(f.Mesh)}
}

func plyOf(m *mesh.Mesh) []byte {
	out := fmt.Appendf(nil, "ply\nformat binary_little_endian 1.0\nelement vertex %d\nproperty float x\nproperty float y\nproperty float z\nproperty float s\nproperty float t\nelement face %d\nproperty list uchar int vertex_indices\nend_header\n", len(m.Positions), len(m.Triangles))
	for i, p := range m.Positions {
		out = appendLE(out, p.X, p.Y, p.Z, m.UVs[i].X, 1-m.UVs[i].Y)
	}
	for _, t := range m.Triangles {
		out = append(out, 3)
		for _, v := range t {
			out = binary.LittleEndian.AppendUint32(out, v)
		}
	}
	return out
}

func stlOf(m *mesh.Mesh) []byte {
	out := binary.LittleEndian.AppendUint32(make([]byte, 80), uint32(len(m.Triangles)))
	for i := range m.Triangles {
		a, b, c := m.Corners(i)
		out = appendLE(out, 0, 0, 0, a.X, a.Y, a.Z, b.X, b.Y, b.Z, c.X, c.Y, c.Z)
		out = append(out, 0, 0)
	}
	return out
}

// Opening a file takes a small multiple of its size, counting all that is allocated on
// the way, and saving it as GLB does too.
func TestMemoryIsASmallMultipleOfTheFile(t *testing.T) {
	for name, data := range largeFiles(t, 200_000) {
		before := allocated()
		f, err := openLarge(name, data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		ratio := float64(allocated()-before) / float64(len(data))
		t.Logf("opening %s, %d bytes, takes %.1f times its size", name, len(data), ratio)
		if ratio > 8 {
			t.Errorf("opening %s takes %.1f times its size", name, ratio)
		}
		before = allocated()
		d, err := f.draft(Painting{}, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		text := d.close("")
		if err := writeGLB(nowhere{}, text, d.layout.parts, nil); err != nil {
			t.Fatal(err)
		}
		if ratio := float64(allocated()-before) / float64(len(data)); ratio > 5 {
			t.Errorf("saving %s takes %.1f times its size", name, ratio)
		}
	}
}

func openLarge(name string, data []byte) (*File, error) {
	if formatOf(name) == ".stl" {
		return openFlat(name, data)
	}
	return openBytes(name, data)
}

type nowhere struct{}

func (nowhere) Write(b []byte) (int, error) { return len(b), nil }

// BenchmarkOpenLarge opens five million triangles in every format, and tells how much
// memory is in use for the mesh and all that was needed on the way, as a multiple of the
// file.
func BenchmarkOpenLarge(b *testing.B) {
	for name, data := range largeFiles(b, 5_000_000) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				runtime.GC()
				before := allocated()
				f, err := openLarge(name, data)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(allocated()-before)/float64(len(data)), "allocated/file")
				b.ReportMetric(math.Round(float64(len(data))/1e6), "MB-file")
				b.ReportMetric(float64(len(f.Mesh.Triangles)), "triangles")
			}
		})
	}
}
