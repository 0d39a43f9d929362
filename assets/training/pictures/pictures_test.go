package pictures_test

import (
	"context"
	"image"
	"testing"

	"patina/assets/training/objects"
	"patina/assets/training/pictures"
	"patina/paint/view"
)

const size = 128

func TestObjectsLieWithinTheViews(t *testing.T) {
	for which, name := range objects.Families() {
		s := pictures.NewStudio(objects.NewOf(11, which))
		passes, err := s.Passes(context.Background(), view.Default().Views, size)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range passes {
			if p.Seen() < 0.005 {
				t.Errorf("%s: view %d sees the object in a share of %g", name, i, p.Seen())
			}
			for k, seen := range p.Mask {
				if x, y := k%size, k/size; seen && (x == 0 || y == 0 || x == size-1 || y == size-1) {
					t.Fatalf("%s: view %d cuts the object off", name, i)
				}
			}
		}
	}
}

func TestAlbedoIsTheMeanOfTheColourInAPixel(t *testing.T) {
	o := objects.NewOf(2, 0)
	s := pictures.NewStudio(o)
	v := view.Front()
	passes, err := s.Passes(context.Background(), []view.View{v}, size)
	if err != nil {
		t.Fatal(err)
	}
	coarse, err := s.Albedo(context.Background(), v, passes[0])
	if err != nil {
		t.Fatal(err)
	}
	// The same view with four times as many pixels a side, averaged.
	const finer = 4
	fine, err := s.Passes(context.Background(), []view.View{closer(v, finer)}, size*finer)
	if err != nil {
		t.Fatal(err)
	}
	truth, err := s.Albedo(context.Background(), closer(v, finer), fine[0])
	if err != nil {
		t.Fatal(err)
	}
	if d := meanDifference(coarse, truth, passes[0].Mask, fine[0].Mask, finer); d > 4 {
		t.Errorf("colours are %g of 255 off on average", d)
	}
}

// closer scales a view so that the centres of its pixels and those of one with so many
// times more lie over each other: the rasteriser samples both edges.
func closer(v view.View, finer int) view.View {
	v.Lens = view.Orthographic(v.Lens.Scale * float64(finer*size-1) / float64(finer*(size-1)))
	return v
}

func meanDifference(coarse, fine *image.NRGBA, mask, fineMask []bool, finer int) float64 {
	var sum, count float64
	for i, seen := range mask {
		var mean [3]float64
		n := 0.0
		for k := range finer * finer {
			at := (i/size*finer+k/finer)*size*finer + i%size*finer + k%finer
			if fineMask[at] {
				n++
				for c := range 3 {
					mean[c] += float64(fine.Pix[4*at+c])
				}
			}
		}
		if !seen || n < 8 {
			continue
		}
		for c := range 3 {
			sum += max(mean[c]/n-float64(coarse.Pix[4*i+c]), float64(coarse.Pix[4*i+c])-mean[c]/n)
			count++
		}
	}
	return sum / count
}

func TestReferencesAreFramedAsThePainterDoes(t *testing.T) {
	s := pictures.NewStudio(objects.New(4))
	references, err := s.References(context.Background(), 4, 120)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range references {
		box := visible(r.Image)
		// A margin of a fifth of the longer side on both of its ends.
		if longer := max(box.Dx(), box.Dy()); longer < 120*5/7-4 || longer > 120*5/7+4 {
			t.Errorf("reference %d is %v in a picture of 120", i, box.Size())
		}
		off := box.Min.Add(box.Max).Sub(image.Pt(120, 120))
		if max(off.X, -off.X, off.Y, -off.Y) > 4 {
			t.Errorf("reference %d lies at %v", i, box)
		}
		limit := 40.0
		if i == 0 {
			limit = 12
		}
		if a := r.View.Azimuth; a > limit || a < -limit {
			t.Errorf("reference %d is taken from azimuth %g", i, a)
		}
	}
}

func visible(img *image.NRGBA) (box image.Rectangle) {
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			if img.Pix[img.PixOffset(x, y)+3] > 0 {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}

func TestCancelIsSeen(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	s := pictures.NewStudio(objects.New(1))
	if _, err := s.References(ctx, 1, size); err != context.Canceled {
		t.Errorf("got %v", err)
	}
}
