package multiview

import (
	"fmt"
	"slices"

	"patina/devices"
	"patina/paint"
	"patina/paint/arch"
	"patina/paint/checkpoint"
	"patina/paint/onnx"
	"patina/paint/tensor"
)

// The stages in which networks compute, in the order in which they do, as plans and
// profiles name them. The components of one stage are on their devices together.
const (
	stageDelightText   = "delight text"
	stageDelightEncode = "delight encode"
	stageDelight       = "delight"
	stageDelightDecode = "delight decode"
	stageEncode        = "encode"
	stageReference     = "reference"
	stageDenoise       = "denoise"
	stageDecode        = "decode"
)

// The components, as plans, transfers and errors name them.
const (
	delightText    = "delight text encoder"
	delightEncoder = "delight VAE encoder"
	delightUNet    = "delight UNet"
	delightDecoder = "delight VAE decoder"
	encoder        = "VAE encoder"
	referenceUNet  = "reference UNet"
	clock          = "time embedding"
	seeingUNet     = "UNet"
	blindUNet      = "unconditional UNet"
	decoder        = "VAE decoder"
)

// The parts of a model that an artist may put on a device, of diffusion.Parts.
const (
	partUNet = "unet"
	partVAE  = "vae"
	partText = "text"
)

// component is a network of a job, before it is loaded.
type component struct {
	name, stage, part string
	weights           *checkpoint.Weights
	shape             string // that its graph has: a session for another one is another session
	shares            string // see devices.Footprint
	runs              int    // in the whole job
	cuts              []int  // tiles per side that pictures may be cut into to need less memory
	build             builder
}

// builder makes the graph of a component, over weights in either precision. tiles is in
// how many parts per side a picture is computed, 0 for what suits its size.
type builder func(w *checkpoint.Weights, tiles int) (onnx.Model, error)

// whole builds a graph that cannot be cut.
func whole(build func(w *checkpoint.Weights) (onnx.Model, error)) builder {
	return func(w *checkpoint.Weights, _ int) (onnx.Model, error) { return build(w) }
}

// work is what a job asks of the networks: all that their graphs depend on, and how often
// they run.
type work struct {
	views, size int // views of so many pixels per side
	pictures    int // that are encoded
	steps       int // calls of the denoiser
	guided      bool
	delight     *delightModel // nil where no light is taken out
}

// String names the shape of the job in a devices.Ledger.
func (w work) String() string { return fmt.Sprintf("%dx%d", w.views, w.size) }

// components returns the networks of a job in the order of their stages.
func (m *model) components(w work) []component {
	var list []component
	if w.delight != nil {
		list = w.delight.components()
	}
	shape := multiview(w.views, w.size/latentScale)
	blind := shape
	blind.Unconditional = true
	unet := func(name, stage string, runs int, build func(*checkpoint.Weights) (onnx.Model, error)) component {
		return component{name: name, stage: stage, part: partUNet, weights: m.weights, shape: w.String(), runs: runs, build: whole(build)}
	}
	list = append(list,
		m.vae.encoder(encoder, stageEncode, w.size, w.pictures),
		unet(referenceUNet, stageReference, 1, func(w *checkpoint.Weights) (onnx.Model, error) {
			return arch.ReferenceUNet(m.config, w, shape)
		}),
		unet(clock, stageDenoise, w.steps, func(w *checkpoint.Weights) (onnx.Model, error) {
			return arch.TimeEmbedding(m.config, w, shape.Views)
		}),
		unet(seeingUNet, stageDenoise, w.steps, func(w *checkpoint.Weights) (onnx.Model, error) {
			return arch.MultiviewUNet(m.config, w, shape)
		}),
	)
	if w.guided {
		list = append(list, unet(blindUNet, stageDenoise, w.steps, func(w *checkpoint.Weights) (onnx.Model, error) {
			return arch.MultiviewUNet(m.config, w, blind)
		}))
	}
	for i := range list {
		if list[i].stage == stageDenoise {
			list[i].shares = m.weights.Name()
		}
	}
	return append(list, m.vae.decoder(decoder, stageDecode, w.size, w.views))
}

// components returns the networks that take light out of a reference.
func (m *delightModel) components() []component {
	side := arch.Size{Height: m.size / latentScale, Width: m.size / latentScale}
	return []component{
		{name: delightText, stage: stageDelightText, part: partText, weights: m.textWeights, runs: 1, build: whole(func(w *checkpoint.Weights) (onnx.Model, error) {
			return arch.CLIPText(m.text, w)
		})},
		m.vae.encoder(delightEncoder, stageDelightEncode, m.size, 1),
		{name: delightUNet, stage: stageDelight, part: partUNet, weights: m.weights, runs: m.steps, build: whole(func(w *checkpoint.Weights) (onnx.Model, error) {
			return arch.PlainUNet(m.config, w, 1, side, m.text.Tokens)
		})},
		m.vae.decoder(delightDecoder, stageDelightDecode, m.size, 1),
	}
}

// footprint returns what a component needs. Only the autoencoder can do with less: its
// pictures can be cut into tiles. The UNets cannot work through the views in batches,
// since every one of their transformer blocks lets all views look at each other; the
// autoencoder takes one view at a time whatever the plan says.
func (c component) footprint() (devices.Footprint, error) {
	m, err := c.build(c.weights, 0)
	if err != nil {
		return devices.Footprint{}, err
	}
	f := devices.Estimate(c.name, c.stage, working(m))
	f.Shares, f.Loads = c.shares, 1
	f.FLOP, f.Crossings = m.FLOP*int64(c.runs), devices.Bytes(c.runs)*crossings(m)
	for _, n := range c.cuts {
		m, err := c.build(c.weights, n)
		if err != nil {
			return f, err
		}
		slower := float64(m.FLOP) * float64(n*n) * float64(c.runs) / max(1, float64(f.FLOP))
		f.Smaller = append(f.Smaller, devices.Cut{Tiles: n * n, Activations: devices.Estimate(c.name, c.stage, working(m)).Activations, Slowdown: max(1, slower)})
	}
	return f, nil
}

// working is what a graph says about the memory of a run.
func working(m onnx.Model) devices.Working {
	return devices.Working{
		Weights: devices.Bytes(m.Memory.Weights), Packed: devices.Bytes(m.Memory.Packed), Folded: devices.Bytes(m.Memory.Folded),
		Touched: devices.Bytes(m.Memory.Touched), Inputs: bytesOf(m.Inputs), Outputs: bytesOf(m.Outputs), Operators: m.Memory.Operators,
	}
}

func bytesOf(values []onnx.Value) (n devices.Bytes) {
	for _, v := range values {
		n += devices.Bytes(tensor.Count(v.Shape)) * devices.Bytes(v.Type.Size())
	}
	return n
}

// crossing are the values that cross in every run where a component is not on the
// processor. What the denoiser is told of the reference crosses once in a job.
var crossing = []string{"sample", "prediction", "image", "latents", "mean", "logvar", "ids", "timestep"}

// crossings returns the bytes that go in and out in one run.
func crossings(m onnx.Model) devices.Bytes {
	return bytesOf(slices.DeleteFunc(slices.Concat(m.Inputs, m.Outputs), func(v onnx.Value) bool { return !slices.Contains(crossing, v.Name) }))
}

// pins returns on which devices the artist wants components, by their parts.
func pins(s paint.Settings, components map[string]component) map[string]devices.ID {
	pinned := map[string]devices.ID{}
	for _, c := range components {
		if id, ok := s.Devices[c.part]; ok {
			pinned[c.name] = id
		}
	}
	return pinned
}
