package checkpoint

// This follows the safetensors format: eight bytes with the length of a JSON header,
// the header, then the elements.

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// maxHeader is the format's own limit for the header.
const maxHeader = 100_000_000

type safetensorsEntry struct {
	DType   string   `json:"dtype"`
	Shape   []int    `json:"shape"`
	Offsets [2]int64 `json:"data_offsets"`
}

// readSafetensors reads the header of a file of size bytes. The entries name no file.
func readSafetensors(r io.ReaderAt, size int64) ([]Entry, error) {
	var length [8]byte
	if _, err := r.ReadAt(length[:], 0); err != nil {
		return nil, fmt.Errorf("it is cut short: no safetensors header")
	}
	n := binary.LittleEndian.Uint64(length[:])
	if n > maxHeader || int64(n) > size-8 {
		return nil, fmt.Errorf("it is cut short or no safetensors file: a header of %d bytes in a file of %d", n, size)
	}
	header := make([]byte, n)
	if _, err := r.ReadAt(header, 8); err != nil {
		return nil, fmt.Errorf("cannot read the header: %w", err)
	}
	return parseSafetensors(header, size)
}

func parseSafetensors(header []byte, size int64) ([]Entry, error) {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(header, &raw); err != nil {
		return nil, fmt.Errorf("its header is not JSON (%w)", err)
	}
	delete(raw, "__metadata__")
	entries := make([]Entry, 0, len(raw))
	for _, key := range slices.Sorted(maps.Keys(raw)) {
		e, err := parseSafetensorsEntry(key, raw[key], int64(len(header))+8, size)
		if err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	return entries, nil
}

func parseSafetensorsEntry(key string, raw json.RawMessage, start, size int64) (Entry, error) {
	var s safetensorsEntry
	if err := json.Unmarshal(raw, &s); err != nil {
		return Entry{}, fmt.Errorf("tensor %q: its header is not valid (%w)", key, err)
	}
	dtype, err := safetensorsDType(s.DType)
	if err != nil {
		return Entry{}, fmt.Errorf("tensor %q: %w", key, err)
	}
	begin, end := s.Offsets[0], s.Offsets[1]
	if begin < 0 || end < begin || end > size-start {
		return Entry{}, fmt.Errorf("it is cut short: tensor %q: expected %d bytes of data, found %d", key, end, size-start)
	}
	want, ok := checkedSize(dtype, s.Shape)
	if !ok || want != end-begin {
		return Entry{}, fmt.Errorf("tensor %q: expected %d bytes for %v %v, found %d", key, want, dtype, s.Shape, end-begin)
	}
	return Entry{Key: key, DType: dtype, Shape: s.Shape, Offset: start + begin}, nil
}

// StoredTensor is one tensor to be written: its header, and a function that writes
// its Size bytes.
type StoredTensor struct {
	Key   string
	DType DType
	Shape []int
	Write func(io.Writer) error
}

// WriteSafetensors writes a safetensors file with the tensors in the given order.
// The elements start at a multiple of 64 bytes.
func WriteSafetensors(w io.Writer, tensors []StoredTensor) error {
	header, err := safetensorsHeader(tensors)
	if err != nil {
		return err
	}
	if _, err := w.Write(header); err != nil {
		return err
	}
	for _, t := range tensors {
		counted := &countingWriter{w: w}
		if err := t.Write(counted); err != nil {
			return fmt.Errorf("tensor %q: %w", t.Key, err)
		}
		if want, _ := checkedSize(t.DType, t.Shape); counted.n != want {
			return fmt.Errorf("tensor %q: expected %d bytes, found %d", t.Key, want, counted.n)
		}
	}
	return nil
}

// safetensorsHeader pads with spaces, which the format allows.
func safetensorsHeader(tensors []StoredTensor) ([]byte, error) {
	entries := make(map[string]safetensorsEntry, len(tensors))
	offset := int64(0)
	for _, t := range tensors {
		size, ok := checkedSize(t.DType, t.Shape)
		if !ok {
			return nil, fmt.Errorf("tensor %q: the shape %v is not valid", t.Key, t.Shape)
		}
		shape := t.Shape
		if shape == nil {
			shape = []int{}
		}
		entries[t.Key] = safetensorsEntry{dtypes[t.DType].safetensors, shape, [2]int64{offset, offset + size}}
		offset += size
	}
	text, err := json.Marshal(entries)
	if err != nil {
		return nil, err
	}
	text = append(text, strings.Repeat(" ", (64-(8+len(text))%64)%64)...)
	return bytes.Join([][]byte{binary.LittleEndian.AppendUint64(nil, uint64(len(text))), text}, nil), nil
}

type countingWriter struct {
	w io.Writer
	n int64
}

func (c *countingWriter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
