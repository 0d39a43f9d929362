package meshio

import (
	"encoding/json"
)

// draft is a document on its way to a file. It changes the JSON where it has to and
// copies the rest.
type draft struct {
	doc    *document
	root   object
	lists  map[string][]json.RawMessage
	fresh  map[int]bool // buffer views that are new, or freed and new
	layout *layout
	names  *namesBeside // nil when new textures go into the buffer
	files  []companion  // new textures beside the main file

	repeated     map[int]int // samplers like others, but that repeat, see repeating
	placeholders map[int]int // where buffers without contents stand in what is saved
}

func newDraft(doc *document, names *namesBeside) *draft {
	placeholders := map[int]int{}
	for i, data := range doc.buffers {
		if data == nil {
			placeholders[i] = 1 + len(placeholders)
		}
	}
	return &draft{doc: doc, root: doc.root.clone(), lists: map[string][]json.RawMessage{}, fresh: map[int]bool{}, names: names, repeated: map[int]int{}, placeholders: placeholders}
}

// list returns the items of a list of the root object. Open has proved that it is
// one; the slice may be changed.
func (d *draft) list(name string) []json.RawMessage {
	if _, read := d.lists[name]; !read {
		items, err := rawList(d.root, name)
		if err != nil {
			panic(err)
		}
		d.lists[name] = items
	}
	return d.lists[name]
}

// item returns an item of a list as an object.
func (d *draft) item(list string, i int) object {
	o, err := parseObject(d.list(list)[i])
	if err != nil {
		panic(err)
	}
	return o
}

// primitivesOfMesh returns the primitives of a mesh. Open has proved that they are some.
func primitivesOfMesh(mesh object) (list []json.RawMessage) {
	if err := json.Unmarshal(mesh.get("primitives"), &list); err != nil {
		panic(err)
	}
	return list
}

// put stores an item at an index of a list, or after its end, and returns the index.
func (d *draft) put(list string, i int, o object) int {
	items := d.list(list)
	if i >= len(items) {
		i = len(items)
		items = append(items, nil)
	}
	items[i] = o.bytes()
	d.lists[list] = items
	d.root.set(list, nil) // written by close
	return i
}

// sign stores the receipt as asset.extras.patina, which tools keep together with the
// author and licence of a file.
func (d *draft) sign(receipt json.RawMessage) {
	asset := d.root.child("asset")
	extras, err := parseObject(orEmpty(asset.get("extras")))
	if err != nil {
		extras = object{{"original", asset.get("extras")}} // extras may be any JSON
	}
	extras.set("patina", receipt)
	asset.set("extras", extras.bytes())
	d.root.set("asset", asset.bytes())
}

// close returns the JSON, with everything in one buffer that lies at uri, or in the
// BIN chunk when uri is empty.
func (d *draft) close(uri string) []byte {
	d.moveViews()
	if d.layout.size > 0 {
		d.joinBuffers(uri)
	}
	for name, items := range d.lists {
		if d.root.get(name) == nil && len(items) > 0 {
			d.root.set(name, joinList(items))
		}
	}
	return d.root.bytes()
}

// moveViews tells the old buffer views where their bytes lie now.
func (d *draft) moveViews() {
	for i := range d.list("bufferViews") {
		if d.fresh[i] {
			continue
		}
		o := d.item("bufferViews", i)
		moved := d.move(&o)
		extensions := o.child("extensions")
		for _, name := range meshoptNames {
			if packed := extensions.child(name); d.move(&packed) {
				extensions.set(name, packed.bytes())
				o.set("extensions", extensions.bytes())
				moved = true
			}
		}
		if moved {
			d.put("bufferViews", i, o)
		}
	}
}

// move changes buffer and byteOffset of an object, where they are not right already.
func (d *draft) move(o *object) bool {
	var at struct {
		Buffer     *int
		ByteOffset int
	}
	if json.Unmarshal(o.bytes(), &at) != nil || at.Buffer == nil || *at.Buffer < 0 || *at.Buffer >= len(d.doc.buffers) {
		return false
	}
	buffer, place := d.place(*at.Buffer, at.ByteOffset)
	if *at.Buffer == buffer && place == at.ByteOffset {
		return false
	}
	o.set("buffer", encode(buffer))
	o.set("byteOffset", encode(place))
	return true
}

// place returns where a byte of an old buffer lies now. Buffers without contents keep
// their order behind the first, which holds everything else.
func (d *draft) place(buffer, offset int) (int, int) {
	if d.doc.buffers[buffer] != nil {
		return 0, d.layout.place(buffer, offset)
	}
	return d.placeholders[buffer], offset
}

func (d *draft) joinBuffers(uri string) {
	var o object
	var placeholders []json.RawMessage
	for i, raw := range d.list("buffers") {
		if d.doc.buffers[i] == nil {
			placeholders = append(placeholders, raw)
		} else if o == nil {
			o = d.item("buffers", i)
		}
	}
	dropFallback(&o)
	o.remove("uri")
	o.set("byteLength", encode(d.layout.size))
	if uri != "" {
		o.set("uri", encode(uri))
	}
	d.lists["buffers"] = append([]json.RawMessage{o.bytes()}, placeholders...)
	d.root.set("buffers", nil) // written by close
}

// dropFallback takes off a buffer that only compressed views may use it: it is to hold
// everything.
func dropFallback(buffer *object) {
	extensions := buffer.child("extensions")
	for _, name := range meshoptNames {
		extensions.remove(name)
	}
	if buffer.get("extensions") == nil || len(extensions) == len(buffer.child("extensions")) {
		return
	}
	buffer.remove("extensions")
	if len(extensions) > 0 {
		buffer.set("extensions", extensions.bytes())
	}
}
