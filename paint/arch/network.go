// Package arch writes the networks that Patina paints with as graphs over the weights
// of a checkpoint. A file is a network or a part that several share, and reads like
// it: one layer or block a line. Sizes and counts come from the checkpoint's
// config.json, so that a network of a few channels in a test is the same code as the
// published one.
package arch

import (
	"fmt"
	"slices"
	"strings"

	"patina/paint/checkpoint"
	"patina/paint/onnx"
)

// source is where a network takes its weights from: a *checkpoint.Scope.
type source interface {
	Tensor(key string, shape ...int) checkpoint.Entry
	Err(dormant func(key string) bool) error
}

// network is a graph with the weights below one name of a checkpoint. What its
// methods add takes its weights from there.
type network struct {
	*onnx.Graph
	weights source
	prefix  string // empty, or ends in a dot
}

func newNetwork(name string, weights source) network {
	return network{Graph: onnx.New(name), weights: weights}
}

// finish returns the model when the checkpoint holds all of the network and, but for
// dormant keys, nothing else.
func (n network) finish(dormant func(key string) bool) (onnx.Model, error) {
	if err := n.weights.Err(dormant); err != nil {
		return onnx.Model{}, err
	}
	return n.Model()
}

// containing accepts keys with any of these parts.
func containing(parts ...string) func(key string) bool {
	return func(key string) bool {
		return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(key, part) })
	}
}

// in returns the network below a name, such as "mid_block.resnets.0".
func (n network) in(format string, a ...any) network {
	n.prefix += fmt.Sprintf(format, a...) + "."
	return n
}

// below returns the tensor of that key here.
func (n network) below(key string, shape ...int) checkpoint.Entry {
	return n.weights.Tensor(n.prefix+key, shape...)
}

// weight returns a tensor of the checkpoint as float32.
func (n network) weight(key string, shape ...int) onnx.Value {
	e := n.below(key, shape...)
	return n.initializer(e, e.Key, shape)
}

// weightRows returns the rows from i up to j of a tensor of the checkpoint, in place.
func (n network) weightRows(key string, i, j int, shape ...int) onnx.Value {
	e := n.below(key, shape...).Rows(i, j)
	return n.initializer(e, fmt.Sprintf("%s[%d:%d]", e.Key, i, j), e.Shape)
}

// channelWeight returns a tensor [c] of the checkpoint as [c, 1, 1], which applies to
// the channels of an image.
func (n network) channelWeight(key string, c int) onnx.Value {
	e := n.below(key, c)
	return n.initializer(e, e.Key, []int{c, 1, 1})
}

func (n network) initializer(e checkpoint.Entry, name string, shape []int) onnx.Value {
	if e.DType == checkpoint.F16 {
		return n.Cast(n.External(name, onnx.Float16, e.File, e.Offset, shape...), onnx.Float32)
	}
	return n.External(name, onnx.Float32, e.File, e.Offset, shape...)
}

// linear is a fully connected layer with bias on tokens x [n, in].
func (n network) linear(name string, x onnx.Value, out int) onnx.Value {
	n = n.in("%s", name)
	return n.Gemm(x, n.weight("weight", out, x.Shape[1]), n.weight("bias", out))
}

// project is a fully connected layer without bias.
func (n network) project(name string, x onnx.Value, out int) onnx.Value {
	return n.Gemm(x, n.in("%s", name).weight("weight", out, x.Shape[1]), onnx.Value{})
}

// conv is a convolution with a k x k kernel that keeps height and width.
func (n network) conv(name string, x onnx.Value, out, k int) onnx.Value {
	half := k / 2
	return n.strided(name, x, out, k, 1, onnx.Padding{Top: half, Left: half, Bottom: half, Right: half})
}

func (n network) strided(name string, x onnx.Value, out, k, stride int, pad onnx.Padding) onnx.Value {
	n = n.in("%s", name)
	return n.Conv(x, n.weight("weight", out, channels(x), k, k), n.weight("bias", out), stride, pad)
}

func (n network) groupNorm(name string, x onnx.Value, groups int, epsilon float32) onnx.Value {
	n = n.in("%s", name)
	return n.GroupNorm(x, n.channelWeight("weight", channels(x)), n.channelWeight("bias", channels(x)), groups, epsilon)
}

func (n network) layerNorm(name string, x onnx.Value, epsilon float32) onnx.Value {
	n = n.in("%s", name)
	width := x.Shape[len(x.Shape)-1]
	return n.LayerNorm(x, n.weight("weight", width), n.weight("bias", width), epsilon)
}

// tokens returns the pixels of x [n, c, h, w] as rows [n*h*w, c].
func (n network) tokens(x onnx.Value) onnx.Value {
	s := x.Shape
	return n.Reshape(n.Transpose(x, 0, 2, 3, 1), s[0]*s[2]*s[3], s[1])
}

// image undoes tokens: rows [n*h*w, c] become the pixels of an image like x.
func (n network) image(rows, like onnx.Value) onnx.Value {
	s := like.Shape
	return n.Transpose(n.Reshape(rows, s[0], s[2], s[3], rows.Shape[1]), 0, 3, 1, 2)
}

// channels returns the number of channels of an image [n, c, h, w].
func channels(x onnx.Value) int { return x.Shape[1] }
