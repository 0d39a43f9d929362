package meshio

import (
	"context"
	"image/color"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// explode is an unwrapper that gives each triangle vertices of its own, in a row.
func explode(_ context.Context, m *mesh.Mesh) (Unwrapped, error) {
	out := &mesh.Mesh{Name: m.Name, Slots: m.Slots, Materials: m.Materials}
	var origin []uint32
	for f, t := range m.Triangles {
		var made mesh.Triangle
		left, width := float32(f)/float32(len(m.Triangles)), 1/float32(len(m.Triangles))
		for k, v := range t {
			made[k] = uint32(len(origin))
			origin = append(origin, v)
			out.Positions = append(out.Positions, m.Positions[v])
			if m.Normals != nil {
				out.Normals = append(out.Normals, m.Normals[v])
			}
		}
		out.UVs = append(out.UVs, geom.Vec2{X: left, Y: 1}, geom.Vec2{X: left + width, Y: 1}, geom.Vec2{X: left, Y: 0})
		out.Triangles = append(out.Triangles, made)
	}
	return Unwrapped{out, origin}, nil
}

func completedFile(t *testing.T, name string, data []byte) *File {
	t.Helper()
	return unwrappedFile(t, name, data, Missing)
}

func unwrappedFile(t *testing.T, name string, data []byte, extent Extent) *File {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := OpenUnwrapped(t.Context(), path, extent, explode)
	if err != nil {
		t.Fatal(err)
	}
	if f.Mesh.Unpaintable() != nil {
		t.Errorf("still without UVs: %v", f.Mesh.Unpaintable())
	}
	return f
}

// Whatever a file has, what lacked UVs is as it was but for them, and all else the same.
func TestCompletedFilesKeepEverything(t *testing.T) {
	for name, change := range features {
		t.Run(name, func(t *testing.T) {
			b := newSquare()
			change(b)
			delete(attributesOf(b), "TEXCOORD_0")
			kept := b.square()
			kept["material"] = 0
			addPrimitive(b, kept)
			before := opened(t, "a.glb", b.glb())
			f := completedFile(t, "a.glb", b.glb())
			again := saveNoWorse(t, f, b.glb(), paintedWith(solid(blue, 4)))
			was, is := readJSON(t, b.json()), again.json(t)
			sameScene(t, was, is)
			sameAccessors(t, was, is)
			sameSurface(t, before.Mesh, again.Mesh)
		})
	}
}

// sameScene fails where anything has changed around meshes.
func sameScene(t *testing.T, was, is dict) {
	t.Helper()
	for _, list := range []string{"nodes", "skins", "animations", "scenes", "cameras"} {
		if !reflect.DeepEqual(was[list], is[list]) {
			t.Errorf("%s changed", list)
		}
	}
}

// sameAccessors fails where an accessor has changed that something uses still.
func sameAccessors(t *testing.T, was, is dict) {
	t.Helper()
	used := map[int]bool{}
	for _, mesh := range is["meshes"].([]any) {
		for _, p := range mesh.(dict)["primitives"].([]any) {
			addAccessors(used, encode(p))
		}
	}
	for i, old := range was["accessors"].([]any) {
		now := is["accessors"].([]any)[i].(dict)
		if same := reflect.DeepEqual(old, now); !same && (used[i] || now["bufferView"] != nil || now["count"] != 1.0) {
			t.Errorf("accessor %d is %v, was %v", i, now, old)
		}
	}
}

// sameSurface tells whether two meshes have the same triangles in space.
func sameSurface(t *testing.T, a, b *mesh.Mesh) {
	t.Helper()
	corners := func(m *mesh.Mesh) map[[3]geom.Vec3]int {
		found := map[[3]geom.Vec3]int{}
		for f := range m.Triangles {
			p, q, r := m.Corners(f)
			found[[3]geom.Vec3{p, q, r}]++
		}
		return found
	}
	if !maps.Equal(corners(a), corners(b)) {
		t.Errorf("the surface is\n%v, was\n%v", corners(b), corners(a))
	}
}

func TestCompletingSeparatesMaterials(t *testing.T) {
	b := newLacking()
	skin := b.item("materials", 0)
	skin["normalTexture"], skin["emissiveTexture"], skin["emissiveFactor"] = dict{"index": 0}, dict{"index": 0}, list{1, 1, 1}
	f := completedFile(t, "a.glb", b.glb())
	wantNotice(t, f, "4 of 6 triangles have new UVs, in textures of their own; the others keep theirs.")
	wantNotice(t, f, "The textures of the file are left off")
	again := save(t, f, ".glb", paintedWith(nil, solid(blue, 4), solid(green, 4)))
	m := again.Mesh
	if names := []string{m.Materials[0].Name, m.Materials[1].Name, m.Materials[2].Name}; !slices.Equal(names, []string{"skin", "skin (new UVs)", "painted"}) {
		t.Errorf("materials are %q", names)
	}
	for slot, want := range []color.NRGBA{red, blue, green} {
		if m.Materials[slot].Texture.NRGBAAt(0, 0) != want {
			t.Errorf("slot %d shows %v", slot, m.Materials[slot].Texture.NRGBAAt(0, 0))
		}
	}
	materials := again.json(t)["materials"].([]any)
	if was := readJSON(t, b.json())["materials"].([]any); !reflect.DeepEqual(materials[0], was[0]) {
		t.Errorf("the material of what has UVs is %v", materials[0])
	}
	if made := materials[1].(dict); made["normalTexture"] != nil || made["emissiveTexture"] != nil || made["emissiveFactor"] != nil {
		t.Errorf("the new material is %v", made)
	}
	if !slices.Equal(f.Mesh.UVs[:4], squareUVs) {
		t.Errorf("UVs are %v", f.Mesh.UVs)
	}
}

// Exporters write zeros where there are no UVs: those triangles become a primitive of
// their own. Mirrored nodes show triangles turned around.
func TestCompletingPartsOfPrimitives(t *testing.T) {
	b := newSquare()
	b.item("nodes", 0)["scale"] = list{-1, 1, 1}
	points := append(slices.Clone(squarePoints), squarePoints...)
	for i := range 4 {
		points[4+i].X += 2
	}
	p := primitiveOf(b)
	p["attributes"] = dict{"POSITION": b.vec3(points...), "TEXCOORD_0": b.vec2(append(slices.Clone(squareUVs), make([]geom.Vec2, 4)...)...)}
	p["indices"] = b.u16(0, 1, 2, 4, 5, 6, 0, 2, 3, 4, 6, 7)
	before := opened(t, "a.glb", b.glb())
	f := completedFile(t, "a.glb", b.glb())
	wantNotice(t, f, "2 of 4 triangles have new UVs")
	sameSurface(t, before.Mesh, f.Mesh)
	again := save(t, f, ".gltf", paintedWith(solid(blue, 4), solid(green, 4)))
	if got := primitivesOf(again.json(t)); len(got) != 2 || got[0].(dict)["material"] != 0.0 || got[1].(dict)["material"] != 1.0 {
		t.Errorf("primitives are %v", got)
	}
	if !slices.Equal(f.Mesh.UVs[:4], squareUVs) || len(f.Mesh.Triangles) != 4 {
		t.Errorf("UVs are %v", f.Mesh.UVs)
	}
}

// A file without any UVs keeps its nodes, too, when it gets some.
func TestCompletingAFileWithoutUVs(t *testing.T) {
	b := newSquare()
	features["skin"](b)
	delete(attributesOf(b), "TEXCOORD_0")
	again := save(t, completedFile(t, "a.glb", b.glb()), ".glb", paintedWith(solid(blue, 4)))
	doc := again.json(t)
	if doc["skins"] == nil || len(again.Mesh.Materials) != 1 || again.Mesh.Materials[0].Name != "skin" || again.Mesh.Materials[0].Texture.NRGBAAt(0, 0) != blue {
		t.Errorf("skins %v, materials %+v", doc["skins"], again.Mesh.Materials)
	}
}

func TestCompletingAnOBJ(t *testing.T) {
	f := completedFile(t, "a.obj", []byte(strings.TrimPrefix(lackingOBJ, "mtllib thing.mtl\n")))
	wantNotice(t, f, "2 of 3 triangles have new UVs")
	if strings.Contains(strings.Join(f.Notices, " "), "stay as they are") {
		t.Errorf("notices %q", f.Notices)
	}
	if names := []string{f.Mesh.Materials[0].Name, f.Mesh.Materials[1].Name}; !slices.Equal(names, []string{"m", "m (new UVs)"}) || !slices.Equal(f.Mesh.Slots, []uint16{0, 1, 1}) {
		t.Errorf("materials %q, slots %v", names, f.Mesh.Slots)
	}
	if want := []geom.Vec2{{Y: 1}, {X: 1, Y: 1}, {X: 1}}; !slices.Equal(f.Mesh.UVs[:3], want) || len(f.Mesh.UVs) != 9 {
		t.Errorf("UVs are %v", f.Mesh.UVs)
	}
	save(t, f, ".glb", paintedWith(solid(blue, 4), solid(green, 4)))
}

// Collapsed UVs count as none where they are more than slivers.
func TestCompletingCollapsedUVs(t *testing.T) {
	f := completedFile(t, "a.obj", []byte("v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nvt 0 0\nvt 1 0\nvt 1 1\nvt 0.5 0.5\nf 1/1 2/2 3/3\nf 1/4 3/4 4/4\n"))
	if len(f.Mesh.Materials) != 2 || !slices.Equal(f.Mesh.Slots, []uint16{0, 1}) {
		t.Errorf("slots %v of %+v", f.Mesh.Slots, f.Mesh.Materials)
	}
}
