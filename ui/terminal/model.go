package terminal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"patina/paint"
	"patina/paint/catalogue"
	"patina/paint/multiview"
	"patina/paint/noise"
	"patina/paint/scheduler"
)

// The painters that --painter chooses from: without a model, with the one that Patina
// brings, and with one that the artist has.
const (
	plainPainter   = "projection"
	builtInPainter = "builtin"
	modelPainter   = "diffusion"
)

// ModelOptions are what a command line says about the model beyond Settings.Diffusion.
type ModelOptions struct {
	SaveLatents   string // path to write the final latents to, "" for none
	SaveViews     string // folder to write the painted views to, "" for none
	AcceptLicence bool   // the licence of the model is accepted with this job
	Quality       string // name of a preset of the model, "" for none
	NamedPainter  string // painter that --painter names, "" for none
	AnyPainter    bool   // the command line says nothing that asks for a painter
	Given         func(flag string) bool
}

// Model is an opened model, and what its makers chose.
type Model struct {
	Painter       *paint.Painter
	Steps         int
	ViewSize      int  // pixels per side, 0 for no preference
	KeepReference bool // it paints coarser than a reference shows
	Presets       []multiview.Preset
}

// modelFlags are the flags of the group Model that are Settings under another form.
type modelFlags struct {
	scheduler, sigmas, noise string
	group                    *pflag.FlagSet
}

func (p *parser) modelFlags(f *pflag.FlagSet) {
	d := &p.opts.Settings.Diffusion
	p.model.group = f
	f.StringVar(&d.Model, "model", "", "paint with the model in `DIR`: a diffusers folder as downloaded, or a folder that holds such")
	f.StringVar(&p.opts.Quality, "quality", "", "`PRESET` of the model, which sets its steps: fast, balanced or best for the one that Patina brings")
	f.StringVar(&p.model.scheduler, "scheduler", "", "`NAME` of the solver: "+schedulerNames()+" (default: the model's)")
	f.StringVar(&p.model.sigmas, "sigmas", "", "`SPACING` of noise levels: "+list(scheduler.AllSigmas()))
	f.Float64Var(&d.GuidanceScale, "guidance", 0, "`SCALE` by which the reference guides, up to 30; 1 turns guidance off and halves the time (default: the model's)")
	f.Float64Var(&d.Strength, "denoise-strength", 0, "`SHARE` of the latents to repaint, above 0 and up to 1 for all; without --latents it is the share of the draft that the built-in model starts from, and 1 starts from noise")
	f.StringVar(&d.Latents, "latents", "", "start from the latents in `FILE` (.safetensors), as --save-latents wrote them, or from the folder of views that --save-views wrote")
	f.StringVar(&p.opts.SaveLatents, "save-latents", "", "write the final latents to `FILE` (.safetensors)")
	f.StringVar(&p.opts.SaveViews, "save-views", "", "write the painted views as pictures into the folder `DIR`")
	f.StringVar(&p.model.noise, "noise", "", "`GENERATOR` that a seed starts: "+list(noise.Kinds()))
	f.BoolVar(&d.Delight, "delight", false, "take light and shadow out of the reference first; needs the delight model beside the model")
	f.BoolVar(&d.KeepReference, "keep-reference", false, "project the reference on top of the painted views (default: on for the model that Patina brings; =false turns it off)")
	f.BoolVar(&d.Reproduce, "reproduce", false, "repeat the reference implementation even where it is known to be wrong")
	f.BoolVar(&p.opts.AcceptLicence, "accept-licence", false, "accept the licence of the model; needed once for each model")
}

func schedulerNames() string {
	var names []string
	for _, n := range scheduler.Names() {
		names = append(names, strings.ReplaceAll(strings.ToLower(n.Title()), " ", "-"))
	}
	return strings.Join(names, ", ")
}

func list[T ~string](all []T) string {
	var names []string
	for _, n := range all {
		names = append(names, string(n))
	}
	return strings.Join(names, ", ")
}

