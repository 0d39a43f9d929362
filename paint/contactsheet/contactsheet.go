// Package contactsheet lays the views of a result out on one picture: for each
// camera the painted mesh with its normal and position passes underneath, and the
// reference at the head, so that one look tells how a job went.
package contactsheet

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"

	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"

	"patina/paint/view"
)

// Sheet is what goes on a contact sheet. Views, Painted and Passes are equally long.
type Sheet struct {
	Title     string
	Reference image.Image   // sRGB
	Views     []view.View   // the cameras, for the captions
	Painted   []image.Image // sRGB, what each view sees of the painted mesh; alpha shows the background
	Passes    []view.Passes
}

// PaintedSize is the side in pixels at which painted views look best on a sheet.
const PaintedSize = 2 * cell

// The measures of a sheet in pixels.
const (
	cell    = 320 // side of the reference and of a painted view
	half    = cell / 2
	margin  = 16
	caption = 20
	columns = 4
)

var (
	background = color.NRGBA{R: 0x26, G: 0x28, B: 0x2b, A: 0xff}
	ink        = color.NRGBA{R: 0xe6, G: 0xe6, B: 0xe6, A: 0xff}
)

// Draw returns the sheet as a picture.
func (s Sheet) Draw() *image.NRGBA {
	cells := len(s.Views) + 1
	rows := (cells + columns - 1) / columns
	height := cell + half + caption + margin
	out := image.NewNRGBA(image.Rect(0, 0, columns*(cell+margin)+margin, rows*height+caption+2*margin))
	draw.Draw(out, out.Rect, image.NewUniform(background), image.Point{}, draw.Src)
	write(out, margin, margin+caption-8, s.Title)
	for i := range cells {
		at := image.Pt(margin+i%columns*(cell+margin), caption+2*margin+i/columns*height)
		if i == 0 {
			s.drawReference(out, at)
		} else {
			s.drawView(out, at, i-1)
		}
	}
	return out
}

func (s Sheet) drawReference(out *image.NRGBA, at image.Point) {
	write(out, at.X, at.Y+caption-8, "reference")
	place(out, at.Add(image.Pt(0, caption)), cell, s.Reference)
}

func (s Sheet) drawView(out *image.NRGBA, at image.Point, i int) {
	v := s.Views[i]
	write(out, at.X, at.Y+caption-8, fmt.Sprintf("%d   azimuth %g   elevation %g", i+1, v.Azimuth, v.Elevation))
	at.Y += caption
	place(out, at, cell, s.Painted[i])
	place(out, at.Add(image.Pt(0, cell)), half, s.Passes[i].NormalImage())
	place(out, at.Add(image.Pt(half, cell)), half, s.Passes[i].PositionImage())
}

// place scales img into the square of the given side at a point, keeping its
// proportions.
func place(out *image.NRGBA, at image.Point, side int, img image.Image) {
	size := img.Bounds().Size()
	w, h := side, side
	if size.X > size.Y {
		h = max(1, side*size.Y/size.X)
	} else {
		w = max(1, side*size.X/size.Y)
	}
	r := image.Rect(0, 0, w, h).Add(at).Add(image.Pt((side-w)/2, (side-h)/2))
	xdraw.CatmullRom.Scale(out, r, img, img.Bounds(), draw.Over, nil)
}

func write(out *image.NRGBA, x, baseline int, text string) {
	d := font.Drawer{Dst: out, Src: image.NewUniform(ink), Face: basicfont.Face7x13, Dot: fixed.P(x, baseline)}
	d.DrawString(text)
}
