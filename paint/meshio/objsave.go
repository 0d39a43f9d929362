package meshio

import (
	"context"
	"fmt"
	"image"
	"strconv"

	"patina/paint/imageio"
	"patina/paint/mesh"
)

// saveOBJ writes the flattened mesh. Vertices keep their order, so each is one v, one
// vt and one vn of the same number.
func (f *File) saveOBJ(ctx context.Context, path string, p Painting, pngs map[*image.NRGBA][]byte) error {
	names := newNames(path, f.read)
	library := names.free(".mtl")
	words := materialWords(f.Mesh)
	text, err := objText(ctx, f.Mesh, library, words)
	if err != nil {
		return err
	}
	materials, files, err := mtlText(f.Mesh, p, pngs, words, names)
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	files = append(files, companion{library, [][]byte{materials}})
	return writeSet(ctx, path, files, [][]byte{text})
}

// materialWords names the materials of the slots: different words without spaces, the
// same for all tiles of one.
func materialWords(m *mesh.Mesh) []string {
	words := make([]string, len(m.Materials))
	taken := map[string]bool{}
	for slot := range m.Materials {
		if first := tilesOf(m, slot)[0]; first < slot {
			words[slot] = words[first]
			continue
		}
		word := fileName(materialName(m, slot))
		for i := 2; taken[word]; i++ {
			word = fmt.Sprintf("%s_%d", fileName(materialName(m, slot)), i)
		}
		taken[word] = true
		words[slot] = word
	}
	return words
}

func objText(ctx context.Context, m *mesh.Mesh, library string, words []string) ([]byte, error) {
	out := make([]byte, 0, 100*len(m.Positions)+50*len(m.Triangles))
	out = fmt.Appendf(out, "# Patina\nmtllib %s\no %s\n", library, fileName(m.Name))
	for _, p := range m.Positions {
		out = appendFloats(append(out, 'v'), p.X, p.Y, p.Z)
	}
	for _, uv := range m.UVs {
		out = appendFloats(append(out, "vt"...), uv.X, 1-uv.Y) // v points up in OBJ
	}
	for _, n := range m.Normals {
		out = appendFloats(append(out, "vn"...), n.X, n.Y, n.Z)
	}
	using := ""
	for slot, triangles := range trianglesBySlot(m) {
		if err := context.Cause(ctx); err != nil {
			return nil, err
		}
		if len(triangles) > 0 && words[slot] != using {
			using = words[slot]
			out = fmt.Appendf(out, "usemtl %s\n", using)
		}
		for _, t := range triangles {
			out = appendFace(out, t, !m.Materials[slot].NoUVs)
		}
	}
	return out, nil
}

func appendFloats(out []byte, values ...float32) []byte {
	for _, f := range values {
		out = strconv.AppendFloat(append(out, ' '), float64(f), 'g', -1, 32)
	}
	return append(out, '\n')
}

func appendFace(out []byte, t mesh.Triangle, withUVs bool) []byte {
	out = append(out, 'f')
	for _, v := range t {
		for i, separator := range [3]byte{' ', '/', '/'} {
			out = append(out, separator)
			if i != 1 || withUVs {
				out = strconv.AppendUint(out, uint64(v)+1, 10)
			}
		}
	}
	return append(out, '\n')
}

// mtlText describes the materials, and returns the textures they name as files.
func mtlText(m *mesh.Mesh, p Painting, pngs map[*image.NRGBA][]byte, words []string, names *namesBeside) ([]byte, []companion, error) {
	w := &mtlWriter{mesh: m, painting: p, pngs: pngs, names: names, written: map[*image.NRGBA]string{}}
	out := []byte("# Patina\n")
	for slot := range m.Materials {
		tiles := tilesOf(m, slot)
		if tiles[0] != slot {
			continue
		}
		_, color := lookOf(m, p, slot)
		out = fmt.Appendf(out, "\nnewmtl %s\nKd", words[slot])
		out = appendFloats(out, color[0], color[1], color[2])
		out = appendFloats(append(out, 'd'), color[3])
		name, err := w.maps(tiles, "_"+words[slot])
		if err != nil {
			return nil, nil, err
		}
		if name != "" {
			out = fmt.Appendf(out, "map_Kd %s\n", name)
		}
	}
	return out, w.files, nil
}

// mtlWriter collects the textures of materials.
type mtlWriter struct {
	mesh     *mesh.Mesh
	painting Painting
	pngs     map[*image.NRGBA][]byte
	names    *namesBeside
	files    []companion
	written  map[*image.NRGBA]string // where plain textures are
}

// maps adds the textures of the tiles of a material, and returns what the material calls
// them; "" when there is none.
func (w *mtlWriter) maps(tiles []int, ending string) (name string, err error) {
	if w.mesh.Materials[tiles[0]].Tile == 0 {
		picture, _ := lookOf(w.mesh, w.painting, tiles[0])
		if file, done := w.written[picture]; picture == nil || done {
			return file, nil
		}
		name = w.names.free(ending + ".png")
		w.written[picture] = name
		return name, w.add(name, picture)
	}
	token, of := w.names.freeTiles(ending, w.mesh, tiles)
	for _, slot := range tiles {
		picture, _ := lookOf(w.mesh, w.painting, slot)
		if picture == nil {
			continue
		}
		name = token
		if err := w.add(of(w.mesh.Materials[slot].Tile), picture); err != nil {
			return "", err
		}
	}
	return name, nil
}

func (w *mtlWriter) add(name string, picture *image.NRGBA) (err error) {
	png := w.pngs[picture]
	if png == nil {
		if png, err = imageio.EncodePNG(picture); err != nil {
			return err
		}
	}
	w.files = append(w.files, companion{name, [][]byte{png}})
	return nil
}

// lookOf returns the texture and base colour that a slot is saved with.
func lookOf(m *mesh.Mesh, p Painting, slot int) (*image.NRGBA, [4]float32) {
	material := &m.Materials[slot]
	if slot < len(p.Textures) && p.Textures[slot] != nil {
		return p.Textures[slot], [4]float32{1, 1, 1, material.BaseColor[3]}
	}
	return material.Texture, material.BaseColor
}
