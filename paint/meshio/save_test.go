package meshio

import (
	"bytes"
	"encoding/json"
	"image"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/qmuntal/gltf"

	"patina/paint/mesh"
)

// newRich is a file with a bit of everything that painting must leave alone.
func newRich() *build {
	b := newSquare()
	b.doc["asset"].(dict)["extras"] = dict{"author": "someone"}
	b.doc["extras"] = dict{"deep": list{1, dict{"two": nil}}, "big": json.Number("12345678901234567890")}
	b.doc["extensionsUsed"] = list{"ACME_rooms", "KHR_texture_transform", "KHR_lights_punctual", "KHR_materials_clearcoat"}
	b.doc["extensions"] = dict{"ACME_rooms": dict{"rooms": list{1, 2}}, "KHR_lights_punctual": dict{"lights": list{dict{"type": "point"}}}}
	b.doc["samplers"] = list{dict{"wrapS": 33071, "magFilter": 9728}}
	b.item("textures", 0)["sampler"] = 0
	b.doc["cameras"] = list{dict{"type": "perspective", "perspective": dict{"yfov": 1, "znear": 0.1}}}
	b.add("nodes", dict{"camera": 0, "name": "eye", "extras": "text"})
	b.doc["scenes"].(list)[0].(dict)["nodes"] = list{0, 1}
	var times []byte
	times = appendLE(times, 0, 1)
	input := b.accessor(b.view(times), 5126, "SCALAR", 2)
	b.item("accessors", input)["min"], b.item("accessors", input)["max"] = list{0}, list{1}
	output := b.vec3(squarePoints[:2]...)
	b.doc["animations"] = list{dict{
		"samplers": list{dict{"input": input, "output": output}},
		"channels": list{dict{"sampler": 0, "target": dict{"node": 1, "path": "translation"}}},
	}}
	other := b.square()
	other["attributes"].(dict)["TEXCOORD_1"] = b.vec2(squareUVs...)
	other["attributes"].(dict)["COLOR_0"] = b.vec3(squareNormals...)
	other["material"] = b.material("other", b.texture(green))
	m := b.item("meshes", 0)
	m["primitives"] = append(m["primitives"].(list), other)
	skin := b.item("materials", 0)
	skin["normalTexture"] = dict{"index": 1, "scale": 0.5}
	skin["extras"] = dict{"id": 7}
	skin["extensions"] = dict{"KHR_materials_clearcoat": dict{"clearcoatFactor": 1, "clearcoatTexture": dict{"index": 1}}}
	skin["pbrMetallicRoughness"] = dict{
		"baseColorFactor": list{0.5, 0.5, 0.5, 0.75}, "roughnessFactor": 0.25,
		"baseColorTexture": dict{"index": 0, "extensions": dict{"KHR_texture_transform": dict{"scale": list{2, 2}}}},
	}
	return b
}

func paintedWith(textures ...*image.NRGBA) Painting { return Painting{Textures: textures} }

