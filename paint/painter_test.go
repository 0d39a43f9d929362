package paint_test

import (
	"context"
	"errors"
	"image"
	"image/color"
	"reflect"
	"slices"
	"sync"
	"testing"

	"patina/paint"
	"patina/paint/painttest"
	"patina/paint/raster"
	"patina/paint/view"
)

// sideColours are those of the sides of the cube as the default rig sees them:
// front, +X, back, -X, top, bottom.
var sideColours = painttest.SolidPainter{
	{230, 20, 20, 255},
	{20, 230, 20, 255},
	{20, 20, 230, 255},
	{230, 230, 20, 255},
	{20, 230, 230, 255},
	{230, 20, 230, 255},
}

func solidPainter() *paint.Painter {
	return &paint.Painter{Passes: raster.Renderer{}, Views: sideColours}
}

func paintCube(t *testing.T) *paint.Result {
	t.Helper()
	result, err := solidPainter().Paint(context.Background(), painttest.Request(), func(paint.Event) {})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// TestCubeIsPaintedEndToEnd paints each side in its own colour and looks at the
// textured cube from each side.
func TestCubeIsPaintedEndToEnd(t *testing.T) {
	result, req := paintCube(t), painttest.Request()
	images, err := raster.Renderer{}.RenderViews(context.Background(), req.Mesh, result.Textures, req.Settings.Rig.Views, 64)
	if err != nil {
		t.Fatal(err)
	}
	for i, img := range images {
		for _, at := range []image.Point{{32, 32}, {20, 20}, {44, 30}} {
			if got := img.NRGBAAt(at.X, at.Y); !nearColour(got, sideColours[i], 3) {
				t.Errorf("view %d shows %v at %v, want %v", i, got, at, sideColours[i])
			}
		}
	}
}

func nearColour(a, b color.NRGBA, tolerance int) bool {
	for _, pair := range [][2]uint8{{a.R, b.R}, {a.G, b.G}, {a.B, b.B}, {a.A, b.A}} {
		if d := int(pair[0]) - int(pair[1]); d > tolerance || d < -tolerance {
			return false
		}
	}
	return true
}

func TestResultHoldsWhatWasMade(t *testing.T) {
	result, req := paintCube(t), painttest.Request()
	if !reflect.DeepEqual(result.Settings, req.Settings) {
		t.Errorf("the settings are %+v, want those of the request", result.Settings)
	}
	if len(result.Textures) != 1 || result.Textures[0].Rect != image.Rect(0, 0, 64, 64) || result.Atlas == nil {
		t.Errorf("got %d textures and atlas %v", len(result.Textures), result.Atlas)
	}
	if len(result.Passes) != 6 || len(result.Painted) != 6 {
		t.Errorf("got %d passes and %d painted views, want 6", len(result.Passes), len(result.Painted))
	}
	if c := result.Coverage; c.Texels == 0 || c.Seen+c.Invented != c.Texels || c.Seen < c.Texels*9/10 {
		t.Errorf("got coverage %+v, want nearly everything seen", c)
	}
	var stages []paint.Stage
	for _, timed := range result.Times {
		stages = append(stages, timed.Stage)
	}
	if !slices.Equal(stages, paint.Stages()) || result.Duration() <= 0 {
		t.Errorf("times of %v, together %v", stages, result.Duration())
	}
}

func TestFinishedJob(t *testing.T) {
	views := painttest.PainterFunc(func(ctx context.Context, req paint.Request, passes []view.Passes, report func(paint.Event)) ([]view.Painted, error) {
		report(paint.Notice{Text: "the reference has no alpha"})
		return sideColours.PaintViews(ctx, req, passes, report)
	})
	job := paint.Start(context.Background(), &paint.Painter{Passes: raster.Renderer{}, Views: views}, painttest.Request())
	var started []paint.Stage
	var last paint.Event
	for last = range job.Events() {
		if ev, ok := last.(paint.StageStarted); ok {
			started = append(started, ev.Stage)
		}
	}
	if !slices.Equal(started, paint.Stages()) {
		t.Errorf("stages %v started, want %v", started, paint.Stages())
	}
	result, err := job.Wait()
	if finished, ok := last.(paint.Finished); err != nil || !ok || finished.Result != result {
		t.Fatalf("the last event is %T, Wait returned %v", last, err)
	}
	if !slices.Equal(result.Notices, []string{"the reference has no alpha"}) {
		t.Errorf("got notices %q", result.Notices)
	}
}

// TestCancelInEachStage cancels in the moment in which a stage starts: nothing
// comes after it, and the error is the cause.
func TestCancelInEachStage(t *testing.T) {
	reason := errors.New("the artist changed their mind")
	for i, stage := range paint.Stages() {
		ctx, cancel := context.WithCancelCause(context.Background())
		var started []paint.Stage
		result, err := solidPainter().Paint(ctx, painttest.Request(), func(ev paint.Event) {
			if ev, ok := ev.(paint.StageStarted); ok {
				if started = append(started, ev.Stage); ev.Stage == stage {
					cancel(reason)
				}
			}
		})
		if result != nil || !errors.Is(err, reason) {
			t.Errorf("%s: got a result: %t, error %v; want none and the cause", stage, result != nil, err)
		}
		if !slices.Equal(started, paint.Stages()[:i+1]) {
			t.Errorf("%s: stages %v started", stage, started)
		}
	}
}

func TestSameRequestSameTexture(t *testing.T) {
	want, painter := paintCube(t), solidPainter()
	var jobs sync.WaitGroup
	for range 3 {
		jobs.Add(1)
		go func() {
			defer jobs.Done()
			got, err := paint.Start(context.Background(), painter, painttest.Request()).Wait()
			if err != nil || !slices.Equal(got.Textures[0].Pix, want.Textures[0].Pix) {
				t.Errorf("another texture (error %v)", err)
			}
		}()
	}
	jobs.Wait()
}
