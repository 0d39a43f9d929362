package unwrap_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"os"
	"testing"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// sample reads the positions and triangles of a GLB of ../shared/inputs that has
// one primitive with 32-bit indices.
func sample(t testing.TB, name string) *mesh.Mesh {
	t.Helper()
	content, err := os.ReadFile("../../../shared/inputs/" + name + "/mesh.glb")
	if err != nil {
		t.Skipf("the real input is not here: %v", err)
	}
	var document struct {
		Accessors   []struct{ BufferView, Count, ByteOffset int }
		BufferViews []struct{ ByteOffset int }
		Meshes      []struct {
			Primitives []struct {
				Attributes map[string]int
				Indices    int
			}
		}
	}
	head := 20 + binary.LittleEndian.Uint32(content[12:])
	if err := json.Unmarshal(content[20:head], &document); err != nil {
		t.Fatal(err)
	}
	read := func(accessor int, into func(count int) any) {
		a := document.Accessors[accessor]
		data := content[int(head)+8+document.BufferViews[a.BufferView].ByteOffset+a.ByteOffset:]
		if err := binary.Read(bytes.NewReader(data), binary.LittleEndian, into(a.Count)); err != nil {
			t.Fatal(err)
		}
	}
	m := &mesh.Mesh{Name: name, Materials: []mesh.Material{mesh.DefaultMaterial()}}
	primitive := document.Meshes[0].Primitives[0]
	read(primitive.Attributes["POSITION"], func(n int) any { m.Positions = make([]geom.Vec3, n); return m.Positions })
	read(primitive.Indices, func(n int) any { m.Triangles = make([]mesh.Triangle, n/3); return m.Triangles })
	return m
}