func TestSavedGLBKeepsEverythingButTheBaseColour(t *testing.T) {
	b := newRich()
	f := opened(t, "rich.glb", b.glb())
	wantNotice(t, f, "texture transform")
	wantNotice(t, f, "Vertex colours")
	path := filepath.Join(t.TempDir(), "rich.glb")
	again := saveTo(t, f, path, Painting{Textures: []*image.NRGBA{solid(blue, 8), nil}, Receipt: dict{"seed": 5}})

	before, after := readJSON(t, b.json()), again.json(t)
	for _, name := range []string{"scene", "scenes", "nodes", "meshes", "accessors", "samplers", "cameras", "animations", "extras", "extensions", "extensionsUsed"} {
		if !reflect.DeepEqual(before[name], after[name]) {
			t.Errorf("%s changed from\n%v to\n%v", name, before[name], after[name])
		}
	}
	for _, name := range []string{"bufferViews", "images", "textures"} {
		was := before[name].([]any)
		if !reflect.DeepEqual(was, after[name].([]any)[:len(was)]) {
			t.Errorf("%s changed", name)
		}
	}
	if asset := after["asset"].(dict); !reflect.DeepEqual(asset["extras"], dict{"author": "someone", "patina": dict{"seed": 5.0}}) {
		t.Errorf("asset is %v", asset)
	}
	if !bytes.Contains(again.document.root.get("extras"), []byte("12345678901234567890")) {
		t.Error("a large number lost digits")
	}
	want := before["materials"].([]any)
	pbr := want[0].(dict)["pbrMetallicRoughness"].(dict)
	pbr["baseColorFactor"], pbr["baseColorTexture"] = list{1.0, 1.0, 1.0, 0.75}, dict{"index": 2.0}
	if !reflect.DeepEqual(after["materials"], want) {
		t.Errorf("materials are\n%v, want\n%v", after["materials"], want)
	}
	if texture := after["textures"].([]any)[2].(dict); !reflect.DeepEqual(texture, dict{"sampler": 0.0, "source": 2.0}) {
		t.Errorf("the new texture is %v", texture)
	}
	if old := b.bin; !bytes.Equal(again.document.buffers[0][:len(old)], old) {
		t.Error("the old bytes of the buffer changed")
	}
	sameMesh(t, f.Mesh, again.Mesh)
	if m := again.Mesh.Materials; m[0].Texture.NRGBAAt(0, 0) != blue || m[1].Texture.NRGBAAt(0, 0) != green {
		t.Error("the wrong material is painted")
	}
}

// json returns the whole JSON of a file.
func (f *File) json(t *testing.T) dict { return readJSON(t, f.document.root.bytes()) }

