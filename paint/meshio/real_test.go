package meshio

import (
	"errors"
	"os"
	"testing"
)

// realInput returns a file that other people made, or skips.
func realInput(t *testing.T, path string) string {
	t.Helper()
	path = "../../../shared/inputs/" + path
	if _, err := os.Stat(path); err != nil {
		t.Skipf("the real input is absent: %v", err)
	}
	return path
}

func TestRealFox(t *testing.T) {
	f, err := Open(t.Context(), realInput(t, "fox/mesh.glb"))
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Mesh.Triangles) != 40000 || len(f.Mesh.Positions) != 22447 || f.Mesh.Materials[0].Texture == nil {
		t.Errorf("%d triangles, %d vertices", len(f.Mesh.Triangles), len(f.Mesh.Positions))
	}
	wantNotice(t, f, "no normals")
	for _, extension := range []string{".glb", ".gltf"} {
		again := save(t, f, extension, Painting{Textures: paintedWith(noise(256)).Textures, Receipt: dict{"seed": 1}})
		sameMesh(t, f.Mesh, again.Mesh)
	}
	asOBJ := save(t, f, ".obj", paintedWith(noise(256)))
	if len(asOBJ.Mesh.Triangles) != 40000 {
		t.Errorf("as OBJ it has %d triangles", len(asOBJ.Mesh.Triangles))
	}
	sameMesh(t, asOBJ.Mesh, save(t, asOBJ, ".glb", Painting{}).Mesh)
}

func TestRealMeshWithoutUVs(t *testing.T) {
	if _, err := Open(t.Context(), realInput(t, "no_uv/mesh.glb")); !errors.Is(err, ErrNoUVs) {
		t.Errorf("got %v", err)
	}
}
