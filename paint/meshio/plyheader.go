package meshio

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// This follows Greg Turk, "The PLY Polygon File Format" (1994): a header that names
// elements and their properties, then all elements one after the other, as text or as
// numbers of either byte order.

// plyKind is the type of a number.
type plyKind int

const (
	plyInt8 plyKind = iota
	plyUint8
	plyInt16
	plyUint16
	plyInt32
	plyUint32
	plyFloat32
	plyFloat64
)

// plyKinds has both the names of 1994 and those that say their bits.
var plyKinds = map[string]plyKind{
	"char": plyInt8, "uchar": plyUint8, "short": plyInt16, "ushort": plyUint16,
	"int": plyInt32, "uint": plyUint32, "float": plyFloat32, "double": plyFloat64,
	"int8": plyInt8, "uint8": plyUint8, "int16": plyInt16, "uint16": plyUint16,
	"int32": plyInt32, "uint32": plyUint32, "float32": plyFloat32, "float64": plyFloat64,
}

func (k plyKind) size() int { return [...]int{1, 1, 2, 2, 4, 4, 4, 8}[k] }

// read returns a number of so many bytes as it lies in a binary file.
func (k plyKind) read(b []byte, order binary.ByteOrder) float64 {
	switch k {
	case plyInt8:
		return float64(int8(b[0]))
	case plyUint8:
		return float64(b[0])
	case plyInt16:
		return float64(int16(order.Uint16(b)))
	case plyUint16:
		return float64(order.Uint16(b))
	case plyInt32:
		return float64(int32(order.Uint32(b)))
	case plyUint32:
		return float64(order.Uint32(b))
	case plyFloat32:
		return float64(math.Float32frombits(order.Uint32(b)))
	default:
		return math.Float64frombits(order.Uint64(b))
	}
}

// plyProperty is one number of an element, or a list of them.
type plyProperty struct {
	name   string
	kind   plyKind
	list   bool
	length plyKind // of a list
}

// plyElement is a kind of things of which the file has count.
type plyElement struct {
	name       string
	count      int
	properties []plyProperty
}

// least returns how many bytes one element has at least. A number of a text has a
// digit and what parts it from the next.
func (e *plyElement) least(text bool) int {
	size := 0
	for _, p := range e.properties {
		switch {
		case text:
			size += 2
		case p.list:
			size += p.length.size()
		default:
			size += p.kind.size()
		}
	}
	return size
}

// plyHeader is what a file says about itself.
type plyHeader struct {
	order    binary.ByteOrder // nil for text
	elements []plyElement
	texture  string // named by a comment, as MeshLab does
}

const maxPLYHeader = 1 << 20

var errPLYHeader = errors.New("its PLY header has no end: the file is damaged or cut short")

// readPLYHeader returns the header and the rest of the file.
func readPLYHeader(data []byte) (*plyHeader, []byte, error) {
	h := &plyHeader{}
	formatted := false
	for start := len(data); len(data) > 0 && start-len(data) < maxPLYHeader; {
		line, rest, _ := bytes.Cut(data, []byte{'\n'})
		data = rest
		fields := strings.Fields(string(line[:min(len(line), 1000)]))
		if len(fields) == 0 {
			continue
		}
		switch fields[0] {
		case "end_header":
			if !formatted {
				return nil, nil, errors.New("its PLY header names no format: export it again")
			}
			return h, data, nil
		case "format":
			formatted = true
		}
		if err := h.line(fields); err != nil {
			return nil, nil, err
		}
	}
	return nil, nil, errPLYHeader
}

func (h *plyHeader) line(fields []string) error {
	switch fields[0] {
	case "ply", "obj_info":
		return nil
	case "comment":
		if len(fields) > 2 && fields[1] == "TextureFile" {
			h.texture = strings.Join(fields[2:], " ")
		}
		return nil
	case "format":
		return h.format(fields)
	case "element":
		return h.element(fields)
	case "property":
		return h.property(fields)
	}
	return fmt.Errorf("its PLY header has the unknown line %q: export it again", shorten(strings.Join(fields, " ")))
}

func (h *plyHeader) format(fields []string) error {
	switch strings.Join(fields[1:], " ") {
	case "ascii 1.0":
	case "binary_little_endian 1.0":
		h.order = binary.LittleEndian
	case "binary_big_endian 1.0":
		h.order = binary.BigEndian
	default:
		return fmt.Errorf("it is a PLY of the unknown format %q: export it as PLY 1.0", shorten(strings.Join(fields[1:], " ")))
	}
	return nil
}

func (h *plyHeader) element(fields []string) error {
	const most = 100
	if len(fields) == 3 && len(h.elements) < most {
		if count, err := strconv.Atoi(fields[2]); err == nil && count >= 0 {
			h.elements = append(h.elements, plyElement{name: fields[1], count: count})
			return nil
		}
	}
	return fmt.Errorf("its PLY header has the wrong line %q: export it again", shorten(strings.Join(fields, " ")))
}

func (h *plyHeader) property(fields []string) error {
	const most = 1000
	wrong := fmt.Errorf("its PLY header has the wrong line %q: export it again", shorten(strings.Join(fields, " ")))
	if len(h.elements) == 0 {
		return wrong
	}
	e := &h.elements[len(h.elements)-1]
	var p plyProperty
	known, knownLength := false, true
	switch {
	case len(fields) == 3:
		p.name = fields[2]
		p.kind, known = plyKinds[fields[1]]
	case len(fields) == 5 && fields[1] == "list":
		p.name, p.list = fields[4], true
		p.length, knownLength = plyKinds[fields[2]]
		p.kind, known = plyKinds[fields[3]]
	}
	if !known || !knownLength || len(e.properties) == most {
		return wrong
	}
	e.properties = append(e.properties, p)
	return nil
}
