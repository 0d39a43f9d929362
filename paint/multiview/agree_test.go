package multiview

import (
	"context"
	"errors"
	"image"
	"testing"

	"patina/assets/training/likeness"
	"patina/paint/painttest"
	"patina/paint/raster"
	"patina/paint/view"
)

// sightsOf returns what the default cameras and one between them see of a blob.
func sightsOf(t *testing.T) []*view.Sight {
	t.Helper()
	rig := append(view.Default().Views, view.At(45, 0))
	passes, err := raster.Renderer{}.RenderPasses(context.Background(), painttest.Blob(t), rig, 96)
	if err != nil {
		t.Fatal(err)
	}
	sights := make([]*view.Sight, len(rig))
	for i, v := range rig {
		sights[i] = view.NewSight(v, passes[i])
	}
	return sights
}

// flat are views of one colour each.
func flat(sights []*view.Sight) []*image.NRGBA {
	painted := make([]*image.NRGBA, len(sights))
	for i, s := range sights {
		painted[i] = image.NewNRGBA(image.Rect(0, 0, s.Passes.Size, s.Passes.Size))
		for j := range painted[i].Pix {
			painted[i].Pix[j] = uint8(30 * i)
		}
		cutToMask(painted[i], s.Passes)
	}
	return painted
}

func TestViewsAgree(t *testing.T) {
	sights := sightsOf(t)
	painted := flat(sights)
	made, err := agreed(context.Background(), sights, painted)
	if err != nil {
		t.Fatal(err)
	}
	before, _ := likeness.Disagreement(sights, painted)
	after, points := likeness.Disagreement(sights, made)
	if points < 500 || before < 20 || after > 2 {
		t.Errorf("views differed by %.1f and then by %.1f at %d points, expected at least 20 and then at most 2", before, after, points)
	}
	for i, s := range sights {
		for j, seen := range s.Passes.Mask {
			if !seen && [4]uint8(made[i].Pix[4*j:]) != [4]uint8(painted[i].Pix[4*j:]) {
				t.Fatalf("pixel %d of view %d, which sees nothing, has changed", j, i)
			}
		}
	}
}

// Views that agree already stay as they are, but for the interpolation between pixels.
func TestViewsThatAgreeStay(t *testing.T) {
	sights := sightsOf(t)
	painted := make([]*image.NRGBA, len(sights))
	for i, s := range sights {
		painted[i] = s.Passes.PositionImage()
	}
	made, err := agreed(context.Background(), sights, painted)
	if err != nil {
		t.Fatal(err)
	}
	far, pixels := 0, 0
	for i, s := range sights {
		for j, seen := range s.Passes.Mask {
			if !seen {
				continue
			}
			pixels++
			for c := range 3 {
				if d := int(made[i].Pix[4*j+c]) - int(painted[i].Pix[4*j+c]); d < -3 || d > 3 {
					far++
					break
				}
			}
		}
	}
	if far > pixels/100 {
		t.Errorf("%d of %d pixels have moved by more than 3", far, pixels)
	}
}

func TestAgreeingIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancelCause(context.Background())
	stop := errors.New("stop")
	cancel(stop)
	sights := sightsOf(t)
	if _, err := agreed(ctx, sights, flat(sights)); !errors.Is(err, stop) {
		t.Errorf("the error is %v", err)
	}
}
