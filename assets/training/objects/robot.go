package objects

import "patina/paint/geom"

// robot is boxes and cylinders with a face, joints and a panel.
func robot(a *assembly) {
	w, h, d := a.between(0.25, 0.42), a.between(0.28, 0.42), a.between(0.18, 0.3)
	shell := a.palette.main
	edge := a.between(0.01, 0.12)
	torso := block(w, h, d, edge)
	p := a.panels(torso.box(), shell)
	p = p.tinted(stamp(square, vec(0, h*0.1, d), min(w, h)*0.55, false), a.palette.dark)
	p = p.over(stamp(square, vec(0, h*0.1, d), min(w, h)*0.48, false), plain(oklch(0.35, 0.03, 0.6)).tinted(spots(0.09, 0.3, a.seed()), a.palette.accent))
	if a.chance(0.6) {
		p = p.tinted(stamp(pick[figure](a.dice, square, disc), vec(0, 0, -d), min(w, h)*0.6, true), a.palette.third)
	}
	a.add("torso", torso, material{p, 0.5, 0.6})
	a.robotHead(h, shell)
	a.robotLimbs(w, h)
	if a.chance(0.4) {
		tank := cylinder(0.1, 0.1, h*1.4, 0.05, 18).at(w*0.45, 0, -d-0.09)
		a.add("tanks", tank.pair(), a.coat(tank.box(), a.palette.accent))
	}
}

// panels is painted metal with seams, rivets and wear.
func (a *assembly) panels(box geom.Box, c geom.Vec3) pattern {
	p := plain(c)
	if a.chance(0.5) {
		p = p.tinted(a.ornament(box), a.palette.other(a.dice, c))
	}
	if a.chance(0.6) {
		size := a.between(0.25, 0.5)
		p = p.tinted(joints(size, size, 0.014), deeper(c, 0.5))
	}
	if a.chance(0.5) {
		p = p.tinted(edgesOf(halves(box), a.between(0.03, 0.07), a.seed()), metalColour(a.dice))
	}
	if a.chance(0.3) {
		p = p.tinted(patches(0.3, 0.6, 0.05, a.seed()), oklch(0.42, 0.09, 0.12)) // rust
	}
	return p
}

func (a *assembly) robotHead(h float32, shell geom.Vec3) {
	hw, hh, hd := a.between(0.18, 0.32), a.between(0.14, 0.26), a.between(0.16, 0.26)
	y := h + hh + 0.06
	var s shape
	if a.chance(0.6) {
		s = block(hw, hh, hd, a.between(0.01, 0.1)).at(0, y, 0)
	} else {
		s = cylinder(hw, hw*a.between(0.7, 1), 2*hh, 0.06, 28).at(0, y, 0)
	}
	p := a.panels(s.box(), pick(a.dice, shell, a.palette.second, a.palette.light))
	glow := pick(a.dice, oklch(0.85, 0.15, 0.55), oklch(0.85, 0.16, 0.28), oklch(0.65, 0.22, 0.07), a.palette.accent)
	if a.chance(0.4) { // a visor
		p = p.tinted(between(vec(0, 1, 0), y-hh*0.1, y+hh*0.5).and(facing(vec(0, 0, 1), 0.3, 0.1)).and(between(vec(1, 0, 0), -hw*0.8, hw*0.8)), vec(0.08, 0.09, 0.11))
	}
	whites, pupils := drawnEyes(hw*0.45, y+hh*0.2, hw*a.between(0.2, 0.32), 1)
	p = p.tinted(whites, glow)
	if a.chance(0.5) {
		p = p.tinted(pupils, vec(0.06, 0.07, 0.09))
	}
	p = p.tinted(grille(hw*0.45, y-hh*0.5, hh*0.2), vec(0.12, 0.12, 0.13))
	a.add("head", s, material{p, 0.5, 0.6})
	a.add("neck", cylinder(0.09, 0.09, 0.2, 0, 14).at(0, h+0.03, 0), satin(plain(metalColour(a.dice))))
	if a.chance(0.6) {
		x := hw * pick[float32](a.dice, 0, 0.6, 1)
		rod := limb([]geom.Vec3{vec(x, y+hh, 0), vec(x, y+hh+0.18, 0)}, 6, 0.02, 0.02)
		tip := ball(0.05, 0.05, 0.05, 12).at(x, y+hh+0.2, 0)
		a.add("antenna", joined(rod, tip).pair(), glossy(plain(metalColour(a.dice)).tinted(beyond(vec(0, 1, 0), y+hh+0.15, 0), glow)))
	}
}

func (a *assembly) robotLimbs(w, h float32) {
	metal := metalColour(a.dice)
	rib := stripes(vec(0, 1, 0), 0.06, 0.35, 0)
	shoulder, hand := vec(w+0.08, h*0.7, 0), vec(w+a.between(0.12, 0.35), -h*a.between(0.3, 1), a.between(0, 0.3))
	arm := limb(bow(shoulder, shoulder.Lerp(hand, 0.5).Add(vec(0.1, 0, -0.05)), hand, 8), 12, 0.06, 0.06)
	hip, foot := vec(w*0.55, -h*0.95, 0), vec(w*0.6, -h-a.between(0.3, 0.5), 0)
	leg := limb([]geom.Vec3{hip, hip.Lerp(foot, 0.5), foot}, 12, 0.08, 0.08)
	a.add("limbs", joined(arm, leg).pair(), satin(plain(metal).tinted(rib, deeper(metal, 0.45))))
	fist := ball(0.11, 0.11, 0.11, 16).at(hand.X, hand.Y, hand.Z)
	knob := ball(0.1, 0.1, 0.1, 14).at(shoulder.X, shoulder.Y, shoulder.Z)
	boot := block(0.13, 0.08, 0.19, 0.04).at(foot.X, foot.Y-0.06, 0.05)
	s := joined(fist, knob, boot).pair()
	a.add("hands and feet", s, material{a.panels(s.box(), a.palette.second), 0.5, 0.5})
}
