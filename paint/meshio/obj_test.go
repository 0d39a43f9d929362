package meshio

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"patina/paint/geom"
	"patina/paint/mesh"
)

const squareOBJ = `# a square
mtllib thing.mtl
o thing
v 0 0 0
v 1 0 0 1.0
v 1 1 0 0.5 0.5 0.5
v 0 1 0
vt 0 0
vt 1 0 0
vt 1 1
vt 0 1
vn 0 0 2
usemtl red skin
s 1
f 1/1/1 2/2/1 3/3/1 4/4/1
`

const squareMTL = "newmtl unused\nKd 0 0 1\nnewmtl red skin\nKa 0 0 0\nKd 0.5 0.25 0 # comment\nd 0.75\nillum 2\n"

func TestOBJ(t *testing.T) {
	f := opened(t, "dir/thing.obj", []byte(squareOBJ), "dir/thing.mtl", []byte(squareMTL))
	m := f.Mesh
	if !slices.Equal(m.Positions, squarePoints) || !slices.Equal(m.UVs, squareUVs) || !slices.Equal(m.Normals, squareNormals) {
		t.Errorf("vertices differ: %v %v %v", m.Positions, m.UVs, m.Normals)
	}
	if !slices.Equal(m.Triangles, []mesh.Triangle{{0, 1, 2}, {0, 2, 3}}) || m.Slots != nil {
		t.Errorf("triangles %v, slots %v", m.Triangles, m.Slots)
	}
	want := mesh.Material{Name: "red skin", BaseColor: [4]float32{0.5, 0.25, 0, 0.75}, DoubleSided: true}
	if m.Materials[0] != want || len(m.Materials) != 1 {
		t.Errorf("materials %+v", m.Materials)
	}
	if len(f.Notices) != 0 {
		t.Errorf("notices %q", f.Notices)
	}
}

func TestOBJSpellings(t *testing.T) {
	plain := opened(t, "a.obj", []byte(squareOBJ), "thing.mtl", []byte(squareMTL)).Mesh
	for name, text := range map[string]string{
		"carriage returns": strings.ReplaceAll(squareOBJ, "\n", "\r\n"),
		"tabs":             strings.ReplaceAll(squareOBJ, " ", "\t"),
		"byte order mark":  "\xef\xbb\xbf" + squareOBJ,
		"negative indices": strings.Replace(squareOBJ, "f 1/1/1 2/2/1 3/3/1 4/4/1", "f -4/-4/-1 -3/-3/-1 -2/-2/-1 -1/-1/-1", 1),
		"continued line":   strings.Replace(squareOBJ, "3/3/1", "\\\n 3/3/1", 1),
		"continued, CRLF":  strings.Replace(squareOBJ, "3/3/1", "\\\r\n3/3/1", 1),
		"no normals":       strings.ReplaceAll(strings.Replace(squareOBJ, "vn 0 0 2", "", 1), "/1 ", " ")[:],
		"missing normals":  strings.ReplaceAll(squareOBJ, "3/3/1", "3/3"),
		"no last newline":  strings.TrimSpace(squareOBJ),
	} {
		text = strings.ReplaceAll(text, "red\tskin", "red skin")
		if name == "no normals" {
			text = strings.Replace(text, "f 1/1 2/2 3/3 4/4/1", "f 1/1 2/2 3/3 4/4", 1)
		}
		m := opened(t, "a.obj", []byte(text), "thing.mtl", []byte(squareMTL)).Mesh
		if !slices.Equal(m.Positions, plain.Positions) || !slices.Equal(m.UVs, plain.UVs) || !slices.Equal(m.Normals, plain.Normals) || !slices.Equal(m.Triangles, plain.Triangles) {
			t.Errorf("%s: %+v", name, m)
		}
		if m.Materials[0].BaseColor != plain.Materials[0].BaseColor {
			t.Errorf("%s: %+v", name, m.Materials)
		}
	}
}

func TestOBJCornersShareOnlyWhatIsEqual(t *testing.T) {
	m := opened(t, "a.obj", []byte("v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nvt 0 0\nvt 1 1\nf 1/1 2/1 3/1\nf 1/1 3/2 4/1\n")).Mesh
	if len(m.Positions) != 5 || m.Triangles[1] != (mesh.Triangle{0, 3, 4}) || m.UVs[3] != (geom.Vec2{X: 1, Y: 0}) {
		t.Errorf("%+v", m)
	}
	if m.Materials[0].Name != mesh.DefaultMaterial().Name {
		t.Errorf("materials %+v", m.Materials)
	}
}

