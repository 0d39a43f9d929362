package uv

import (
	"fmt"
	"strings"
)

// Troubled tells whether so much of the surface has no texels of its own that the mesh
// had better be unwrapped anew.
func (r *Report) Troubled() bool { return r.Unpaintable.Area >= slight }

// Sentences says for the artist what is remarkable, what it means for painting, and
// what can be done: the worst first. There is always at least one.
func (r *Report) Sentences() []string {
	var out []string
	say := func(p Part, format string) {
		if p.Triangles > 0 {
			out = append(out, fmt.Sprintf(format, p.share()))
		}
	}
	say(r.Missing, "%s of the surface has no UVs: it cannot show the texture before it is unwrapped.")
	say(r.Overlapping, "%s of the surface lies on other parts in the texture: what is painted on one shows on the other. Unwrap it anew to give each texels of its own.")
	say(r.Degenerate, "%s of the surface has no area in the texture: it shows a smear of single texels.")
	say(r.Shared, "%s of the surface shares its texels with a part of the same shape, such as a mirrored half: both show the same paint.")
	if r.UDIM {
		say(r.Repeating, "%s of the surface crosses the border of a UDIM tile: it is painted in the tile of its middle, whose texture repeats there.")
		out = append(out, fmt.Sprintf("The UVs lie in %d UDIM tiles (%s), each with a texture of its own.", len(r.Tiles), r.tileNumbers()))
		if r.Textures >= manyTextures && r.Utilization < sparse {
			out = append(out, fmt.Sprintf("UV islands fill only %.1f %% of %d textures, and every one takes the memory of a full one: pack them into fewer tiles, or choose a smaller texture size.", 100*r.Utilization, r.Textures))
		}
	} else {
		say(r.Repeating, "%s of the surface crosses the border of the texture, which repeats there.")
		say(r.Shifted, "%s of the surface lies whole tiles beside the texture: it is painted as if moved into it."+r.choice())
	}
	if r.Mirrored.Area < 1-slight { // else the whole texture is
		say(r.Mirrored, "%s of the surface sees the texture mirrored, which does not matter for painting.")
	}
	if len(out) == 0 || !r.Troubled() {
		where := "the texture"
		if r.Textures > 1 {
			where = fmt.Sprintf("%d textures", r.Textures)
		}
		fine := fmt.Sprintf("The UVs can be painted: %d UV islands fill %.0f %% of %s.", r.Charts, 100*r.Utilization, where)
		out = append([]string{fine}, out...)
	}
	return out
}

// Where at least so many textures are filled less than so, it is worth saying.
const (
	manyTextures = 8
	sparse       = 0.1
)

// choice says what else the tiles could mean.
func (r *Report) choice() string {
	if r.several {
		return " Turn UDIM tiles on to give each tile a texture of its own."
	}
	return ""
}

// Remarks returns those of the sentences that are worth saying unasked: none where all
// is as it should be.
func (r *Report) Remarks() []string {
	if r.Troubled() {
		return r.Sentences()
	}
	return r.Sentences()[1:] // the first one says that they can be painted
}

// share says how much of the surface a part is.
func (p Part) share() string {
	if p.Area < 0.001 {
		return "Less than 0.1 %"
	}
	return fmt.Sprintf("%.1f %%", 100*p.Area)
}

// tileNumbers lists the first tiles.
func (r *Report) tileNumbers() string {
	const most = 6
	var numbers []string
	for _, t := range r.Tiles[:min(most, len(r.Tiles))] {
		numbers = append(numbers, fmt.Sprint(t.Number))
	}
	if len(r.Tiles) > most {
		numbers = append(numbers, "...", fmt.Sprint(r.Tiles[len(r.Tiles)-1].Number))
	}
	return strings.Join(numbers, ", ")
}

// String lists the names of a kind; "plain" for none.
func (k Kind) String() string {
	var names []string
	for bit, name := range kindNames {
		if k&(1<<bit) != 0 {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return "plain"
	}
	return strings.Join(names, " and ")
}
