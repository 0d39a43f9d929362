package project

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"patina/paint"
	"patina/paint/catalogue"
	"patina/paint/imageio"
	"patina/paint/meshio"
	"patina/paint/uv"
)

// Project is what the artist has open. The fields are for reading; methods change
// them. It is not safe for use by several goroutines.
type Project struct {
	Mesh          *meshio.File   // nil until one is opened
	MeshPath      string         // "" when the mesh did not come from a file of the artist's
	Reference     *imageio.Image // nil until one is opened
	ReferencePath string         // "" when the reference did not come from a file of the artist's
	Settings      paint.Settings // always valid; Problem tells of text that is not
	SeedLocked    bool           // whether Begin keeps the seed
	Opening       string         // what is being opened, "" when nothing is
	OpeningModel  string         // the model that is being opened, "" when none is
	Saving        string         // where the result is being saved, "" when it is not
	Profiling     bool           // whether a profile is measured
	Job           *Job           // the current or the last job, nil before the first
	Result        *Result        // what the last finished job made, nil when there is none

	uvs        *uv.Report   // about the mesh, nil when there is nothing to say
	whole      *meshio.File // the mesh before its materials were split into tiles, nil when they cannot be
	lacking    bool         // a part of the mesh has no usable UVs
	tiling     uv.Tiling    // what the artist says of its tiles
	textures   int          // that the mesh has
	opensAs    uv.Tiling    // what meshes are opened with
	atlases    int          // textures that new UVs are laid out in
	notices    []notice
	painters   []Painter
	protection protection
	version    string
	random     func() uint64
	now        func() time.Time
	cameras    cameraText
	look       Look               // at what the cameras see
	text       map[Setting]string // what was typed where it is not valid
	problems   map[Setting]error
	seedUsed   bool
	store      *store
	rigs       rigList
	speeds     speeds

	models  []Model
	records *catalogue.Records
	last    lastPainter
	begins  string // name of the painter to begin with, "" for the last one
	open    func(ctx context.Context, dir string) (Painter, error)
	monitor DeviceMonitor
	profile string // file, "" for none
}

// Options of New.
type Options struct {
	Folder   string           // where rigs, settings and speeds are kept; "" keeps nothing
	Version  string           // of Patina, for receipts
	Painters []Painter        // at least one; the first, which is open, paints until another one is opened
	First    string           // name of the painter to begin with where nothing was kept; "" for the first of Painters
	Painter  string           // name of the painter to begin with, whatever painted last; "" for that
	Random   func() uint64    // source of seeds; nil means math/rand
	Now      func() time.Time // nil means time.Now
	Tiling   uv.Tiling        // of the meshes that are opened; "" means uv.AutoTiling
	// OpenModel opens the model in a folder, whose Title, Description and Model it
	// leaves empty; nil means that models cannot be run. It takes time and may be called
	// on any goroutine. The error is context.Cause(ctx) when ctx ends first, and otherwise
	// a sentence that says what is missing.
	OpenModel func(ctx context.Context, dir string) (Painter, error)
	// Monitor is what models run on; nil when nothing is known of it.
	Monitor DeviceMonitor
	// Profile is the file that profiles are kept in; "" keeps none.
	Profile string
}

// Painter is a painter that the artist may choose.
type Painter struct {
	Title       string             // what the artist reads
	Description string             // one or two sentences
	Ignores     []Setting          // settings that this painter does not look at
	Reasons     map[Setting]string // why it does not look at one, in a sentence, where there is more to say
	Model       string             // folder of the artist's model that it runs, "" for none
	BuiltIn     bool               // it runs the model that Patina brings
	Steps       int                // how many steps suit it, 0 for the default
	ViewSizes   ViewSizes          // what view sizes it paints; zero for all
	Painter     *paint.Painter     // nil until it is opened

	// Open opens a painter that takes a while to open and whose Painter is nil; it keeps
	// Title, Description and BuiltIn. It may be called on any goroutine, and tells progress
	// how many bytes of all are done. Name is the painter's in Settings.Painter.
	Open func(ctx context.Context, progress func(done, total int64)) (Painter, error)
	Name string

	ViewSize       int      // the view size that suits it, 0 for the default
	KeepsReference bool     // whether the reference is kept on top of its views by default
	Drafts         bool     // it starts from a draft, of which Strength is painted anew
	Presets        []Preset // measured points of time and quality, the fastest first
}

