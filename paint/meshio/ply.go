package meshio

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"math"
	"strconv"

	"patina/paint/geom"
	"patina/paint/imageio"
	"patina/paint/mesh"
)

// plyReader holds what is needed while a PLY file is turned into a mesh.
type plyReader struct {
	ctx    context.Context
	header *plyHeader
	rest   []byte
	text   bool

	positions, normals []geom.Vec3 // of the vertices of the file
	uvs                []geom.Vec2
	colors             []rgba
	cornerUVs          []geom.Vec2 // of the corners of faces, which vertices are split for
	vertices           map[corner]uint32
	mesh               *mesh.Mesh
	withoutUVs         bool

	numbers   []float64 // of the list at hand
	texcoords []float64 // of the face at hand
	polygon   []corner
	triangles []mesh.Triangle
	cutter    earCutter
	short     int   // faces with fewer than three corners
	lacking   []int // triangles of faces without UVs, where others have some
}

// openPLY turns a PLY file into a mesh, on request without UVs.
func openPLY(ctx context.Context, data []byte, beside *folder, withoutUVs bool) (*mesh.Mesh, []string, vertexColors, error) {
	header, rest, err := readPLYHeader(data)
	if err != nil {
		return nil, nil, vertexColors{}, err
	}
	r := &plyReader{ctx: ctx, header: header, rest: rest, text: header.order == nil, withoutUVs: withoutUVs, mesh: &mesh.Mesh{}, vertices: map[corner]uint32{}}
	if err := r.elements(); err != nil {
		return nil, nil, vertexColors{}, err
	}
	if err := r.finish(); err != nil {
		return nil, nil, vertexColors{}, err
	}
	notices := r.material(beside)
	if r.short > 0 {
		notices = append(notices, fmt.Sprintf("%d faces with fewer than three corners are left out.", r.short))
	}
	return r.mesh, notices, vertexColors{r.positions, r.colors}, nil
}

var errPLYShort = errors.New("it has fewer numbers than its header says: the file is damaged or cut short")

// elements reads all elements in the order of the file.
func (r *plyReader) elements() error {
	for i := range r.header.elements {
		e := &r.header.elements[i]
		if least := e.least(r.text); least > 0 && e.count-1 > len(r.rest)/least {
			return fmt.Errorf("it should have %d %s elements, and there is no room for so many: the file is damaged or cut short", e.count, shorten(e.name))
		}
		if len(e.properties) == 0 {
			continue
		}
		read := r.skip
		switch e.name {
		case "vertex":
			read = r.vertexList
		case "face":
			read = r.faces
		}
		if err := read(e); err != nil {
			return err
		}
	}
	return nil
}

// eachOf calls do for each of the elements until one fails.
func (r *plyReader) eachOf(e *plyElement, do func() error) error {
	for i := range e.count {
		if i&0xffff == 0 && r.ctx.Err() != nil {
			return context.Cause(r.ctx)
		}
		if err := do(); err != nil {
			return fmt.Errorf("%s %d: %w", shorten(e.name), i, err)
		}
	}
	return nil
}

