package meshio

import (
	"fmt"
	"strings"
)

// Programs that know UDIM tiles write <UDIM> where the number of the tile stands in the
// names of textures.
const udimToken = "<UDIM>"

// tokenIn returns where the token stands in the name of a texture, and how it is spelt;
// at is -1 where it is none.
func tokenIn(name string) (at int, spelt string) {
	if at = strings.Index(strings.ToUpper(name), udimToken); at < 0 || at+len(udimToken) > len(name) {
		return -1, ""
	}
	return at, name[at : at+len(udimToken)]
}

// readTiles reads the textures of the tiles that materials name. The one with the lowest
// number is shown where tiles are not told apart.
func (r *objReader) readTiles() {
	tiles := r.mesh.TilesBySlot()
	for slot := range r.mesh.Materials {
		name, ok := r.tileNames[slot]
		if !ok {
			continue
		}
		_, token := tokenIn(name)
		var lacking []int
		for _, t := range tiles[slot] {
			number, _ := t.Number()
			picture, err := r.picture(strings.ReplaceAll(name, token, fmt.Sprint(number)))
			if picture == nil || err != nil {
				lacking = append(lacking, number)
				continue
			}
			if r.mesh.Materials[slot].Texture == nil {
				show(&r.mesh.Materials[slot], picture)
			}
			r.tileTextures[tileOf{slot, number}] = picture
		}
		if len(lacking) > 0 {
			r.notices = append(r.notices, fmt.Sprintf("The textures of %d UDIM tiles of material %q cannot be read, the first of them %d: they are shown white.", len(lacking), shorten(materialName(r.mesh, slot)), lacking[0]))
		}
	}
}
