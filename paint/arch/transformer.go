package arch

// This follows Transformer2DModel and BasicTransformerBlock of diffusers (reference
// section 2.1).

import "patina/paint/onnx"

const layerNormEpsilon = 1e-5

// block is one transformer block at work on the pixels of a batch of images.
type block struct {
	network        // below "transformer_blocks.0"
	name    string // the reference's, such as "up_1_2_0"
	level   int    // counted from the finest
	images  int
	heads   int
}

// blockFunc is what happens to the tokens x [images*l, c] in a block. Networks differ
// in nothing else.
type blockFunc func(b block, x onnx.Value) onnx.Value

// transformer runs the network's block over the pixels of x [n, c, h, w] and adds what
// comes out.
func (u unet) transformer(n network, name string, level int, x onnx.Value) onnx.Value {
	b := block{n.in("transformer_blocks.0"), name, level, x.Shape[0], u.config.Heads.at(level)}
	t := n.tokens(n.groupNorm("norm", x, u.config.NormGroups, 1e-6))
	t = n.linear("proj_in", t, channels(x))
	t = u.block(b, t)
	t = n.linear("proj_out", t, channels(x))
	return n.Add(n.image(t, x), x)
}

// plain is the block of Stable Diffusion. Each image has a text of its own in text
// [images*m, k].
func plain(text onnx.Value) blockFunc {
	return func(b block, x onnx.Value) onnx.Value {
		x = b.Add(x, b.selfAttention(b.norm("norm1", x)))
		x = b.Add(x, b.attention("attn2", b.norm("norm2", x), text, b.images))
		return b.Add(x, b.feedForward(b.norm("norm3", x)))
	}
}

// inside returns the block with the weights below a name of its own.
func (b block) inside(name string) block {
	b.network = b.in("%s", name)
	return b
}

func (b block) norm(name string, x onnx.Value) onnx.Value {
	return b.layerNorm(name, x, layerNormEpsilon)
}

// selfAttention lets the pixels of each image look at each other.
func (b block) selfAttention(x onnx.Value) onnx.Value {
	return b.attention("attn1", x, x, b.images)
}

// attention lets the rows of x look at those of context. Both consist of groups equal
// parts, and a row sees the part of its own number only.
func (b block) attention(name string, x, context onnx.Value, groups int) onnx.Value {
	key, value := b.keyValue(name, context, x.Shape[1])
	return b.attend(name, x, key, value, groups)
}

// keyValue returns what rows of context [n, k] offer to an attention of width c.
func (b block) keyValue(name string, context onnx.Value, c int) (key, value onnx.Value) {
	n := b.in("%s", name)
	return n.project("to_k", context, c), n.project("to_v", context, c)
}

// attend is attention to keys and values that are computed already.
func (b block) attend(name string, x, key, value onnx.Value, groups int) onnx.Value {
	n := b.in("%s", name)
	query := n.project("to_q", x, x.Shape[1])
	seen := n.Attention(n.split(query, groups), n.split(key, groups), n.split(value, groups), b.heads, false)
	return n.linear("to_out.0", n.Reshape(seen, x.Shape...), x.Shape[1])
}

// split makes rows [n, c] a batch [groups, n/groups, c].
func (n network) split(rows onnx.Value, groups int) onnx.Value {
	return n.Reshape(rows, groups, rows.Shape[0]/groups, rows.Shape[1])
}

// feedForward is a gated layer of four times the width: one half of its first linear
// layer is the value, the other the gate. They are computed apart, which spares the
// copies that splitting would take.
func (b block) feedForward(x onnx.Value) onnx.Value {
	c := x.Shape[1]
	proj := b.in("ff.net.0.proj")
	value := proj.Gemm(x, proj.weightRows("weight", 0, 4*c, 8*c, c), proj.weightRows("bias", 0, 4*c, 8*c))
	gate := proj.Gemm(x, proj.weightRows("weight", 4*c, 8*c, 8*c, c), proj.weightRows("bias", 4*c, 8*c, 8*c))
	return b.linear("ff.net.2", b.Mul(value, b.Gelu(gate)), c)
}
