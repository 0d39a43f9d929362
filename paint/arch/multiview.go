package arch

// This follows UNet2p5DConditionModel of Hunyuan3D-2 (reference sections 2.2 to 2.5):
// all views are denoised together, and see the reference through a second UNet. Unlike
// there, that one runs once, and what is multiplied by zero is left out.

import (
	"fmt"

	"patina/paint/checkpoint"
	"patina/paint/onnx"
	"patina/paint/tensor"
)

// cameraOffset is the row of the class embedding that camera 0 has; those before it
// were reserved for references.
const (
	cameraOffset = 5
	cameras      = 44
)

// Multiview says what a multiview network is built for.
type Multiview struct {
	Views         int
	View          Size
	References    int
	Reference     Size
	Unconditional bool // build the branch that sees neither reference nor text
}

func (m Multiview) check(config UNetConfig) error {
	if err := checkUNet(config, m.Views, m.View); err != nil {
		return fmt.Errorf("views: %w", err)
	}
	if err := checkUNet(config, m.References, m.Reference); err != nil {
		return fmt.Errorf("references: %w", err)
	}
	return nil
}

// ReferenceUNet returns the network that looks at the references once:
//
//	reference [references, in_channels, height, width] -> for each transformer block
//	NAME.key and NAME.value [references*tokens, channels]
//
// all float32; MultiviewUNet takes them.
func ReferenceUNet(config UNetConfig, weights *checkpoint.Weights, m Multiview) (onnx.Model, error) {
	if err := m.check(config); err != nil {
		return onnx.Model{}, err
	}
	n, painter := newNetwork("reference unet", weights.Scope("unet_dual.")), weights.Scope("unet.")
	n.referenceUNet(painter, config, m)
	if err := painter.Err(containing("")); err != nil {
		return onnx.Model{}, err
	}
	return n.finish(containing(adapter...))
}

// referenceUNet runs the reference's UNet, and the part of the painting UNet that
// computes what its reference attentions look at.
func (n network) referenceUNet(painter source, config UNetConfig, m Multiview) {
	reference := n.Input("reference", onnx.Float32, m.References, config.InChannels, m.Reference.Height, m.Reference.Width)
	temb := n.timeEmbedding(n.Constant(tensor.New(1)), config)
	text := network{n.Graph, painter, ""}.learnedText("learned_text_clip_ref", config)
	unet{n, config, n.SiLU(temb, 1), write(painter, text)}.forward(reference)
}

// write is the plain block, and puts out what the block of the same name in painter
// will attend to. What follows the last of them is left out of the model, since no
// output needs it.
func write(painter source, text onnx.Value) blockFunc {
	return func(b block, x onnx.Value) onnx.Value {
		reader := b
		reader.weights = painter
		b = b.inside("transformer")
		n := b.norm("norm1", x)
		key, value := reader.keyValue("attn_refview", n, x.Shape[1])
		b.Output(b.name+".key", key)
		b.Output(b.name+".value", value)
		x = b.Add(x, b.selfAttention(n))
		x = b.Add(x, b.attention("attn2", b.norm("norm2", x), text, 1))
		return b.Add(x, b.feedForward(b.norm("norm3", x)))
	}
}

// TimeEmbedding returns the network that computes what MultiviewUNet is told of the time
// and the cameras, which is the same for both of its branches:
//
//	timestep [1], camera [views] (int64) -> embedding [views, e]
//
// float32 but for the cameras; activated, as every layer takes it.
func TimeEmbedding(config UNetConfig, weights *checkpoint.Weights, views int) (onnx.Model, error) {
	if err := config.Check(); err != nil {
		return onnx.Model{}, err
	}
	if views < 1 {
		return onnx.Model{}, fmt.Errorf("%d views cannot be told the time: there must be one at least", views)
	}
	n := newNetwork("time embedding", weights.Scope("unet."))
	n.multiviewEmbedding(config, views)
	return n.finish(containing(""))
}

func (n network) multiviewEmbedding(config UNetConfig, views int) {
	time := n.timeEmbedding(n.Input("timestep", onnx.Float32, 1), config)
	camera := n.cameraEmbedding(n.Input("camera", onnx.Int64, views), config)
	n.Output("embedding", n.SiLU(n.Add(time, camera), 1))
}