func TestOBJMaterials(t *testing.T) {
	text := "mtllib a.mtl b.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nvt 0 0\nf 1/1 2/1 3/1\nusemtl A\nf 1/1 2/1 3/1\nusemtl B\nf 1/1 2/1 3/1\nusemtl A\nf 1/1 2/1 3/1\nusemtl C\nf 1/1 2/1 3/1\nl 1 2\nf 1/1 2/1\n"
	f := opened(t, "a.obj", []byte(text),
		"a.mtl", []byte("newmtl A\nKd 0 0 0\nmap_Kd -o 0.1 0.2 -s 2 2 2 -blendu on -mm 0 1 my skin.png\nTr 0.25\n"),
		"b.mtl", []byte("newmtl B\nKd 0.5\nmap_Kd C:\\artist\\skin.png\n"),
		"my skin.png", pngOf(green, 2))
	m := f.Mesh
	if !slices.Equal(m.Slots, []uint16{0, 1, 2, 1, 3}) {
		t.Fatalf("slots %v", m.Slots)
	}
	if a := m.Materials[1]; a.Texture.NRGBAAt(0, 0) != green || a.BaseColor != [4]float32{1, 1, 1, 0.75} {
		t.Errorf("A is %+v", a)
	}
	if b := m.Materials[2]; b.Texture != nil || b.BaseColor != [4]float32{0.5, 0.5, 0.5, 1} {
		t.Errorf("B is %+v", b)
	}
	wantNotice(t, f, `texture of material "B"`)
	wantNotice(t, f, `Material "C"`)
	wantNotice(t, f, "Points, lines")
	wantNotice(t, f, "1 faces with fewer")
}

func TestMissingMTLIsOnlyMissed(t *testing.T) {
	f := opened(t, "a.obj", []byte(squareOBJ))
	wantNotice(t, f, "thing.mtl")
}

func TestMapNames(t *testing.T) {
	for line, want := range map[string]string{
		"a.png": "a.png", "my a.png": "my a.png", "-clamp on a.png": "a.png", "-bm 0.5 -s 1 1 a.png": "a.png",
		"-s 1 2 3 4.png": "4.png", "-o 1 a.png": "a.png", "-mm 0 1 textures/a b.png": "textures/a b.png", "-unknown a.png": "-unknown a.png", "": "",
	} {
		if got := mapName([]byte(line)); got != want {
			t.Errorf("%q names %q, want %q", line, got, want)
		}
	}
}

