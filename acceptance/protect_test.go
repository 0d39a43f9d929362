package acceptance

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qmuntal/gltf"
	"github.com/qmuntal/gltf/modeler"

	"patina/paint/painttest"
)

// knight is a mesh of many materials: a jacket of two squares beside each other with a
// texture that is no square, a face with a JPEG, a belt and a buckle that share one image,
// and a cape that has a colour only.
type knight struct {
	doc    *gltf.Document
	images map[string][]byte // files by what they are for
}

func newKnight(t *testing.T) *knight {
	t.Helper()
	k := &knight{doc: gltf.NewDocument(), images: map[string][]byte{}}
	jacket := k.material("Jacket", k.texture(t, "jacket", pngFile(t, 96, 48), "image/png"), nil)
	face := k.material("Face", k.texture(t, "face", jpegFile(t), "image/jpeg"), nil)
	shared := k.texture(t, "shared", pngFile(t, 32, 32), "image/png")
	belt, buckle := k.material("Belt", shared, nil), k.material("Buckle", shared, nil)
	cape := k.material("Cape", nil, &[4]float64{0.5, 0.25, 0, 1})
	var primitives []*gltf.Primitive
	for i, s := range []struct {
		material int
		uv       [4]float32
	}{
		{jacket, [4]float32{0.05, 0.1, 0.45, 0.9}},
		{jacket, [4]float32{0.55, 0.1, 0.95, 0.9}},
		{face, [4]float32{0.1, 0.1, 0.9, 0.9}},
		{belt, [4]float32{0.1, 0.1, 0.9, 0.9}},
		{buckle, [4]float32{0.1, 0.1, 0.9, 0.9}},
		{cape, [4]float32{0.1, 0.1, 0.4, 0.9}},
		{cape, [4]float32{0.6, 0.1, 0.9, 0.9}},
	} {
		primitives = append(primitives, k.square(float32(i%3)*1.2, float32(i/3)*1.2, s.material, s.uv))
	}
	k.doc.Meshes = []*gltf.Mesh{{Name: "knight", Primitives: primitives}}
	k.doc.Nodes = []*gltf.Node{{Mesh: gltf.Index(0)}}
	k.doc.Scenes[0].Nodes = []int{0}
	return k
}

// square adds a square of two triangles that faces the front.
func (k *knight) square(x, y float32, material int, uv [4]float32) *gltf.Primitive {
	return &gltf.Primitive{
		Attributes: gltf.PrimitiveAttributes{
			gltf.POSITION:   modeler.WritePosition(k.doc, [][3]float32{{x, y, 0}, {x + 1, y, 0}, {x + 1, y + 1, 0}, {x, y + 1, 0}}),
			gltf.TEXCOORD_0: modeler.WriteTextureCoord(k.doc, [][2]float32{{uv[0], uv[3]}, {uv[2], uv[3]}, {uv[2], uv[1]}, {uv[0], uv[1]}}),
		},
		Indices: gltf.Index(modeler.WriteIndices(k.doc, []uint16{0, 1, 2, 0, 2, 3})), Material: gltf.Index(material),
	}
}

func (k *knight) texture(t *testing.T, name string, file []byte, mime string) *gltf.TextureInfo {
	t.Helper()
	image, err := modeler.WriteImage(k.doc, name, mime, bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	k.images[name] = file
	k.doc.Textures = append(k.doc.Textures, &gltf.Texture{Source: gltf.Index(image)})
	return &gltf.TextureInfo{Index: len(k.doc.Textures) - 1}
}

func (k *knight) material(name string, texture *gltf.TextureInfo, factor *[4]float64) int {
	k.doc.Materials = append(k.doc.Materials, &gltf.Material{
		Name: name, PBRMetallicRoughness: &gltf.PBRMetallicRoughness{BaseColorTexture: texture, BaseColorFactor: factor, MetallicFactor: gltf.Float(0)},
	})
	return len(k.doc.Materials) - 1
}

// pngFile has any colours and any alpha.
func pngFile(t *testing.T, width, height int) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	for i := range img.Pix {
		img.Pix[i] = uint8(i * i * 31 >> 3)
	}
	var file bytes.Buffer
	if err := png.Encode(&file, img); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func jpegFile(t *testing.T) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 40, 40))
	for i := range img.Pix {
		img.Pix[i] = uint8(i)
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, img, nil); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// paint saves the knight, paints it, and returns what another reader finds in the result.
func (k *knight) paint(t *testing.T, args ...string) *knightPainted {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "knight.glb"), filepath.Join(dir, "painted.glb")
	if err := gltf.SaveBinary(k.doc, in); err != nil {
		t.Fatal(err)
	}
	painttest.ValidateGLTF(t, in)
	got := patina(t, append(append(quick, "--renderer", "cpu", in, "--sample", "--keep-background", "--out", out), args...)...)
	if got.status != 0 {
		t.Fatalf("status %d: %s", got.status, got.stderr)
	}
	painttest.ValidateGLTF(t, out)
	doc, err := gltf.Open(out)
	if err != nil {
		t.Fatal(err)
	}
	return &knightPainted{t, doc, got.stderr}
}

