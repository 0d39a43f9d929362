package meshio

import (
	"encoding/json"
	"fmt"

	"github.com/qmuntal/gltf"

	"patina/paint/meshio/meshopt"
)

// meshoptNames are the two extensions that compress buffer views, which differ in what
// their streams may hold only.
var meshoptNames = []string{"EXT_meshopt_compression", "KHR_meshopt_compression"}

// packedView is where the stream of a compressed buffer view lies.
type packedView struct {
	meshopt.Layout
	Buffer     int `json:"buffer"`
	ByteOffset int `json:"byteOffset"`
	ByteLength int `json:"byteLength"`
}

// readPacked finds the compressed buffer views, and proves that all views name buffers.
func (r *reader) readPacked() error {
	r.packed, r.unpacked = map[int]packedView{}, map[int][]byte{}
	r.plainBuffers, r.packedBuffers = map[int]bool{}, map[int]bool{}
	items, err := rawList(r.document.root, "bufferViews")
	if err != nil {
		return err
	}
	for i, item := range items {
		if !namesBuffer(item) {
			return fmt.Errorf("bufferViews[%d] names no buffer: export the file again", i)
		}
		raw := extensionOf(r.views[i].Extensions, meshoptNames...)
		if raw == nil {
			r.plainBuffers[r.views[i].Buffer] = true
			continue
		}
		r.packedBuffers[r.views[i].Buffer] = true
		var p packedView
		if err := json.Unmarshal(raw, &p); err != nil {
			return fmt.Errorf("bufferViews[%d] is compressed in a wrong way: %s", i, plain(err))
		}
		if !namesBuffer(raw) {
			return fmt.Errorf("bufferViews[%d] is compressed, but names no buffer for it: export the file again", i)
		}
		if wrong := misspelt(raw); wrong != "" {
			return fmt.Errorf("bufferViews[%d] has a member %q, whose capitals are wrong: export the file again", i, wrong)
		}
		r.packed[i] = p
	}
	return nil
}

// namesBuffer tells whether an object has a buffer: left out, it is not the first.
func namesBuffer(item json.RawMessage) bool {
	var v struct{ Buffer *int }
	return json.Unmarshal(item, &v) == nil && v.Buffer != nil
}

// extensionOf returns the first of the named extensions that is there, or nil.
func extensionOf(extensions gltf.Extensions, names ...string) json.RawMessage {
	for _, name := range names {
		if raw, ok := extensions[name].(json.RawMessage); ok {
			return raw
		}
	}
	return nil
}

// isPlaceholder tells whether a buffer has no contents because all of its views are
// compressed and their streams lie elsewhere.
func (r *reader) isPlaceholder(buffer int) bool {
	var flagged struct{ Fallback bool }
	raw := extensionOf(r.buffers[buffer].Extensions, meshoptNames...)
	fallback := raw != nil && json.Unmarshal(raw, &flagged) == nil && flagged.Fallback
	return !r.plainBuffers[buffer] && (fallback || r.packedBuffers[buffer])
}

// checkPacked proves that the stream of a compressed view lies within its buffer and
// says as many bytes as the view has.
func (r *reader) checkPacked(view int, p packedView) error {
	if err := p.Validate(); err != nil {
		return fmt.Errorf("bufferViews[%d] is compressed in a wrong way: %w", view, err)
	}
	if p.Count*p.Stride != r.views[view].ByteLength {
		return fmt.Errorf("bufferViews[%d] has %d bytes, but %d are compressed: export the file again", view, r.views[view].ByteLength, p.Count*p.Stride)
	}
	if p.Buffer < 0 || p.Buffer >= len(r.document.buffers) {
		return fmt.Errorf("bufferViews[%d] is compressed in buffer %d, which does not exist", view, p.Buffer)
	}
	if p.ByteLength < 1 || !holds(len(r.document.buffers[p.Buffer]), p.ByteOffset, p.ByteLength) {
		return fmt.Errorf("bufferViews[%d] is compressed in bytes beyond its buffer: the file is damaged or cut short", view)
	}
	return nil
}

// Limits of what the compressed views of a file may unpack to together: some memory
// for any file, and so much for each of its bytes. Real meshes are packed to a tenth.
const (
	unpackedFree    = 64 << 20
	unpackedPerByte = 32
)

// unpack decodes a compressed view once.
func (r *reader) unpack(view int, p packedView) ([]byte, error) {
	if data, done := r.unpacked[view]; done {
		return data, nil
	}
	if r.unpackLeft -= int64(p.Count * p.Stride); r.unpackLeft < 0 {
		return nil, fmt.Errorf("names bufferView %d, with which its compressed data unpack to too many bytes: export the file without compression", view)
	}
	data, err := meshopt.Decode(r.document.buffers[p.Buffer][p.ByteOffset:][:p.ByteLength], p.Layout)
	if err != nil {
		return nil, fmt.Errorf("names bufferView %d, which cannot be decompressed: %w: export the file again", view, err)
	}
	r.unpacked[view] = data
	return data, nil
}