func TestBrokenOBJ(t *testing.T) {
	const corners = "v 0 0 0\nv 1 0 0\nv 0 1 0\nvt 0 0\n"
	for name, c := range map[string]struct{ text, want string }{
		"empty":            {"", "empty"},
		"binary":           {"\x00\x01\x02\xff\xfe", "no triangles"},
		"no faces":         {corners, "no triangles"},
		"word for number":  {"v 0 zero 0", `line 1: "zero" is not a number`},
		"too few numbers":  {"v 0 0", "line 1: 3 numbers"},
		"index 0":          {corners + "f 0/1 1/1 2/1", "line 5: a face names vertex 0"},
		"index beyond":     {corners + "f 1/1 2/1 4/1", "vertex 4, and there are 3"},
		"negative beyond":  {corners + "f 1/1 2/1 -4/1", "vertex -4"},
		"no such UV":       {corners + "f 1/1 2/1 3/2", "texture coordinate 2"},
		"no such normal":   {corners + "f 1/1/1 2/1 3/1", "normal 1"},
		"huge index":       {corners + "f 1/1 2/1 99999999999999999999/1", "not an index"},
		"word for index":   {corners + "f a b c", `"a" is not an index`},
		"no UVs":           {corners + "f 1 2 3", "no UVs"},
		"all NaN":          {"v nan 0 0\nv 1 0 0\nv 0 inf 0\nvt 0 0\nf 1/1 2/1 3/1", "usable"},
		"hostile mtllib":   {"mtllib ../a.mtl\n" + corners + "f 1/1 2/1 3/1", "not inside its own folder"},
		"absolute mtllib":  {"mtllib /etc/passwd\n" + corners + "f 1/1 2/1 3/1", "not inside its own folder"},
		"bad MTL":          {"mtllib bad.mtl\nusemtl m\n" + corners + "f 1/1 2/1 3/1", "bad.mtl, line 2"},
		"too many corners": {spiral(2000), "concave face has 2000 corners"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := openBytes("broken.obj", []byte(c.text), "bad.mtl", []byte("newmtl m\nKd red\n"))
			if err == nil || !strings.Contains(err.Error(), "broken.obj") || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
	if _, err := openBytes("a.obj", []byte(corners+"f 1 2 3")); !errors.Is(err, ErrNoUVs) {
		t.Errorf("got %v", err)
	}
}

func TestOBJBecomesAWellFormedGLB(t *testing.T) {
	text := strings.Replace(squareOBJ, "f 1/1/1 2/2/1 3/3/1 4/4/1", "f 1/1/1 2/2/1 3/3/1\nusemtl other\nf 1/1/1 3/3/1 4/4/1", 1)
	f := opened(t, "a.obj", []byte(text), "thing.mtl", []byte(squareMTL+"newmtl other\nmap_Kd skin.png\n"), "skin.png", pngOf(green, 2))
	for _, p := range []Painting{{}, paintedWith(solid(blue, 4), nil), paintedWith(nil, solid(blue, 4)), {Receipt: 1}} {
		for _, extension := range []string{".glb", ".gltf"} {
			again := save(t, f, extension, p)
			sameCorners(t, f.Mesh, again.Mesh)
			for slot, m := range f.Mesh.Materials {
				picture, colour := lookOf(f.Mesh, p, slot)
				got := again.Mesh.Materials[slot]
				if got.Name != m.Name || got.BaseColor != colour || !got.DoubleSided || (picture == nil) != (got.Texture == nil) {
					t.Errorf("material %d is %+v", slot, got)
				}
				if picture != nil && got.Texture.NRGBAAt(0, 0) != picture.NRGBAAt(0, 0) {
					t.Errorf("material %d shows another texture", slot)
				}
			}
		}
	}
}

func TestGLBBecomesOBJ(t *testing.T) {
	b := newBuild()
	one, two := b.square(), b.square()
	one["material"] = b.material("my skin", b.texture(red))
	two["material"] = b.material("my/skin", b.texture(green))
	b.show(one, two)
	b.item("nodes", 0)["translation"] = list{1, 2, 3}
	f := opened(t, "a.glb", b.glb())
	again := saveTo(t, f, filepath.Join(t.TempDir(), "a b#c.obj"), paintedWith(nil, solid(blue, 2)))
	m := again.Mesh
	if !slices.Equal(m.Positions, f.Mesh.Positions) || !slices.Equal(m.UVs, f.Mesh.UVs) || !slices.Equal(m.Triangles, f.Mesh.Triangles) || !slices.Equal(m.Slots, f.Mesh.Slots) {
		t.Errorf("got %+v, want %+v", m, f.Mesh)
	}
	if m.Materials[0].Name != "my_skin" || m.Materials[1].Name != "my_skin_2" {
		t.Errorf("materials %+v", m.Materials)
	}
	for slot, want := range []*image.NRGBA{solid(red, 1), solid(blue, 1)} {
		if got := m.Materials[slot].Texture; got == nil || got.NRGBAAt(0, 0) != want.NRGBAAt(0, 0) {
			t.Errorf("material %d shows another texture", slot)
		}
	}
}

// sameCorners compares meshes whose vertices may be split differently.
func sameCorners(t *testing.T, want, got *mesh.Mesh) {
	t.Helper()
	if len(want.Triangles) != len(got.Triangles) {
		t.Fatalf("%d triangles became %d", len(want.Triangles), len(got.Triangles))
	}
	for i := range want.Triangles {
		for k := range 3 {
			v, w := want.Triangles[i][k], got.Triangles[i][k]
			if want.Positions[v] != got.Positions[w] || want.Normals[v] != got.Normals[w] || want.UVs[v] != got.UVs[w] || want.Slot(i) != got.Slot(i) {
				t.Errorf("triangle %d, corner %d changed", i, k)
			}
		}
	}
}

// What a texture of 16 bits or none at all shows is not known to the last bit.
func TestTexturesThatAreNotAllShownAreApproximate(t *testing.T) {
	var deep bytes.Buffer
	if err := png.Encode(&deep, image.NewNRGBA64(image.Rect(0, 0, 2, 2))); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"plain.png": false, "deep.png": true, "missing.png": true} {
		f := opened(t, "dir/thing.obj", []byte(squareOBJ), "dir/thing.mtl", []byte(squareMTL+"map_Kd "+name+"\n"),
			"dir/plain.png", pngOf(green, 2), "dir/deep.png", deep.Bytes())
		if got := f.Mesh.Materials[0].Approximate; got != want {
			t.Errorf("%s is approximate: %v", name, got)
		}
	}
}
