package objects

import "patina/paint/geom"

// wagon is a lorry, a bus, a train or a tank.
func wagon(a *assembly) { pick(a.dice, lorry, bus, train, tank)(a) }

// rollers gives a vehicle wheels at places along its side, half sunk into its floor.
func (a *assembly) rollers(x, y, radius, width float32, along []float32) {
	rim := pick(a.dice, metalColour(a.dice), a.palette.accent, a.palette.light)
	one := cylinder(radius, radius, width, 0.02, 22).placed(turn(aroundZ, 0.25))
	var all []shape
	var centers []geom.Vec3
	for _, z := range along {
		centers = append(centers, vec(x, y, z))
		all = append(all, one.at(x, y, z))
	}
	spokes := rays(geom.Vec3{}, aroundX, a.count(4, 8), 0.35, 0)
	a.add("wheels", joined(all...).pair(), satin(wheelPaint(centers, radius, a.between(0.5, 0.75), spokes, tyreColour(a.dice), rim)))
}

func lorry(a *assembly) {
	w, h := a.between(0.3, 0.38), a.between(0.32, 0.45)
	cab := block(w, h*0.85, 0.22, 0.05).at(0, 0, 0.68)
	p := a.front(w, h, 0.9, a.palette.main)
	glass := oklch(a.between(0.3, 0.6), 0.05, 0.63)
	p = p.tinted(between(vec(0, 1, 0), h*0.1, h*0.6).and(facing(vec(1, 0, 0), 0.8, 0.1).mirrored()).and(between(vec(0, 0, 1), 0.58, 0.78)), glass)
	a.add("cab", cab, glossy(p))
	var cargo shape
	if a.chance(0.65) {
		cargo = block(w*1.05, h*a.between(0.9, 1.2), 0.65, 0.02).at(0, h*0.2, -0.25)
	} else {
		cargo = cylinder(h*0.9, h*0.9, 1.25, 0.08, 32).placed(turn(aroundX, 0.25)).at(0, h*0.2, -0.25)
	}
	base := pick(a.dice, a.palette.second, a.palette.light)
	q := a.decorated(cargo.box(), base)
	if a.chance(0.5) {
		q = q.tinted(sideStamp(anyFigure(a.dice), -0.25, h*0.2, h*0.6), a.palette.accent)
	}
	a.add("cargo", cargo, material{a.aged(cargo.box(), q), 0.3, 0.5})
	a.add("frame", block(w*0.9, 0.06, 0.9, 0.02).at(0, -h*0.85, 0), satin(plain(a.palette.dark)))
	a.rollers(w*0.9, -h, 0.17, 0.14, []float32{0.62, -0.4, -0.76})
}

// front is what a large vehicle shows: windscreen, grille, lamps, plate, rear lamps.
func (a *assembly) front(w, h, z float32, body geom.Vec3) pattern {
	glass := oklch(a.between(0.3, 0.6), 0.05, 0.63)
	p := plain(body)
	if a.chance(0.5) {
		p = p.tinted(between(vec(0, 1, 0), -h*0.3, -h*0.05), a.palette.other(a.dice, body))
	}
	screen := facing(vec(0, 0, 1), 0.7, 0.1).and(between(vec(0, 1, 0), h*0.1, h*0.65)).and(between(vec(1, 0, 0), -w*0.85, w*0.85))
	p = p.tinted(screen, glass)
	p = p.tinted(grille(w*0.5, -h*0.5, h*0.15), vec(0.14, 0.14, 0.15))
	lamp := stamp(disc, vec(w*0.72, -h*0.45, z), w*0.16, false).mirrored()
	return p.tinted(lamp, oklch(0.95, 0.06, 0.27))
}

func bus(a *assembly) {
	w, h, l := a.between(0.3, 0.36), a.between(0.32, 0.5), float32(0.95)
	body := a.palette.main
	p := a.front(w, h, l, body)
	double := h > 0.42
	rows := []float32{0.35}
	if double {
		rows = []float32{0.55, -0.05}
	}
	glass := oklch(a.between(0.3, 0.7), 0.05, 0.63)
	for _, y := range rows {
		f := between(vec(0, 1, 0), h*(y-0.18), h*(y+0.18)).and(stripes(vec(0, 0, 1), 0.23, 0.8, 0)).and(facing(vec(1, 0, 0), 0.7, 0.1).mirrored())
		p = p.tinted(f, glass)
	}
	p = p.tinted(between(vec(0, 1, 0), -h*0.45, -h*0.3), a.palette.other(a.dice, body))
	rear := facing(vec(0, 0, -1), 0.7, 0.1)
	p = p.tinted(rear.and(between(vec(0, 1, 0), h*0.15, h*0.6)).and(between(vec(1, 0, 0), -w*0.6, w*0.6)), glass)
	p = p.tinted(stamp(square, vec(w*0.75, -h*0.5, -l), 0.06, true).mirrored().and(rear), oklch(0.55, 0.22, 0.07))
	p = p.tinted(facing(vec(0, 1, 0), 0.8, 0.1), a.palette.light)
	if a.chance(0.4) {
		p = p.tinted(sideStamp(anyFigure(a.dice), 0, -h*0.4, h*0.3), a.palette.accent)
	}
	a.add("body", block(w, h, l, 0.07), glossy(p))
	a.rollers(w*0.92, -h, 0.15, 0.14, []float32{0.6, -0.55})
}

