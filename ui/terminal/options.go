// Package terminal is Patina without a window: it reads the command line, runs one
// job, shows its progress as a bar or as lines of JSON, and writes what the job made.
package terminal

import (
	"errors"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"patina/paint"
	"patina/paint/bake"
	"patina/paint/meshio"
	"patina/paint/unwrap"
	"patina/paint/uv"
	"patina/paint/view"
)

// Options is a command line that was understood.
type Options struct {
	Mesh      string        // path of the mesh, "" when none was named
	Reference string        // path of the reference image, "" when none was named
	Out       string        // path of the result; "" means the window
	Sheet     string        // path of a contact sheet, "" for none
	Sample    bool          // open the sample that Patina brings, where no mesh or reference is named
	Auto      int           // how many cameras may be added to the rig by what they show
	Unwrap    meshio.Extent // how much of the mesh gets new UVs, "" for nothing
	Atlases   int           // textures that new UVs are laid out in
	Tiling    uv.Tiling
	Renderer  string // "auto", "gl" or "cpu"
	JSON      bool   // one event a line on standard output
	Help      bool
	Version   bool
	Command   Command // "" for the window or one job
	Settings  paint.Settings
	ModelOptions
	ExportOptions
	MachineOptions
}

// Window tells whether the command line asks for the window rather than for one job.
func (o Options) Window() bool { return o.Out == "" && o.Command == "" }

// Paths returns the files that the command line names.
func (o Options) Paths() []string {
	var paths []string
	for _, p := range []string{o.Mesh, o.Reference} {
		if p != "" {
			paths = append(paths, p)
		}
	}
	return paths
}

// parser holds the flags while they are parsed: those that are Settings under
// another form, and the groups in which help shows them.
type parser struct {
	opts                                  Options
	cameras, azimuths, elevations, weight string
	distance, scale                       float64
	referenceCamera, bakeMethod, fill     string
	noMirror, keepBackground              bool
	tiling                                string
	protect                               []string
	model                                 modelFlags
	export                                exportFlags
	machine                               machineFlags
	groups                                []group
}

type group struct {
	title string
	flags *pflag.FlagSet
}

// Parse reads a command line without the program's name. An error is a sentence
// about the first thing that is wrong with it, for exit status 2.
func Parse(args []string) (Options, error) {
	p := newParser()
	args = p.setCommand(args)
	all := pflag.NewFlagSet("patina", pflag.ContinueOnError)
	all.SetOutput(io.Discard)
	all.Usage = func() {}
	for _, g := range p.groups {
		all.AddFlagSet(g.flags)
	}
	if err := all.Parse(args); err != nil {
		return Options{}, err
	}
	if p.opts.Help || p.opts.Version {
		return p.opts, nil
	}
	return p.finish(all)
}

