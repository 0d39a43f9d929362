package meshio

import (
	"context"
	"image"

	"github.com/qmuntal/gltf"

	"patina/paint/mesh"
)

// A texture that lies on UVs which were replaced is drawn once more on the new ones, for the
// mesh to look on the screen as it did. The file keeps the old one.

// Sides of such drawings, and how many texels all of them have at most.
const (
	leastOldLook = 512
	mostOldLook  = 2048
	allOldLooks  = 1 << 25
)

// oldLook returns the texture of a material, drawn on the new UVs of its slot; nil where it
// cannot be, or where there is no room.
func (r *reader) oldLook(slot int, texture *image.NRGBA) (*image.NRGBA, error) {
	if texture == nil || texture.Rect.Empty() {
		return nil, nil
	}
	base := r.materials[r.document.slots[slot].material].baseTexture()
	s := newStain(min(max(texture.Rect.Dx(), texture.Rect.Dy(), leastOldLook), mostOldLook))
	if r.oldLooks += s.side * s.side; r.oldLooks > allOldLooks {
		return nil, nil
	}
	s.source = texture
	for _, exact := range []bool{false, true} {
		s.budget = 64 * s.side * s.side
		for i := range r.pieces {
			if err := r.ctx.Err(); err != nil {
				return nil, context.Cause(r.ctx)
			}
			if int(r.pieces[i].slot) == slot && !r.drawOld(s, i, base, exact) {
				return nil, nil
			}
		}
	}
	return s.finish(), nil
}

// drawOld draws what a texture shows on a piece, and tells whether that can be done.
func (r *reader) drawOld(s *stain, piece int, base *textureInfo, exact bool) bool {
	x, vertices := &r.pieces[piece], r.spans[piece]
	index, has := x.primitive.Attributes[setName(base.set())]
	if !has {
		return false
	}
	old, err := r.elements(index, setName(base.set()), gltf.AccessorVec2)
	if err != nil || old.count != vertices.to-vertices.from {
		return false
	}
	for _, t := range r.trianglesOf(piece) {
		var c [3]stained
		for k, v := range t {
			from, to := old.vec2(int(v)-vertices.from), r.mesh.UVs[v]
			if transform := base.Extensions.Transform; transform != nil {
				from = transform.apply(from)
			}
			if !mesh.UsableUV(from) || !inUnitSquare(to) { // in tiles, each slot has a texture of its own
				return false
			}
			c[k] = stained{x: float64(to.X), y: float64(to.Y), from: from}
		}
		s.triangle(c, exact)
	}
	return true
}

// trianglesOf returns the triangles of a piece, of the vertices of the mesh.
func (r *reader) trianglesOf(piece int) []mesh.Triangle {
	end := len(r.mesh.Triangles)
	if piece+1 < len(r.pieces) {
		end = r.pieces[piece+1].first
	}
	return r.mesh.Triangles[r.pieces[piece].first:end]
}
