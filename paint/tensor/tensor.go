// Package tensor holds the numbers that go into networks and come out of them: a
// shape and its elements in row-major order.
package tensor

import (
	"fmt"
	"slices"
)

// Tensor is a shape and its elements, the last axis fastest. Exactly one of F32,
// F16 and I64 is not nil and holds Len elements. Copies of a Tensor share them.
type Tensor struct {
	Shape []int
	F32   []float32
	F16   []Half
	I64   []int64
}

// New returns a float32 tensor of zeros.
func New(shape ...int) Tensor {
	return Tensor{Shape: shape, F32: make([]float32, Count(shape))}
}

// Of returns a float32 tensor over elements, which it does not copy. It panics when
// their number is not what shape asks for.
func Of(elements []float32, shape ...int) Tensor {
	mustMatch(len(elements), shape)
	return Tensor{Shape: shape, F32: elements}
}

// OfHalf returns a float16 tensor over elements, which it does not copy. It panics
// when their number is not what shape asks for.
func OfHalf(elements []Half, shape ...int) Tensor {
	mustMatch(len(elements), shape)
	return Tensor{Shape: shape, F16: elements}
}

// OfInts returns an int64 tensor over elements, which it does not copy. It panics
// when their number is not what shape asks for.
func OfInts(elements []int64, shape ...int) Tensor {
	mustMatch(len(elements), shape)
	return Tensor{Shape: shape, I64: elements}
}

func mustMatch(n int, shape []int) {
	if n != Count(shape) {
		panic(fmt.Sprintf("tensor: %d elements do not fill the shape %v", n, shape))
	}
}

// Count returns how many elements a shape has: 1 for the empty shape of a scalar.
func Count(shape []int) int {
	n := 1
	for _, d := range shape {
		n *= d
	}
	return n
}

// Len returns the number of elements.
func (t Tensor) Len() int { return Count(t.Shape) }

// Clone returns a tensor that shares nothing with t.
func (t Tensor) Clone() Tensor {
	return Tensor{slices.Clone(t.Shape), slices.Clone(t.F32), slices.Clone(t.F16), slices.Clone(t.I64)}
}

// Reshape returns the same elements under another shape, not copied. It panics when
// the shapes differ in size.
func (t Tensor) Reshape(shape ...int) Tensor {
	mustMatch(t.Len(), shape)
	t.Shape = shape
	return t
}

// Rows returns the elements from i up to j of the first axis, not copied.
func (t Tensor) Rows(i, j int) Tensor {
	row := Count(t.Shape[1:])
	part := Tensor{Shape: append([]int{j - i}, t.Shape[1:]...)}
	switch {
	case t.F32 != nil:
		part.F32 = t.F32[i*row : j*row : j*row]
	case t.F16 != nil:
		part.F16 = t.F16[i*row : j*row : j*row]
	case t.I64 != nil:
		part.I64 = t.I64[i*row : j*row : j*row]
	}
	return part
}

// Float32 returns t as float32: t itself when it already is, else a converted copy.
// It panics on integers.
func (t Tensor) Float32() Tensor {
	if t.F32 != nil {
		return t
	}
	t.mustBeFloat()
	out := make([]float32, len(t.F16))
	Widen(out, t.F16)
	return Tensor{Shape: t.Shape, F32: out}
}

// Float16 returns t as float16, rounded to nearest even: t itself when it already
// is, else a converted copy. It panics on integers.
func (t Tensor) Float16() Tensor {
	if t.F16 != nil {
		return t
	}
	t.mustBeFloat()
	out := make([]Half, len(t.F32))
	Narrow(out, t.F32)
	return Tensor{Shape: t.Shape, F16: out}
}

func (t Tensor) mustBeFloat() {
	if t.I64 != nil {
		panic("tensor: integers are not converted to floating point")
	}
}
