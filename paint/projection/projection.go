package projection

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math"

	"patina/paint"
	"patina/paint/view"
)

// Painter paints the view that the reference was taken from with the reference
// itself. It needs no network, and the same request always gives the same views.
type Painter struct {
	Passes paint.PassRenderer // renders the silhouettes that the reference is fitted to
}

// Name returns "projection".
func (p *Painter) Name() string { return "projection" }

// PaintViews returns, in this order, the view of the reference, the mirrored one if
// it is wanted and the mesh is symmetric, and views that guess the colours of what
// neither of them sees; the latter have Guess set and weigh next to nothing. None
// of them is one of the rig's, so the passes are not looked at, and previews are
// numbered beyond the rig.
//
// Notices say what was decided: what could not be cut out or fitted well, where the
// reference was taken from, whether it is mirrored, that the rest is a guess.
// The error says what is wrong with the reference or the camera, or is
// context.Cause(ctx) when ctx ends first.
func (p *Painter) PaintViews(ctx context.Context, req paint.Request, _ []view.Passes, report func(paint.Event)) ([]view.Painted, error) {
	r := &run{ctx: ctx, renderer: p.Passes, req: req, report: report}
	steps := []func() error{
		r.cutOut,
		r.findCamera,
		r.fit,
		r.paintReference,
		r.paintMirrored,
		r.guessRest,
	}
	r.steps = len(steps)
	for i, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
		if err := context.Cause(ctx); err != nil {
			return nil, err
		}
		r.progress(i + 1)
	}
	return r.painted, nil
}

// run is one call of PaintViews.
type run struct {
	ctx      context.Context
	renderer paint.PassRenderer
	req      paint.Request
	report   func(paint.Event)

	steps                 int // without those of the search
	searched, searchSteps int // of the search for the camera, 0 without one

	cut     cutout
	camera  view.View   // of the reference, framed
	seen    view.Passes // what it sees
	layout  layout      // of the cut-out in its picture
	painted []view.Painted
}

// fitSize is the number of pixels per side of the silhouette that is fitted to.
const fitSize = 384

// Overlaps of outline and silhouette, 0 to 1.
const (
	poorOverlap = 0.8  // below it the fit is worth a sentence
	bendable    = 0.6  // below it the outlines differ too much to follow one another
	muchBetter  = 0.08 // what another camera must gain to be worth mentioning
)

var (
	errUnseen = errors.New("the camera of the reference does not see the mesh: turn or move it until the mesh is in its picture, or use the front view")
	sayGuess  = "What the reference does not show is a guess."
)

func (r *run) say(text string) { r.report(paint.Notice{Text: text}) }

func (r *run) progress(done int) {
	r.report(paint.StepDone{Stage: paint.StageViews, Done: done + r.searched, Total: r.steps + r.searchSteps})
}

func (r *run) cutOut() (err error) {
	r.cut, err = cutOut(r.ctx, r.req.Reference, r.req.Settings.Reference.KeyBackground, r.say)
	return err
}

// findCamera takes the camera that was chosen, or searches for it.
func (r *run) findCamera() error {
	chosen := r.req.Settings.Reference
	r.camera = framed(chosen.View, r.req.Mesh)
	switch {
	case !chosen.FindView:
		return nil
	case r.cut.whole:
		r.say("The reference has no outline, so its camera could not be searched for and the chosen one is used.")
		return nil
	}
	s := newSearch(r.renderer, r.req.Mesh, r.cut, r.camera)
	s.step = func(done, total int) {
		r.searched, r.searchSteps = done, total
		r.progress(1)
	}
	found, err := s.findView(r.ctx)
	if err != nil {
		return err
	}
	r.camera = found.view
	r.say(fmt.Sprintf("The reference was taken from %s: outlines agree to %s.", direction(found.view), percent(found.overlap)))
	return nil
}

// direction describes where a camera looks from.
func direction(v view.View) string {
	text := fmt.Sprintf("azimuth %.0f°, elevation %.0f°", math.Mod(math.Round(v.Azimuth), 360), math.Round(v.Elevation)+0)
	if v.Lens.IsPerspective() {
		text += fmt.Sprintf(" through a lens of %.0f°", v.Lens.FOVDegrees)
	}
	return text
}

func percent(share float64) string { return fmt.Sprintf("%.0f %%", 100*share) }

