package meshio

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/qmuntal/gltf"

	"patina/paint/geom"
)

// elements is an accessor whose every element has been proved to lie within data.
type elements struct {
	data       []byte
	count      int
	stride     int // bytes from one element to the next
	width      int // components of an element
	size       int // bytes of a component
	component  gltf.ComponentType
	normalized bool
}

// elements checks an accessor and makes it readable; what names it in errors.
func (r *reader) elements(index int, what string, kind gltf.AccessorType) (*elements, error) {
	if index < 0 || index >= len(r.accessors) {
		return nil, fmt.Errorf("%s names accessor %d, which does not exist", what, index)
	}
	a := &r.accessors[index]
	if a.Type != kind {
		return nil, fmt.Errorf("%s is of type %s where %s is expected", what, a.Type, kind)
	}
	if e := r.checked[index]; e != nil {
		return e, nil
	}
	e := &elements{component: a.ComponentType, normalized: a.Normalized, count: a.Count, width: a.Type.Components(), size: a.ComponentType.ByteSize()}
	e.stride = e.width * e.size
	if a.BufferView != nil {
		if err := r.within(e, *a.BufferView, a.ByteOffset); err != nil {
			return nil, fmt.Errorf("%s: accessor %d %w", what, index, err)
		}
	}
	if a.BufferView == nil || a.Sparse != nil {
		if err := r.writeOut(e, a); err != nil {
			return nil, fmt.Errorf("%s: accessor %d %w", what, index, err)
		}
	}
	r.checked[index] = e
	return e, nil
}

// within points e at a part of a buffer view and proves that it holds count elements.
func (r *reader) within(e *elements, view, offset int) error {
	if view < 0 || view >= len(r.views) {
		return fmt.Errorf("names bufferView %d, which does not exist", view)
	}
	data, err := r.view(view)
	if err != nil {
		return err
	}
	length := e.width * e.size
	if s := r.views[view].ByteStride; s != 0 {
		if s < length {
			return fmt.Errorf("has elements of %d bytes, but its bufferView steps by %d", length, s)
		}
		e.stride = s
	}
	if e.count < 1 || offset < 0 || offset > len(data)-length || e.count-1 > (len(data)-offset-length)/e.stride {
		return fmt.Errorf("has %d elements, which its bufferView does not hold: the file is damaged or cut short", e.count)
	}
	e.data = data[offset:]
	return nil
}

// writeOut makes a tight copy of an accessor with its sparse part put in. Without a
// buffer view the rest is zero.
func (r *reader) writeOut(e *elements, a *gltf.Accessor) error {
	if err := r.spend(e.count); err != nil {
		return err
	}
	tight := *e
	tight.stride = e.width * e.size
	tight.data = make([]byte, e.count*tight.stride)
	if e.data != nil {
		for i := range e.count {
			copy(tight.element(i), e.element(i))
		}
	}
	if a.Sparse != nil {
		if err := r.overlay(&tight, a.Sparse); err != nil {
			return err
		}
	}
	*e = tight
	return nil
}

func (r *reader) overlay(e *elements, s *gltf.Sparse) error {
	at := &elements{component: s.Indices.ComponentType, count: s.Count, width: 1, size: s.Indices.ComponentType.ByteSize()}
	at.stride = at.size
	values := &elements{component: e.component, count: s.Count, width: e.width, size: e.size, stride: e.width * e.size}
	if err := r.within(at, s.Indices.BufferView, s.Indices.ByteOffset); err != nil {
		return fmt.Errorf("(sparse indices) %w", err)
	}
	if err := r.within(values, s.Values.BufferView, s.Values.ByteOffset); err != nil {
		return fmt.Errorf("(sparse values) %w", err)
	}
	if !at.holdsIndices() {
		return fmt.Errorf("has sparse indices of type %s", at.component)
	}
	for i := range s.Count {
		target := int64(at.index(i))
		if target >= int64(e.count) {
			return fmt.Errorf("has the sparse index %d, beyond its %d elements", target, e.count)
		}
		copy(e.element(int(target)), values.element(i))
	}
	return nil
}

// element returns the bytes of one element.
func (e *elements) element(i int) []byte {
	return e.data[i*e.stride : i*e.stride+e.width*e.size]
}

func (e *elements) holdsIndices() bool {
	switch e.component {
	case gltf.ComponentUbyte, gltf.ComponentUshort, gltf.ComponentUint:
		return true
	}
	return false
}

// index returns element i of an accessor that holdsIndices.
func (e *elements) index(i int) uint32 {
	b := e.data[i*e.stride:]
	switch e.component {
	case gltf.ComponentUbyte:
		return uint32(b[0])
	case gltf.ComponentUshort:
		return uint32(binary.LittleEndian.Uint16(b))
	default:
		return binary.LittleEndian.Uint32(b)
	}
}

// float returns component c of element i, normalized where the accessor says so.
func (e *elements) float(i, c int) float32 {
	b := e.data[i*e.stride+c*e.size:]
	if e.component == gltf.ComponentFloat {
		return math.Float32frombits(binary.LittleEndian.Uint32(b))
	}
	value, most := e.integer(b)
	if !e.normalized {
		return float32(value)
	}
	return float32(max(value/most, -1))
}

// integer returns an integer component and the value that stands for 1 when it is
// normalized (specification, section 3.11).
func (e *elements) integer(b []byte) (value, most float64) {
	switch e.component {
	case gltf.ComponentByte:
		return float64(int8(b[0])), math.MaxInt8
	case gltf.ComponentUbyte:
		return float64(b[0]), math.MaxUint8
	case gltf.ComponentShort:
		return float64(int16(binary.LittleEndian.Uint16(b))), math.MaxInt16
	case gltf.ComponentUshort:
		return float64(binary.LittleEndian.Uint16(b)), math.MaxUint16
	default:
		return float64(binary.LittleEndian.Uint32(b)), math.MaxUint32
	}
}

func (e *elements) vec2(i int) geom.Vec2 {
	return geom.Vec2{X: e.float(i, 0), Y: e.float(i, 1)}
}

func (e *elements) vec3(i int) geom.Vec3 {
	return geom.Vec3{X: e.float(i, 0), Y: e.float(i, 1), Z: e.float(i, 2)}
}
