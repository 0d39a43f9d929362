package meshio

import (
	"image"
	"path/filepath"
	"testing"
)

// Every feature survives painting, from and to each kind of glTF file.
func TestEveryFeatureSurvivesPainting(t *testing.T) {
	for name, add := range features {
		t.Run(name, func(t *testing.T) {
			b := newSquare()
			add(b)
			survives(t, opened(t, "a.glb", b.glb()), save)
			survives(t, opened(t, "a.gltf", b.dataURI()), saveUnjudged)
		})
	}
}

// survives paints the first material, saves with one function as GLB and with a quicker
// one in other ways.
func survives(t *testing.T, f *File, saveGLB func(*testing.T, *File, string, Painting) *File) {
	t.Helper()
	p := Painting{Textures: []*image.NRGBA{solid(blue, 16)}}
	for _, again := range []*File{saveGLB(t, f, ".glb", p), saveUnjudged(t, f, ".gltf", p)} {
		(&faithful{t: t, before: f.document, after: again.document, painted: map[int]bool{f.document.slots[0].material: true}}).check()
		if again.Mesh.Materials[0].Texture.NRGBAAt(1, 1) != blue {
			t.Error("the new texture is not shown")
		}
		sameMesh(t, f.Mesh, again.Mesh)
	}
	again := saveUnjudged(t, f, ".glb", Painting{})
	(&faithful{t: t, before: f.document, after: again.document}).check()
}

// saveUnjudged is save without the validator, which takes longer than all the rest.
func saveUnjudged(t *testing.T, f *File, extension string, p Painting) *File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "saved"+extension)
	if err := f.Save(t.Context(), path, p); err != nil {
		t.Fatal(err)
	}
	again, err := Open(t.Context(), path)
	if err != nil {
		t.Fatalf("what was saved does not open: %v", err)
	}
	return again
}

// External buffers and images, unknown chunks and compressed views survive as well.
func TestFilesOfManyPartsSurvivePainting(t *testing.T) {
	external := newExternal("mesh.bin", "skin.png")
	second := external.add("images", dict{"uri": "other.png"})
	external.item("materials", 0)["emissiveTexture"] = dict{"index": external.add("textures", dict{"source": second})}
	files := map[string]*File{
		"external": opened(t, "a.gltf", external.json(), "mesh.bin", external.bin, "skin.png", pngOf(red, 1), "other.png", pngOf(green, 3)),
	}
	for _, name := range packedBalls {
		files[name] = openBall(t, name)
	}
	for name, f := range files {
		t.Run(name, func(t *testing.T) {
			for _, extension := range []string{".glb", ".gltf"} {
				again := save(t, f, extension, Painting{Textures: []*image.NRGBA{solid(blue, 16)}})
				(&faithful{t: t, before: f.document, after: again.document, painted: map[int]bool{0: true}}).check()
			}
		})
	}
}

// The check itself must find what it is there to find.
func TestFaithfulFindsChanges(t *testing.T) {
	f := opened(t, "a.glb", newRich().glb())
	for name, change := range map[string]func(d *document){
		"a node":     func(d *document) { d.root.set("nodes", []byte(`[{}]`)) },
		"a member":   func(d *document) { d.root.remove("extras") },
		"a view":     func(d *document) { d.buffers[0] = append([]byte(nil), d.buffers[0]...); d.buffers[0][0] ^= 1 },
		"a material": func(d *document) { d.root.set("materials", []byte(`[{},{}]`)) },
	} {
		after := *f.document
		after.root, after.buffers = f.document.root.clone(), append([][]byte(nil), f.document.buffers...)
		change(&after)
		probe := &testing.T{}
		(&faithful{t: probe, before: f.document, after: &after, painted: map[int]bool{0: true}}).check()
		if !probe.Failed() {
			t.Errorf("%s that changed goes unnoticed", name)
		}
	}
}
