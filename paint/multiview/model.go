package multiview

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"patina/paint/arch"
	"patina/paint/checkpoint"
	"patina/paint/scheduler"
)

// The folders of the official checkpoints, as downloaded.
const (
	PaintFolder   = "hunyuan3d-paint-v2-0"
	TurboFolder   = "hunyuan3d-paint-v2-0-turbo"
	DelightFolder = "hunyuan3d-delight-v2-0"
)

// Limits of the views that the painter paints, in pixels per side; their size is a
// multiple of ViewSizeStep.
const (
	MinViewSize  = 256
	MaxViewSize  = 1024
	ViewSizeStep = 64
)

// model is an opened paint checkpoint: configurations and headers, no elements.
type model struct {
	dir       string
	turbo     bool
	config    arch.UNetConfig
	weights   *checkpoint.Weights
	vae       autoencoder
	scheduler scheduler.Config
	wishes    wishes
}

// Open opens a paint checkpoint in the layout of diffusers, as downloaded: the folder of
// one, or a folder that holds PaintFolder or TurboFolder. DelightFolder is looked for
// beside it. Configurations and the headers of the weights are checked, so that what is
// missing or of another kind is said now, in an error that names the file. Jobs run on
// machine.
func Open(dir string, machine *Machine) (*Painter, error) {
	found, err := findModel(dir)
	if err != nil {
		return nil, err
	}
	m, err := openModel(found)
	if err != nil {
		return nil, err
	}
	p := &Painter{machine: machine, model: m, smallest: MinViewSize, quiet: quietCopies}
	p.delight, p.noDelight = openDelight(filepath.Join(filepath.Dir(found), DelightFolder))
	return p, nil
}

// findModel returns the folder with the model_index.json: dir, or the first of the
// official ones in it.
func findModel(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("cannot open model %s: %w", dir, err)
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return "", fmt.Errorf("cannot open model %s: there is no such folder", dir)
	}
	for _, name := range []string{"", PaintFolder, TurboFolder} {
		if _, err := os.Stat(filepath.Join(dir, name, "model_index.json")); err == nil {
			return filepath.Join(dir, name), nil
		}
	}
	return "", fmt.Errorf("cannot open model %s: there is no model_index.json in it, and no folder %s or %s with one; choose the folder as it was downloaded",
		dir, PaintFolder, TurboFolder)
}

func openModel(dir string) (*model, error) {
	folder, err := openFolder(dir, "unet", "vae", "scheduler")
	if err != nil {
		return nil, err
	}
	m := &model{dir: dir, config: arch.DefaultUNetConfig()}
	_, hasImageEncoder := folder.Components["image_encoder"]
	m.turbo = hasImageEncoder || strings.Contains(strings.ToLower(filepath.Base(dir)), "turbo")
	if m.scheduler, err = openScheduler(folder); err != nil {
		return nil, err
	}
	if m.wishes, err = openWishes(dir); err != nil {
		return nil, err
	}
	if m.weights, err = openNetwork(folder, "unet", &m.config); err != nil {
		return nil, err
	}
	if m.vae, err = openAutoencoder(folder); err != nil {
		return nil, err
	}
	return m, m.check()
}

// openFolder opens a diffusers folder and looks for the folders of its components.
func openFolder(dir string, components ...string) (*checkpoint.Folder, error) {
	folder, err := checkpoint.Open(dir)
	if err != nil {
		return nil, err
	}
	var missing []string
	for _, name := range components {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || !info.IsDir() {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		return nil, fmt.Errorf("cannot open model %s: its folder %s is missing; download the model again", dir, strings.Join(missing, " and its folder "))
	}
	return folder, nil
}

func openScheduler(folder *checkpoint.Folder) (scheduler.Config, error) {
	path := filepath.Join(folder.Dir, "scheduler", "scheduler_config.json")
	b, err := os.ReadFile(path)
	if err != nil {
		return scheduler.Config{}, fmt.Errorf("cannot open %s: %w", path, errors.Unwrap(err))
	}
	c, err := scheduler.ParseConfig(b)
	if err != nil {
		return c, fmt.Errorf("cannot open model %s: %w", folder.Dir, err)
	}
	return c, nil
}

// openNetwork reads the configuration and the headers of a component.
func openNetwork(folder *checkpoint.Folder, component string, config any) (*checkpoint.Weights, error) {
	if err := folder.Config(component, config); err != nil {
		return nil, err
	}
	return folder.Weights(component)
}

// check builds the graphs at the smallest size, which looks at every tensor's header.
func (m *model) check() error {
	if _, ok := m.weights.Entry("unet.learned_text_clip_albedo"); ok {
		return fmt.Errorf("cannot open model %s: it is a model of version 2.1, which paints materials and is not supported; choose one of version 2.0", m.dir)
	}
	if _, ok := m.weights.Entry("unet.conv_in.weight"); !ok {
		return fmt.Errorf("cannot open model %s: %s holds no network that paints views; choose the folder %s or %s",
			m.dir, m.weights.Name(), PaintFolder, TurboFolder)
	}
	shape := multiview(2, ViewSizeStep/m.vae.config.Factor())
	_, err := arch.ReferenceUNet(m.config, m.weights, shape)
	if err == nil {
		_, err = arch.TimeEmbedding(m.config, m.weights, shape.Views)
	}
	if err == nil {
		_, err = arch.MultiviewUNet(m.config, m.weights, shape)
	}
	if err == nil {
		err = m.vae.check()
	}
	if err != nil {
		return fmt.Errorf("cannot open model %s: %w", m.dir, err)
	}
	return nil
}

// multiview is the shape of a network for so many views, whose latents have size per
// side, and a reference as large.
func multiview(views, size int) arch.Multiview {
	square := arch.Size{Height: size, Width: size}
	return arch.Multiview{Views: views, View: square, References: 1, Reference: square}
}

// CanDelight returns nil when jobs may ask for Delight, else a sentence that says what
// is missing for it.
func (p *Painter) CanDelight() error { return p.noDelight }
