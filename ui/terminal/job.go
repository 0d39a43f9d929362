package terminal

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"patina/paint"
	"patina/paint/atomicfile"
	"patina/paint/catalogue"
	"patina/paint/contactsheet"
	"patina/paint/imageio"
	"patina/paint/meshio"
	"patina/paint/multiview"
	"patina/paint/profile"
)

// The exit statuses of the program.
const (
	ExitDone      = 0
	ExitFailed    = 1
	ExitUsage     = 2
	ExitCancelled = 130
)

// Parts is what main hands to a job.
type Parts struct {
	Painters    map[string]*paint.Painter // by Settings.Painter; those that need no model
	OpenModel   func(ctx context.Context, dir string) (Model, error)
	OpenBuiltIn func(ctx context.Context) (Model, error)
	NoModels    string             // why no model can run here, "" where they can
	Machine     profile.Machine    // that models run on
	Profile     string             // path of the file that profiles are kept in, "" for none
	Records     *catalogue.Records // of accepted licences
	Views       paint.ViewRenderer // for contact sheets
	Sample      fs.FS              // holds the sample
	SampleMesh  string             // name of the sample mesh in Sample
	SampleImage string             // name of the sample reference in Sample
	Version     string             // of the program, for the receipt
	Notices     []string           // what to tell before the job starts
	Stdout      io.Writer
	Stderr      io.Writer
	Terminal    bool // whether Stderr is a terminal that a bar can be drawn on
}

// errCancelled stands for an end that somebody asked for.
var errCancelled = errors.New("cancelled")

// Run does one job and returns the exit status. Everything that goes wrong is told
// in a sentence on Stderr, and as an event with --json.
func Run(ctx context.Context, o Options, parts Parts) int {
	j := &job{opts: o, parts: parts}
	j.tell = newProgress(parts.Stderr, parts.Terminal).show
	if o.JSON {
		lines := newJSONLines(parts.Stdout)
		j.tell, j.lines = lines.show, lines
	}
	err := j.run(ctx)
	switch {
	case err == nil:
		return ExitDone
	case errors.Is(err, errCancelled) || ctx.Err() != nil:
		fmt.Fprintln(parts.Stderr, "Cancelled; nothing was written.")
		return ExitCancelled
	}
	fmt.Fprintf(parts.Stderr, "patina: %v\n", err)
	return ExitFailed
}

type job struct {
	opts      Options
	parts     Parts
	tell      func(paint.Event)
	lines     *jsonLines // nil without --json
	file      *meshio.File
	reference *imageio.Image
}

// run opens, paints and saves.
func (j *job) run(ctx context.Context) error {
	painter, err := j.painter(ctx)
	if err != nil {
		return j.failed(err)
	}
	if err := j.checkTargets(); err != nil {
		return j.failed(err)
	}
	if err := j.open(ctx); err != nil {
		return j.failed(err)
	}
	if err := j.lookAround(ctx); err != nil {
		return j.failed(err)
	}
	result, err := j.paint(ctx, painter)
	if err != nil {
		return err // the job told it
	}
	if err := j.save(ctx, result); err != nil {
		return j.failed(err)
	}
	j.summarize(result)
	return nil
}

// failed tells an error that happened outside the painting.
func (j *job) failed(err error) error {
	if j.lines != nil && !errors.Is(err, context.Canceled) {
		j.lines.write(line{Event: "failed", Error: err.Error()})
	}
	return err
}

// checkTargets finds out before the work whether its results can be written.
func (j *job) checkTargets() error {
	if j.opts.Export.Name != "" {
		if err := j.checkFolder(); err != nil {
			return err
		}
	}
	for _, path := range []string{j.opts.Out, j.opts.Sheet, j.opts.SaveLatents} {
		if path == "" || path == j.opts.Out && j.opts.Export.Name != "" {
			continue
		}
		if err := atomicfile.Check(path); err != nil {
			return err
		}
	}
	return nil
}

func (j *job) painter(ctx context.Context) (*paint.Painter, error) {
	name := j.opts.Settings.Painter
	switch name {
	case modelPainter:
		return j.openModel(ctx)
	case builtInPainter:
		return j.openBuiltIn(ctx)
	}
	if p := j.parts.Painters[name]; p != nil {
		return p, nil
	}
	return nil, fmt.Errorf("there is no painter %q", name)
}

