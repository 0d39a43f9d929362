package ui

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"patina/paint/view"
)

// thumbnail is a small picture with a caption; a click enlarges it.
type thumbnail struct {
	widget.BaseWidget
	picture *canvas.Image
	caption *canvas.Text
	frame   *canvas.Rectangle
	tapped  func()
	tip
}

const thumbnailSide = 92

func newThumbnail(t tip, tapped func()) *thumbnail {
	n := &thumbnail{tip: t, tapped: tapped}
	n.picture = &canvas.Image{FillMode: canvas.ImageFillContain}
	n.picture.SetMinSize(fyne.NewSquareSize(thumbnailSide))
	n.caption = canvas.NewText("", darkColors[theme.ColorNamePlaceHolder])
	n.caption.TextSize = compactSizes[theme.SizeNameCaptionText]
	n.caption.Alignment = fyne.TextAlignCenter
	n.frame = canvas.NewRectangle(viewGrey)
	n.frame.CornerRadius = 3
	n.ExtendBaseWidget(n)
	return n
}

// set shows a picture, shrunk to what the screen can show.
func (n *thumbnail) set(img *image.NRGBA, caption string) {
	n.picture.Image = shrink(img, 2*thumbnailSide)
	n.caption.Text = caption
	n.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (n *thumbnail) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewBorder(nil, n.caption, nil, nil, container.NewStack(n.frame, n.picture)))
}

// Tapped enlarges.
func (n *thumbnail) Tapped(*fyne.PointEvent) {
	n.layer.leave()
	n.tapped()
}

// Cursor implements desktop.Cursorable.
func (n *thumbnail) Cursor() desktop.Cursor { return desktop.PointerCursor }

// MouseIn marks the picture under the pointer.
func (n *thumbnail) MouseIn(*desktop.MouseEvent) {
	n.mark(accent)
	n.layer.enter(n, n.text())
}

// MouseMoved implements desktop.Hoverable.
func (n *thumbnail) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (n *thumbnail) MouseOut() {
	n.mark(color.Transparent)
	n.layer.leave()
}

func (n *thumbnail) mark(c color.Color) {
	n.frame.StrokeColor, n.frame.StrokeWidth = c, 2
	n.frame.Refresh()
}

// samples is how many pixels along each axis a pixel of a shrunk picture averages.
const samples = 3

// shrink returns img at most side pixels wide and high; img itself when it is small
// enough. It looks at a few pixels for each one it makes, so that it is quick
// however large img is.
func shrink(img *image.NRGBA, side int) *image.NRGBA {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	if w <= side && h <= side {
		return img
	}
	out := image.NewNRGBA(image.Rect(0, 0, max(1, w*side/max(w, h)), max(1, h*side/max(w, h))))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			out.SetNRGBA(x, y, average(img, x, y, out.Rect.Size()))
		}
	}
	return out
}

// average is the mean of the pixels that fall on pixel (x, y) of a picture of that
// size, weighted by alpha.
func average(img *image.NRGBA, x, y int, size image.Point) color.NRGBA {
	var r, g, b, a int
	for sy := range samples {
		for sx := range samples {
			px := (x*samples + sx) * img.Rect.Dx() / (size.X * samples)
			py := (y*samples + sy) * img.Rect.Dy() / (size.Y * samples)
			c := img.NRGBAAt(img.Rect.Min.X+px, img.Rect.Min.Y+py)
			alpha := int(c.A)
			r, g, b, a = r+int(c.R)*alpha, g+int(c.G)*alpha, b+int(c.B)*alpha, a+alpha
		}
	}
	if a == 0 {
		return color.NRGBA{}
	}
	return color.NRGBA{uint8(r / a), uint8(g / a), uint8(b / a), uint8(a / (samples * samples))}
}

// thin returns every so-many-th pixel of passes, at most side pixels wide, for
// thumbnails.
func thin(p view.Passes, side int) view.Passes {
	if p.Size <= side {
		return p
	}
	out := view.NewPasses(side)
	for y := range side {
		for x := range side {
			from, to := (y*p.Size/side)*p.Size+x*p.Size/side, y*side+x
			out.Normal[to], out.Position[to], out.Depth[to] = p.Normal[from], p.Position[from], p.Depth[from]
			out.Mask[to], out.Triangle[to] = p.Mask[from], p.Triangle[from]
		}
	}
	return out
}
