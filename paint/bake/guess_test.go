package bake_test

import (
	"image"
	"image/color"
	"testing"

	"patina/paint/bake"
	"patina/paint/painttest"
	"patina/paint/view"
)

// Texels that only a guess paints keep its colour through Fill, but count as invented.
func TestGuessesPaintButCountAsInvented(t *testing.T) {
	red, blue := color.NRGBA{R: 255, A: 255}, color.NRGBA{B: 255, A: 255}
	front, back := view.At(0, 0), view.At(180, 0)
	back.Weight = 1e-6
	for _, method := range []bake.Method{bake.Gather, bake.Splat} {
		a, err := bake.Bake(t.Context(), painttest.Cube(), []view.Painted{
			{View: front, Image: plain(red)}, {View: back, Image: plain(blue), Guess: true},
		}, bake.Options{Size: 128, Method: method})
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Fill(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		var guessed, seen int
		texture := a.Textures[0]
		for i, p := range texture.Provenance {
			switch p {
			case 1:
				seen++
			case bake.Guessed:
				guessed++
				if c := texture.Color[i]; c.Z < 0.99 {
					t.Fatalf("%s: a guessed texel became %v", method, c)
				}
			}
		}
		if guessed == 0 || seen == 0 {
			t.Errorf("%s: %d texels guessed, %d seen", method, guessed, seen)
		}
		if c := a.Coverage(); c.Seen != seen || c.Seen+c.Invented != c.Texels {
			t.Errorf("%s: coverage %+v, but %d texels are seen", method, c, seen)
		}
	}
}

func plain(c color.NRGBA) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, 64, 64))
	for i := range 64 * 64 {
		img.SetNRGBA(i%64, i/64, c)
	}
	return img
}
