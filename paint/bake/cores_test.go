package bake_test

import (
	"context"
	"errors"
	"image"
	"runtime"
	"slices"
	"testing"
	"time"

	"patina/paint/bake"
	"patina/paint/geom"
	"patina/paint/painttest"
	"patina/paint/view"
)

// exposed returns copies of painted views in which all but the first have their own
// gains and offsets, as a painter has that paints one view after the other.
func exposed(painted []view.Painted) []view.Painted {
	gains := [][3]float32{{1, 1, 1}, {0.85, 0.9, 0.95}, {1.1, 1.05, 0.9}, {0.95, 0.85, 1}, {0.8, 0.8, 0.8}, {1.1, 1, 1.1}}
	offsets := [][3]float32{{}, {0.05, 0.02, 0}, {-0.05, -0.02, 0.04}, {0.03, 0.08, 0}, {0.1, 0.1, 0.1}, {-0.04, 0, -0.06}}
	out := make([]view.Painted, len(painted))
	for k, p := range painted {
		img := image.NewNRGBA(p.Image.Rect)
		for i, c := range p.Image.Pix {
			if i%4 == 3 {
				img.Pix[i] = c
				continue
			}
			img.Pix[i] = round8(float32(c)/255*gains[k][i%4] + offsets[k][i%4])
		}
		out[k] = view.Painted{View: p.View, Image: img}
	}
	return out
}

// finish does with an atlas all that can be done with it.
func finish(ctx context.Context, a *bake.Atlas) error {
	for _, step := range []func() error{
		func() error { return a.Fill(ctx, nil) },
		func() error { return a.Dilate(ctx, 9) },
		func() error { return a.Heal(ctx, bake.HealOptions{}) },
		func() error { _, err := a.MeasureSeams(ctx, 5); return err },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func TestMatchingGradientsAndHealingDoNotDependOnTheNumberOfCores(t *testing.T) {
	m := newMesh(2)
	addMesh(m, 0, painttest.BumpySphere(3000), 1, geom.Vec3{}, whole)
	addMesh(m, 1, painttest.Sphere(10), 0.5, geom.Vec3{X: 2}, whole)
	painted := exposed(paintViews(t, m, view.Default().Views, 128, waves))
	var first *bake.Atlas
	for _, cores := range []int{1, 4, 3} {
		before := runtime.GOMAXPROCS(cores)
		a := mustBake(t, m, painted, bake.Options{Size: 170, Blending: bake.BlendGradients})
		err := finish(t.Context(), a)
		runtime.GOMAXPROCS(before)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = a
		}
		for slot, tex := range a.Textures {
			if !slices.Equal(tex.Color, first.Textures[slot].Color) {
				t.Errorf("%d cores: slot %d differs from what one core makes", cores, slot)
			}
		}
	}
}

func TestCancellingIsSeenByGradientsAndSeams(t *testing.T) {
	m := painttest.BumpySphere(5000)
	painted := paintViews(t, m, view.Default().Views[:3], 300, waves)
	for wait := time.Duration(0); wait < 128*time.Millisecond; wait = 2*wait + time.Millisecond {
		ctx := stopAfter(t, wait)
		a, err := bake.Bake(ctx, m, painted, bake.Options{Size: 512, Blending: bake.BlendGradients})
		if err == nil {
			err = finish(ctx, a)
		}
		if err != nil && !errors.Is(err, errStopped) {
			t.Fatalf("stopped after %v: %v", wait, err)
		}
	}
	a := mustBake(t, m, painted, bake.Options{Size: 256})
	ctx := stopAfter(t, 0)
	<-ctx.Done()
	if err := a.Heal(ctx, bake.HealOptions{}); !errors.Is(err, errStopped) {
		t.Errorf("healing with an ended context returns %v", err)
	}
	if s, err := a.MeasureSeams(ctx, 1); !errors.Is(err, errStopped) || s != nil {
		t.Errorf("measuring with an ended context returns %v", err)
	}
}
