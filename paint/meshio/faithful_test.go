package meshio

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/qmuntal/gltf"
)

// faithful compares a file with what became of it when some materials were painted.
// Whatever was not asked to change has the same bytes: every JSON value, the contents
// of every buffer view and image, wherever they lie now. (JSON moves between lines, so
// blanks between values do not count.)
type faithful struct {
	t             *testing.T
	before, after *document
	painted       map[int]bool // materials
}

// mayMove are the members that say where the bytes of a view or an image lie.
var mayMove = map[string]bool{"buffer": true, "byteOffset": true, "uri": true, "bufferView": true, "mimeType": true}

func (f *faithful) check() {
	f.t.Helper()
	f.rootMembers()
	texture, image, view := f.replaced()
	f.items("bufferViews", view, mayMove)
	f.items("images", image, mayMove)
	f.items("textures", texture, nil)
	f.items("materials", f.painted, nil)
	f.views(view)
	f.images(image)
	f.materials()
	if len(f.before.other) != len(f.after.other) {
		f.t.Errorf("%d chunks became %d", len(f.before.other), len(f.after.other))
	}
	for i, c := range f.before.other {
		if c.kind != f.after.other[i].kind || !bytes.Equal(c.data, f.after.other[i].data) {
			f.t.Errorf("chunk %d changed", i)
		}
	}
}

// rootMembers compares everything but the lists whose items may be new ones.
func (f *faithful) rootMembers() {
	f.t.Helper()
	compared := map[string]bool{"buffers": true, "bufferViews": true, "images": true, "textures": true, "materials": true}
	at := 0
	for _, m := range f.before.root {
		for at < len(f.after.root) && f.after.root[at].name != m.name {
			at++
		}
		if at == len(f.after.root) {
			f.t.Errorf("%s is gone, or stands elsewhere", m.name)
			return
		}
		if !compared[m.name] {
			f.same(m.name, m.value, f.after.root[at].value)
		}
	}
}

func (f *faithful) same(what string, before, after json.RawMessage) {
	f.t.Helper()
	if !bytes.Equal(compacted(before), compacted(after)) {
		f.t.Errorf("%s changed from\n%s\nto\n%s", what, before, after)
	}
}

func compacted(raw json.RawMessage) []byte {
	var out bytes.Buffer
	if len(raw) > 0 && json.Compact(&out, raw) != nil {
		return raw
	}
	return out.Bytes()
}

// replaced finds what only the painted materials showed: it may hold something new.
func (f *faithful) replaced() (textures, images, views map[int]bool) {
	textures, images, views = map[int]bool{}, map[int]bool{}, map[int]bool{}
	var listed []gltf.Texture
	var pictures []gltf.Image
	_ = json.Unmarshal(f.before.root.get("textures"), &listed)
	_ = json.Unmarshal(f.before.root.get("images"), &pictures)
	for m := range f.painted {
		var o material
		if err := json.Unmarshal(f.list(f.before, "materials")[m], &o); err != nil {
			f.t.Fatal(err)
		}
		t := o.baseTexture()
		if t == nil || t.Index == nil || references("index", f.list(f.before, "materials"))[*t.Index] > 1 {
			continue
		}
		textures[*t.Index] = true
		i := sourceOf(&listed[*t.Index])
		if i < 0 || references("source", f.list(f.before, "textures"))[i] > 1 {
			continue
		}
		images[i] = true
		if pictures[i].BufferView != nil {
			views[*pictures[i].BufferView] = true
		}
	}
	return textures, images, views
}

func (f *faithful) list(d *document, name string) []json.RawMessage {
	items, err := rawList(d.root, name)
	if err != nil {
		f.t.Fatal(err)
	}
	return items
}

// items compares the items of a list member by member, less those that may be new and
// the members that may differ.
func (f *faithful) items(name string, replaced map[int]bool, mayDiffer map[string]bool) {
	f.t.Helper()
	before, after := f.list(f.before, name), f.list(f.after, name)
	if len(after) < len(before) {
		f.t.Errorf("%d %s became %d", len(before), name, len(after))
		return
	}
	for i := range before {
		if replaced[i] {
			continue
		}
		was, is := f.object(before[i]), f.object(after[i])
		for _, m := range was {
			if !mayDiffer[m.name] && m.name != "extensions" {
				f.same(name+" "+m.name, m.value, is.get(m.name))
			}
		}
		f.extensions(name, was, is)
		for _, m := range is {
			if was.get(m.name) == nil && !mayDiffer[m.name] {
				f.t.Errorf("%s[%d] has got %s", name, i, m.name)
			}
		}
	}
}

