package viewer

import (
	"image"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// paint is what the triangles of one material slot show.
type paint struct {
	image       *image.NRGBA // sRGB, nil for a plain colour
	factor      geom.Vec3    // linear, multiplied with the image
	doubleSided bool
}

// paintsOf returns the paint of each material slot: the given textures, and the
// mesh's own materials where there are none. A mesh without UVs shows no texture.
func paintsOf(m *mesh.Mesh, textures []*image.NRGBA) []paint {
	paints := make([]paint, len(m.Materials))
	for slot, material := range m.Materials {
		c := material.BaseColor
		p := paint{image: material.Texture, factor: geom.Vec3{X: c[0], Y: c[1], Z: c[2]}, doubleSided: material.DoubleSided}
		if slot < len(textures) && textures[slot] != nil {
			p.image, p.factor = textures[slot], geom.Vec3{X: 1, Y: 1, Z: 1}
		}
		if m.UVs == nil || (p.image != nil && p.image.Rect.Empty()) {
			p.image = nil
		}
		paints[slot] = p
	}
	return paints
}

// palette holds the paints of a mesh with their textures on the GPU, one for each
// material slot.
type palette struct {
	paints   []paint
	textures []*texture // nil where a slot has no image
}

// resize makes room for the given number of slots. It runs on the GL thread, like
// all methods of a palette.
func (p *palette) resize(slots int) {
	for slot := slots; slot < len(p.textures); slot++ {
		p.drop(slot)
	}
	for len(p.textures) < slots {
		p.textures, p.paints = append(p.textures, nil), append(p.paints, paint{})
	}
	p.textures, p.paints = p.textures[:slots], p.paints[:slots]
}

// set changes one slot. fitted is the image of the paint as large as the driver
// takes it; one of the same size as before takes the place of the old.
func (p *palette) set(slot int, to paint, fitted *image.NRGBA, l limits) {
	if fitted == nil {
		p.drop(slot)
	} else {
		if p.textures[slot] == nil {
			p.textures[slot] = newTexture(l)
		}
		p.textures[slot].upload(fitted)
	}
	p.paints[slot] = to
}

func (p *palette) drop(slot int) {
	if p.textures[slot] != nil {
		p.textures[slot].Release()
	}
	p.textures[slot], p.paints[slot].image = nil, nil
}

// Release deletes the textures.
func (p *palette) Release() { p.resize(0) }
