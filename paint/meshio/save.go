package meshio

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"patina/paint/atomicfile"
	"patina/paint/imageio"
	"patina/paint/parallel"
)

// Painting is what a mesh file is saved with.
type Painting struct {
	// Textures holds the new base colour of each material slot of File.Mesh, sRGB
	// and opaque. nil, or no entry, keeps what the file has.
	Textures []*image.NRGBA
	// Fine holds the same textures more finely, for an Export of 16 bits or floats. No
	// entry, or one without rows, has that write 8 bits.
	Fine []imageio.Rows
	// Receipt is marshalled into asset.extras.patina of a GLB or glTF; nil writes
	// none. The other formats have no place for it.
	Receipt any
}

// Save writes the file with a painting, in the format that the extension of path
// names:
//
//   - .glb: everything in one file.
//   - .gltf: with NAME.bin, and NAME_MATERIAL.png for each new texture.
//   - .obj: the flattened mesh, with NAME.mtl and NAME_MATERIAL.png for each texture.
//   - .png: the new texture alone; when there are several, NAME_MATERIAL.png each.
//
// The texture of a UDIM tile is called NAME_MATERIAL.1001.png, and NAME.1001.png where
// there is but one material. In a GLB or glTF each tile has a material of its own.
//
// A GLB or glTF that was opened as such keeps all it had but the old base colour of
// the painted materials. Each file is written whole or not at all, the one at path
// last. Files that the mesh was read from are never overwritten, except by path
// itself: those beside it get another name. A File can be saved any number of times;
// the error names the file that could not be written.
func (f *File) Save(ctx context.Context, path string, p Painting) error {
	if len(p.Textures) > len(f.Mesh.Materials) {
		panic(fmt.Sprintf("meshio: %d textures for %d material slots", len(p.Textures), len(f.Mesh.Materials)))
	}
	if err := CheckFormat(path); err != nil {
		return err
	}
	pngs, err := encodeTextures(ctx, p.Textures)
	if err == nil {
		err = f.saver(path)(ctx, path, p, pngs)
	}
	if cause := context.Cause(ctx); cause != nil && errors.Is(err, cause) {
		return cause
	}
	return err
}

// formats are the extensions of what Save writes.
var formats = []string{".glb", ".gltf", ".obj", ".png"}

func formatOf(path string) string { return strings.ToLower(filepath.Ext(path)) }

// CheckFormat returns an error when Save cannot write the format that path names.
func CheckFormat(path string) error {
	if slices.Contains(formats, formatOf(path)) {
		return nil
	}
	return fmt.Errorf("cannot write %s: %q is not a format that can be written: choose a name that ends in .glb, .gltf, .obj or .png", path, formatOf(path))
}

// saver is what writes the format that path names.
func (f *File) saver(path string) func(context.Context, string, Painting, map[*image.NRGBA][]byte) error {
	switch formatOf(path) {
	case ".glb":
		return f.saveGLB
	case ".gltf":
		return f.saveGLTF
	case ".obj":
		return f.saveOBJ
	}
	return f.savePNG
}

// encodeTextures returns the PNG file of each texture, encoded on all cores.
func encodeTextures(ctx context.Context, textures []*image.NRGBA) (map[*image.NRGBA][]byte, error) {
	pngs := map[*image.NRGBA][]byte{}
	var distinct []*image.NRGBA
	for _, t := range textures {
		if _, seen := pngs[t]; t != nil && !seen {
			pngs[t] = nil
			distinct = append(distinct, t)
		}
	}
	files, errs := make([][]byte, len(distinct)), make([]error, len(distinct))
	parallel.Each(len(distinct), func(i int) {
		if errs[i] = context.Cause(ctx); errs[i] == nil {
			files[i], errs[i] = imageio.EncodePNG(distinct[i])
		}
	})
	for i, t := range distinct {
		pngs[t] = files[i]
	}
	return pngs, errors.Join(errs...)
}

// draft starts from the file as it was read, or from its mesh when that is all there
// is. names is nil when new textures go into the buffer.
func (f *File) draft(p Painting, pngs map[*image.NRGBA][]byte, names *namesBeside) (*draft, error) {
	doc := f.document
	if doc == nil {
		var err error
		if doc, err = newDocument(f.Mesh, p.Textures); err != nil {
			return nil, err
		}
	}
	d := newDraft(doc, names)
	d.paint(f.Mesh, p.Textures, pngs)
	if p.Receipt == nil {
		return d, nil
	}
	receipt, err := json.Marshal(p.Receipt)
	if err != nil {
		return nil, err
	}
	d.sign(receipt)
	return d, nil
}

func (f *File) saveGLB(ctx context.Context, path string, p Painting, pngs map[*image.NRGBA][]byte) error {
	d, err := f.draft(p, pngs, nil)
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	text := d.close("")
	return write(ctx, path, func(w io.Writer) error {
		return writeGLB(w, text, d.layout.parts, d.doc.other)
	})
}

func (f *File) saveGLTF(ctx context.Context, path string, p Painting, pngs map[*image.NRGBA][]byte) error {
	names := newNames(path, f.read)
	d, err := f.draft(p, pngs, names)
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	bin := names.free(".bin")
	text := d.close(escapeURI(bin))
	files := d.files
	if d.layout.size > 0 {
		files = append(files, companion{bin, d.layout.parts})
	}
	return writeSet(ctx, path, files, [][]byte{text})
}

// savePNG writes each texture once, however many slots share it.
func (f *File) savePNG(ctx context.Context, path string, p Painting, pngs map[*image.NRGBA][]byte) error {
	if len(pngs) == 0 {
		return fmt.Errorf("cannot write %s: no texture is painted yet", path)
	}
	names := newNames(path, f.read)
	for slot, t := range p.Textures {
		png := pngs[t]
		if png == nil {
			continue
		}
		to := path
		if len(pngs) > 1 {
			to = names.beside(names.free(materialEnding(f.Mesh, slot) + ".png"))
		}
		if err := write(ctx, to, func(w io.Writer) error { return writeAll(w, png) }); err != nil {
			return err
		}
		pngs[t] = nil
	}
	return nil
}

// write is atomicfile.Write, unless it is too late.
func write(ctx context.Context, path string, fill func(io.Writer) error) error {
	if err := context.Cause(ctx); err != nil {
		return err
	}
	return atomicfile.Write(path, fill)
}

func writeAll(w io.Writer, parts ...[]byte) error {
	for _, part := range parts {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}

// writeSet writes the files that belong to a main file, and then that.
func writeSet(ctx context.Context, path string, files []companion, main [][]byte) error {
	for _, c := range append(files, companion{filepath.Base(path), main}) {
		to := filepath.Join(filepath.Dir(path), c.name)
		if err := write(ctx, to, func(w io.Writer) error { return writeAll(w, c.parts...) }); err != nil {
			return err
		}
	}
	return nil
}
