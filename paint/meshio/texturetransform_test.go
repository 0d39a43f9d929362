package meshio

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"math"
	"reflect"
	"testing"

	"patina/paint/geom"
	"patina/paint/uv"
)

// withTransform is the square with a texture transform.
func withTransform(transform dict) *build {
	b := newSquare()
	b.doc["extensionsUsed"] = list{"KHR_texture_transform"}
	b.item("materials", 0)["pbrMetallicRoughness"] = dict{"baseColorTexture": dict{
		"index": 0, "extras": dict{"note": 7}, "extensions": dict{"KHR_texture_transform": transform},
	}}
	return b
}

func TestTextureTransformsAreApplied(t *testing.T) {
	for name, c := range map[string]struct {
		transform dict
		want      [4]geom.Vec2 // of the UVs (0,1) (1,1) (1,0) (0,0)
	}{
		"atlas":     {dict{"offset": list{0.5, 0.25}, "scale": list{0.5, 0.5}}, [4]geom.Vec2{{X: .5, Y: .75}, {X: 1, Y: .75}, {X: 1, Y: .25}, {X: .5, Y: .25}}},
		"upside":    {dict{"offset": list{0, 1}, "scale": list{1, -1}}, [4]geom.Vec2{{X: 0, Y: 0}, {X: 1, Y: 0}, {X: 1, Y: 1}, {X: 0, Y: 1}}},
		"quadrant":  {dict{"offset": list{0, 1}, "rotation": math.Pi / 2, "scale": list{.5, .5}}, [4]geom.Vec2{{X: .5, Y: 1}, {X: .5, Y: .5}, {X: 0, Y: .5}, {X: 0, Y: 1}}},
		"unequal":   {dict{"offset": list{0, 1}, "rotation": math.Pi / 2, "scale": list{.5, .25}}, [4]geom.Vec2{{X: .25, Y: 1}, {X: .25, Y: .5}, {X: 0, Y: .5}, {X: 0, Y: 1}}},
		"identity":  {dict{}, [4]geom.Vec2{{X: 0, Y: 1}, {X: 1, Y: 1}, {X: 1, Y: 0}, {X: 0, Y: 0}}},
		"other set": {dict{"texCoord": 0}, [4]geom.Vec2{{X: 0, Y: 1}, {X: 1, Y: 1}, {X: 1, Y: 0}, {X: 0, Y: 0}}},
	} {
		t.Run(name, func(t *testing.T) {
			f := opened(t, "a.glb", withTransform(c.transform).glb())
			for i, want := range c.want {
				if got := f.Mesh.UVs[i]; math.Hypot(float64(got.X-want.X), float64(got.Y-want.Y)) > 1e-6 {
					t.Errorf("vertex %d has %v instead of %v", i, got, want)
				}
			}
			again := save(t, f, ".glb", paintedWith(solid(blue, 2)))
			for i := range c.want {
				if again.Mesh.UVs[i] != f.Mesh.UVs[i] {
					t.Errorf("vertex %d is painted at %v and shown at %v", i, f.Mesh.UVs[i], again.Mesh.UVs[i])
				}
			}
			if again.Mesh.Materials[0].Texture.NRGBAAt(0, 0) != blue {
				t.Error("it does not show the new texture")
			}
			if look := textureInfoOf(t, again); string(look.get("extras")) != `{"note":7}` {
				t.Errorf("the texture became %s", look.bytes())
			}
		})
	}
}

func textureInfoOf(t *testing.T, f *File) object {
	t.Helper()
	var materials []json.RawMessage
	if err := json.Unmarshal(f.document.root.get("materials"), &materials); err != nil {
		t.Fatal(err)
	}
	o, err := parseObject(materials[0])
	if err != nil {
		t.Fatal(err)
	}
	return o.child("pbrMetallicRoughness").child("baseColorTexture")
}

// A material that repeats its texture four times is not painted four times.
func TestRepeatingTransformsAreDropped(t *testing.T) {
	f := opened(t, "a.glb", withTransform(dict{"scale": list{4, 4}}).glb())
	wantNotice(t, f, "repeated by a texture transform")
	again := save(t, f, ".glb", paintedWith(solid(blue, 2)))
	for i, uv := range squareUVs {
		if f.Mesh.UVs[i] != uv || again.Mesh.UVs[i] != uv {
			t.Errorf("vertex %d has %v and then %v", i, f.Mesh.UVs[i], again.Mesh.UVs[i])
		}
	}
	if look := textureInfoOf(t, again); look.get("extensions") != nil || string(look.get("extras")) != `{"note":7}` {
		t.Errorf("the texture became %s", look.bytes())
	}
}

const blackWebP = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="

func TestWebPTexturesAreShownAndKept(t *testing.T) {
	webp, _ := base64.StdEncoding.DecodeString(blackWebP)
	b := newSquare()
	b.doc["extensionsUsed"], b.doc["extensionsRequired"] = list{"EXT_texture_webp"}, list{"EXT_texture_webp"}
	image := b.add("images", dict{"bufferView": b.view(webp), "mimeType": "image/webp"})
	b.doc["textures"].(list)[0] = dict{"extensions": dict{"EXT_texture_webp": dict{"source": image}}}
	f := opened(t, "a.glb", b.glb())
	if f.Mesh.Materials[0].Texture == nil {
		t.Fatalf("it is not shown: %q", f.Notices)
	}
	again := save(t, f, ".glb", Painting{Receipt: 1})
	if got := imageFile(t, again, image); string(got) != string(webp) {
		t.Errorf("%d bytes of WebP became %d", len(webp), len(got))
	}
}