func train(a *assembly) {
	r, l := a.between(0.24, 0.32), a.between(0.5, 0.65)
	boiler := cylinder(r, r, 2*l, 0.03, 32).placed(turn(aroundX, 0.25)).at(0, 0.05, 0.3)
	base := a.palette.main
	p := plain(base).tinted(stripes(vec(0, 0, 1), 0.28, 0.12, 0), pick(a.dice, metalColour(a.dice), a.palette.accent))
	p = p.tinted(facing(vec(0, 0, 1), 0.8, 0.1), a.palette.dark).tinted(stamp(ringFigure, vec(0, 0.05, 0.3+l), r*0.8, false), a.palette.accent)
	if a.chance(0.3) { // a face
		whites, pupils := drawnEyes(r*0.4, 0.15, r*0.22, 1.2)
		front := beyond(vec(0, 0, 1), 0.25+l, 0)
		p = p.tinted(facing(vec(0, 0, 1), 0.8, 0.1), stoneColour(a.dice)).tinted(whites.and(front), vec(0.97, 0.97, 0.97)).tinted(pupils.and(front), a.palette.dark).tinted(mouth(-0.05, r*0.4, 0.05, 0.016).and(front), a.palette.dark)
	}
	a.add("boiler", boiler, glossy(p))
	chimney := lathe(curved([]geom.Vec2{{X: 0.06, Y: 0}, {X: 0.07, Y: 0.15}, {X: 0.13, Y: 0.3}, {X: 0, Y: 0.3}}, 4), 20).at(0, r, 0.65)
	dome := ball(0.11, 0.12, 0.11, 18).at(0, r+0.04, 0.3)
	a.add("chimney", joined(chimney, dome), satin(plain(pick(a.dice, metalColour(a.dice), a.palette.dark))))
	cab := block(r*1.15, 0.42, 0.28, 0.03).at(0, 0.17, -0.5)
	q := plain(a.palette.second).tinted(between(vec(0, 1, 0), 0.25, 0.45).and(between(vec(0, 0, 1), -0.65, -0.35)), oklch(0.45, 0.05, 0.63)).tinted(sideStamp(anyFigure(a.dice), -0.5, 0, 0.14), a.palette.accent)
	a.add("cab", cab, glossy(q))
	roof := block(r*1.3, 0.04, 0.36, 0.03).at(0, 0.6, -0.5)
	a.add("roof", roof, satin(plain(a.palette.dark)))
	a.add("frame", block(r*0.95, 0.07, 0.85, 0.02).at(0, -0.28, 0.05), satin(plain(pick(a.dice, oklch(0.5, 0.19, 0.07), a.palette.dark))))
	a.rollers(r*0.95, -0.33, 0.16, 0.08, []float32{-0.55, -0.15, 0.25, 0.62})
	guard := cylinder(r*1.1, r*0.5, 0.22, 0, 4).placed(turn(aroundY, 0.125)).scaled(1, 1, 0.6).at(0, -0.35, 0.95)
	a.add("guard", guard, satin(plain(a.palette.accent).tinted(stripes(vec(1, 0, 0), 0.08, 0.35, 0), a.palette.dark)))
}

func tank(a *assembly) {
	w, l, h := a.between(0.34, 0.42), a.between(0.65, 0.85), a.between(0.15, 0.2)
	base := pick(a.dice, a.palette.main, oklch(0.5, 0.07, 0.3))
	camouflage := plain(base)
	if a.chance(0.7) {
		camouflage = camouflage.tinted(patches(a.between(0.25, 0.5), 0.52, 0.02, a.seed()), deeper(base, 0.35)).tinted(patches(a.between(0.25, 0.5), 0.58, 0.02, a.seed()), pick(a.dice, a.palette.second, paler(base, 0.3)))
	}
	camouflage = camouflage.mottled(0.1, 0.1, a.seed())
	hull := block(w, h, l, 0.06).bent(func(p geom.Vec3) geom.Vec3 {
		if p.Y < 0 {
			p.Z *= 0.85
		}
		return p
	})
	a.add("hull", hull, satin(camouflage))
	turret := cylinder(w*0.95, w*0.7, 0.24, 0.05, 28).scaled(1, 1, 1.15).at(0, h+0.1, -0.05)
	star := stamp(anyFigure(a.dice), vec(0, h+0.1, w), 0.08, false)
	a.add("turret", turret, satin(camouflage.tinted(star, a.palette.light).tinted(sideStamp(star5, -0.05, h+0.1, 0.08), a.palette.light)))
	barrel := joined(cylinder(0.05, 0.045, 0.8, 0.01, 16), cylinder(0.07, 0.07, 0.14, 0.01, 16).at(0, 0.38, 0)).placed(turn(aroundX, 0.24)).at(0, h+0.14, w+0.3)
	a.add("gun", barrel, satin(camouflage))
	hatch := cylinder(0.12, 0.12, 0.06, 0.02, 20).at(a.between(-0.12, 0.12), h+0.25, -0.1)
	a.add("hatch", hatch, satin(plain(deeper(base, 0.3))))
	track := block(0.11, 0.19, l*1.05, 0.17).at(w+0.06, -h*0.7, 0)
	dark := tyreColour(a.dice)
	links := stripes(vec(0, 0, 1), 0.1, 0.3, 0)
	q := plain(dark).tinted(links, paler(dark, 0.25))
	for i := range 5 {
		z := l * (-0.8 + 0.4*float32(i))
		q = q.tinted(sideStamp(disc, z, -h*0.7, 0.13), base).tinted(sideStamp(disc, z, -h*0.7, 0.05), dark)
	}
	a.add("tracks", track.pair(), matt(q))
}

var star5 = star(5, 0.42)
