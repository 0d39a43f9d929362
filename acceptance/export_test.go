package acceptance

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"patina/paint/painttest"
)

// A printer's file has neither vertices nor UVs: it goes in as STL and comes out as a
// folder that a game engine takes, with 16 bits a colour.
func TestAnSTLIsExportedForAnEngine(t *testing.T) {
	dir := t.TempDir()
	scan := filepath.Join(dir, "print.stl")
	if err := os.WriteFile(scan, stlOf(16), 0o644); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "for", "unreal")
	args := append(quick, scan, "--sample", "--renderer", "cpu", "--unwrap", "--export", "unreal", "--depth", "16", "--out", out)
	if got := patina(t, args...); got.status != 0 {
		t.Fatalf("status %d: %s", got.status, got.stderr)
	}
	painttest.ValidateGLTF(t, filepath.Join(out, "print.glb"))
	png, err := os.ReadFile(filepath.Join(out, "T_print_BC.png"))
	if err != nil || !bytes.HasPrefix(png, []byte("\x89PNG")) || png[24] != 16 {
		t.Errorf("no PNG of 16 bits: %v", err)
	}
}

func TestAnExportThatCannotBeWrittenIsRefusedBeforeTheWork(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	got := patina(t, append(quick, "--sample", "--export", "godot", "--out", file)...)
	if got.status != 1 || !strings.Contains(got.stderr, file) {
		t.Errorf("status %d: %s", got.status, got.stderr)
	}
}

// stlOf is a binary STL of a sphere.
func stlOf(rows int) []byte {
	m := painttest.Sphere(rows)
	out := binary.LittleEndian.AppendUint32(make([]byte, 80), uint32(len(m.Triangles)))
	for i := range m.Triangles {
		out = append(out, make([]byte, 12)...)
		a, b, c := m.Corners(i)
		for _, f := range []float32{a.X, a.Y, a.Z, b.X, b.Y, b.Z, c.X, c.Y, c.Z} {
			out = binary.LittleEndian.AppendUint32(out, math.Float32bits(f))
		}
		out = append(out, 0, 0)
	}
	return out
}
