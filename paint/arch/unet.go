package arch

// This follows UNet2DConditionModel of diffusers as Stable Diffusion 2.1 configures it
// (reference sections 2.1 and 3.2).

import (
	"fmt"
	"math"

	"patina/paint/checkpoint"
	"patina/paint/onnx"
	"patina/paint/tensor"
)

// unet is a UNet under construction.
type unet struct {
	network
	config UNetConfig
	temb   onnx.Value // [n or 1, e], activated
	block  blockFunc
}

// Size is the height and width of latents, or of images where it says so. Latents
// have an eighth of the pixels along each side.
type Size struct{ Height, Width int }

// PlainUNet returns the network of Stable Diffusion for a batch of images:
//
//	sample [batch, in_channels, height, width], timestep [1],
//	text [batch, tokens, cross_attention_dim] -> prediction [batch, out_channels, height, width]
//
// all float32.
func PlainUNet(config UNetConfig, weights *checkpoint.Weights, batch int, size Size, tokens int) (onnx.Model, error) {
	if err := checkUNet(config, batch, size); err != nil {
		return onnx.Model{}, err
	}
	n := newNetwork("unet", weights.Scope(""))
	n.plainUNet(config, batch, size, tokens)
	return n.finish(containing())
}

func (n network) plainUNet(config UNetConfig, batch int, size Size, tokens int) {
	sample := n.Input("sample", onnx.Float32, batch, config.InChannels, size.Height, size.Width)
	temb := n.timeEmbedding(n.Input("timestep", onnx.Float32, 1), config)
	text := n.Input("text", onnx.Float32, batch, tokens, config.CrossAttentionDim)
	rows := n.Reshape(text, batch*tokens, config.CrossAttentionDim)
	n.Output("prediction", unet{n, config, n.SiLU(temb, 1), plain(rows)}.forward(sample))
}

// checkUNet refuses configurations and sizes that the network cannot have.
func checkUNet(config UNetConfig, batch int, size Size) error {
	if err := config.Check(); err != nil {
		return err
	}
	step := 1 << (config.levels() - 1)
	if !allPositive(batch, size.Height, size.Width) || size.Height%step != 0 || size.Width%step != 0 {
		return fmt.Errorf("%d latents of %d x %d do not fit this network: there must be one at least, and both sides must be multiples of %d", batch, size.Width, size.Height, step)
	}
	return nil
}

// forward denoises x [n, in_channels, h, w].
func (u unet) forward(x onnx.Value) onnx.Value {
	x = u.conv("conv_in", x, u.config.BlockOutChannels[0], 3)
	skips := []onnx.Value{x}
	for level := range u.config.levels() {
		x, skips = u.down(level, x, skips)
	}
	x = u.mid(x)
	for i := range u.config.levels() {
		x, skips = u.up(i, x, skips)
	}
	x = u.SiLU(u.groupNorm("conv_norm_out", x, u.config.NormGroups, u.config.NormEpsilon), 1)
	return u.conv("conv_out", x, u.config.OutChannels, 3)
}

// down pushes what each layer makes onto the skips.
func (u unet) down(level int, x onnx.Value, skips []onnx.Value) (onnx.Value, []onnx.Value) {
	n := u.in("down_blocks.%d", level)
	for j := range u.config.LayersPerBlock {
		x = n.in("resnets.%d", j).resnet(x, u.temb, u.config.BlockOutChannels[level], u.config.norm())
		x = u.attend(n, "down", level, level, j, x)
		skips = append(skips, x)
	}
	if level < u.config.levels()-1 {
		x = n.downsample(x, onnx.Padding{Top: 1, Left: 1, Bottom: 1, Right: 1})
		skips = append(skips, x)
	}
	return x, skips
}

func (u unet) mid(x onnx.Value) onnx.Value {
	n := u.in("mid_block")
	last := u.config.levels() - 1
	c := u.config.BlockOutChannels[last]
	x = n.in("resnets.0").resnet(x, u.temb, c, u.config.norm())
	x = u.transformer(n.in("attentions.0"), "mid_0_0", last, x)
	return n.in("resnets.1").resnet(x, u.temb, c, u.config.norm())
}

// up takes the skips back, the last first.
func (u unet) up(i int, x onnx.Value, skips []onnx.Value) (onnx.Value, []onnx.Value) {
	n := u.in("up_blocks.%d", i)
	level := u.config.levels() - 1 - i
	for j := range u.config.LayersPerBlock + 1 {
		last := len(skips) - 1
		x = n.Concat(1, x, skips[last])
		skips = skips[:last]
		x = n.in("resnets.%d", j).resnet(x, u.temb, u.config.BlockOutChannels[level], u.config.norm())
		x = u.attend(n, "up", i, level, j, x)
	}
	if level > 0 {
		x = n.upsample(x)
	}
	return x, skips
}

// attend runs the transformer beside resnet j where the level has them.
func (u unet) attend(n network, way string, i, level, j int, x onnx.Value) onnx.Value {
	if !u.config.attends(level) {
		return x
	}
	return u.transformer(n.in("attentions.%d", j), fmt.Sprintf("%s_%d_%d_0", way, i, j), level, x)
}

// timeEmbedding turns timestep [1] into what the network is told of it [1, e]: waves
// of falling frequency through two linear layers. The frequencies are rounded as
// PyTorch rounds them.
func (n network) timeEmbedding(timestep onnx.Value, config UNetConfig) onnx.Value {
	half := config.BlockOutChannels[0] / 2
	frequencies := tensor.New(1, half)
	for i := range frequencies.F32 {
		exponent := float32(-math.Log(10000)) * float32(i) / (float32(half) - config.FrequencyShift)
		frequencies.F32[i] = float32(math.Exp(float64(exponent)))
	}
	phase := n.Mul(n.Reshape(timestep, 1, 1), n.Constant(frequencies))
	waves := n.Concat(1, n.Sin(phase), n.Cos(phase))
	if config.CosineFirst {
		waves = n.Concat(1, n.Cos(phase), n.Sin(phase))
	}
	e := n.in("time_embedding")
	return e.linear("linear_2", e.SiLU(e.linear("linear_1", waves, config.embedding()), 1), config.embedding())
}
