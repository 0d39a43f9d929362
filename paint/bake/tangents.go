package bake

import (
	"context"

	"patina/paint/geom"
	"patina/paint/parallel"
)

// jacobian takes a step of one texel along x and along y to tangent coordinates:
// fitted units along the two axes of the tangent frame of a triangle.
type jacobian struct{ sx, sy, tx, ty float32 }

// newJacobians returns the Jacobians of all triangles; that of a triangle without
// area, on the surface or in the texture, is zero.
//
// The tangent frames are those of the world: the second axis of each points down as
// far as its triangle allows, so that a pattern which is copied from one place to
// another keeps its direction, whatever the charts of the two places do.
func newJacobians(ctx context.Context, s *surface) ([]jacobian, error) {
	jacobians := make([]jacobian, len(s.frames))
	err := parallel.Parts(ctx, len(jacobians), 4096, func(lo, hi int) {
		for t := lo; t < hi; t++ {
			jacobians[t] = s.jacobian(t)
		}
	})
	return jacobians, err
}

func (s *surface) jacobian(t int) jacobian {
	e1, e2 := s.edges(int32(t))
	side, down := s.tangents(int32(t))
	f := &s.frames[t]
	dx := e1.Scale(f.dx1).Add(e2.Scale(f.dx2))
	dy := e1.Scale(f.dy1).Add(e2.Scale(f.dy2))
	return jacobian{side.Dot(dx), side.Dot(dy), down.Dot(dx), down.Dot(dy)}
}

// edges returns the two edges of a triangle that leave its first corner.
func (s *surface) edges(t int32) (e1, e2 geom.Vec3) {
	tri := s.mesh.Triangles[t]
	return s.fitted[tri[1]].Sub(s.fitted[tri[0]]), s.fitted[tri[2]].Sub(s.fitted[tri[0]])
}

// tangents returns the axes of the tangent frame of a triangle, zero if it has no
// area.
func (s *surface) tangents(t int32) (side, down geom.Vec3) {
	e1, e2 := s.edges(t)
	n := e1.Cross(e2)
	if n == (geom.Vec3{}) {
		return geom.Vec3{}, geom.Vec3{}
	}
	return tangentFrame(n.Normalize())
}

// steep is the height of a normal beyond which a surface counts as level: there,
// the front of the mesh stands in for its top.
const steep = 0.97

// tangentFrame returns two unit vectors perpendicular to a normal of the fitted
// frame, in which z points down and y to the front.
func tangentFrame(n geom.Vec3) (side, down geom.Vec3) {
	toward := geom.Vec3{Z: 1}
	if abs32(n.Z) > steep {
		toward = geom.Vec3{Y: 1}
	}
	side = toward.Cross(n).Normalize()
	return side, n.Cross(side)
}

// apply returns the tangent coordinates of a step in texels.
func (j jacobian) apply(x, y float32) (s, t float32) { return j.sx*x + j.sy*y, j.tx*x + j.ty*y }

func (j jacobian) determinant() float32 { return j.sx*j.ty - j.sy*j.tx }

// inverse takes tangent coordinates to steps in texels; ok is false where there is
// none.
func (j jacobian) inverse() (inverse jacobian, ok bool) {
	d := j.determinant()
	if d == 0 || d-d != 0 {
		return jacobian{}, false
	}
	return jacobian{j.ty / d, -j.sy / d, -j.tx / d, j.sx / d}, true
}

// mul returns the Jacobian that applies k first, then j.
func (j jacobian) mul(k jacobian) jacobian {
	return jacobian{
		j.sx*k.sx + j.sy*k.tx, j.sx*k.sy + j.sy*k.ty,
		j.tx*k.sx + j.ty*k.tx, j.tx*k.sy + j.ty*k.ty,
	}
}
