package meshio

import (
	"encoding/binary"
	"hash/crc32"
	"image/color"
	"strings"
	"testing"
)

func TestNoticesAboutMaterials(t *testing.T) {
	for text, change := range map[string]func(b *build){
		"variants":      func(b *build) { b.doc["extensionsUsed"] = list{"KHR_materials_variants"} },
		"GPU instances": func(b *build) { b.doc["extensionsUsed"] = list{"EXT_mesh_gpu_instancing"} },
		"makes it opaque": func(b *build) {
			b.item("materials", 0)["alphaMode"] = "MASK"
			b.doc["images"].(list)[0] = dict{"bufferView": b.view(pngOf(color.NRGBA{1, 2, 3, 4}, 2)), "mimeType": "image/png"}
		},
		"in image 0 is not shown": func(b *build) {
			b.doc["images"].(list)[0] = dict{"bufferView": b.view([]byte("no image")), "mimeType": "image/png"}
		},
		"too large": func(b *build) {
			png := pngOf(red, 1)
			copy(png[16:], []byte{0, 0, 255, 255, 0, 0, 255, 255}) // 65535 x 65535 in its header
			binary.BigEndian.PutUint32(png[29:], crc32.ChecksumIEEE(png[12:29]))
			b.doc["images"].(list)[0] = dict{"bufferView": b.view(png), "mimeType": "image/png"}
		},
	} {
		b := newSquare()
		change(b)
		f := opened(t, "a.glb", b.glb())
		wantNotice(t, f, text)
		for _, notice := range f.Notices {
			if !strings.HasSuffix(notice, ".") {
				t.Errorf("%q is no sentence", notice)
			}
		}
	}
}

func TestTheSourceOfAnExtensionIsShown(t *testing.T) {
	b := newSquare()
	b.doc["extensionsUsed"] = list{"EXT_texture_webp"}
	b.doc["textures"].(list)[0] = dict{"extensions": dict{"EXT_texture_webp": dict{"source": 0}}}
	f := opened(t, "a.glb", b.glb())
	if f.Mesh.Materials[0].Texture == nil {
		t.Fatal("nothing is shown")
	}
	again := save(t, f, ".glb", paintedWith(solid(blue, 2)))
	if again.Mesh.Materials[0].Texture.NRGBAAt(0, 0) != blue {
		t.Error("another texture is shown")
	}
}
