package meshio

import (
	"math"

	"patina/paint/geom"
)

// placement takes vertices into the frame of the scene.
type placement struct {
	still   bool // the identity: coordinates stay exact
	mirrors bool
	points  geom.Mat4
	normals geom.Mat4
	sign    float32
}

func newPlacement(m geom.Mat4) placement {
	det := m.Determinant3()
	return placement{
		still: m == geom.Identity(), mirrors: det < 0, points: m, normals: m.NormalMatrix(),
		sign: float32(math.Copysign(1, float64(det))) / sizeOfNormals(m.NormalMatrix()),
	}
}

// sizeOfNormals keeps normals near unit length where nodes scale by a ten-thousandth,
// as those of quantized meshes do: shorter ones count as absent.
func sizeOfNormals(m geom.Mat4) float32 {
	var most float32
	for _, f := range m[:11] {
		most = max(most, f, -f)
	}
	if most == 0 || most != most {
		return 1
	}
	return most
}

func (p *placement) point(v geom.Vec3) geom.Vec3 {
	if p.still {
		return v
	}
	return p.points.ApplyPoint(v)
}

// normal is made unit again by mesh.Clean; the cofactors of a mirroring matrix would
// turn it inside.
func (p *placement) normal(v geom.Vec3) geom.Vec3 {
	if p.still {
		return v
	}
	return p.normals.ApplyDirection(v).Scale(p.sign)
}
