package project

import (
	"context"
	"fmt"
	"slices"

	"patina/paint/coverage"
	"patina/paint/diffusion"
	"patina/paint/mesh"
	"patina/paint/view"
)

// MoreCameras is how many cameras AddCameras adds at most.
const MoreCameras = 6

// scenery is what a look is about.
type scenery struct {
	mesh                  *mesh.Mesh
	rig                   view.Rig
	viewSize, textureSize int
	protected             []bool // of the triangles, nil for none; never changed
}

func (s scenery) is(other scenery) bool {
	return s.mesh == other.mesh && slices.Equal(s.rig.Views, other.rig.Views) && s.viewSize == other.viewSize && s.textureSize == other.textureSize &&
		slices.Equal(s.protected, other.protected)
}

// Look is what was found out about the cameras.
type Look struct {
	before, after scenery // the same unless cameras were added
	report        *coverage.Report
	err           error
}

// Coverage returns what the cameras see of the open mesh, nil while that is not known.
func (p *Project) Coverage() *coverage.Report {
	if !p.look.after.is(p.scenery()) {
		return nil
	}
	return p.look.report
}

// CoverageText says in a line what the cameras see, "" without a mesh.
func (p *Project) CoverageText() string {
	switch r := p.Coverage(); {
	case p.Mesh == nil || p.problems[Cameras] != nil:
		return ""
	case r != nil:
		return fmt.Sprintf("They see %.1f %% of %s.", 100*r.Seen, r.Surface())
	case p.look.after.is(p.scenery()) && p.look.err != nil:
		return Sentence(p.look.err.Error())
	}
	return "Looking at what they see…"
}

func (p *Project) scenery() scenery {
	s := scenery{rig: p.Settings.Rig, viewSize: p.Settings.ViewSize, textureSize: p.Settings.TextureSize, protected: p.protection.mask}
	s.rig.Views = slices.Clone(s.rig.Views)
	if p.Mesh != nil {
		s.mesh = p.Mesh.Mesh
	}
	return s
}

// LookAround returns what measures the coverage of the cameras, nil when it is known
// or there is nothing to look at. It takes time, touches no project and may run
// anywhere; hand its look to UseLook. The look of an ended context is not to be used.
func (p *Project) LookAround() func(ctx context.Context) Look {
	s := p.scenery()
	if s.mesh == nil || p.problems[Cameras] != nil || p.look.after.is(s) {
		return nil
	}
	return func(ctx context.Context) Look {
		report, err := coverage.Measure(ctx, s.mesh, s.rig, s.options([]view.View{}))
		return Look{s, s, report, err}
	}
}

// AddCameras returns what looks for cameras that show most of what the present ones
// do not, where the chosen painter knows them; nil when there is nothing to look at.
// It is run and handed back as that of LookAround.
func (p *Project) AddCameras() func(ctx context.Context) Look {
	s := p.scenery()
	if s.mesh == nil || p.problems[Cameras] != nil {
		return nil
	}
	candidates := coverage.Around()
	if p.Painter().RunsModel() {
		candidates = diffusion.KnownViews()
	}
	return func(ctx context.Context) Look {
		rig, report, err := coverage.Extend(ctx, s.mesh, s.rig, MoreCameras, s.options(candidates))
		after := s
		if err == nil {
			after.rig = rig
		}
		return Look{s, after, report, err}
	}
}

func (s scenery) options(candidates []view.View) coverage.Options {
	return coverage.Options{ViewSize: s.viewSize, TextureSize: s.textureSize, Candidates: candidates, Protected: s.protected}
}

// UseLook takes over what was found, and the cameras that were added. A look at what
// has changed since is dropped.
func (p *Project) UseLook(l Look) {
	if !l.before.is(p.scenery()) {
		return
	}
	p.look = l
	added := len(l.after.rig.Views) - len(l.before.rig.Views)
	if added == 0 {
		return
	}
	p.Settings.Rig = view.Rig{Name: CustomCameras, Views: slices.Clone(l.after.rig.Views)}
	p.cameras = textOf(p.Settings.Rig)
}
