package arch

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"patina/paint/checkpoint"
	"patina/paint/onnx"
)

func TestUnsupportedConfigurationsAreNamed(t *testing.T) {
	for field, text := range map[string]string{
		"block_out_channels":              `{"block_out_channels": []}`,
		"block_out_channels than":         `{"block_out_channels": [33, 640, 1280, 1280], "norm_num_groups": 1, "attention_head_dim": 1}`,
		"layers_per_block":                `{"layers_per_block": 1000000000}`,
		"norm_eps":                        `{"norm_eps": 0}`,
		"in_channels":                     `{"in_channels": 0}`,
		"attention_head_dim":              `{"attention_head_dim": [1, 2]}`,
		"down_block_types":                `{"down_block_types": ["AttnDownBlock2D", "DownBlock2D", "DownBlock2D", "DownBlock2D"]}`,
		"up_block_types":                  `{"up_block_types": ["CrossAttnUpBlock2D", "UpBlock2D", "UpBlock2D", "UpBlock2D"]}`,
		"norm_num_groups":                 `{"norm_num_groups": 7}`,
		"time_embedding_dim":              `{"time_embedding_dim": -1}`,
		"act_fn":                          `{"act_fn": "mish"}`,
		"use_linear_projection":           `{"use_linear_projection": false}`,
		"downsample_padding":              `{"downsample_padding": 0}`,
		"mid_block_scale_factor":          `{"mid_block_scale_factor": 2}`,
		"center_input_sample":             `{"center_input_sample": true}`,
		"dual_cross_attention":            `{"dual_cross_attention": true}`,
		"only_cross_attention":            `{"only_cross_attention": true}`,
		"class_embed_type":                `{"class_embed_type": "timestep"}`,
		"num_class_embeds":                `{"num_class_embeds": 49}`,
		"attention_head_dim than Stable ": `{"attention_head_dim": 7}`,
	} {
		config := publishedUNet(t)
		if err := json.Unmarshal([]byte(text), &config); err != nil {
			t.Fatal(err)
		}
		if err := config.Check(); err == nil || !strings.Contains(err.Error(), field) {
			t.Errorf("%s: got %v", text, err)
		}
	}
	for _, c := range []VAEConfig{{}, {Activation: "mish"}, func() VAEConfig { c := tinyVAE(); c.NormGroups = 5; return c }()} {
		if err := c.Check(); err == nil || !strings.Contains(err.Error(), "autoencoder is not supported") {
			t.Errorf("%+v: got %v", c, err)
		}
	}
	for _, c := range []CLIPConfig{{}, func() CLIPConfig { c := tinyCLIP(); c.Activation = "relu"; return c }()} {
		if err := c.Check(); err == nil || !strings.Contains(err.Error(), "text encoder is not supported") {
			t.Errorf("%+v: got %v", c, err)
		}
	}
}

func TestSizesThatDoNotFitAreRefused(t *testing.T) {
	weights := save(t, nil)
	tall, wide, none := tinyViews, tinyViews, tinyViews
	tall.View.Height, wide.Reference.Width, none.References = 20, 20, 0
	for name, build := range map[string]func() (onnx.Model, error){
		"views: 3 latents of 16 x 20":      func() (onnx.Model, error) { return MultiviewUNet(tinyUNet(), weights, tall) },
		"references: 1 latents of 20 x 16": func() (onnx.Model, error) { return ReferenceUNet(tinyUNet(), weights, wide) },
		"0 views cannot":                   func() (onnx.Model, error) { return TimeEmbedding(tinyUNet(), weights, 0) },
		"references: 0 latents":            func() (onnx.Model, error) { return MultiviewUNet(tinyUNet(), weights, none) },
		"latents of 8 x 0":                 func() (onnx.Model, error) { return PlainUNet(tinyUNet(), weights, 1, Size{0, 8}, 77) },
		"images of 60 x 64":                func() (onnx.Model, error) { return VAEEncoder(tinyVAE(), weights, 1, Size{64, 60}) },
		"latents of -1 x 8":                func() (onnx.Model, error) { return VAEDecoder(tinyVAE(), weights, 1, Size{8, -1}) },
		"this kind of UNet":                func() (onnx.Model, error) { return PlainUNet(UNetConfig{}, weights, 1, Size{8, 8}, 77) },
		"this kind of autoencoder":         func() (onnx.Model, error) { return VAEDecoder(VAEConfig{}, weights, 1, Size{8, 8}) },
		"kind of autoencoder is not":       func() (onnx.Model, error) { return VAEEncoder(VAEConfig{}, weights, 1, Size{8, 8}) },
		"this kind of text encoder":        func() (onnx.Model, error) { return CLIPText(CLIPConfig{}, weights) },
	} {
		if _, err := build(); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, want %s", err, name)
		}
	}
}

// A checkpoint that lacks a tensor, has one of another shape or one too many is
// refused by every network that it concerns; what lies dormant is not in the way.
func TestCheckpointsThatDoNotFitAreRefused(t *testing.T) {
	all := paint(tinyUNet(), tinyViews)
	build := func(entries []checkpoint.Entry) (reference, seen error) {
		weights := sparse(t, entries)
		_, reference = ReferenceUNet(tinyUNet(), weights, tinyViews)
		_, seen = MultiviewUNet(tinyUNet(), weights, tinyViews)
		return reference, seen
	}
	replace := func(key string, e ...checkpoint.Entry) []checkpoint.Entry {
		var list []checkpoint.Entry
		for _, old := range all {
			if old.Key != key {
				list = append(list, old)
			}
		}
		return append(list, e...)
	}
	const dual, main = "unet_dual.mid_block.resnets.0.conv1.bias", "unet.conv_in.weight"
	named := func(err error, key, found string) bool {
		var misfit *checkpoint.TensorError
		return errors.As(err, &misfit) && misfit.Key == key && misfit.Found == found
	}
	if reference, seen := build(replace(dual)); !named(reference, dual, "none") || seen != nil {
		t.Errorf("missing: %v and %v", reference, seen)
	}
	narrow := checkpoint.Entry{Key: main, Shape: []int{64, 4, 3, 3}}
	if reference, seen := build(replace(main, narrow)); reference != nil || !named(seen, main, "float16 [64 4 3 3]") {
		t.Errorf("misshaped: %v and %v", reference, seen)
	}
	extra := checkpoint.Entry{Key: "unet.mid_block.attentions.1.proj_in.weight", Shape: []int{2}}
	if reference, seen := build(append(all, extra)); reference != nil || !named(seen, extra.Key, "float16 [2]") {
		t.Errorf("extra: %v and %v", reference, seen)
	}
	adapter := checkpoint.Entry{Key: "unet.down_blocks.0.attentions.0.transformer_blocks.0.transformer.attn2.processor.to_k_ip.weight", Shape: []int{2}}
	if reference, seen := build(append(all, adapter)); reference != nil || seen != nil {
		t.Errorf("dormant: %v and %v", reference, seen)
	}
}
