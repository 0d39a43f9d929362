package project

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"patina/paint/bake"
	"patina/paint/diffusion"
	"patina/paint/noise"
	"patina/paint/scheduler"
)

// ModelSettings returns the settings that only painters with a model look at.
func ModelSettings() []Setting {
	return []Setting{Scheduler, Sigmas, Guidance, Noise, Latents, Strength, Delight, KeepReference, Reproduce}
}

// ModelsOwn stands for the scheduler that the makers of a model chose.
const ModelsOwn = "Model's own"

// Choices returns what a setting with a list of choices may be set to.
func Choices(s Setting) []string {
	var choices []string
	switch s {
	case Scheduler:
		choices = append(choices, ModelsOwn)
		for _, n := range scheduler.Names() {
			choices = append(choices, n.Title())
		}
	case Sigmas:
		for _, n := range scheduler.AllSigmas() {
			choices = append(choices, capital(string(n)))
		}
	case Fill:
		choices = []string{fillTitle(bake.Textured), fillTitle(bake.Smooth)}
	case Noise:
		for _, k := range noise.Kinds() {
			choices = append(choices, noiseTitle(k))
		}
	}
	return choices
}

// Placeholder says what an empty field stands for, "" where it may not be empty.
func Placeholder(s Setting) string {
	switch s {
	case Guidance:
		return "model's own"
	case Latents:
		return "noise alone"
	case Strength:
		return "all"
	}
	return ""
}

// LatentsExtensions are the files that latents are read from.
var LatentsExtensions = []string{".safetensors"}

func noiseTitle(k noise.Kind) string {
	switch k {
	case noise.CPUHalf:
		return "PyTorch CPU, half"
	case noise.CPUHalfRounded:
		return "PyTorch CPU, half, rounded"
	case noise.CUDA:
		return "PyTorch CUDA"
	case noise.CUDAHalf:
		return "PyTorch CUDA, half"
	}
	return "PyTorch CPU"
}

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// modelText is a setting of the model as it is shown.
func modelText(d diffusion.Settings, s Setting) string {
	switch s {
	case Scheduler:
		if d.Scheduler == "" {
			return ModelsOwn
		}
		return d.Scheduler.Title()
	case Sigmas:
		if d.Sigmas == "" {
			return capital(string(scheduler.Default))
		}
		return capital(string(d.Sigmas))
	case Noise:
		return noiseTitle(d.Noise)
	case Guidance:
		return optional(d.GuidanceScale)
	case Strength:
		return optional(d.Strength)
	case Latents:
		return d.Latents
	}
	return ""
}

// optional writes a number of which 0 stands for a default that goes unsaid.
func optional(f float64) string {
	if f == 0 {
		return ""
	}
	return format(f)
}

// setModelSetting reads a setting of the model; what follows is valid or unchanged.
func (p *Project) setModelSetting(s Setting, text string) error {
	candidate := p.Settings
	if err := readModelSetting(&candidate.Diffusion, s, text); err != nil {
		return err
	}
	if err := candidate.Validate(); err != nil {
		return err
	}
	if d := candidate.Diffusion; s == Strength && d.Latents == "" && d.Strength != 0 && d.Strength != 1 && !p.Painter().Drafts {
		return fmt.Errorf("a strength of %g needs latents to start from", d.Strength)
	}
	p.Settings = candidate
	return nil
}

func readModelSetting(d *diffusion.Settings, s Setting, text string) (err error) {
	switch s {
	case Scheduler:
		d.Scheduler = ""
		if text != ModelsOwn {
			d.Scheduler, err = scheduler.Named(text)
		}
	case Sigmas:
		d.Sigmas = scheduler.Sigmas(strings.ToLower(text))
	case Noise:
		i := slices.Index(Choices(Noise), text)
		if i < 0 {
			return fmt.Errorf("there is no noise called %s", quoted(text))
		}
		d.Noise = noise.Kinds()[i]
	case Guidance:
		d.GuidanceScale, err = parseOptional(text)
	case Strength:
		d.Strength, err = parseOptional(text)
	case Latents:
		d.Latents = text
		if text == "" {
			d.Strength = 0
		} else if ext := strings.ToLower(filepath.Ext(text)); ext != "" && !slices.Contains(LatentsExtensions, ext) {
			return fmt.Errorf("latents are read from a .safetensors file, not from %s", text)
		}
	}
	return err
}

func parseOptional(text string) (float64, error) {
	if text == "" {
		return 0, nil
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0, fmt.Errorf("%s is not a number", quoted(text))
	}
	return f, nil
}

// withoutIgnored returns the settings of the model as a job takes them: nothing of
// them for a painter that runs none, and no switch that the painter cannot obey.
func (p *Project) withoutIgnored(d diffusion.Settings) diffusion.Settings {
	if !p.Painter().RunsModel() {
		return diffusion.Settings{}
	}
	if _, ignored := p.Ignored(Delight); ignored {
		d.Delight = false
	}
	if _, ignored := p.Ignored(KeepReference); ignored {
		d.KeepReference = false
	}
	return d
}
