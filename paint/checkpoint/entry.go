package checkpoint

import (
	"fmt"
	"math"

	"patina/paint/tensor"
)

// Entry is one stored tensor: what the header says of it and where its elements lie.
// They are little-endian, in row-major order and nothing stands between them.
type Entry struct {
	Key    string
	DType  DType
	Shape  []int
	File   string // absolute path without symbolic links
	Offset int64  // of the first element in File, in bytes
}

// Size returns the bytes of all elements.
func (e Entry) Size() int64 { return int64(tensor.Count(e.Shape)) * int64(e.DType.Size()) }

// Rows returns the part of e from i up to j of its first axis, in place: a view onto
// the same file.
func (e Entry) Rows(i, j int) Entry {
	row := Entry{DType: e.DType, Shape: e.Shape[1:]}
	e.Offset += int64(i) * row.Size()
	e.Shape = append([]int{j - i}, e.Shape[1:]...)
	return e
}

func (e Entry) describe() string { return fmt.Sprintf("%v %v", e.DType, e.Shape) }

// TensorError tells that a file does not hold the tensor that a network needs.
type TensorError struct {
	File, Key       string
	Expected, Found string // in words, such as "float16 [320 4 3 3]"
	More            int    // further tensors that do not fit either
}

func (e *TensorError) Error() string {
	s := fmt.Sprintf("%s: tensor %q: expected %s, found %s", e.File, e.Key, e.Expected, e.Found)
	if e.More > 0 {
		s += fmt.Sprintf(" (and %d more tensors do not fit)", e.More)
	}
	return s
}

// checkedSize returns the bytes that elements of this type and shape take, or false
// when the shape is negative or too large to be true.
func checkedSize(d DType, shape []int) (int64, bool) {
	n := int64(d.Size())
	for _, side := range shape {
		if side < 0 || side > 0 && n > math.MaxInt64/int64(side) {
			return 0, false
		}
		n *= int64(side)
	}
	return n, true
}
