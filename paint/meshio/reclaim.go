package meshio

import (
	"encoding/json"
	"slices"

	"github.com/qmuntal/gltf"
)

// freed are the entries of a file's lists that painting leaves without a user. They
// are used again for what is new, so that no dead texture stays in the file and all
// other indices stay as they are.
type freed struct {
	textures, images, views []int
	cuts                    map[int]cut // the bytes of those views that may go
}

// free finds what only the painted materials used, of images no more than the
// pictures that will take their places. It finds nothing when the file uses an
// extension that is not known, because that may refer to anything.
func (d *draft) free(old []int, pictures int) freed {
	f := freed{cuts: map[int]cut{}}
	if !d.understood() {
		return f
	}
	used := references("index", d.list("materials"))
	for _, t := range old {
		if t >= 0 && used[t] == 0 && !slices.Contains(f.textures, t) {
			f.textures = append(f.textures, t)
		}
	}
	f.images = d.deadImages(f.textures)
	f.images = f.images[:min(len(f.images), pictures)]
	f.views = d.deadViews(f.images)
	views := d.views()
	for _, v := range f.views {
		if c, ok := cutOf(views, v); ok {
			f.cuts[v] = c
		}
	}
	return f
}

// understood tells whether every extension of the file is known not to refer to
// textures, images or buffer views elsewhere than the lists that are searched here.
func (d *draft) understood() bool {
	var used []string
	if json.Unmarshal(d.root.get("extensionsUsed"), &used) != nil && d.root.get("extensionsUsed") != nil {
		return false
	}
	for _, m := range d.root.child("extensions") {
		used = append(used, m.name)
	}
	return !slices.ContainsFunc(used, func(name string) bool { return !isKnown(name) })
}

func (d *draft) deadImages(textures []int) (dead []int) {
	list := d.list("textures")
	used := references("source", without(list, textures))
	for _, t := range textures {
		for i := range references("source", list[t:t+1]) {
			if i >= 0 && i < len(d.list("images")) && used[i] == 0 && !slices.Contains(dead, i) {
				dead = append(dead, i)
			}
		}
	}
	slices.Sort(dead)
	return dead
}

func (d *draft) deadViews(images []int) (dead []int) {
	list := d.list("images")
	used := references("bufferView", without(list, images), d.list("accessors"), d.list("meshes"))
	for _, i := range images {
		var image gltf.Image
		if json.Unmarshal(list[i], &image) == nil && image.BufferView != nil {
			if v := *image.BufferView; used[v] == 0 && !slices.Contains(dead, v) {
				dead = append(dead, v)
			}
		}
	}
	return dead
}

// cutOf returns the bytes of a dead view that may go, unless another view shares
// some. A few stay, so that the view is never empty, and what lies behind it moves by
// a multiple of grain.
func cutOf(views []gltf.BufferView, view int) (cut, bool) {
	v := views[view]
	end := v.ByteOffset + v.ByteLength
	for i, o := range views {
		if i != view && o.Buffer == v.Buffer && o.ByteOffset < end && v.ByteOffset < o.ByteOffset+o.ByteLength {
			return cut{}, false
		}
		if raw := extensionOf(o.Extensions, meshoptNames...); raw != nil && (i == view || sharesStream(raw, v)) {
			return cut{}, false
		}
	}
	length := (v.ByteLength - 1) / grain * grain
	return cut{v.Buffer, v.ByteOffset, v.ByteOffset + length, v.ByteLength - length}, length > 0
}

// sharesStream tells whether a compressed stream lies in some of the bytes of a view.
func sharesStream(raw json.RawMessage, v gltf.BufferView) bool {
	var p packedView
	return json.Unmarshal(raw, &p) != nil ||
		p.Buffer == v.Buffer && p.ByteOffset < v.ByteOffset+v.ByteLength && v.ByteOffset < p.ByteOffset+p.ByteLength
}

// views returns the buffer views of the file as it was read, which Open has checked.
func (d *draft) views() []gltf.BufferView {
	views := make([]gltf.BufferView, len(d.list("bufferViews")))
	for i, raw := range d.list("bufferViews") {
		if err := json.Unmarshal(raw, &views[i]); err != nil {
			panic(err)
		}
	}
	return views
}

func without(items []json.RawMessage, indices []int) []json.RawMessage {
	var out []json.RawMessage
	for i, item := range items {
		if !slices.Contains(indices, i) {
			out = append(out, item)
		}
	}
	return out
}

// references counts the numbers that stand under a name anywhere in the items of lists.
func references(name string, lists ...[]json.RawMessage) map[int]int {
	counts := map[int]int{}
	for _, item := range slices.Concat(lists...) {
		var v any
		if json.Unmarshal(item, &v) == nil {
			countNumbers(v, name, counts)
		}
	}
	return counts
}

func countNumbers(v any, name string, counts map[int]int) {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			if f, ok := value.(float64); ok && key == name {
				counts[int(f)]++
			} else {
				countNumbers(value, name, counts)
			}
		}
	case []any:
		for _, value := range v {
			countNumbers(value, name, counts)
		}
	}
}
