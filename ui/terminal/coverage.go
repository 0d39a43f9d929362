package terminal

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"patina/paint"
	"patina/paint/coverage"
	"patina/paint/diffusion"
	"patina/paint/mesh"
	"patina/paint/protect"
	"patina/paint/view"
)

// RunCoverage tells what the cameras see of a mesh, without painting it, and returns
// the exit status.
func RunCoverage(ctx context.Context, o Options, parts Parts) int {
	j := &job{opts: o, parts: parts, tell: func(paint.Event) {}}
	return told(ctx, j.tellCoverage(ctx), parts.Stderr)
}

// told returns the exit status of a command that only looks, and tells its error.
func told(ctx context.Context, err error, stderr io.Writer) int {
	switch {
	case err == nil:
		return ExitDone
	case ctx.Err() != nil:
		return ExitCancelled
	}
	fmt.Fprintf(stderr, "patina: %v\n", err)
	return ExitFailed
}

func (j *job) tellCoverage(ctx context.Context) error {
	file, err := j.openMesh(ctx)
	if err != nil {
		return err
	}
	rig, report, err := look(ctx, file.Mesh, j.opts, nil)
	if err != nil {
		return err
	}
	if j.opts.JSON {
		return json.NewEncoder(j.parts.Stdout).Encode(struct {
			*coverage.Report
			Rig view.Rig `json:"rig"`
		}{report, rig})
	}
	_, err = io.WriteString(j.parts.Stdout, describe(file.Mesh, rig, report))
	return err
}

// look measures what the rig of the options sees, after adding to it what the
// options allow. With candidates that are not nil and no camera to add, nothing is
// said to be hidden, which is faster.
func look(ctx context.Context, m *mesh.Mesh, o Options, candidates []view.View) (view.Rig, *coverage.Report, error) {
	s := o.Settings
	protected, err := protect.Mask(ctx, m, s.Protect)
	if err != nil {
		return s.Rig, nil, err
	}
	opt := coverage.Options{ViewSize: s.ViewSize, TextureSize: s.TextureSize, Candidates: candidates, Protected: protected}
	if o.Auto == 0 {
		report, err := coverage.Measure(ctx, m, s.Rig, opt)
		return s.Rig, report, err
	}
	opt.Candidates = nil
	if s.Painter == modelPainter {
		opt.Candidates = diffusion.KnownViews()
	}
	return coverage.Extend(ctx, m, s.Rig, o.Auto, opt)
}

// lookAround tells before painting what the cameras see, and chooses them where that
// is left to Patina.
func (j *job) lookAround(ctx context.Context) error {
	rig, report, err := look(ctx, j.file.Mesh, j.opts, []view.View{})
	if err != nil {
		return err
	}
	for _, v := range rig.Views[len(j.opts.Settings.Rig.Views):] {
		j.tell(paint.Notice{Text: fmt.Sprintf("Added a camera at azimuth %g, elevation %g.", v.Azimuth, v.Elevation)})
	}
	j.opts.Settings.Rig = rig
	j.tell(paint.Notice{Text: report.String()})
	return nil
}

// mostParts is how many parts are listed at most.
const mostParts = 10

// describe is the report as it is read.
func describe(m *mesh.Mesh, rig view.Rig, r *coverage.Report) string {
	var b strings.Builder
	fmt.Fprintln(&b, r)
	fmt.Fprintf(&b, "\nAngles between surface and camera: median %.0f°, 95 %% below %.0f°, worst %.0f°.\n", r.Angles.Median, r.Angles.High, r.Angles.Worst)
	fmt.Fprintf(&b, "Texels on a length of 1: median %.4g, from %.4g to %.4g.\n", r.Density.Median, r.Density.Min, r.Density.Max)
	fmt.Fprintf(&b, "\ncamera  azimuth  elevation    seen   added  pixels per texel\n")
	for k, v := range r.Views {
		fmt.Fprintf(&b, "%6d %8g %10g %6.1f%% %6.1f%% %17.2f\n", k+1, rig.Views[k].Azimuth, rig.Views[k].Elevation, 100*v.Seen, 100*v.Added, v.PixelsPerTexel)
	}
	if len(r.Parts) > 0 {
		fmt.Fprintf(&b, "\nParts that are not wholly seen:\n")
	}
	for _, p := range r.Parts[:min(len(r.Parts), mostParts)] {
		hidden := ""
		if p.Hidden {
			hidden = ", cannot be seen from outside"
		}
		fmt.Fprintf(&b, "  %s, triangle %d: %.1f %% of %s, seen %.1f %%%s\n", m.Materials[p.Material].Name, p.Triangle, 100*p.Area, r.Surface(), 100*p.Seen, hidden)
	}
	if more := len(r.Parts) - mostParts; more > 0 {
		fmt.Fprintf(&b, "  and %d smaller ones\n", more)
	}
	return b.String()
}
