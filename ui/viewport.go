package ui

import (
	"image"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"patina/paint/view"
)

// viewport shows the mesh and turns it: the left button orbits, the middle button
// or Shift pans, the wheel zooms, a double click frames, a click may pick.
type viewport struct {
	widget.BaseWidget
	frames FrameSource
	orbit  orbit

	screen *screen
	back   *canvas.Rectangle
	title  chip // what is open
	angles chip // where the orbit stands
	state  chip // what of it is shown
	empty  fyne.CanvasObject
	body   *fyne.Container

	pans    bool                       // the drag under way pans
	pointed func(pointed)              // is told where the pointer is; nil when nobody asks
	pressed fyne.Position              // where the button went down
	picking bool                       // a click picks what is under it
	pick    func(aspect, x, y float64) // is told where, in shares of the picture
}

// clickReach is how far a pointer may move between the button's going down and up for it
// to be a click.
const clickReach = 4

var (
	_ fyne.Draggable      = (*viewport)(nil)
	_ fyne.Scrollable     = (*viewport)(nil)
	_ fyne.DoubleTappable = (*viewport)(nil)
	_ desktop.Mouseable   = (*viewport)(nil)
	_ desktop.Hoverable   = (*viewport)(nil)
	_ desktop.Cursorable  = (*viewport)(nil)
)

// newViewport shows the frames of a source, and empty while nothing is open.
func newViewport(frames FrameSource, post func(func()), pick func(aspect, x, y float64), empty fyne.CanvasObject) *viewport {
	v := &viewport{
		frames: frames, pick: pick, orbit: newOrbit(), empty: empty,
		back: canvas.NewRectangle(viewGrey), title: newChip(), angles: newChip(), state: newChip(),
	}
	v.screen = newScreen(post, v.pixels)
	top := container.NewHBox(v.title.Container, layout.NewSpacer(), v.state.Container)
	bottom := container.NewHBox(v.angles.Container, layout.NewSpacer())
	overlay := container.NewPadded(container.NewBorder(top, bottom, nil, nil))
	v.body = container.NewStack(v.back, v.screen.image, overlay, container.NewCenter(empty))
	v.ExtendBaseWidget(v)
	frames.OnFrame(v.screen.receive)
	return v
}

// CreateRenderer implements fyne.Widget.
func (v *viewport) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(v.body) }

// MinSize leaves room for the panels in a small window.
func (v *viewport) MinSize() fyne.Size { return fyne.NewSize(320, 240) }

// Resize asks for a frame of the new size.
func (v *viewport) Resize(size fyne.Size) {
	v.BaseWidget.Resize(size)
	v.ask()
}

// ask asks for a frame of the present orbit, in the pixels of the screen.
func (v *viewport) ask() {
	v.describeAngles()
	if size := v.pixels(); size.X > 0 && size.Y > 0 {
		v.frames.Orbit(v.orbit.View, size)
	}
}

func (v *viewport) pixels() image.Point {
	scale := float32(1)
	if c := fyne.CurrentApp().Driver().CanvasForObject(v); c != nil {
		scale = c.Scale()
	}
	size := v.Size()
	return image.Pt(int(math.Round(float64(size.Width*scale))), int(math.Round(float64(size.Height*scale))))
}

// change changes the orbit and asks for what is seen then.
func (v *viewport) change(f func(o *orbit)) {
	f(&v.orbit)
	v.ask()
}

// frame shows the whole mesh.
func (v *viewport) frame() {
	size := v.Size()
	v.change(func(o *orbit) { o.frame(float64(size.Width) / math.Max(1, float64(size.Height))) })
}

func (v *viewport) look(azimuth, elevation float64) {
	v.change(func(o *orbit) { o.look(azimuth, elevation) })
}

// taken returns the orbit as a camera for a picture.
func (v *viewport) taken() view.View { return v.orbit.View }

// MouseDown decides what the drag that may follow does.
func (v *viewport) MouseDown(e *desktop.MouseEvent) {
	v.pressed = e.Position
	v.pans = e.Button == desktop.MouseButtonTertiary || e.Modifier&fyne.KeyModifierShift != 0
}

// MouseUp picks what is under the pointer, if it did not move and clicks pick; with Alt
// they always do.
func (v *viewport) MouseUp(e *desktop.MouseEvent) {
	moved := e.Position.Subtract(v.pressed)
	still := max(moved.X, -moved.X) < clickReach && max(moved.Y, -moved.Y) < clickReach
	if e.Button != desktop.MouseButtonPrimary || !still || v.pans || !v.picking && e.Modifier&fyne.KeyModifierAlt == 0 {
		return
	}
	size := v.Size()
	v.pick(float64(size.Width)/float64(size.Height), float64(e.Position.X/size.Width), float64(e.Position.Y/size.Height))
}

// Cursor implements desktop.Cursorable.
func (v *viewport) Cursor() desktop.Cursor {
	if v.picking {
		return desktop.CrosshairCursor
	}
	return desktop.DefaultCursor
}

// MouseIn implements desktop.Hoverable.
func (v *viewport) MouseIn(e *desktop.MouseEvent) { v.MouseMoved(e) }

// MouseMoved tells where the pointer is.
func (v *viewport) MouseMoved(e *desktop.MouseEvent) {
	size := v.Size()
	if v.pointed == nil || size.Width < 1 || size.Height < 1 {
		return
	}
	v.pointed(pointed{
		view: v.orbit.View, aspect: float64(size.Width) / float64(size.Height),
		x: 2*float64(e.Position.X/size.Width) - 1, y: 2*float64(e.Position.Y/size.Height) - 1,
	})
}

// MouseOut implements desktop.Hoverable.
func (v *viewport) MouseOut() {}

// Dragged implements fyne.Draggable.
func (v *viewport) Dragged(e *fyne.DragEvent) {
	dx, dy := float64(e.Dragged.DX), float64(e.Dragged.DY)
	if v.pans {
		height := math.Max(1, float64(v.Size().Height))
		v.change(func(o *orbit) { o.pan(dx/height, dy/height) })
		return
	}
	v.change(func(o *orbit) { o.turn(dx, dy) })
}

// DragEnd implements fyne.Draggable.
func (v *viewport) DragEnd() {}

// Scrolled zooms.
func (v *viewport) Scrolled(e *fyne.ScrollEvent) {
	const notch = 25 // what Fyne reports for one notch of a wheel
	v.change(func(o *orbit) { o.zoom(float64(e.Scrolled.DY) / notch) })
}

// DoubleTapped frames the mesh, unless clicks pick.
func (v *viewport) DoubleTapped(*fyne.PointEvent) {
	if !v.picking {
		v.frame()
	}
}

// describe sets the overlay: what is open, and what of it is shown. Without a
// title nothing is open.
func (v *viewport) describe(title, state string) {
	v.title.set(title)
	v.state.set(state)
	v.describeAngles()
	show(v.empty, title == "")
}

func (v *viewport) describeAngles() {
	if v.title.text.Text == "" {
		v.angles.set("")
		return
	}
	v.angles.set(v.orbit.describe())
}
