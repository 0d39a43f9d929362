package unwrap_test

import (
	"context"
	"encoding/binary"
	"math"
	"strings"
	"testing"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/unwrap"
)

// fuzzMesh makes a mesh of bytes: a kind of coordinates, a number of vertices, then
// coordinates and corners for as long as there are bytes.
func fuzzMesh(data []byte) *mesh.Mesh {
	m := named("fuzz", nil)
	if len(data) < 2 {
		return m
	}
	raw, vertices := data[0]%4 == 0, 1+int(data[1]%64)
	scale := float32(math.Pow(10, float64(data[0]/4%9)-4))
	data = data[2:]
	for range vertices {
		var p geom.Vec3
		if raw && len(data) >= 12 { // any bits: also NaN and infinity
			p = geom.Vec3{X: floatOf(data), Y: floatOf(data[4:]), Z: floatOf(data[8:])}
			data = data[12:]
		} else if len(data) >= 3 { // a few places, so that much coincides
			p = geom.Vec3{X: float32(data[0] % 16), Y: float32(data[1] % 16), Z: float32(data[2] % 16)}.Scale(scale)
			data = data[3:]
		}
		m.Positions = append(m.Positions, p)
	}
	for ; len(data) >= 3; data = data[3:] {
		corner := func(k int) uint32 { return uint32(data[k]) % uint32(vertices) }
		m.Triangles = append(m.Triangles, mesh.Triangle{corner(0), corner(1), corner(2)})
	}
	return m
}

func floatOf(data []byte) float32 { return math.Float32frombits(binary.LittleEndian.Uint32(data)) }

// FuzzUnwrap unwraps whatever bytes make, with whatever options: it ends, and what
// comes out is free of overlaps, or a sentence says why there is nothing.
func FuzzUnwrap(f *testing.F) {
	f.Add([]byte("\x01\x08abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"), uint8(0))
	f.Add([]byte("\x00\x02\x00\x00\xc0\x7f\x00\x00\x80\x7f\x00\x00\x80\xff000000000000000000"), uint8(1))
	f.Add([]byte("\x05\x06\x00\x00\x00\x01\x00\x00\x00\x01\x00\x01\x01\x00\x00\x00\x01\x00\x01\x01\x00\x01\x02\x01\x02\x03\x02\x01\x00\x03\x04\x05"), uint8(7))
	f.Fuzz(func(t *testing.T, data []byte, choice uint8) {
		if len(data) > 2000 {
			return
		}
		m := fuzzMesh(data)
		opt := unwrap.Options{TextureSize: 32 << (choice % 4), Padding: int(choice/4%4) - 1, IgnoreSymmetry: choice&128 != 0}
		if choice&16 != 0 {
			opt.Atlases = 3
		}
		if choice&32 != 0 {
			opt.Weld = 0.5
		}
		if size := m.Bounds().Size(); choice&64 != 0 && size.Len() > 0 {
			opt.Density = 100 / float64(size.Len())
		}
		if result, err := unwrap.Unwrap(context.Background(), m, opt); err == nil {
			checkAll(t, m, result)
		} else if !strings.HasPrefix(err.Error(), "unwrap: ") || !strings.Contains(err.Error(), ": ") {
			t.Fatalf("no sentence: %v", err)
		} else if finite(m) && !strings.Contains(err.Error(), "choose") {
			t.Fatalf("a mesh without fault is refused: %v", err)
		}
	})
}

func finite(m *mesh.Mesh) bool {
	for _, p := range m.Positions {
		if !p.Finite() {
			return false
		}
	}
	return true
}
