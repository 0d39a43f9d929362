package meshio

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"

	"github.com/qmuntal/gltf"

	"patina/paint/geom"
)

// vertexArray is what a buffer view of vertex attributes is for (specification, 5.11.5).
const vertexArray = 34962

// gatherAll returns attributes with the values of some vertices, in their order; the UVs
// that are given anew are left out.
func (c *completion) gatherAll(attributes object, sources []int, name string) (object, error) {
	var out object
	for _, m := range attributes {
		var index int
		if err := json.Unmarshal(m.value, &index); err != nil {
			return nil, fmt.Errorf("%s: %s is no number: export the file again", name, m.name)
		}
		if m.name == gltf.TEXCOORD_0 {
			continue
		}
		at, err := c.gather(index, sources, name+": "+m.name)
		if err != nil {
			return nil, err
		}
		out.set(m.name, encode(at))
	}
	return out, nil
}

// gather adds an accessor with some elements of another, whose bytes stay as they are.
func (c *completion) gather(index int, sources []int, what string) (int, error) {
	if index < 0 || index >= len(c.r.accessors) {
		return 0, fmt.Errorf("%s names accessor %d, which does not exist", what, index)
	}
	e, err := c.r.elements(index, what, c.r.accessors[index].Type)
	if err != nil {
		return 0, err
	}
	stride := padded(e.width * e.size)
	data := make([]byte, stride*len(sources))
	for i, v := range sources {
		if v >= e.count {
			return 0, fmt.Errorf("%s has %d elements and needs more: export the file again", what, e.count)
		}
		copy(data[i*stride:], e.element(v))
	}
	o := c.d.item("accessors", index)
	o.remove("sparse")
	o.remove("byteOffset")
	o.set("bufferView", encode(c.d.addVertices(data, stride)))
	o.set("count", encode(len(sources)))
	if o.get("min") != nil || o.get("max") != nil {
		low, high := e.bounds(sources)
		o.set("min", encode(low))
		o.set("max", encode(high))
	}
	return c.d.put("accessors", len(c.d.list("accessors")), o), nil
}

// bounds returns the least and the largest of each component of some elements, as they
// are stored.
func (e *elements) bounds(sources []int) (low, high []float64) {
	raw := *e
	raw.normalized = false
	for c := range e.width {
		least, most := math.Inf(1), math.Inf(-1)
		for _, v := range sources {
			f := float64(raw.float(v, c))
			least, most = min(least, f), max(most, f)
		}
		if math.IsInf(most-least, 0) || most-least != most-least {
			least, most = 0, 0 // JSON has no such numbers
		}
		low, high = append(low, least), append(high, most)
	}
	return low, high
}

// addVertices adds a buffer view of vertex attributes.
func (d *draft) addVertices(data []byte, stride int) int {
	view := d.addView(len(d.list("bufferViews")), data)
	o := d.item("bufferViews", view)
	o.set("byteStride", encode(stride))
	o.set("target", encode(vertexArray))
	return d.put("bufferViews", view, o)
}

// addUVs adds an accessor of UVs.
func (d *draft) addUVs(uvs []geom.Vec2) int {
	data := make([]byte, 0, 8*len(uvs))
	for _, uv := range uvs {
		data = binary.LittleEndian.AppendUint32(data, math.Float32bits(uv.X))
		data = binary.LittleEndian.AppendUint32(data, math.Float32bits(uv.Y))
	}
	component := gltf.ComponentFloat
	return d.put("accessors", len(d.list("accessors")), object{
		{"bufferView", encode(d.addVertices(data, 8))}, {"componentType", encode(&component)}, {"count", encode(len(uvs))}, {"type", encode("VEC2")},
	})
}
