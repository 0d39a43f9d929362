package ort

import (
	"unsafe"

	"patina/paint/tensor"
)

// bytesOf returns the memory of h, which ONNX Runtime takes as bytes because Go has
// no such type.
func bytesOf(h []tensor.Half) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(h))), 2*len(h))
}
