package pictures

import (
	"math"
	"math/rand/v2"

	"patina/paint/geom"
	"patina/paint/view"
)

// lighting is how a reference is lit. Directions are unit vectors of the artist's frame
// towards the light; colours are linear.
type lighting struct {
	flat              bool      // base colour as it is
	sun               view.View // where the key light stands
	softness          int       // of its shadows, 0 for none
	steps             float32   // of light, as drawings have them; 0 for a smooth one
	key, fill         geom.Vec3
	keyColour         geom.Vec3
	fillColour        geom.Vec3
	sky, ground       geom.Vec3 // ambient from above and below
	wrap              float32   // how far the key light reaches around, 0 to 1
	shine             float32   // multiplies highlights
	occlusion         float32   // how dark creases get, 0 to 1
	rim               float32   // light at the outline
	toViewer, halfway geom.Vec3 // between key light and viewer
}

// newLighting returns soft light for a camera.
func newLighting(r *rand.Rand, v view.View) lighting {
	between := func(lo, hi float64) float64 { return lo + (hi-lo)*r.Float64() }
	sun := view.At(v.Azimuth+between(-65, 65), between(10, 70))
	l := lighting{
		sun: sun, key: toward(sun.Azimuth, sun.Elevation),
		fill:     toward(v.Azimuth+between(-100, 100), between(-20, 40)),
		toViewer: toward(v.Azimuth, v.Elevation),
		wrap:     float32(between(0.1, 0.6)), shine: float32(between(0, 1.2)), occlusion: float32(between(0.2, 0.9)),
	}
	if r.Float64() < 0.6 {
		l.softness = 1 + r.IntN(3)
	}
	if r.Float64() < 0.08 {
		l.steps = float32(1 + r.IntN(3))
	}
	if r.Float64() < 0.3 {
		l.rim = float32(between(0.05, 0.3))
	}
	// Together a surface that faces the key light gets about its own colour.
	strength := between(0.35, 0.85)
	exposure := between(0.85, 1.15)
	l.keyColour = tint(r, 0.2).Scale(float32(strength * exposure))
	l.fillColour = tint(r, 0.3).Scale(float32(between(0, 0.25) * exposure))
	ambient := float32((1.05 - strength) * exposure)
	l.sky, l.ground = tint(r, 0.15).Scale(ambient), tint(r, 0.25).Scale(ambient*float32(between(0.4, 0.95)))
	l.halfway = l.key.Add(l.toViewer).Normalize()
	return l
}

// toward returns the direction of an azimuth and an elevation in degrees, see view.View,
// in the artist's frame.
func toward(azimuth, elevation float64) geom.Vec3 {
	sinA, cosA := math.Sincos(azimuth * math.Pi / 180)
	sinE, cosE := math.Sincos(elevation * math.Pi / 180)
	return geom.Vec3{X: float32(sinA * cosE), Y: float32(sinE), Z: float32(cosA * cosE)}
}

// tint is white with up to so much of a colour.
func tint(r *rand.Rand, saturation float64) geom.Vec3 {
	warm := (r.Float64()*2 - 1) * saturation * r.Float64()
	green := (r.Float64()*2 - 1) * saturation * 0.3 * r.Float64()
	return geom.Vec3{X: float32(1 + warm), Y: float32(1 + green), Z: float32(1 - warm)}
}

// site is a place to be lit: its outward normal, the highlights of its material, how open
// it is, and how much of the key light reaches it, all 0 to 1.
type site struct {
	normal                    geom.Vec3
	shine, gloss, open, reach float32
}

// shade returns the sRGB colour of a lit place with a base colour (sRGB).
func (l *lighting) shade(colour geom.Vec3, at site) geom.Vec3 {
	if l.flat {
		return colour
	}
	n, shine, gloss, open := at.normal, at.shine, at.gloss, at.open
	key := at.reach * max((n.Dot(l.key)+l.wrap)/(1+l.wrap), 0)
	if l.steps > 0 {
		key = float32(math.Floor(float64(key*l.steps+0.5))) / l.steps
	}
	light := l.ground.Lerp(l.sky, 0.5+0.5*n.Y).Scale(1 - l.occlusion*(1-open))
	light = light.Add(l.keyColour.Scale(key * (1 - 0.5*l.occlusion*(1-open)))).Add(l.fillColour.Scale(max(n.Dot(l.fill), 0)))
	out := decode(colour).Mul(light)
	if shine *= l.shine; shine > 0 && key > 0 {
		out = out.Add(l.keyColour.Scale(shine * highlight(n.Dot(l.halfway), gloss)))
	}
	if l.rim > 0 {
		edge := 1 - max(n.Dot(l.toViewer), 0)
		out = out.Add(l.sky.Scale(l.rim * edge * edge * edge))
	}
	return encode(out)
}

// highlight is J. F. Blinn's, "Models of light reflection for computer synthesized
// pictures" (1977).
func highlight(cosine, gloss float32) float32 {
	if cosine < 0.5 {
		return 0
	}
	return float32(math.Exp(float64(cosine-1) * float64(10+200*gloss*gloss)))
}

// The transfer functions of IEC 61966-2-1, as tables.
var toLinear, toSRGB = transferTables()

const tableSize = 4096

func transferTables() (linear, srgb [tableSize + 1]float32) {
	for i := range linear {
		f := float64(i) / tableSize
		linear[i] = float32(math.Pow((f+0.055)/1.055, 2.4))
		if f <= 0.04045 {
			linear[i] = float32(f / 12.92)
		}
		srgb[i] = float32(1.055*math.Pow(f, 1/2.4) - 0.055)
		if f <= 0.0031308 {
			srgb[i] = float32(12.92 * f)
		}
	}
	return linear, srgb
}

func decode(c geom.Vec3) geom.Vec3 { return looked(&toLinear, c) }
func encode(c geom.Vec3) geom.Vec3 { return looked(&toSRGB, c) }

func looked(table *[tableSize + 1]float32, c geom.Vec3) geom.Vec3 {
	at := func(f float32) float32 { return table[int(min(max(f, 0), 1)*tableSize+0.5)] }
	return geom.Vec3{X: at(c.X), Y: at(c.Y), Z: at(c.Z)}
}
