package meshio

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// This follows the StereoLithography Interface Specification of 3D Systems (1988), in
// both its spellings. The format has no vertices, only triangles: corners in the same
// place become one vertex. Normals and colours of facets are not read.

const (
	stlHeader   = 84 // bytes before the first triangle: a comment of 80, and the count
	stlTriangle = 50 // a normal, three corners, and two bytes that mean nothing
)

// stlReader welds the corners of triangles.
type stlReader struct {
	ctx      context.Context
	mesh     *mesh.Mesh
	vertices map[geom.Vec3]uint32
}

// openSTL turns an STL file into a mesh, which has no UVs.
func openSTL(ctx context.Context, data []byte, withoutUVs bool) (*mesh.Mesh, []string, error) {
	r := &stlReader{ctx: ctx, mesh: &mesh.Mesh{}, vertices: map[geom.Vec3]uint32{}}
	read := r.text
	if isBinarySTL(data) || !startsSolid(data) {
		read = r.binary
	}
	if err := read(data); err != nil {
		return nil, nil, err
	}
	if len(r.mesh.Triangles) == 0 {
		return nil, nil, errNoTriangles
	}
	if !withoutUVs {
		return nil, nil, ErrNoUVs
	}
	material := mesh.DefaultMaterial()
	material.DoubleSided = true // printers do not look at which way a facet turns
	r.mesh.Materials = []mesh.Material{material}
	return r.mesh, []string{"STL files have Z up: the mesh is turned so that Y is up."}, nil
}

func startsSolid(data []byte) bool {
	keyword, _, ok := (&statements{rest: data[:min(len(data), 1<<16)]}).read()
	return ok && keyword == "solid"
}

func (r *stlReader) binary(data []byte) error {
	if len(data) < stlHeader {
		return errors.New("the STL is cut short: export it again")
	}
	count := int(binary.LittleEndian.Uint32(data[stlHeader-4:]))
	data = data[stlHeader:]
	if count > len(data)/stlTriangle {
		return fmt.Errorf("it should have %d triangles, and there is room for %d: the file is damaged or cut short", count, len(data)/stlTriangle)
	}
	r.mesh.Triangles = make([]mesh.Triangle, 0, count)
	for i := range count {
		if i&0xffff == 0 && r.ctx.Err() != nil {
			return context.Cause(r.ctx)
		}
		var corners [3]geom.Vec3
		for k := range corners {
			corners[k] = stlCorner(data[i*stlTriangle+12*(k+1):])
		}
		r.add(corners)
	}
	return nil
}

func stlCorner(b []byte) geom.Vec3 {
	at := func(i int) float32 { return math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:])) }
	return geom.Vec3{X: at(0), Y: at(1), Z: at(2)}
}

func (r *stlReader) text(data []byte) error {
	lines := statements{rest: data}
	var corners [3]geom.Vec3
	n := 0
	for i := 0; ; i++ {
		if i&0x3fff == 0 && r.ctx.Err() != nil {
			return context.Cause(r.ctx)
		}
		keyword, rest, ok := lines.read()
		if !ok {
			return nil
		}
		switch keyword {
		case "vertex":
			var f [3]float32
			if err := floats(rest, f[:], 3); err != nil {
				return fmt.Errorf("line %d: %w", lines.line, err)
			}
			if n < 3 {
				corners[n] = geom.Vec3{X: f[0], Y: f[1], Z: f[2]}
			}
			n++
		case "endfacet":
			if n != 3 {
				return fmt.Errorf("line %d: a facet has %d corners instead of 3", lines.line, n)
			}
			r.add(corners)
			n = 0
		case "solid", "endsolid", "facet", "outer", "endloop":
		default:
			return fmt.Errorf("line %d: %q means nothing in an STL file: export it again", lines.line, shorten(keyword))
		}
	}
}

// add appends a triangle, turned from Z up to Y up.
func (r *stlReader) add(corners [3]geom.Vec3) {
	var t mesh.Triangle
	for k, c := range corners {
		p := geom.Vec3{X: c.X, Y: c.Z, Z: -c.Y}
		v, ok := r.vertices[p]
		if !ok {
			v = uint32(len(r.mesh.Positions))
			r.mesh.Positions = append(r.mesh.Positions, p)
			r.vertices[p] = v
		}
		t[k] = v
	}
	r.mesh.Triangles = append(r.mesh.Triangles, t)
}
