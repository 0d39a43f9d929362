package project

import (
	"strings"
	"testing"
)

func TestDroppedDecidesByName(t *testing.T) {
	p, _ := newTestProject(t, "")
	for _, c := range []struct {
		paths           []string
		mesh, reference string
		sentence        string
	}{
		{[]string{"/a/fox.GLB"}, "/a/fox.GLB", "", "Opens fox.GLB as the mesh."},
		{[]string{"/a/fox.jpeg"}, "", "/a/fox.jpeg", "Opens fox.jpeg as the reference image."},
		{[]string{"/a/ref.webp", "/a/fox.obj"}, "/a/fox.obj", "/a/ref.webp", "Opens fox.obj as the mesh and ref.webp as the reference image."},
		{[]string{"/a/fox.gltf", "/a/fox.bin", "/a/ref.png"}, "/a/fox.gltf", "/a/ref.png", "Opens fox.gltf as the mesh"},
		{[]string{"/a/fox.obj", "/a/fox.mtl"}, "/a/fox.obj", "", "Opens fox.obj as the mesh."},
		{[]string{"/a/fox.blend"}, "", "", "fox.blend cannot be used here"},
		{[]string{"/a/folder"}, "", "", "folder cannot be used here"},
		{[]string{"/a/a.glb", "/a/b.glb"}, "", "", "both meshes"},
		{[]string{"/a/a.png", "/a/b.tif"}, "", "", "both images"},
		{[]string{"/a/fox.bin"}, "", "", "belongs to a mesh"},
		{nil, "", "", "belongs to a mesh"},
	} {
		d := p.Dropped(c.paths)
		if d.Mesh != c.mesh || d.Reference != c.reference || !strings.Contains(d.Sentence, c.sentence) {
			t.Errorf("%v: %+v, want %q, %q and a sentence with %q", c.paths, d, c.mesh, c.reference, c.sentence)
		}
		if d.Usable() != (c.mesh != "" || c.reference != "") {
			t.Errorf("%v: usable %v", c.paths, d.Usable())
		}
	}
}

func TestDroppingAFolderAddsItsModels(t *testing.T) {
	p, _ := newTestProject(t, "")
	models := t.TempDir()
	paint, turbo := writeModel(t, models, "hunyuan3d-paint-v2-0"), writeModel(t, models, "hunyuan3d-paint-v2-0-turbo")
	for path, want := range map[string]string{paint: "Adds the model in hunyuan3d-paint-v2-0.", turbo: "turbo", models: "Adds the models in "} {
		if d := p.Dropped([]string{path}); d.Models != path || !d.Usable() || !strings.Contains(d.Sentence, want) {
			t.Errorf("%s: %+v", path, d)
		}
	}
	empty := t.TempDir()
	if d := p.Dropped([]string{empty}); d.Usable() || !strings.Contains(d.Sentence, "There is no model in "+empty) {
		t.Errorf("an empty folder: %+v", d)
	}
	if d := p.Dropped([]string{paint, "/a/fox.glb"}); d.Usable() || !strings.Contains(d.Sentence, "drop a model folder by itself") {
		t.Errorf("a model and a mesh: %+v", d)
	}
}

func TestDroppedWaitsForWhatIsUnderWay(t *testing.T) {
	p, _ := ready(t)
	p.Opening = "cat.glb"
	if d := p.Dropped([]string{"/a/fox.png"}); d.Usable() || !strings.Contains(d.Sentence, "still opening cat.glb") {
		t.Errorf("%+v while opening", d)
	}
	p.Opening = ""
	begin(t, p)
	if d := p.Dropped([]string{"/a/fox.glb"}); d.Usable() || !strings.Contains(d.Sentence, "job is painting") {
		t.Errorf("%+v while painting", d)
	}
	if d := p.Dropped([]string{"/a/fox.png"}); !d.Usable() {
		t.Errorf("a reference is refused while painting: %+v", d)
	}
}

func TestDropName(t *testing.T) {
	if got := (Drop{Mesh: "/a/fox.glb", Reference: "/b/r.png"}).Name(); got != "fox.glb and r.png" {
		t.Errorf("name %q", got)
	}
}
