// Package protect says what of a mesh a job must not touch. The surface falls into
// pieces in three ways: by material, into parts that hang together in space, and into
// UV islands that hang together in a texture. A Selection lists pieces, an Inventory
// knows those that a mesh has and which triangles belong to each.
package protect

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Kind is one of the ways in which a surface falls into pieces.
type Kind string

// The kinds. Parts touch nowhere, not even in a corner; vertices at the same place are
// one. Islands are the charts of package uv, however many materials they have.
const (
	Material Kind = "material"
	Part     Kind = "part"
	Island   Kind = "island"
)

// Kinds returns all kinds, from the largest pieces to the smallest.
func Kinds() []Kind { return []Kind{Material, Part, Island} }

// Title is what people read: "UV island".
func (k Kind) Title() string {
	switch k {
	case Material:
		return "Material"
	case Part:
		return "Part"
	}
	return "UV island"
}

// Piece names a piece of a surface. As text it is its kind, a colon and its name, such
// as "material:Metal" or "part:3"; receipts and command lines write it so.
type Piece struct {
	Kind Kind
	Name string // of a material; parts and islands have numbers from 1, in the order of the triangles
}

// String returns the text of the piece.
func (p Piece) String() string { return string(p.Kind) + ":" + p.Name }

// Title is what people read: "Metal", "Part 3".
func (p Piece) Title() string {
	if p.Kind == Material {
		return p.Name
	}
	return p.Kind.Title() + " " + p.Name
}

// Parse reads the text of a piece. The error says what may be written.
func Parse(text string) (Piece, error) {
	kind, name, _ := strings.Cut(text, ":")
	p := Piece{Kind(kind), name}
	if !slices.Contains(Kinds(), p.Kind) || p.Name == "" {
		return Piece{}, fmt.Errorf("%q names no piece of a mesh: write material:NAME, part:NUMBER or island:NUMBER", text)
	}
	if p.Kind == Material {
		return p, nil
	}
	number, err := strconv.ParseInt(p.Name, 10, 32)
	if err != nil || number < 1 {
		return Piece{}, fmt.Errorf("%q names no %s: they have numbers from 1 on", text, p.Kind)
	}
	p.Name = strconv.FormatInt(number, 10)
	return p, nil
}

// MarshalText implements encoding.TextMarshaler.
func (p Piece) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (p *Piece) UnmarshalText(text []byte) (err error) {
	*p, err = Parse(string(text))
	return err
}

// Selection lists what is protected, in the order in which it was chosen, nothing twice.
type Selection []Piece

// Toggled returns the selection without the piece, or with it at the end where it is
// not in it. The selection itself does not change.
func (s Selection) Toggled(p Piece) Selection {
	if at := slices.Index(s, p); at >= 0 {
		return slices.Concat(s[:at], s[at+1:])
	}
	return append(slices.Clone(s), p)
}

// kinds returns the kinds of the pieces in the selection.
func (s Selection) kinds() (kinds []Kind) {
	for _, p := range s {
		if !slices.Contains(kinds, p.Kind) {
			kinds = append(kinds, p.Kind)
		}
	}
	return kinds
}
