package arch

// This follows ResnetBlock2D of diffusers (reference section 2.1).

import "patina/paint/onnx"

// norms are the group normalisations of a network.
type norms struct {
	groups  int
	epsilon float32
}

// resnet is two convolutions beside a shortcut. temb [n, e], already activated, shifts
// the channels between them; an autoencoder has none.
func (n network) resnet(x, temb onnx.Value, out int, norm norms) onnx.Value {
	h := n.conv("conv1", n.SiLU(n.groupNorm("norm1", x, norm.groups, norm.epsilon), 1), out, 3)
	if temb.Name != "" {
		shift := n.linear("time_emb_proj", temb, out)
		h = n.Add(h, n.Reshape(shift, shift.Shape[0], out, 1, 1))
	}
	h = n.conv("conv2", n.SiLU(n.groupNorm("norm2", h, norm.groups, norm.epsilon), 1), out, 3)
	if channels(x) != out {
		x = n.conv("conv_shortcut", x, out, 1)
	}
	return n.Add(x, h)
}

// upsample doubles height and width and smooths the result.
func (n network) upsample(x onnx.Value) onnx.Value {
	return n.conv("upsamplers.0.conv", n.Upsample(x), channels(x), 3)
}

// downsample halves height and width. Autoencoders pad only below and at the right.
func (n network) downsample(x onnx.Value, pad onnx.Padding) onnx.Value {
	return n.strided("downsamplers.0.conv", x, channels(x), 3, 2, pad)
}
