// Package objects makes textured objects without end: small creatures, vehicles,
// buildings, wares and shapes that mean nothing, put together from parts with materials
// that are solid textures. Everything about an object follows from its seed.
//
// Objects stand in the artist's frame (Y up, +Z front), about two units across. The same
// seed gives the same object on every run of one build; other processors may round
// differently.
package objects

import (
	"patina/paint/geom"
	"patina/paint/mesh"
)

// Version names what the generator makes of a seed. It changes whenever any object does.
const Version = 5

// Object is a textured thing.
type Object struct {
	Seed   uint64
	Family string     // what it is, such as "creature"
	Mesh   *mesh.Mesh // a slot for each part; neither UVs nor normals
	Parts  []Part     // by slot of the mesh

	place pose
	wash  wash
}

// Part is what is made of one material.
type Part struct {
	Name  string
	Shine float32 // strength of highlights, 0 to 1
	Gloss float32 // sharpness of highlights, 0 to 1
	paint pattern
}

// Color returns the base colour of a part, sRGB-encoded, 0 to 1, at a point of its
// surface with the unit normal n, which points outwards. Both are in the frame of the
// mesh.
func (o *Object) Color(part int, p, n geom.Vec3) [3]float32 {
	c := clampColour(o.wash.over(o.Parts[part].paint(o.place.built(spot{p, n})), p))
	return [3]float32{c.X, c.Y, c.Z}
}

// Families returns the names of what New can make.
func Families() []string {
	names := make([]string, len(families))
	for i, f := range families {
		names[i] = f.name
	}
	return names
}

// New returns the object of a seed.
func New(seed uint64) *Object {
	d := newDice(seed)
	return build(seed, d, pickFamily(d))
}

// NewOf returns the object of a seed in a given family, an index into Families.
func NewOf(seed uint64, which int) *Object {
	d := newDice(seed)
	pickFamily(d)
	return build(seed, d, families[which])
}

// family is one kind of object, and how often it comes compared to others.
type family struct {
	name   string
	weight float32
	build  func(a *assembly)
}

func pickFamily(d dice) family {
	var total float32
	for _, f := range families {
		total += f.weight
	}
	at := d.between(0, total)
	for _, f := range families {
		if at -= f.weight; at < 0 {
			return f
		}
	}
	return families[0]
}

func build(seed uint64, d dice, f family) *Object {
	a := &assembly{dice: d, palette: newPalette(d)}
	f.build(a)
	size := a.box().Size()
	if a.chance(0.06) {
		a.pedestal()
	}
	a.finish()
	o := &Object{Seed: seed, Family: f.name, Mesh: &mesh.Mesh{Name: f.name}, place: newPose(d, size), wash: newWash(d)}
	for i, p := range a.pieces {
		o.Parts = append(o.Parts, p.part)
		o.Mesh.Materials = append(o.Mesh.Materials, mesh.Material{Name: p.part.Name, BaseColor: [4]float32{1, 1, 1, 1}})
		first := uint32(len(o.Mesh.Positions))
		for _, v := range p.shape.positions {
			o.Mesh.Positions = append(o.Mesh.Positions, o.place.placed(v))
		}
		for _, t := range p.shape.triangles {
			o.Mesh.Triangles = append(o.Mesh.Triangles, mesh.Triangle{t[0] + first, t[1] + first, t[2] + first})
			o.Mesh.Slots = append(o.Mesh.Slots, uint16(i))
		}
	}
	return o
}

// assembly is an object under construction.
type assembly struct {
	dice
	palette palette
	pieces  []piece
}

type piece struct {
	shape shape
	part  Part
}

// material is what a part is made of.
type material struct {
	paint        pattern
	shine, gloss float32
}

// box is around everything that is built so far.
func (a *assembly) box() geom.Box {
	box := geom.EmptyBox()
	for _, p := range a.pieces {
		box = box.Extend(p.shape.box().Min).Extend(p.shape.box().Max)
	}
	return box
}

// add puts a part in.
func (a *assembly) add(name string, s shape, m material) {
	a.pieces = append(a.pieces, piece{s, Part{name, m.shine, m.gloss, m.paint}})
}
