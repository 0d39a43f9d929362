package meshio

import (
	"reflect"
	"slices"
	"testing"
)

// newLacking is a square with UVs and two without: one of the same material, one of none.
func newLacking() *build {
	b := newSquare()
	for _, material := range []any{0, nil} {
		p := b.square()
		delete(p["attributes"].(dict), "TEXCOORD_0")
		if material != nil {
			p["material"] = material
		}
		m := b.item("meshes", 0)
		m["primitives"] = append(m["primitives"].(list), p)
	}
	return b
}

func TestPrimitivesWithoutUVsAreLeftAsTheyAre(t *testing.T) {
	b := newLacking()
	f := opened(t, "a.glb", b.glb())
	wantNotice(t, f, `4 of 6 triangles have no UVs (texture coordinates), the first in mesh "thing", primitive 1 (TEXCOORD_0).`)
	if !slices.Equal(f.Mesh.Slots, []uint16{0, 0, 1, 1, 2, 2}) || !slices.Equal(f.Mesh.Unpaintable(), []bool{false, false, true, true, true, true}) {
		t.Fatalf("slots %v, unpaintable %v", f.Mesh.Slots, f.Mesh.Unpaintable())
	}
	if names := []string{f.Mesh.Materials[0].Name, f.Mesh.Materials[1].Name}; !slices.Equal(names, []string{"skin", "skin (no UVs)"}) {
		t.Errorf("materials are called %q", names)
	}
	again := saveNoWorse(t, f, b.glb(), paintedWith(solid(blue, 4)))
	if m := again.Mesh.Materials; m[0].Texture.NRGBAAt(0, 0) != blue || m[1].Texture.NRGBAAt(0, 0) != red {
		t.Error("the square with UVs is not blue, or the one without not red")
	}
	before, after := readJSON(t, b.json()), again.json(t)
	if !reflect.DeepEqual(before["accessors"], after["accessors"]) {
		t.Error("accessors changed")
	}
	primitives := primitivesOf(after)
	if primitives[0].(dict)["material"] != 0.0 || primitives[1].(dict)["material"] != 1.0 || primitives[2].(dict)["material"] != nil {
		t.Errorf("primitives are %v", primitives)
	}
	if again := saveNoWorse(t, f, b.glb(), Painting{}); len(again.json(t)["materials"].([]any)) != 1 {
		t.Error("without paint, there are more materials than before")
	}
}

func primitivesOf(doc dict) []any {
	return doc["meshes"].([]any)[0].(dict)["primitives"].([]any)
}

// In tiles, what has no UVs keeps one slot, and its material.
func TestWithoutUVsBesideTiles(t *testing.T) {
	b := newLacking()
	p := b.row(1001, 1002)
	p["material"] = 0
	m := b.item("meshes", 0)
	m["primitives"] = append(list{p}, m["primitives"].(list)[1:]...)
	f, report, err := opened(t, "a.glb", b.glb()).InTiles(t.Context(), 64, "on")
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Mesh.Materials) != 4 || !f.Mesh.Materials[2].NoUVs || report.Missing.Triangles != 4 {
		t.Fatalf("materials %+v, missing %+v", f.Mesh.Materials, report.Missing)
	}
	again := saveNoWorse(t, f, b.glb(), paintedWith(solid(blue, 4), solid(green, 4)))
	for _, m := range again.Mesh.Materials {
		if m.NoUVs && m.Name == "skin (no UVs)" && m.Texture.NRGBAAt(0, 0) != red {
			t.Error("what has no UVs is painted")
		}
	}
}

const lackingOBJ = "mtllib thing.mtl\nv 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nvt 0 0\nvt 1 0\nvt 1 1\nusemtl m\nf 1/1 2/2 3/3\nf 1 3 4\nf 1/1 3 4\n"

func TestFacesWithoutUVsAreLeftAsTheyAre(t *testing.T) {
	f := opened(t, "a.obj", []byte(lackingOBJ), "thing.mtl", []byte("newmtl m\nKd 1 0 0\n"))
	wantNotice(t, f, "2 of 3 triangles have no UVs (texture coordinates), the first in the face on line 11.")
	if !slices.Equal(f.Mesh.Unpaintable(), []bool{false, true, true}) || f.Mesh.Materials[1].BaseColor != [4]float32{1, 0, 0, 1} {
		t.Fatalf("unpaintable %v, materials %+v", f.Mesh.Unpaintable(), f.Mesh.Materials)
	}
	for _, extension := range []string{".obj", ".glb"} {
		again := save(t, f, extension, paintedWith(solid(blue, 4)))
		m := again.Mesh
		if !slices.Equal(m.Unpaintable(), []bool{false, true, true}) || m.Materials[1].BaseColor != [4]float32{1, 0, 0, 1} || m.Materials[0].Texture == nil || m.Materials[1].Texture != nil {
			t.Errorf("%s: unpaintable %v, materials %+v", extension, m.Unpaintable(), m.Materials)
		}
	}
}

func TestPLYFacesWithoutUVsAreLeftAsTheyAre(t *testing.T) {
	text := "ply\nformat ascii 1.0\nelement vertex 4\nproperty float x\nproperty float y\nproperty float z\nelement face 2\n" +
		"property list uchar int vertex_indices\nproperty list uchar float texcoord\nend_header\n0 0 0\n1 0 0\n1 1 0\n0 1 0\n3 0 2 3 0\n3 0 1 2 6 0 0 1 0 1 1\n"
	f := opened(t, "a.ply", []byte(text))
	wantNotice(t, f, "1 of 2 triangles have no UVs")
	if !slices.Equal(f.Mesh.Unpaintable(), []bool{true, false}) || len(f.Mesh.Positions) != 6 {
		t.Errorf("unpaintable %v, %d vertices", f.Mesh.Unpaintable(), len(f.Mesh.Positions))
	}
}
