package meshio

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"image"
	"slices"

	"github.com/qmuntal/gltf"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// glTF has no UDIM tiles: a material has one texture. So each tile of a material becomes a
// material of its own, and a primitive that lies in several tiles becomes one primitive
// for each. They share all attributes, and UVs stay as they are: textures repeat, so a
// place in tile 1002 shows what it would show in the unit square.

// primitive is a painted primitive of a glTF mesh, whose triangles may lie in several
// UDIM tiles.
type primitive struct {
	mesh, number int
	slot         uint16 // of its material before it is split into tiles
	mode         gltf.PrimitiveMode
	uvs, indices *elements // indices are nil when the vertices stand in order
}

// primitives returns the primitives of all pieces, each once however many nodes show it:
// those with UVs, which are painted, and those without.
func (r *reader) primitives() (painted []primitive, left []leftPrimitive) {
	seen := make(map[[2]int]bool)
	for _, x := range r.pieces {
		at := [2]int{x.at.mesh, x.at.primitive}
		if seen[at] {
			continue
		}
		seen[at] = true
		if x.uvs != nil {
			painted = append(painted, primitive{x.at.mesh, x.at.primitive, x.slot, x.primitive.Mode, x.uvs, x.indices})
		} else if !r.withoutUVs {
			left = append(left, leftPrimitive{x.at.mesh, x.at.primitive, r.document.slots[x.slot].material})
		}
	}
	slices.SortFunc(painted, func(a, b primitive) int {
		return cmp.Or(cmp.Compare(a.mesh, b.mesh), cmp.Compare(a.number, b.number))
	})
	return painted, left
}

// materialOfTile returns where the material of a slot is to be changed. The material in
// the file is the one of the first tile if all tiles are painted, and else of those that
// are not; every other tile gets a copy.
func (d *draft) materialOfTile(m *mesh.Mesh, textures []*image.NRGBA, slot int) documentSlot {
	at := d.doc.slots[slot]
	tiles := tilesOf(m, slot)
	if len(tiles) > 1 && d.doc.slots[tiles[0]].material != d.doc.slots[tiles[1]].material {
		return at // each has a material of its own
	}
	last := tiles[len(tiles)-1]
	whole := last < len(textures) && !slices.Contains(textures[tiles[0]:last+1], nil)
	if at.material < 0 || whole && slot == tiles[0] {
		return at
	}
	items, err := rawList(d.doc.root, "materials")
	if err != nil {
		panic(err)
	}
	material, err := parseObject(items[at.material])
	if err != nil {
		panic(err)
	}
	material.set("name", encode(slotName(m, slot)))
	at.material = d.put("materials", len(d.list("materials")), material)
	return at
}

// splitPrimitives gives every tile of the painted primitives its material; materials has
// one for each slot of the mesh.
func (d *draft) splitPrimitives(m *mesh.Mesh, materials []int) {
	first := make(map[int]int) // slot of the first tile of each material
	for slot := len(m.Materials) - 1; slot >= 0; slot-- {
		first[m.Whole(slot)] = slot
	}
	for from, to := 0, 0; from < len(d.doc.painted); from = to {
		for to < len(d.doc.painted) && d.doc.painted[to].mesh == d.doc.painted[from].mesh {
			to++
		}
		d.splitMesh(m, d.doc.painted[from:to], first, materials)
	}
}

// splitMesh splits the painted primitives of one glTF mesh; first is the slot of the first
// tile of each material.
func (d *draft) splitMesh(m *mesh.Mesh, painted []primitive, first map[int]int, materials []int) {
	o := d.item("meshes", painted[0].mesh)
	old := primitivesOfMesh(o)
	parts := make([][]json.RawMessage, len(old))
	for i := range old {
		parts[i] = old[i : i+1]
	}
	changed := false
	for i := range painted {
		p := &painted[i]
		if slots := tilesOf(m, first[int(p.slot)]); len(slots) > 1 {
			parts[p.number], changed = d.split(p, old[p.number], m, slots, materials), true
		}
	}
	if changed {
		o.set("primitives", joinList(slices.Concat(parts...)))
		d.put("meshes", painted[0].mesh, o)
	}
}

