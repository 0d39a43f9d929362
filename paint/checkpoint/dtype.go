package checkpoint

import "fmt"

// DType is the type of the elements of a stored tensor.
type DType uint8

// The types that the file formats know. Only F32, F16 and I64 can be read; the others
// are told apart so that an error can name them.
const (
	F32 DType = iota
	F16
	I64
	BF16
	F64
	I32
	I16
	I8
	U8
	Bool
)

var dtypes = [...]struct {
	name        string
	safetensors string
	torch       string
	size        int
}{
	F32:  {"float32", "F32", "FloatStorage", 4},
	F16:  {"float16", "F16", "HalfStorage", 2},
	I64:  {"int64", "I64", "LongStorage", 8},
	BF16: {"bfloat16", "BF16", "BFloat16Storage", 2},
	F64:  {"float64", "F64", "DoubleStorage", 8},
	I32:  {"int32", "I32", "IntStorage", 4},
	I16:  {"int16", "I16", "ShortStorage", 2},
	I8:   {"int8", "I8", "CharStorage", 1},
	U8:   {"uint8", "U8", "ByteStorage", 1},
	Bool: {"bool", "BOOL", "BoolStorage", 1},
}

// String returns the name that NumPy and PyTorch use, such as "float16".
func (d DType) String() string { return dtypes[d].name }

// Size returns the bytes of one element.
func (d DType) Size() int { return dtypes[d].size }

func safetensorsDType(name string) (DType, error) {
	for d := range dtypes {
		if dtypes[d].safetensors == name {
			return DType(d), nil
		}
	}
	return 0, fmt.Errorf("the type %q is not supported", name)
}

func torchDType(storage string) (DType, bool) {
	for d := range dtypes {
		if dtypes[d].torch == storage {
			return DType(d), true
		}
	}
	return 0, false
}
