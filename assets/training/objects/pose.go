package objects

import "patina/paint/geom"

// pose is how an object is stretched and turned once it is built.
type pose struct {
	stretch  geom.Vec3
	sin, cos float32 // of the turn around the y axis
}

// newPose stretches most objects a little. Few are turned away from the front, but many
// of those that are longer than wide, as creatures and vehicles are: pictures of such
// mostly show their side, and meshes made from pictures stand as the picture shows them.
func newPose(d dice, size geom.Vec3) pose {
	p := pose{stretch: vec(1, 1, 1), cos: 1}
	if d.chance(0.7) {
		p.stretch = vec(d.between(0.82, 1.2), d.between(0.82, 1.2), d.between(0.82, 1.2))
	}
	share := float32(0.08)
	if size.Z > 1.3*size.X {
		share = 0.45
	}
	if d.chance(share) {
		p.sin, p.cos = sincos(d.between(-0.28, 0.28))
	}
	return p
}

// placed takes a point as built to where it stands.
func (p pose) placed(v geom.Vec3) geom.Vec3 {
	v = v.Mul(p.stretch)
	return vec(v.X*p.cos+v.Z*p.sin, v.Y, v.Z*p.cos-v.X*p.sin)
}

// built takes a spot to where it was when the object was built. Normals go along with
// the transpose of what points do.
func (p pose) built(s spot) spot {
	back := func(v geom.Vec3) geom.Vec3 { return vec(v.X*p.cos-v.Z*p.sin, v.Y, v.Z*p.cos+v.X*p.sin) }
	at := back(s.p)
	return spot{vec(at.X/p.stretch.X, at.Y/p.stretch.Y, at.Z/p.stretch.Z), back(s.n).Mul(p.stretch).Normalize()}
}

// pedestal puts a disc or a slab under what is built.
func (a *assembly) pedestal() {
	box := a.box()
	half, at := box.Size().Scale(0.5), box.Center()
	r := max(half.X, half.Z) * a.between(0.7, 1.05)
	h := a.between(0.05, 0.15)
	s := cylinder(r, r*a.between(0.85, 1), 2*h, 0.02, 40)
	if a.chance(0.4) {
		s = block(half.X*1.05, h, half.Z*1.05, 0.02)
	}
	s = s.at(at.X, box.Min.Y-h*0.8, at.Z)
	a.add("pedestal", s, a.coat(s.box(), pick(a.dice, stoneColour(a.dice), woodColour(a.dice), a.palette.second)))
}
