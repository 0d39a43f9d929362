package raster_test

import (
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"os"
	"testing"

	"patina/paint/painttest"
	"patina/paint/raster"
	"patina/paint/view"
)

func TestFaceIDsMatchReferenceExactly(t *testing.T) {
	covered := []int{1708, 1826, 1708, 1826, 870, 870}
	for k, p := range blobPasses(t) {
		golden := openGolden(t, fmt.Sprintf("faceid_%d.png", k)).(*image.Gray16)
		seen, wrong := 0, 0
		for i, triangle := range p.Triangle {
			if triangle != view.NoTriangle {
				seen++
			}
			if want := int32(golden.Gray16At(i%64, i/64).Y); triangle+1 != want {
				wrong++
			}
		}
		if seen != covered[k] {
			t.Errorf("view %d covers %d pixels, want %d", k, seen, covered[k])
		}
		if wrong > 0 {
			t.Errorf("view %d has %d wrong face ids", k, wrong)
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

func openGolden(t *testing.T, name string) image.Image {
	t.Helper()
	file, err := os.Open(painttest.Golden(name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	img, err := png.Decode(file)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return img
}

var _ = json.Valid
