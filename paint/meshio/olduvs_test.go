package meshio

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/qmuntal/gltf"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// Whatever a file has, unwrapping all of it changes its UVs and what lies on them alone.
func TestFilesUnwrappedAnewKeepEverything(t *testing.T) {
	for name, change := range features {
		t.Run(name, func(t *testing.T) {
			b := newSquare()
			change(b)
			before := opened(t, "a.glb", b.glb())
			f := unwrappedFile(t, "a.glb", b.glb(), Everything)
			if f.NewUVs != Everything || reflect.DeepEqual(f.Mesh.UVs, before.Mesh.UVs) {
				t.Errorf("unwrapped %q, UVs %v", f.NewUVs, f.Mesh.UVs)
			}
			textures := paintedWith(solid(blue, 4))
			again := saveNoWorse(t, f, b.glb(), textures)
			was, is := readJSON(t, b.json()), again.json(t)
			sameScene(t, was, is)
			sameAccessors(t, was, is)
			sameSurface(t, before.Mesh, again.Mesh)
			if c := again.Mesh.Materials[0].Texture; c == nil || c.NRGBAAt(0, 0) != blue {
				t.Error("it is not painted")
			}
		})
	}
}

// newRough is a square with a base colour, a normal map, one of roughness that is
// transformed, and an emissive one on a second UV set.
func newRough() *build {
	b := newSquare()
	a := attributesOf(b)
	a["TEXCOORD_1"] = a["TEXCOORD_0"]
	skin := b.item("materials", 0)
	skin["normalTexture"] = dict{"index": 0, "scale": 0.5}
	b.use("KHR_texture_transform")
	skin["pbrMetallicRoughness"].(dict)["metallicRoughnessTexture"] = dict{
		"index": 0, "texCoord": 1, "extensions": dict{"KHR_texture_transform": dict{"scale": list{2, 2}, "texCoord": 0}},
	}
	skin["emissiveTexture"], skin["emissiveFactor"] = dict{"index": 0, "texCoord": 1}, list{1, 1, 1}
	return b
}

func TestOtherTexturesKeepTheOldUVs(t *testing.T) {
	b := newRough()
	f := unwrappedFile(t, "a.glb", b.glb(), Everything)
	wantNotice(t, f, "Normal maps and other textures of what has new UVs stay as they were, on the old UVs, which become another UV set.")
	path := filepath.Join(t.TempDir(), "b.glb")
	again := saveTo(t, f, path, paintedWith(solid(blue, 4)))
	doc := again.json(t)
	skin := doc["materials"].([]any)[0].(dict)
	pbr := skin["pbrMetallicRoughness"].(dict)
	rough := pbr["metallicRoughnessTexture"].(dict)
	for name, c := range map[string]struct{ got, want any }{
		"normal":    {skin["normalTexture"], dict{"index": 0.0, "scale": 0.5, "texCoord": 2.0}},
		"rough":     {rough["texCoord"], 1.0},
		"transform": {rough["extensions"].(dict)["KHR_texture_transform"].(dict)["texCoord"], 2.0},
		"emissive":  {skin["emissiveTexture"].(dict)["texCoord"], 1.0},
		"base":      {pbr["baseColorTexture"].(dict)["texCoord"], nil},
	} {
		if !reflect.DeepEqual(c.got, c.want) {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
	wantUVs(t, path, "TEXCOORD_2", opened(t, "a.glb", b.glb()).Mesh)
	if c := again.Mesh.Materials[0].Texture.NRGBAAt(0, 0); c != blue {
		t.Errorf("painted %v", c)
	}
}

// Painting takes the place of the old base colour, of which nothing stays in the file;
// without paint it stays, on the old UVs.
func TestTheOldBaseColourIsReplaced(t *testing.T) {
	b := newSquare()
	f := unwrappedFile(t, "a.glb", b.glb(), Everything)
	if m := f.Mesh.Materials[0]; m.Texture == nil || m.Texture.NRGBAAt(100, 100) != red || !m.Approximate {
		t.Errorf("material %+v", m)
	}
	base := func(f *File) any {
		return f.json(t)["materials"].([]any)[0].(dict)["pbrMetallicRoughness"].(dict)["baseColorTexture"]
	}
	if got := base(save(t, f, ".glb", Painting{})); !reflect.DeepEqual(got, dict{"index": 0.0, "texCoord": 1.0}) {
		t.Errorf("without paint it is %v", got)
	}
	again := save(t, f, ".glb", paintedWith(solid(blue, 4)))
	if got := base(again); !reflect.DeepEqual(got, dict{"index": 0.0}) {
		t.Errorf("painted it is %v", got)
	}
	if images := again.json(t)["images"].([]any); len(images) != 1 || again.Mesh.Materials[0].Texture.NRGBAAt(0, 0) != blue {
		t.Errorf("images %v", images)
	}
}

// wantUVs compares a UV set of the first primitive of a file with the UVs of a mesh, of
// which no vertices lie together.
func wantUVs(t *testing.T, path, set string, m *mesh.Mesh) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r, err := readGLTF(t.Context(), data, &folder{}, painted)
	if err != nil {
		t.Fatal(err)
	}
	want := map[geom.Vec3]geom.Vec2{}
	for v, p := range m.Positions {
		want[p] = m.UVs[v]
	}
	attributes := r.meshes[0].Primitives[0].Attributes
	positions, err := r.elements(attributes[gltf.POSITION], gltf.POSITION, gltf.AccessorVec3)
	if err != nil {
		t.Fatal(err)
	}
	uvs, err := r.elements(attributes[set], set, gltf.AccessorVec2)
	if err != nil {
		t.Fatal(err)
	}
	if uvs.count != positions.count || uvs.count < 6 {
		t.Errorf("%d UVs and %d positions", uvs.count, positions.count)
	}
	for v := range uvs.count {
		if got := uvs.vec2(v); got != want[positions.vec3(v)] {
			t.Errorf("vertex %d has UV %v in %s, want %v", v, got, set, want[positions.vec3(v)])
		}
	}
}

// Where some primitive of a material has no UVs, its textures lie on none, and go.
func TestTexturesOnNoUVsAreLeftOff(t *testing.T) {
	b := newLacking()
	b.item("materials", 0)["normalTexture"] = dict{"index": 0}
	f := unwrappedFile(t, "a.glb", b.glb(), Everything)
	wantNotice(t, f, "The textures of the file are left off what has new UVs where they lay on none.")
	if skin := f.json(t)["materials"].([]any)[0].(dict); skin["normalTexture"] != nil {
		t.Errorf("material %v", skin)
	}
}

// UVs that nothing can be read from play no part.
func TestBrokenUVsAreReplaced(t *testing.T) {
	b := newSquare()
	b.item("materials", 0)["normalTexture"] = dict{"index": 0}
	attributesOf(b)["TEXCOORD_0"] = 999
	f := unwrappedFile(t, "a.glb", b.glb(), Everything)
	if len(f.Mesh.UVs) == 0 || f.Mesh.Unpaintable() != nil {
		t.Errorf("UVs %v", f.Mesh.UVs)
	}
}
