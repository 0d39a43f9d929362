package meshio

import (
	"context"
	"encoding/binary"
	"errors"
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// tetrahedron has four triangles and, welded, four vertices. Z is up.
var tetrahedron = [4][3]geom.Vec3{
	{{}, {Y: 1}, {X: 1}}, {{}, {X: 1}, {Z: 2}}, {{X: 1}, {Y: 1}, {Z: 2}}, {{Y: 1}, {}, {Z: 2}},
}

func binarySTL(comment string) []byte {
	out := append(make([]byte, 0, 300), comment...)
	out = append(out, make([]byte, 80-len(comment))...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(tetrahedron)))
	for _, t := range tetrahedron {
		out = append(out, make([]byte, 12)...)
		for _, p := range t {
			for _, f := range []float32{p.X, p.Y, p.Z} {
				out = binary.LittleEndian.AppendUint32(out, math.Float32bits(f))
			}
		}
		out = append(out, 0, 0)
	}
	return out
}

func textSTL() []byte {
	var b strings.Builder
	b.WriteString("solid a tip\n")
	for _, t := range tetrahedron {
		b.WriteString("  facet normal 0 0 1\n    outer loop\n")
		for _, p := range t {
			b.WriteString("      vertex")
			b.Write(appendFloats(nil, p.X, p.Y, p.Z))
		}
		b.WriteString("    endloop\n  endfacet\n")
	}
	b.WriteString("endsolid a tip\n")
	return []byte(b.String())
}

// openFlat opens a file that has no UVs.
func openFlat(name string, data []byte) (*File, error) {
	beside := &folder{fsys: fstest.MapFS{}, left: MaxBytes}
	return open(context.Background(), &File{Name: name, extent: Everything, unwrap: flatten}, data, beside)
}

func TestSTL(t *testing.T) {
	for name, data := range map[string][]byte{"text": textSTL(), "binary": binarySTL("made by hand"), "binary that says solid": binarySTL("solid thing")} {
		t.Run(name, func(t *testing.T) {
			if _, err := openBytes("a.stl", data); !errors.Is(err, ErrNoUVs) {
				t.Errorf("without UVs: %v", err)
			}
			f, err := openFlat("a.stl", data)
			if err != nil {
				t.Fatal(err)
			}
			if len(f.Mesh.Positions) != 4 || len(f.Mesh.Triangles) != 4 {
				t.Errorf("%d vertices, %d triangles", len(f.Mesh.Positions), len(f.Mesh.Triangles))
			}
			if size := f.Mesh.Bounds().Size(); size != (geom.Vec3{X: 1, Y: 2, Z: 1}) {
				t.Errorf("its size is %v: Z is not up", size)
			}
			if volume(f.Mesh) <= 0 {
				t.Error("it is turned inside out")
			}
			wantNotice(t, f, "Z up")
			if again := save(t, f, ".glb", Painting{}); len(again.Mesh.Triangles) != 4 {
				t.Errorf("%d triangles are saved", len(again.Mesh.Triangles))
			}
		})
	}
}

// volume is positive when triangles turn counter-clockwise seen from outside.
func volume(m *mesh.Mesh) (sum float32) {
	for i := range m.Triangles {
		a, b, c := m.Corners(i)
		sum += a.Dot(b.Cross(c))
	}
	return sum
}

func TestBrokenSTLEndsInASentence(t *testing.T) {
	good := binarySTL("x")
	lying := append([]byte(nil), good...)
	binary.LittleEndian.PutUint32(lying[80:], math.MaxUint32)
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"cut short":     {good[:len(good)-9], "room for 3"},
		"lying":         {lying, "4294967295 triangles"},
		"no header":     {good[:40], "cut short"},
		"nothing":       {append(make([]byte, 80), 0, 0, 0, 0), "no triangles"},
		"words":         {[]byte(strings.Replace(string(textSTL()), "vertex 0", "vertex zero", 1)), `"zero" is not a number`},
		"two corners":   {[]byte(strings.Replace(string(textSTL()), "      vertex 0 0 0\n", "", 1)), "2 corners"},
		"four corners":  {[]byte(strings.Replace(string(textSTL()), "outer loop\n", "outer loop\nvertex 1 2 3\n", 1)), "4 corners"},
		"another thing": {[]byte(strings.Replace(string(textSTL()), "outer loop", "inner loop", 1)), `"inner" means nothing`},
	} {
		before := allocated()
		if _, err := openFlat("a.stl", c.data); err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "a.stl") {
			t.Errorf("%s: got %v", name, err)
		}
		if used := allocated() - before; used > 8<<20 {
			t.Errorf("%s: %d bytes were allocated", name, used)
		}
	}
}

// The contents of a file decide how it is read, not its name.
func TestContentsDecide(t *testing.T) {
	for name, data := range map[string][]byte{
		"GLB": newSquare().glb(), "glTF": newSquare().dataURI(), "PLY": []byte(squarePLY), "OBJ": []byte(squareOBJ),
		"STL": binarySTL(""), "STL text": textSTL(),
	} {
		for _, file := range []string{"a.obj", "a.glb", "a.stl", "a.ply", "a", "a.mesh"} {
			if name == "OBJ" && file == "a.glb" {
				continue // a text that is named so may be a damaged glTF
			}
			if _, err := openFlat(file, data); err != nil {
				t.Errorf("%s named %s: %v", name, file, err)
			}
		}
	}
	for data, want := range map[string]string{
		"Kaydara FBX Binary": "an FBX file", "PK\x03\x04...": "ZIP", "BLENDER-v300": "a Blender file", "\x89PNG\r\n": "a picture",
		"<?xml version": "COLLADA", "hello": `".fbx" is not a format`,
	} {
		if _, err := openBytes("a.fbx", []byte(data)); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "GLB, glTF or OBJ, PLY or STL") {
			t.Errorf("%q: got %v", data, err)
		}
	}
}
