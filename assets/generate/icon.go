package main

import (
	"context"
	"image"
	"math"
	"slices"

	"patina/paint/geom"
	"patina/paint/view"
)

// drawIcon draws the icon of the application: the owl's head before a stroke of
// copper on a rounded square of verdigris, size times size pixels.
func drawIcon(ctx context.Context, size int) (*image.NRGBA, error) {
	bust := []*part{torso(), strap()}
	bust = append(bust, slices.Concat(ears(), face(), beret())...)
	v := view.At(-14, 4)
	v.Lens = view.Orthographic(0.85)
	v.PanX, v.PanY = -0.025, 0.205
	head, err := illustrate(ctx, assemble("owl bust", bust), v, size)
	if err != nil {
		return nil, err
	}
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	for y := range size {
		for x := range size {
			iconPixel(img, head, x, y)
		}
	}
	return img, nil
}

// iconPixel lays the tile, the stroke and the head over one another.
func iconPixel(img, head *image.NRGBA, x, y int) {
	// From -1 to 1 over the icon, y down.
	pixel := 2 / float32(img.Rect.Dx())
	u, w := (float32(x)+0.5)*pixel-1, (float32(y)+0.5)*pixel-1
	half, corner := float32(0.94), float32(0.42)
	dx, dy := max(abs(u)-half+corner, 0), max(abs(w)-half+corner, 0)
	tile := step01(pixel, -pixel, hypot(dx, dy)-corner)
	if tile == 0 {
		return
	}
	c := ramp((u+w)/3.2+0.5, mint, verdigris, deepTeal)
	c = over(c, white, 0.25*step01(-0.3, -1, w)*step01(0.1, -0.9, u))
	colour, coverage := stroke(u, w)
	c = over(c, colour, coverage)
	at := head.PixOffset(x, y)
	above := rgb(uint32(head.Pix[at])<<16 | uint32(head.Pix[at+1])<<8 | uint32(head.Pix[at+2]))
	c = over(c, above, float32(head.Pix[at+3])/255)
	img.Pix[at], img.Pix[at+1], img.Pix[at+2] = byteOf(c.X), byteOf(c.Y), byteOf(c.Z)
	img.Pix[at+3] = byteOf(tile)
}

// stroke is a round brush stroke in copper that runs dry towards its end: its colour
// and coverage at a point of the icon.
func stroke(x, y float32) (geom.Vec3, float32) {
	const radius, width = 0.66, 0.17
	angle := float32(math.Atan2(float64(y-0.02), float64(x)))/(2*math.Pi) + 0.5
	way := angle - 0.12 // the stroke starts left, runs over the top and ends below
	way -= float32(math.Floor(float64(way)))
	from := hypot(x, y-0.02) - radius - 0.03*float32(math.Sin(float64(way)*9))
	bristles := noise(from*46+7, way*7)
	dry := step01(0.35, 0.95, way)
	body := step01(width, width-0.015, abs(from)+0.03*noise(way*14, 3))
	ends := step01(0, 0.012, way-0.02*bristles) * step01(0.8, 0.75, way+0.1*bristles)
	coverage := body * ends * step01(dry-0.12, dry+0.05, bristles+0.12)
	c := ramp(from/(2*width)+0.5+0.9*(bristles-0.5), marigold, brass, copper, coral)
	return c, coverage
}

func byteOf(x float32) uint8 { return uint8(clamp(x, 0, 1)*255 + 0.5) }
