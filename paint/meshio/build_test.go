package meshio

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"patina/paint/geom"
	"patina/paint/painttest"
)

type (
	dict = map[string]any
	list = []any
)

// build puts a glTF file together by hand.
type build struct {
	doc dict
	bin []byte
}

func newBuild() *build {
	return &build{doc: dict{"asset": dict{"version": "2.0"}, "scene": 0}}
}

// add appends an item to a list of the root and returns its index.
func (b *build) add(name string, item any) int {
	items, _ := b.doc[name].(list)
	b.doc[name] = append(items, item)
	return len(items)
}

// item returns an item of a list of the root.
func (b *build) item(name string, i int) dict { return b.doc[name].(list)[i].(dict) }

func (b *build) view(data []byte) int {
	for len(b.bin)%4 != 0 {
		b.bin = append(b.bin, 0)
	}
	at := len(b.bin)
	b.bin = append(b.bin, data...)
	return b.add("bufferViews", dict{"buffer": 0, "byteOffset": at, "byteLength": len(data)})
}

func (b *build) accessor(view, component int, kind string, count int) int {
	return b.add("accessors", dict{"bufferView": view, "componentType": component, "type": kind, "count": count})
}

func (b *build) vec3(points ...geom.Vec3) int {
	var data []byte
	box := geom.BoxOf(points)
	for _, p := range points {
		data = appendLE(data, p.X, p.Y, p.Z)
	}
	i := b.accessor(b.view(data), 5126, "VEC3", len(points))
	if s := box.Size(); s.Finite() && box.Min.Finite() {
		b.item("accessors", i)["min"] = list{box.Min.X, box.Min.Y, box.Min.Z}
		b.item("accessors", i)["max"] = list{box.Max.X, box.Max.Y, box.Max.Z}
	}
	return i
}

func (b *build) vec2(uvs ...geom.Vec2) int {
	var data []byte
	for _, uv := range uvs {
		data = appendLE(data, uv.X, uv.Y)
	}
	return b.accessor(b.view(data), 5126, "VEC2", len(uvs))
}

func (b *build) u8(values ...uint8) int {
	return b.accessor(b.view(values), 5121, "SCALAR", len(values))
}

func (b *build) u16(values ...uint16) int {
	var data []byte
	for _, v := range values {
		data = binary.LittleEndian.AppendUint16(data, v)
	}
	return b.accessor(b.view(data), 5123, "SCALAR", len(values))
}

func (b *build) u32(values ...uint32) int {
	var data []byte
	for _, v := range values {
		data = binary.LittleEndian.AppendUint32(data, v)
	}
	return b.accessor(b.view(data), 5125, "SCALAR", len(values))
}

func appendLE(data []byte, values ...float32) []byte {
	for _, f := range values {
		data = binary.LittleEndian.AppendUint32(data, math.Float32bits(f))
	}
	return data
}

// texture adds a PNG of one colour and a texture that shows it.
func (b *build) texture(c color.NRGBA) int {
	image := b.add("images", dict{"bufferView": b.view(pngOf(c, 2)), "mimeType": "image/png"})
	return b.add("textures", dict{"source": image})
}

func (b *build) material(name string, texture int) int {
	return b.add("materials", dict{"name": name, "pbrMetallicRoughness": dict{"baseColorTexture": dict{"index": texture}}})
}

// The unit square in the plane z=0, facing +Z.
var (
	squarePoints  = []geom.Vec3{{X: 0, Y: 0, Z: 0}, {X: 1, Y: 0, Z: 0}, {X: 1, Y: 1, Z: 0}, {X: 0, Y: 1, Z: 0}}
	squareNormals = []geom.Vec3{{Z: 1}, {Z: 1}, {Z: 1}, {Z: 1}}
	squareUVs     = []geom.Vec2{{X: 0, Y: 1}, {X: 1, Y: 1}, {X: 1, Y: 0}, {X: 0, Y: 0}}
)

// square adds the square as a primitive, without a material.
func (b *build) square() dict {
	return dict{
		"attributes": dict{"POSITION": b.vec3(squarePoints...), "NORMAL": b.vec3(squareNormals...), "TEXCOORD_0": b.vec2(squareUVs...)},
		"indices":    b.u16(0, 1, 2, 0, 2, 3),
	}
}

