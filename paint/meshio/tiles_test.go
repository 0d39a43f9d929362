package meshio

import (
	"fmt"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/uv"
)

// squareIn returns the corners of the square's UVs, moved into a UDIM tile.
func squareIn(tile int) (uvs []geom.Vec2) {
	at := mesh.TileNumbered(tile)
	for _, p := range squareUVs {
		uvs = append(uvs, geom.Vec2{X: 0.0625 + 0.875*p.X + float32(at.Column), Y: 0.0625 + 0.875*p.Y - float32(at.Row)})
	}
	return uvs
}

// row returns a primitive of squares side by side, each in a tile.
func (b *build) row(tiles ...int) dict {
	var points, normals []geom.Vec3
	var uvs []geom.Vec2
	var indices []uint16
	for i, tile := range tiles {
		for k, p := range squarePoints {
			points, normals = append(points, p.Add(geom.Vec3{X: float32(i)})), append(normals, squareNormals[k])
		}
		uvs = append(uvs, squareIn(tile)...)
		for _, k := range []uint16{0, 1, 2, 0, 2, 3} {
			indices = append(indices, uint16(4*i)+k)
		}
	}
	return dict{
		"attributes": dict{"POSITION": b.vec3(points...), "NORMAL": b.vec3(normals...), "TEXCOORD_0": b.vec2(uvs...)},
		"indices":    b.u16(indices...),
	}
}

// newTiled is a file of one primitive whose material lies in three tiles, and its texture
// does not repeat.
func newTiled() *build {
	b := newBuild()
	p := b.row(1001, 1002, 1011)
	p["material"] = b.material("skin", b.texture(red))
	b.doc["samplers"] = list{dict{"wrapS": 33071, "magFilter": 9728}}
	b.item("textures", 0)["sampler"] = 0
	b.show(p)
	return b
}

func inTiles(t *testing.T, f *File, tiling uv.Tiling) *File {
	t.Helper()
	tiled, _, err := f.InTiles(t.Context(), 64, tiling)
	if err != nil {
		t.Fatal(err)
	}
	return tiled
}

var tileColors = []color.NRGBA{red, green, blue, {255, 255, 0, 255}}

func tilePictures(n int) (pictures []*image.NRGBA) {
	for i := range n {
		pictures = append(pictures, solid(tileColors[i], 8))
	}
	return pictures
}

// shows checks the colour of every square: where it stands along x says which it is.
func shows(t *testing.T, m *mesh.Mesh, want ...color.NRGBA) {
	t.Helper()
	for f := range m.Triangles {
		a, b, c := m.Corners(f)
		square := int((a.X + b.X + c.X) / 3)
		if got := m.Materials[m.Slot(f)].Texture; got == nil || got.NRGBAAt(3, 3) != want[square] {
			t.Errorf("square %d shows %v, want %v", square, got.NRGBAAt(3, 3), want[square])
		}
	}
}

// A GLB gets a material for each tile; attributes, UVs among them, are the same bytes.
func TestTilesInGLB(t *testing.T) {
	b := newTiled()
	whole := opened(t, "owl.glb", b.glb())
	f := inTiles(t, whole, uv.Tiled)
	if len(f.Mesh.Materials) != 3 || len(whole.Mesh.Materials) != 1 || len(whole.document.slots) != 1 {
		t.Fatalf("%d slots, and %d in what was opened", len(f.Mesh.Materials), len(whole.Mesh.Materials))
	}
	wantNotice(t, f, "each tile gets a material of its own, and the UVs stay as they are")
	for _, extension := range []string{".glb", ".gltf"} {
		path := filepath.Join(t.TempDir(), "owl"+extension)
		again := saveTo(t, f, path, paintedWith(tilePictures(3)...))
		shows(t, again.Mesh, tileColors...)
		if !slices.Equal(again.Mesh.UVs[:4], squareIn(1001)) || len(again.document.painted) != 3 {
			t.Errorf("UVs %v in %d primitives", again.Mesh.UVs, len(again.document.painted))
		}
		before, after := readJSON(t, b.json()), again.json(t)
		for _, name := range []string{"accessors", "samplers", "nodes"} {
			if was := before[name].([]any); !reflect.DeepEqual(was, after[name].([]any)[:len(was)]) {
				t.Errorf("%s changed", name)
			}
		}
		for i, p := range again.document.painted {
			if !slices.Equal(elementsOf(p.uvs), elementsOf(whole.document.painted[0].uvs)) {
				t.Errorf("primitive %d: the bytes of its UVs changed", i)
			}
		}
		checkSamplers(t, after)
	}
}