// setModel reads the flags of the group and chooses the painter.
func (p *parser) setModel(all *pflag.FlagSet) (err error) {
	s := &p.opts.Settings
	p.opts.NamedPainter = s.Painter
	p.opts.AnyPainter = s.Painter == "" && p.modelFlag() == ""
	if s.Painter, err = choosePainter(s.Painter, s.Diffusion.Model); err != nil {
		return err
	}
	if s.Painter == plainPainter {
		return p.needsModel()
	}
	p.opts.Given = all.Changed
	if p.model.scheduler != "" {
		if s.Diffusion.Scheduler, err = scheduler.Named(p.model.scheduler); err != nil {
			return fmt.Errorf("--scheduler: %w", err)
		}
	}
	if s.Diffusion.Sigmas, err = named("--sigmas", p.model.sigmas, scheduler.AllSigmas()); err != nil {
		return err
	}
	s.Diffusion.Noise, err = named("--noise", p.model.noise, noise.Kinds())
	return err
}

// choosePainter returns the painter that goes with what is opened.
func choosePainter(painter, model string) (string, error) {
	switch {
	case painter == "" && model != "":
		return modelPainter, nil
	case painter == "":
		return builtInPainter, nil
	case painter == modelPainter && model == "":
		return "", errors.New("--painter diffusion runs a model: add --model DIR")
	case painter != modelPainter && model != "":
		return "", fmt.Errorf("--painter %s does not run the model in a folder: leave out --painter or --model", painter)
	}
	return painter, nil
}

// needsModel says which flag makes no sense without a model.
func (p *parser) needsModel() error {
	if name := p.modelFlag(); name != "" {
		return fmt.Errorf("--%s is for painting with a model: leave out --painter projection", name)
	}
	return nil
}

// modelFlag returns a flag of the group that is given, "" for none.
func (p *parser) modelFlag() (name string) {
	p.model.group.VisitAll(func(f *pflag.Flag) {
		if name == "" && f.Changed {
			name = f.Name
		}
	})
	return name
}

// named finds what is meant in a list, in whatever case; "" stays "".
func named[T ~string](flag, text string, all []T) (T, error) {
	name := T(strings.ToLower(text))
	if text != "" && !slices.Contains(all, name) {
		return "", fmt.Errorf("%s is one of %s; got %q", flag, list(all), text)
	}
	return name, nil
}

// openModel opens the model once its licence is accepted.
func (j *job) openModel(ctx context.Context) (*paint.Painter, error) {
	s := &j.opts.Settings
	found, err := catalogue.FindPainting(s.Diffusion.Model)
	if err != nil {
		return nil, err
	}
	m := found[0]
	s.Diffusion.Model = m.Dir
	if err := j.licence(m); err != nil {
		return nil, err
	}
	opened, err := j.parts.OpenModel(ctx, m.Dir)
	if err != nil {
		return nil, err
	}
	return opened.Painter, j.follow(opened)
}

// openBuiltIn opens the model that Patina brings. Where models cannot run, jobs that ask for
// none are painted without.
func (j *job) openBuiltIn(ctx context.Context) (*paint.Painter, error) {
	if j.parts.NoModels != "" && j.opts.AnyPainter {
		j.tell(paint.Notice{Text: j.parts.NoModels})
		j.opts.Settings.Painter = plainPainter
		return j.parts.Painters[plainPainter], nil
	}
	opened, err := j.parts.OpenBuiltIn(ctx)
	if err != nil {
		return nil, err
	}
	return opened.Painter, j.follow(opened)
}

// follow takes from the model what the command line leaves open.
func (j *job) follow(m Model) error {
	s, given := &j.opts.Settings, j.opts.Given
	if !given("steps") {
		s.Steps = m.Steps
	}
	if !given("view-size") && m.ViewSize > 0 {
		s.ViewSize = m.ViewSize
	}
	if !given("keep-reference") {
		s.Diffusion.KeepReference = m.KeepReference
	}
	if j.opts.Quality == "" {
		return nil
	}
	var names []string
	for _, p := range m.Presets {
		if strings.EqualFold(p.Name, j.opts.Quality) {
			s.Steps = p.Steps
			return nil
		}
		names = append(names, strings.ToLower(p.Name))
	}
	if len(names) == 0 {
		return fmt.Errorf("--quality %s: this model has no presets; choose --steps instead", j.opts.Quality)
	}
	return fmt.Errorf("--quality is one of %s; got %q", strings.Join(names, ", "), j.opts.Quality)
}

// licence makes sure that the licence of a model is accepted.
func (j *job) licence(m catalogue.Model) error {
	if _, accepted := j.parts.Records.Accepted(m.Entry.ID); accepted {
		return nil
	}
	if !j.opts.AcceptLicence {
		return fmt.Errorf("%s Add --accept-licence if you accept it; that is asked once for each model", m.Terms())
	}
	return j.parts.Records.Accept(m.Entry.ID, time.Now())
}
