package meshio

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"math"
	"slices"
	"strconv"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// This follows the "Object Files (.obj)" appendix of the Wavefront Advanced
// Visualizer manual, the polygonal part: v, vt, vn, f, usemtl, mtllib. Groups,
// objects and smoothing groups do not change what is painted.

// corner is one corner of a face: indices of a position, a UV and a normal from 0,
// -1 where there is none.
type corner struct{ v, vt, vn int32 }

// objReader holds what is needed while an OBJ file is turned into a mesh.
type objReader struct {
	ctx       context.Context
	beside    *folder
	lines     statements
	positions []geom.Vec3
	uvs       []geom.Vec2
	normals   []geom.Vec3
	colors    [][3]float32 // of the first positions, up to one that has none
	brightest float32      // of all components of colours

	mesh         *mesh.Mesh
	vertices     map[corner]uint32
	slots        map[string]uint16
	maps         map[string]*image.NRGBA // textures by name
	deep         map[string]bool         // those of more than 8 bits
	tileNames    map[int]string          // by slot, of textures with a file for each UDIM tile
	tileTextures map[tileOf]*image.NRGBA // as far as they can be read
	shown        pixelQuota
	slot         uint16
	slotNamed    bool // a usemtl came, or the default slot is made
	libraries    []string

	polygon    []corner // of the current face
	triangles  []mesh.Triangle
	cutter     earCutter
	noUVLine   int               // first face without UVs
	noUVSlots  map[uint16]uint16 // for each slot the one of its faces without UVs
	withUVs    bool
	withoutUVs bool // UVs are neither needed nor used
	short      int  // faces with fewer than three corners
	skipped    bool
	notices    []string
}

// openOBJ turns an OBJ file and its MTL files into what the reader holds of it, on request
// without UVs.
func openOBJ(ctx context.Context, data []byte, beside *folder, withoutUVs bool) (*objReader, error) {
	r := &objReader{
		ctx: ctx, beside: beside, withoutUVs: withoutUVs, lines: statements{rest: bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))},
		mesh: &mesh.Mesh{}, vertices: map[corner]uint32{}, slots: map[string]uint16{}, noUVSlots: map[uint16]uint16{}, maps: map[string]*image.NRGBA{}, deep: map[string]bool{}, shown: maxShownPixels,
		tileNames: map[int]string{}, tileTextures: map[tileOf]*image.NRGBA{},
	}
	if err := r.readStatements(); err != nil {
		return nil, err
	}
	if err := r.checkFaces(); err != nil {
		return nil, err
	}
	if len(r.normals) == 0 {
		r.mesh.Normals = nil
	}
	if err := r.readLibraries(); err != nil {
		return nil, err
	}
	if !r.withoutUVs {
		r.readTiles()
	}
	r.markSlots()
	if len(r.mesh.Materials) == 1 {
		r.mesh.Slots = nil
	}
	return r, nil
}

func (r *objReader) readStatements() error {
	for n := 0; ; n++ {
		if n&0x3fff == 0 && r.ctx.Err() != nil {
			return context.Cause(r.ctx)
		}
		keyword, rest, ok := r.lines.read()
		if !ok {
			return nil
		}
		if err := r.statement(keyword, rest); err != nil {
			return fmt.Errorf("line %d: %w", r.lines.line, err)
		}
	}
}

func (r *objReader) statement(keyword string, rest []byte) (err error) {
	var f [3]float32
	switch keyword {
	case "v":
		err = r.position(rest)
	case "vt":
		err = floats(rest, f[:2], 1)
		r.uvs = append(r.uvs, geom.Vec2{X: f[0], Y: 1 - f[1]}) // v points up in OBJ
	case "vn":
		err = floats(rest, f[:], 3)
		r.normals = append(r.normals, geom.Vec3{X: f[0], Y: f[1], Z: f[2]})
	case "f", "fo":
		err = r.face(rest)
	case "usemtl":
		err = r.useMaterial(string(rest))
	case "mtllib":
		r.libraries = append(r.libraries, string(rest))
	case "l", "p", "curv", "curv2", "surf":
		if !r.skipped {
			r.skipped = true
			r.notices = append(r.notices, "Points, lines and curved surfaces are left out of the painting.")
		}
	}
	return err
}

// position reads a position and, as many programs write it, a colour behind it.
func (r *objReader) position(rest []byte) error {
	const absent = -1e30
	f := [6]float32{5: absent}
	if err := floats(rest, f[:], 3); err != nil {
		return err
	}
	if f[5] != absent {
		if len(r.colors) == len(r.positions) {
			r.colors = append(r.colors, [3]float32(f[3:]))
		}
		r.brightest = max(r.brightest, f[3], f[4], f[5])
	}
	r.positions = append(r.positions, geom.Vec3{X: f[0], Y: f[1], Z: f[2]})
	return nil
}

// vertexColors returns nil unless every position has a colour. Those of some programs
// go to 255.
func (r *objReader) vertexColors() []rgba {
	if len(r.colors) < len(r.positions) {
		return nil
	}
	most := 1.0
	if r.brightest > 1 {
		most = 255
	}
	out := make([]rgba, len(r.colors))
	for i, c := range r.colors {
		out[i] = rgbaOf([]float64{float64(c[0]) / most, float64(c[1]) / most, float64(c[2]) / most, 1})
	}
	return out
}

