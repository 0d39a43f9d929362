package projection

import (
	"math"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// sampleSurface returns about n points spread over a surface in proportion to its
// area, the same ones every time: triangle by triangle along a low-discrepancy
// sequence (the R2 sequence of Roberts, 2018).
func sampleSurface(positions []geom.Vec3, triangles []mesh.Triangle, n int) []geom.Vec3 {
	const a1, a2 = 0.7548776662466927, 0.5698402909980532
	total := totalArea(positions, triangles)
	if total == 0 {
		return nil
	}
	samples := make([]geom.Vec3, 0, n+1)
	var area float64
	for _, t := range triangles {
		area += triangleArea(positions, t)
		for float64(len(samples)) < area/total*float64(n) {
			_, u := math.Modf(a1 * float64(len(samples)+1))
			_, v := math.Modf(a2 * float64(len(samples)+1))
			if u+v > 1 {
				u, v = 1-u, 1-v
			}
			a, b, c := positions[t[0]], positions[t[1]], positions[t[2]]
			samples = append(samples, a.Add(b.Sub(a).Scale(float32(u))).Add(c.Sub(a).Scale(float32(v))))
		}
	}
	return samples
}

func totalArea(positions []geom.Vec3, triangles []mesh.Triangle) (sum float64) {
	for _, t := range triangles {
		sum += triangleArea(positions, t)
	}
	return sum
}

func triangleArea(positions []geom.Vec3, t mesh.Triangle) float64 {
	a, b, c := positions[t[0]], positions[t[1]], positions[t[2]]
	return float64(b.Sub(a).Cross(c.Sub(a)).Len()) / 2
}

// cloud finds the nearest of many points, up to a distance of reach. Points lie in
// cubes of that side, sorted by cube.
type cloud struct {
	reach float32
	cubes map[cube][]geom.Vec3
}

type cube struct{ x, y, z int32 }

func newCloud(points []geom.Vec3, reach float32) *cloud {
	c := &cloud{reach: reach, cubes: map[cube][]geom.Vec3{}}
	for _, p := range points {
		k := c.cubeOf(p)
		c.cubes[k] = append(c.cubes[k], p)
	}
	return c
}

func (c *cloud) cubeOf(p geom.Vec3) cube {
	index := func(f float32) int32 { return int32(math.Floor(float64(f / c.reach))) }
	return cube{index(p.X), index(p.Y), index(p.Z)}
}

// distance returns how far p is from the nearest point, at most reach.
func (c *cloud) distance(p geom.Vec3) float32 {
	nearest := c.reach * c.reach
	k := c.cubeOf(p)
	for dx := int32(-1); dx <= 1; dx++ {
		for dy := int32(-1); dy <= 1; dy++ {
			for dz := int32(-1); dz <= 1; dz++ {
				for _, q := range c.cubes[cube{k.x + dx, k.y + dy, k.z + dz}] {
					d := q.Sub(p)
					nearest = min(nearest, d.Dot(d))
				}
			}
		}
	}
	return float32(math.Sqrt(float64(nearest)))
}
