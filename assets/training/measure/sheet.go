package main

import (
	"image"
	"image/color"
	"image/draw"
	"path/filepath"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"

	"patina/assets/training/pictures"
	"patina/paint/imageio"
)

// labelHeight is the room in pixels above each row of a sheet.
const labelHeight = 18

// writeSheet writes a picture with a row for the truth and one for each method: first the
// reference, then the views of the rig.
func (o options) writeSheet(s *subject, paintings []painting) error {
	rows := append([]painting{{method: s.name + ": reference and truth", views: s.truth}}, paintings...)
	if paintings[0].painted != nil {
		rows = append(rows, painting{method: paintings[0].method + ", views before baking", views: paintings[0].painted})
	}
	height := o.size + labelHeight
	sheet := image.NewNRGBA(image.Rect(0, 0, (1+len(s.sights))*o.size, len(rows)*height))
	draw.Draw(sheet, sheet.Rect, image.White, image.Point{}, draw.Src)
	reference := imageio.Resize(pictures.OnWhite(s.reference.Image), o.size, o.size, imageio.Bicubic)
	for i, r := range rows {
		write(sheet, 4, i*height+labelHeight-5, r.method)
		for k, img := range append([]*image.NRGBA{reference}, r.views...) {
			if k == 0 && i > 0 {
				continue
			}
			at := image.Pt(k*o.size, i*height+labelHeight)
			draw.Draw(sheet, img.Rect.Add(at), img, image.Point{}, draw.Src)
		}
	}
	name := strings.NewReplacer(" ", "-", "/", "-").Replace(s.name) + ".png"
	return imageio.SavePNG(filepath.Join(o.out, name), sheet)
}

func write(img draw.Image, x, y int, text string) {
	d := font.Drawer{Dst: img, Src: image.NewUniform(color.Black), Face: basicfont.Face7x13, Dot: fixed.P(x, y)}
	d.DrawString(text)
}
