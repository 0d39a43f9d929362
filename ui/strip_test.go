package ui

import (
	"image"
	"image/color"
	"math"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"patina/paint"
	"patina/paint/view"
	"patina/ui/project"
)

func TestThumbnailsOfPassesAndViews(t *testing.T) {
	h := newHarness(t)
	h.openBoth()
	if h.w.passes.hint.Text == "" {
		t.Error("the empty strip does not say what comes here")
	}
	h.paintToEnd()
	painted := h.w.passes.shown[0].picture.Image
	for _, kind := range []string{kindNormal, kindPosition, kindDepth, kindMask} {
		h.w.passes.kind.SetSelected(kind)
		if len(h.w.passes.shown) != 6 || h.w.passes.shown[0].picture.Image == painted || h.w.passes.hint.Text != "" {
			t.Errorf("%s: %d thumbnails, hint %q", kind, len(h.w.passes.shown), h.w.passes.hint.Text)
		}
	}
	if got := h.w.passes.shown[5].caption.Text; got != "6 · 180°, -90°" {
		t.Errorf("caption %q", got)
	}
	test.Tap(h.w.passes.shown[5])
	if !h.dialogOpen() {
		t.Error("a click does not enlarge")
	}
	test.Tap(h.overlayButton("Close"))
	h.w.paint()
	if h.w.passes.kind.Selected != kindMask {
		t.Error("what the artist chose to see changes by itself")
	}
}

func TestCaptions(t *testing.T) {
	camera := view.At(math.Copysign(0.3, -1), -20)
	for want, p := range map[string]project.Preview{
		"3 · 0°, -20°": {View: 2, Camera: camera, Known: true},
		"7 · added":    {View: 6},
	} {
		if got := caption(p); got != want {
			t.Errorf("caption %q, want %q", got, want)
		}
	}
}

func TestOnlyNewPreviewsAreShrunkAgain(t *testing.T) {
	h := newHarness(t)
	h.openBoth()
	h.views.wait = true
	h.w.paint()
	h.until("all previews came", func() bool { return len(h.p.Job.Previews) == 6 })
	first, second := h.w.passes.shown[0].picture.Image, h.w.passes.shown[1].picture.Image
	h.w.apply(paint.ViewPreview{View: 1, Image: image.NewNRGBA(image.Rect(0, 0, 500, 500))})
	if h.w.passes.shown[0].picture.Image != first || h.w.passes.shown[1].picture.Image == second {
		t.Error("the wrong thumbnail changed")
	}
}

func TestShrinkAverages(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 600, 300))
	for y := range 300 {
		for x := range 600 {
			img.SetNRGBA(x, y, color.NRGBA{uint8(255 * (x / 300)), 0, 0, 255})
		}
	}
	small := shrink(img, 60)
	if small.Rect.Size() != image.Pt(60, 30) || small.NRGBAAt(10, 10).R != 0 || small.NRGBAAt(50, 10).R != 255 {
		t.Errorf("size %v, %v, %v", small.Rect.Size(), small.NRGBAAt(10, 10), small.NRGBAAt(50, 10))
	}
	if shrink(small, 60) != small {
		t.Error("a small picture is copied")
	}
	clear(img.Pix)
	img.SetNRGBA(0, 0, color.NRGBA{200, 0, 0, 90})
	if got := shrink(img, 200).NRGBAAt(0, 0); got.R != 200 || got.A != 10 {
		t.Errorf("one opaque pixel of nine gives %v", got)
	}
}

func TestThinKeepsWhatIsSeen(t *testing.T) {
	p := view.NewPasses(100)
	for i := range p.Mask {
		p.Mask[i] = i%100 >= 50
	}
	small := thin(p, 10)
	if small.Size != 10 || small.Mask[4] || !small.Mask[5] {
		t.Errorf("size %d, mask %v", small.Size, small.Mask[:10])
	}
	if same := thin(small, 10); &same.Mask[0] != &small.Mask[0] {
		t.Error("small passes are copied")
	}
}

func TestTooltipShowsAfterAWhileAndLeaves(t *testing.T) {
	h := newHarness(t)
	button := h.w.jobs.paint
	button.MouseIn(nil)
	h.until("the tooltip shows", h.w.tips.layer.box.Visible)
	if got := h.w.tips.layer.label.Text; !strings.Contains(got, "Ctrl+Enter") {
		t.Errorf("tooltip %q", got)
	}
	button.MouseOut()
	if h.w.tips.layer.box.Visible() {
		t.Error("the tooltip stays")
	}
	button.MouseIn(nil)
	button.MouseOut()
	time.Sleep(tipDelay + 50*time.Millisecond)
	h.drain()
	if h.w.tips.layer.box.Visible() {
		t.Error("a tooltip shows after the pointer has left")
	}
}

func TestTipsStayInTheWindow(t *testing.T) {
	window, tip := fyne.NewSize(800, 600), fyne.NewSize(300, 100)
	for _, c := range []struct{ at, want fyne.Position }{
		{fyne.NewPos(100, 50), fyne.NewPos(100, 74)},
		{fyne.NewPos(700, 50), fyne.NewPos(496, 74)},
		{fyne.NewPos(100, 560), fyne.NewPos(100, 456)},
		{fyne.NewPos(-20, 50), fyne.NewPos(tipGap, 74)},
	} {
		if got := tipPosition(c.at, fyne.NewSize(80, 20), tip, window); got != c.want {
			t.Errorf("a control at %v has its tip at %v, want %v", c.at, got, c.want)
		}
	}
}

func TestNoticesAreListedCopiedAndCleared(t *testing.T) {
	h := newHarness(t)
	if got := h.w.notices.list.Text; got != "ONNX Runtime is missing: run make deps." || !h.w.notices.Visible() {
		t.Errorf("notices %q", got)
	}
	h.p.DismissNotices()
	h.w.refresh()
	if h.w.notices.Visible() {
		t.Error("an empty list shows")
	}
}
