package projection

import (
	"context"
	"math"
	"slices"

	"patina/paint"
	"patina/paint/mesh"
	"patina/paint/parallel"
	"patina/paint/view"
)

// candidate is a camera, how well the cut-out fits the silhouette that it sees,
// and the rank that follows from the two.
type candidate struct {
	view    view.View
	place   placement
	overlap float64
	rank    float64
}

// The search for the camera of a reference. Angles are degrees.
const (
	coarseSize       = 64  // pixels of a silhouette in the grid of all directions
	fineSize         = 112 // and when the best of them are refined
	gridStep         = 15
	lowestElevation  = -45 // elevations of the grid: pictures from straight below are rare
	highestElevation = 75
	finalists        = 3
	finalistAngle    = 25  // finalists lie at least this far from each other
	roughAngle       = 2   // the finalists are compared at this step,
	finestAngle      = 0.5 // and the winner is refined to this one
	// farPenalty is what the camera opposite to the start must gain in overlap to
	// be taken. Silhouettes from opposite sides mirror each other, so that of a
	// symmetric mesh alone cannot tell front from back.
	farPenalty = 0.04
	lensGain   = 0.01 // overlap that another lens must gain to be taken
	startLead  = 0.01 // and any other camera than the start
)

// search looks for the camera whose silhouette the cut-out fits best. It has its
// silhouettes rendered one batch at a time and never the same one twice.
type search struct {
	renderer paint.PassRenderer
	mesh     *mesh.Mesh
	cut      cutout
	start    view.View
	step     func(done, total int) // told after each batch of the grid and each finalist
	cache    map[cacheKey]*silhouette
}

type cacheKey struct {
	view view.View
	size int
}

func newSearch(renderer paint.PassRenderer, m *mesh.Mesh, cut cutout, start view.View) *search {
	return &search{renderer: renderer, mesh: m, cut: cut, start: start, step: func(int, int) {}, cache: map[cacheKey]*silhouette{}}
}

// findView returns the best camera that the search finds near or far from its
// start: it looks from all sides with an orthographic lens, refines the directions
// of the best few, and then tries how wide an angle the reference was taken with.
func (s *search) findView(ctx context.Context) (candidate, error) {
	rings := elevations(gridStep)
	grid, err := s.look(ctx, rings, gridStep, coarseSize, func(done int) { s.step(done, len(rings)+finalists) })
	if err != nil {
		return candidate{}, err
	}
	var best candidate
	o := newOutline(s.cut.img, fineSize)
	for i, c := range farApart(grid, finalists) {
		turned, err := s.turn(ctx, o, c, gridStep/2, roughAngle)
		if err != nil {
			return candidate{}, err
		}
		if i == 0 || turned.rank > best.rank {
			best = turned
		}
		s.step(len(rings)+i+1, len(rings)+finalists)
	}
	best, err = s.refine(ctx, o, best)
	if err != nil {
		return candidate{}, err
	}
	return s.unlessStart(ctx, o, best)
}

// unlessStart returns the start itself if the best candidate is hardly better: all
// around a bottle, every camera fits.
func (s *search) unlessStart(ctx context.Context, o *outline, best candidate) (candidate, error) {
	start, err := s.refit(ctx, o, candidate{view: s.start})
	if err == nil && start.overlap+startLead >= best.overlap {
		best = start
	}
	return best, err
}

// glance is a quick look from all sides without refining.
func (s *search) glance(ctx context.Context) (candidate, error) {
	const size, step = 48, 30
	grid, err := s.look(ctx, elevations(step), step, size, func(int) {})
	if err != nil {
		return candidate{}, err
	}
	return slices.MaxFunc(grid, byRank), nil
}

func elevations(step float64) (rings []float64) {
	for e := math.Ceil(lowestElevation/step) * step; e <= highestElevation; e += step {
		rings = append(rings, e)
	}
	return rings
}

// look fits the cut-out to the silhouettes seen from all azimuths of a grid.
func (s *search) look(ctx context.Context, rings []float64, step float64, size int, done func(int)) (grid []candidate, err error) {
	o := newOutline(s.cut.img, size)
	for i, elevation := range rings {
		var views []view.View
		for azimuth := 0.0; azimuth < 360; azimuth += step {
			views = append(views, view.At(azimuth, elevation))
		}
		ring, err := s.fit(ctx, views, size, func(seen *silhouette) (placement, float64) {
			return roughFit(ctx, o, seen)
		})
		if err != nil {
			return nil, err
		}
		grid = append(grid, ring...)
		done(i + 1)
	}
	return grid, nil
}

