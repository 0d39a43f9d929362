package raster_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/raster"
	"patina/paint/view"
)

func rasterize(t *testing.T, clip []geom.Vec4, triangles []mesh.Triangle, width, height int) *raster.Hits {
	t.Helper()
	hits, err := raster.Rasterize(context.Background(), clip, triangles, width, height)
	if err != nil {
		t.Fatal(err)
	}
	return hits
}

// TestAgainstPlainLoop compares with the reference's loop written down without
// bands, rows and tokens: every pixel against every triangle.
func TestAgainstPlainLoop(t *testing.T) {
	for seed := range uint64(60) {
		clip, triangles := randomTriangles(seed)
		width, height := 1+int(seed*7%90), 1+int(seed*13%90)
		got := rasterize(t, clip, triangles, width, height)
		want := plainLoop(clip, triangles, width, height)
		if !slices.Equal(got.Triangle, want) {
			t.Errorf("seed %d: %dx%d pixels differ", seed, width, height)
		}
	}
}

// randomTriangles returns large and tiny triangles, slivers and doubles, inside
// and around the picture, with and without perspective.
func randomTriangles(seed uint64) (clip []geom.Vec4, triangles []mesh.Triangle) {
	random := rand.New(rand.NewPCG(seed, 7))
	between := func(low, high float32) float32 { return low + (high-low)*random.Float32() }
	for range 40 {
		center, extent := geom.Vec2{X: between(-1.5, 1.5), Y: between(-1.5, 1.5)}, between(0, 1)*between(0, 1)
		first, w := uint32(len(clip)), float32(1)
		for range 3 {
			if seed%2 == 1 {
				w = between(0.5, 4)
			}
			x, y := center.X+between(-extent, extent), center.Y+between(-extent, extent)/float32(1+seed%5*20)
			clip = append(clip, geom.Vec4{X: x * w, Y: y * w, Z: between(-1, 1) * w, W: w})
		}
		triangles = append(triangles, mesh.Triangle{first, first + 1, first + 2})
	}
	return clip, append(triangles, triangles[:10]...)
}

func plainLoop(clip []geom.Vec4, triangles []mesh.Triangle, width, height int) []int32 {
	hit, best := make([]int32, width*height), make([]int64, width*height)
	for i := range hit {
		hit[i], best[i] = view.NoTriangle, math.MaxInt64
	}
	for face, t := range triangles {
		var x, y, z [3]float32
		for k, v := range t {
			p := clip[v]
			x[k] = float32((float32(p.X/p.W*0.5)+0.5)*float32(width-1)) + 0.5
			y[k] = float32((0.5+float32(0.5*p.Y/p.W))*float32(height-1)) + 0.5
			z[k] = float32(p.Z/p.W*0.49999) + 0.5
		}
		area := func(ax, ay, bx, by, cx, cy float32) float32 {
			return float32((cx-ax)*(by-ay)) - float32((bx-ax)*(cy-ay))
		}
		whole := 1 / area(x[0], y[0], x[1], y[1], x[2], y[2])
		for i := range hit {
			px, py := float32(i%width), float32(i/width)
			if px < float32(int(min(x[0], x[1], x[2]))) || px >= max(x[0], x[1], x[2])+1 ||
				py < float32(int(min(y[0], y[1], y[2]))) || py >= max(y[0], y[1], y[2])+1 {
				continue
			}
			beta := float32(area(x[0], y[0], px+0.5, py+0.5, x[2], y[2]) * whole)
			gamma := float32(area(x[0], y[0], x[1], y[1], px+0.5, py+0.5) * whole)
			alpha := 1 - beta - gamma
			if !(alpha >= 0 && alpha <= 1 && beta >= 0 && beta <= 1 && gamma >= 0 && gamma <= 1) {
				continue
			}
			depth := float32(alpha*z[0]) + float32(beta*z[1]) + float32(gamma*z[2])
			if token := int64(depth*262144)*math.MaxInt32 + int64(face+1); token < best[i] {
				hit[i], best[i] = int32(face), token
			}
		}
	}
	return hit
}

