// Package meshopt decodes the buffer views of the glTF extensions
// EXT_meshopt_compression and KHR_meshopt_compression: vertices, triangles and
// indices, and the filters that turn decoded numbers into normals, rotations, floats
// and colours.
//
// Streams come from anywhere: what is wrong with one ends in an error, and nothing is
// allocated that the length of the stream does not warrant.
package meshopt

import (
	"errors"
	"fmt"
)

// Layout says what a stream decodes to; its fields have the names and the values of
// the extension.
type Layout struct {
	Count  int    `json:"count"`      // elements
	Stride int    `json:"byteStride"` // bytes of an element
	Mode   string `json:"mode"`       // ATTRIBUTES, TRIANGLES or INDICES
	Filter string `json:"filter"`     // NONE or "", OCTAHEDRAL, QUATERNION, EXPONENTIAL or COLOR
}

var (
	errShort  = errors.New("its stream is cut short")
	errExcess = errors.New("its stream does not end where it should")
	errHeader = errors.New("its stream has an unknown header")
	errStream = errors.New("its stream is damaged")
)

// Validate returns an error when the rules of the extension forbid a layout.
func (l Layout) Validate() error {
	attributes := l.Mode == "ATTRIBUTES"
	indices := l.Mode == "INDICES" || l.Mode == "TRIANGLES"
	switch {
	case !attributes && !indices:
		return fmt.Errorf("it has the unknown mode %.20q", l.Mode)
	case l.Count < 1 || l.Count > 1<<40:
		return fmt.Errorf("it cannot have %d elements", l.Count)
	case attributes && (l.Stride < 4 || l.Stride > 256 || l.Stride%4 != 0),
		indices && l.Stride != 2 && l.Stride != 4:
		return fmt.Errorf("its elements cannot have %d bytes", l.Stride)
	case l.Mode == "TRIANGLES" && l.Count%3 != 0:
		return fmt.Errorf("%d indices are no triangles", l.Count)
	}
	return l.validateFilter(indices)
}

func (l Layout) validateFilter(indices bool) error {
	fits := false
	switch l.Filter {
	case "", "NONE":
		return nil
	case "OCTAHEDRAL", "COLOR":
		fits = l.Stride == 4 || l.Stride == 8
	case "QUATERNION":
		fits = l.Stride == 8
	case "EXPONENTIAL":
		fits = true
	}
	if !fits || indices {
		return fmt.Errorf("the filter %.20q does not fit mode %s with %d bytes", l.Filter, l.Mode, l.Stride)
	}
	return nil
}

// Least returns how many bytes the shortest stream of a valid layout has, so that a
// lying count is found before room is made for it.
func (l Layout) Least() int {
	switch l.Mode {
	case "TRIANGLES":
		return 1 + l.Count/3 + triangleTail
	case "INDICES":
		return 1 + l.Count + indexTail
	}
	perBlock := blockElements(l.Stride)
	blocks := (l.Count + perBlock - 1) / perBlock
	return 1 + blocks*l.Stride/4 + tailLeast1 // version 1 with control mode 2 throughout
}

// Decode returns the l.Count*l.Stride bytes that a stream stands for, with the filter
// applied.
func Decode(stream []byte, l Layout) ([]byte, error) {
	if err := l.Validate(); err != nil {
		return nil, err
	}
	if len(stream) < l.Least() {
		return nil, errShort
	}
	out := make([]byte, l.Count*l.Stride)
	var err error
	switch l.Mode {
	case "ATTRIBUTES":
		err = decodeAttributes(out, stream, l.Count, l.Stride)
	case "TRIANGLES":
		err = decodeTriangles(indexWriter{out, l.Stride}, stream, l.Count/3)
	default:
		err = decodeIndices(indexWriter{out, l.Stride}, stream, l.Count)
	}
	if err != nil {
		return nil, err
	}
	l.applyFilter(out)
	return out, nil
}
