package meshio

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"patina/paint/mesh"
)

// companion is a file that belongs to another one and lies beside it.
type companion struct {
	name  string
	parts [][]byte
}

// namesBeside finds names for the files that belong to a main file: they start with
// its stem, differ from each other, and never name a file that the mesh was read from.
type namesBeside struct {
	folder, stem string
	source       []os.FileInfo
	taken        map[string]bool // in lower case, for file systems that ignore case
}

func newNames(path string, source []string) *namesBeside {
	base := filepath.Base(path)
	n := &namesBeside{
		folder: filepath.Dir(path), stem: strings.TrimSuffix(base, filepath.Ext(base)),
		taken: map[string]bool{strings.ToLower(base): true},
	}
	for _, s := range source {
		if info, err := os.Stat(s); err == nil {
			n.source = append(n.source, info)
		}
	}
	return n
}

// free returns stem + ending, with a number in between when that is not free.
func (n *namesBeside) free(ending string) string {
	for i := 1; ; i++ {
		name := n.stem + ending
		if i > 1 {
			word, extensions, _ := strings.Cut(ending, ".") // the first may be the number of a tile
			name = fmt.Sprintf("%s%s_%d.%s", n.stem, word, i, extensions)
		}
		if key := strings.ToLower(name); !n.taken[key] && !n.isSource(name) {
			n.taken[key] = true
			return name
		}
	}
}

// freeTiles returns names that differ in the number of the tile alone, with <UDIM> in its
// place, and for each tile.
func (n *namesBeside) freeTiles(ending string, m *mesh.Mesh, slots []int) (token string, of func(tile int) string) {
	for i := 1; ; i++ {
		stem := n.stem + ending
		if i > 1 {
			stem = fmt.Sprintf("%s_%d", stem, i)
		}
		of := func(tile int) string { return stem + tileEnding(tile) + ".png" }
		if slices.ContainsFunc(slots, func(slot int) bool {
			name := of(m.Materials[slot].Tile)
			return n.taken[strings.ToLower(name)] || n.isSource(name)
		}) {
			continue
		}
		for _, slot := range slots {
			n.taken[strings.ToLower(of(m.Materials[slot].Tile))] = true
		}
		return stem + "." + udimToken + ".png", of
	}
}

func (n *namesBeside) isSource(name string) bool {
	info, err := os.Stat(n.beside(name))
	if err != nil {
		return false
	}
	for _, s := range n.source {
		if os.SameFile(info, s) {
			return true
		}
	}
	return false
}

func (n *namesBeside) beside(name string) string { return filepath.Join(n.folder, name) }

// fileName makes a material's name fit to be part of a file name anywhere, and a word
// of an OBJ file.
func fileName(name string) string {
	const longest = 60
	out := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		default:
			return '_'
		}
	}, name)
	return out[:min(len(out), longest)]
}

// escapeURI writes a file name as a relative URI. A colon would make a scheme of what
// is before it.
func escapeURI(name string) string {
	return strings.ReplaceAll(url.PathEscape(name), ":", "%3A")
}
