package meshio

import (
	"context"
	"errors"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// flatten is an unwrapper that lays every vertex down where it stands, but not where no
// texture would reach.
func flatten(_ context.Context, m *mesh.Mesh) (Unwrapped, error) {
	out := *m
	origin := make([]uint32, len(m.Positions))
	out.UVs = make([]geom.Vec2, len(m.Positions))
	for i, p := range m.Positions {
		origin[i] = uint32(i)
		out.UVs[i] = geom.Vec2{X: min(max(p.X, -9), 9), Y: min(max(p.Y, -9), 9)}
	}
	return Unwrapped{&out, origin}, nil
}

const withoutUVs = "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n"

func writeMesh(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestMeshWithoutUVsOpensUnwrapped(t *testing.T) {
	path := writeMesh(t, "scan.obj", withoutUVs)
	if _, err := Open(t.Context(), path); !errors.Is(err, ErrNoUVs) {
		t.Errorf("opened without UVs: %v", err)
	}
	f, err := OpenUnwrapped(t.Context(), path, Missing, flatten)
	if err != nil {
		t.Fatal(err)
	}
	again := save(t, f, ".glb", Painting{Textures: []*image.NRGBA{image.NewNRGBA(image.Rect(0, 0, 4, 4))}})
	if len(again.Mesh.Triangles) != 1 || again.Mesh.UVs[1] != (geom.Vec2{X: 1}) || again.Mesh.Materials[0].Texture == nil {
		t.Errorf("saved mesh %+v", again.Mesh)
	}
}

// UVs that the file has play no part, not even broken ones.
func TestUnwrappingReplacesUVs(t *testing.T) {
	path := writeMesh(t, "old.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\nvt 5 5\nvt nan 0\nf 1/1 2/2 3/1\n")
	f, err := OpenUnwrapped(t.Context(), path, Missing, flatten)
	if err != nil {
		t.Fatal(err)
	}
	if f.Mesh.UVs[1] != (geom.Vec2{X: 1}) || len(f.Mesh.Triangles) != 1 {
		t.Errorf("mesh %+v", f.Mesh)
	}
}

func TestFailingUnwrapperNamesTheFile(t *testing.T) {
	broken := errors.New("it is too wild")
	path := writeMesh(t, "scan.obj", withoutUVs)
	_, err := OpenUnwrapped(t.Context(), path, Missing, func(context.Context, *mesh.Mesh) (Unwrapped, error) { return Unwrapped{}, broken })
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v", err)
	}
}