func TestBaryInterpolatesInPerspective(t *testing.T) {
	clip := []geom.Vec4{{X: -1, Y: -1, W: 1}, {X: 3 * 4, Y: -1 * 4, W: 4}, {X: -1 * 2, Y: 3 * 2, W: 2}}
	hits := rasterize(t, clip, []mesh.Triangle{{0, 1, 2}}, 33, 17)
	for i, w := range hits.Bary {
		if sum := w.X + w.Y + w.Z; math.Abs(float64(sum-1)) > 1e-5 {
			t.Fatalf("pixel %d: weights %v do not sum to 1", i, w)
		}
		// The weighted sum of the corners, divided by its w, is the pixel.
		at := w.X*clip[0].W + w.Y*clip[1].W + w.Z*clip[2].W
		x := (w.X*clip[0].X + w.Y*clip[1].X + w.Z*clip[2].X) / at
		y := (w.X*clip[0].Y + w.Y*clip[1].Y + w.Z*clip[2].Y) / at
		wantX, wantY := float32(i%33)/32*2-1, float32(i/33)/16*2-1
		if math.Abs(float64(x-wantX)) > 1e-5 || math.Abs(float64(y-wantY)) > 1e-5 {
			t.Fatalf("pixel %d: weights %v give %g, %g; want %g, %g", i, w, x, y, wantX, wantY)
		}
	}
}

// screenful returns the corners of one triangle that covers the picture at the
// depth z of normalized device coordinates.
func screenful(z float32) []geom.Vec4 {
	return []geom.Vec4{{X: -1, Y: -1, Z: z, W: 1}, {X: 4, Y: -1, Z: z, W: 1}, {X: -1, Y: 4, Z: z, W: 1}}
}

func TestNearestWinsAndTiesGoToTheLowerIndex(t *testing.T) {
	const step = 2.0 / 262144 // of normalized device coordinates, nearly
	tests := []struct {
		name   string
		z      []float32
		nearer int32
	}{
		{"first nearer", []float32{-0.5, 0.5}, 0},
		{"second nearer", []float32{0.5, -0.5}, 1},
		{"equal", []float32{0.25, 0.25, 0.25}, 0},
		{"within a step", []float32{0.3 * step, 0.2 * step}, 0},
		{"beyond a step", []float32{0, -2 * step}, 1},
		{"before the near plane", []float32{-1, -1.5}, 1},
		{"behind the far plane", []float32{1.5, 1}, 1},
		{"far beyond both", []float32{1e30, -1e30}, 1},
	}
	for _, test := range tests {
		var clip []geom.Vec4
		var triangles []mesh.Triangle
		for i, z := range test.z {
			clip = append(clip, screenful(z)...)
			triangles = append(triangles, mesh.Triangle{uint32(3 * i), uint32(3*i + 1), uint32(3*i + 2)})
		}
		hits := rasterize(t, clip, triangles, 8, 8)
		if got := hits.Triangle[27]; got != test.nearer {
			t.Errorf("%s: saw triangle %d, want %d", test.name, got, test.nearer)
		}
	}
}

func TestEdgesCount(t *testing.T) {
	// The corners are the samples of pixels (1,1), (5,1) and (1,5) of 9 by 9.
	at := func(pixel float32) float32 { return pixel/4 - 1 }
	for _, triangle := range []mesh.Triangle{{0, 1, 2}, {2, 1, 0}} {
		clip := []geom.Vec4{{X: at(1), Y: at(1), W: 1}, {X: at(5), Y: at(1), W: 1}, {X: at(1), Y: at(5), W: 1}}
		hits := rasterize(t, clip, []mesh.Triangle{triangle}, 9, 9)
		covered := 0
		for _, hit := range hits.Triangle {
			if hit == 0 {
				covered++
			}
		}
		if covered != 15 || hits.Triangle[9+1] != 0 || hits.Triangle[9+5] != 0 || hits.Triangle[5*9+1] != 0 {
			t.Errorf("%v covers %d pixels, want 15 with its corners: %v", triangle, covered, hits.Triangle)
		}
	}
}

func TestWhatCannotBeDrawnIsLeftOut(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	corners := map[string]geom.Vec4{
		"behind the eye":     {X: 1, Y: 1, Z: 0, W: -1},
		"at the eye":         {X: 1, Y: 1, Z: 0, W: 0},
		"NaN":                {X: nan, Y: 0, Z: 0, W: 1},
		"NaN depth":          {X: 4, Y: -1, Z: nan, W: 1},
		"NaN w":              {X: 4, Y: -1, W: nan},
		"infinite":           {X: inf, Y: -1, W: 1},
		"infinite w":         {X: inf, Y: -1, W: inf},
		"beyond all numbers": {X: 1e38, Y: -1, W: 1e-30},
		"a doubled corner":   {X: -1, Y: -1, W: 1},
		"on the edge":        {X: -1, Y: 1.5, W: 1},
	}
	for name, corner := range corners {
		clip := screenful(0)
		clip[1] = corner
		for i, hit := range rasterize(t, clip, []mesh.Triangle{{0, 1, 2}}, 16, 16).Triangle {
			if hit != view.NoTriangle {
				t.Errorf("%s: pixel %d is covered", name, i)
				break
			}
		}
	}
}

