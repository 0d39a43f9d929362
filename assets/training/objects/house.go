package objects

import "patina/paint/geom"

// house has walls with a door and windows, and a roof.
func house(a *assembly) {
	h := building{
		assembly: a, width: a.between(0.4, 0.65), depth: a.between(0.4, 0.7), height: a.between(0.3, 0.65),
		wall: pick(a.dice, a.palette.light, a.palette.main, paler(a.palette.main, 0.5), stoneColour(a.dice)),
		trim: pick(a.dice, a.palette.second, a.palette.dark, woodColour(a.dice), vec(0.95, 0.95, 0.92)),
	}
	h.walls()
	h.gable()
	h.door()
	if a.chance(0.5) {
		h.chimney()
	}
	if a.chance(0.5) {
		h.ground()
	}
}

type building struct {
	*assembly
	width, depth, height float32 // halves of the walls
	wall, trim           geom.Vec3
}

func (h *building) walls() {
	s := block(h.width, h.height, h.depth, 0.015)
	p := h.masonry(plain(h.wall))
	front := h.windows(h.count(1, 3), h.count(1, 2))
	p = p.tinted(front, oklch(h.between(0.35, 0.85), h.between(0.02, 0.1), pick[float32](h.dice, 0.6, 0.25)))
	p = p.tinted(beyond(vec(0, -1, 0), h.height*h.between(0.75, 0.95), 0), stoneColour(h.dice))
	h.add("walls", s, matt(p))
}

// masonry is plaster, brick, planks or half-timbering.
func (h *building) masonry(p pattern) pattern {
	switch t := h.Float32(); {
	case t < 0.3:
		line := paler(h.wall, 0.4)
		return p.mottled(0.2, 0.1, h.seed()).tinted(joints(h.between(0.14, 0.26), h.between(0.07, 0.12), 0.018), line)
	case t < 0.5:
		return p.tinted(stripes(vec(0, 1, 0), h.between(0.08, 0.16), 0.15, 0), deeper(h.wall, 0.35)).mottled(0.12, 0.3, h.seed())
	case t < 0.65: // timber
		beams := joints(h.between(0.3, 0.5), h.between(0.3, 0.6), 0.06)
		return p.tinted(beams, woodColour(h.dice))
	}
	return p.mottled(h.between(0.03, 0.15), h.between(0.2, 0.6), h.seed())
}

// windows are panes with bars on all sides but below, so many across and up.
func (h *building) windows(columns, rows int) field {
	w, t := h.between(0.25, 0.4), h.between(0.25, 0.4)
	return func(s spot) float32 {
		if abs(s.n.Y) > 0.5 {
			return 0
		}
		x, y := wall(s)
		half := h.width
		if abs(s.n.X) > abs(s.n.Z) {
			half = h.depth
		}
		if s.n.Z > 0.5 && abs(x) < 0.2 && y < h.height*0.25 {
			return 0 // the door
		}
		fx := (x + half) / (2 * half) * float32(columns)
		fy := (y + h.height) / (2 * h.height) * float32(rows)
		_, fx = cell(fx)
		_, fy = cell(fy)
		dx, dy := abs(fx-0.5), abs(fy-0.55)
		edge := float32(0.02)
		pane := ramp(w, w-edge, dx) * ramp(t, t-edge, dy)
		return pane * ramp(0.02, 0.02+edge, dx) * ramp(0.02, 0.02+edge, dy)
	}
}

func (h *building) gable() {
	rise, over := h.between(0.3, 0.7), h.between(0.04, 0.12)
	colour := pick(h.dice, h.palette.second, h.palette.accent, oklch(0.5, 0.13, 0.1), h.palette.dark)
	if h.chance(0.3) { // four sides
		profile := []geom.Vec2{{X: 0, Y: 0}, {X: (h.width + over) * 1.4142, Y: 0}, {X: 0, Y: rise}}
		s := lathe(refined(profile, 0.15), 4).placed(turn(aroundY, 0.125)).scaled(1, 1, (h.depth+over)/(h.width+over)).creased(20).at(0, h.height, 0)
		h.add("roof", s, matt(h.roofing(colour)))
		return
	}
	w := h.width + over
	outline := []geom.Vec2{{X: -w, Y: 0}, {X: w, Y: 0}, {X: 0, Y: rise}}
	s := extrusion(outline, geom.Vec2{Y: rise / 3}, 2*(h.depth+over)).at(0, h.height, 0)
	ends := facing(vec(0, 0, 1), 0.9, 0.05)
	back := facing(vec(0, 0, -1), 0.9, 0.05)
	p := h.roofing(colour).tinted(func(s spot) float32 { return max(ends(s), back(s)) }, h.trim)
	h.add("roof", s, matt(p))
}

func (h *building) roofing(c geom.Vec3) pattern {
	p := plain(c).mottled(0.15, 0.15, h.seed())
	switch t := h.Float32(); {
	case t < 0.5:
		return p.tinted(shingles(h.between(0.1, 0.2), h.between(0.08, 0.15)), deeper(c, 0.4))
	case t < 0.75:
		return p.tinted(stripes(vec(0, 1, 0), h.between(0.07, 0.14), 0.25, 0), deeper(c, 0.35))
	}
	return p
}

func (h *building) door() {
	w, t := h.between(0.1, 0.15), h.height*h.between(0.45, 0.6)
	y := -h.height + t
	s := block(w, t, 0.03, 0.01).at(0, y, h.depth)
	c := pick(h.dice, h.palette.accent, woodColour(h.dice), h.trim)
	p := plain(c).tinted(stripes(vec(1, 0, 0), w*0.6, 0.12, 0.5), deeper(c, 0.4))
	p = p.tinted(stamp(disc, vec(w*0.65, y, h.depth), 0.02, false), oklch(0.8, 0.12, 0.24))
	h.add("door", s, satin(p))
}

func (h *building) chimney() {
	x, z := h.width*h.between(0.3, 0.6)*pick[float32](h.dice, -1, 1), h.depth*h.between(-0.5, 0.2)
	s := block(0.08, 0.3, 0.08, 0.005).at(x, h.height+0.3, z)
	c := oklch(0.5, 0.09, 0.1)
	h.add("chimney", s, matt(plain(c).tinted(joints(0.08, 0.05, 0.012), paler(c, 0.4))))
}

func (h *building) ground() {
	s := cylinder(1, 0.95, 0.1, 0.03, 36).at(0, -h.height-0.04, 0)
	grass := leafColour(h.dice)
	p := plain(grass).tinted(patches(0.15, 0.5, 0.1, h.seed()), deeper(grass, 0.25))
	p = p.tinted(facing(vec(0, 1, 0), 0.5, 0.2).inverse(), oklch(0.45, 0.06, 0.15))
	if h.chance(0.7) { // a path
		path := between(vec(1, 0, 0), -0.12, 0.12).and(beyond(vec(0, 0, 1), h.depth, 0)).warped(0.05, 0.3, h.seed())
		p = p.tinted(path, oklch(0.75, 0.05, 0.2))
	}
	h.add("ground", s, matt(p))
}
