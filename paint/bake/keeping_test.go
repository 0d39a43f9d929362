//go:build !race

package bake_test

import (
	"testing"

	"patina/paint/bake"
	"patina/paint/mesh"
	"patina/paint/painttest"
)

// The fill that keeps texture is compared with the smooth one on places that were
// held out. Where the surface is smooth both are the same; where it is rough, the
// steps from texel to texel are those of what is there, at the price of at most 3
// decibels: noise that is as strong as the true one but another doubles the squared
// error.
func TestTextureIsKept(t *testing.T) {
	body := painttest.BumpySphere(8000)
	for _, test := range []struct {
		name   string
		mesh   *mesh.Mesh
		paint  paint
		loss   float64 // most decibels
		share  float64 // of the distance that the smooth fill has to the true steps
		larger float64 // least and most contrast
	}{
		{"wall, waves", wall(), waves, 0.01, 1, 2},
		{"body, waves", body, waves, 0.5, 1.01, 2},
		{"wall, stripes", wall(), stripes, 0, 0.5, 1.5},
		{"body, stripes", body, stripes, 1, 0.6, 1.5},
		{"wall, noise", wall(), noise, 3, 0.3, 1.2},
		{"body, noise", body, noise, 3, 0.3, 1.2},
		{"wall, bricks", wall(), bricks, 1, 0.5, 1.4},
		{"body, bricks", body, bricks, 1.5, 0.6, 1.4},
		{"wall, picture", wall(), picture(t), 2, 0.6, 1.5},
	} {
		fill := func(method bake.FillMethod) quality {
			a := mustBake(t, test.mesh, nil, bake.Options{Size: 512, Fill: method})
			held := holdOut(a, test.paint, 12, 0.05, 3)
			mustFill(t, a)
			savePNG(t, test.name+" "+string(method), a.Textures[0].Image())
			return judge(a, test.paint, held)
		}
		smooth, texture := fill(bake.Smooth), fill(bake.Textured)
		t.Logf("%-14s psnr %.2f -> %.2f dB, steps off by %.3f -> %.3f, contrast %.2f -> %.2f, structure %.2f -> %.2f", test.name,
			smooth.psnr, texture.psnr, smooth.gradients, texture.gradients, smooth.contrast, texture.contrast, smooth.structure, texture.structure)
		if texture.psnr < smooth.psnr-test.loss || texture.structure < smooth.structure-0.15 || texture.gradients > test.share*smooth.gradients || texture.contrast > test.larger {
			t.Errorf("%s: want a loss of at most %g dB and of 0.15 in structure, steps off by at most %g times as much, contrast of at most %g",
				test.name, test.loss, test.share, test.larger)
		}
	}
}
