package meshio

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/qmuntal/gltf"
)

// addTexture makes a texture that is sampled like the old one.
func (d *draft) addTexture(s stroke, source int, free *freed) int {
	var o object
	if s.texture >= 0 {
		if sampler := d.item("textures", s.texture).get("sampler"); sampler != nil {
			o.set("sampler", d.samplerFor(s, sampler))
		}
	}
	o.set("source", encode(source))
	at := len(d.list("textures"))
	if i := slices.Index(free.textures, s.texture); i >= 0 {
		at = s.texture
		free.textures = slices.Delete(free.textures, i, i+1)
	}
	return d.put("textures", at, o)
}

// samplerFor returns the sampler of the old texture, or where the new one is for a tile
// beside the unit square, one that repeats.
func (d *draft) samplerFor(s stroke, sampler json.RawMessage) json.RawMessage {
	var number int
	if s.tile <= 1001 || json.Unmarshal(sampler, &number) != nil || number < 0 || number >= len(d.list("samplers")) {
		return sampler
	}
	return encode(d.repeating(number))
}

// addImage stores a PNG file in the buffer, or beside the main file.
func (d *draft) addImage(s stroke, png []byte, free *freed) int {
	at := len(d.list("images"))
	if len(free.images) > 0 {
		at, free.images = free.images[0], free.images[1:]
	}
	o := object{{"name", encode(s.name + tileWord(s.tile))}}
	if d.names != nil {
		file := d.names.free("_" + fileName(s.name) + tileEnding(s.tile) + ".png")
		d.files = append(d.files, companion{file, [][]byte{png}})
		o.set("uri", encode(escapeURI(file)))
	} else {
		view := len(d.list("bufferViews"))
		if len(free.views) > 0 {
			view, free.views = free.views[0], free.views[1:]
		}
		o.set("bufferView", encode(d.addView(view, png)))
	}
	o.set("mimeType", encode("image/png"))
	return d.put("images", at, o)
}

func (d *draft) addView(at int, data []byte) int {
	at = d.put("bufferViews", at, object{
		{"buffer", encode(0)},
		{"byteOffset", encode(d.layout.append(data))},
		{"byteLength", encode(len(data))},
	})
	d.fresh[at] = true
	return at
}

// embedImages takes images that lie in files of their own into the buffer, because
// what is saved may lie elsewhere.
func (d *draft) embedImages() {
	for i, raw := range d.list("images") {
		var image gltf.Image
		data := d.doc.images[i]
		if json.Unmarshal(raw, &image) != nil || data == nil || image.URI == "" || isDataURI(image.URI) || d.isCompanion(image.URI) {
			continue
		}
		o := d.item("images", i)
		o.remove("uri")
		o.set("bufferView", encode(d.addView(len(d.list("bufferViews")), data)))
		o.set("mimeType", encode(mimeType(data, image.MimeType)))
		d.put("images", i, o)
	}
}

func (d *draft) isCompanion(uri string) bool {
	return slices.ContainsFunc(d.files, func(c companion) bool { return escapeURI(c.name) == uri })
}

func mimeType(data []byte, written string) string {
	switch head := string(data[:min(len(data), 12)]); {
	case strings.HasPrefix(head, "\x89PNG"):
		return "image/png"
	case strings.HasPrefix(head, "\xff\xd8"):
		return "image/jpeg"
	case strings.HasPrefix(head, "RIFF") && strings.HasSuffix(head, "WEBP"):
		return "image/webp"
	case strings.HasPrefix(head, "\xabKTX 20"):
		return "image/ktx2"
	case written != "":
		return written
	default:
		return "application/octet-stream"
	}
}
