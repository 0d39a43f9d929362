package bake_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"

	"patina/paint/bake"
	"patina/paint/geom"
	"patina/paint/painttest"
	"patina/paint/view"
)

// The goldens of this file come from the reference's own code (reference section
// 1.9).

func openPNG(t *testing.T, name string) image.Image {
	t.Helper()
	file, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return img
}

func TestCannyMatchesReferenceExactly(t *testing.T) {
	depth, want := openPNG(t, "depth512_e20a30.png").(*image.Gray), openPNG(t, "canny512_e20a30.png").(*image.Gray)
	count := 0
	for i, edge := range bake.Canny(depth.Pix, 512, 30, 80) {
		if edge != (want.Pix[i] > 0) {
			t.Fatalf("pixel (%d, %d): edge %v, want %v", i%512, i/512, edge, !edge)
		}
		if edge {
			count++
		}
	}
	if count != 1463 {
		t.Errorf("%d edge pixels, want 1463", count)
	}
}

// goldenViews are the synthetic pictures of the goldens.
func goldenViews() []view.Painted {
	var painted []view.Painted
	for k, v := range view.Default().Views {
		img := image.NewNRGBA(image.Rect(0, 0, 512, 512))
		for i := range 512 * 512 {
			x, y := float64(i%512), float64(i/512)
			blue := float64(k+1)/8 + 0.1*math.Sin(x/17+float64(k))*math.Cos(y/23)
			for c, f := range []float64{(x + 0.5) / 512, (y + 0.5) / 512, blue} {
				img.Pix[4*i+c] = uint8(min(max(f, 0), 1) * 255)
			}
			img.Pix[4*i+3] = 255
		}
		painted = append(painted, view.Painted{View: v, Image: img})
	}
	return painted
}

func TestSplatOfEachViewMatchesReference(t *testing.T) {
	blob := painttest.Blob(t)
	goldens := []struct {
		texels   int
		cos      float64
		r, g, bl float64
	}{
		{24879, 12636.2598, 12685.4742, 13070.8866, 3181.1884},
		{17799, 12930.0364, 8665.8119, 8875.9142, 4417.2441},
		{17743, 14235.3710, 9180.3682, 8899.2388, 6657.7655},
		{20106, 15084.2454, 9971.3811, 10249.6394, 10259.1208},
		{15815, 9224.8041, 9363.3858, 8638.1736, 12026.6171},
		{15791, 9195.7650, 9921.5661, 8688.7768, 14448.2683},
	}
	for k, p := range goldenViews() {
		texels, cos, color, err := bake.SplatOne(t.Context(), blob, p, 256)
		if err != nil {
			t.Fatal(err)
		}
		want := goldens[k]
		if texels != want.texels {
			t.Errorf("view %d reaches %d texels, want %d", k, texels, want.texels)
		}
		for i, pair := range [][2]float64{{cos, want.cos}, {color[0], want.r}, {color[1], want.g}, {color[2], want.bl}} {
			if math.Abs(pair[0]-pair[1]) > 0.05 {
				t.Errorf("view %d, sum %d: %.4f, want %.4f", k, i, pair[0], pair[1])
			}
		}
	}
}

// The vertices of the golden's mesh are rounded to six decimals, so one pixel of
// the six views falls on the other side of a fold: the few texels around it differ.
func TestSplatMergeMatchesReference(t *testing.T) {
	a := mustBake(t, painttest.Blob(t), goldenViews(), bake.Options{Size: 256, Method: bake.Splat})
	if c := a.Coverage(); c.Seen != 55264 {
		t.Errorf("%d texels are painted, want 55264", c.Seen)
	}
	file, err := os.ReadFile(filepath.Join("testdata", "baked_256x256x3.f32"))
	if err != nil {
		t.Fatal(err)
	}
	golden := make([]geom.Vec3, 256*256)
	if _, err := binary.Decode(file, binary.LittleEndian, golden); err != nil {
		t.Fatal(err)
	}
	unequal, far := 0, 0
	for i, p := range a.Textures[0].Provenance {
		if (golden[i] != geom.Vec3{}) != seen(p) {
			t.Fatalf("texel (%d, %d): painted %v, want %v", i%256, i/256, seen(p), !seen(p))
		}
		if !seen(p) {
			continue
		}
		if d := furthest(a.Textures[0].Color[i], golden[i]); d > 2.0/255 {
			far++
		} else if d > 2e-5 {
			unequal++
		}
	}
	t.Logf("%d texels differ by more than 2e-5, %d by more than 2/255", unequal+far, far)
	if far > 2 || unequal+far > 12 {
		t.Errorf("%d texels differ by more than 2/255, want at most 2; %d by more than 2e-5, want at most 12", far, unequal+far)
	}
}

// furthest returns the largest difference between two colours in one channel.
func furthest(a, b geom.Vec3) float32 {
	d := a.Sub(b)
	return max(d.X, -d.X, d.Y, -d.Y, d.Z, -d.Z)
}
