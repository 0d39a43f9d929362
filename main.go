// Patina paints a mesh from a picture: in a window, or as one job on the command
// line.
package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"golang.org/x/term"

	"patina/assets"
	"patina/devices"
	"patina/paint"
	"patina/paint/catalogue"
	"patina/paint/imageio"
	"patina/paint/meshio"
	"patina/paint/multiview"
	"patina/paint/ort"
	"patina/paint/projection"
	"patina/paint/raster"
	"patina/ui"
	"patina/ui/project"
	"patina/ui/terminal"
	"patina/viewer"
)

// version is set by the linker.
var version = "development"

func main() { os.Exit(run(os.Args[1:])) }

// run is the program: it returns the exit status.
func run(args []string) int {
	opts, err := terminal.Parse(args)
	switch {
	case err != nil:
		fmt.Fprintf(os.Stderr, "patina: %v\nTry patina --help.\n", err)
		return terminal.ExitUsage
	case opts.Help:
		terminal.PrintHelp(os.Stdout)
		return terminal.ExitDone
	case opts.Version:
		fmt.Println("patina", version)
		return terminal.ExitDone
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	m := newMachine(opts)
	defer m.close()
	if !opts.Window() {
		return runCommand(ctx, opts, m)
	}
	err = runWindow(ctx, opts, m)
	if err != nil {
		fmt.Fprintf(os.Stderr, "patina: %v\n", err)
		return terminal.ExitFailed
	}
	return terminal.ExitDone
}

// renderer is what a job needs of a renderer: raster and the viewer are some.
type renderer interface {
	paint.PassRenderer
	paint.ViewRenderer
}

// runCommand does without a window what the command line asks for.
func runCommand(ctx context.Context, opts terminal.Options, m *machine) int {
	switch opts.Command {
	case terminal.CommandDevices:
		return terminal.ListDevices(ctx, opts, terminal.Parts{Machine: m, Stdout: os.Stdout, Stderr: os.Stderr})
	case terminal.CommandUV:
		return terminal.ExamineUVs(ctx, opts, os.Stdout, os.Stderr)
	case terminal.CommandParts:
		return terminal.ListParts(ctx, opts, terminal.Parts{
			Sample: assets.Files, SampleMesh: assets.SampleMesh, Stdout: os.Stdout, Stderr: os.Stderr,
		})
	case terminal.CommandCoverage:
		return terminal.RunCoverage(ctx, opts, terminal.Parts{
			Sample: assets.Files, SampleMesh: assets.SampleMesh, Stdout: os.Stdout, Stderr: os.Stderr,
		})
	}
	r, release, notices, err := openRenderer(ctx, opts.Renderer)
	if err != nil {
		fmt.Fprintf(os.Stderr, "patina: %v\n", err)
		return terminal.ExitFailed
	}
	defer release()
	records, notice := catalogue.OpenRecords(configFolder())
	if notice != "" {
		notices = append(notices, notice)
	}
	parts := terminal.Parts{
		Painters: map[string]*paint.Painter{}, Views: r, Version: version, Notices: notices, Records: records,
		Machine: m, Profile: profileFile(),
		OpenModel: func(_ context.Context, dir string) (terminal.Model, error) {
			model, err := m.open(dir)
			if err != nil {
				return terminal.Model{}, err
			}
			model.SaveLatents = opts.SaveLatents
			return asked(r, model), nil
		},
		OpenBuiltIn: func(ctx context.Context) (terminal.Model, error) {
			model, err := m.openBuiltIn(ctx, func(_, _ int64) {})
			if err != nil {
				return terminal.Model{}, err
			}
			model.SaveLatents = opts.SaveLatents
			return asked(r, model), nil
		},
		NoModels: strings.Join(missing(), " "),
		Sample:   assets.Files, SampleMesh: assets.SampleMesh, SampleImage: assets.SampleReference,
		Stdout: os.Stdout, Stderr: os.Stderr, Terminal: term.IsTerminal(int(os.Stderr.Fd())),
	}
	parts.Painters["projection"] = projector(r).Painter
	if opts.Command == terminal.CommandProfile {
		return terminal.MeasureProfile(ctx, opts, parts)
	}
	return terminal.Run(ctx, opts, parts)
}

// asked is a model as one that a command line asked for.
func asked(r paint.PassRenderer, model *multiview.Painter) terminal.Model {
	d := model.Defaults()
	return terminal.Model{
		Painter: modelPainter(r, model), Steps: d.Steps, ViewSize: d.ViewSize, KeepReference: d.DraftStrength < 1, Presets: d.Presets,
	}
}

// openRenderer opens OpenGL, or falls back to the CPU with a notice when the choice
// is "auto". The caller calls release when nobody renders any more.
func openRenderer(ctx context.Context, choice string) (r renderer, release func(), notices []string, err error) {
	if choice == "cpu" {
		return raster.Renderer{}, func() {}, nil, nil
	}
	v, err := viewer.Open(ctx, nil)
	switch {
	case err == nil:
		return v, v.Close, nil, nil
	case choice == "gl" || ctx.Err() != nil:
		return nil, nil, nil, err
	}
	return raster.Renderer{}, func() {}, []string{fmt.Sprintf("Rendering on the CPU, because OpenGL is not available: %v.", err)}, nil
}

// builtIn is what settings call the built-in model.
const builtIn = "builtin"

// painters returns the painters in the order in which the artist sees them, with the
// built-in model where it can run. It is unpacked and opened when it is chosen.
func painters(r paint.PassRenderer, m *machine) []project.Painter {
	if _, err := ort.Find(); err != nil {
		return []project.Painter{projector(r)}
	}
	return []project.Painter{projector(r), {
		Title: "Built-in model", Name: builtIn, BuiltIn: true,
		Description: "A small model that paints all sides together, made by this project: views of 256 pixels, and the reference on top where it shows something. Where the reference shows nothing it guesses nearer to the truth than the projection alone, and takes a few seconds longer.",
		Open: func(ctx context.Context, progress func(done, total int64)) (project.Painter, error) {
			model, err := m.openBuiltIn(ctx, progress)
			if err != nil {
				return project.Painter{}, err
			}
			return choosable(r, model), nil
		},
	}}
}

// projector is the painter that needs no model.
func projector(r paint.PassRenderer) project.Painter {
	return project.Painter{
		Title:       "Projection",
		Description: "Lays the reference onto the mesh and continues its colours where it shows nothing. Needs no model.",
		Ignores:     append(project.ModelSettings(), project.Seed, project.Steps),
		Painter:     &paint.Painter{Passes: r, Views: &projection.Painter{Passes: r}},
	}
}

// modelPainter paints with a model, and lays the reference over it in jobs that keep it.
func modelPainter(r paint.PassRenderer, model *multiview.Painter) *paint.Painter {
	layered := paint.Layered{Base: model, Top: &projection.Painter{Passes: r}}
	if model.Defaults().MixGuesses {
		layered.Mix = raster.Renderer{}
	}
	return &paint.Painter{Passes: r, Views: layered}
}

// choosable is a model as one of the painters that the artist chooses from.
func choosable(r paint.PassRenderer, model *multiview.Painter) project.Painter {
	d := model.Defaults()
	c := project.Painter{
		Steps: d.Steps, Painter: modelPainter(r, model),
		ViewSize: d.ViewSize, KeepsReference: d.DraftStrength < 1, Drafts: d.DraftStrength < 1,
		ViewSizes: project.ViewSizes{Min: multiview.MinViewSize, Max: multiview.MaxViewSize, Step: multiview.ViewSizeStep},
	}
	for _, p := range d.Presets {
		c.Presets = append(c.Presets, project.Preset(p))
	}
	if missing := model.CanDelight(); missing != nil {
		c.Reasons = map[project.Setting]string{project.Delight: missing.Error()}
	}
	return c
}

// runWindow opens the window and returns when it was closed.
func runWindow(ctx context.Context, opts terminal.Options, m *machine) error {
	app.SetMetadata(fyne.AppMetadata{
		ID: "dev.patina.Patina", Name: "Patina", Version: version, Icon: icon(),
		Migrations: map[string]bool{"fyneDo": true},
	})
	a := app.New()
	var thread mainThread
	v, err := viewer.Open(ctx, thread.do)
	if err != nil {
		return fmt.Errorf("the window needs OpenGL; jobs without one run with --out and --renderer cpu: %w", err)
	}
	a.Lifecycle().SetOnStarted(func() { thread.running.Store(true) })

	p := project.New(project.Options{
		Folder: configFolder(), Version: version, Painters: painters(v, m), Monitor: m, Profile: profileFile(), Tiling: opts.Tiling,
		Painter: opts.NamedPainter, First: builtIn,
		OpenModel: func(_ context.Context, dir string) (project.Painter, error) {
			model, err := m.open(dir)
			if err != nil {
				return project.Painter{}, err
			}
			return choosable(v, model), nil
		},
	})
	chooseDevices(p, opts.Settings)
	w := ui.New(a, p, ui.Parts{
		Frames: v, Release: v.Close, Sample: openSample, Notices: missing(),
		Licence: "Apache-2.0. The sample and the icon are made by the program and under the same licence.",
		Observe: observer(opts),
	})
	if opts.Sample {
		w.OpenSample()
	}
	if paths := opts.Paths(); len(paths) > 0 {
		w.OpenPaths(paths)
	}
	if dir := opts.Settings.Diffusion.Model; dir != "" {
		w.OpenModel(dir)
	}
	stop := context.AfterFunc(ctx, func() { fyne.Do(w.Quit) })
	defer stop()
	w.Show()
	a.Run()
	return nil
}

// chooseDevices lets what the command line says about devices stand before what the
// window remembers.
func chooseDevices(p *project.Project, s paint.Settings) {
	if s.Offload != devices.Auto {
		p.SetOffload(s.Offload)
	}
	if s.Device != "" {
		p.SetDevice(s.Device)
	}
	for part, id := range s.Devices {
		p.SetPartDevice(part, id)
	}
}

// mainThread runs functions on the main thread: at once before the toolkit has
// started, when only that thread exists, and through its queue afterwards. It is not
// called on that thread then.
type mainThread struct{ running atomic.Bool }

func (m *mainThread) do(f func()) {
	if !m.running.Load() {
		f()
		return
	}
	done := make(chan struct{})
	fyne.Do(func() {
		defer close(done)
		f()
	})
	<-done
}

func icon() fyne.Resource {
	b, err := assets.Files.ReadFile(assets.Icon)
	if err != nil {
		panic(err) // it is embedded
	}
	return fyne.NewStaticResource(assets.Icon, b)
}

// configFolder is where settings are kept; "" where the system has no such place.
func configFolder() string {
	dir, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "patina")
}

// cacheFolder is where converted weights are kept.
func cacheFolder() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	return filepath.Join(dir, "patina")
}

func openSample(ctx context.Context) (o project.Opened, err error) {
	if o.Mesh, err = meshio.OpenFS(ctx, assets.Files, assets.SampleMesh); err != nil {
		return o, err
	}
	if err = o.TakePieces(ctx); err != nil {
		return o, err
	}
	b, err := fs.ReadFile(assets.Files, assets.SampleReference)
	if err != nil {
		return o, err
	}
	o.Reference, err = imageio.Read(assets.SampleReference, b)
	return o, err
}

// missing says what this machine lacks and which command brings it.
func missing() []string {
	if _, err := ort.Find(); err != nil {
		return []string{"Models cannot run, because ONNX Runtime is not installed: make deps brings it. The projection paints, which needs none."}
	}
	return nil
}

// observer tells the events of jobs as lines of JSON where the command line asks for
// that, and nobody otherwise.
func observer(opts terminal.Options) func(paint.Event) {
	if !opts.JSON {
		return func(paint.Event) {}
	}
	return terminal.JSONLines(os.Stdout)
}
