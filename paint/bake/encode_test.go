package bake_test

import (
	"bytes"
	"image"
	"image/png"
	"math"
	"testing"

	"patina/paint/bake"
	"patina/paint/geom"
)

// ramp is a picture that rises from 0.2 by so much along each row.
func ramp(size int, rise float32) *bake.Picture {
	p := &bake.Picture{Width: size, Height: size, Color: make([]geom.Vec3, size*size)}
	for i := range p.Color {
		f := 0.2 + rise*float32(i%size)/float32(size)
		p.Color[i] = geom.Vec3{X: f, Y: 1 - f, Z: f / 2}
	}
	return p
}

func TestDitheringKeepsMeansWhereRoundingMakesBands(t *testing.T) {
	const size, block = 256, 16
	tex := ramp(size, 4.0/255)
	worst := func(img *image.NRGBA) (most float64) {
		for by := 0; by < size; by += block {
			for bx := 0; bx < size; bx += block {
				var sum, want float64
				for i := range block * block {
					x, y := bx+i%block, by+i/block
					sum += float64(img.NRGBAAt(x, y).R)
					want += 255 * float64(tex.Color[y*size+x].X)
				}
				most = max(most, math.Abs(sum-want)/(block*block))
			}
		}
		return most
	}
	rounded, dithered := worst(tex.Image()), worst(tex.DitheredImage())
	if dithered > 0.05 || rounded < 0.3 {
		t.Errorf("means over %d by %d texels are off by up to %.3f/255 dithered and %.3f/255 rounded, want 0.05 and at least 0.3", block, block, dithered, rounded)
	}
}

func TestDitheringKeepsWhatEightBitsCanSay(t *testing.T) {
	const size = 256
	tex := ramp(size, 0)
	for i := range tex.Color {
		f := float32(i%size) / 255
		tex.Color[i] = geom.Vec3{X: f, Y: f, Z: 1 - f}
	}
	if !bytes.Equal(tex.Image().Pix, tex.DitheredImage().Pix) {
		t.Error("dithering changes colours that need no rounding")
	}
}

func TestSixteenBitsAndFloats(t *testing.T) {
	tex := ramp(64, 0.7)
	var file bytes.Buffer
	if err := png.Encode(&file, tex.Image16()); err != nil {
		t.Fatal(err)
	}
	decoded, err := png.Decode(&file)
	if err != nil {
		t.Fatal(err)
	}
	floats := tex.Floats()
	for i, c := range tex.Color {
		r, g, b, _ := decoded.At(i%64, i/64).RGBA()
		for k, pair := range [3][2]float64{{float64(r), float64(c.X)}, {float64(g), float64(c.Y)}, {float64(b), float64(c.Z)}} {
			if math.Abs(pair[0]-65535*pair[1]) > 0.51 {
				t.Fatalf("texel %d, channel %d: %v of 65535, want %v", i, k, pair[0], 65535*pair[1])
			}
		}
		if floats[3*i] != c.X || floats[3*i+1] != c.Y || floats[3*i+2] != c.Z {
			t.Fatalf("texel %d: floats %v, want %v", i, floats[3*i:3*i+3], c)
		}
	}
}