func (r *plyReader) skip(e *plyElement) error {
	return r.eachOf(e, func() error {
		for i := range e.properties {
			if _, err := r.read(&e.properties[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// read returns the next property: its numbers, which are valid until the next call.
func (r *plyReader) read(p *plyProperty) ([]float64, error) {
	count := 1
	if p.list {
		n, err := r.number(p.length)
		if err != nil {
			return nil, err
		}
		if n < 0 || n > float64(len(r.rest)) || n != math.Trunc(n) {
			return nil, errPLYShort
		}
		count = int(n)
	}
	r.numbers = r.numbers[:0]
	for range count {
		f, err := r.number(p.kind)
		if err != nil {
			return nil, err
		}
		r.numbers = append(r.numbers, f)
	}
	return r.numbers, nil
}

func (r *plyReader) number(kind plyKind) (float64, error) {
	if r.text {
		return r.word()
	}
	size := kind.size()
	if len(r.rest) < size {
		return 0, errPLYShort
	}
	f := kind.read(r.rest, r.header.order)
	r.rest = r.rest[size:]
	return f, nil
}

func (r *plyReader) word() (float64, error) {
	r.rest = bytes.TrimLeft(r.rest, " \t\r\n")
	end := bytes.IndexAny(r.rest[:min(len(r.rest), 100)], " \t\r\n")
	if end < 0 {
		end = min(len(r.rest), 100)
	}
	if end == 0 {
		return 0, errPLYShort
	}
	word := string(r.rest[:end])
	r.rest = r.rest[end:]
	f, err := strconv.ParseFloat(word, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return 0, fmt.Errorf("%q is not a number", shorten(word))
	}
	return f, nil
}

// faces reads polygons.
func (r *plyReader) faces(e *plyElement) error {
	return r.eachOf(e, func() error {
		r.polygon, r.texcoords = r.polygon[:0], r.texcoords[:0]
		for i := range e.properties {
			p := &e.properties[i]
			numbers, err := r.read(p)
			if err != nil {
				return err
			}
			switch {
			case p.list && (p.name == "vertex_indices" || p.name == "vertex_index"):
				err = r.corners(numbers)
			case p.list && p.name == "texcoord":
				r.texcoords = append(r.texcoords, numbers...)
			}
			if err != nil {
				return err
			}
		}
		return r.face()
	})
}

func (r *plyReader) corners(indices []float64) error {
	for _, f := range indices {
		if f < 0 || f >= float64(len(r.positions)) || f != math.Trunc(f) {
			return fmt.Errorf("it names vertex %g, and there are %d before it", f, len(r.positions))
		}
		r.polygon = append(r.polygon, corner{v: int32(f), vt: -1, vn: -1})
	}
	return nil
}

// face cuts the polygon at hand into triangles.
func (r *plyReader) face() (err error) {
	if len(r.polygon) < 3 {
		r.short++
		return nil
	}
	if len(r.polygon) > 64 && r.ctx.Err() != nil {
		return context.Cause(r.ctx)
	}
	lacks := false
	switch {
	case r.withoutUVs:
	case len(r.texcoords) == 2*len(r.polygon):
		for i := range r.polygon {
			r.polygon[i].vt = int32(len(r.cornerUVs))
			r.cornerUVs = append(r.cornerUVs, uvOf(r.texcoords[2*i:]))
		}
	default:
		lacks = true
	}
	if r.triangles, err = r.cutter.cut(r.triangles[:0], r.polygon, r.positions); err != nil {
		return err
	}
	for _, local := range r.triangles {
		var t mesh.Triangle
		for k, i := range local {
			t[k] = r.vertex(r.polygon[i])
		}
		if lacks {
			r.lacking = append(r.lacking, len(r.mesh.Triangles))
		}
		r.mesh.Triangles = append(r.mesh.Triangles, t)
	}
	return nil
}

// vertex returns the index of a vertex of the file, or of one that is split off it
// because its corners have different UVs.
func (r *plyReader) vertex(c corner) uint32 {
	if c.vt < 0 {
		return uint32(c.v)
	}
	uv := r.cornerUVs[c.vt]
	key := corner{c.v, int32(math.Float32bits(uv.X)), int32(math.Float32bits(uv.Y))}
	v, ok := r.vertices[key]
	if !ok {
		v = uint32(len(r.mesh.Positions))
		r.vertices[key] = v
		r.mesh.Positions = append(r.mesh.Positions, r.positions[c.v])
		r.mesh.UVs = append(r.mesh.UVs, uv)
		if r.normals != nil {
			r.mesh.Normals = append(r.mesh.Normals, r.normals[c.v])
		}
	}
	return v
}

// finish settles which vertices the mesh has, and whether it can be painted.
func (r *plyReader) finish() error {
	split := len(r.cornerUVs) > 0
	switch {
	case len(r.mesh.Triangles) == 0:
		return errNoTriangles
	case !split && !r.withoutUVs && r.uvs == nil:
		return ErrNoUVs
	case split && len(r.lacking) > 0:
		r.leave()
	case !split:
		r.mesh.Positions, r.mesh.Normals, r.mesh.UVs = r.positions, r.normals, r.uvs
	}
	if r.withoutUVs {
		r.mesh.UVs = nil
	}
	return nil
}

// leave gives the faces without UVs, where others have some, vertices and a slot of their
// own.
func (r *plyReader) leave() {
	m := r.mesh
	m.Slots = make([]uint16, len(m.Triangles))
	moved := make(map[uint32]uint32)
	for _, f := range r.lacking {
		m.Slots[f] = 1
		for k, v := range m.Triangles[f] {
			to, ok := moved[v]
			if !ok {
				to = uint32(len(m.Positions))
				moved[v] = to
				m.Positions, m.UVs = append(m.Positions, r.positions[v]), append(m.UVs, geom.Vec2{})
				if r.normals != nil {
					m.Normals = append(m.Normals, r.normals[v])
				}
			}
			m.Triangles[f][k] = to
		}
	}
}

// material makes the slot, or both where some faces have no UVs, with the texture that a comment names.
func (r *plyReader) material(beside *folder) (notices []string) {
	m := mesh.DefaultMaterial()
	m.DoubleSided = true // PLY knows no back faces that are hidden
	if r.header.texture != "" && !r.withoutUVs {
		texture, deep, err := readTexture(beside, r.header.texture)
		m.Approximate = err != nil || deep
		if err != nil {
			notices = append(notices, fmt.Sprintf("The texture of the mesh is not shown: %v.", err))
		}
		m.Texture = texture
	}
	r.mesh.Materials = []mesh.Material{m}
	if r.mesh.Slots != nil {
		r.mesh.Materials = append(r.mesh.Materials, m)
		markWithoutUVs(&r.mesh.Materials[1], true)
	}
	return notices
}

// readTexture reads a picture beside the mesh, and whether it has more than 8 bits.
func readTexture(beside *folder, name string) (pixels *image.NRGBA, deep bool, err error) {
	data, err := beside.readURI(name)
	if err != nil {
		return nil, false, err
	}
	quota := pixelQuota(maxShownPixels)
	if err := quota.spend(data); err != nil {
		return nil, false, err
	}
	pixels, err = imageio.Decode(data)
	return pixels, imageio.Deep(data), err
}