// knightPainted is a result as another reader sees it.
type knightPainted struct {
	t    *testing.T
	doc  *gltf.Document
	said string
}

// material returns the material of that name; primitives still name it.
func (p *knightPainted) material(name string) *gltf.Material {
	p.t.Helper()
	for _, primitive := range p.doc.Meshes[0].Primitives {
		if m := p.doc.Materials[*primitive.Material]; m.Name == name {
			return m
		}
	}
	p.t.Fatalf("no primitive has the material %q", name)
	return nil
}

// file returns the image file of the base colour of a material.
func (p *knightPainted) file(name string) []byte {
	p.t.Helper()
	info := p.material(name).PBRMetallicRoughness.BaseColorTexture
	if info == nil {
		p.t.Fatalf("the material %q has no texture", name)
	}
	image := p.doc.Images[*p.doc.Textures[info.Index].Source]
	data, err := modeler.ReadBufferView(p.doc, p.doc.BufferViews[*image.BufferView])
	if err != nil {
		p.t.Fatal(err)
	}
	return data
}

// picture returns the base colour of a material, straight alpha.
func (p *knightPainted) picture(name string) *image.NRGBA {
	p.t.Helper()
	return decodePNG(p.t, p.file(name))
}

func decodePNG(t *testing.T, file []byte) *image.NRGBA {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	out := image.NewNRGBA(img.Bounds())
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			out.Set(x, y, color.NRGBAModel.Convert(img.At(x, y)))
		}
	}
	return out
}

// Every material is painted into a texture of its own, also two that shared an image.
func TestMaterialsArePaintedIntoTheirOwnTextures(t *testing.T) {
	k := newKnight(t)
	p := k.paint(t)
	for _, name := range []string{"Jacket", "Face", "Belt", "Buckle", "Cape"} {
		if size := p.picture(name).Rect.Size(); size != image.Pt(512, 512) {
			t.Errorf("the texture of %s has %v texels, want 512 each way", name, size)
		}
		if f := p.material(name).PBRMetallicRoughness.BaseColorFactor; f != nil && *f != [4]float64{1, 1, 1, 1} {
			t.Errorf("the paint of %s is multiplied with %v", name, *f)
		}
	}
	if bytes.Equal(p.file("Belt"), p.file("Buckle")) {
		t.Error("belt and buckle lie in different places and have the same paint")
	}
	if n := len(p.doc.Images); n != 5 {
		t.Errorf("there are %d images, want one for each painted material", n)
	}
}

// What is protected stays: files of whole materials byte for byte, texels of parts bit for
// bit, colours of materials without a texture.
func TestWhatIsProtectedStays(t *testing.T) {
	k := newKnight(t)
	p := k.paint(t, "--protect", "material:Face", "--protect", "material:Buckle", "--protect", "part:1", "--protect", "island:7", "--heal-seams", "--dither")
	for name, image := range map[string]string{"Face": "face", "Buckle": "shared"} {
		if !bytes.Equal(p.file(name), k.images[image]) {
			t.Errorf("the image file of %s changed", name)
		}
	}
	before, after := decodePNG(t, k.images["jacket"]), p.picture("Jacket")
	if after.Rect != before.Rect {
		t.Fatalf("the jacket has %v texels, want the %v it had", after.Rect.Size(), before.Rect.Size())
	}
	painted := 0
	for i := 0; i < len(after.Pix); i += 4 {
		x := float64(i/4%96) + 0.5
		changed := [4]uint8(after.Pix[i:]) != [4]uint8(before.Pix[i:])
		if changed && x < 0.45*96+1 {
			t.Fatalf("texel (%v, %d) of the protected half changed", x, i/4/96)
		}
		if changed {
			painted++
		}
	}
	if painted < 1500 {
		t.Errorf("%d texels of the other half are painted, want nearly all 1500", painted)
	}
	if !strings.Contains(p.said, `The texture of material "Jacket" keeps its 96 x 48 texels`) {
		t.Errorf("nobody says why the jacket has few texels: %s", p.said)
	}
	cape := p.picture("Cape")
	if got, want := cape.NRGBAAt(512*3/4, 256), (color.NRGBA{srgb(0.5), srgb(0.25), 0, 255}); got != want {
		t.Errorf("the protected square of the cape is %v, want its colour %v", got, want)
	}
	if f := p.material("Cape").PBRMetallicRoughness.BaseColorFactor; f == nil || *f != [4]float64{1, 1, 1, 1} {
		t.Errorf("the cape is multiplied with %v", f)
	}
	if decodePNG(t, k.images["shared"]).Rect == p.picture("Belt").Rect {
		t.Error("the belt is not painted")
	}
	if receipt := p.receipt(); strings.Join(receipt, ", ") != "material:Face, material:Buckle, part:1, island:7" {
		t.Errorf("the receipt says that %v is protected", receipt)
	}
}