// extensions compares the extensions of an item; a compressed stream may move.
func (f *faithful) extensions(name string, was, is object) {
	f.t.Helper()
	for _, m := range was.child("extensions") {
		before, after := f.object(m.value), f.object(is.child("extensions").get(m.name))
		if name == "bufferViews" {
			before, after = before.clone(), after.clone()
			before.remove("byteOffset")
			after.remove("byteOffset")
			before.remove("buffer")
			after.remove("buffer")
		}
		f.same(name+" "+m.name, before.bytes(), after.bytes())
	}
}

func (f *faithful) object(raw json.RawMessage) object {
	f.t.Helper()
	o, err := parseObject(raw)
	if err != nil {
		f.t.Fatalf("%s: %v", raw, err)
	}
	return o
}

// views compares the bytes of buffer views, and of their compressed streams.
func (f *faithful) views(replaced map[int]bool) {
	f.t.Helper()
	before, after := f.contents(f.before), f.contents(f.after)
	for i := range before {
		if !replaced[i] && !bytes.Equal(before[i], after[i]) {
			f.t.Errorf("the bytes of bufferViews[%d] changed", i)
		}
	}
}

func (f *faithful) contents(d *document) (contents [][]byte) {
	for _, raw := range f.list(d, "bufferViews") {
		var v gltf.BufferView
		if err := json.Unmarshal(raw, &v); err != nil {
			f.t.Fatal(err)
		}
		data := []byte{}
		if b := d.buffers[v.Buffer]; b != nil {
			data = append(data, b[v.ByteOffset:][:v.ByteLength]...)
		}
		if raw := extensionOf(v.Extensions, meshoptNames...); raw != nil {
			var p packedView
			if err := json.Unmarshal(raw, &p); err != nil {
				f.t.Fatal(err)
			}
			data = append(data, d.buffers[p.Buffer][p.ByteOffset:][:p.ByteLength]...)
		}
		contents = append(contents, data)
	}
	return contents
}

func (f *faithful) images(replaced map[int]bool) {
	f.t.Helper()
	before, err := f.before.library()
	if err != nil {
		f.t.Fatal(err)
	}
	after, err := f.after.library()
	if err != nil {
		f.t.Fatal(err)
	}
	for i := range before.images {
		if was := before.imageFile(i); !replaced[i] && was != nil && !bytes.Equal(was, after.imageFile(i)) {
			f.t.Errorf("images[%d] changed", i)
		}
	}
}

// materials compares what painting leaves alone of the materials that it paints.
func (f *faithful) materials() {
	f.t.Helper()
	for i := range f.painted {
		before, after := f.object(f.list(f.before, "materials")[i]), f.object(f.list(f.after, "materials")[i])
		for _, m := range before {
			switch m.name {
			case "pbrMetallicRoughness":
				f.members("pbrMetallicRoughness", before.child(m.name), after.child(m.name), "baseColorTexture", "baseColorFactor")
				f.members("baseColorTexture", before.child(m.name).child("baseColorTexture"), after.child(m.name).child("baseColorTexture"), "index")
			case "extensions":
				f.members("extensions", before.child(m.name), after.child(m.name), specularGlossiness)
				f.members(specularGlossiness, before.child(m.name).child(specularGlossiness), after.child(m.name).child(specularGlossiness), "diffuseTexture", "diffuseFactor")
			default:
				f.same("material "+m.name, m.value, after.get(m.name))
			}
		}
	}
}

func (f *faithful) members(what string, before, after object, except ...string) {
	f.t.Helper()
	before, after = before.clone(), after.clone()
	for _, name := range except {
		before.remove(name)
		after.remove(name)
	}
	f.same(what, before.bytes(), after.bytes())
}
