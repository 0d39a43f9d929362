package multiview

// This follows Light_Shadow_Remover of Hunyuan3D-2 (reference section 1.5): an image to
// image model repaints the reference without light and shadow, and the colours are then
// set right by those of the original.

import (
	"context"
	"fmt"
	"image"
	"maps"
	"os"

	"patina/paint"
	"patina/paint/arch"
	"patina/paint/checkpoint"
	"patina/paint/diffusion"
	"patina/paint/imageio"
	"patina/paint/noise"
	"patina/paint/scheduler"
	"patina/paint/tensor"
)

// What the official pipeline runs the model with. Its guidance is 1.
const (
	delightSteps = 50
	delightSeed  = 42
	delightSize  = 512 // pixels per side
)

// delightModel is an opened delight checkpoint.
type delightModel struct {
	dir         string
	size        int // pixels per side that it works at
	steps       int
	config      arch.UNetConfig
	weights     *checkpoint.Weights
	vae         autoencoder
	text        arch.CLIPConfig
	textWeights *checkpoint.Weights
	scheduler   scheduler.Config
}

// openDelight opens the delight checkpoint in a folder. The error says why there is no
// delight stage.
func openDelight(dir string) (*delightModel, error) {
	if _, err := os.Stat(dir); err != nil {
		return nil, fmt.Errorf("%w: the model for that is missing; put the folder %s beside the model's", errDelight, DelightFolder)
	}
	m := &delightModel{dir: dir, size: delightSize, steps: delightSteps, config: arch.DefaultUNetConfig(), text: arch.DefaultCLIPConfig()}
	if err := m.open(); err != nil {
		return nil, fmt.Errorf("%w: %w", errDelight, err)
	}
	return m, nil
}

func (m *delightModel) open() error {
	folder, err := openFolder(m.dir, "unet", "vae", "text_encoder", "scheduler")
	if err != nil {
		return err
	}
	if m.scheduler, err = openScheduler(folder); err != nil {
		return err
	}
	if m.weights, err = openNetwork(folder, "unet", &m.config); err != nil {
		return err
	}
	if m.vae, err = openAutoencoder(folder); err != nil {
		return err
	}
	if m.textWeights, err = openNetwork(folder, "text_encoder", &m.text); err != nil {
		return err
	}
	return m.check()
}

// check builds the graphs at the smallest size, which looks at every tensor's header.
func (m *delightModel) check() error {
	if m.config.InChannels != 2*m.config.OutChannels {
		return fmt.Errorf("%s is no delight model: its network takes %d channels, expected %d", m.dir, m.config.InChannels, 2*m.config.OutChannels)
	}
	if m.text.Vocabulary <= endOfText {
		return fmt.Errorf("%s is no delight model: its text encoder knows %d words, expected %d", m.dir, m.text.Vocabulary, endOfText+1)
	}
	side := ViewSizeStep / latentScale
	_, err := arch.PlainUNet(m.config, m.weights, 1, arch.Size{Height: side, Width: side}, m.text.Tokens)
	if err == nil {
		_, err = arch.CLIPText(m.text, m.textWeights)
	}
	if err == nil {
		err = m.vae.check()
	}
	return err
}

// Tokens of the empty prompt: a start, an end, and zeros up to the full length.
const (
	startOfText = 49406
	endOfText   = 49407
)

// readNothing returns the tokens of the empty prompt, encoded: [1, tokens, width].
func (r *run) readNothing() (text tensor.Tensor, err error) {
	m := r.delight
	ids := make([]int64, m.text.Tokens)
	ids[0], ids[1] = startOfText, endOfText
	err = r.stage(stageDelightText, func() error {
		return r.use(delightText, func(l *loaded) error {
			out, err := l.compute(r.ctx, map[string]tensor.Tensor{"ids": tensor.OfInts(ids, len(ids))})
			if err == nil {
				text = out["text"].Reshape(1, m.text.Tokens, m.text.Width)
			}
			return err
		})
	})
	return text, err
}

// delighter is the plain network as diffusion.Loop wants to see it: the picture's latents
// stand beside those that are denoised, and are not scaled. The text stays where the
// network executes.
type delighter struct {
	network *loaded
	picture tensor.Tensor
	text    *copies
}