// look renders what one camera sees.
func (r *run) look(v view.View, size int) (view.Passes, error) {
	passes, err := r.renderer.RenderPasses(r.ctx, r.req.Mesh, []view.View{v}, size)
	if err != nil {
		return view.Passes{}, err
	}
	return passes[0], nil
}

// fit lays the cut-out over the silhouette.
func (r *run) fit() (err error) {
	if r.seen, err = r.look(r.camera, fitSize); err != nil {
		return err
	}
	s := newSilhouette(r.seen)
	if s.empty() {
		return errUnseen
	}
	if r.cut.whole {
		r.layout.placement = cover(r.cut.img.Rect.Dx(), r.cut.img.Rect.Dy(), s)
		return nil
	}
	o := newOutline(r.cut.img, fitSize)
	place, agree, err := fitOutline(r.ctx, o, s)
	r.layout.placement = place
	if err == nil && agree < poorOverlap {
		err = r.sayPoor(agree)
	}
	if err != nil || agree < bendable {
		return err
	}
	r.layout.warp, err = bend(r.ctx, o, place, r.seen, s)
	return err
}

// sayPoor says that the reference fits the mesh poorly and what may help.
func (r *run) sayPoor(agree float64) error {
	text := fmt.Sprintf("The outlines of reference and mesh agree to %s only", percent(agree))
	if r.req.Settings.Reference.FindView {
		r.say(text + ": the reference may show something else, or the mesh in another pose.")
		return nil
	}
	better, err := newSearch(r.renderer, r.req.Mesh, r.cut, r.camera).glance(r.ctx)
	if err != nil {
		return err
	}
	if better.overlap > agree+muchBetter {
		text += fmt.Sprintf("; from %s it would be about %s", direction(better.view), percent(better.overlap))
	}
	r.say(text + ": choose the camera that the reference was taken with, or turn on \"find view\".")
	return nil
}

// paintReference paints the view of the reference.
func (r *run) paintReference() error {
	img, err := compose(r.ctx, r.cut, r.layout, r.seen)
	if err != nil {
		return err
	}
	r.add(r.camera, img, false)
	return nil
}

// minMirrorAngle is the angle between a camera and its mirror image, degrees, below
// which both see the same and mirroring adds nothing.
const minMirrorAngle = 30

// paintMirrored paints the mirrored view with the mirrored picture.
func (r *run) paintMirrored() error {
	if !r.req.Settings.Reference.Mirror || angleBetween(r.camera, mirrorView(r.camera, 0)) < minMirrorAngle {
		return nil
	}
	found, err := measureSymmetry(r.ctx, r.req.Mesh)
	if err != nil {
		return err
	}
	if !found.symmetric() {
		r.say(fmt.Sprintf("The mesh is not symmetric enough to mirror the reference: %s of its surface has a counterpart on the other side, %s are needed.",
			percent(found.share), percent(symmetricShare)))
		return nil
	}
	v := mirrorView(r.camera, found.plane)
	v.Weight = mirrorWeight
	r.say("The mesh is symmetric, so the reference is mirrored onto its other side.")
	r.add(v, flipped(r.painted[0].Image), false)
	return nil
}

// guessRest paints what no picture shows.
func (r *run) guessRest() error {
	size := min(r.layout.pictureSize(), guessSize)
	seen, err := r.look(r.camera, size)
	if err != nil {
		return err
	}
	if seen.Seen() == 0 {
		return nil // a sliver that falls between the pixels
	}
	g, err := newGuess(r.ctx, r.cut, r.layout, r.camera, seen)
	if err != nil {
		return err
	}
	for i, v := range guessCameras(r.camera) {
		colours := g.beside
		if i == 0 {
			colours = g.behind
		}
		if seen, err = r.look(v, size); err != nil {
			return err
		}
		img, err := g.paint(r.ctx, colours, seen)
		if err != nil {
			return err
		}
		r.add(v, img, true)
	}
	r.say(sayGuess)
	return nil
}

// add adds a painted view and shows it.
func (r *run) add(v view.View, img *image.NRGBA, guess bool) {
	r.report(paint.ViewPreview{View: len(r.req.Settings.Rig.Views) + len(r.painted), Image: img})
	r.painted = append(r.painted, view.Painted{View: v, Image: img, Guess: guess})
}
