package ui

import (
	"image"
	"image/color"
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"patina/paint/geom"
	"patina/paint/view"
)

func drag(v *viewport, button desktop.MouseButton, modifier fyne.KeyModifier, dx, dy float32) {
	v.MouseDown(&desktop.MouseEvent{Button: button, Modifier: modifier})
	v.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(dx, dy)})
	v.DragEnd()
	v.MouseUp(&desktop.MouseEvent{Button: button})
}

func TestMouseTurnsPansAndZooms(t *testing.T) {
	h := newHarness(t)
	v := h.w.viewport
	v.look(0, 0)
	drag(v, desktop.MouseButtonPrimary, 0, -50, 25)
	if h.frames.view.Azimuth != 20 || h.frames.view.Elevation != 10 {
		t.Errorf("orbit %v, %v", h.frames.view.Azimuth, h.frames.view.Elevation)
	}
	for _, pan := range []func(){
		func() { drag(v, desktop.MouseButtonTertiary, 0, 10, 20) },
		func() { drag(v, desktop.MouseButtonPrimary, fyne.KeyModifierShift, 10, 20) },
	} {
		before := h.frames.view
		pan()
		if after := h.frames.view; after.PanX >= before.PanX || after.PanY <= before.PanY || after.Azimuth != before.Azimuth {
			t.Errorf("pan from %+v to %+v", before, after)
		}
	}
	before := h.frames.view.Distance
	v.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 25)})
	if h.frames.view.Distance >= before {
		t.Error("the wheel does not come closer")
	}
	v.DoubleTapped(nil)
	if h.frames.view.PanX != 0 || h.frames.view.PanY != 0 {
		t.Error("a double click does not frame")
	}
}

func TestViewKeys(t *testing.T) {
	h := newHarness(t)
	press := func(k fyne.KeyName) { h.w.win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: k}) }
	for key, want := range map[fyne.KeyName][2]float64{fyne.Key1: {0, 0}, fyne.Key3: {90, 0}, fyne.Key7: {0, 90}} {
		press(key)
		if v := h.frames.view; v.Azimuth != want[0] || v.Elevation != want[1] {
			t.Errorf("%s looks from %v, %v", key, v.Azimuth, v.Elevation)
		}
	}
	for label, want := range map[string][2]float64{"Back": {180, 0}, "Left": {270, 0}, "Bottom": {0, -90}} {
		for _, i := range h.w.viewMenu().Items {
			if strings.HasPrefix(i.Label, label) {
				i.Action()
			}
		}
		if v := h.frames.view; v.Azimuth != want[0] || v.Elevation != want[1] {
			t.Errorf("%s looks from %v, %v", label, v.Azimuth, v.Elevation)
		}
	}
	press(fyne.Key5)
	if h.frames.view.Lens.IsPerspective() {
		t.Error("5 does not change the lens")
	}
	press(fyne.KeyL)
	if h.frames.lit {
		t.Error("L does not turn the light off")
	}
}

func TestBeforeAndAfter(t *testing.T) {
	h := newHarness(t)
	h.w.toggleOriginal()
	if h.w.original {
		t.Error("there is no after to compare with")
	}
	h.openBoth()
	h.paintToEnd()
	h.w.typedKey(&fyne.KeyEvent{Name: fyne.KeyB})
	if h.frames.textures != nil || h.w.toolbar.before.Text != "Original" {
		t.Error("B does not show the original")
	}
	h.w.typedKey(&fyne.KeyEvent{Name: fyne.KeyB})
	if h.frames.textures == nil || h.w.toolbar.before.Text != "Painted" {
		t.Error("B does not bring the painted one back")
	}
}

func TestFramesHaveThePixelsOfTheScreen(t *testing.T) {
	h := newHarness(t)
	c := h.w.win.Canvas().(interface{ SetScale(float32) })
	c.SetScale(1.5)
	h.w.viewport.Resize(fyne.NewSize(401, 300))
	if want := image.Pt(602, 450); h.frames.size != want {
		t.Errorf("asked for %v, want %v", h.frames.size, want)
	}
}

