package bake_test

import (
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"patina/paint/bake"
	"patina/paint/geom"
	"patina/paint/mesh"
)

// stripes, noise and bricks have texture: something that a smooth fill cannot keep.
func stripes(p geom.Vec3) geom.Vec3 {
	return mixed(geom.Vec3{X: 0.85, Y: 0.8, Z: 0.7}, geom.Vec3{X: 0.25, Y: 0.2, Z: 0.3}, square(150*float64(p.Z+0.3*p.X)))
}

func noise(p geom.Vec3) geom.Vec3 {
	return mixed(geom.Vec3{X: 0.3, Y: 0.45, Z: 0.2}, geom.Vec3{X: 0.7, Y: 0.75, Z: 0.5}, valueNoise(p.Scale(130)))
}

func mixed(a, b geom.Vec3, t float64) geom.Vec3 { return a.Lerp(b, float32(t)) }

// square is a square wave with edges about a texel wide.
func square(phase float64) float64 { return min(max(0.5+3*math.Sin(phase), 0), 1) }

// bricks are laid in rows of height 0.03 along z, with mortar between them.
func bricks(p geom.Vec3) geom.Vec3 {
	u, v := float64(p.X+p.Y)/0.06, float64(p.Z)/0.03
	row := math.Floor(v)
	u += 0.5 * math.Mod(math.Abs(row), 2)
	edge := min(u-math.Floor(u), math.Ceil(u)-u)*0.06 - 0.002
	edge = min(edge, min(v-row, row+1-v)*0.03-0.002)
	shade := 0.8 + 0.2*hashed(int(math.Floor(u)), int(row), 7)
	clay := geom.Vec3{X: 0.65, Y: 0.3, Z: 0.22}.Scale(float32(shade))
	return mixed(geom.Vec3{X: 0.75, Y: 0.73, Z: 0.7}, clay, min(max(edge*800+0.5, 0), 1))
}

// valueNoise interpolates random numbers on the grid of whole numbers.
func valueNoise(p geom.Vec3) (sum float64) {
	x, y, z := math.Floor(float64(p.X)), math.Floor(float64(p.Y)), math.Floor(float64(p.Z))
	fx, fy, fz := float64(p.X)-x, float64(p.Y)-y, float64(p.Z)-z
	for k := range 8 {
		i, j, l := k&1, k>>1&1, k>>2
		w := math.Abs(1-float64(i)-fx) * math.Abs(1-float64(j)-fy) * math.Abs(1-float64(l)-fz)
		sum += w * hashed(int(x)+i, int(y)+j, int(z)+l)
	}
	return sum
}

// hashed is a number from 0 to 1 that looks random.
func hashed(x, y, z int) float64 {
	h := uint64(x)*0x9E3779B97F4A7C15 ^ uint64(y)*0xC2B2AE3D27D4EB4F ^ uint64(z)*0x165667B19E3779F9
	h = (h ^ h>>31) * 0xBF58476D1CE4E5B9
	h = (h ^ h>>29) * 0x94D049BB133111EB
	return float64((h^h>>32)>>11) / (1 << 53)
}

