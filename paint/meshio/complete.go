package meshio

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/qmuntal/gltf"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/uv"
)

// What is to have new UVs in a glTF file gets them as if it had been unwrapped before the
// export: its primitives are rewritten, vertices split where charts end, with all attributes
// that they have, and everything else stays. The file is then opened as any other.

// completion is a glTF file on its way to new UVs.
type completion struct {
	r     *reader
	d     *draft
	parts []*lackingPart
	mesh  mesh.Mesh   // all parts, to be unwrapped together
	from  []splitFrom // of each of its vertices
	sets  map[int]int // for materials whose textures keep the old UVs, the set that these become
	made  renewed
}

// renewed is a glTF file with new UVs.
type renewed struct {
	glb       []byte
	notices   []string
	materials map[int]bool // those whose textures lie on the old UVs
}

// splitFrom is where a vertex of the mesh to be unwrapped comes from.
type splitFrom struct {
	part   int
	vertex uint32 // of the primitive
}

// lackingPart is a primitive of which some or all triangles get new UVs.
type lackingPart struct {
	at            instance
	primitive     *gltf.Primitive
	materials     []int           // in all variants; the first is the one that is painted, -1 for none
	lacking, kept []mesh.Triangle // of the vertices of the primitive
	mirrored      bool            // where its node shows it
	first         int             // of its triangles in the mesh to be unwrapped
}

// completeGLTF returns a GLB like a GLB or glTF file, but with new UVs for an extent of it,
// and notices about it. The error is errAllUVs where they are for what is missing, and
// nothing is.
func completeGLTF(ctx context.Context, data []byte, beside *folder, extent Extent, unwrap Unwrapper) (renewed, error) {
	r, lacking, err := readLacking(ctx, data, beside, extent)
	if err != nil {
		return renewed{}, err
	}
	c := &completion{r: r, d: newDraft(r.document, nil), mesh: mesh.Mesh{Materials: r.mesh.Materials}}
	if err := c.collect(lacking); err != nil {
		return renewed{}, err
	}
	dead := c.deadGeometry()
	c.d.layout = newLayout(r.document.buffers, dead.cuts)
	u, err := unwrap(ctx, &c.mesh)
	if err != nil {
		return renewed{}, err
	}
	if extent == Missing {
		c.tell(fmt.Sprintf(toldCompleted, share(lacking)))
	}
	c.findSets()
	for _, p := range c.parts {
		if err := c.rewrite(p, u); err != nil {
			return renewed{}, err
		}
	}
	c.separateMaterials()
	c.d.bury(dead)
	c.d.embedImages()
	var out bytes.Buffer
	err = writeGLB(&out, c.d.close(""), c.d.layout.parts, r.document.other)
	c.made.glb = out.Bytes()
	return c.made, err
}

func (c *completion) tell(notice string) { c.made.notices = append(c.made.notices, notice) }

// readLacking reads a file and says which of its triangles get new UVs.
func readLacking(ctx context.Context, data []byte, beside *folder, extent Extent) (r *reader, lacking []bool, err error) {
	use := completed
	if extent == Everything {
		use = unused
	}
	if r, err = readGLTF(ctx, data, beside, use); err != nil {
		return nil, nil, err
	}
	if extent == Everything {
		return r, slices.Repeat([]bool{true}, len(r.mesh.Triangles)), nil
	}
	if lacking = uv.Lacking(r.mesh); lacking == nil {
		return nil, nil, errAllUVs
	}
	return r, lacking, nil
}

