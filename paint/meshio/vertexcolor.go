package meshio

import (
	"image"
	"math"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// rgba is a colour as it stands in files: sRGB, straight alpha.
type rgba [4]uint8

// rgbaOf rounds components of 0..1.
func rgbaOf(f []float64) (c rgba) {
	for i := range c {
		c[i] = uint8(math.Round(255 * float64(clamp01(float32(f[i])))))
	}
	return c
}

// vertexColors are the colours that a file gives to positions instead of a texture.
// Formats of which nothing but the mesh is kept have them shown as a texture, so that
// they can be seen, painted over, and saved.
type vertexColors struct {
	positions []geom.Vec3
	colors    []rgba // one per position, or nil
}

// byPosition finds colours where vertices were split or left out. Where several
// vertices lie in one place, the first gives its colour.
func (c vertexColors) byPosition() map[geom.Vec3]rgba {
	colors := make(map[geom.Vec3]rgba, len(c.positions))
	for i, p := range c.positions {
		if _, taken := colors[p]; !taken {
			colors[p] = c.colors[i]
		}
	}
	return colors
}

// show gives every material without a texture one with the colours of its vertices.
// It returns whether there was any.
func (c vertexColors) show(m *mesh.Mesh) bool {
	if c.colors == nil || len(m.UVs) != len(m.Positions) {
		return false
	}
	colors := c.byPosition()
	for slot, triangles := range trianglesBySlot(m) {
		material := &m.Materials[slot]
		if material.Texture != nil || material.NoUVs || len(triangles) == 0 {
			continue
		}
		s := newStain(sideFor(len(triangles)))
		for _, exact := range []bool{false, true} {
			s.budget = 64 * s.side * s.side
			for _, t := range triangles {
				s.triangle(corners(m, t, colors), exact)
			}
		}
		material.Texture = s.finish()
		material.BaseColor = [4]float32{1, 1, 1, material.BaseColor[3]} // exporters leave any Kd beside colours
	}
	return true
}

// sideFor returns the side of a texture with some texels for each triangle.
func sideFor(triangles int) int {
	side := 8
	for side < 4096 && side*side < 16*triangles {
		side *= 2
	}
	return side
}

// stained is a corner of a triangle: its place in texels and its colour.
type stained struct {
	x, y  float64
	color rgba
}

func corners(m *mesh.Mesh, t mesh.Triangle, colors map[geom.Vec3]rgba) (out [3]stained) {
	for k, v := range t {
		out[k] = stained{float64(m.UVs[v].X), float64(m.UVs[v].Y), colors[m.Positions[v]]}
	}
	return out
}

// stain spreads the colours of corners over a texture.
type stain struct {
	side   int
	pix    *image.NRGBA
	budget int // texels that may still be looked at, so that charts on top of each other end
}

func newStain(side int) *stain {
	return &stain{side: side, pix: image.NewNRGBA(image.Rect(0, 0, side, side))}
}

// triangle colours the texels whose centres lie within a triangle, or, not exactly, up
// to about a texel beside it too, so that filtering finds no gap at its edges.
func (s *stain) triangle(c [3]stained, exact bool) {
	for k := range c {
		c[k].x, c[k].y = c[k].x*float64(s.side)-0.5, c[k].y*float64(s.side)-0.5
	}
	area := (c[1].x-c[0].x)*(c[2].y-c[0].y) - (c[2].x-c[0].x)*(c[1].y-c[0].y)
	x0, x1 := spanOf(c[0].x, c[1].x, c[2].x)
	y0, y1 := spanOf(c[0].y, c[1].y, c[2].y)
	if area == 0 || x1-x0 > float64(4*s.side) || y1-y0 > float64(4*s.side) {
		return
	}
	if s.budget -= int((x1 - x0 + 1) * (y1 - y0 + 1)); s.budget < 0 {
		return
	}
	longest := math.Max(math.Hypot(c[1].x-c[0].x, c[1].y-c[0].y), math.Max(math.Hypot(c[2].x-c[1].x, c[2].y-c[1].y), math.Hypot(c[0].x-c[2].x, c[0].y-c[2].y)))
	margin := 0.0
	if !exact {
		margin = -1.5 * longest / math.Abs(area)
	}
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			b := ((x-c[0].x)*(c[2].y-c[0].y) - (c[2].x-c[0].x)*(y-c[0].y)) / area
			d := ((c[1].x-c[0].x)*(y-c[0].y) - (x-c[0].x)*(c[1].y-c[0].y)) / area
			if a := 1 - b - d; a >= margin && b >= margin && d >= margin {
				s.set(x, y, [3]float64{a, b, d}, c)
			}
		}
	}
}

// spanOf returns the texels that a triangle may touch along an axis.
func spanOf(a, b, c float64) (from, to float64) {
	return math.Floor(min(a, b, c)) - 1, math.Ceil(max(a, b, c)) + 1
}

func (s *stain) set(x, y float64, weights [3]float64, c [3]stained) {
	var sum [4]float64
	var total float64
	for k, w := range weights {
		w = max(w, 0)
		total += w
		for i, v := range c[k].color {
			sum[i] += w * float64(v)
		}
	}
	at := s.pix.PixOffset(wrapped(x, s.side), wrapped(y, s.side))
	for i := range sum {
		s.pix.Pix[at+i] = uint8(sum[i]/total + 0.5)
	}
	s.pix.Pix[at+3] = 255
}

// wrapped repeats a texture.
func wrapped(f float64, side int) int {
	return ((int(f) % side) + side) % side
}

// finish gives the texels of no triangle the mean colour of the others.
func (s *stain) finish() *image.NRGBA {
	var sum [3]int
	n := 0
	for i := 0; i < len(s.pix.Pix); i += 4 {
		if s.pix.Pix[i+3] != 0 {
			n++
			for c := range sum {
				sum[c] += int(s.pix.Pix[i+c])
			}
		}
	}
	for i := 0; i < len(s.pix.Pix); i += 4 {
		if s.pix.Pix[i+3] == 0 {
			for c := range sum {
				s.pix.Pix[i+c] = uint8(sum[c] / max(n, 1))
			}
			s.pix.Pix[i+3] = 255
		}
	}
	return s.pix
}