// paint runs the job and shows its events.
func (j *job) paint(ctx context.Context, painter *paint.Painter) (*paint.Result, error) {
	running := paint.Start(ctx, painter, paint.Request{
		Mesh: j.file.Mesh, Reference: j.reference.Pixels, Settings: j.opts.Settings,
	})
	var err error
	for ev := range running.Events() {
		j.tell(ev)
		switch ev := ev.(type) {
		case paint.Failed:
			err = ev.Err
		case paint.Cancelled:
			err = errCancelled
		}
	}
	result, _ := running.Wait()
	return result, err
}

func (j *job) save(ctx context.Context, result *paint.Result) error {
	painting := meshio.Painting{Textures: result.Textures, Receipt: paint.Receipt{
		Version: j.parts.Version, Settings: result.Settings, Tiles: paint.TilesOf(j.file.Mesh),
		MeshSHA256: j.file.SHA256, ReferenceSHA256: j.reference.SHA256, Coverage: result.Coverage,
	}}
	if err := j.saveMesh(ctx, result, painting); err != nil {
		return err
	}
	if err := j.saveViews(result); err != nil {
		return err
	}
	if j.opts.Sheet == "" {
		return nil
	}
	if err := j.saveSheet(ctx, result); err != nil {
		return err
	}
	j.saved(j.opts.Sheet)
	return nil
}

// saveMesh writes one file, or all that an export consists of.
func (j *job) saveMesh(ctx context.Context, result *paint.Result, p meshio.Painting) error {
	if j.opts.Export.Name != "" {
		return j.export(ctx, result, p)
	}
	if err := j.file.Save(ctx, j.opts.Out, p); err != nil {
		return err
	}
	j.saved(j.opts.Out)
	return nil
}

// saveViews writes the views of the rig as the model painted them.
func (j *job) saveViews(result *paint.Result) error {
	folder := j.opts.SaveViews
	if folder == "" {
		return nil
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("cannot write the views: %w", err)
	}
	views := result.Painted[len(result.Painted)-len(result.Settings.Rig.Views):] // what lies on top comes first
	for i, v := range views {
		if err := imageio.SavePNG(multiview.ViewFile(folder, i), v.Image); err != nil {
			return err
		}
	}
	j.saved(folder)
	return nil
}

func (j *job) saved(path string) {
	if j.lines != nil {
		j.lines.write(line{Event: "saved", Path: path})
	}
}

func (j *job) saveSheet(ctx context.Context, result *paint.Result) error {
	views := result.Settings.Rig.Views
	pictures, err := j.parts.Views.RenderViews(ctx, j.file.Mesh, result.Textures, views, contactsheet.PaintedSize)
	if err != nil {
		return err
	}
	sheet := contactsheet.Sheet{Title: j.file.Name, Reference: j.reference.Pixels, Views: views, Passes: result.Passes}
	for _, p := range pictures {
		sheet.Painted = append(sheet.Painted, image.Image(p))
	}
	return imageio.SavePNG(j.opts.Sheet, sheet.Draw())
}

// summarize says in one line how the job went.
func (j *job) summarize(r *paint.Result) {
	if j.opts.JSON {
		return
	}
	var stages []string
	for _, t := range r.Times {
		stages = append(stages, fmt.Sprintf("%s %.2f s", t.Stage, t.Duration.Seconds()))
	}
	c := r.Coverage
	share := func(n int) float64 { return 100 * float64(n) / float64(max(1, c.Texels)) }
	fmt.Fprintf(j.parts.Stdout, "%s: %s; %d texels painted, %d seen (%.1f %%), %d invented (%.1f %%); seed %d%s\n",
		j.opts.Out, strings.Join(stages, ", "), c.Texels, c.Seen, share(c.Seen), c.Invented, share(c.Invented), r.Settings.Seed, networkSummary(r))
}

// networkSummary says what the networks of a job moved and needed.
func networkSummary(r *paint.Result) string {
	n := networkOf(r)
	if n == nil {
		return ""
	}
	text := ""
	if n.Moved > 0 {
		text = fmt.Sprintf("; %s moved between devices in %.1f s", n.Moved, n.Moving)
	}
	for _, id := range slices.Sorted(maps.Keys(n.Memory)) {
		m := n.Memory[id]
		if m.Measured > 0 {
			text += fmt.Sprintf("; at most %s on %s, %s predicted", m.Measured, id, m.Predicted)
		}
	}
	return text
}