// fit lays the outline onto what each view sees with place, which returns a
// placement and its overlap.
func (s *search) fit(ctx context.Context, views []view.View, size int, place func(*silhouette) (placement, float64)) ([]candidate, error) {
	silhouettes, err := s.silhouettes(ctx, views, size)
	if err != nil {
		return nil, err
	}
	out := make([]candidate, len(views))
	err = parallel.Parts(ctx, len(views), 1, func(first, end int) {
		for i := first; i < end; i++ {
			out[i].view = views[i]
			if !silhouettes[i].empty() {
				out[i].place, out[i].overlap = place(silhouettes[i])
			}
			out[i].rank = out[i].overlap - s.penalty(views[i])
		}
	})
	return out, err
}

// penalty makes cameras far from the start rank lower.
func (s *search) penalty(v view.View) float64 {
	return farPenalty * (1 - float64(v.Direction().Dot(s.start.Direction()))) / 2
}

// silhouettes renders what is not known yet in one batch.
func (s *search) silhouettes(ctx context.Context, views []view.View, size int) ([]*silhouette, error) {
	var missing []view.View
	for _, v := range views {
		if s.cache[cacheKey{v, size}] == nil {
			missing = append(missing, v)
		}
	}
	if len(missing) > 0 {
		passes, err := s.renderer.RenderPasses(ctx, s.mesh, missing, size)
		if err != nil {
			return nil, err
		}
		for i, p := range passes {
			s.cache[cacheKey{missing[i], size}] = newSilhouette(p)
		}
	}
	out := make([]*silhouette, len(views))
	for i, v := range views {
		out[i] = s.cache[cacheKey{v, size}]
	}
	return out, nil
}

// refine widens the lens of a candidate as long as that helps, and turns it until
// no neighbour is better.
func (s *search) refine(ctx context.Context, o *outline, c candidate) (candidate, error) {
	wide := c
	for _, fov := range []float64{15, 30, 45, 60} {
		next := wide
		next.view = throughLens(wide.view, fov)
		next, err := s.turn(ctx, o, next, 2*roughAngle, roughAngle)
		if err != nil {
			return c, err
		}
		if next.rank <= wide.rank {
			break
		}
		wide = next
	}
	if wide.rank > c.rank+lensGain {
		c = wide
	}
	return s.turn(ctx, o, c, roughAngle/2, finestAngle)
}

// throughLens puts a perspective lens of the given angle on a camera and moves it
// to where the whole fitted mesh is in the picture.
func throughLens(v view.View, fov float64) view.View {
	v.Lens = view.Perspective(fov)
	v.Distance = room * mesh.Fitted / 2 / math.Sin(fov/2*math.Pi/180)
	return v
}

func (s *search) refit(ctx context.Context, o *outline, c candidate) (candidate, error) {
	fits, err := s.fit(ctx, []view.View{c.view}, fineSize, func(seen *silhouette) (placement, float64) {
		p, score, _ := fitOutline(ctx, o, seen)
		return p, score
	})
	if err != nil {
		return c, err
	}
	return fits[0], nil
}

// turn looks for the best direction around a candidate, halving the step down to
// finest whenever none of the four neighbours is better.
func (s *search) turn(ctx context.Context, o *outline, c candidate, step, finest float64) (candidate, error) {
	c, err := s.refit(ctx, o, c)
	for err == nil && step >= finest {
		var fits []candidate
		fits, err = s.fit(ctx, around(c.view, step), fineSize, func(seen *silhouette) (placement, float64) {
			return climb(ctx, o, seen, c.place, 2*roughStep, finestStep, false)
		})
		if err != nil {
			break
		}
		if best := slices.MaxFunc(fits, byRank); best.rank > c.rank {
			c = best
		} else {
			step /= 2
		}
	}
	return c, err
}

func around(v view.View, step float64) []view.View {
	var out []view.View
	for _, d := range [][2]float64{{step, 0}, {-step, 0}, {0, step}, {0, -step}} {
		w := v
		w.Azimuth = math.Mod(w.Azimuth+d[0]+360, 360)
		w.Elevation = min(max(w.Elevation+d[1], -90), 90)
		out = append(out, w)
	}
	return out
}

// farApart returns the best n candidates that do not look from nearly the same
// direction.
func farApart(grid []candidate, n int) []candidate {
	sorted := slices.Clone(grid)
	slices.SortStableFunc(sorted, func(a, b candidate) int { return byRank(b, a) })
	var out []candidate
	for _, c := range sorted {
		near := slices.ContainsFunc(out, func(o candidate) bool { return angleBetween(o.view, c.view) < finalistAngle })
		if !near && len(out) < n {
			out = append(out, c)
		}
	}
	return out
}

// angleBetween returns the angle between the directions of two cameras, degrees.
func angleBetween(a, b view.View) float64 {
	return math.Acos(min(max(float64(a.Direction().Dot(b.Direction())), -1), 1)) * 180 / math.Pi
}

func byRank(a, b candidate) int {
	switch {
	case a.rank < b.rank:
		return -1
	case a.rank > b.rank:
		return 1
	}
	return 0
}