// Predict implements diffusion.Denoiser.
func (d *delighter) Predict(ctx context.Context, latents tensor.Tensor, timestep float64, _ bool) (tensor.Tensor, error) {
	both := append(append([]float32{}, latents.F32...), d.picture.F32...)
	s := latents.Shape
	told := conditions{}
	defer told.Close()
	for name, t := range map[string]tensor.Tensor{
		"sample":   tensor.Of(both, 1, 2*s[1], s[2], s[3]),
		"timestep": tensor.Of([]float32{float32(timestep)}, 1),
	} {
		c, err := d.network.hold(ctx, t)
		if err != nil {
			return tensor.Tensor{}, err
		}
		told[name] = c
	}
	all := maps.Clone(told)
	all["text"] = d.text
	return predict(ctx, d.network, all, timestep)
}

// delit is a reference without light and shadow, for the jobs that use it again.
type delit struct {
	req     paint.Request
	picture *image.NRGBA
}

// recallDelit returns the reference without light and shadow if the last job that took
// them out had the same one, else nil.
func (r *run) recallDelit() *image.NRGBA {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	d := r.Painter.delit
	if d == nil || r.req.Anew || !samePicture(d.req.Reference, r.req.Reference) || prepared(d.req) != prepared(r.req) {
		return nil
	}
	return d.picture
}

// prepared returns the settings that what is shown to the delight model depends on.
func prepared(req paint.Request) [2]bool {
	return [2]bool{req.Settings.Reference.KeyBackground, req.Settings.Diffusion.Reproduce}
}

// takeLight returns the picture without light and shadow, opaque where the original
// was transparent too, which is white there.
func (r *run) takeLight(picture *image.NRGBA) (*image.NRGBA, error) {
	if r.delit != nil {
		return r.delit, nil
	}
	taken, err := r.runDelight(picture)
	if err != nil {
		return nil, err
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.Painter.delit = &delit{r.req, taken}
	return taken, nil
}

func (r *run) runDelight(picture *image.NRGBA) (*image.NRGBA, error) {
	m := r.delight
	original := imageio.Resize(picture, m.size, m.size, imageio.Bicubic)
	trimEdge(original)
	latents, err := r.repaint(original)
	if err != nil {
		return nil, err
	}
	var repainted *image.NRGBA
	err = r.stage(stageDelightDecode, func() error {
		return r.decodePictures(delightDecoder, m.vae, latents, func(p *image.NRGBA) { repainted = p })
	})
	if err != nil {
		return nil, err
	}
	return recolour(repainted, original), nil
}

// repaint returns the clean latents of the repainted picture, scaled.
func (r *run) repaint(original *image.NRGBA) (latents tensor.Tensor, err error) {
	text, err := r.readNothing()
	if err != nil {
		return latents, err
	}
	var encoded tensor.Tensor
	err = r.stage(stageDelightEncode, func() (err error) {
		encoded, err = r.encodePictures(delightEncoder, []*image.NRGBA{original}, nil)
		return err
	})
	if err != nil {
		return latents, err
	}
	rng, err := noise.New(noise.CPUHalf, delightSeed)
	if err != nil {
		return latents, err
	}
	schedule, err := scheduler.Scheduler{Name: scheduler.EulerAncestral, Config: r.delight.scheduler}.Schedule(r.delight.steps, rng)
	if err != nil {
		return latents, err
	}
	loop := &diffusion.Loop{Schedule: schedule, GuidanceScale: 1, Step: r.showDelight}
	last := loop.Begin(rng, encoded.Shape...)
	err = r.stage(stageDelight, func() error {
		return r.use(delightUNet, func(l *loaded) error {
			told, err := l.hold(r.ctx, text)
			if err != nil {
				return err
			}
			defer told.Close()
			loop.Denoiser = &delighter{l, encoded, told}
			latents, last, err = loop.Finish(r.ctx, last)
			return err
		})
	})
	return latents, err
}

func (r *run) showDelight(done, total int, _ tensor.Tensor) {
	r.report(paint.StepDone{Stage: paint.StageViews, Done: done, Total: total + r.schedule.Calls()})
}