func TestFramesAreShownLatestFirst(t *testing.T) {
	h := newHarness(t)
	h.stop() // what is measured in the background is queued too
	h.drain()
	frame := func(shade uint8) *image.NRGBA {
		img := image.NewNRGBA(image.Rect(0, 0, 3, 2))
		for i := range img.Pix {
			img.Pix[i] = shade
		}
		return img
	}
	for shade := range uint8(5) {
		recycled := frame(shade)
		h.frames.onFrame(recycled)
		clear(recycled.Pix)
	}
	if len(h.queue) != 1 {
		t.Errorf("%d frames queued, want one", len(h.queue))
	}
	h.drain()
	if got := h.w.viewport.screen.image.Image.At(1, 1); got != (color.RGBA{4, 4, 4, 4}) {
		t.Errorf("shown %v, want the last frame as it was", got)
	}
	shown := h.w.viewport.screen.image.Image.(*image.RGBA)
	for shade := uint8(10); shade < 16; shade++ {
		h.frames.onFrame(frame(shade))
		if shown.Pix[0] != 4 {
			t.Fatal("the frame on show is written to")
		}
	}
	h.drain()
	if got := h.w.viewport.screen.image.Image.At(0, 0); got != (color.RGBA{15, 15, 15, 15}) {
		t.Errorf("shown %v", got)
	}
}

// project takes a point of the fitted frame to the picture, y down, 1 unit high.
func projected(o orbit, p geom.Vec3) (x, y float64) {
	m := o.Lens.Projection(1).Mul(o.Camera())
	at := func(row int) float64 {
		return float64(m[4*row])*float64(p.X) + float64(m[4*row+1])*float64(p.Y) + float64(m[4*row+2])*float64(p.Z) + float64(m[4*row+3])
	}
	return at(0) / at(3) / 2, at(1) / at(3) / 2
}

func TestPanKeepsThePointUnderThePointer(t *testing.T) {
	for _, lens := range []string{"perspective", "orthographic"} {
		o := newOrbit()
		if lens == "orthographic" {
			o.toggleLens()
		}
		x0, y0 := projected(o, geom.Vec3{})
		o.pan(0.2, -0.1)
		x1, y1 := projected(o, geom.Vec3{})
		if math.Abs(x1-x0-0.2) > 1e-5 || math.Abs(y1-y0+0.1) > 1e-5 {
			t.Errorf("%s: the centre moved by %v, %v", lens, x1-x0, y1-y0)
		}
	}
}

func TestDragTurnsTheMeshAlong(t *testing.T) {
	o := newOrbit()
	o.look(0, 0)
	// The point of the surface that faces the camera.
	front := o.Direction().Scale(0.5)
	x0, y0 := projected(o, front)
	o.turn(10, 10)
	x1, y1 := projected(o, front)
	if x1 <= x0 || y1 <= y0 {
		t.Errorf("a drag to the lower right moved the front by %v, %v", x1-x0, y1-y0)
	}
}

func TestFrameShowsTheWholeMesh(t *testing.T) {
	for _, aspect := range []float64{0.5, 1, 2} {
		for _, ortho := range []bool{false, true} {
			o := newOrbit()
			if ortho {
				o.toggleLens()
			}
			o.pan(1, 1)
			o.zoom(9)
			o.frame(aspect)
			if got := o.height() * math.Min(1, aspect); got < 1.15 {
				t.Errorf("aspect %v, ortho %v: sees %v fitted units of 1.15", aspect, ortho, got)
			}
			if err := o.Validate(); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestOrbitStaysWithinLimits(t *testing.T) {
	o := newOrbit()
	for range 2 {
		o.turn(0, 1e6)
		o.turn(123456, 0)
		o.zoom(1e4)
		if err := (view.View)(o.View).Validate(); err != nil || o.Elevation != 90 || o.Azimuth < 0 || o.Azimuth >= 360 {
			t.Errorf("%+v: %v", o, err)
		}
		o.zoom(-1e4)
		if err := o.Validate(); err != nil {
			t.Error(err)
		}
		o.toggleLens()
	}
}

func TestLensChangeKeepsTheSize(t *testing.T) {
	o := newOrbit()
	o.zoom(2)
	before := o.height()
	o.toggleLens()
	if math.Abs(o.height()-before) > 1e-9 {
		t.Errorf("height %v became %v", before, o.height())
	}
	o.toggleLens()
	if math.Abs(o.height()-before) > 1e-9 {
		t.Errorf("and back %v", o.height())
	}
}
