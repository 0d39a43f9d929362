package bake

import (
	"context"
	"image"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/raster"
)

// kept is what of a mesh must stay as it is: triangles, and in the textures in which
// some of them lie the texels that they show. A nil *kept protects nothing.
type kept struct {
	mesh      *mesh.Mesh
	triangles []bool
	partly    []bool // for each slot whether some but not all of its triangles are protected
	textures  [][]bool
}

func newKept(m *mesh.Mesh, triangles []bool) *kept {
	if triangles == nil {
		return nil
	}
	if len(triangles) != len(m.Triangles) {
		panic("bake: Options.Protected needs an entry for each triangle")
	}
	k := &kept{mesh: m, triangles: triangles, partly: make([]bool, len(m.Materials)), textures: make([][]bool, len(m.Materials))}
	painted, protected := make([]bool, len(m.Materials)), make([]bool, len(m.Materials))
	for t, p := range triangles {
		if p {
			protected[m.Slot(t)] = true
		} else {
			painted[m.Slot(t)] = true
		}
	}
	for slot := range k.partly {
		k.partly[slot] = painted[slot] && protected[slot]
	}
	return k
}

func (k *kept) protects(triangle int) bool { return k != nil && k.triangles[triangle] }

func (k *kept) protectsPartOf(slot int) bool { return k != nil && k.partly[slot] }

// hold finds the texels of a slot that must not change in a texture of the size that is
// baked, and remembers them; nil where there are none.
func (k *kept) hold(ctx context.Context, slot int, size image.Point) (held []bool, err error) {
	if k.protectsPartOf(slot) && k.textures[slot] == nil {
		k.textures[slot], err = k.reached(ctx, slot, size)
	}
	if err != nil || k == nil {
		return nil, err
	}
	return k.textures[slot], nil
}

// restore gives the texels of a texture that no painted triangle owns the colours that
// the material had.
func (k *kept) restore(slot int, t *Texture, owners []int32) {
	if !k.protectsPartOf(slot) {
		return
	}
	t.held = k.textures[slot]
	l := lookOf(&k.mesh.Materials[slot])
	everywhere(t.Size, func(lo, hi int) {
		for i := lo * t.Size; i < hi*t.Size; i++ {
			if owners[i] == noOwner {
				t.Color[i], _ = l.at(i%t.Size, i/t.Size, image.Pt(t.Size, t.Size))
				t.Provenance[i] = Kept
			}
		}
	})
}

// onChart tells whether a texel belongs to a chart, painted or protected.
func (t *Texture) onChart(i int) bool {
	p := t.Provenance[i]
	return p != Outside && (p != Kept || t.held[i])
}

// isHeld tells whether protected triangles show a texel.
func (t *Texture) isHeld(i int) bool { return t.held != nil && t.held[i] }

// leaveOut drops the seams of protected triangles, so that no colour crosses them.
func (t *topology) leaveOut(k *kept) {
	if k == nil {
		return
	}
	seams := t.seams[:0]
	for _, s := range t.seams {
		if !k.triangles[s.a/3] && !k.triangles[s.b/3] {
			seams = append(seams, s)
		}
	}
	t.seams = seams
}

// look is what a material shows before it is painted, in colours of 8 bits.
type look struct {
	texture *image.NRGBA // nil for one colour
	plain   [4]uint8     // that colour, before the factor
	levels  [3][256]float32
}

func lookOf(m *mesh.Material) *look {
	l := &look{texture: m.Texture}
	if plain, ok := onlyColor(m.Texture); ok {
		l.texture, l.plain = nil, plain
	}
	factor := geom.Vec3{X: m.BaseColor[0], Y: m.BaseColor[1], Z: m.BaseColor[2]}
	for n := range 256 {
		f := float32(n) / 255
		grey := raster.DecodeSRGB(geom.Vec3{X: f, Y: f, Z: f})
		tinted := raster.EncodeSRGB(geom.Vec3{X: grey.X * factor.X, Y: grey.Y * factor.Y, Z: grey.Z * factor.Z})
		l.levels[0][n], l.levels[1][n], l.levels[2][n] = level(tinted.X), level(tinted.Y), level(tinted.Z)
	}
	return l
}

// onlyColor returns the colour of a texture that has no other, and white for none. Then
// its size means nothing.
func onlyColor(img *image.NRGBA) (c [4]uint8, ok bool) {
	if img == nil || img.Rect.Empty() {
		return [4]uint8{255, 255, 255, 255}, true
	}
	c = [4]uint8(img.Pix)
	for y := range img.Rect.Dy() {
		for row := img.Pix[y*img.Stride:][:4*img.Rect.Dx()]; len(row) > 0; row = row[4:] {
			if [4]uint8(row) != c {
				return c, false
			}
		}
	}
	return c, true
}

// level rounds to what 8 bits can say.
func level(f float32) float32 { return float32(round8(f)) / 255 }

// at returns the colour, sRGB-encoded, and the alpha of a texel of a texture of the given
// size: those of the old texel there, the very same where the sizes are.
func (l *look) at(x, y int, size image.Point) (geom.Vec3, uint8) {
	p := l.plain
	if l.texture != nil {
		old := l.texture.Rect.Size()
		p = [4]uint8(l.texture.Pix[y*old.Y/size.Y*l.texture.Stride+4*(x*old.X/size.X):])
	}
	return geom.Vec3{X: l.levels[0][p[0]], Y: l.levels[1][p[1]], Z: l.levels[2][p[2]]}, p[3]
}
