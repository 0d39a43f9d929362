package meshio

import (
	"bytes"
	"image"
	"math/rand/v2"
	"testing"
)

// noise is a picture whose PNG is large.
func noise(size int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	random := rand.New(rand.NewPCG(1, 2))
	for i := range img.Pix {
		img.Pix[i] = byte(random.Uint32()) | byte(255*(i%4/3))
	}
	return img
}

// newHeavy is the square with a large texture between its accessors.
func newHeavy(t *testing.T) *build {
	t.Helper()
	b := newBuild()
	png, err := encodeTextures(t.Context(), []*image.NRGBA{noise(64)})
	if err != nil {
		t.Fatal(err)
	}
	for _, data := range png {
		view := b.view(data)
		b.add("textures", dict{"source": b.add("images", dict{"bufferView": view, "mimeType": "image/png", "extras": 1})})
	}
	p := b.square()
	p["material"] = b.material("skin", 0)
	b.show(p)
	return b
}

func TestTheOldTextureLeavesTheFile(t *testing.T) {
	b := newHeavy(t)
	f := opened(t, "a.glb", b.glb())
	small := paintedWith(solid(blue, 2))
	for _, extension := range []string{".glb", ".gltf"} {
		again := save(t, f, extension, small)
		if got := len(again.document.buffers[0]); got > 1000 {
			t.Errorf("%s: %d bytes are left of %d", extension, got, len(b.bin))
		}
		sameMesh(t, f.Mesh, again.Mesh)
		if again.Mesh.Materials[0].Texture.NRGBAAt(0, 0) != blue {
			t.Errorf("%s shows another texture", extension)
		}
		after := again.json(t)
		if len(after["textures"].([]any)) != 1 || len(after["images"].([]any)) != 1 {
			t.Errorf("%s: textures %v, images %v", extension, after["textures"], after["images"])
		}
	}
	twice := save(t, save(t, f, ".glb", paintedWith(noise(64))), ".glb", small)
	if got := len(twice.document.buffers[0]); got > 1000 {
		t.Errorf("painted twice: %d bytes", got)
	}
}

func TestATextureThatIsStillUsedStays(t *testing.T) {
	for name, use := range map[string]func(b *build){
		"by another material": func(b *build) { b.material("other", 0) },
		"as emission":         func(b *build) { b.item("materials", 0)["emissiveTexture"] = dict{"index": 0} },
		"by an extension of the material": func(b *build) {
			b.doc["extensionsUsed"] = list{"KHR_materials_sheen"}
			b.item("materials", 0)["extensions"] = dict{"KHR_materials_sheen": dict{"sheenColorTexture": dict{"index": 0}}}
		},
		"by another texture": func(b *build) { b.material("other", b.add("textures", dict{"source": 0})) },
		"by another image":   func(b *build) { b.add("images", dict{"bufferView": 0, "mimeType": "image/png"}) },
		"perhaps, who knows": func(b *build) { b.doc["extensionsUsed"] = list{"VRM"} },
		"by an overlapping view": func(b *build) {
			b.add("bufferViews", dict{"buffer": 0, "byteOffset": 8, "byteLength": 8})
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := newHeavy(t)
			use(b)
			f := opened(t, "a.glb", b.glb())
			again := save(t, f, ".glb", paintedWith(solid(blue, 2)))
			if !bytes.HasPrefix(again.document.buffers[0], b.bin) {
				t.Error("old bytes are gone")
			}
			if again.Mesh.Materials[0].Texture.NRGBAAt(0, 0) != blue {
				t.Error("another texture is shown")
			}
		})
	}
}

func TestSlotsMayShareTextures(t *testing.T) {
	b := newHeavy(t)
	second := b.square()
	second["material"] = b.material("second", 0)
	m := b.item("meshes", 0)
	m["primitives"] = append(m["primitives"].(list), second)
	f := opened(t, "a.glb", b.glb())

	apart := save(t, f, ".glb", paintedWith(solid(blue, 2), solid(green, 2)))
	if m := apart.Mesh.Materials; m[0].Texture.NRGBAAt(0, 0) != blue || m[1].Texture.NRGBAAt(0, 0) != green {
		t.Error("slots that shared a texture do not show their own")
	}
	both := solid(red, 2)
	together := save(t, f, ".glb", paintedWith(both, both))
	if n := len(together.json(t)["images"].([]any)); n != 1 {
		t.Errorf("one picture became %d images", n)
	}
	one := save(t, f, ".glb", paintedWith(nil, both))
	if m := one.Mesh.Materials; m[0].Texture.Bounds().Dx() != 64 || m[1].Texture.NRGBAAt(0, 0) != red {
		t.Error("painting one slot changed the other")
	}
}

func TestMoreImagesDieThanAreBorn(t *testing.T) {
	b := newHeavy(t)
	second := b.square()
	second["material"] = b.material("second", b.texture(green))
	m := b.item("meshes", 0)
	m["primitives"] = append(m["primitives"].(list), second)
	f := opened(t, "a.glb", b.glb())
	both := solid(red, 2)
	again := save(t, f, ".glb", paintedWith(both, both))
	for _, m := range again.Mesh.Materials {
		if m.Texture.NRGBAAt(0, 0) != red {
			t.Error("another texture is shown")
		}
	}
}
