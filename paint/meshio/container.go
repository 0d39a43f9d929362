package meshio

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// The binary container of glTF 2.0 (specification, chapter 4): a header of three
// words, then chunks of length, type and content.
const (
	glbMagic      = "glTF"
	glbHeaderSize = 12
	chunkJSON     = 0x4E4F534A
	chunkBIN      = 0x004E4942
)

// chunk is a part of a GLB that is neither the JSON nor the first BIN: kept as it is.
type chunk struct {
	kind uint32
	data []byte
}

// container is what a GLB or glTF file is made of.
type container struct {
	json  []byte
	bin   []byte // nil when there is none
	other []chunk
}

// readContainer takes a GLB apart, or takes all of a glTF as JSON. The slices are
// parts of data.
func readContainer(data []byte) (container, error) {
	if !bytes.HasPrefix(data, []byte(glbMagic)) {
		return container{json: bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))}, nil
	}
	if len(data) < glbHeaderSize {
		return container{}, errTruncated
	}
	if version := binary.LittleEndian.Uint32(data[4:]); version != 2 {
		return container{}, fmt.Errorf("it is a GLB of version %d: export it as glTF 2.0", version)
	}
	length := int64(binary.LittleEndian.Uint32(data[8:]))
	if length < glbHeaderSize || length > int64(len(data)) {
		return container{}, errTruncated
	}
	return readChunks(data[glbHeaderSize:length])
}

var errTruncated = errors.New("the GLB is damaged or cut short: copy or export it again")

func readChunks(data []byte) (container, error) {
	var c container
	for len(data) > 0 {
		if len(data) < 8 {
			return container{}, errTruncated
		}
		length, kind := int64(binary.LittleEndian.Uint32(data)), binary.LittleEndian.Uint32(data[4:])
		data = data[8:]
		if length > int64(len(data)) {
			return container{}, errTruncated
		}
		content := data[:length:length]
		data = data[min(int64(len(data)), length):]
		switch {
		case c.json == nil && kind != chunkJSON:
			return container{}, errors.New("the GLB does not start with a JSON chunk: it is damaged, export it again")
		case c.json == nil:
			c.json = bytes.TrimRight(content, "\x00 \t\r\n")
		case c.bin == nil && kind == chunkBIN:
			c.bin = content
		default:
			c.other = append(c.other, chunk{kind, content})
		}
	}
	if len(c.json) == 0 {
		return container{}, errTruncated
	}
	return c, nil
}

// writeGLB writes a container whose BIN chunk is the parts, one after the other.
func writeGLB(w io.Writer, json []byte, parts [][]byte, other []chunk) error {
	binLength := 0
	for _, part := range parts {
		binLength += len(part)
	}
	total := glbHeaderSize + 8 + padded(len(json))
	if binLength > 0 {
		total += 8 + padded(binLength)
	}
	for _, c := range other {
		total += 8 + padded(len(c.data))
	}
	if int64(total) > math.MaxUint32 {
		return errors.New("a GLB holds at most 4 GiB: choose a smaller texture, or save as glTF")
	}
	out := &glbWriter{w: w}
	out.bytes([]byte(glbMagic))
	out.words(2, uint32(total))
	out.chunk(chunkJSON, len(json), ' ', json)
	if binLength > 0 {
		out.chunk(chunkBIN, binLength, 0, parts...)
	}
	for _, c := range other {
		out.chunk(c.kind, len(c.data), 0, c.data)
	}
	return out.err
}

// padded rounds up to the four bytes that everything in a GLB is aligned to.
func padded(n int) int { return (n + 3) &^ 3 }

// glbWriter keeps the first error.
type glbWriter struct {
	w   io.Writer
	err error
}

func (g *glbWriter) bytes(b []byte) {
	if g.err == nil {
		_, g.err = g.w.Write(b)
	}
}

func (g *glbWriter) words(words ...uint32) {
	for _, word := range words {
		g.bytes(binary.LittleEndian.AppendUint32(nil, word))
	}
}

func (g *glbWriter) chunk(kind uint32, length int, filler byte, parts ...[]byte) {
	g.words(uint32(padded(length)), kind)
	for _, part := range parts {
		g.bytes(part)
	}
	g.bytes(bytes.Repeat([]byte{filler}, padded(length)-length))
}
