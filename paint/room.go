package paint

import (
	"fmt"

	"patina/devices"
	"patina/paint/bake"
	"patina/paint/mesh"
)

// texelBytes is about what a texel takes at most, from the bake to the files: colours in
// float and in 8 bits, whose they are, and what the fill needs.
const texelBytes devices.Bytes = 48

// Textures returns how many textures a job paints: one for each slot that has triangles
// with UVs that are not protected. protected is nil for none.
func Textures(m *mesh.Mesh, protected []bool) (count int) {
	used := make([]bool, len(m.Materials))
	for f := range m.Triangles {
		if slot := m.Slot(f); !m.Materials[slot].NoUVs && (protected == nil || !protected[f]) {
			used[slot] = true
		}
	}
	for _, u := range used {
		if u {
			count++
		}
	}
	return count
}

// TextureMemory returns about how much memory textures of so many texels per side take
// while they are painted.
func TextureMemory(textures, size int) devices.Bytes {
	return devices.Bytes(textures) * devices.Bytes(size) * devices.Bytes(size) * texelBytes
}

// checkRoom says when the textures cannot fit into the memory of the machine, and which
// size would; 0 is memory that is not known.
func (r Request) checkRoom(memory devices.Bytes, protected []bool) error {
	kept := bake.KeptSize(r.Mesh, protected)
	count, size := Textures(r.Mesh, protected), r.Settings.TextureSize
	need := TextureMemory(count, max(size, kept))
	if memory == 0 || need <= memory {
		return nil
	}
	if kept > size && TextureMemory(count, size) <= memory {
		return fmt.Errorf("a texture of %d texels is protected in part and keeps its size, so all textures that are painted, %d, have as many meanwhile, which takes %s of memory, and there are %s: protect all of its material or nothing of it, or make that texture smaller in an image editor", kept, count, need, memory)
	}
	for size /= 2; size > MinTextureSize && TextureMemory(count, size) > memory; size /= 2 {
	}
	what, take := "a texture", "takes"
	if count > 1 {
		what, take = fmt.Sprintf("%d textures", count), "take"
	}
	if TextureMemory(count, size) > memory {
		return fmt.Errorf("the mesh has %s, which %s more than the %s of memory that there are at any size: paint its materials in parts", what, take, memory)
	}
	return fmt.Errorf("%s of %d texels %s %s of memory, and there are %s: choose a texture size of %d or less", what, r.Settings.TextureSize, take, need, memory, size)
}
