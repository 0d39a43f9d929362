package meshio

import (
	"context"
	"fmt"
	"image"
	"io"
	"os"
	"path/filepath"

	"patina/paint/imageio"
)

// Export writes a mesh and the files of its textures into a folder, which is made where
// there is none, and returns their paths. Textures that are not painted are written
// as they were. Each file is written whole or not at all, the mesh last; files that
// the mesh was read from are never overwritten. The error names the file that could
// not be written; it is context.Cause(ctx) when ctx ends first.
func (f *File) Export(ctx context.Context, folder string, preset Preset, depth Depth, p Painting) ([]string, error) {
	if err := depth.Validate(); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, fmt.Errorf("cannot write %s: %w", folder, withoutPath(err))
	}
	e := &exporter{ctx: ctx, file: f, preset: preset, depth: depth, painting: p, names: newNames(filepath.Join(folder, preset.prefix+exportStem(f)), f.read)}
	if err := e.textures(); err != nil {
		if cause := context.Cause(ctx); cause != nil {
			return e.written, cause
		}
		return e.written, err
	}
	if !preset.mesh {
		return e.written, nil
	}
	path := e.names.beside(newNames(filepath.Join(folder, exportStem(f)), f.read).free(".glb"))
	if err := f.Save(ctx, path, p); err != nil {
		return e.written, err
	}
	return append(e.written, path), nil
}

func exportStem(f *File) string {
	if stem := fileName(f.Mesh.Name); stem != "" {
		return stem
	}
	return "mesh"
}

// exporter holds what is needed while files are written.
type exporter struct {
	ctx      context.Context
	file     *File
	preset   Preset
	depth    Depth
	painting Painting
	names    *namesBeside
	written  []string
}

func (e *exporter) textures() error {
	words := materialWords(e.file.Mesh)
	var l *library
	if d := e.file.document; d != nil {
		var err error
		if l, err = d.library(); err != nil {
			return fmt.Errorf("cannot export %s: %w", e.file.Name, err)
		}
	}
	for slot := range e.file.Mesh.Materials {
		word := "_" + words[slot]
		if wholes(e.file.Mesh) == 1 {
			word = ""
		}
		if err := e.baseColor(slot, word); err != nil {
			return err
		}
		if l == nil || tilesOf(e.file.Mesh, slot)[0] != slot {
			continue // other maps are those of the whole material
		}
		if err := e.textureMaps(l, slot, word); err != nil {
			return fmt.Errorf("cannot export the material %q: %w", shorten(materialName(e.file.Mesh, slot)), err)
		}
	}
	return nil
}

// textureMaps writes the maps of the material in a slot.
func (e *exporter) textureMaps(l *library, slot int, word string) error {
	textures, err := l.texturesOf(e.file.document.slots[slot].material)
	for _, m := range e.preset.maps {
		if err == nil {
			err = e.textureMap(m, textures, word)
		}
	}
	return err
}

// baseColor writes the painted texture of a slot, or else the one it had.
func (e *exporter) baseColor(slot int, word string) error {
	picture, _ := lookOf(e.file.Mesh, e.painting, slot)
	if picture == nil {
		return nil
	}
	ending, encode := ".png", func() ([]byte, error) { return imageio.EncodePNG(picture) }
	fine := slot < len(e.painting.Fine) && e.painting.Fine[slot].Row != nil
	switch {
	case fine && e.depth == Depth16:
		encode = func() ([]byte, error) { return imageio.EncodePNG16(e.painting.Fine[slot]) }
	case fine && e.depth == DepthFloat:
		ending, encode = ".exr", func() ([]byte, error) { return imageio.EncodeEXR(e.painting.Fine[slot]) }
	}
	return e.write(e.baseColorName(slot, word)+ending, encode)
}

// baseColorName puts the number of a tile where the program looks for it, and for one that
// does not, to the material.
func (e *exporter) baseColorName(slot int, word string) string {
	tile := e.file.Mesh.Materials[slot].Tile
	if e.preset.udim {
		return word + e.preset.baseColor + tileEnding(tile)
	}
	return word + tileWord(tile) + e.preset.baseColor
}

// write encodes a picture and writes it beside the others.
func (e *exporter) write(ending string, encode func() ([]byte, error)) error {
	if err := context.Cause(e.ctx); err != nil {
		return err
	}
	path := e.names.beside(e.names.free(ending))
	data, err := encode()
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	if err := write(e.ctx, path, func(w io.Writer) error { return writeAll(w, data) }); err != nil {
		return err
	}
	e.written = append(e.written, path)
	return nil
}

// textureMap writes a map, if the material has any of its textures.
func (e *exporter) textureMap(m textureMap, textures map[source]*materialTexture, word string) error {
	size := image.Point{}
	for _, c := range m.channels {
		if t := textures[c.of]; t != nil && t.file != nil {
			if err := t.decode(); err != nil {
				return fmt.Errorf("its %s is wrong: %w", c.of, err)
			}
			size = image.Pt(max(size.X, t.picture.Rect.Dx()), max(size.Y, t.picture.Rect.Dy()))
		}
	}
	if size == (image.Point{}) {
		return nil
	}
	return e.write(word+m.ending+".png", func() ([]byte, error) { return imageio.EncodePNG(m.assemble(textures, size)) })
}

// assemble puts the channels together; smaller textures are repeated texel by texel.
func (m textureMap) assemble(sources map[source]*materialTexture, size image.Point) *image.NRGBA {
	out := image.NewNRGBA(image.Rectangle{Max: size})
	for k, c := range m.channels {
		t := sources[c.of]
		for y := range size.Y {
			for x := range size.X {
				v := uint8(255)
				if t != nil {
					v = t.at(x, y, size, c.component)
				}
				if c.inverted {
					v = 255 - v
				}
				out.Pix[y*out.Stride+4*x+k] = v
			}
		}
	}
	return out
}
