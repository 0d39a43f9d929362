package projection

import (
	"context"
	"image"
	"math"

	"patina/paint/geom"
	"patina/paint/view"
)

// Limits of a painted view, pixels per side.
const minPicture, maxPicture = 64, 4096

// Where the mesh is larger than the cut-out, colours go on past its edge.
const (
	extendReach = 0.06 // how far, as a share of the longer side of the silhouette
	extendTrust = 0.4  // alpha right beside the edge, falling to 0
)

// layout says which point of the reference each point of a view shows.
type layout struct {
	placement
	warp *warp
}

// point takes a point of the view to reference pixels.
func (l layout) point(x, y float64) (float64, float64) {
	dx, dy := l.warp.at(x, y)
	return l.placement.point(x+dx, y+dy)
}

// pictureSize returns the size at which a reference pixel is about as large as a
// pixel of the view.
func (l layout) pictureSize() int {
	pixels := math.Ceil(2/min(l.scaleX, l.scaleY)) + 1
	return int(min(max(pixels, minPicture), maxPicture))
}

// compose paints the picture of a view: the laid-out cut-out, as far as it lies on
// the mesh, and around it where the mesh is larger its colours continued.
func compose(ctx context.Context, cut cutout, l layout, p view.Passes) (*image.NRGBA, error) {
	size := l.pictureSize()
	trust := newTrust(cut, l, p)
	out := image.NewNRGBA(image.Rect(0, 0, size, size))
	err := inRows(ctx, size, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			for x := range size {
				px, py := viewPoint(y*size+x, size)
				on, beside := trust.at(px, py)
				if on == 0 {
					continue
				}
				c, alpha := sampleCubic(cut.img, l, px, py)
				setColour(out, y*size+x, c)
				out.Pix[out.PixOffset(x, y)+3] = byteOf(on * max(alpha, beside))
			}
		}
	})
	return out, err
}

// trust says, on the grid of the passes, how far a view may be painted.
type trust struct {
	size   int
	on     []float32 // 1 on the mesh, falling to 0 within two pixels
	beside []float32 // alpha of colours that are continued past the edge of the cut-out
}

func newTrust(cut cutout, l layout, p view.Passes) *trust {
	subject := make([]bool, len(p.Mask))
	for i := range subject {
		x, y := l.point(viewPoint(i, p.Size))
		subject[i] = inSubject(cut.img, x, y)
	}
	t := &trust{size: p.Size, on: distances(p.Mask, p.Size), beside: distances(subject, p.Size)}
	s := newSilhouette(p)
	reach := float32(extendReach * s.extent() / s.pixel)
	for i := range t.on {
		t.on[i] = min(max(3-t.on[i], 0), 1)
		t.beside[i] = extendTrust * min(max(1-t.beside[i]/reach, 0), 1)
	}
	return t
}

func inSubject(img *image.NRGBA, x, y float64) bool {
	at := image.Pt(int(math.Floor(x)), int(math.Floor(y)))
	return at.In(img.Rect) && img.Pix[img.PixOffset(at.X, at.Y)+3] >= opaqueEnough
}

func (t *trust) at(x, y float64) (on, beside float32) {
	u, v := gridPoint(x, t.size), gridPoint(y, t.size)
	return bilinearScalar(t.on, t.size, u, v), bilinearScalar(t.beside, t.size, u, v)
}

// sampleCubic samples the cut-out at a point of the view with the cubic of Catmull
// and Rom, which keeps pictures sharp where pixels are about equally large. Colours
// repeat beyond the border of the picture; alpha is 0 there.
func sampleCubic(img *image.NRGBA, l layout, px, py float64) (c geom.Vec3, alpha float32) {
	x, y := l.point(px, py)
	columns, rows := img.Rect.Dx(), img.Rect.Dy()
	x, y = min(max(x, -2), float64(columns)+2)-0.5, min(max(y, -2), float64(rows)+2)-0.5
	x0, y0 := math.Floor(x), math.Floor(y)
	wx, wy := catmullRom(float32(x-x0)), catmullRom(float32(y-y0))
	for j := range 4 {
		row := int(y0) + j - 1
		for i := range 4 {
			column := int(x0) + i - 1
			at := min(max(row, 0), rows-1)*columns + min(max(column, 0), columns-1)
			w := wx[i] * wy[j]
			c = c.Add(colourAt(img, at).Scale(w))
			if row >= 0 && row < rows && column >= 0 && column < columns {
				alpha += w * float32(img.Pix[4*at+3]) / 255
			}
		}
	}
	return c, min(max(alpha, 0), 1)
}

// catmullRom returns the weights of the four samples around t, 0 to 1 between the
// second and the third.
func catmullRom(t float32) [4]float32 {
	return [4]float32{
		((-0.5*t+1)*t - 0.5) * t,
		(1.5*t-2.5)*t*t + 1,
		((-1.5*t+2)*t + 0.5) * t,
		(0.5*t - 0.5) * t * t,
	}
}

// flipped returns the picture with left and right exchanged.
func flipped(img *image.NRGBA) *image.NRGBA {
	out := image.NewNRGBA(img.Rect)
	width := img.Rect.Dx()
	for i := range width * img.Rect.Dy() {
		x, y := i%width, i/width
		copy(out.Pix[4*(y*width+width-1-x):][:4], img.Pix[4*i:][:4])
	}
	return out
}
