package raster_test

import (
	"context"
	"fmt"
	"image"
	"slices"
	"testing"

	"patina/paint/painttest"
	"patina/paint/raster"
	"patina/paint/view"
)

func TestTrianglesMatchReferenceExactly(t *testing.T) {
	geometry := painttest.ReferenceGeometry(t)
	for k, p := range blobPasses(t) {
		golden := painttest.ReferenceImage(t, fmt.Sprintf("faceid_%d.png", k)).(*image.Gray16)
		faces := make([]int32, len(p.Triangle))
		seen, wrong := 0, 0
		for i, triangle := range p.Triangle {
			faces[i] = triangle + 1
			if triangle != view.NoTriangle {
				seen++
			}
			if want := int32(golden.Gray16At(i%64, i/64).Y); faces[i] != want {
				wrong++
			}
		}
		if want := geometry.Views[k].Covered; seen != want {
			t.Errorf("view %d covers %d pixels, want %d", k, seen, want)
		}
		if wrong > 0 || !slices.Equal(faces[32*64:33*64], geometry.Views[k].TriangleRow) {
			t.Errorf("view %d sees the wrong triangle in %d pixels", k, wrong)
		}
	}
}

func TestPassesMatchReferenceImages(t *testing.T) {
	geometry := painttest.ReferenceGeometry(t)
	for k, p := range blobPasses(t) {
		for kind, got := range map[string]*image.NRGBA{"normal": p.NormalImage(), "position": p.PositionImage(), "depth": p.DepthImage()} {
			name := fmt.Sprintf("%s_%d", kind, k)
			painttest.CompareImages(t, name, got, painttest.ReferenceImage(t, name+".png"), 1)
		}
		if got, want := rgb(p.NormalImage(), 32, 32), geometry.Views[k].Normal; got != want {
			t.Errorf("view %d: the normal in the middle is %v, want %v", k, got, want)
		}
		if got, want := rgb(p.PositionImage(), 32, 32), geometry.Views[k].Position; got != want {
			t.Errorf("view %d: the position in the middle is %v, want %v", k, got, want)
		}
	}
}

func blobPasses(t *testing.T) []view.Passes {
	t.Helper()
	passes, err := raster.Renderer{}.RenderPasses(context.Background(), painttest.Blob(t), view.Default().Views, 64)
	if err != nil {
		t.Fatal(err)
	}
	return passes
}

func rgb(img *image.NRGBA, x, y int) [3]uint8 {
	c := img.NRGBAAt(x, y)
	return [3]uint8{c.R, c.G, c.B}
}
