package meshio

import (
	"errors"
	"fmt"
)

// loadBuffers finds the contents of every buffer: the BIN chunk, a data URI or a
// file of the folder.
func (r *reader) loadBuffers(bin []byte) error {
	r.document.buffers = make([][]byte, len(r.buffers))
	for i, b := range r.buffers {
		data := bin
		if b.URI != "" {
			var err error
			if data, err = r.beside.readURI(b.URI); isMissing(err) && r.isPlaceholder(i) {
				continue
			} else if err != nil {
				return err
			}
		} else if i != 0 || bin == nil {
			if r.isPlaceholder(i) {
				continue
			}
			return fmt.Errorf("buffer %d has no contents: export the file again", i)
		}
		if b.ByteLength < 0 || b.ByteLength > len(data) {
			return fmt.Errorf("buffer %d is cut short: it should have %d bytes and has %d", i, b.ByteLength, len(data))
		}
		r.document.buffers[i] = data[:b.ByteLength:b.ByteLength]
		r.quota += int64(b.ByteLength)
	}
	r.unpackLeft = unpackedFree + unpackedPerByte*r.quota
	r.quota += freeQuota
	return nil
}

// freeQuota is how many vertices and how many triangles any file may unfold to; a
// file may add one for each byte of its buffers. Instances of a mesh count again.
const freeQuota = 4 << 20

// spend takes n of the quota for vertices, triangles or elements written out.
func (r *reader) spend(n int) error {
	if int64(n) > r.quota {
		return errors.New("its nodes and primitives repeat the same data too often to be opened: remove instances and export it again")
	}
	r.quota -= int64(n)
	return nil
}

// checkViews proves that every buffer view lies within its buffer.
func (r *reader) checkViews() error {
	for i, v := range r.views {
		if v.Buffer < 0 || v.Buffer >= len(r.document.buffers) {
			return fmt.Errorf("bufferViews[%d] names buffer %d, which does not exist", i, v.Buffer)
		}
		p, compressed := r.packed[i]
		if compressed {
			if err := r.checkPacked(i, p); err != nil {
				return err
			}
		}
		length := len(r.document.buffers[v.Buffer])
		if compressed && r.document.buffers[v.Buffer] == nil {
			length = r.buffers[v.Buffer].ByteLength
		}
		if !holds(length, v.ByteOffset, v.ByteLength) {
			return fmt.Errorf("bufferViews[%d] reaches beyond its buffer: the file is damaged or cut short", i)
		}
		if v.ByteStride < 0 || v.ByteStride > 252 {
			return fmt.Errorf("bufferViews[%d] has a stride of %d bytes, and 252 is the most", i, v.ByteStride)
		}
	}
	return nil
}

// holds tells whether so many bytes from an offset on lie within a length.
func holds(length, offset, count int) bool {
	return offset >= 0 && count >= 0 && offset <= length && count <= length-offset
}

// view returns the bytes of a buffer view that exists, decompressed.
func (r *reader) view(i int) ([]byte, error) {
	if p, compressed := r.packed[i]; compressed {
		return r.unpack(i, p)
	}
	v := r.views[i]
	return r.document.buffers[v.Buffer][v.ByteOffset : v.ByteOffset+v.ByteLength], nil
}

// loadImages reads the images that lie in files of their own, so that they can go
// where the mesh is saved to. One that is not there is only missed when it is used.
func (r *reader) loadImages() error {
	for i, image := range r.images {
		if image.BufferView != nil {
			if v := *image.BufferView; v < 0 || v >= len(r.views) {
				return fmt.Errorf("images[%d] names bufferView %d, which does not exist", i, v)
			}
			continue
		}
		if image.URI == "" || isDataURI(image.URI) {
			continue
		}
		data, err := r.beside.readURI(image.URI)
		switch {
		case isMissing(err):
			r.missing[i] = err
			r.notice("The image %s cannot be read (%v).", shorten(image.URI), errors.Unwrap(err))
		case err != nil:
			return err
		default:
			r.document.images[i] = data
		}
	}
	return nil
}

// imageBytes returns the image file of an image.
func (r *reader) imageBytes(i int) ([]byte, error) {
	if i < 0 || i >= len(r.images) {
		return nil, fmt.Errorf("there is no image %d", i)
	}
	switch image := r.images[i]; {
	case image.BufferView != nil:
		return r.view(*image.BufferView)
	case isDataURI(image.URI):
		return decodeDataURI(image.URI)
	case r.missing[i] != nil:
		return nil, r.missing[i]
	default:
		return r.document.images[i], nil
	}
}
