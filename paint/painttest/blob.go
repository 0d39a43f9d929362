package painttest

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// Blob returns the mesh of the geometry goldens: a lopsided closed body of 375
// vertices and 624 triangles with one chart.
func Blob(t testing.TB) *mesh.Mesh {
	t.Helper()
	file, err := os.Open(golden("blob.obj"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	m := &mesh.Mesh{Name: "blob", Materials: []mesh.Material{mesh.DefaultMaterial()}}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if err := addLine(m, lines.Text()); err != nil {
			t.Fatalf("%s: %q: %v", file.Name(), lines.Text(), err)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return m
}

// addLine reads the lines that blob.obj consists of: v, vt and triangles whose
// corners use the same index for position and UV.
func addLine(m *mesh.Mesh, line string) error {
	switch kind, rest, _ := strings.Cut(line, " "); kind {
	case "v":
		var p geom.Vec3
		_, err := fmt.Sscan(rest, &p.X, &p.Y, &p.Z)
		m.Positions = append(m.Positions, p)
		return err
	case "vt":
		var u, v float32
		_, err := fmt.Sscan(rest, &u, &v)
		m.UVs = append(m.UVs, geom.Vec2{X: u, Y: 1 - v})
		return err
	case "f":
		var position, uv mesh.Triangle
		_, err := fmt.Sscanf(rest, "%d/%d %d/%d %d/%d", &position[0], &uv[0], &position[1], &uv[1], &position[2], &uv[2])
		if err == nil && position != uv {
			err = fmt.Errorf("positions and UVs have different indices")
		}
		m.Triangles = append(m.Triangles, mesh.Triangle{position[0] - 1, position[1] - 1, position[2] - 1})
		return err
	}
	return fmt.Errorf("unknown line")
}
