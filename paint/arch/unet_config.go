package arch

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
)

// UNetConfig is config.json of a UNet2DConditionModel. Only what Stable Diffusion 2.1
// and its descendants use is supported; Check refuses the rest.
type UNetConfig struct {
	InChannels          int      `json:"in_channels"`
	OutChannels         int      `json:"out_channels"`
	BlockOutChannels    []int    `json:"block_out_channels"` // by level, finest first
	LayersPerBlock      int      `json:"layers_per_block"`
	DownBlockTypes      []string `json:"down_block_types"`
	UpBlockTypes        []string `json:"up_block_types"`
	Heads               perLevel `json:"attention_head_dim"` // the number of heads, in spite of the name
	CrossAttentionDim   int      `json:"cross_attention_dim"`
	TimeEmbeddingDim    int      `json:"time_embedding_dim"` // 0: four times the finest channels
	NormGroups          int      `json:"norm_num_groups"`
	NormEpsilon         float32  `json:"norm_eps"`
	Activation          string   `json:"act_fn"`
	LinearProjection    bool     `json:"use_linear_projection"`
	CosineFirst         bool     `json:"flip_sin_to_cos"`
	FrequencyShift      float32  `json:"freq_shift"`
	DownsamplePadding   int      `json:"downsample_padding"`
	MidBlockScaleFactor float32  `json:"mid_block_scale_factor"`
	CenterInput         bool     `json:"center_input_sample"`
	DualCrossAttention  bool     `json:"dual_cross_attention"`
	OnlyCrossAttention  bool     `json:"only_cross_attention"`
	ClassEmbedType      *string  `json:"class_embed_type"`
	NumClassEmbeds      *int     `json:"num_class_embeds"`
}

// DefaultUNetConfig returns what diffusers takes for fields that a config.json leaves
// out.
func DefaultUNetConfig() UNetConfig {
	return UNetConfig{
		InChannels:          4,
		OutChannels:         4,
		BlockOutChannels:    []int{320, 640, 1280, 1280},
		LayersPerBlock:      2,
		DownBlockTypes:      []string{crossAttnDown, crossAttnDown, crossAttnDown, plainDown},
		UpBlockTypes:        []string{plainUp, crossAttnUp, crossAttnUp, crossAttnUp},
		Heads:               perLevel{8},
		CrossAttentionDim:   1280,
		NormGroups:          32,
		NormEpsilon:         1e-5,
		Activation:          "silu",
		CosineFirst:         true,
		DownsamplePadding:   1,
		MidBlockScaleFactor: 1,
	}
}

const (
	crossAttnDown = "CrossAttnDownBlock2D"
	plainDown     = "DownBlock2D"
	plainUp       = "UpBlock2D"
	crossAttnUp   = "CrossAttnUpBlock2D"
)

// perLevel is a number for each level; one number stands for all.
type perLevel []int

// UnmarshalJSON reads a number or a list of numbers.
func (p *perLevel) UnmarshalJSON(b []byte) error {
	var one int
	if json.Unmarshal(b, &one) == nil {
		*p = perLevel{one}
		return nil
	}
	return json.Unmarshal(b, (*[]int)(p))
}

// at returns the number of a level, 0 when the list is too short.
func (p perLevel) at(level int) int {
	switch {
	case len(p) == 1:
		return p[0]
	case level < len(p):
		return p[level]
	}
	return 0
}

func (c UNetConfig) levels() int { return len(c.BlockOutChannels) }

func (c UNetConfig) norm() norms { return norms{c.NormGroups, c.NormEpsilon} }

// embedding returns the width of what the network is told of time and camera.
func (c UNetConfig) embedding() int {
	if c.TimeEmbeddingDim > 0 {
		return c.TimeEmbeddingDim
	}
	return 4 * c.BlockOutChannels[0]
}

// attends tells whether a level, counted from the finest, has transformers on its way
// down; up is checked to be the same.
func (c UNetConfig) attends(level int) bool { return c.DownBlockTypes[level] == crossAttnDown }

// Check returns an error that names a value which is not supported, or nil.
func (c UNetConfig) Check() error {
	for _, demand := range []struct {
		field string
		ok    bool
	}{
		{"block_out_channels", between(1, maxLevels, c.levels()) && between(1, maxWidth, c.BlockOutChannels...)},
		{"in_channels, out_channels or cross_attention_dim", between(1, maxWidth, c.InChannels, c.OutChannels, c.CrossAttentionDim)},
		{"layers_per_block", between(1, maxLayers, c.LayersPerBlock)},
		{"down_block_types or up_block_types", c.blocksMatch()},
		{"norm_num_groups", between(1, maxGroups, c.NormGroups) && c.divisible(func(int) int { return c.NormGroups })},
		{"attention_head_dim", c.divisible(c.Heads.at)},
		{"time_embedding_dim", between(0, maxWidth, c.TimeEmbeddingDim)},
		{"block_out_channels", c.levels() > 0 && c.BlockOutChannels[0]%2 == 0},
		{"freq_shift or norm_eps", c.FrequencyShift == 0 && c.NormEpsilon > 0},
		{"act_fn", c.Activation == "silu" || c.Activation == "swish"},
		{"use_linear_projection", c.LinearProjection},
		{"downsample_padding", c.DownsamplePadding == 1},
		{"mid_block_scale_factor", c.MidBlockScaleFactor == 1},
		{"center_input_sample", !c.CenterInput},
		{"dual_cross_attention", !c.DualCrossAttention},
		{"only_cross_attention", !c.OnlyCrossAttention},
		{"class_embed_type or num_class_embeds", c.ClassEmbedType == nil && c.NumClassEmbeds == nil},
	} {
		if !demand.ok {
			return fmt.Errorf("this kind of UNet is not supported: its config.json has another %s than Stable Diffusion 2.1 and its descendants", demand.field)
		}
	}
	return nil
}

// Limits keep a hostile config.json from filling the memory; published networks stay
// far below them.
const (
	maxLevels = 8
	maxLayers = 64
	maxGroups = 512
	maxWidth  = 1 << 20
)

func between(low, high int, numbers ...int) bool {
	return !slices.ContainsFunc(numbers, func(n int) bool { return n < low || n > high })
}

func allPositive(numbers ...int) bool { return between(1, math.MaxInt, numbers...) }

// blocksMatch tells whether the way up mirrors the way down.
func (c UNetConfig) blocksMatch() bool {
	if len(c.DownBlockTypes) != c.levels() || len(c.UpBlockTypes) != c.levels() {
		return false
	}
	for i, down := range c.DownBlockTypes {
		up, known := strings.CutSuffix(down, "DownBlock2D")
		if !known || c.UpBlockTypes[c.levels()-1-i] != up+"UpBlock2D" || up != "" && up != "CrossAttn" {
			return false
		}
	}
	return true
}

func (c UNetConfig) divisible(divisor func(level int) int) bool {
	for level, n := range c.BlockOutChannels {
		if d := divisor(level); d <= 0 || n%d != 0 {
			return false
		}
	}
	return true
}
