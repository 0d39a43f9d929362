package meshio

import (
	"errors"
	"math"

	"patina/paint/geom"
)

// The places of what is read of a vertex in plyVertex.
const (
	plyX, plyNX, plyU, plyRed = 0, 3, 6, 8
	plyNumbers                = 12
)

// plyPlaces are the names that programs give to the properties of a vertex.
var plyPlaces = map[string]int{
	"x": plyX, "y": plyX + 1, "z": plyX + 2, "nx": plyNX, "ny": plyNX + 1, "nz": plyNX + 2,
	"s": plyU, "t": plyU + 1, "u": plyU, "v": plyU + 1,
	"texture_u": plyU, "texture_v": plyU + 1, "texture_s": plyU, "texture_t": plyU + 1,
	"red": plyRed, "green": plyRed + 1, "blue": plyRed + 2, "alpha": plyRed + 3,
	"diffuse_red": plyRed, "diffuse_green": plyRed + 1, "diffuse_blue": plyRed + 2, "diffuse_alpha": plyRed + 3,
	"r": plyRed, "g": plyRed + 1, "b": plyRed + 2, "a": plyRed + 3,
}

// vertexList reads the vertices.
func (r *plyReader) vertexList(e *plyElement) error {
	places, has := plyLayout(e)
	if !has[plyX] || !has[plyX+1] || !has[plyX+2] {
		return errors.New("its vertices have no x, y and z: export it again")
	}
	if r.positions != nil {
		return errors.New("it has two lists of vertices: export it again")
	}
	r.roomForVertices(e.count, has)
	values := [plyNumbers]float64{plyRed + 3: 1}
	return r.eachOf(e, func() error {
		for i := range e.properties {
			p := &e.properties[i]
			numbers, err := r.read(p)
			if err != nil {
				return err
			}
			if at := places[i]; at >= 0 && len(numbers) == 1 {
				values[at] = p.scaled(numbers[0], at)
			}
		}
		r.addVertex(values[:])
		return nil
	})
}

// roomForVertices makes room for what vertices have; the file has been found to have
// room for so many.
func (r *plyReader) roomForVertices(count int, has [plyNumbers]bool) {
	r.positions = make([]geom.Vec3, 0, count)
	if has[plyNX+2] {
		r.normals = make([]geom.Vec3, 0, count)
	}
	if has[plyU] && has[plyU+1] {
		r.uvs = make([]geom.Vec2, 0, count)
	}
	if has[plyRed] && has[plyRed+1] && has[plyRed+2] {
		r.colors = make([]rgba, 0, count)
	}
}

func (r *plyReader) addVertex(values []float64) {
	r.positions = append(r.positions, vec3Of(values[plyX:]))
	if r.normals != nil {
		r.normals = append(r.normals, vec3Of(values[plyNX:]))
	}
	if r.uvs != nil {
		r.uvs = append(r.uvs, uvOf(values[plyU:]))
	}
	if r.colors != nil {
		r.colors = append(r.colors, rgbaOf(values[plyRed:]))
	}
}

// plyLayout finds the places of the properties of a vertex, -1 where there is none.
func plyLayout(e *plyElement) (places []int, has [plyNumbers]bool) {
	places = make([]int, len(e.properties))
	for i, p := range e.properties {
		at, known := plyPlaces[p.name]
		if places[i] = -1; known && !p.list && !has[at] {
			places[i], has[at] = at, true
		}
	}
	return places, has
}

// scaled takes colours of integers to 0..1.
func (p *plyProperty) scaled(f float64, place int) float64 {
	if place >= plyRed && p.kind < plyFloat32 {
		return f / (math.Pow(2, float64(8*p.kind.size())) - 1)
	}
	return f
}

func vec3Of(f []float64) geom.Vec3 {
	return geom.Vec3{X: float32(f[0]), Y: float32(f[1]), Z: float32(f[2])}
}

// uvOf turns v, which points up in PLY, down.
func uvOf(f []float64) geom.Vec2 { return geom.Vec2{X: float32(f[0]), Y: float32(1 - f[1])} }