// elementsOf returns all numbers of an accessor.
func elementsOf(e *elements) (numbers []float32) {
	for i := range e.count {
		numbers = append(numbers, e.float(i, 0), e.float(i, 1))
	}
	return numbers
}

// checkSamplers checks that textures of tiles beside the first repeat, and sample as before.
func checkSamplers(t *testing.T, doc dict) {
	t.Helper()
	for i, texture := range doc["textures"].([]any) {
		s := doc["samplers"].([]any)[int(texture.(dict)["sampler"].(float64))].(dict)
		if (s["wrapS"] == nil) != (i > 0) || s["magFilter"] != 9728.0 {
			t.Errorf("texture %d is sampled by %v", i, s)
		}
	}
}

// A tile that is not painted keeps the material of the file.
func TestTilesPaintedInPart(t *testing.T) {
	f := inTiles(t, opened(t, "owl.glb", newTiled().glb()), uv.Tiled)
	again := save(t, f, ".glb", paintedWith(nil, solid(green, 8), nil))
	for _, triangle := range []struct {
		at   int
		want color.NRGBA
	}{{0, red}, {2, green}, {4, red}} {
		material := againAt(again.Mesh, triangle.at)
		if got := material.Texture.NRGBAAt(1, 1); got != triangle.want {
			t.Errorf("square %d shows %v", triangle.at/2, got)
		}
	}
}

// againAt returns the material of the triangle whose middle is where square triangle/2 is.
func againAt(m *mesh.Mesh, triangle int) mesh.Material {
	for f := range m.Triangles {
		if a, b, c := m.Corners(f); int((a.X+b.X+c.X)/3) == triangle/2 {
			return m.Materials[m.Slot(f)]
		}
	}
	return mesh.Material{}
}

// Strips, missing indices, missing materials and meshes shown twice come out as lists
// with the right colours.
func TestTilesOfAllPrimitives(t *testing.T) {
	tests := map[string]func(b *build, p dict){
		"strip": func(b *build, p dict) {
			p["mode"] = 5
			p["indices"] = b.u16(3, 0, 2, 1, 1, 7, 7, 4, 6, 5)
		},
		"no indices": func(b *build, p dict) {
			a := p["attributes"].(dict)
			var points, normals []geom.Vec3
			var uvs []geom.Vec2
			for i, tile := range []int{1001, 1002} {
				for _, k := range []int{0, 1, 2, 0, 2, 3} {
					points = append(points, squarePoints[k].Add(geom.Vec3{X: float32(i)}))
					normals, uvs = append(normals, geom.Vec3{Z: 1}), append(uvs, squareIn(tile)[k])
				}
			}
			a["POSITION"], a["NORMAL"], a["TEXCOORD_0"] = b.vec3(points...), b.vec3(normals...), b.vec2(uvs...)
			delete(p, "indices")
		},
		"no material": func(_ *build, p dict) { delete(p, "material") },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			b := newBuild()
			p := b.row(1001, 1002)
			p["material"] = b.material("skin", b.texture(red))
			change(b, p)
			other := b.square()
			other["material"] = b.material("other", b.texture(red))
			b.show(p, other)
			b.doc["scenes"].(list)[0].(dict)["nodes"] = list{0, b.add("nodes", dict{"mesh": 0, "translation": list{0, 2, 0}})}
			f := inTiles(t, opened(t, "a.glb", b.glb()), uv.Tiled)
			pictures := make([]*image.NRGBA, len(f.Mesh.Materials))
			for slot := range pictures {
				if f.Mesh.Materials[slot].Name != "other" {
					pictures[slot] = solid(tileColors[(f.Mesh.Materials[slot].Tile-1001)%10], 8)
				}
			}
			again := save(t, f, ".glb", paintedWith(pictures...))
			if len(again.Mesh.Triangles) != len(f.Mesh.Triangles) {
				t.Errorf("%d triangles of %d", len(again.Mesh.Triangles), len(f.Mesh.Triangles))
			}
			for k := range again.Mesh.Triangles {
				a, b, c := again.Mesh.Corners(k)
				material := again.Mesh.Materials[again.Mesh.Slot(k)]
				want := tileColors[int((a.X+b.X+c.X)/3)]
				if material.Name == "other" {
					want = red
				}
				if got := material.Texture.NRGBAAt(1, 1); got != want {
					t.Errorf("triangle %d at %v of material %q shows %v", k, a, material.Name, got)
				}
			}
		})
	}
}

