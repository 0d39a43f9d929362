package multiview

import (
	"math"
	"slices"
	"testing"

	"patina/paint/painttest"
	"patina/paint/tensor"
)

func TestTilesCoverEverySide(t *testing.T) {
	for side := 1; side <= 512; side++ {
		s := viewTiling.span(side, 0)
		if single := side <= 96; s.tile > 96 || single != (len(s.starts) == 1) {
			t.Fatalf("%d latents: %v", side, s)
		}
		sum := make([]float64, side*latentScale)
		for i, start := range s.starts {
			if i > 0 && s.starts[i-1]+s.tile-start < viewTiling.overlap {
				t.Fatalf("%d latents: %v overlap by too little", side, s)
			}
			for x, w := range s.weights(i, latentScale) {
				sum[start*latentScale+x] += float64(w)
			}
		}
		for x, w := range sum {
			if math.Abs(w-1) > 1e-6 {
				t.Fatalf("%d latents: pixel %d of %v counts %g", side, x, s, w)
			}
		}
	}
}

// A decoder that sees no further than one latent makes the same of tiles and of the
// whole.
func TestTilesAreWhereTheyBelong(t *testing.T) {
	latents := tensor.New(1, 4, 20, 29)
	for i := range latents.F32 {
		latents.F32[i] = float32(i % 997)
	}
	want := enlarged(latents)
	calls := 0
	tiles := tiling{most: 12, overlap: 3}.of(20, 29, 0)
	got, err := tiles.decode(latents, func(tile tensor.Tensor) (tensor.Tensor, error) {
		calls++
		if size := tiles.size(); !slices.Equal(tile.Shape, []int{1, 4, size.Height, size.Width}) {
			t.Errorf("a tile has the shape %v, want %v", tile.Shape, size)
		}
		return enlarged(tile), nil
	})
	if err != nil || calls != 6 || !slices.Equal(got.Shape, want.Shape) {
		t.Fatalf("%d tiles make %v, %v", calls, got.Shape, err)
	}
	for i, v := range got.F32 {
		if math.Abs(float64(v-want.F32[i])) > 1e-3 {
			t.Fatalf("element %d is %g, want %g", i, v, want.F32[i])
		}
	}
}

// enlarged repeats each latent of the first three channels.
func enlarged(latents tensor.Tensor) tensor.Tensor {
	out := tensor.New(1, 3, latents.Shape[2]*latentScale, latents.Shape[3]*latentScale)
	spread(latents, out, func(latent, pixel *float32) { *pixel = *latent })
	return out
}

func TestLargeViewsAreDecodedInTiles(t *testing.T) {
	models := painttest.TinyCheckpoints(t)
	for size, want := range map[int]struct{ runs, side int }{768: {3, 96}, 832: {12, 64}, 1024: {12, 76}} {
		side := 0
		loader := &fakeRuntime{asked: func(kind string, in map[string]tensor.Tensor) error {
			if kind == "decoder" {
				side = in["latents"].Shape[2]
			}
			return nil
		}}
		req := request(t)
		req.Settings.ViewSize, req.Settings.Steps = size, 1
		painted, _, err := paintWith(t, t.Context(), open(t, models, loader), req)
		if err != nil || painted[2].Image.Rect.Dx() != size || loader.runs["decoder"] != want.runs || side != want.side {
			t.Errorf("%d pixels: %d runs of the decoder on %d latents per side, %v", size, loader.runs["decoder"], side, err)
		}
	}
}

func TestAFailureOfATileEndsTheDecoding(t *testing.T) {
	loader := &fakeRuntime{before: func(kind string, run int) error {
		if kind == "decoder" && run == 2 {
			return errPower
		}
		return nil
	}}
	p := open(t, painttest.TinyCheckpoints(t), loader)
	p.model.vae.tiling = tiling{most: 6, overlap: 2}
	if _, _, err := paintWith(t, t.Context(), p, request(t)); err != errPower || loader.runs["decoder"] != 2 || loader.open != 0 {
		t.Errorf("after %d tiles: %v", loader.runs["decoder"], err)
	}
}
