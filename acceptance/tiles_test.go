package acceptance

import (
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"patina/paint/imageio"
	"patina/paint/meshio"
	"patina/paint/painttest"
	"patina/paint/raster"
	"patina/paint/uv"
	"patina/paint/view"
)

// A scan without UVs is laid out in UDIM tiles. The GLB, in which each tile is a material,
// and the OBJ, which names textures by tile, look alike from everywhere.
func TestTilesLookAlikeInAllFormats(t *testing.T) {
	dir := t.TempDir()
	scan := filepath.Join(dir, "print.stl")
	if err := os.WriteFile(scan, stlOf(16), 0o644); err != nil {
		t.Fatal(err)
	}
	glb, obj := filepath.Join(dir, "a.glb"), filepath.Join(dir, "b.obj")
	for _, out := range []string{glb, obj} {
		args := append(slices.Clone(quick), scan, "--sample", "--renderer", "cpu", "--unwrap", "--atlases", "3", "--seed", "7", "--json", "--out", out)
		if got := patina(t, args...); got.status != 0 || !strings.Contains(got.stdout, "3 textures") {
			t.Fatalf("status %d: %s", got.status, got.stderr)
		}
	}
	painttest.ValidateGLTF(t, glb)
	first, second := pictures(t, glb), pictures(t, obj)
	for i := range first {
		painttest.CompareImages(t, "GLB and OBJ", first[i], second[i], 1) // OBJ counts v upwards, which rounds
	}
	for _, name := range []string{"b_material.1001.png", "b_material.1002.png", "b_material.1003.png"} {
		if _, err := imageio.Open(t.Context(), filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
	if b, err := os.ReadFile(glb); err != nil || !strings.Contains(string(b), `"tiles":[1001,1002,1003]`) {
		t.Errorf("the receipt does not remember the tiles: %v", err)
	}
}

// pictures returns what the cameras see of a painted file.
func pictures(t *testing.T, path string) []*image.NRGBA {
	t.Helper()
	file, err := meshio.Open(t.Context(), path)
	if err == nil {
		file, _, err = file.InTiles(t.Context(), 512, uv.AutoTiling)
	}
	if err != nil {
		t.Fatal(err)
	}
	pictures, err := raster.Renderer{}.RenderViews(t.Context(), file.Mesh, nil, view.Default().Views, 200)
	if err != nil {
		t.Fatal(err)
	}
	return pictures
}