// picture paints the xz plane with a photograph-like picture.
func picture(t testing.TB) paint {
	file, err := os.Open(filepath.Join("..", "..", "assets", "sample.png"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	img, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	size := img.Bounds().Size()
	return func(p geom.Vec3) geom.Vec3 {
		x, y := int((p.X+0.5)*float32(size.X)), int((p.Z+0.5)*float32(size.Y))
		r, g, b, _ := img.At(x, y).RGBA()
		return geom.Vec3{X: float32(r), Y: float32(g), Z: float32(b)}.Scale(1.0 / 65535)
	}
}

// holdOut paints all of an atlas but what lies in some balls around points of the
// surface, and returns which texels those are.
func holdOut(a *bake.Atlas, c paint, balls int, radius float32, seed uint64) [][]bool {
	random := rand.New(rand.NewPCG(seed, 1))
	var points []geom.Vec3
	eachTexel(a, func(_ *bake.Texture, _ int, p geom.Vec3) { points = append(points, p) })
	centers := make([]geom.Vec3, balls)
	for i := range centers {
		centers[i] = points[random.IntN(len(points))]
	}
	held := make([][]bool, len(a.Textures))
	for slot, t := range a.Textures {
		held[slot] = make([]bool, len(t.Color))
		for i := range t.Color {
			p, ok := a.PointAt(slot, i)
			if !ok {
				continue
			}
			for _, center := range centers {
				d := p.Sub(center)
				held[slot][i] = held[slot][i] || d.Dot(d) < radius*radius
			}
			if !held[slot][i] {
				t.Provenance[i], t.Color[i] = 1, c(p)
			}
		}
	}
	return held
}

// A wall is a plane that fills its texture.
func wall() *mesh.Mesh {
	m := newMesh(1)
	addQuad(m, 0, geom.Vec3{}, right, up, rect{0.02, 0.02, 0.98, 0.98})
	return m
}

// Two plates side by side in the texture that do not touch on the surface, one
// striped and one plain, both with holes: no stripe gets onto the plain one.
func TestTextureStaysOnItsPart(t *testing.T) {
	m := newMesh(1)
	addQuad(m, 0, geom.Vec3{X: -1.5}, right, up, rect{0.02, 0.02, 0.48, 0.98})
	addQuad(m, 0, geom.Vec3{X: 0.5}, right, up, rect{0.52, 0.02, 0.98, 0.98})
	grey := geom.Vec3{X: 0.55, Y: 0.5, Z: 0.5}
	plates := func(p geom.Vec3) geom.Vec3 {
		if p.X > 0 {
			return stripes(p.Scale(2))
		}
		return mixed(grey, orange, 0.1*noise1(p))
	}
	a := mustBake(t, m, nil, bake.Options{Size: 512})
	held := holdOut(a, plates, 20, 0.05, 5)
	mustFill(t, a)
	compared := 0
	eachTexel(a, func(tex *bake.Texture, i int, p geom.Vec3) {
		if !held[0][i] || p.X > 0 {
			return
		}
		compared++
		if furthest(tex.Color[i], grey) > 0.15 {
			t.Fatalf("texel (%d, %d) of the plain plate is %v", i%512, i/512, tex.Color[i])
		}
	})
	if compared < 500 {
		t.Errorf("only %d texels compared", compared)
	}
}

func noise1(p geom.Vec3) float64 { return valueNoise(p.Scale(300)) }

// Stripes run on over a seam, whatever the chart on its other side looks like: here
// all that is seen of the second chart is its far end.
func TestTextureCrossesSeams(t *testing.T) {
	for name, uv := range map[string]rect{
		"same density":  {0.55, 0.1, 0.95, 0.5},
		"turned by 180": {0.95, 0.5, 0.55, 0.1},
		"mirrored":      {0.95, 0.1, 0.55, 0.5},
	} {
		m := newMesh(1)
		addQuad(m, 0, geom.Vec3{X: -1}, right, up, rect{0.1, 0.1, 0.5, 0.5})
		addQuad(m, 0, geom.Vec3{}, right, up, uv)
		a := unpainted(t, m, 512)
		fit := m.Fit()
		eachTexel(a, func(tex *bake.Texture, i int, p geom.Vec3) {
			if x := fit.Unfit(p).X; x < -0.1 || x > 0.9 {
				tex.Provenance[i], tex.Color[i] = 1, stripes(p)
			}
		})
		held := [][]bool{make([]bool, 512*512)}
		eachTexel(a, func(tex *bake.Texture, i int, p geom.Vec3) {
			x := fit.Unfit(p).X
			held[0][i] = x > -0.1 && x < 0.15
		})
		mustFill(t, a)
		savePNG(t, "stripes over a seam, "+name, a.Textures[0].Image())
		if q := judge(a, stripes, held); q.psnr < 11 || q.gradients > 0.3 {
			t.Errorf("%s: %.1f dB, steps off by %.2f; want 11 dB and 0.3", name, q.psnr, q.gradients)
		}
	}
}