// floats reads at least least numbers into out; what is absent stays 0.
func floats(rest []byte, out []float32, least int) error {
	for i := range out {
		var field []byte
		if field, rest = nextField(rest); len(field) == 0 {
			if i < least {
				return fmt.Errorf("%d numbers are expected", least)
			}
			return nil
		}
		f, err := strconv.ParseFloat(string(field), 32)
		if err != nil && !errors.Is(err, strconv.ErrRange) {
			return fmt.Errorf("%q is not a number", shorten(string(field)))
		}
		out[i] = float32(f)
	}
	return nil
}

// face reads a polygon and adds its triangles.
func (r *objReader) face(rest []byte) error {
	r.polygon = r.polygon[:0]
	for {
		var field []byte
		if field, rest = nextField(rest); len(field) == 0 {
			break
		}
		c, err := r.corner(field)
		if err != nil {
			return err
		}
		r.polygon = append(r.polygon, c)
	}
	if len(r.polygon) < 3 {
		r.short++
		return nil
	}
	lacks := slices.ContainsFunc(r.polygon, func(c corner) bool { return c.vt < 0 })
	r.withUVs = r.withUVs || !lacks
	if lacks && r.noUVLine == 0 {
		r.noUVLine = r.lines.line
	}
	if lacks || r.withoutUVs {
		for i := range r.polygon {
			r.polygon[i].vt = -1
		}
	}
	return r.addPolygon(lacks && !r.withoutUVs)
}

// corner reads v, v/vt, v//vn or v/vt/vn.
func (r *objReader) corner(field []byte) (c corner, err error) {
	v, after, _ := bytes.Cut(field, []byte{'/'})
	vt, vn, _ := bytes.Cut(after, []byte{'/'})
	if c.v, err = index(v, len(r.positions), "vertex"); err != nil {
		return c, err
	}
	if c.vt, err = optionalIndex(vt, len(r.uvs), "texture coordinate"); err != nil {
		return c, err
	}
	c.vn, err = optionalIndex(vn, len(r.normals), "normal")
	return c, err
}

func optionalIndex(field []byte, count int, what string) (int32, error) {
	if len(field) == 0 {
		return -1, nil
	}
	return index(field, count, what)
}

// index reads an index from 1, or a negative one that counts back from the end, and
// returns it from 0.
func index(field []byte, count int, what string) (int32, error) {
	n, err := strconv.Atoi(string(field))
	if err != nil {
		return 0, fmt.Errorf("%q is not an index", shorten(string(field)))
	}
	at := n - 1
	if n < 0 {
		at = count + n
	}
	if n == 0 || at < 0 || at >= count || at > math.MaxInt32 {
		return 0, fmt.Errorf("a face names %s %d, and there are %d so far", what, n, count)
	}
	return int32(at), nil
}

// addPolygon cuts the current face into triangles and makes a vertex for each new
// combination of position, UV and normal.
func (r *objReader) addPolygon(noUVs bool) error {
	if len(r.polygon) > 64 && r.ctx.Err() != nil {
		return context.Cause(r.ctx)
	}
	var err error
	if r.triangles, err = r.cutter.cut(r.triangles[:0], r.polygon, r.positions); err != nil {
		return err
	}
	if !r.slotNamed {
		if err := r.useMaterial(mesh.DefaultMaterial().Name); err != nil {
			return err
		}
	}
	slot := r.slot
	if noUVs {
		if slot, err = r.slotWithoutUVs(slot); err != nil {
			return err
		}
	}
	for _, local := range r.triangles {
		t := mesh.Triangle{r.vertex(r.polygon[local[0]]), r.vertex(r.polygon[local[1]]), r.vertex(r.polygon[local[2]])}
		r.mesh.Triangles = append(r.mesh.Triangles, t)
		r.mesh.Slots = append(r.mesh.Slots, slot)
	}
	return nil
}

func (r *objReader) vertex(c corner) uint32 {
	if v, ok := r.vertices[c]; ok {
		return v
	}
	v := uint32(len(r.mesh.Positions))
	r.vertices[c] = v
	var uv geom.Vec2
	var normal geom.Vec3 // Clean computes what stays zero
	if c.vt >= 0 {
		uv = r.uvs[c.vt]
	}
	if c.vn >= 0 {
		normal = r.normals[c.vn]
	}
	r.mesh.Positions = append(r.mesh.Positions, r.positions[c.v])
	r.mesh.UVs = append(r.mesh.UVs, uv)
	r.mesh.Normals = append(r.mesh.Normals, normal)
	return v
}

func (r *objReader) checkFaces() error {
	if r.short > 0 {
		r.notices = append(r.notices, fmt.Sprintf("%d faces with fewer than three corners are left out.", r.short))
	}
	switch {
	case len(r.mesh.Triangles) == 0:
		return errNoTriangles
	case r.withoutUVs:
		r.mesh.UVs = nil
	case !r.withUVs:
		return ErrNoUVs
	}
	return nil
}
