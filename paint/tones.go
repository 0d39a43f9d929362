package paint

// What the reference shows of a part tells most of what is known of its hidden side: on the
// whole that has the same colours. So what is guessed of a part is shifted towards the mean
// colour of what is seen of it, the more of it is seen.

import (
	"context"
	"image"

	"patina/paint/bake"
	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/protect"
	"patina/paint/view"
)

const (
	// toneShare is how much of the difference a part is shifted by of which much is seen.
	toneShare = 0.6
	// evenShare is how much of what is then left each place is made more even by: colours
	// that run in from other parts mostly have no place there.
	evenShare = 0.1
	// littleSeen is the share of the surface of which half as much is known.
	littleSeen = 0.003
)

// shade is a mean colour: a sum, and how many texels that is of.
type shade struct {
	sum   geom.Vec3
	count float32
}

func (s *shade) add(c geom.Vec3) { s.sum, s.count = s.sum.Add(c), s.count+1 }

func (s *shade) mean() geom.Vec3 { return s.sum.Scale(1 / s.count) }

// partShades are those of a part: of what is seen, and of what both painters guess.
type partShades struct{ seen, top, base shade }

// tone returns the shift of a texel that is guessed to have a colour, none where one of the
// shades is not known; little is the number of texels of which half as much is known.
func (p *partShades) tone(texel geom.Vec3, little float32) geom.Vec3 {
	if p.seen.count == 0 || p.top.count == 0 || p.base.count == 0 {
		return geom.Vec3{}
	}
	known := p.seen.count / (p.seen.count + little)
	shift := p.seen.mean().Sub(mean(p.base.mean(), p.top.mean())).Scale(toneShare * known)
	return shift.Add(p.seen.mean().Sub(texel.Add(shift)).Scale(evenShare * known))
}

// mean returns what a mixture of two colours has before its contrast is raised.
func mean(base, top geom.Vec3) geom.Vec3 {
	return base.Scale(ownShare).Add(top.Scale(1 - ownShare))
}

// tonesOfParts returns textures of the shifts of a mixture: half a channel's range is
// none, and a level more or less shifts by two. drawn is what Top makes of the mesh, which
// is lost; base are Base's views; opt are those that it was baked with.
func tonesOfParts(ctx context.Context, m *mesh.Mesh, drawn *bake.Atlas, base []view.Painted, opt bake.Options) ([]*image.NRGBA, error) {
	opt.Matching, opt.Fill = bake.MatchNone, bake.Smooth
	other, err := draw(ctx, m, base, opt)
	if err != nil {
		return nil, err
	}
	pieces, err := protect.Take(ctx, m, protect.Part)
	if err != nil {
		return nil, err
	}
	parts, texels := shades(pieces, drawn, other)
	eachTexel(drawn, pieces, func(t *bake.Texture, slot, texel int, part protect.Piece) {
		var tone geom.Vec3
		if guessed(t.Provenance[texel]) {
			color := mean(other.Textures[slot].Color[texel], t.Color[texel])
			tone = parts[part].tone(color, littleSeen*texels)
		}
		t.Color[texel] = noShift.Add(tone.Scale(0.5))
	})
	return bordered(ctx, drawn)
}

// shades returns those of each part, and how many texels there are.
func shades(pieces *protect.Inventory, drawn, base *bake.Atlas) (parts map[protect.Piece]*partShades, texels float32) {
	parts = map[protect.Piece]*partShades{}
	eachTexel(drawn, pieces, func(t *bake.Texture, slot, texel int, part protect.Piece) {
		texels++
		p := parts[part]
		if p == nil {
			p = &partShades{}
			parts[part] = p
		}
		if !guessed(t.Provenance[texel]) {
			p.seen.add(t.Color[texel])
			return
		}
		p.top.add(t.Color[texel])
		if b := base.Textures[slot]; !guessed(b.Provenance[texel]) {
			p.base.add(b.Color[texel])
		}
	})
	return parts, texels
}

func guessed(provenance uint8) bool {
	return provenance == bake.Guessed || provenance == bake.Invented
}

// eachTexel calls do with the texels that show the mesh, and the part that each shows.
func eachTexel(a *bake.Atlas, pieces *protect.Inventory, do func(t *bake.Texture, slot, texel int, part protect.Piece)) {
	for slot, t := range a.Textures {
		if t == nil {
			continue
		}
		for texel := range t.Color {
			if triangle := a.Triangle(slot, texel); triangle >= 0 {
				part, _ := pieces.At(protect.Part, triangle)
				do(t, slot, texel, part)
			}
		}
	}
}

// shift changes the colours of a picture by tones that are seen from the same camera.
func shift(img, tone *image.NRGBA) {
	for i := 0; i < len(img.Pix); i += 4 {
		for c := i; c < i+3 && tone.Pix[i+3] > 0; c++ {
			img.Pix[c] = uint8(min(max(int(img.Pix[c])+2*(int(tone.Pix[c])-noTone), 0), 255))
		}
	}
}

// noShift is the colour of textures of tones that stands for no shift, and noTone its level.
var noShift = geom.Vec3{X: noTone / 255.0, Y: noTone / 255.0, Z: noTone / 255.0}

const noTone = 128