// MultiviewUNet returns the network that paints all views together:
//
//	sample, normals, positions [views, 4, height, width], embedding [views, e],
//	NAME.key, NAME.value -> prediction [views, 4, height, width]
//
// all float32. TimeEmbedding makes the embedding and ReferenceUNet the keys and values,
// of which the unconditional branch takes none.
func MultiviewUNet(config UNetConfig, weights *checkpoint.Weights, m Multiview) (onnx.Model, error) {
	if err := m.check(config); err != nil {
		return onnx.Model{}, err
	}
	n := newNetwork("multiview unet", weights.Scope("unet."))
	n.multiviewUNet(config, m)
	if m.Unconditional {
		return n.finish(containing(append(unseen, elsewhere...)...))
	}
	return n.finish(containing(elsewhere...))
}

func (n network) multiviewUNet(config UNetConfig, m Multiview) {
	latents := func(name string) onnx.Value {
		return n.Input(name, onnx.Float32, m.Views, config.InChannels, m.View.Height, m.View.Width)
	}
	sample := n.Concat(1, latents("sample"), latents("normals"), latents("positions"))
	temb := n.Input("embedding", onnx.Float32, m.Views, config.embedding())
	block := readNothing
	if !m.Unconditional {
		block = read(m, n.learnedText("learned_text_clip_gen", config))
	}
	n.Output("prediction", unet{n, config, temb, block}.forward(sample))
}

// read is the block of the conditional branch. The first three attentions all see the
// same normed tokens. Text and references are the same for all views, so the views
// attend to them as if they were one.
func read(m Multiview, text onnx.Value) blockFunc {
	return func(b block, x onnx.Value) onnx.Value {
		inner := b.inside("transformer")
		n := inner.norm("norm1", x)
		x = b.Add(x, inner.selfAttention(n))
		x = b.Add(x, b.referenceAttention(n, m))
		x = b.multiviewAttention(x, n)
		x = b.Add(x, inner.attention("attn2", inner.norm("norm2", x), text, 1))
		return b.Add(x, inner.feedForward(inner.norm("norm3", x)))
	}
}

// readNothing is the block of the unconditional branch: the reference counts nothing,
// and of an attention to a text of zeros only the bias is left.
func readNothing(b block, x onnx.Value) onnx.Value {
	inner := b.inside("transformer")
	n := inner.norm("norm1", x)
	x = b.Add(x, inner.selfAttention(n))
	x = b.multiviewAttention(x, n)
	x = b.Add(x, inner.weight("attn2.to_out.0.bias", x.Shape[1]))
	return b.Add(x, inner.feedForward(inner.norm("norm3", x)))
}

// referenceAttention lets all views look at the references.
func (b block) referenceAttention(n onnx.Value, m Multiview) onnx.Value {
	rows := m.References * (m.Reference.Height >> b.level) * (m.Reference.Width >> b.level)
	key := b.Input(b.name+".key", onnx.Float32, rows, n.Shape[1])
	value := b.Input(b.name+".value", onnx.Float32, rows, n.Shape[1])
	return b.attend("attn_refview", n, key, value, 1)
}

// multiviewAttention adds what the views see in each other to x; a single one sees
// nothing else.
func (b block) multiviewAttention(x, n onnx.Value) onnx.Value {
	if b.images == 1 {
		return x
	}
	return b.Add(x, b.attention("attn_multiview", n, n, 1))
}

// learnedText returns a text that was learned in place of words, as rows.
func (n network) learnedText(key string, config UNetConfig) onnx.Value {
	const tokens = 77
	return n.Reshape(n.weight(key, 1, tokens, config.CrossAttentionDim), tokens, config.CrossAttentionDim)
}

// cameraEmbedding returns what the network is told of each camera [views, e].
func (n network) cameraEmbedding(camera onnx.Value, config UNetConfig) onnx.Value {
	const rows = cameraOffset + cameras
	return n.Gather(n.weightRows("class_embedding.weight", cameraOffset, rows, rows, config.embedding()), camera)
}

// Parts of keys that a graph may leave over.
var (
	// adapter lies in the published turbo checkpoint and is never used: it is for a
	// prompt image that is never given.
	adapter = []string{"_ip.", "image_proj_model."}
	// elsewhere is what the reference's graph or the time embedding uses, or only
	// several views.
	elsewhere = append([]string{"learned_text_clip_", ".attn_refview.", ".attn_multiview.", "time_embedding.", "class_embedding."}, adapter...)
	// unseen is what the unconditional branch does without.
	unseen = []string{".attn2.to_", ".norm2."}
)
