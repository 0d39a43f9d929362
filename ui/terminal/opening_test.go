package terminal

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"patina/paint"
	"patina/paint/geom"
	"patina/paint/meshio"
)

// partly is a square with UVs and one without.
const partly = "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nv 2 0 0\nv 2 1 0\nvt 0 0\nvt 1 0\nvt 1 1\nvt 0 1\nf 1/1 2/2 3/3 4/4\nf 2 5 6 3\n"

// openTold opens a mesh as a job does, and returns what it tells.
func openTold(t *testing.T, obj, flags string) (*meshio.File, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "mesh.obj")
	if err := os.WriteFile(path, []byte(obj), 0o644); err != nil {
		t.Fatal(err)
	}
	var told []string
	j := &job{opts: parse(t, path+" --sample -o a.glb --texture-size 256 "+flags), tell: func(ev paint.Event) {
		if n, ok := ev.(paint.Notice); ok {
			told = append(told, n.Text)
		}
	}}
	f, err := j.openMesh(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return f, strings.Join(append(told, f.Notices...), " ")
}

func TestWhatLacksUVsIsUnwrappedOnRequest(t *testing.T) {
	f, told := openTold(t, partly, "")
	if f.Mesh.Unpaintable() == nil || !strings.Contains(told, "2 of 4 triangles have no UVs") || !strings.Contains(told, "--unwrap gives UVs to what has none") {
		t.Errorf("without --unwrap: %v, %q", f.Mesh.Unpaintable(), told)
	}
	kept := []geom.Vec2{{Y: 1}, {X: 1, Y: 1}, {X: 1}, {}}
	for flags, slots := range map[string][]uint16{"--unwrap": {0, 0, 1, 1}, "--unwrap --atlases 2": {0, 0, 2, 1}} {
		f, told = openTold(t, partly, flags)
		if f.Mesh.Unpaintable() != nil || !slices.Equal(f.Mesh.Slots, slots) || !slices.Equal(f.Mesh.UVs[:4], kept) {
			t.Errorf("%s: slots %v, UVs %v", flags, f.Mesh.Slots, f.Mesh.UVs)
		}
		if !strings.Contains(told, "2 of 4 triangles have new UVs") || strings.Contains(told, "--unwrap") {
			t.Errorf("%s: %q", flags, told)
		}
	}
	if f, _ = openTold(t, partly, "--unwrap=all"); f.NewUVs != meshio.Everything || len(f.Mesh.Materials) > 2 {
		t.Errorf("all: %q, materials %+v", f.NewUVs, f.Mesh.Materials)
	}
}

func TestOverlappingUVsAreUnwrappedOnRequest(t *testing.T) {
	if _, told := openTold(t, overlapping, ""); !strings.Contains(told, "--unwrap=all gives the whole mesh new UVs.") {
		t.Errorf("it says %q", told)
	}
	if f, _ := openTold(t, overlapping, "--unwrap"); f.NewUVs != meshio.Everything {
		t.Errorf("unwrapped %q", f.NewUVs)
	}
}