// A texture transform counts for where tiles lie.
func TestTilesBehindATextureTransform(t *testing.T) {
	b := newBuild()
	p := b.row(1002, 1003)
	p["material"] = b.material("skin", b.texture(red))
	b.doc["extensionsUsed"] = list{"KHR_texture_transform"}
	b.item("materials", 0)["pbrMetallicRoughness"].(dict)["baseColorTexture"].(dict)["extensions"] = dict{"KHR_texture_transform": dict{"offset": list{3, -2}}}
	b.show(p)
	f := inTiles(t, opened(t, "a.glb", b.glb()), uv.Tiled)
	if m := f.Mesh.Materials; len(m) != 2 || m[0].Tile != 1025 || m[1].Tile != 1026 {
		t.Fatalf("materials %+v", m)
	}
	again := save(t, f, ".glb", paintedWith(tilePictures(2)...))
	shows(t, again.Mesh, tileColors...)
	if !slices.Equal(again.Mesh.UVs[:4], f.Mesh.UVs[:4]) {
		t.Errorf("UVs %v, want %v", again.Mesh.UVs[:4], f.Mesh.UVs[:4])
	}
}

const tiledMTL = "newmtl skin\nKd 0.5 0.5 0.5\nmap_Kd -clamp off old skin.<udim>.png\n"

// tiledOBJ is a row of squares of one material in OBJ.
func tiledOBJ(tiles ...int) []byte {
	var out strings.Builder
	out.WriteString("mtllib owl.mtl\nusemtl skin\n")
	for i, tile := range tiles {
		for k, p := range squarePoints {
			uv := squareIn(tile)[k]
			fmt.Fprintf(&out, "v %v %v 0\nvt %v %v\n", p.X+float32(i), p.Y, uv.X, 1-uv.Y)
		}
		fmt.Fprintf(&out, "f %[1]d/%[1]d %[2]d/%[2]d %[3]d/%[3]d %[4]d/%[4]d\n", 4*i+1, 4*i+2, 4*i+3, 4*i+4)
	}
	return []byte(out.String())
}

