package arch

// This follows AutoencoderKL of diffusers (reference sections 2.6 and 3.3).

import (
	"fmt"

	"patina/paint/checkpoint"
	"patina/paint/onnx"
)

// VAEConfig is config.json of an AutoencoderKL.
type VAEConfig struct {
	InChannels       int     `json:"in_channels"`
	OutChannels      int     `json:"out_channels"`
	LatentChannels   int     `json:"latent_channels"`
	BlockOutChannels []int   `json:"block_out_channels"` // by level, finest first
	LayersPerBlock   int     `json:"layers_per_block"`
	NormGroups       int     `json:"norm_num_groups"`
	Activation       string  `json:"act_fn"`
	ScalingFactor    float32 `json:"scaling_factor"` // latents are the mean or a sample times this
}

// DefaultVAEConfig returns what diffusers takes for fields that a config.json leaves
// out, with the channels of Stable Diffusion.
func DefaultVAEConfig() VAEConfig {
	return VAEConfig{
		InChannels:       3,
		OutChannels:      3,
		LatentChannels:   4,
		BlockOutChannels: []int{128, 256, 512, 512},
		LayersPerBlock:   2,
		NormGroups:       32,
		Activation:       "silu",
		ScalingFactor:    0.18215,
	}
}

// Check returns an error that names a value which is not supported, or nil.
func (c VAEConfig) Check() error {
	ok := between(1, maxLevels, len(c.BlockOutChannels)) && between(1, maxLayers, c.LayersPerBlock) && between(1, maxGroups, c.NormGroups) && c.ScalingFactor > 0 &&
		between(1, maxWidth, c.InChannels, c.OutChannels, c.LatentChannels) && between(1, maxWidth, c.BlockOutChannels...)
	for _, n := range c.BlockOutChannels {
		ok = ok && n%c.NormGroups == 0
	}
	if !ok || c.Activation != "silu" {
		return fmt.Errorf("this kind of autoencoder is not supported: its config.json has other values than AutoencoderKL allows or another act_fn than silu")
	}
	return nil
}

// Factor returns how many pixels one latent stands for along each side.
func (c VAEConfig) Factor() int { return 1 << (len(c.BlockOutChannels) - 1) }

func (c VAEConfig) norm() norms { return norms{c.NormGroups, 1e-6} }

// VAEEncoder returns the network that encodes images:
//
//	image [batch, 3, height, width] from -1 to 1 -> mean, logvar [batch, 4, height/8, width/8]
//
// all float32, not yet times the scaling factor; logvar lies between -30 and 20.
func VAEEncoder(config VAEConfig, weights *checkpoint.Weights, batch int, image Size) (onnx.Model, error) {
	if err := config.Check(); err != nil {
		return onnx.Model{}, err
	}
	if f := config.Factor(); !allPositive(batch, image.Height, image.Width) || image.Height%f != 0 || image.Width%f != 0 {
		return onnx.Model{}, fmt.Errorf("%d images of %d x %d cannot be encoded: there must be one at least, and both sides must be multiples of %d", batch, image.Width, image.Height, f)
	}
	n := newNetwork("vae encoder", weights.Scope(""))
	n.vaeEncoder(config, batch, image)
	return n.finish(containing("decoder.", "post_quant_conv."))
}

func (n network) vaeEncoder(config VAEConfig, batch int, image Size) {
	x := n.Input("image", onnx.Float32, batch, config.InChannels, image.Height, image.Width)
	x = n.in("encoder").encode(x, config)
	n.Output("mean", n.moment(x, 0, config))
	n.Output("logvar", n.Clip(n.moment(x, 1, config), -30, 20))
}

