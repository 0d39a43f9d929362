package painttest

import (
	"math"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// Quad returns a square from -1 to 1 in the plane z = 0 that faces the front: two
// triangles, one chart that fills the texture.
func Quad() *mesh.Mesh {
	m := newMesh("quad")
	addGrid(m, 1, geom.Vec2{}, geom.Vec2{X: 1, Y: 1}, func(x, y float64) geom.Vec3 {
		return geom.Vec3{X: float32(x), Y: float32(y)}
	})
	return m
}

// Cube returns the cube from -1 to 1: 24 vertices, 12 triangles, and a chart for
// each side. Sides come in the order +Z, +X, -Z, -X, +Y, -Y.
func Cube() *mesh.Mesh {
	m := newMesh("cube")
	addSides(m, 1, func(p geom.Vec3) geom.Vec3 { return p })
	return m
}

// Sphere returns the unit sphere as a cube blown up, with n times n squares and a
// chart for each of its sides: 12·n·n triangles.
func Sphere(n int) *mesh.Mesh {
	m := newMesh("sphere")
	addSides(m, n, geom.Vec3.Normalize)
	return m
}

// BumpySphere returns a closed lopsided body of about the given number of
// triangles, with six charts whose seams are exactly closed. Bumps hide parts of
// it from most directions.
func BumpySphere(triangles int) *mesh.Mesh {
	m := newMesh("bumpy sphere")
	addSides(m, max(1, int(math.Round(math.Sqrt(float64(triangles)/12)))), bumpy)
	return m
}

func bumpy(p geom.Vec3) geom.Vec3 {
	p = p.Normalize()
	x, y, z := float64(p.X), float64(p.Y), float64(p.Z)
	radius := 1 + 0.15*math.Sin(6*x+1)*math.Cos(5*y-z) + 0.08*math.Sin(11*z+4*x) + 0.25*math.Max(0, x*y*z)
	return p.Scale(float32(radius))
}

func newMesh(name string) *mesh.Mesh {
	return &mesh.Mesh{Name: name, Materials: []mesh.Material{mesh.DefaultMaterial()}}
}

// side is a side of the cube: where it faces, and what is to the right and up for
// whoever looks at it.
type side struct{ out, right, up geom.Vec3 }

var sides = [6]side{
	{geom.Vec3{Z: 1}, geom.Vec3{X: 1}, geom.Vec3{Y: 1}},
	{geom.Vec3{X: 1}, geom.Vec3{Z: -1}, geom.Vec3{Y: 1}},
	{geom.Vec3{Z: -1}, geom.Vec3{X: -1}, geom.Vec3{Y: 1}},
	{geom.Vec3{X: -1}, geom.Vec3{Z: 1}, geom.Vec3{Y: 1}},
	{geom.Vec3{Y: 1}, geom.Vec3{X: 1}, geom.Vec3{Z: -1}},
	{geom.Vec3{Y: -1}, geom.Vec3{X: 1}, geom.Vec3{Z: 1}},
}

// addSides adds the six sides of the cube, n squares along each edge, each with a
// chart of its own in an atlas of three by two.
func addSides(m *mesh.Mesh, n int, shape func(geom.Vec3) geom.Vec3) {
	const gap = 0.02
	for i, s := range sides {
		low := geom.Vec2{X: float32(i%3)/3 + gap, Y: float32(i/3)/2 + gap}
		high := geom.Vec2{X: float32(i%3+1)/3 - gap, Y: float32(i/3+1)/2 - gap}
		addGrid(m, n, low, high, func(x, y float64) geom.Vec3 {
			// Equal angles, not equal steps, so that the squares of a sphere
			// are about as large everywhere. Odd in x and y, so that the two
			// sides of an edge get the same points.
			x, y = math.Tan(x*math.Pi/4), math.Tan(y*math.Pi/4)
			return shape(s.out.Add(s.right.Scale(snap(x))).Add(s.up.Scale(snap(y))))
		})
	}
}

// snap rounds what should be 1 or -1.
func snap(f float64) float32 {
	if math.Abs(math.Abs(f)-1) < 1e-6 {
		return float32(math.Round(f))
	}
	return float32(f)
}

// addGrid adds n times n squares: x and y of the surface run from -1 to 1, to the
// right and up, and its chart from low to high.
func addGrid(m *mesh.Mesh, n int, low, high geom.Vec2, surface func(x, y float64) geom.Vec3) {
	first := uint32(len(m.Positions))
	for row := range n + 1 {
		for column := range n + 1 {
			x, y := float64(2*column-n)/float64(n), float64(n-2*row)/float64(n)
			m.Positions = append(m.Positions, surface(x, y))
			m.UVs = append(m.UVs, geom.Vec2{
				X: low.X + (high.X-low.X)*float32(column)/float32(n),
				Y: low.Y + (high.Y-low.Y)*float32(row)/float32(n),
			})
		}
	}
	stride := uint32(n + 1)
	for row := range uint32(n) {
		for column := range uint32(n) {
			a := first + row*stride + column
			m.Triangles = append(m.Triangles,
				mesh.Triangle{a, a + stride, a + stride + 1},
				mesh.Triangle{a, a + stride + 1, a + 1})
		}
	}
}
