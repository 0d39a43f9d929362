package paint

import (
	"context"

	"patina/paint/view"
)

// Layered is a ViewPainter that paints with Base, and in jobs that keep the reference
// (diffusion.Settings.KeepReference) with Top over it: where both paint a texel, Top's
// views outweigh all of Base's. What Top only guesses is left to Base, or mixed with it.
type Layered struct {
	Base, Top ViewPainter
	// Mix draws what Top makes of the whole mesh, to mix it into Base's views: where both
	// guess, the mean is nearer to the truth than either, and parts look alike where they
	// are seen and where they are guessed. A Base that knows better is not to be mixed: nil.
	Mix ViewRenderer
}

// topLead is how much more the strongest view on top weighs than the strongest below. The
// angle to the view still counts, so Base takes over where Top looks askance.
const topLead = 10

// Name is the name of Base.
func (l Layered) Name() string { return l.Base.Name() }

// PaintViews implements ViewPainter. Top paints first, since it is the faster one, and
// its views come first.
func (l Layered) PaintViews(ctx context.Context, req Request, passes []view.Passes, report func(Event)) ([]view.Painted, error) {
	if !req.Settings.Diffusion.KeepReference {
		return l.Base.PaintViews(ctx, req, passes, report)
	}
	top, err := l.Top.PaintViews(ctx, req, passes, withoutSteps(report))
	if err != nil {
		return nil, err
	}
	base, err := l.Base.PaintViews(ctx, req, passes, report)
	if err != nil {
		return nil, err
	}
	if l.Mix != nil {
		if base, err = l.mixed(ctx, req, top, base, report); err != nil {
			return nil, err
		}
	}
	return append(raised(top, topLead*heaviest(base)), base...), nil
}

// withoutSteps drops the steps of a painter, which would count with others'.
func withoutSteps(report func(Event)) func(Event) {
	return func(ev Event) {
		if _, ok := ev.(StepDone); !ok {
			report(ev)
		}
	}
}

// raised returns the views that are no guesses, so that the heaviest weighs weight.
func raised(views []view.Painted, weight float64) []view.Painted {
	var evident []view.Painted
	for _, v := range views {
		if !v.Guess {
			evident = append(evident, v)
		}
	}
	own := heaviest(evident)
	for i := range evident {
		if own > 0 {
			evident[i].View.Weight *= weight / own
		}
	}
	return evident
}

func heaviest(views []view.Painted) (weight float64) {
	for _, v := range views {
		weight = max(weight, v.View.Weight)
	}
	return weight
}
