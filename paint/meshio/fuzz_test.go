package meshio

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/uv"
)

func FuzzOpenGLB(f *testing.F) {
	f.Add(newSquare().glb())
	f.Add(newSquare().dataURI())
	f.Add(newRich().glb())
	f.Add(newTiled().glb())
	f.Add(newLacking().glb())
	for _, c := range broken {
		if len(c.data) < 1<<14 {
			f.Add(c.data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) { openAndSave(t, "a.glb", data, nil) })
}

// FuzzGLTFText fuzzes the JSON alone, because the lengths of a GLB keep most of what
// a fuzzer does to it from being read at all.
func FuzzGLTFText(f *testing.F) {
	rich := newRich()
	rich.add("buffers", dict{"byteLength": len(rich.bin)})
	f.Add(rich.json())
	square := newSquare()
	square.add("buffers", dict{"byteLength": len(square.bin)})
	f.Add(square.json())
	lacking := newLacking()
	lacking.add("buffers", dict{"byteLength": len(lacking.bin)})
	f.Add(lacking.json())
	tiled := newTiled()
	tiled.add("buffers", dict{"byteLength": len(tiled.bin)})
	f.Add(tiled.json())
	bin := rich.bin
	f.Fuzz(func(t *testing.T, text []byte) { openAndSave(t, "a.glb", wrapGLB(text, bin), nil) })
}

func FuzzOpenOBJ(f *testing.F) {
	f.Add([]byte(squareOBJ))
	f.Add([]byte(spiral(20)))
	f.Add([]byte(lackingOBJ))
	f.Add(tiledOBJ(1001, 1002, 1011))
	f.Add([]byte("v 0 0 0\nv 1 0 0\nv 0 1 0\nvt 0 0\nusemtl a\nf -1/1 -2/1 \\\n-3/1\nf 1/1 2/1 3/1 2/1 1/1\n"))
	f.Fuzz(func(t *testing.T, data []byte) { openAndSave(t, "a.obj", data, []byte(squareMTL)) })
}

func FuzzMTL(f *testing.F) {
	f.Add([]byte(squareMTL))
	f.Add([]byte("newmtl red skin\nmap_Kd <UDIM>.png\n"))
	f.Add([]byte("newmtl red skin\nKd 1\nTr 0.5\nmap_Kd -s 1 1 1 -o 0 a.png\nKd spectral a.rfl\nd -halo 1\n"))
	f.Fuzz(func(t *testing.T, data []byte) { openAndSave(t, "thing.obj", []byte(squareOBJ), data) })
}

func FuzzOpenPLY(f *testing.F) {
	f.Add([]byte(squarePLY))
	f.Add(binaryPLY("binary_little_endian", binary.LittleEndian))
	f.Add(binaryPLY("binary_big_endian", binary.BigEndian))
	f.Add([]byte("ply\nformat ascii 1.0\ncomment TextureFile a.png\nelement vertex 3\nproperty float x\nproperty float y\nproperty float z\nelement face 1\nproperty list uchar uint vertex_index\nproperty list uchar float texcoord\nend_header\n0 0 0 1 0 0 1 1 0\n3 0 1 2 6 0 0 1 0 1 1\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		openAndSave(t, "a.ply", data, nil)
		openFlatAndSave(t, "a.ply", data)
	})
}

func FuzzOpenSTL(f *testing.F) {
	f.Add(textSTL())
	f.Add(binarySTL("solid thing"))
	f.Fuzz(func(t *testing.T, data []byte) { openFlatAndSave(t, "a.stl", data) })
}

// FuzzCompressedGLTF fuzzes the JSON of a file whose views are compressed.
func FuzzCompressedGLTF(f *testing.F) {
	for _, name := range []string{"ext.glb", "khr.glb"} {
		data, err := os.ReadFile("testdata/meshopt/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) { openAndSave(t, "a.glb", data, nil) })
}

// FuzzURI proves that no URI is read from outside its folder.
func FuzzURI(f *testing.F) {
	for _, uri := range hostile {
		f.Add(uri)
	}
	f.Add("a.bin")
	f.Add("sub/%61.bin")
	f.Fuzz(func(t *testing.T, uri string) {
		names, err := localNames(uri)
		for _, name := range names {
			if err == nil && (!fs.ValidPath(name) || !filepath.IsLocal(filepath.FromSlash(name))) {
				t.Errorf("%q may be read as %q", uri, name)
			}
		}
	})
}

// openFlatAndSave is openAndSave for a file without UVs.
func openFlatAndSave(t *testing.T, name string, data []byte) {
	f, err := openFlat(name, data)
	if err != nil {
		return
	}
	checkTrusted(t, f.Mesh)
	if again := throughMemory(t, f, Painting{}); len(again.Mesh.Triangles) != len(f.Mesh.Triangles) {
		t.Errorf("%d triangles became %d", len(f.Mesh.Triangles), len(again.Mesh.Triangles))
	}
}

// openAndSave opens anything; what opens must be a mesh that can be trusted, and can
// be saved and opened again with as many triangles.
func openAndSave(t *testing.T, name string, data, library []byte) {
	fsys := fstest.MapFS{name: {Data: data}, "thing.mtl": {Data: library}, "a.png": {Data: pngOf(red, 1)}}
	f, err := OpenFS(context.Background(), fsys, name)
	if errors.Is(err, ErrNoUVs) {
		completeAndSave(t, name, data)
	}
	if err != nil {
		return
	}
	checkTrusted(t, f.Mesh)
	textures := make([]*image.NRGBA, len(f.Mesh.Materials))
	textures[0] = solid(blue, 1)
	again := throughMemory(t, f, Painting{Textures: textures, Receipt: 1})
	if len(again.Mesh.Triangles) != len(f.Mesh.Triangles) {
		t.Errorf("%d triangles became %d", len(f.Mesh.Triangles), len(again.Mesh.Triangles))
	}
	splitAndSave(t, f)
	completeAndSave(t, name, data)
}

// completeAndSave gives new UVs to what lacks them, if anything does, or to everything.
func completeAndSave(t *testing.T, name string, data []byte) {
	t.Helper()
	extent := []Extent{Missing, Everything}[len(data)%2]
	done := &File{Name: name, extent: extent, unwrap: explode}
	done, err := open(context.Background(), done, data, &folder{fsys: fstest.MapFS{}, left: MaxBytes})
	if err != nil {
		return // nothing lacks UVs, or what lies beside it is not there
	}
	checkTrusted(t, done.Mesh)
	if done.Mesh.Unpaintable() != nil {
		t.Error("there is something without UVs still")
	}
	textures := slices.Repeat([]*image.NRGBA{solid(blue, 1)}, len(done.Mesh.Materials)) // else old textures stay, on old UVs
	if again := throughMemory(t, done, Painting{Textures: textures}); len(again.Mesh.Triangles) != len(done.Mesh.Triangles) {
		t.Errorf("%d triangles became %d", len(done.Mesh.Triangles), len(again.Mesh.Triangles))
	}
}

// splitAndSave saves a file with every tile painted, and with one of them.
func splitAndSave(t *testing.T, f *File) {
	t.Helper()
	tiled, _, err := f.InTiles(context.Background(), 8, uv.Tiled)
	if err != nil {
		return
	}
	checkTrusted(t, tiled.Mesh)
	textures := slices.Repeat([]*image.NRGBA{solid(blue, 1)}, len(tiled.Mesh.Materials))
	for range 2 {
		again := throughMemory(t, tiled, Painting{Textures: textures})
		if len(again.Mesh.Triangles) != len(f.Mesh.Triangles) {
			t.Errorf("%d triangles in %d tiles became %d", len(f.Mesh.Triangles), len(textures), len(again.Mesh.Triangles))
		}
		clear(textures[1:])
	}
}

// throughMemory saves a GLB without a disk, which would take most of the time.
func throughMemory(t *testing.T, f *File, p Painting) *File {
	t.Helper()
	pngs, err := encodeTextures(context.Background(), p.Textures)
	if err != nil {
		t.Fatal(err)
	}
	d, err := f.draft(p, pngs, nil)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	text := d.close("")
	if err := writeGLB(&out, text, d.layout.parts, d.doc.other); err != nil {
		t.Fatal(err)
	}
	again, err := openBytes("saved.glb", out.Bytes())
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return again
}

func checkTrusted(t *testing.T, m *mesh.Mesh) {
	t.Helper()
	if len(m.Triangles) == 0 || len(m.Normals) != len(m.Positions) || len(m.UVs) != len(m.Positions) || len(m.Materials) == 0 {
		t.Fatal("the mesh is incomplete")
	}
	if m.Slots != nil && len(m.Slots) != len(m.Triangles) {
		t.Fatal("slots do not fit the triangles")
	}
	for i, tri := range m.Triangles {
		if int(max(tri[0], tri[1], tri[2])) >= len(m.Positions) || m.Slot(i) >= len(m.Materials) {
			t.Fatalf("triangle %d reaches beyond the mesh", i)
		}
	}
	checkVertices(t, m)
	if fit := m.Fit(); !(fit.Scale > 0) || !fit.Center.Finite() || fit.Scale > 3e38 {
		t.Fatalf("the fit is %v", fit)
	}
}

func checkVertices(t *testing.T, m *mesh.Mesh) {
	t.Helper()
	for i, p := range m.Positions {
		if n := m.Normals[i]; !p.Finite() || !m.UVs[i].Finite() || n.Sub(n.Normalize()).Len() > 1e-3 || n == (geom.Vec3{}) {
			t.Fatalf("vertex %d is %v %v %v", i, p, m.UVs[i], n)
		}
	}
}