func newParser() *parser {
	p := &parser{opts: Options{Settings: paint.DefaultSettings()}}
	s := &p.opts.Settings
	p.group("Files", func(f *pflag.FlagSet) {
		f.StringVarP(&p.opts.Reference, "reference", "r", "", "the `IMAGE` to paint from: PNG, JPEG, WebP, TIFF, BMP or GIF")
		f.StringVarP(&p.opts.Out, "out", "o", "", "run without a window and write `FILE`: .glb, .gltf, .obj (with .mtl and .png) or .png")
		p.exportFlags(f)
		f.StringVar(&p.opts.Sheet, "sheet", "", "also write a contact sheet of all views to this PNG `FILE`")
		f.StringVar((*string)(&p.opts.Unwrap), "unwrap", "", "give new UVs to `WHAT`: missing, which is meant where nothing is said, is what has no usable ones, or everything where all has some; all is everything. A GLB or glTF keeps its nodes, skins, animations, and textures besides the painted ones")
		f.Lookup("unwrap").NoOptDefVal = string(meshio.Missing)
		f.IntVar(&p.opts.Atlases, "atlases", 1, "with --unwrap, lay the UVs out in `N` UDIM tiles, each with a texture of its own, 1 to 100")
		f.StringVar(&p.tiling, "udim", string(uv.AutoTiling), "what UVs beside the unit square `MEAN`: on gives each UDIM tile a texture of its own, off lets one texture repeat, auto finds out")
		f.BoolVar(&p.opts.Sample, "sample", false, "use the mesh and the reference that Patina brings where none is given")
	})
	p.group("Result", func(f *pflag.FlagSet) {
		f.StringVar(&s.Painter, "painter", "", "`WHO` paints the views: builtin is the model that Patina brings, projection lays the reference onto the mesh and needs no model, diffusion runs the one of --model; by default diffusion with --model and else builtin")
		f.Uint64Var(&s.Seed, "seed", s.Seed, "`NUMBER` that random choices start from; the same seed gives the same texture")
		f.IntVar(&s.Steps, "steps", s.Steps, "denoising steps, 1 to 200; more is slower and finer (projection takes none, and a model has its own default)")
		f.IntVar(&s.ViewSize, "view-size", s.ViewSize, "`PIXELS` per side of a view, 64 to 4096")
		f.IntVar(&s.TextureSize, "texture-size", s.TextureSize, "`TEXELS` per side of the texture, 64 to 8192")
		f.IntVar(&s.Padding, "padding", s.Padding, "`TEXELS` that colours grow over UV island borders, 0 to 256")
		f.StringVar(&p.fill, "fill", string(bake.Textured), "`HOW` to fill what no camera saw: texture continues the detail around it, smooth only the colours")
		f.Float64Var(&s.Feather, "feather", s.Feather, "`TEXELS` over which views fade in beside silhouettes and jumps of depth, up to 64; 0 means 4")
		f.BoolVar(&s.KeepExposure, "keep-exposure", false, "do not match the colours of views where they overlap")
		f.BoolVar(&s.Gradients, "gradients", false, "hide what is left of differing exposures by blending views in the gradient domain; bakes twice")
		f.BoolVar(&s.HealSeams, "heal-seams", false, "make colours agree on both sides of UV seams; changes texels up to 4 from a seam")
		f.BoolVar(&s.Dither, "dither", false, "dither the 8-bit texture, so that smooth gradients show no bands")
		f.StringArrayVar(&p.protect, "protect", nil, "leave a `PIECE` of the mesh as it is, texels included: material:NAME, part:NUMBER or island:NUMBER, as patina parts lists them; may be repeated")
		f.StringVar(&p.bakeMethod, "bake", string(bake.Gather), "`METHOD`: gather leaves no holes; splat repeats the reference pipeline")
	})
	p.group("Reference", func(f *pflag.FlagSet) {
		f.StringVar(&p.referenceCamera, "reference-camera", "front", "`CAMERA` the picture was taken with: front, find (search for it), or AZIMUTH,ELEVATION in degrees")
		f.BoolVar(&p.keepBackground, "keep-background", false, "do not cut out a reference without alpha by its plain border colour")
		f.BoolVar(&p.noMirror, "no-mirror", false, "do not paint the far side of a symmetric mesh with the mirrored reference")
	})
	p.group("Model", p.modelFlags)
	p.group("Devices and memory", p.machineFlags)
	p.group("Cameras", func(f *pflag.FlagSet) {
		f.StringVar(&p.cameras, "cameras", "6", "`SET` of views: 6 (the reference's), 8, 10 or 12 around; auto:N adds to the 6 up to N that show most more (auto: 6)")
		f.StringVar(&p.azimuths, "azimuths", "", "own views: `DEGREES` around, 0 is the front, for example "+view.DefaultAzimuths)
		f.StringVar(&p.elevations, "elevations", "", "own views: `DEGREES` up, as many as azimuths")
		f.StringVar(&p.weight, "weights", "", "own views: `SHARES` where views overlap, as many as azimuths (default 1 each)")
		f.Float64Var(&p.distance, "camera-distance", view.DefaultDistance, "`DISTANCE` of the cameras from the centre; the mesh is 1.15 across")
		f.Float64Var(&p.scale, "ortho-scale", view.DefaultScale, "`HEIGHT` of what a camera sees, in the same units")
	})
	p.group("Program", func(f *pflag.FlagSet) {
		f.StringVar(&p.opts.Renderer, "renderer", "auto", "`WHICH` renders the passes: gl, cpu, or auto for gl where it works")
		f.BoolVar(&p.opts.JSON, "json", false, "tell every event as one line of JSON on standard output")
		f.BoolVar(&p.opts.Version, "version", false, "print the version and stop")
		f.BoolVarP(&p.opts.Help, "help", "h", false, "print this help and stop")
	})
	return p
}

func (p *parser) group(title string, define func(*pflag.FlagSet)) {
	f := pflag.NewFlagSet(title, pflag.ContinueOnError)
	f.SortFlags = false
	define(f)
	p.groups = append(p.groups, group{title, f})
}

// finish turns what was parsed into Options, or says what does not go together.
func (p *parser) finish(all *pflag.FlagSet) (Options, error) {
	if all.NArg() > 1 {
		return Options{}, fmt.Errorf("one mesh at a time, got %s", strings.Join(all.Args(), " and "))
	}
	p.opts.Mesh = all.Arg(0)
	s := &p.opts.Settings
	s.BakeMethod, s.Fill = bake.Method(p.bakeMethod), bake.FillMethod(p.fill)
	s.Reference.KeyBackground, s.Reference.Mirror = !p.keepBackground, !p.noMirror
	if !slices.Contains([]string{"auto", "gl", "cpu"}, p.opts.Renderer) {
		return Options{}, fmt.Errorf("--renderer is auto, gl or cpu, got %q", p.opts.Renderer)
	}
	if err := errors.Join(p.setTiles(all), p.setRig(s), p.setReferenceCamera(s), p.setProtect(s), p.setModel(all), p.setExport(all), p.setMachine()); err != nil {
		return Options{}, err
	}
	if err := s.Validate(); err != nil {
		return Options{}, err
	}
	if err := p.checkNames(); err != nil {
		return Options{}, err
	}
	return p.opts, p.missing()
}

