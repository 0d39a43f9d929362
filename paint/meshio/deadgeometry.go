package meshio

import (
	"encoding/json"
	"maps"
	"slices"
)

// deadGeometry is what primitives leave behind that were replaced whole: its entries stay,
// so that all other indices do, but its bytes go.
type deadGeometry struct {
	accessors []int
	cuts      map[int]cut // of the buffer views of those alone
}

// deadGeometry finds what only primitives use that are to be replaced whole; nothing when
// the file uses an extension that is not known, because that may use anything.
func (c *completion) deadGeometry() deadGeometry {
	dead := deadGeometry{cuts: map[int]cut{}}
	if !c.d.understood() {
		return dead
	}
	dead.accessors = c.deadAccessors()
	all := c.d.list("accessors")
	used := references("bufferView", without(all, dead.accessors), c.d.list("images"))
	views := c.d.views()
	for _, i := range dead.accessors {
		for v := range references("bufferView", all[i:i+1]) {
			if used[v] == 0 && v >= 0 && v < len(views) {
				if cut, ok := cutOf(views, v); ok {
					dead.cuts[v] = cut
				}
			}
		}
	}
	return dead
}

// deadAccessors returns the accessors of primitives that are to be replaced whole which
// nothing else uses.
func (c *completion) deadAccessors() []int {
	replaced, used := c.accessorsOfPrimitives()
	for list, names := range map[string][]string{"animations": {"input", "output"}, "skins": {"inverseBindMatrices"}} {
		for _, name := range names {
			for i := range references(name, c.d.list(list)) {
				used[i] = true
			}
		}
	}
	maps.DeleteFunc(replaced, func(i int, _ bool) bool { return used[i] || i < 0 || i >= len(c.d.list("accessors")) })
	return slices.Sorted(maps.Keys(replaced))
}

// accessorsOfPrimitives returns the accessors of primitives that are to be replaced whole,
// and those of the others.
func (c *completion) accessorsOfPrimitives() (replaced, others map[int]bool) {
	whole := map[[2]int]bool{}
	for _, p := range c.parts {
		whole[[2]int{p.at.mesh, p.at.primitive}] = len(p.kept) == 0
	}
	replaced, others = map[int]bool{}, map[int]bool{}
	for mesh := range c.d.list("meshes") {
		for number, raw := range primitivesOfMesh(c.d.item("meshes", mesh)) {
			if whole[[2]int{mesh, number}] {
				addAccessors(replaced, raw)
			} else {
				addAccessors(others, raw)
			}
		}
	}
	return replaced, others
}

// addAccessors adds the accessors of a primitive to a set.
func addAccessors(set map[int]bool, primitive json.RawMessage) {
	var p struct {
		Attributes map[string]int
		Indices    *int
		Targets    []map[string]int
	}
	if err := json.Unmarshal(primitive, &p); err != nil {
		panic(err) // the reader has read it
	}
	for _, attributes := range append(p.Targets, p.Attributes) {
		for _, i := range attributes {
			set[i] = true
		}
	}
	if p.Indices != nil {
		set[*p.Indices] = true
	}
}

// bury leaves an accessor of one zero for each dead one, and a few bytes of each dead view.
func (d *draft) bury(dead deadGeometry) {
	for _, i := range dead.accessors {
		o := d.item("accessors", i)
		for _, name := range []string{"bufferView", "byteOffset", "sparse", "min", "max"} {
			o.remove(name)
		}
		o.set("count", encode(1))
		d.put("accessors", i, o)
	}
	for v, c := range dead.cuts {
		d.shrinkView(v, c)
	}
}
