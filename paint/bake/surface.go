package bake

import (
	"context"
	"math"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/parallel"
)

// surface is the mesh as its textures see it: for each texel the triangle that
// covers it, and for each triangle how to find the point under a texel. Texel i
// of a row covers u from i/size to (i+1)/size, as on every GPU.
type surface struct {
	*topology
	mesh    *mesh.Mesh
	size    int            // texels per side
	fitted  []geom.Vec3    // positions of the vertices in the fitted frame
	normals [][3]geom.Vec3 // outward, of the corners of each triangle, in the fitted frame
	frames  []frame        // one for each triangle
	owners  [][]int32      // for each slot the owner of each texel; nil where the slot has no triangles
	sharers []sharers      // for each slot what its texels show besides; empty until share
	spans   []rowSpan      // rows that each triangle may touch
	shared  []bool         // for each slot whether several triangles cover one of its texels
	kept    *kept          // what is protected
}

// An owner is the index of the triangle that covers a texel, with the bit remote
// set where the centre of the texel lies outside of the triangle or in another
// tile of the repeated texture. Texels of protected triangles have none.
const (
	heldOwner int32 = -2 // while owners are looked for: nobody may have the texel
	noOwner   int32 = -1
	remote    int32 = 1 << 30
	ownerMask       = remote - 1
)

// frame holds the affine map from texels to the barycentric coordinates of corners
// 1 and 2 of a triangle: b1 = dx1·(x-x0) + dy1·(y-y0), and so on.
type frame struct {
	x0, y0             float32
	dx1, dy1, dx2, dy2 float32
}

// maxTiles bounds how many repetitions of the texture one triangle is drawn over,
// each way; by then it has long covered every texel that it can.
const maxTiles = 8

// maxUV is where texture coordinates in float32 no longer tell texels apart.
const maxUV = 1e4

func newSurface(ctx context.Context, m *mesh.Mesh, size int, k *kept) (*surface, error) {
	s := &surface{topology: newTopology(m), mesh: m, size: size, kept: k}
	s.leaveOut(k)
	s.fitted, _ = m.FittedPositions()
	var err error
	if s.normals, err = cornerNormals(ctx, m, s.fitted, s.welded); err != nil {
		return nil, err
	}
	s.frames = make([]frame, len(m.Triangles))
	s.spans = make([]rowSpan, len(m.Triangles))
	err = parallel.Parts(ctx, len(m.Triangles), 4096, func(lo, hi int) {
		for t := lo; t < hi; t++ {
			s.frames[t], s.spans[t] = s.place(t)
		}
	})
	if err != nil {
		return nil, err
	}
	s.owners, s.shared = make([][]int32, len(m.Materials)), make([]bool, len(m.Materials))
	for slot, triangles := range s.bySlot(nil) {
		meetings := newMeetings(size, false)
		if err := s.drawSlot(ctx, slot, triangles, meetings); err != nil {
			return nil, err
		}
		s.shared[slot] = meetings.any()
	}
	return s, nil
}

// bySlot returns the triangles of each slot that may touch texels and are not protected, in
// an order; nil is that of the mesh.
func (s *surface) bySlot(order []int32) [][]int32 {
	slots := make([][]int32, len(s.mesh.Materials))
	for k := range s.spans {
		t := int32(k)
		if order != nil {
			t = order[k]
		}
		if s.spans[t].last >= s.spans[t].first && !s.kept.protects(int(t)) {
			slot := s.mesh.Slot(int(t))
			slots[slot] = append(slots[slot], t)
		}
	}
	return slots
}

// corners returns the corners of a triangle in texels, moved by whole tiles so
// that the upper left end of its bounding box lies in the first tile. ok is false
// for coordinates that are not usable.
func (s *surface) corners(t int) (a, b, c point, ok bool) {
	tri := s.mesh.Triangles[t]
	var p [3]point
	low := point{maxUV, maxUV}
	for k, v := range tri {
		uv := s.mesh.UVs[v]
		if !(abs32(uv.X) < maxUV && abs32(uv.Y) < maxUV) {
			return a, b, c, false
		}
		p[k] = point{float64(uv.X), float64(uv.Y)}
		low = point{min(low.x, p[k].x), min(low.y, p[k].y)}
	}
	low = point{math.Floor(low.x), math.Floor(low.y)}
	for k := range p {
		p[k] = point{(p[k].x - low.x) * float64(s.size), (p[k].y - low.y) * float64(s.size)}
	}
	return p[0], p[1], p[2], true
}

