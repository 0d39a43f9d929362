package project

import (
	"context"
	"fmt"
	"image"
	"slices"
	"strings"

	"patina/paint"
	"patina/paint/unwrap"
	"patina/paint/uv"
)

// tilings are what Tiles can be set to, with what the artist reads.
var tilings = []struct {
	tiling uv.Tiling
	title  string
}{
	{uv.AutoTiling, "Find out"},
	{uv.Tiled, "One texture each"},
	{uv.Repeated, "Texture repeats"},
}

// Tilings returns the choices for Tiles.
func Tilings() (titles []string) {
	for _, t := range tilings {
		titles = append(titles, t.title)
	}
	return titles
}

// TilingTitled returns what a choice for Tiles means.
func TilingTitled(title string) uv.Tiling {
	for _, t := range tilings {
		if t.title == title {
			return t.tiling
		}
	}
	return uv.AutoTiling
}

func (p *Project) tilingTitle() string {
	for _, t := range tilings {
		if t.tiling == p.tiling {
			return t.title
		}
	}
	return tilings[0].title
}

// Retile returns what opens the mesh that is open with another meaning of its tiles,
// without reading the file again; nil when there is nothing to choose.
func (p *Project) Retile(tiling uv.Tiling) func(ctx context.Context) (Opened, error) {
	if !p.hasTiles() {
		return nil
	}
	whole, path := p.whole, p.MeshPath
	return func(ctx context.Context) (o Opened, err error) {
		o = Opened{Mesh: whole, MeshPath: path}
		err = o.layTiles(ctx, tiling)
		return o, err
	}
}

// setAtlases says in how many textures the next mesh is unwrapped.
func (p *Project) setAtlases(text string) error {
	var n int
	if err := parseInt(text, &n); err != nil {
		return err
	}
	if n < 1 || n > unwrap.MaxAtlases {
		return fmt.Errorf("new UVs lie in 1 to %d textures, got %d", unwrap.MaxAtlases, n)
	}
	p.atlases = n
	return nil
}

// hasTiles tells whether UVs lie in other tiles than the first.
func (p *Project) hasTiles() bool {
	return p.whole != nil && p.uvs != nil && slices.ContainsFunc(p.uvs.Tiles, func(t uv.Tile) bool { return t.Number != firstTile })
}

const firstTile = 1001

// UVText says what there is to say about the UVs of the mesh, and what its textures take;
// "" without a mesh.
func (p *Project) UVText() string {
	if p.Mesh == nil {
		return ""
	}
	text := ""
	if p.uvs != nil {
		text = strings.Join(p.uvs.Sentences(), " ") + "\n"
	}
	size, count := p.Settings.TextureSize, p.textures
	baked, why := max(size, p.protection.kept), ""
	if baked > size {
		why = fmt.Sprintf(", because a texture of %d texels is protected in part", baked)
	}
	what := fmt.Sprintf("%d textures", count)
	if count == 1 {
		what = "1 texture"
	}
	if tiles := paint.TilesOf(p.Mesh.Mesh); len(tiles) > 1 {
		what += fmt.Sprintf(" in %d UDIM tiles", len(tiles))
	}
	return text + fmt.Sprintf("%s of %d × %d texels, %s while they are painted%s.", what, size, size, paint.TextureMemory(count, baked), why)
}

// TextureSet is one texture of the mesh: of a material, or of a UDIM tile of one.
type TextureSet struct {
	Slot  int    // of the mesh
	Title string // what the artist reads
}

// TextureSets returns the textures of the mesh that is open, in the order of its slots.
func (p *Project) TextureSets() (sets []TextureSet) {
	if p.Mesh == nil {
		return nil
	}
	taken := map[string]int{}
	for slot, m := range p.Mesh.Mesh.Materials {
		title := m.Name
		if title == "" {
			title = fmt.Sprintf("material %d", p.Mesh.Mesh.Whole(slot)+1)
		}
		if m.Tile != 0 {
			title = fmt.Sprintf("%d  %s", m.Tile, title)
		}
		if taken[title]++; taken[title] > 1 {
			title = fmt.Sprintf("%s (%d)", title, taken[title])
		}
		sets = append(sets, TextureSet{slot, title})
	}
	return sets
}

// TextureIn returns what is on a slot now: what was painted, or the texture of the file;
// nil when there is none.
func (p *Project) TextureIn(slot int) *image.NRGBA {
	if textures := p.Textures(); slot < len(textures) && textures[slot] != nil {
		return textures[slot]
	}
	return p.Mesh.Mesh.Materials[slot].Texture
}
