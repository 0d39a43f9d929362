package arch

import (
	"encoding/json"
	"testing"

	"patina/paint/checkpoint"
)

// Whatever Check accepts can be built.
func FuzzConfigs(f *testing.F) {
	f.Add([]byte(paintConfig))
	f.Add([]byte(`{"block_out_channels": [32], "down_block_types": ["DownBlock2D"], "up_block_types": ["UpBlock2D"], "attention_head_dim": 4,
		"use_linear_projection": true, "hidden_size": 8, "num_attention_heads": 2, "num_hidden_layers": 1}`))
	f.Add([]byte(`{"block_out_channels": [-1, 1000000000000], "layers_per_block": 1000000000, "num_hidden_layers": 1000000000, "norm_num_groups": 0}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		unet, vae, clip := DefaultUNetConfig(), DefaultVAEConfig(), DefaultCLIPConfig()
		build := func(name string, config interface{ Check() error }, build func(n network)) {
			n := newNetwork(name, recorder{asked: new([]checkpoint.Entry)})
			if config.Check() != nil {
				return
			}
			build(n)
			if _, err := n.Model(); err != nil {
				t.Errorf("%s with %+v: %v", name, config, err)
			}
		}
		if json.Unmarshal(text, &unet) == nil {
			build("unet", unet, func(n network) {
				side := 1 << (unet.levels() - 1)
				n.plainUNet(unet, 1, Size{side, side}, 1)
			})
		}
		if json.Unmarshal(text, &vae) == nil {
			build("vae", vae, func(n network) {
				n.vaeEncoder(vae, 1, Size{vae.Factor(), vae.Factor()})
				n.vaeDecoder(vae, 1, Size{1, 1})
			})
		}
		if json.Unmarshal(text, &clip) == nil {
			build("clip", clip, func(n network) { n.clipText(clip) })
		}
	})
}