func readJSON(t *testing.T, text []byte) dict {
	t.Helper()
	var out dict
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func sameMesh(t *testing.T, want, got *mesh.Mesh) {
	t.Helper()
	if !slices.Equal(want.Positions, got.Positions) || !slices.Equal(want.Normals, got.Normals) || !slices.Equal(want.UVs, got.UVs) {
		t.Error("vertices changed")
	}
	if !slices.Equal(want.Triangles, got.Triangles) || !slices.Equal(want.Slots, got.Slots) {
		t.Error("triangles changed")
	}
	if len(want.Materials) != len(got.Materials) {
		t.Errorf("%d materials became %d", len(want.Materials), len(got.Materials))
	}
}

func TestSavedWithoutAPaintingIsTheSameFile(t *testing.T) {
	b := newRich()
	f := opened(t, "rich.glb", b.glb())
	again := save(t, f, ".glb", Painting{})
	for i, m := range f.document.root {
		if got := again.document.root[i]; got.name != m.name || got.name != "buffers" && !bytes.Equal(got.value, m.value) {
			t.Errorf("%s changed from %s to %s", m.name, m.value, got.value)
		}
	}
	if !bytes.Equal(again.document.buffers[0], b.bin) {
		t.Error("the buffer changed")
	}
}

func TestSavedAgainAndAgain(t *testing.T) {
	f := opened(t, "a.glb", newSquare().glb())
	for _, c := range []struct {
		extension string
		colour    *image.NRGBA
	}{{".glb", solid(blue, 4)}, {".obj", solid(green, 4)}, {".gltf", solid(blue, 4)}, {".glb", solid(green, 4)}} {
		again := save(t, f, c.extension, paintedWith(c.colour))
		if again.Mesh.Materials[0].Texture.NRGBAAt(0, 0) != c.colour.NRGBAAt(0, 0) {
			t.Errorf("%s shows another texture", c.extension)
		}
		if len(again.Mesh.Triangles) != 2 || !slices.Equal(again.Mesh.UVs, f.Mesh.UVs) {
			t.Errorf("%s has another mesh", c.extension)
		}
	}
}

func TestPrimitivesWithoutMaterialGetOne(t *testing.T) {
	b := newBuild()
	with, one, two := b.square(), b.square(), b.square()
	with["material"] = b.material("with", b.texture(red))
	b.show(with, one, two)
	again := save(t, opened(t, "a.glb", b.glb()), ".glb", paintedWith(nil, solid(blue, 2)))
	if !slices.Equal(again.Mesh.Slots, []uint16{0, 0, 1, 1, 1, 1}) {
		t.Errorf("slots %v", again.Mesh.Slots)
	}
	if m := again.Mesh.Materials; m[0].Texture.NRGBAAt(0, 0) != red || m[1].Texture.NRGBAAt(0, 0) != blue || m[1].Name != "painted" {
		t.Errorf("materials %+v", m)
	}
}

func TestTexCoordSurvivesPainting(t *testing.T) {
	b := newSquare()
	attributesOf(b)["TEXCOORD_1"] = b.vec2(squareUVs...)
	b.item("materials", 0)["pbrMetallicRoughness"].(dict)["baseColorTexture"] = dict{"index": 0, "texCoord": 1}
	again := save(t, opened(t, "a.glb", b.glb()), ".glb", paintedWith(solid(blue, 2)))
	if got := again.document.slots[0].texCoord; got != 1 {
		t.Errorf("texCoord is %d", got)
	}
}

func TestSpecularGlossinessIsPaintedToo(t *testing.T) {
	b := newSquare()
	b.doc["extensionsUsed"] = list{specularGlossiness}
	m := b.item("materials", 0)
	delete(m, "pbrMetallicRoughness")
	m["extensions"] = dict{specularGlossiness: dict{"diffuseTexture": dict{"index": 0}, "diffuseFactor": list{0.5, 0.5, 0.5, 0.5}, "glossinessFactor": 0.1}}
	f := opened(t, "a.glb", b.glb())
	if got := f.Mesh.Materials[0]; got.Texture.NRGBAAt(0, 0) != red || got.BaseColor != [4]float32{0.5, 0.5, 0.5, 0.5} {
		t.Errorf("material %+v", got)
	}
	after := save(t, f, ".glb", paintedWith(solid(blue, 2))).json(t)["materials"].([]any)[0].(dict)
	sg := after["extensions"].(dict)[specularGlossiness]
	if !reflect.DeepEqual(sg, dict{"glossinessFactor": 0.1, "diffuseFactor": list{1.0, 1.0, 1.0, 0.5}, "diffuseTexture": dict{"index": 0.0}}) {
		t.Errorf("the extension is %v", sg)
	}
}

func TestSeveralBuffersBecomeOne(t *testing.T) {
	b := newSquare()
	half := len(b.bin) // everything so far lies in a file; what follows lies in another
	one := slices.Clone(b.bin)
	b.bin = nil
	p := b.square()
	for i := range b.doc["bufferViews"].(list) {
		if v := b.item("bufferViews", i); i >= 5 {
			v["buffer"] = 1
		}
	}
	m := b.item("meshes", 0)
	m["primitives"] = append(m["primitives"].(list), p)
	b.doc["buffers"] = list{dict{"byteLength": half, "uri": "one.bin", "name": "kept"}, dict{"byteLength": len(b.bin), "uri": "two.bin"}}
	f := opened(t, "a.gltf", b.json(), "one.bin", one, "two.bin", b.bin)
	for _, extension := range []string{".glb", ".gltf"} {
		again := save(t, f, extension, paintedWith(solid(blue, 2), solid(green, 2)))
		sameMesh(t, f.Mesh, again.Mesh)
		if len(again.document.buffers) != 1 {
			t.Errorf("%s has %d buffers", extension, len(again.document.buffers))
		}
	}
}

func TestMeshOptBuffersMoveToo(t *testing.T) {
	d := newDraft(&document{buffers: [][]byte{make([]byte, 20), make([]byte, 8)}, root: object{
		{"bufferViews", json.RawMessage(`[{"buffer":0,"byteLength":4,"extensions":{"EXT_meshopt_compression":{"buffer":1,"byteOffset":4}}}]`)},
		{"buffers", json.RawMessage(`[{"byteLength":20},{"byteLength":8}]`)},
	}}, nil)
	d.paint(&mesh.Mesh{}, nil, nil)
	want := `{"bufferViews":[{"buffer":0,"byteLength":4,"extensions":{"EXT_meshopt_compression":{"buffer":0,"byteOffset":36}}}],"buffers":[{"byteLength":40}]}`
	if got := string(d.close("")); got != want {
		t.Errorf("got %s", got)
	}
}

func TestGLTFWritesFilesBesideIt(t *testing.T) {
	b := newExternal("mesh.bin", "skin.png")
	b.add("images", dict{"uri": "bump%20map.png"})
	b.item("materials", 0)["normalTexture"] = dict{"index": b.add("textures", dict{"source": 1})}
	f := opened(t, "a.gltf", b.json(), "mesh.bin", b.bin, "skin.png", pngOf(red, 2), "bump map.png", pngOf(green, 2))
	dir := t.TempDir()
	again := saveTo(t, f, filepath.Join(dir, "out: 1.gltf"), paintedWith(solid(blue, 2)))
	if again.Mesh.Materials[0].Texture.NRGBAAt(0, 0) != blue {
		t.Error("another texture is shown")
	}
	var names []string
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if err != nil || !slices.Equal(names, []string{"out: 1.bin", "out: 1.gltf", "out: 1_skin.png"}) {
		t.Errorf("files %q, %v", names, err)
	}
	var image gltf.Image
	if err := json.Unmarshal(newDraft(again.document, nil).list("images")[1], &image); err != nil || image.BufferView == nil || image.MimeType != "image/png" {
		t.Errorf("the other image is %+v, %v", image, err)
	}
}

func TestSourceFilesAreNeverOverwritten(t *testing.T) {
	dir := t.TempDir()
	b := newExternal("a.bin", "a_skin.png")
	for name, data := range map[string][]byte{"a.gltf": b.json(), "a.bin": b.bin, "a_skin.png": pngOf(red, 2)} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f, err := Open(t.Context(), filepath.Join(dir, "a.gltf"))
	if err != nil {
		t.Fatal(err)
	}
	saveTo(t, f, filepath.Join(dir, "a.obj"), paintedWith(solid(blue, 2)))
	again := saveTo(t, f, filepath.Join(dir, "a.gltf"), paintedWith(solid(blue, 2)))
	if again.Mesh.Materials[0].Texture.NRGBAAt(0, 0) != blue {
		t.Error("the file shows its old texture")
	}
	for name, want := range map[string][]byte{"a.bin": b.bin, "a_skin.png": pngOf(red, 2)} {
		if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s was overwritten (%v)", name, err)
		}
	}
}

