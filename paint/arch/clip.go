package arch

// This follows CLIPTextModel of transformers (reference sections 1.5 and 3.3).

import (
	"fmt"

	"patina/paint/checkpoint"
	"patina/paint/onnx"
)

// CLIPConfig is config.json of a CLIPTextModel.
type CLIPConfig struct {
	Vocabulary   int     `json:"vocab_size"`
	Width        int     `json:"hidden_size"`
	Intermediate int     `json:"intermediate_size"`
	Layers       int     `json:"num_hidden_layers"`
	Heads        int     `json:"num_attention_heads"`
	Tokens       int     `json:"max_position_embeddings"`
	Activation   string  `json:"hidden_act"`
	Epsilon      float32 `json:"layer_norm_eps"`
}

// DefaultCLIPConfig returns the text encoder of Stable Diffusion 2.1.
func DefaultCLIPConfig() CLIPConfig {
	return CLIPConfig{
		Vocabulary:   49408,
		Width:        1024,
		Intermediate: 4096,
		Layers:       23,
		Heads:        16,
		Tokens:       77,
		Activation:   "gelu",
		Epsilon:      1e-5,
	}
}

// Check returns an error that names a value which is not supported, or nil.
func (c CLIPConfig) Check() error {
	if !between(1, maxWidth, c.Vocabulary, c.Width, c.Intermediate, c.Heads, c.Tokens) || !between(1, maxLayers, c.Layers) || c.Width%c.Heads != 0 {
		return fmt.Errorf("this kind of text encoder is not supported: the sizes in its config.json do not go together")
	}
	if c.Activation != "gelu" && c.Activation != "quick_gelu" {
		return fmt.Errorf("this kind of text encoder is not supported: its hidden_act is %q, expected gelu or quick_gelu", c.Activation)
	}
	return nil
}

// CLIPText returns the text encoder:
//
//	ids [tokens] (int64) -> text [tokens, width] (float32)
//
// where tokens is the full length that the network was trained with.
func CLIPText(config CLIPConfig, weights *checkpoint.Weights) (onnx.Model, error) {
	if err := config.Check(); err != nil {
		return onnx.Model{}, err
	}
	n := newNetwork("clip text", weights.Scope("text_model."))
	n.clipText(config)
	return n.finish(containing("position_ids"))
}

func (n network) clipText(config CLIPConfig) {
	x := n.in("embeddings").embed(n.Input("ids", onnx.Int64, config.Tokens), config)
	for i := range config.Layers {
		x = n.in("encoder.layers.%d", i).textLayer(x, config)
	}
	n.Output("text", n.layerNorm("final_layer_norm", x, config.Epsilon))
}

func (n network) embed(ids onnx.Value, config CLIPConfig) onnx.Value {
	words := n.Gather(n.weight("token_embedding.weight", config.Vocabulary, config.Width), ids)
	return n.Add(words, n.weight("position_embedding.weight", config.Tokens, config.Width))
}

// textLayer lets each token see those before it.
func (n network) textLayer(x onnx.Value, config CLIPConfig) onnx.Value {
	x = n.Add(x, n.in("self_attn").causalAttention(n.layerNorm("layer_norm1", x, config.Epsilon), config.Heads))
	h := n.in("mlp").linear("fc1", n.layerNorm("layer_norm2", x, config.Epsilon), config.Intermediate)
	if config.Activation == "gelu" {
		h = n.Gelu(h)
	} else {
		h = n.SiLU(h, 1.702)
	}
	return n.Add(x, n.in("mlp").linear("fc2", h, config.Width))
}

func (n network) causalAttention(x onnx.Value, heads int) onnx.Value {
	width := x.Shape[1]
	query, key, value := n.linear("q_proj", x, width), n.linear("k_proj", x, width), n.linear("v_proj", x, width)
	seen := n.Attention(n.split(query, 1), n.split(key, 1), n.split(value, 1), heads, true)
	return n.linear("out_proj", n.Reshape(seen, x.Shape...), width)
}
