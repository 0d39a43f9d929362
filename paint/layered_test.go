package paint_test

import (
	"context"
	"errors"
	"image"
	"image/color"
	"testing"

	"patina/paint"
	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/raster"
	"patina/paint/view"
)

var (
	grey = color.NRGBA{100, 100, 100, 255}
	blue = color.NRGBA{20, 40, 220, 255}
	red  = color.NRGBA{220, 40, 20, 255}
)

// reference paints the front blue and guesses that the rest is red.
func reference(ctx context.Context, req paint.Request, passes []view.Passes, report func(paint.Event)) ([]view.Painted, error) {
	report(paint.StepDone{Stage: paint.StageViews, Done: 1, Total: 1})
	report(paint.Notice{Text: "cut out"})
	front, back := view.Front(), view.At(180, 0)
	front.Weight, back.Weight = 0.01, 0.001
	return []view.Painted{
		{View: front, Image: painttest.Solid(64, 64, blue)},
		{View: back, Image: painttest.Solid(64, 64, red), Guess: true},
	}, nil
}

func TestLayeredPaintsTheReferenceOnTop(t *testing.T) {
	layered := paint.Layered{Base: painttest.SolidPainter{grey}, Top: painttest.PainterFunc(reference)}
	p := &paint.Painter{Passes: raster.Renderer{}, Views: layered}
	if p.Name() != "solid" {
		t.Errorf("its name is %q", p.Name())
	}
	for _, keep := range []bool{false, true} {
		req := painttest.Request()
		req.Settings.Diffusion.KeepReference = keep
		steps := 0
		result, err := p.Paint(t.Context(), req, func(ev paint.Event) {
			if s, ok := ev.(paint.StepDone); ok && s.Stage == paint.StageViews && s.Total != len(req.Settings.Rig.Views) {
				steps++
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		count := map[bool]int{}
		for i := 0; i < len(result.Textures[0].Pix); i += 4 {
			r, b := result.Textures[0].Pix[i], result.Textures[0].Pix[i+2]
			if r > 120 {
				t.Fatal("a guess was painted")
			}
			count[b > 190]++
		}
		// The front is one of six sides of the cube.
		if share := float64(count[true]) / float64(count[true]+count[false]); keep != (share > 0.1) || share > 0.25 {
			t.Errorf("keep %v: a share of %.2f is blue", keep, share)
		}
		if views, want := len(result.Painted), map[bool]int{false: 6, true: 7}[keep]; views != want || steps != 0 || keep != (len(result.Notices) == 1) {
			t.Errorf("keep %v: %d views, %d steps of the top, notices %q", keep, views, steps, result.Notices)
		}
	}
}

// paintMixed paints with grey below what top paints, mixed, and returns the texture. It
// fails where mixing is not told to its end.
func paintMixed(t *testing.T, m *mesh.Mesh, top painttest.PainterFunc) *image.NRGBA {
	t.Helper()
	layered := paint.Layered{Base: painttest.SolidPainter{grey}, Top: top, Mix: raster.Renderer{}}
	req := painttest.Request()
	req.Mesh, req.Settings.Diffusion.KeepReference = m, true
	var works []paint.WorkDone
	result, err := (&paint.Painter{Passes: raster.Renderer{}, Views: layered}).Paint(t.Context(), req, func(ev paint.Event) {
		if w, ok := ev.(paint.WorkDone); ok {
			works = append(works, w)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if last := (paint.WorkDone{Stage: paint.StageViews, Work: paint.Mixing, Done: 4, Total: 4}); len(works) != 5 || works[4] != last {
		t.Errorf("works %v, want 0 to 4 of 4", works)
	}
	return result.Textures[0]
}

// near returns the share of the pixels in columns from to until that differ by at most 4
// levels from a colour.
func near(img *image.NRGBA, from, until int, c color.NRGBA) float64 {
	n := 0
	for y := range img.Rect.Dy() {
		for x := from; x < until; x++ {
			at := img.NRGBAAt(x, y)
			if max(difference(at.R, c.R), difference(at.G, c.G), difference(at.B, c.B)) <= 4 {
				n++
			}
		}
	}
	return float64(n) / float64(img.Rect.Dy()*(until-from))
}

func difference(a, b uint8) uint8 { return max(a, b) - min(a, b) }

// Where both guess, the texture shows something between.
func TestLayeredMixesGuesses(t *testing.T) {
	texture := paintMixed(t, painttest.Cube(), func(ctx context.Context, req paint.Request, passes []view.Passes, report func(paint.Event)) ([]view.Painted, error) {
		views, err := reference(ctx, req, passes, report)
		return views[1:], err // that of the back, which is a guess
	})
	mixed := color.NRGBA{148, 76, 68, 255} // 0.6 of grey and 0.4 of red
	if share := near(texture, 0, texture.Rect.Dx(), mixed); share < 0.9 {
		t.Errorf("a share of %.2f is mixed of red and grey", share)
	}
}

// Guesses are drawn to what is seen of the part that they are on, and of no other.
func TestLayeredDrawsGuessesToWhatIsSeenOfTheirPart(t *testing.T) {
	texture := paintMixed(t, twoCubes(), func(ctx context.Context, req paint.Request, passes []view.Passes, report func(paint.Event)) ([]view.Painted, error) {
		views, err := reference(ctx, req, passes, report)
		return views[:1], err // that of the front
	})
	middle := texture.Rect.Dx() / 2
	mixed := color.NRGBA{68, 76, 148, 255} // 0.6 of grey and 0.4 of blue, which the front is continued with
	drawn := color.NRGBA{40, 54, 190, 255} // 0.6 of the way from there to blue, or nearly
	if share := near(texture, middle, 2*middle, mixed); share < 0.9 {
		t.Errorf("a share of %.2f of what is hidden is mixed of blue and grey", share)
	}
	if share := near(texture, 0, middle, drawn); share < 0.6 {
		t.Errorf("a share of %.2f of what is seen from the front only is drawn to blue", share)
	}
}

// twoCubes are two cubes, one hidden behind the other from the front, on the left and the
// right half of the texture.
func twoCubes() *mesh.Mesh {
	m, other := painttest.Cube(), painttest.Cube()
	first := uint32(len(m.Positions))
	for i, p := range other.Positions {
		m.Positions = append(m.Positions, geom.Vec3{X: p.X, Y: p.Y, Z: p.Z - 3})
		m.UVs[i].X /= 2
		m.UVs = append(m.UVs, geom.Vec2{X: 0.5 + other.UVs[i].X/2, Y: other.UVs[i].Y})
	}
	for _, t := range other.Triangles {
		m.Triangles = append(m.Triangles, mesh.Triangle{t[0] + first, t[1] + first, t[2] + first})
	}
	return m
}

func TestLayeredFailsWithEitherPainter(t *testing.T) {
	req := painttest.Request()
	req.Settings.Diffusion.KeepReference = true
	broken := painter(nil).Views
	for _, l := range []paint.Layered{{Base: broken, Top: painttest.SolidPainter{grey}}, {Base: painttest.SolidPainter{grey}, Top: broken}} {
		p := &paint.Painter{Passes: raster.Renderer{}, Views: l}
		if _, err := p.Paint(t.Context(), req, func(paint.Event) {}); !errors.Is(err, errBrush) {
			t.Errorf("got %v", err)
		}
	}
}
