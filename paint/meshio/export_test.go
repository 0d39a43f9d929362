package meshio

import (
	"context"
	"errors"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"patina/paint/imageio"
)

// newMaterial is the square with every texture that glTF's own material has.
func newMaterial() *build {
	b := newSquare()
	normal := b.texture(color.NRGBA{100, 200, 250, 255})
	orm := b.texture(color.NRGBA{10, 120, 240, 255})
	occlusion := b.texture(color.NRGBA{60, 0, 0, 255})
	glow := b.texture(color.NRGBA{200, 100, 50, 255})
	m := b.item("materials", 0)
	m["normalTexture"], m["occlusionTexture"], m["emissiveTexture"] = dict{"index": normal}, dict{"index": occlusion}, dict{"index": glow}
	m["emissiveFactor"] = list{1, 0.5, 1}
	pbr := m["pbrMetallicRoughness"].(dict)
	pbr["metallicRoughnessTexture"], pbr["metallicFactor"] = dict{"index": orm}, 0.5
	return b
}

func exported(t *testing.T, f *File, preset string, depth Depth, p Painting) (folder string, names []string) {
	t.Helper()
	chosen, err := PresetNamed(preset)
	if err != nil {
		t.Fatal(err)
	}
	folder = filepath.Join(t.TempDir(), "new", "folder")
	paths, err := f.Export(t.Context(), folder, chosen, depth, p)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		names = append(names, filepath.Base(path))
	}
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != len(names) {
		t.Errorf("%v: %d files are there, %q were told", err, len(entries), names)
	}
	slices.Sort(names)
	return folder, names
}

func TestExportNamesAndPacks(t *testing.T) {
	f := opened(t, "owl.glb", newMaterial().glb())
	for preset, want := range map[string]map[string]color.NRGBA{
		"blender": {
			"owl_BaseColor.png": blue, "owl_Normal.png": {100, 200, 250, 255}, "owl_Roughness.png": {120, 120, 120, 255},
			"owl_Metallic.png": {120, 120, 120, 255}, "owl_Emission.png": {200, 50, 50, 255}, "owl_AO.png": {60, 60, 60, 255}, "owl.glb": {},
		},
		"unity": {
			"owl_BaseMap.png": blue, "owl_Normal.png": {100, 200, 250, 255}, "owl_MetallicSmoothness.png": {120, 120, 120, 135},
			"owl_Occlusion.png": {60, 60, 60, 255}, "owl_Emission.png": {200, 50, 50, 255}, "owl.glb": {},
		},
		"unreal": {"T_owl_BC.png": blue, "T_owl_N.png": {100, 55, 250, 255}, "T_owl_ORM.png": {60, 120, 120, 255}, "T_owl_E.png": {200, 50, 50, 255}, "owl.glb": {}},
		"godot":  {"owl_albedo.png": blue, "owl_normal.png": {100, 200, 250, 255}, "owl_orm.png": {60, 120, 120, 255}, "owl_emission.png": {200, 50, 50, 255}, "owl.glb": {}},
		"folder": {"owl_BaseColor.png": blue},
	} {
		t.Run(preset, func(t *testing.T) {
			folder, names := exported(t, f, preset, Depth8, paintedWith(solid(blue, 8)))
			if len(names) != len(want) {
				t.Errorf("wrote %q", names)
			}
			for name, c := range want {
				path := filepath.Join(folder, name)
				if name == "owl.glb" {
					if again, err := Open(t.Context(), path); err != nil || again.Mesh.Materials[0].Texture.NRGBAAt(0, 0) != blue {
						t.Errorf("the mesh is not saved: %v", err)
					}
					continue
				}
				img, err := imageio.Open(t.Context(), path)
				if err != nil {
					t.Error(err)
				} else if got := img.Pixels.NRGBAAt(1, 1); got != c {
					t.Errorf("%s is %v instead of %v", name, got, c)
				}
			}
		})
	}
}

func TestExportDepths(t *testing.T) {
	f := opened(t, "owl.obj", []byte(squareOBJ), "thing.mtl", []byte(squareMTL))
	p := paintedWith(solid(blue, 4))
	p.Fine = []imageio.Rows{{Width: 4, Height: 4, Row: func(_ int, rgb []float32) { copy(rgb, make([]float32, len(rgb))) }}}
	folder, names := exported(t, f, "folder", Depth16, p)
	data, err := os.ReadFile(filepath.Join(folder, "owl_BaseColor.png"))
	if err != nil || data[24] != 16 {
		t.Errorf("%q, %v: no PNG of 16 bits", names, err)
	}
	if _, names = exported(t, f, "folder", DepthFloat, p); !slices.Equal(names, []string{"owl_BaseColor.exr"}) {
		t.Errorf("wrote %q", names)
	}
	p.Fine = nil
	if _, names = exported(t, f, "folder", DepthFloat, p); !slices.Equal(names, []string{"owl_BaseColor.png"}) {
		t.Errorf("without floats it wrote %q", names)
	}
	if _, err := f.Export(t.Context(), t.TempDir(), Presets()[0], "12", p); err == nil || !strings.Contains(err.Error(), "8 or 16") {
		t.Errorf("depth 12: %v", err)
	}
	if _, err := PresetNamed("maya"); err == nil || !strings.Contains(err.Error(), "blender, unity, unreal, godot, folder") {
		t.Errorf("got %v", err)
	}
}

func TestACancelledExportReturnsTheCause(t *testing.T) {
	f := opened(t, "owl.glb", newMaterial().glb())
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("enough")
	cancel(why)
	paths, err := f.Export(ctx, t.TempDir(), Presets()[0], Depth8, paintedWith(solid(blue, 2)))
	if err != why || len(paths) > 0 {
		t.Errorf("wrote %q, %v", paths, err)
	}
}

// What a mesh was read from is never written over, and every material has a file.
func TestExportIntoTheFolderOfTheMesh(t *testing.T) {
	dir := t.TempDir()
	b := newMaterial()
	second := b.square()
	second["material"] = b.material("skin", b.texture(green))
	b.item("meshes", 0)["primitives"] = append(b.item("meshes", 0)["primitives"].(list), second)
	path := filepath.Join(dir, "owl.glb")
	before := b.glb()
	if err := os.WriteFile(path, before, 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	paths, err := f.Export(t.Context(), dir, Presets()[0], Depth8, Painting{Textures: []*image.NRGBA{nil, solid(blue, 2)}})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"owl_skin_BaseColor.png", "owl_skin_2_BaseColor.png", "owl_2.glb"} {
		if !slices.Contains(paths, filepath.Join(dir, name)) {
			t.Errorf("no %s among %q", name, paths)
		}
	}
	if after, _ := os.ReadFile(path); string(after) != string(before) {
		t.Error("the file that was opened changed")
	}
}

func TestPaddingGrowsWithTheTexture(t *testing.T) {
	for _, p := range Presets() {
		if p.Padding(2048) != 16 || p.mips && (p.Padding(8192) != 64 || p.Padding(256) != 4) {
			t.Errorf("%s: %d texels at 2048, %d at 8192", p.Name, p.Padding(2048), p.Padding(8192))
		}
		if p.Keeps == "" || p.Title == "" || strings.ToLower(p.Name) != p.Name {
			t.Errorf("%+v is incomplete", p)
		}
	}
}