// VAEDecoder returns the network that decodes latents, which were divided by the
// scaling factor:
//
//	latents [batch, 4, height, width] -> image [batch, 3, 8*height, 8*width] from -1 to 1
//
// all float32; the values may lie a little outside.
func VAEDecoder(config VAEConfig, weights *checkpoint.Weights, batch int, latents Size) (onnx.Model, error) {
	if err := config.Check(); err != nil {
		return onnx.Model{}, err
	}
	if !allPositive(batch, latents.Height, latents.Width) {
		return onnx.Model{}, fmt.Errorf("%d latents of %d x %d cannot be decoded", batch, latents.Width, latents.Height)
	}
	n := newNetwork("vae decoder", weights.Scope(""))
	n.vaeDecoder(config, batch, latents)
	return n.finish(containing("encoder.", "quant_conv."))
}

func (n network) vaeDecoder(config VAEConfig, batch int, latents Size) {
	x := n.Input("latents", onnx.Float32, batch, config.LatentChannels, latents.Height, latents.Width)
	x = n.conv("post_quant_conv", x, config.LatentChannels, 1)
	n.Output("image", n.in("decoder").decode(x, config))
}

// moment returns one half of the channels that the last convolution of the encoder
// makes: 0 is the mean, 1 the logarithm of the variance.
func (n network) moment(x onnx.Value, half int, config VAEConfig) onnx.Value {
	c := config.LatentChannels
	last := n.in("quant_conv")
	weight := last.weightRows("weight", half*c, (half+1)*c, 2*c, 2*c, 1, 1)
	return n.Conv(x, weight, last.weightRows("bias", half*c, (half+1)*c, 2*c), 1, onnx.Padding{})
}

func (n network) encode(x onnx.Value, config VAEConfig) onnx.Value {
	x = n.conv("conv_in", x, config.BlockOutChannels[0], 3)
	for level, c := range config.BlockOutChannels {
		down := n.in("down_blocks.%d", level)
		for j := range config.LayersPerBlock {
			x = down.in("resnets.%d", j).resnet(x, onnx.Value{}, c, config.norm())
		}
		if level < len(config.BlockOutChannels)-1 {
			x = down.downsample(x, onnx.Padding{Bottom: 1, Right: 1})
		}
	}
	x = n.in("mid_block").bottleneck(x, config)
	x = n.SiLU(n.groupNorm("conv_norm_out", x, config.NormGroups, config.norm().epsilon), 1)
	return n.conv("conv_out", x, 2*config.LatentChannels, 3)
}

func (n network) decode(x onnx.Value, config VAEConfig) onnx.Value {
	last := len(config.BlockOutChannels) - 1
	x = n.conv("conv_in", x, config.BlockOutChannels[last], 3)
	x = n.in("mid_block").bottleneck(x, config)
	for i := range config.BlockOutChannels {
		up := n.in("up_blocks.%d", i)
		for j := range config.LayersPerBlock + 1 {
			x = up.in("resnets.%d", j).resnet(x, onnx.Value{}, config.BlockOutChannels[last-i], config.norm())
		}
		if i < last {
			x = up.upsample(x)
		}
	}
	x = n.SiLU(n.groupNorm("conv_norm_out", x, config.NormGroups, config.norm().epsilon), 1)
	return n.conv("conv_out", x, config.OutChannels, 3)
}

// bottleneck is the middle of both halves, where every pixel sees every other.
func (n network) bottleneck(x onnx.Value, config VAEConfig) onnx.Value {
	x = n.in("resnets.0").resnet(x, onnx.Value{}, channels(x), config.norm())
	x = n.in("attentions.0").pixelAttention(x, config)
	return n.in("resnets.1").resnet(x, onnx.Value{}, channels(x), config.norm())
}

// pixelAttention is attention with one head, all of whose layers have a bias.
func (n network) pixelAttention(x onnx.Value, config VAEConfig) onnx.Value {
	c, images := channels(x), x.Shape[0]
	t := n.tokens(n.groupNorm("group_norm", x, config.NormGroups, config.norm().epsilon))
	query, key, value := n.linear("to_q", t, c), n.linear("to_k", t, c), n.linear("to_v", t, c)
	seen := n.Attention(n.split(query, images), n.split(key, images), n.split(value, images), 1, false)
	t = n.linear("to_out.0", n.Reshape(seen, t.Shape...), c)
	return n.Add(n.image(t, x), x)
}
