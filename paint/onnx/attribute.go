package onnx

import (
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// attribute is an encoded AttributeProto: name 1, f 2, i 3, s 4, floats 7, ints 8,
// type 20.
type attribute []byte

func intAttribute(name string, v int) attribute {
	return appendInt(appendInt(appendText(nil, 1, name), 3, int64(v)), 20, 2)
}

func floatAttribute(name string, v float32) attribute {
	b := protowire.AppendTag(appendText(nil, 1, name), 2, protowire.Fixed32Type)
	return appendInt(protowire.AppendFixed32(b, math.Float32bits(v)), 20, 1)
}

func textAttribute(name, v string) attribute {
	return appendInt(appendText(appendText(nil, 1, name), 4, v), 20, 3)
}

func intsAttribute(name string, v ...int) attribute {
	b := appendText(nil, 1, name)
	for _, x := range v {
		b = appendInt(b, 8, int64(x))
	}
	return appendInt(b, 20, 7)
}