// Preset is a measured point of time and quality of a painter.
type Preset struct {
	Name  string
	Steps int
}

// New returns a project with nothing open and with the settings and rigs kept in
// the folder. What could not be read there is told in Notices. It panics without
// a painter.
func New(o Options) *Project {
	if len(o.Painters) == 0 {
		panic("project: New needs at least one painter")
	}
	p := &Project{
		painters: slices.Clone(o.Painters), version: o.Version, random: o.Random, now: o.Now,
		text: map[Setting]string{}, problems: map[Setting]error{}, store: &store{folder: o.Folder}, atlases: 1, opensAs: o.Tiling,
		profile: o.Profile,
	}
	if p.random == nil {
		p.random = rand.Uint64
	}
	if p.now == nil {
		p.now = time.Now
	}
	if p.open = o.OpenModel; p.open == nil {
		p.open = noModels
	}
	if p.monitor = o.Monitor; p.monitor == nil {
		p.monitor = noMonitor{}
	}
	p.restore()
	if p.begins = o.Painter; p.begins == "" && !p.store.has(settingsFile) {
		p.begins = o.First
	}
	return p
}

// Painters returns the painters that the artist may choose from: those of the program, and
// one for each model that was added. The Painter of some is nil until they are opened.
func (p *Project) Painters() []Painter {
	all := slices.Clone(p.painters)
	for _, m := range p.models {
		all = append(all, p.asPainter(m))
	}
	return all
}

// OpenModel opens a model; UseModel makes it the painter. It takes time, touches no
// project and may run anywhere.
func (p *Project) OpenModel(ctx context.Context, m catalogue.Model) (Painter, error) {
	return p.open(ctx, m.Dir)
}

// Painter returns the chosen painter.
func (p *Project) Painter() Painter {
	for _, c := range p.Painters() {
		chosen := c.Model == "" || c.Model == p.Settings.Diffusion.Model
		if chosen && c.Painter != nil && c.Painter.Name() == p.Settings.Painter {
			return c
		}
	}
	return p.painters[0]
}

// Version is Patina's.
func (p *Project) Version() string { return p.version }

// Request returns everything a job needs as things stand, or an error that says in
// a sentence what is missing.
func (p *Project) Request() (paint.Request, error) {
	switch {
	case p.Running():
		return paint.Request{}, errors.New("a job is already running: wait for it or cancel it first")
	case p.Profiling:
		return paint.Request{}, errors.New("this machine is being measured: wait for it or stop it first")
	case p.Opening != "":
		return paint.Request{}, errors.New("Patina is still opening " + p.Opening)
	case p.OpeningModel != "":
		return paint.Request{}, errors.New("Patina is still opening " + p.OpeningModel)
	case p.Mesh == nil && p.Reference == nil:
		return paint.Request{}, errors.New("nothing is open yet: drop a mesh and a reference image into the window")
	case p.Mesh == nil:
		return paint.Request{}, errors.New("there is no mesh yet: drop a GLB, glTF, OBJ, PLY or STL file into the window")
	case p.Reference == nil:
		return paint.Request{}, errors.New("there is no reference image yet: drop a picture that shows what to paint into the window")
	}
	for _, s := range Settings() {
		if _, ignored := p.Ignored(s); ignored {
			continue
		}
		if err := p.problems[s]; err != nil {
			return paint.Request{}, fmt.Errorf("%s: %w", strings.ToLower(s.Title()), err)
		}
	}
	if err := p.checkViewSize(); err != nil {
		return paint.Request{}, err
	}
	req := paint.Request{Mesh: p.Mesh.Mesh, Reference: p.Reference.Pixels, Settings: p.Settings}
	req.Settings.Diffusion = p.withoutIgnored(req.Settings.Diffusion)
	req.Settings.Rig.Views = slices.Clone(req.Settings.Rig.Views)
	req.Settings.Devices = maps.Clone(req.Settings.Devices)
	req.Settings.Protect = slices.Clone(req.Settings.Protect)
	return req, req.Validate()
}