// split returns the primitives that take the place of one whose material has several
// tiles.
func (d *draft) split(p *primitive, old json.RawMessage, m *mesh.Mesh, slots []int, materials []int) (parts []json.RawMessage) {
	tiles := make(mesh.Tiles, len(slots))
	for i, slot := range slots {
		tiles[i] = mesh.TileNumbered(m.Materials[slot].Tile)
	}
	corners := make([][]uint32, len(slots))
	place := d.doc.slots[slots[0]].place(p.uvs)
	for _, t := range p.triangles() {
		i := tiles.Nearest(place(t[0]), place(t[1]), place(t[2]))
		corners[i] = append(corners[i], t[:]...)
	}
	used := 0
	for _, c := range corners {
		if len(c) > 0 {
			used++
		}
	}
	if used == 0 {
		return []json.RawMessage{old}
	}
	for i, c := range corners {
		if len(c) == 0 {
			continue
		}
		o, err := parseObject(old)
		if err != nil {
			panic(err)
		}
		if o.remove("material"); materials[slots[i]] >= 0 {
			o.set("material", encode(materials[slots[i]]))
		}
		if used > 1 {
			o.set("indices", encode(d.addIndices(c, p.uvs.count)))
			o.remove("mode") // a list of triangles
		}
		parts = append(parts, o.bytes())
	}
	return parts
}

// place returns a function that tells where in the plane of UVs a vertex is painted.
func (s documentSlot) place(uvs *elements) func(vertex uint32) geom.Vec2 {
	return func(vertex uint32) geom.Vec2 {
		if s.transform == nil {
			return uvs.vec2(int(vertex))
		}
		return s.transform.apply(uvs.vec2(int(vertex)))
	}
}

// triangles returns the triangles of a primitive, which Open has checked.
func (p *primitive) triangles() []mesh.Triangle {
	corners, corner := p.uvs.count, func(i int) uint32 { return uint32(i) }
	if p.indices != nil {
		corners, corner = p.indices.count, p.indices.index
	}
	return appendTriangles(nil, p.mode, corners, corner)
}

// elementArray is what a buffer view of indices is for (specification, 5.11.5).
const elementArray = 34963

// addIndices adds an accessor of indices, of two bytes each where all vertices can be
// named by them.
func (d *draft) addIndices(corners []uint32, vertices int) int {
	component, data := gltf.ComponentUint, make([]byte, 0, 4*len(corners))
	if vertices <= 0xFFFF {
		component = gltf.ComponentUshort
	}
	for _, v := range corners {
		if component == gltf.ComponentUshort {
			data = binary.LittleEndian.AppendUint16(data, uint16(v))
		} else {
			data = binary.LittleEndian.AppendUint32(data, v)
		}
	}
	view := d.addView(len(d.list("bufferViews")), data)
	o := d.item("bufferViews", view)
	o.set("target", encode(elementArray))
	d.put("bufferViews", view, o)
	return d.put("accessors", len(d.list("accessors")), object{
		{"bufferView", encode(view)}, {"componentType", encode(&component)}, {"count", encode(len(corners))}, {"type", encode("SCALAR")},
	})
}

// repeating returns a sampler like one of the file that repeats the texture: the same one
// where that already does.
func (d *draft) repeating(sampler int) int {
	if made, ok := d.repeated[sampler]; ok {
		return made
	}
	o := d.item("samplers", sampler)
	var wrap struct{ WrapS, WrapT *int }
	const repeat = 10497
	plain := func(w *int) bool { return w == nil || *w == repeat }
	if json.Unmarshal(o.bytes(), &wrap) != nil || plain(wrap.WrapS) && plain(wrap.WrapT) {
		return sampler
	}
	o.remove("wrapS")
	o.remove("wrapT")
	d.repeated[sampler] = d.put("samplers", len(d.list("samplers")), o)
	return d.repeated[sampler]
}