// TestHugeTriangles stay where they belong: what lies far outside the picture
// neither crashes nor smears over it.
func TestHugeTriangles(t *testing.T) {
	for _, size := range []float32{1e3, 1e6, 1e12, 1e18, 1e25, 1e37} {
		away := []geom.Vec4{{X: 2, Y: 2, W: 1}, {X: size, Y: 2, W: 1}, {X: 2, Y: size, W: 1}}
		for i, hit := range rasterize(t, away, []mesh.Triangle{{0, 1, 2}}, 16, 16).Triangle {
			if hit != view.NoTriangle {
				t.Errorf("size %g: pixel %d is covered", size, i)
				break
			}
		}
	}
}

func TestSharedEdgesLeaveNoGap(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		// Four triangles around a point anywhere inside cover the picture.
		clip := []geom.Vec4{{X: -1, Y: -1, W: 1}, {X: 1, Y: -1, W: 1}, {X: 1, Y: 1, W: 1}, {X: -1, Y: 1, W: 1}}
		clip = append(clip, geom.Vec4{X: 1.8*random.Float32() - 0.9, Y: 1.8*random.Float32() - 0.9, W: 1})
		hits := rasterize(t, clip, []mesh.Triangle{{0, 1, 4}, {1, 2, 4}, {2, 3, 4}, {3, 0, 4}}, 65, 65)
		gaps := 0
		for _, hit := range hits.Triangle {
			if hit == view.NoTriangle {
				gaps++
			}
		}
		if gaps > 0 {
			t.Errorf("%d gaps around %v", gaps, clip[4])
		}
	}
}

func TestSameOnAnyNumberOfCores(t *testing.T) {
	clip, triangles := randomTriangles(99)
	want := rasterize(t, clip, triangles, 200, 300)
	for _, cores := range []int{1, 3, 16} {
		before := runtime.GOMAXPROCS(cores)
		got := rasterize(t, clip, triangles, 200, 300)
		runtime.GOMAXPROCS(before)
		if !slices.Equal(got.Triangle, want.Triangle) || !slices.Equal(got.Bary, want.Bary) {
			t.Errorf("%d cores give another result", cores)
		}
	}
}

func TestNothingToDraw(t *testing.T) {
	hits := rasterize(t, nil, nil, 3, 2)
	if hits.Width != 3 || hits.Height != 2 || !slices.Equal(hits.Triangle, []int32{-1, -1, -1, -1, -1, -1}) || len(hits.Bary) != 6 {
		t.Errorf("got %+v, want 3 by 2 empty pixels", hits)
	}
	if hits := rasterize(t, screenful(0), []mesh.Triangle{{0, 1, 2}}, 1, 5); slices.Max(hits.Triangle) != view.NoTriangle {
		t.Error("a picture one pixel wide sees something, although all its points fall together")
	}
}

func TestSizeMustBePositive(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a picture without pixels must panic")
		}
	}()
	_, _ = raster.Rasterize(context.Background(), nil, nil, 4, 0)
}

func TestCancelReturnsTheCause(t *testing.T) {
	reason := errors.New("enough")
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(reason)
	if hits, err := raster.Rasterize(ctx, screenful(0), []mesh.Triangle{{0, 1, 2}}, 64, 64); hits != nil || !errors.Is(err, reason) {
		t.Errorf("got hits: %t, error %v; want none and the cause", hits != nil, err)
	}
}

// TestCancelInTheMiddle stops what would take minutes: a hundred thousand
// triangles that each cover the whole picture.
func TestCancelInTheMiddle(t *testing.T) {
	triangles := make([]mesh.Triangle, 100_000)
	for i := range triangles {
		triangles[i] = mesh.Triangle{0, 1, 2}
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	reason, ended := errors.New("enough"), make(chan error)
	go func() {
		_, err := raster.Rasterize(ctx, screenful(0), triangles, 2048, 2048)
		ended <- err
	}()
	cancel(reason)
	if err := <-ended; !errors.Is(err, reason) {
		t.Errorf("got error %v, want the cause", err)
	}
}