// setTiles reads what tiles of UVs mean.
func (p *parser) setTiles(all *pflag.FlagSet) error {
	p.opts.Tiling = uv.Tiling(p.tiling)
	if err := p.opts.Tiling.Validate(); err != nil {
		return fmt.Errorf("--udim: %w", err)
	}
	if p.opts.Atlases < 1 || p.opts.Atlases > unwrap.MaxAtlases {
		return fmt.Errorf("--atlases is 1 to %d, got %d", unwrap.MaxAtlases, p.opts.Atlases)
	}
	if all.Changed("unwrap") {
		if err := p.opts.Unwrap.Validate(); err != nil {
			return fmt.Errorf("--unwrap: %w", err)
		}
	}
	if all.Changed("atlases") && p.opts.Unwrap == "" {
		return errors.New("--atlases is for new UVs: add --unwrap")
	}
	return nil
}

// checkNames says which file cannot be written under its name.
func (p *parser) checkNames() error {
	if sheet := p.opts.Sheet; sheet != "" && !strings.EqualFold(filepath.Ext(sheet), ".png") {
		return fmt.Errorf("--sheet writes a PNG file: choose a name that ends in .png, not %s", sheet)
	}
	if p.opts.Out == "" || p.opts.Export.Name != "" {
		return nil
	}
	return meshio.CheckFormat(p.opts.Out)
}

// missing says what a job without a window lacks.
func (p *parser) missing() error {
	switch {
	case p.opts.Command != "":
		return p.commandMissing()
	case p.opts.Window() && p.opts.Auto > 0:
		return errors.New("--cameras auto belongs to a job without a window: add --out FILE.glb, or use Add cameras in the window")
	case p.opts.Window() && p.opts.Sheet != "":
		return errors.New("--sheet belongs to a job without a window: add --out FILE.glb")
	case p.opts.Window() || p.opts.Sample:
		return nil
	case p.opts.Mesh == "":
		return errors.New("--out needs a mesh to paint: patina MESH --reference IMAGE --out FILE.glb")
	case p.opts.Reference == "":
		return errors.New("--out needs a picture to paint from: add --reference IMAGE")
	}
	return nil
}

func (p *parser) setRig(s *paint.Settings) error {
	rig, err := p.rig()
	if err != nil {
		return err
	}
	s.Rig = rig.WithLens(p.distance, view.Orthographic(p.scale))
	return nil
}

func (p *parser) rig() (view.Rig, error) {
	if p.azimuths != "" || p.elevations != "" || p.weight != "" {
		return view.ParseRig(p.azimuths, p.elevations, p.weight)
	}
	if rest, ok := strings.CutPrefix(p.cameras, "auto"); ok {
		return view.Default(), p.setAuto(rest)
	}
	for _, preset := range view.Presets() {
		if strings.HasPrefix(preset.Name, p.cameras+" ") {
			return preset, nil
		}
	}
	return view.Rig{}, fmt.Errorf("--cameras is 6, 8, 10, 12 or auto, got %q; for other views use --azimuths and --elevations", p.cameras)
}

// defaultAuto is how many cameras --cameras auto may add.
const defaultAuto = 6

// setAuto reads what follows auto in --cameras.
func (p *parser) setAuto(rest string) error {
	p.opts.Auto = defaultAuto
	if rest == "" {
		return nil
	}
	most := view.MaxViews - len(view.Default().Views)
	n, err := strconv.Atoi(strings.TrimPrefix(rest, ":"))
	if err != nil || rest[0] != ':' || n < 1 || n > most {
		return fmt.Errorf("--cameras auto:N adds 1 to %d cameras, got %q", most, p.cameras)
	}
	p.opts.Auto = n
	return nil
}

func (p *parser) setReferenceCamera(s *paint.Settings) error {
	switch p.referenceCamera {
	case "front":
		return nil
	case "find":
		s.Reference.FindView = true
		return nil
	}
	azimuth, elevation, ok := strings.Cut(p.referenceCamera, ",")
	a, errA := strconv.ParseFloat(strings.TrimSpace(azimuth), 64)
	e, errE := strconv.ParseFloat(strings.TrimSpace(elevation), 64)
	if !ok || errA != nil || errE != nil || math.IsNaN(a+e) {
		return fmt.Errorf("--reference-camera is front, find, or AZIMUTH,ELEVATION such as 30,10; got %q", p.referenceCamera)
	}
	s.Reference.View = view.At(a, e)
	return nil
}
