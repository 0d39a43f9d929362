package paint

import (
	"image"
	"time"

	"patina/paint/bake"
	"patina/paint/view"
)

// The texture shown while views are still being painted is small, and baking it may
// take a tenth of the time at most.
const (
	previewTexels   = 512
	previewPadding  = 4 // texels
	previewInterval = time.Second
	previewShare    = 10
)

// previews bakes what the views look like so far, so that the mesh shows it.
type previews struct {
	run     *run
	newest  []*image.NRGBA // by view of the rig
	changed []bool         // since the last texture
	due     time.Time
}

func (r *run) previews() *previews {
	n := len(r.req.Settings.Rig.Views)
	return &previews{run: r, newest: make([]*image.NRGBA, n), changed: make([]bool, n)}
}

// report passes events on. When every view of the rig has a new preview, and the last
// texture is old enough, it bakes them.
func (p *previews) report(ev Event) {
	p.run.report(ev)
	preview, ok := ev.(ViewPreview)
	if !ok || preview.View >= len(p.newest) {
		return
	}
	p.newest[preview.View], p.changed[preview.View] = preview.Image, true
	start := time.Now()
	if !p.complete() || start.Before(p.due) {
		return
	}
	p.bake()
	clear(p.changed)
	end := time.Now()
	p.due = end.Add(max(previewInterval, (previewShare-1)*end.Sub(start)))
}

func (p *previews) complete() bool {
	for _, c := range p.changed {
		if !c {
			return false
		}
	}
	return true
}

// bake reports the texture. A preview that cannot be baked is no reason to stop a job:
// what is wrong with it will be wrong in the end too, and is told then.
func (p *previews) bake() {
	s, ctx := p.run.req.Settings, p.run.ctx
	painted := make([]view.Painted, len(p.newest))
	for i, picture := range p.newest {
		painted[i] = view.Painted{View: s.Rig.Views[i], Image: picture}
	}
	opt := p.run.bakeOptions()
	opt.Draft = true
	opt.Size, opt.Method, opt.Blending, opt.Fill = min(previewTexels, s.TextureSize), bake.Gather, bake.BlendMeans, bake.Smooth
	atlas, err := bake.Bake(ctx, p.run.req.Mesh, painted, opt)
	if err == nil {
		err = atlas.Fill(ctx, nil)
	}
	if err == nil {
		err = atlas.Dilate(ctx, previewPadding)
	}
	if err == nil {
		p.run.report(TexturePreview{atlas.Images()})
	}
}
