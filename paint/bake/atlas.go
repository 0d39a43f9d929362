package bake

import (
	"context"
	"image"
	"image/color"

	"patina/paint/geom"
	"patina/paint/parallel"
	"patina/paint/view"
)

// Where a texel's colour comes from. Values from 1 up to Kept-1 name the view that
// weighs most: its index plus 1.
const (
	Outside  uint8 = 0   // no triangle covers the texel
	Kept     uint8 = 253 // what was there before: in textures of which a part is protected
	Guessed  uint8 = 254 // covered, painted by views that are guesses alone
	Invented uint8 = 255 // covered, painted by no view
)

// Unpainted is the colour of texels that nothing has painted yet, and of a whole
// mesh that no view sees: mid-grey.
var Unpainted = geom.Vec3{X: 0.5, Y: 0.5, Z: 0.5}

// Texture is one painted texture, Size times Size texels, row 0 (v = 0) first.
type Texture struct {
	Size       int
	Color      []geom.Vec3 // sRGB-encoded, 0 to 1
	Provenance []uint8     // Outside, a view's index plus 1, Kept, Guessed, or Invented

	held []bool // texels that protected triangles show, which never change; nil for none
}

// Atlas holds the textures of one mesh, one for each of its material slots; a slot
// without triangles that are painted has nil. It remembers the surface it was baked on, which Fill
// needs; only Bake makes atlases.
type Atlas struct {
	Textures []*Texture

	surface *surface
	sizes   []image.Point // of the finished textures, see Pictures
	fill    FillMethod
	dilated bool // the texels around charts have colours
}

func newAtlas(s *surface) *Atlas {
	a := &Atlas{Textures: make([]*Texture, len(s.owners)), surface: s, fill: Smooth}
	for slot, owners := range s.owners {
		if owners != nil {
			a.Textures[slot] = newTexture(s.size, owners)
			s.kept.restore(slot, a.Textures[slot], owners)
		}
	}
	return a
}

func newTexture(size int, owners []int32) *Texture {
	t := &Texture{Size: size, Color: make([]geom.Vec3, size*size), Provenance: make([]uint8, size*size)}
	everywhere(size, func(lo, hi int) {
		for i := lo * size; i < hi*size; i++ {
			t.Color[i] = Unpainted
			if owners[i] != noOwner {
				t.Provenance[i] = Invented
			}
		}
	})
	return t
}

// Triangle returns the triangle of the mesh that a texel of a slot shows, -1 where it shows
// none.
func (a *Atlas) Triangle(slot, texel int) int {
	if owner := a.surface.owners[slot][texel]; owner >= 0 {
		return int(owner & ownerMask)
	}
	return -1
}

// Coverage counts texels over all textures.
type Coverage struct {
	Texels   int `json:"texels"`   // covered by a triangle
	Seen     int `json:"seen"`     // painted by at least one view that is no guess
	Invented int `json:"invented"` // seen by none: Guessed and Invented
}

// Coverage counts the texels of the atlas as Provenance says. Texels that Dilate
// has grown into are Outside and do not count, nor do those that are Kept.
func (a *Atlas) Coverage() Coverage {
	var c Coverage
	for _, t := range a.Textures {
		if t == nil {
			continue
		}
		var count [256]int
		for _, p := range t.Provenance {
			count[p]++
		}
		covered := len(t.Provenance) - count[Outside] - count[Kept]
		c.Texels += covered
		invented := count[Guessed] + count[Invented]
		c.Invented += invented
		c.Seen += covered - invented
	}
	return c
}

// unpainted counts the covered texels that no view painted, and the others.
func (a *Atlas) unpainted() (empty, painted int) {
	for _, t := range a.Textures {
		if t == nil {
			continue
		}
		for _, p := range t.Provenance {
			switch p {
			case Outside, Kept:
			case Invented:
				empty++
			default:
				painted++
			}
		}
	}
	return empty, painted
}

// provenance is what a texel that a view paints remembers; the view is the index-th.
func provenance(p view.Painted, index int) uint8 {
	if p.Guess {
		return Guessed
	}
	return uint8(index + 1)
}

// ProvenanceImage shows where the colours come from: one hue for each view, dark grey
// where texels are Guessed, black where they are Invented, white where they are Kept,
// transparent Outside.
func (t *Texture) ProvenanceImage() *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, t.Size, t.Size))
	for i, p := range t.Provenance {
		if p == Outside {
			continue
		}
		c := provenanceColor(p)
		img.Pix[4*i], img.Pix[4*i+1], img.Pix[4*i+2], img.Pix[4*i+3] = c.R, c.G, c.B, c.A
	}
	return img
}

// provenanceColor spreads the views over the colour circle: each is a golden
// section of the circle away from the one before.
func provenanceColor(p uint8) color.NRGBA {
	switch p {
	case Invented:
		return color.NRGBA{A: 255}
	case Kept:
		return color.NRGBA{R: 255, G: 255, B: 255, A: 255}
	case Guessed:
		return color.NRGBA{R: 64, G: 64, B: 64, A: 255}
	}
	const golden = 0.618034
	turn := float32(p-1) * golden
	turn -= float32(int(turn))
	channel := func(offset float32) uint8 {
		d := turn + offset
		d -= float32(int(d))
		return round8(min(max(abs32(6*d-3)-1, 0.15), 0.95))
	}
	return color.NRGBA{R: channel(0), G: channel(2.0 / 3), B: channel(1.0 / 3), A: 255}
}

func abs32(f float32) float32 { return max(f, -f) }

// everywhere runs f over bands of rows on all cores without a way to cancel it:
// for passes over memory that take milliseconds.
func everywhere(rows int, f func(lo, hi int)) {
	// The background is never done, so there is no error to hand on.
	_ = parallel.Parts(context.Background(), rows, bandRows, f)
}
