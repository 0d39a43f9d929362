package meshio

import (
	"fmt"
	"strings"
)

// Programs that know UDIM tiles write <UDIM> where the number of the tile stands in the
// names of textures.
const udimToken = "<UDIM>"

// tokenIn returns the token as the name of a texture spells it, "" where it has none.
func tokenIn(name string) string {
	for _, token := range []string{udimToken, strings.ToLower(udimToken)} {
		if strings.Contains(name, token) {
			return token
		}
	}
	return ""
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
		token := tokenIn(name)
		var lacking []int
		for _, t := range tiles[slot] {
			number, _ := t.Number()
			file := strings.ReplaceAll(name, token, fmt.Sprint(number))
			picture, err := r.picture(file)
			if picture == nil || r.deep[file] {
				r.mesh.Materials[slot].Approximate = true
			}
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