func TestPNGAlone(t *testing.T) {
	b := newBuild()
	one, two := b.square(), b.square()
	one["material"] = b.material("my skin", b.texture(red))
	two["material"] = b.material("My Skin", b.texture(red))
	b.show(one, two)
	f := opened(t, "a.glb", b.glb())
	dir := t.TempDir()
	for name, textures := range map[string][]*image.NRGBA{"one.png": {nil, solid(blue, 2)}, "two.png": {solid(blue, 2), solid(green, 3)}} {
		if err := f.Save(t.Context(), filepath.Join(dir, name), Painting{Textures: textures}); err != nil {
			t.Fatal(err)
		}
	}
	found, err := filepath.Glob(filepath.Join(dir, "*"))
	for i := range found {
		found[i] = filepath.Base(found[i])
	}
	if err != nil || !slices.Equal(found, []string{"one.png", "two_My_Skin_2.png", "two_my_skin.png"}) {
		t.Errorf("files %q, %v", found, err)
	}
}

func TestSaveRefusals(t *testing.T) {
	f := opened(t, "a.glb", newSquare().glb())
	dir := t.TempDir()
	for path, want := range map[string]string{
		dir + "/a.fbx": ".glb, .gltf, .obj or .png", dir + "/a": ".glb", dir + "/a.png": "no texture is painted",
		dir + "/absent/a.glb": "absent/a.glb", dir + "/absent/a.obj": "absent", dir + "/absent/a.gltf": "absent",
	} {
		if err := f.Save(t.Context(), path, Painting{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", path, err)
		}
	}
	if err := f.Save(t.Context(), dir+"/a.glb", Painting{Receipt: func() {}}); err == nil {
		t.Error("a receipt that is no JSON is accepted")
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("something is written: %v, %v", entries, err)
	}
}
