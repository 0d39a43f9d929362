package painttest

import (
	"math"
	"math/rand/v2"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// Kinds returns one mesh of each kind that artists bring, about 1 unit across, with
// texture coordinates of their own: organic, hard surface, thin shells, many parts,
// mirrored UVs, and a noisy scan in many charts.
func Kinds() []*mesh.Mesh {
	return []*mesh.Mesh{Organic(), HardSurface(), ThinShells(), ManyParts(), MirroredUVs(), NoisyScan()}
}

// Organic returns a lopsided body with six large charts.
func Organic() *mesh.Mesh {
	m := BumpySphere(40_000)
	m.Name = "organic"
	return m
}

// HardSurface returns a machine of boxes: flat sides, sharp edges, steps and a
// groove, each side a chart of its own.
func HardSurface() *mesh.Mesh {
	m := newMesh("hard surface")
	boxes := [][2]geom.Vec3{
		{{X: 0, Y: -0.6, Z: 0}, {X: 1, Y: 0.2, Z: 0.8}},
		{{X: 0, Y: -0.1, Z: 0}, {X: 0.9, Y: 0.3, Z: 0.6}},
		{{X: -0.5, Y: 0.27, Z: 0}, {X: 0.4, Y: 0.07, Z: 0.6}},
		{{X: 0.5, Y: 0.27, Z: 0}, {X: 0.4, Y: 0.07, Z: 0.6}},
		{{X: -0.5, Y: 0.45, Z: 0.1}, {X: 0.2, Y: 0.11, Z: 0.3}},
		{{X: 0.6, Y: 0.6, Z: -0.1}, {X: 0.12, Y: 0.26, Z: 0.12}},
	}
	cells := cellsOf(6 * len(boxes))
	for _, b := range boxes {
		addBox(m, cells, 1, b[0], b[1], func(p geom.Vec3) geom.Vec3 { return p })
	}
	return m
}

// ThinShells returns a flower of seven bent petals around a stalk, each a hundredth
// as thick as it is long, with charts of their own for the two sides.
func ThinShells() *mesh.Mesh {
	const petals = 7
	m := newMesh("thin shells")
	cells := cellsOf(6 * petals)
	for i := range petals {
		turn := float64(i) * 2 * math.Pi / petals
		sin, cos := float32(math.Sin(turn)), float32(math.Cos(turn))
		addBox(m, cells, 24, geom.Vec3{X: 0.65}, geom.Vec3{X: 0.5, Y: 0.005, Z: 0.3}, func(p geom.Vec3) geom.Vec3 {
			narrow := 1 - 0.8*math.Pow(math.Abs(float64(p.X)-0.65)/0.5, 3)
			p.Z *= float32(narrow)
			p.Y += 0.5*p.X*p.X + 0.3*p.Z*p.Z
			return geom.Vec3{X: cos*p.X + sin*p.Z, Y: p.Y, Z: cos*p.Z - sin*p.X}
		})
	}
	return m
}

// ManyParts returns 120 separate boxes, turned at random, on a shell around the
// centre, so that most of each can be seen.
func ManyParts() *mesh.Mesh {
	const parts = 120
	m := newMesh("many parts")
	random := rand.New(rand.NewPCG(3, 5))
	cells := cellsOf(6 * parts)
	for i := range parts {
		// A spiral over the sphere: equal areas, a golden section of a turn each.
		y := 1 - (2*float64(i)+1)/parts
		angle := float64(i) * math.Pi * (3 - math.Sqrt(5))
		ring := math.Sqrt(1 - y*y)
		at := geom.Vec3{X: float32(ring * math.Cos(angle)), Y: float32(y), Z: float32(ring * math.Sin(angle))}
		half := geom.Vec3{X: 0.06 + 0.05*random.Float32(), Y: 0.06 + 0.05*random.Float32(), Z: 0.06 + 0.05*random.Float32()}
		turn := random.Float64() * 2 * math.Pi
		sin, cos := float32(math.Sin(turn)), float32(math.Cos(turn))
		addBox(m, cells, 1, geom.Vec3{}, half, func(p geom.Vec3) geom.Vec3 {
			return geom.Vec3{X: cos*p.X + sin*p.Y, Y: cos*p.Y - sin*p.X, Z: p.Z}.Add(at)
		})
	}
	return m
}

// MirroredUVs returns a body whose left half is the mirror image of its right half,
// both on the same texels.
func MirroredUVs() *mesh.Mesh {
	m := BumpySphere(20_000)
	m.Name = "mirrored UVs"
	for i, p := range m.Positions {
		m.Positions[i].X = (p.X + 1.3) / 2
	}
	n := uint32(len(m.Positions))
	for _, p := range m.Positions {
		m.Positions = append(m.Positions, geom.Vec3{X: -p.X, Y: p.Y, Z: p.Z})
	}
	m.UVs = append(m.UVs, m.UVs...)
	for _, t := range m.Triangles {
		m.Triangles = append(m.Triangles, mesh.Triangle{t[0] + n, t[2] + n, t[1] + n})
	}
	return m
}

// NoisyScan returns a body of 200,000 triangles whose vertices are off by a fifth of
// an edge, cut into 384 charts.
func NoisyScan() *mesh.Mesh {
	const split, squares = 8, 16
	m := newMesh("noisy scan")
	cells := cellsOf(6 * split * split)
	for _, s := range sides {
		for patch := range split * split {
			low, high := cells()
			x0, y0 := float64(patch%split)*2/split-1, float64(patch/split)*2/split-1
			addGrid(m, squares, low, high, func(x, y float64) geom.Vec3 {
				x, y = math.Tan((x0+(x+1)/split)*math.Pi/4), math.Tan((y0+(y+1)/split)*math.Pi/4)
				return jittered(bumpy(s.out.Add(s.right.Scale(snap(x))).Add(s.up.Scale(snap(y)))))
			})
		}
	}
	return m
}

// jittered moves a point by up to 0.002 in a direction that follows from the point,
// so that charts still meet.
func jittered(p geom.Vec3) geom.Vec3 {
	noise := func(a, b, c float32) float32 {
		s := math.Sin(float64(a)*12.9898+float64(b)*78.233+float64(c)*37.719) * 43758.5453
		return float32(s-math.Floor(s)) - 0.5
	}
	round := func(f float32) float32 { return float32(math.Round(float64(f)*1e5) / 1e5) }
	p = geom.Vec3{X: round(p.X), Y: round(p.Y), Z: round(p.Z)}
	return p.Add(geom.Vec3{X: noise(p.X, p.Y, p.Z), Y: noise(p.Y, p.Z, p.X), Z: noise(p.Z, p.X, p.Y)}.Scale(0.004))
}

// cellsOf returns a function that hands out the cells of an atlas of at least so
// many equal squares, one after the other, with a gap around each.
func cellsOf(count int) func() (low, high geom.Vec2) {
	side := int(math.Ceil(math.Sqrt(float64(count))))
	next := 0
	return func() (low, high geom.Vec2) {
		x, y := float32(next%side), float32(next/side)
		next++
		n := float32(side)
		const gap = 0.04
		return geom.Vec2{X: (x + gap) / n, Y: (y + gap) / n}, geom.Vec2{X: (x + 1 - gap) / n, Y: (y + 1 - gap) / n}
	}
}

// addBox adds a box with the given centre and half its extents, n squares along each
// edge, shaped by a map that takes its points to where they are.
func addBox(m *mesh.Mesh, cells func() (low, high geom.Vec2), n int, center, half geom.Vec3, shape func(geom.Vec3) geom.Vec3) {
	for _, s := range sides {
		low, high := cells()
		addGrid(m, n, low, high, func(x, y float64) geom.Vec3 {
			corner := s.out.Add(s.right.Scale(float32(x))).Add(s.up.Scale(float32(y)))
			return shape(center.Add(corner.Mul(half)))
		})
	}
}