// A KTX2 texture is not shown, but stays when something else is painted.
func TestBasisTexturesAreKept(t *testing.T) {
	ktx := append([]byte("\xabKTX 20\xbb\r\n\x1a\n"), make([]byte, 90)...)
	b := newSquare()
	b.doc["extensionsUsed"], b.doc["extensionsRequired"] = list{"KHR_texture_basisu"}, list{"KHR_texture_basisu"}
	image := b.add("images", dict{"bufferView": b.view(ktx), "mimeType": "image/ktx2"})
	texture := b.add("textures", dict{"extensions": dict{"KHR_texture_basisu": dict{"source": image}}})
	second := b.square()
	second["material"] = b.material("other", texture)
	m := b.item("meshes", 0)
	m["primitives"] = append(m["primitives"].(list), second)
	f := opened(t, "a.glb", b.glb())
	wantNotice(t, f, "KTX2")
	p := paintedWith(solid(blue, 2))
	dir := t.TempDir()
	if err := f.Save(t.Context(), dir+"/a.glb", p); err != nil {
		t.Fatal(err)
	}
	again, err := Open(t.Context(), dir+"/a.glb")
	if err != nil {
		t.Fatal(err)
	}
	if got := imageFile(t, again, image); string(got) != string(ktx) {
		t.Error("the KTX2 file changed")
	}
}

// imageFile returns the bytes of an image in the buffer.
func imageFile(t *testing.T, f *File, i int) []byte {
	t.Helper()
	var images []struct{ BufferView int }
	var views []struct{ ByteOffset, ByteLength int }
	root := f.document.root
	if json.Unmarshal(root.get("images"), &images) != nil || json.Unmarshal(root.get("bufferViews"), &views) != nil {
		t.Fatal("no images")
	}
	v := views[images[i].BufferView]
	return f.document.buffers[0][v.ByteOffset:][:v.ByteLength]
}

// newQuantizedTiles is a file of two squares in UDIM tiles whose UVs are integers of 12
// bits over 16 tiles, which a texture transform undoes.
func newQuantizedTiles() *build {
	b := withTransform(dict{"offset": list{0, -1}, "scale": list{65535. / 4095 * 4, 65535. / 4095 * 4}})
	b.doc["extensionsUsed"] = list{"KHR_texture_transform", "KHR_mesh_quantization"}
	b.doc["extensionsRequired"] = list{"KHR_texture_transform", "KHR_mesh_quantization"}
	p := b.row(1001, 1012)
	var quantized []byte
	for _, uv := range append(squareIn(1001), squareIn(1012)...) {
		for _, f := range []float32{uv.X, uv.Y + 1} {
			quantized = binary.LittleEndian.AppendUint16(quantized, uint16(math.Round(float64(f)/4*4095)))
		}
	}
	at := b.accessor(b.view(quantized), 5123, "VEC2", 8)
	b.item("accessors", at)["normalized"] = true
	p["attributes"].(dict)["TEXCOORD_0"], p["material"] = at, 0
	b.doc["meshes"], b.doc["nodes"] = nil, nil
	b.show(p)
	return b
}

func TestQuantizedUVsLieInTiles(t *testing.T) {
	b := newQuantizedTiles()
	f := opened(t, "a.glb", b.glb())
	for i, want := range append(squareIn(1001), squareIn(1012)...) {
		if got := f.Mesh.UVs[i]; math.Hypot(float64(got.X-want.X), float64(got.Y-want.Y)) > 1e-3 {
			t.Errorf("vertex %d has %v instead of %v", i, got, want)
		}
	}
	tiled := inTiles(t, f, uv.Tiled)
	if m := tiled.Mesh.Materials; len(m) != 2 || m[0].Tile != 1001 || m[1].Tile != 1012 {
		t.Fatalf("materials %+v", m)
	}
	again := save(t, tiled, ".glb", paintedWith(tilePictures(2)...))
	for i, want := range f.Mesh.UVs {
		if again.Mesh.UVs[i] != want {
			t.Errorf("vertex %d is painted at %v and shown at %v", i, want, again.Mesh.UVs[i])
		}
	}
	for slot, want := range tileColors[:2] {
		if got := again.Mesh.Materials[slot].Texture.NRGBAAt(0, 0); got != want {
			t.Errorf("slot %d shows %v", slot, got)
		}
	}
	was, is := readJSON(t, b.json())["accessors"].([]any), again.json(t)["accessors"].([]any)
	if !reflect.DeepEqual(was, is[:len(was)]) {
		t.Error("accessors changed")
	}
}

// Without quantization, a transform that leaves the unit square repeats the texture.
func TestTransformsOfFloatsRepeat(t *testing.T) {
	b := withTransform(dict{"scale": list{4, 4}})
	b.doc["extensionsUsed"] = list{"KHR_texture_transform", "KHR_mesh_quantization"}
	f := opened(t, "a.glb", b.glb())
	wantNotice(t, f, "is repeated by a texture transform")
	if f.Mesh.UVs[0] != squareUVs[0] {
		t.Errorf("UVs %v", f.Mesh.UVs)
	}
}