// collect puts together what is to be unwrapped: each primitive once, where the first node
// shows it.
func (c *completion) collect(lacking []bool) error {
	seen := map[[2]int]bool{}
	for i := range c.r.pieces {
		x := &c.r.pieces[i]
		if at := [2]int{x.at.mesh, x.at.primitive}; !seen[at] {
			seen[at] = true
			if err := c.add(x, lacking); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *completion) add(x *piece, lacking []bool) error {
	p := &lackingPart{at: x.at, primitive: x.primitive, materials: c.materialsOf(x), first: len(c.mesh.Triangles)}
	for i, t := range x.triangleList() {
		if lacking[x.first+i] {
			p.lacking = append(p.lacking, t)
		} else {
			p.kept = append(p.kept, t)
		}
	}
	if len(p.lacking) == 0 {
		return nil
	}
	moved, flips := map[uint32]uint32{}, 0
	for _, t := range p.lacking {
		for k, v := range t {
			to, ok := moved[v]
			if !ok {
				at, mirrors, err := c.r.placed(x, int(v))
				if err != nil {
					return err
				}
				if mirrors {
					flips++
				}
				to = uint32(len(c.mesh.Positions))
				moved[v] = to
				c.mesh.Positions, c.from = append(c.mesh.Positions, at), append(c.from, splitFrom{len(c.parts), v})
			}
			t[k] = to
		}
		c.mesh.Triangles, c.mesh.Slots = append(c.mesh.Triangles, t), append(c.mesh.Slots, x.slot)
	}
	if p.mirrored = 2*flips > len(moved); p.mirrored {
		flip(c.mesh.Triangles[p.first:])
	}
	c.parts = append(c.parts, p)
	return nil
}

// flip turns triangles around.
func flip(triangles []mesh.Triangle) {
	for i, t := range triangles {
		triangles[i] = mesh.Triangle{t[0], t[2], t[1]}
	}
}

// triangleList returns the triangles of a piece that has been added to the mesh.
func (x *piece) triangleList() []mesh.Triangle {
	corners, corner := x.positions.count, func(i int) uint32 { return uint32(i) }
	if x.indices != nil {
		corners, corner = x.indices.count, x.indices.index
	}
	return appendTriangles(nil, x.primitive.Mode, corners, corner)
}

// placed returns where a vertex of a piece is shown, the origin where that is no place.
func (r *reader) placed(x *piece, vertex int) (at geom.Vec3, mirrors bool, err error) {
	matrix := x.at.transform
	if x.influences != nil {
		if matrix, err = x.influences.matrix(vertex); err != nil {
			return at, false, fmt.Errorf("%s %w", r.nameOf(x.at), err)
		}
	}
	transform := newPlacement(matrix)
	if at = transform.point(x.positions.vec3(vertex)); !at.Finite() {
		at = geom.Vec3{}
	}
	return at, transform.mirrors, nil
}

// split is what becomes of the vertices of a primitive that is unwrapped.
type split struct {
	sources []int // for each vertex the one of the primitive that it comes from
	uvs     []geom.Vec2
	corners []uint32 // of its triangles
}

func (c *completion) split(p *lackingPart, u Unwrapped) (s split) {
	triangles := u.Mesh.Triangles[p.first : p.first+len(p.lacking)]
	if p.mirrored {
		flip(triangles)
	}
	moved := map[uint32]uint32{}
	for _, t := range triangles {
		for _, v := range t {
			to, ok := moved[v]
			if !ok {
				to = uint32(len(s.sources))
				moved[v] = to
				s.sources = append(s.sources, int(c.from[u.Origin[v]].vertex))
				s.uvs = append(s.uvs, u.Mesh.UVs[v])
			}
			s.corners = append(s.corners, to)
		}
	}
	return s
}

// rewrite puts the unwrapped triangles of a primitive in its place, or behind the others
// where it has triangles that keep their UVs.
func (c *completion) rewrite(p *lackingPart, u Unwrapped) error {
	o := c.d.item("meshes", p.at.mesh)
	items := primitivesOfMesh(o)
	made, err := c.unwrapped(items[p.at.primitive], p.materials, c.split(p, u), c.r.nameOf(p.at))
	if err != nil {
		return err
	}
	number := p.at.primitive
	if len(p.kept) > 0 {
		items[number] = c.without(items[number], p)
		number = len(items)
		items = append(items, nil)
	}
	p.at.primitive, items[number] = number, made.bytes()
	o.set("primitives", joinList(items))
	c.d.put("meshes", p.at.mesh, o)
	return nil
}

// without returns a primitive with the triangles that keep their UVs.
func (c *completion) without(primitive json.RawMessage, p *lackingPart) json.RawMessage {
	o, err := parseObject(primitive)
	if err != nil {
		panic(err)
	}
	var corners []uint32
	for _, t := range p.kept {
		corners = append(corners, t[:]...)
	}
	o.set("indices", encode(c.d.addIndices(corners, c.r.accessors[p.primitive.Attributes[gltf.POSITION]].Count)))
	o.remove("mode") // a list of triangles
	return o.bytes()
}

// unwrapped returns a primitive of some materials like another with vertices split.
func (c *completion) unwrapped(primitive json.RawMessage, materials []int, s split, name string) (object, error) {
	o, err := parseObject(primitive)
	if err != nil {
		panic(err)
	}
	attributes, err := c.gatherAll(o.child("attributes"), s.sources, name)
	if err != nil {
		return nil, err
	}
	attributes.set(gltf.TEXCOORD_0, encode(c.d.addUVs(s.uvs)))
	if err := c.keepUVs(&attributes, o.child("attributes"), materials, s.sources, name); err != nil {
		return nil, err
	}
	o.set("attributes", attributes.bytes())
	var targets []json.RawMessage
	if raw := o.get("targets"); raw != nil && json.Unmarshal(raw, &targets) == nil {
		for i, target := range targets {
			attributes, err := parseObject(target)
			if err == nil {
				attributes, err = c.gatherAll(attributes, s.sources, name)
			}
			if err != nil {
				return nil, err
			}
			targets[i] = attributes.bytes()
		}
		o.set("targets", joinList(targets))
	}
	o.set("indices", encode(c.d.addIndices(s.corners, len(s.sources))))
	o.remove("mode") // a list of triangles
	return o, nil
}
