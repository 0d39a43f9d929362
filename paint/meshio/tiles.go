package meshio

import (
	"context"
	"fmt"
	"slices"

	"patina/paint/mesh"
	"patina/paint/uv"
)

// tileOf names a UDIM tile of a material by its slot and its number.
type tileOf struct{ slot, number int }

// InTiles examines the UVs of a file that Open returned for textures of size texels, and
// returns what the tiling makes of it: the file itself, or one whose mesh has a material
// slot for each UDIM tile, see mesh.InTiles. Materials that name their textures by tile
// are taken at their word by uv.AutoTiling. f does not change. The error is
// context.Cause(ctx) when ctx ends first.
func (f *File) InTiles(ctx context.Context, size int, tiling uv.Tiling) (*File, *uv.Report, error) {
	if tiling == uv.AutoTiling && f.tileTextures != nil {
		tiling = uv.Tiled
	}
	report, err := uv.ExamineAs(ctx, f.Mesh, size, tiling)
	if err != nil || !report.UDIM {
		return f, report, err
	}
	out := *f
	if out.Mesh, err = f.Mesh.InTiles(); err != nil {
		return nil, nil, cannotOpen(f.Name, err)
	}
	out.showTiles(f)
	out.Notices = slices.Clone(f.Notices)
	out.notice(len(out.Mesh.Materials) > len(f.Mesh.Materials), "A GLB or glTF has no UDIM tiles: there each tile gets a material of its own, and the UVs stay as they are. OBJ, and the exports for Blender and Unreal, name the textures by tile.")
	return &out, report, nil
}

// showTiles lets each tile show the texture that the file has for it, and knows where it
// belongs in the document.
func (f *File) showTiles(whole *File) {
	for slot := range f.Mesh.Materials {
		m := &f.Mesh.Materials[slot]
		if t := whole.tileTextures[tileOf{f.Mesh.Whole(slot), m.Tile}]; t != nil {
			m.Texture = t
		}
	}
	if whole.document == nil {
		return
	}
	document := *whole.document
	document.slots = make([]documentSlot, len(f.Mesh.Materials))
	for slot := range document.slots {
		document.slots[slot] = whole.document.slots[f.Mesh.Whole(slot)]
	}
	f.document = &document
}

// slotName names a slot where every tile needs a name of its own.
func slotName(m *mesh.Mesh, slot int) string {
	return materialName(m, slot) + tileWord(m.Materials[slot].Tile)
}

// tileWord is what names a tile within a word.
func tileWord(tile int) string {
	if tile == 0 {
		return ""
	}
	return fmt.Sprintf("_%d", tile)
}

// tilesOf returns the slots that are tiles of the same material as a slot, itself among
// them.
func tilesOf(m *mesh.Mesh, slot int) []int {
	first := slot
	for first > 0 && m.Whole(first-1) == m.Whole(slot) {
		first--
	}
	slots := []int{first}
	for next := first + 1; next < len(m.Materials) && m.Whole(next) == m.Whole(slot); next++ {
		slots = append(slots, next)
	}
	return slots
}

// wholes returns how many materials the mesh has, whatever their tiles.
func wholes(m *mesh.Mesh) int { return m.Whole(len(m.Materials)-1) + 1 }

// materialEnding is what the name of a texture ends in that is one of several.
func materialEnding(m *mesh.Mesh, slot int) string {
	ending := tileEnding(m.Materials[slot].Tile)
	if ending == "" || wholes(m) > 1 {
		ending = "_" + fileName(materialName(m, slot)) + ending
	}
	return ending
}

// tileEnding is what the name of a texture file ends in after the word of its material:
// what every program that knows UDIM tiles reads.
func tileEnding(tile int) string {
	if tile == 0 {
		return ""
	}
	return fmt.Sprintf(".%d", tile)
}
