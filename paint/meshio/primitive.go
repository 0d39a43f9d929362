package meshio

import (
	"cmp"
	"context"
	"fmt"

	"github.com/qmuntal/gltf"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// instance is one primitive of one mesh where a node shows it.
type instance struct {
	mesh, primitive int
	transform       geom.Mat4
	joints          []geom.Mat4 // nil when the mesh is not skinned
}

// nameOf names a primitive in sentences.
func (r *reader) nameOf(at instance) string {
	m := &r.meshes[at.mesh]
	name := fmt.Sprintf("mesh %d", at.mesh)
	if m.Name != "" {
		name = fmt.Sprintf("mesh %q", shorten(m.Name))
	}
	if len(m.Primitives) > 1 {
		name += fmt.Sprintf(", primitive %d", at.primitive)
	}
	return name
}

// attributes are what is read of the vertices of a primitive.
type attributes struct {
	positions  *elements
	uvs        *elements   // nil when there are none
	normals    *elements   // nil when there are none
	influences *influences // nil when it is not skinned
}

// piece is a primitive that is proved to be readable and waits to be added.
type piece struct {
	at        instance
	primitive *gltf.Primitive
	attributes
	indices   *elements // nil when the vertices stand in order
	slot      uint16
	triangles int // at most
	first     int // of its triangles in the mesh
}

// plan checks a primitive and takes what it needs from the quota. Only when all are
// planned is room made for them.
func (r *reader) plan(at instance, p *gltf.Primitive) error {
	if err := r.spend(costOfPiece); err != nil {
		return err
	}
	if p.Mode != gltf.PrimitiveTriangles && p.Mode != gltf.PrimitiveTriangleStrip && p.Mode != gltf.PrimitiveTriangleFan {
		r.notice("Points and lines are left out of the painting.")
		return nil
	}
	slot, err := r.slot(at, p)
	if err != nil {
		return err
	}
	a, err := r.attributes(at, p, r.document.slots[slot])
	if a == nil || err != nil {
		return err
	}
	indices, err := r.indices(at, p)
	if err != nil {
		return err
	}
	corners := a.positions.count
	if indices != nil {
		corners = indices.count
	}
	x := piece{at: at, primitive: p, attributes: *a, indices: indices, slot: slot, triangles: triangleCount(p.Mode, corners)}
	r.pieces = append(r.pieces, x)
	return r.spend(x.triangles + x.vertices())
}

// costOfPiece is what a piece takes from the quota by itself.
const costOfPiece = 16

// vertices returns how many vertices a piece adds at most.
func (x *piece) vertices() int { return min(x.positions.count, 3*x.triangles) }

func (r *reader) indices(at instance, p *gltf.Primitive) (*elements, error) {
	if p.Indices == nil {
		return nil, nil
	}
	indices, err := r.elements(*p.Indices, r.nameOf(at)+": indices", gltf.AccessorScalar)
	if err != nil {
		return nil, err
	}
	if !indices.holdsIndices() {
		return nil, fmt.Errorf("%s has indices of type %s: export the file again", r.nameOf(at), indices.component)
	}
	return indices, nil
}

// addPieces makes room for everything that is planned, and adds it.
func (r *reader) addPieces() error {
	triangles, vertices := 0, 0
	for i := range r.pieces {
		triangles += r.pieces[i].triangles
		vertices += r.pieces[i].vertices()
	}
	r.document.painted, r.document.left = r.primitives()
	m := r.mesh
	m.Triangles, m.Slots = make([]mesh.Triangle, 0, triangles), make([]uint16, 0, triangles)
	m.Positions, m.Normals, m.UVs = make([]geom.Vec3, 0, vertices), make([]geom.Vec3, 0, vertices), make([]geom.Vec2, 0, vertices)
	for i := range r.pieces {
		x := &r.pieces[i]
		x.first = len(m.Triangles)
		if err := r.addTriangles(x); err != nil {
			return err
		}
		from := len(m.UVs)
		if err := r.addVertices(x); err != nil {
			return err
		}
		r.spans = append(r.spans, span{x.slot, from, len(m.UVs), x.uvs != nil && x.uvs.component != gltf.ComponentFloat})
	}
	r.transformUVs()
	return nil
}

// attributes returns nil, and says so, when the primitive has no positions. It remembers
// which primitives lack UVs.
func (r *reader) attributes(at instance, p *gltf.Primitive, slot documentSlot) (*attributes, error) {
	name := r.nameOf(at)
	position, ok := p.Attributes[gltf.POSITION]
	if !ok {
		r.notice("In %s there are no positions: it is left out.", name)
		return nil, nil
	}
	var a attributes
	var err error
	if a.positions, err = r.elements(position, name+": POSITION", gltf.AccessorVec3); err != nil {
		return nil, err
	}
	switch set := slot.uvSet(); {
	case r.withoutUVs:
	case slot.noUVs:
		r.lacking++
		r.noUVs = cmp.Or(r.noUVs, fmt.Sprintf("%s (%s)", name, set))
	default:
		r.withUVs++
		if a.uvs, err = r.elements(p.Attributes[set], name+": "+set, gltf.AccessorVec2); err != nil {
			return nil, err
		}
	}
	if normal, ok := p.Attributes[gltf.NORMAL]; ok {
		if a.normals, err = r.elements(normal, name+": NORMAL", gltf.AccessorVec3); err != nil {
			return nil, err
		}
	}
	if a.uvs != nil && a.uvs.count != a.positions.count || a.normals != nil && a.normals.count != a.positions.count {
		return nil, fmt.Errorf("%s has different numbers of positions, normals and UVs: export the file again", name)
	}
	if _, ok := p.Attributes[gltf.COLOR_0]; ok {
		r.notice("Vertex colours are kept in the file; programs that show them multiply the painted texture by them.")
	}
	if at.joints != nil {
		a.influences, err = r.influences(at, p, a.positions.count)
	}
	return &a, err
}

// addTriangles appends the triangles of a piece; their indices count from its own
// first vertex.
func (r *reader) addTriangles(x *piece) error {
	vertices := x.positions.count
	corners, corner := vertices, func(i int) uint32 { return uint32(i) }
	if x.indices != nil {
		corners, corner = x.indices.count, x.indices.index
	}
	first := len(r.mesh.Triangles)
	r.mesh.Triangles = appendTriangles(r.mesh.Triangles, x.primitive.Mode, corners, corner)
	for _, t := range r.mesh.Triangles[first:] {
		if worst := max(t[0], t[1], t[2]); int64(worst) >= int64(vertices) {
			return fmt.Errorf("%s has the index %d, but only %d vertices: export the file again", r.nameOf(x.at), worst, vertices)
		}
	}
	return nil
}

func triangleCount(mode gltf.PrimitiveMode, corners int) int {
	if mode == gltf.PrimitiveTriangles {
		return corners / 3
	}
	return max(corners-2, 0)
}

// appendTriangles unfolds lists, strips and fans (specification, section 3.7.2.1).
// The triangles with two equal corners that stitch strips together are dropped.
func appendTriangles(out []mesh.Triangle, mode gltf.PrimitiveMode, corners int, corner func(int) uint32) []mesh.Triangle {
	for i := range triangleCount(mode, corners) {
		var t mesh.Triangle
		switch mode {
		case gltf.PrimitiveTriangles:
			t = mesh.Triangle{corner(3 * i), corner(3*i + 1), corner(3*i + 2)}
		case gltf.PrimitiveTriangleStrip:
			t = mesh.Triangle{corner(i), corner(i + 1 + i%2), corner(i + 2 - i%2)}
		default:
			t = mesh.Triangle{corner(i + 1), corner(i + 2), corner(0)}
		}
		if mode != gltf.PrimitiveTriangles && (t[0] == t[1] || t[1] == t[2] || t[2] == t[0]) {
			continue
		}
		out = append(out, t)
	}
	return out
}

// addVertices appends the vertices that the triangles of a piece name, transformed, and
// makes those triangles count from the first vertex of the mesh.
func (r *reader) addVertices(x *piece) error {
	triangles := r.mesh.Triangles[x.first:]
	named := r.namedVertices(triangles, x.positions.count)
	count := x.positions.count
	if named != nil {
		count = len(named)
	}
	base := len(r.mesh.Positions)
	mirrored, err := r.transformVertices(x, named, count)
	if err != nil {
		return err
	}
	for i, t := range triangles {
		t = mesh.Triangle{t[0] + uint32(base), t[1] + uint32(base), t[2] + uint32(base)}
		if mirrored {
			t[1], t[2] = t[2], t[1]
		}
		triangles[i] = t
		r.mesh.Slots = append(r.mesh.Slots, x.slot)
	}
	return nil
}

// namedVertices returns nil when a primitive has its vertices to itself, as most do:
// they keep their order. When many primitives share one long list of vertices, it
// makes the triangles count the vertices that they name, and returns those.
func (r *reader) namedVertices(triangles []mesh.Triangle, count int) []uint32 {
	if count <= 3*len(triangles) {
		return nil
	}
	for len(r.remap) < count {
		r.remap = append(r.remap, make([]uint32, count-len(r.remap))...)
	}
	named := []uint32{} // never nil here
	for i, t := range triangles {
		for k, v := range t {
			if r.remap[v] == 0 {
				named = append(named, v)
				r.remap[v] = uint32(len(named))
			}
			triangles[i][k] = r.remap[v] - 1
		}
	}
	for _, v := range named {
		r.remap[v] = 0
	}
	return named
}

// transformVertices appends vertices in the frame of the scene, and tells whether
// the transform mirrors them. named nil means all.
func (r *reader) transformVertices(x *piece, named []uint32, count int) (mirrored bool, err error) {
	m := r.mesh
	r.normals = r.normals || x.normals != nil
	transform, flips := newPlacement(x.at.transform), 0
	for i := range count {
		if i&0xffff == 0 && r.ctx.Err() != nil {
			return false, context.Cause(r.ctx)
		}
		v := i
		if named != nil {
			v = int(named[i])
		}
		if x.influences != nil {
			matrix, err := x.influences.matrix(v)
			if err != nil {
				return false, fmt.Errorf("%s %w", r.nameOf(x.at), err)
			}
			transform = newPlacement(matrix)
		}
		if transform.mirrors {
			flips++
		}
		m.Positions = append(m.Positions, transform.point(x.positions.vec3(v)))
		var uv geom.Vec2 // stays zero where there is none
		if x.uvs != nil {
			uv = x.uvs.vec2(v)
		}
		m.UVs = append(m.UVs, uv)
		var normal geom.Vec3 // Clean computes what stays zero
		if x.normals != nil {
			normal = transform.normal(x.normals.vec3(v))
		}
		m.Normals = append(m.Normals, normal)
	}
	return 2*flips > count, nil
}