// Textures named by tile are shown, and written again under such names.
func TestTilesInOBJ(t *testing.T) {
	whole := opened(t, "owl.obj", tiledOBJ(1001, 1002, 1011), "owl.mtl", []byte(tiledMTL),
		"old skin.1001.png", pngOf(red, 2), "old skin.1002.png", pngOf(green, 2))
	wantNotice(t, whole, "The textures of 1 UDIM tiles of material \"skin\" cannot be read, the first of them 1011")
	if whole.Mesh.Materials[0].Texture.NRGBAAt(0, 0) != red {
		t.Error("the first tile is not shown")
	}
	f := inTiles(t, whole, uv.AutoTiling)
	if m := f.Mesh.Materials; len(m) != 3 || m[1].Texture.NRGBAAt(0, 0) != green {
		t.Fatalf("materials %+v", m)
	}
	folder := t.TempDir()
	again := saveTo(t, f, filepath.Join(folder, "new.obj"), paintedWith(tilePictures(3)...))
	text, err := os.ReadFile(filepath.Join(folder, "new.mtl"))
	if err != nil || !strings.Contains(string(text), "map_Kd new_skin.<UDIM>.png\n") || strings.Count(string(text), "newmtl") != 1 {
		t.Errorf("the MTL file holds %q, %v", text, err)
	}
	if len(again.Mesh.Materials) != 1 || !slices.Equal(again.Mesh.UVs, whole.Mesh.UVs) {
		t.Errorf("saved with %d materials and UVs %v", len(again.Mesh.Materials), again.Mesh.UVs)
	}
	shows(t, inTiles(t, again, uv.AutoTiling).Mesh, tileColors...)
	shows(t, save(t, f, ".glb", paintedWith(tilePictures(3)...)).Mesh, tileColors...)

	// Saved over the textures that it was read from, it leaves them alone.
	beside := inTiles(t, again, uv.AutoTiling)
	saveTo(t, beside, filepath.Join(folder, "new.obj"), paintedWith(tilePictures(3)...))
	if _, err := os.Stat(filepath.Join(folder, "new_skin_2.1011.png")); err != nil {
		t.Error(err)
	}
}

// One texture for all tiles is what Repeated asks for.
func TestRepeatedTilesStayWhole(t *testing.T) {
	whole := opened(t, "owl.glb", newTiled().glb())
	f, report, err := whole.InTiles(t.Context(), 64, uv.Repeated)
	if err != nil || f != whole || report.UDIM || report.Overlapping.Triangles == 0 && report.Shared.Triangles == 0 {
		t.Errorf("%+v, %v", report, err)
	}
}

func TestTileNamesOfPNGAndExports(t *testing.T) {
	f := inTiles(t, opened(t, "owl.glb", newTiled().glb()), uv.Tiled)
	folder := t.TempDir()
	if err := f.Save(t.Context(), filepath.Join(folder, "a.png"), paintedWith(tilePictures(3)...)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.1001.png", "a.1002.png", "a.1011.png"} {
		if _, err := os.Stat(filepath.Join(folder, name)); err != nil {
			t.Error(err)
		}
	}
	for preset, want := range map[string][]string{
		"blender": {"owl.glb", "owl_BaseColor.1001.png", "owl_BaseColor.1002.png", "owl_BaseColor.1011.png"},
		"unreal":  {"T_owl_BC.1001.png", "T_owl_BC.1002.png", "T_owl_BC.1011.png", "owl.glb"},
		"unity":   {"owl.glb", "owl_1001_BaseMap.png", "owl_1002_BaseMap.png", "owl_1011_BaseMap.png"},
		"godot":   {"owl.glb", "owl_1001_albedo.png", "owl_1002_albedo.png", "owl_1011_albedo.png"},
		"folder":  {"owl_BaseColor.1001.png", "owl_BaseColor.1002.png", "owl_BaseColor.1011.png"},
	} {
		if _, names := exported(t, f, preset, Depth8, paintedWith(tilePictures(3)...)); !slices.Equal(names, want) {
			t.Errorf("%s writes %q, want %q", preset, names, want)
		}
	}
}

// Normal maps and the like belong to the whole material.
func TestExportWritesOtherMapsOnce(t *testing.T) {
	b := newTiled()
	b.item("materials", 0)["normalTexture"] = dict{"index": b.texture(blue)}
	f := inTiles(t, opened(t, "owl.glb", b.glb()), uv.Tiled)
	if _, names := exported(t, f, "blender", Depth8, paintedWith(tilePictures(3)...)); !slices.Contains(names, "owl_Normal.png") || len(names) != 5 {
		t.Errorf("writes %q", names)
	}
}
