package onnx

// This writes the messages of onnx.proto, IR version 10, field by field. The numbers
// beside the functions are those of the fields.

import (
	"strconv"

	"google.golang.org/protobuf/encoding/protowire"
)

func appendText(b []byte, field protowire.Number, s string) []byte {
	return protowire.AppendString(protowire.AppendTag(b, field, protowire.BytesType), s)
}

func appendMessage(b []byte, field protowire.Number, message []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(b, field, protowire.BytesType), message)
}

func appendInt(b []byte, field protowire.Number, v int64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(b, field, protowire.VarintType), uint64(v))
}

// valueMessage is a ValueInfoProto: name 1, type 2 {tensor_type 1 {elem_type 1,
// shape 2 {dim 1 {dim_value 1}}}}.
func valueMessage(v Value) []byte {
	var shape []byte
	for _, side := range v.Shape {
		shape = appendMessage(shape, 1, appendInt(nil, 1, int64(side)))
	}
	tensor := appendMessage(appendInt(nil, 1, int64(v.Type)), 2, shape)
	return appendMessage(appendText(nil, 1, v.Name), 2, appendMessage(nil, 1, tensor))
}

// nodeMessage is a NodeProto: input 1, output 2, name 3, op_type 4, attribute 5,
// domain 7.
func nodeMessage(n node) []byte {
	var b []byte
	for _, name := range n.inputs {
		b = appendText(b, 1, name)
	}
	b = appendText(b, 2, n.output.Name)
	b = appendText(b, 3, n.output.Name)
	b = appendText(b, 4, n.op)
	for _, a := range n.attributes {
		b = appendMessage(b, 5, a)
	}
	if n.domain != "" {
		b = appendText(b, 7, n.domain)
	}
	return b
}

// initializerMessage is a TensorProto: dims 1, data_type 2, name 8, raw_data 9,
// external_data 13 {key 1, value 2}, data_location 14.
func initializerMessage(i initializer, location func(string) string) []byte {
	var b []byte
	for _, side := range i.value.Shape {
		b = appendInt(b, 1, int64(side))
	}
	b = appendInt(b, 2, int64(i.value.Type))
	b = appendText(b, 8, i.value.Name)
	if i.file == "" {
		return appendMessage(b, 9, i.raw)
	}
	for _, pair := range [][2]string{
		{"location", location(i.file)},
		{"offset", strconv.FormatInt(i.offset, 10)},
		{"length", strconv.FormatInt(i.value.bytes(), 10)},
	} {
		b = appendMessage(b, 13, appendText(appendText(nil, 1, pair[0]), 2, pair[1]))
	}
	return appendInt(b, 14, 1) // EXTERNAL
}

// modelMessage is a ModelProto: ir_version 1, producer_name 2, graph 7, opset_import
// 8 {domain 1, version 2}.
func modelMessage(graph []byte) []byte {
	b := appendInt(nil, 1, 10)
	b = appendText(b, 2, "patina")
	b = appendMessage(b, 7, graph)
	b = appendMessage(b, 8, appendInt(nil, 2, 21))
	return appendMessage(b, 8, appendInt(appendText(nil, 1, microsoft), 2, 1))
}