// show adds a mesh, a node and the scene.
func (b *build) show(primitives ...any) {
	mesh := b.add("meshes", dict{"name": "thing", "primitives": list(primitives)})
	node := b.add("nodes", dict{"mesh": mesh})
	b.doc["scenes"] = list{dict{"nodes": list{node}}}
}

// newSquare is the plainest file that can be painted: a square with a red texture.
func newSquare() *build {
	b := newBuild()
	p := b.square()
	p["material"] = b.material("skin", b.texture(color.NRGBA{255, 0, 0, 255}))
	b.show(p)
	return b
}

func (b *build) json() []byte {
	text, err := json.Marshal(b.doc)
	if err != nil {
		panic(err)
	}
	return text
}

func (b *build) glb() []byte {
	if b.doc["buffers"] == nil && len(b.bin) > 0 {
		b.add("buffers", dict{"byteLength": len(b.bin)})
	}
	return wrapGLB(b.json(), b.bin)
}

// wrapGLB wraps any JSON, however broken.
func wrapGLB(text, bin []byte) []byte {
	var out bytes.Buffer
	if err := writeGLB(&out, text, [][]byte{bin}, nil); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// dataURI returns the file as glTF with everything in data URIs.
func (b *build) dataURI() []byte {
	b.doc["buffers"] = list{dict{"byteLength": len(b.bin), "uri": "data:application/octet-stream;base64," + base64.StdEncoding.EncodeToString(b.bin)}}
	return b.json()
}

func pngOf(c color.NRGBA, size int) []byte { return pngFile(solid(c, size)) }

func pngFile(img image.Image) []byte {
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// solid is a picture of one colour.
func solid(c color.NRGBA, size int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	for i := range size * size {
		copy(img.Pix[4*i:], []byte{c.R, c.G, c.B, c.A})
	}
	return img
}

var (
	red   = color.NRGBA{255, 0, 0, 255}
	green = color.NRGBA{0, 255, 0, 255}
	blue  = color.NRGBA{0, 0, 255, 255}
)

// opened opens a file of one or more parts; the first name is the mesh.
func opened(t *testing.T, name string, data []byte, beside ...any) *File {
	t.Helper()
	f, err := openBytes(name, data, beside...)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func openBytes(name string, data []byte, beside ...any) (*File, error) {
	fsys := fstest.MapFS{name: &fstest.MapFile{Data: data}}
	for i := 0; i < len(beside); i += 2 {
		fsys[beside[i].(string)] = &fstest.MapFile{Data: beside[i+1].([]byte)}
	}
	return OpenFS(context.Background(), fsys, name)
}

// save saves, lets the validator judge what was written, and opens it again.
func save(t *testing.T, f *File, extension string, p Painting) *File {
	t.Helper()
	return saveTo(t, f, filepath.Join(t.TempDir(), "saved"+extension), p)
}

func saveTo(t *testing.T, f *File, path string, p Painting) *File {
	t.Helper()
	again := saveAndOpen(t, f, path, p)
	if extension := formatOf(path); extension == ".glb" || extension == ".gltf" {
		painttest.ValidateGLTF(t, path)
	}
	return again
}

// saveNoWorse is save as GLB for what was opened from a GLB that has errors of its own.
func saveNoWorse(t *testing.T, f *File, source []byte, p Painting) *File {
	t.Helper()
	folder := t.TempDir()
	path, from := filepath.Join(folder, "saved.glb"), filepath.Join(folder, "source.glb")
	if err := os.WriteFile(from, source, 0o644); err != nil {
		t.Fatal(err)
	}
	again := saveAndOpen(t, f, path, p)
	painttest.ValidateNoWorse(t, path, from)
	return again
}

func saveAndOpen(t *testing.T, f *File, path string, p Painting) *File {
	t.Helper()
	if err := f.Save(context.Background(), path, p); err != nil {
		t.Fatal(err)
	}
	again, err := Open(context.Background(), path)
	if err != nil {
		t.Fatalf("what was saved does not open: %v", err)
	}
	return again
}

// wantNotice checks that one of the notices holds a text.
func wantNotice(t *testing.T, f *File, text string) {
	t.Helper()
	if !strings.Contains(strings.Join(f.Notices, "\n"), text) {
		t.Errorf("no notice says %q: %q", text, f.Notices)
	}
}