// place returns the frame of a triangle and the rows that it may touch.
func (s *surface) place(t int) (frame, rowSpan) {
	a, b, c, ok := s.corners(t)
	if !ok {
		return frame{}, rowSpan{0, -1}
	}
	o := newOutline(a, b, c)
	first, last := cells(o.minY, o.maxY)
	span := rowSpan{first, min(last, first+maxTiles*s.size)}
	f := frame{x0: float32(a.x), y0: float32(a.y)}
	e1, e2 := point{b.x - a.x, b.y - a.y}, point{c.x - a.x, c.y - a.y}
	area := e1.x*e2.y - e1.y*e2.x
	if area != 0 {
		f.dx1, f.dy1 = float32(e2.y/area), float32(-e2.x/area)
		f.dx2, f.dy2 = float32(-e1.y/area), float32(e1.x/area)
	}
	return f, span
}

func (f *frame) bary(x, y int) (b1, b2 float32) {
	dx, dy := float32(x)+0.5-f.x0, float32(y)+0.5-f.y0
	return f.dx1*dx + f.dy1*dy, f.dx2*dx + f.dy2*dy
}

// bary returns the barycentric coordinates of corners 1 and 2 of the point of the
// owner that the texel (x, y) shows: the point under its centre, or the nearest of
// the triangle when the centre lies outside.
func (s *surface) bary(owner int32, x, y int) (b1, b2 float32) {
	t := owner & ownerMask
	if owner&remote == 0 {
		return s.frames[t].bary(x, y)
	}
	return s.remoteBary(int(t), x, y)
}

// remoteBary looks for the texel in all tiles that the triangle reaches.
func (s *surface) remoteBary(t, x, y int) (b1, b2 float32) {
	b1, b2, _ = s.nearestTile(t, x, y)
	return b1, b2
}

// beyond returns the barycentric coordinates of corners 1 and 2 for a remote texel: of
// the point of its triangle nearest to its centre, and of the centre in the plane of the
// triangle.
func (s *surface) beyond(t int32, x, y int) (b1, b2, p1, p2 float32) {
	b1, b2, at := s.nearestTile(int(t), x, y)
	p1, p2 = s.frames[t].bary(int(at.x), int(at.y))
	return b1, b2, p1, p2
}

// nearestTile returns the point of a triangle that is nearest to a texel in any of the
// tiles that the triangle reaches, and the texel there.
func (s *surface) nearestTile(t, x, y int) (b1, b2 float32, at point) {
	a, b, c, _ := s.corners(t)
	nearest := math.Inf(1)
	right := min(max(a.x, b.x, c.x), float64(maxTiles*s.size))
	bottom := min(max(a.y, b.y, c.y), float64(maxTiles*s.size))
	for v := float64(y) + 0.5; v < bottom+1; v += float64(s.size) {
		for u := float64(x) + 0.5; u < right+1; u += float64(s.size) {
			p1, p2, distance := nearestBary(a, b, c, point{u, v})
			if distance < nearest {
				b1, b2, nearest, at = float32(p1), float32(p2), distance, point{u - 0.5, v - 0.5}
			}
		}
	}
	return b1, b2, at
}

// point returns the place in the fitted frame that a texel shows.
func (s *surface) point(owner int32, x, y int) geom.Vec3 {
	b1, b2 := s.bary(owner, x, y)
	tri := s.mesh.Triangles[owner&ownerMask]
	p0, p1, p2 := s.fitted[tri[0]], s.fitted[tri[1]], s.fitted[tri[2]]
	return p0.Add(p1.Sub(p0).Scale(b1)).Add(p2.Sub(p0).Scale(b2))
}

// nearestBary returns the barycentric coordinates of the corners b and c at the
// point of the triangle nearest to p, and the squared distance to it.
func nearestBary(a, b, c, p point) (b1, b2, distance float64) {
	e1, e2, d := sub(b, a), sub(c, a), sub(p, a)
	if area := cross(e1, e2); area != 0 {
		b1, b2 = cross(d, e2)/area, cross(e1, d)/area
		if b1 >= 0 && b2 >= 0 && b1+b2 <= 1 {
			return b1, b2, 0
		}
	}
	t, distance := nearestOnEdge(a, b, p)
	b1, b2 = t, 0
	if t, d := nearestOnEdge(a, c, p); d < distance {
		b1, b2, distance = 0, t, d
	}
	if t, d := nearestOnEdge(b, c, p); d < distance {
		b1, b2, distance = 1-t, t, d
	}
	return b1, b2, distance
}

// nearestOnEdge returns where from a (0) to b (1) the point nearest to p lies, and
// the squared distance to it.
func nearestOnEdge(a, b, p point) (t, distance float64) {
	e, d := sub(b, a), sub(p, a)
	if length := e.x*e.x + e.y*e.y; length > 0 {
		t = min(max((d.x*e.x+d.y*e.y)/length, 0), 1)
	}
	r := point{d.x - t*e.x, d.y - t*e.y}
	return t, r.x*r.x + r.y*r.y
}

func sub(a, b point) point { return point{a.x - b.x, a.y - b.y} }

func cross(a, b point) float64 { return a.x*b.y - a.y*b.x }
