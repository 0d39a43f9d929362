package main

import (
	"bytes"
	"context"
	"runtime"
	"testing"

	"github.com/qmuntal/gltf"
	"github.com/qmuntal/gltf/modeler"

	"patina/assets"
	"patina/paint/raster"
	"patina/paint/view"
)

func TestMeshIsTheEmbeddedOne(t *testing.T) {
	made, err := encodeGLB(newSample().mesh)
	if err != nil {
		t.Fatal(err)
	}
	embedded := readAsset(t, assets.SampleMesh)
	if len(embedded) >= 1_000_000 {
		t.Errorf("%s has %d bytes, want less than a megabyte", assets.SampleMesh, len(embedded))
	}
	// Some processors fuse multiplication and addition and round differently.
	if runtime.GOARCH == "amd64" && !bytes.Equal(made, embedded) {
		t.Errorf("%s is not what the generator makes: run go generate ./assets", assets.SampleMesh)
	}
	got, want := decodePositions(t, made), decodePositions(t, embedded)
	if len(got) != len(want) {
		t.Fatalf("the generator makes %d vertices, %s has %d: run go generate ./assets", len(got), assets.SampleMesh, len(want))
	}
	for i := range got {
		for k := range got[i] {
			if abs(got[i][k]-want[i][k]) > 1e-4 {
				t.Fatalf("vertex %d is at %v, in %s at %v", i, got[i], assets.SampleMesh, want[i])
			}
		}
	}
}

func decodePositions(t *testing.T, glb []byte) [][3]float32 {
	t.Helper()
	var doc gltf.Document
	if err := gltf.NewDecoder(bytes.NewReader(glb)).Decode(&doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Nodes) != 1 || doc.Nodes[0].Name == "" || len(doc.Materials) != 1 {
		t.Errorf("want one named node and one material, got %d and %d", len(doc.Nodes), len(doc.Materials))
	}
	primitive := doc.Meshes[0].Primitives[0]
	positions, err := modeler.ReadPosition(&doc, doc.Accessors[primitive.Attributes[gltf.POSITION]], nil)
	if err != nil {
		t.Fatal(err)
	}
	return positions
}

func TestMeshSize(t *testing.T) {
	m := newSample().mesh
	if n := len(m.Triangles); n < 8_000 || n > 25_000 {
		t.Errorf("the sample has %d triangles, want 8,000 to 25,000", n)
	}
	if n := len(m.Positions); n > 1<<16 {
		t.Errorf("the sample has %d vertices, more than 16-bit indices reach", n)
	}
	box := m.Bounds()
	size := box.Size()
	if box.Min.Y < 0 || box.Min.Y > 0.02 {
		t.Errorf("the lowest point lies at y = %g, want it to stand on 0", box.Min.Y)
	}
	if size.Y < 0.9 || size.Y > 1.1 || size.X > 1.1 || size.Z > 1.1 {
		t.Errorf("the sample measures %v, want about one unit", size)
	}
}

func TestPartsAreWatertight(t *testing.T) {
	for _, p := range newSample().parts {
		edges := map[[2]int]int{}
		var volume float32
		for i := range p.charts {
			c := &p.charts[i]
			for _, triangle := range p.triangles(c) {
				a, b, d := c.points[triangle[0]], c.points[triangle[1]], c.points[triangle[2]]
				edges[[2]int{a, b}]++
				edges[[2]int{b, d}]++
				edges[[2]int{d, a}]++
				volume += p.points[a].Dot(p.points[b].Cross(p.points[d])) / 6
			}
		}
		if volume <= 0 {
			t.Errorf("%s is inside out: its volume is %g", p.name, volume)
		}
		for e, n := range edges {
			if n != 1 || edges[[2]int{e[1], e[0]}] != 1 {
				t.Errorf("%s is not closed at edge %v", p.name, e)
				break
			}
		}
	}
}

func TestNormals(t *testing.T) {
	m := newSample().mesh
	for i, n := range m.Normals {
		if !n.Finite() || abs(n.Len()-1) > 1e-5 {
			t.Fatalf("the normal %v of vertex %d has length %g", n, i, n.Len())
		}
	}
	against := 0
	for i, triangle := range m.Triangles {
		a, b, c := m.Corners(i)
		face := b.Sub(a).Cross(c.Sub(a))
		sum := m.Normals[triangle[0]].Add(m.Normals[triangle[1]]).Add(m.Normals[triangle[2]])
		if face.Len() == 0 {
			t.Errorf("triangle %d has no area", i)
		}
		if face.Dot(sum) <= 0 {
			against++
		}
	}
	if against > 0 {
		t.Errorf("%d triangles turn away from their normals", against)
	}
}

// TestFrontHidesMuch asks for what makes the sample a test of painting: sides
// that differ, and surface that the reference says nothing about.
func TestFrontHidesMuch(t *testing.T) {
	const size = 1024
	m := newSample().mesh
	passes, err := raster.Renderer{}.RenderPasses(context.Background(), m, []view.View{view.Front()}, size)
	if err != nil {
		t.Fatal(err)
	}
	seen := make([]bool, len(m.Triangles))
	lopsided, covered := 0, 0
	for i, triangle := range passes[0].Triangle {
		if triangle == view.NoTriangle {
			continue
		}
		seen[triangle] = true
		covered++
		if !passes[0].Mask[i-i%size+size-1-i%size] {
			lopsided++
		}
	}
	if share := float64(lopsided) / float64(covered); share < 0.08 {
		t.Errorf("only %.1f %% of the silhouette differs from its mirror image", 100*share)
	}
	var hidden float64
	for i := range m.Triangles {
		if a, b, c := m.Corners(i); !seen[i] {
			hidden += float64(b.Sub(a).Cross(c.Sub(a)).Len()) / 2
		}
	}
	t.Logf("%.0f %% of the silhouette is lopsided, %.0f %% of the surface hidden", 100*float64(lopsided)/float64(covered), 100*hidden/m.Area())
	if share := hidden / m.Area(); share < 0.4 {
		t.Errorf("the front hides %.0f %% of the surface, want at least 40 %%", 100*share)
	}
}