func (p *knightPainted) receipt() []string {
	p.t.Helper()
	b, err := json.Marshal(p.doc.Asset.Extras)
	var extras struct {
		Patina struct{ Settings struct{ Protect []string } }
	}
	if err == nil {
		err = json.Unmarshal(b, &extras)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return extras.Patina.Settings.Protect
}

func srgb(linear float64) uint8 {
	return uint8(255*(1.055*math.Pow(linear, 1/2.4)-0.055) + 0.5)
}

// A material without UVs is named and stays as it is beside painted ones; with new UVs it
// is painted, too, and the others keep theirs.
func TestOneMaterialWithoutUVs(t *testing.T) {
	k := newKnight(t)
	for _, primitive := range k.doc.Meshes[0].Primitives[5:] { // of the cape
		delete(primitive.Attributes, gltf.TEXCOORD_0)
	}
	p := k.paint(t, "--protect", "material:Belt")
	if !strings.Contains(p.said, `mesh "knight", primitive 5`) {
		t.Errorf("nobody says what has no UVs: %s", p.said)
	}
	if m := p.material("Cape").PBRMetallicRoughness; m.BaseColorTexture != nil || *m.BaseColorFactor != [4]float64{0.5, 0.25, 0, 1} {
		t.Errorf("the cape has become %+v", m)
	}
	if size := p.picture("Face").Rect.Size(); size != image.Pt(512, 512) {
		t.Errorf("the texture of the face has %v texels, want 512 each way", size)
	}
	if !bytes.Equal(p.file("Belt"), k.images["shared"]) {
		t.Error("the image file of the belt changed")
	}
	p = k.paint(t, "--protect", "material:Belt", "--unwrap")
	for _, name := range []string{"Cape", "Face"} {
		if size := p.picture(name).Rect.Size(); size != image.Pt(512, 512) {
			t.Errorf("the texture of %s has %v texels, want 512 each way", name, size)
		}
	}
	if !bytes.Equal(p.file("Belt"), k.images["shared"]) {
		t.Error("the image file of the belt changed with the UVs of the cape")
	}
}

func TestPartsAreListedAndWrongNamesExplained(t *testing.T) {
	in := filepath.Join(t.TempDir(), "knight.glb")
	if err := gltf.SaveBinary(newKnight(t).doc, in); err != nil {
		t.Fatal(err)
	}
	got := patina(t, "parts", in)
	for _, want := range []string{"material:Jacket  4 ", "part:7 ", "island:7 ", "28.57 %"} {
		if !strings.Contains(got.stdout, want) {
			t.Errorf("the list lacks %q:\n%s", want, got.stdout)
		}
	}
	for piece, want := range map[string]string{
		"material:Boots": `there is no material "Boots" to protect: the mesh has "Jacket", "Face", "Belt", "Buckle", "Cape"`,
		"part:8":         "there is no part:8 to protect: the mesh has part:1 to part:7",
	} {
		got := patina(t, append(quick, in, "--sample", "--out", filepath.Join(t.TempDir(), "out.glb"), "--protect", piece)...)
		if got.status != 1 || !strings.Contains(got.stderr, want) {
			t.Errorf("%s: status %d, %s", piece, got.status, got.stderr)
		}
	}
}
