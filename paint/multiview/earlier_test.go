package multiview

import (
	"image"
	"os"
	"strings"
	"testing"

	"patina/paint/imageio"
	"patina/paint/painttest"
)

// Pictures of earlier views are encoded and painted over as far as the strength says.
func TestAJobStartsFromEarlierViews(t *testing.T) {
	p := open(t, painttest.TinyCheckpoints(t), &fakeRuntime{})
	loader := p.machine.Runtime.(*fakeRuntime)
	req := request(t)
	folder := t.TempDir()
	for i := range req.Settings.Rig.Views {
		// Larger than a view, and with alpha: both are taken care of.
		picture := image.NewNRGBA(image.Rect(0, 0, 100, 100))
		for j := range picture.Pix {
			picture.Pix[j] = uint8(40*i + j%90)
		}
		if err := imageio.SavePNG(ViewFile(folder, i), picture); err != nil {
			t.Fatal(err)
		}
	}
	req.Settings.Steps, req.Settings.Diffusion.Latents, req.Settings.Diffusion.Strength = 10, folder, 0.5
	_, h := mustPaint(t, p, req)
	if got := loader.runs["seeing"]; got != 5 || h.notices != nil {
		t.Errorf("at half the strength %d of 10 steps were taken; notices %q", got, h.notices)
	}
	if err := os.Remove(ViewFile(folder, 1)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := paintWith(t, t.Context(), p, req); err == nil || !strings.Contains(err.Error(), "view_2.png") {
		t.Errorf("a missing view: %v", err)
	}
}
