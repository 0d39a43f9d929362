package coverage

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/view"
)

// watched is a mesh as the views of a rig and the candidates see it.
type watched struct {
	scene
	opt        Options
	rig        view.Rig
	views      []sight // of the rig
	candidates []sight
	density    []float64 // for each triangle texels per fitted unit; nil without UVs
}

func watch(ctx context.Context, m *mesh.Mesh, rig view.Rig, opt Options) (*watched, error) {
	opt = opt.withDefaults()
	for _, err := range []error{opt.validate(), rig.Validate()} {
		if err != nil {
			return nil, fmt.Errorf("coverage: %w", err)
		}
	}
	w := &watched{scene: scene{mesh: m}, opt: opt, rig: rig}
	w.fitted, _ = m.FittedPositions()
	w.left = opt.left(m)
	if err := w.scatter(); err != nil {
		return nil, err
	}
	var err error
	if w.views, err = w.lookAll(ctx, rig.Views); err != nil {
		return nil, err
	}
	if w.candidates, err = w.lookAll(ctx, opt.Candidates); err != nil {
		return nil, err
	}
	w.measureDensity()
	return w, nil
}

func (w *watched) lookAll(ctx context.Context, views []view.View) ([]sight, error) {
	sights := make([]sight, len(views))
	for i, v := range views {
		var err error
		if sights[i], err = w.look(ctx, v); err != nil {
			return nil, err
		}
	}
	return sights, nil
}

// least is the cosine of the largest angle.
func (w *watched) least() float32 { return float32(math.Cos(w.opt.MaxAngle * math.Pi / 180)) }

func (w *watched) report() *Report {
	r := &Report{Density: w.densities(), Left: w.share}
	best := w.best(w.views)
	var angles []weighted
	for i, cos := range best {
		if cos > 0 {
			r.AnyAngle += w.samples[i].weight
			angles = append(angles, weighted{math.Acos(min(float64(cos), 1)) * 180 / math.Pi, w.samples[i].weight})
		}
		if cos >= w.least() {
			r.Seen += w.samples[i].weight
		}
	}
	hidden := w.hidden(best)
	for i, h := range hidden {
		if h {
			r.Hidden += w.samples[i].weight
		}
	}
	if len(angles) > 0 {
		q := quantiles(angles, 0.5, 0.95, 1)
		r.Angles = Angles{q[0], q[1], q[2]}
	}
	r.Views, r.Parts, r.Triangles = w.eachView(), w.parts(best, hidden), w.triangles(best)
	return r
}

// best returns for each sample the largest cosine at which any of the views sees it.
func (w *watched) best(views []sight) sight {
	best := make(sight, len(w.samples))
	for _, v := range views {
		for i, cos := range v {
			best[i] = max(best[i], cos)
		}
	}
	return best
}

// hidden tells which samples no view of the rig and no candidate sees.
func (w *watched) hidden(best sight) []bool {
	hidden := make([]bool, len(w.samples))
	if len(w.candidates) == 0 {
		return hidden
	}
	for i, cos := range w.best(w.candidates) {
		hidden[i] = cos == 0 && best[i] == 0
	}
	return hidden
}

// triangles averages over the samples of each triangle.
func (w *watched) triangles(best sight) []float32 {
	sums, counts := make([]float32, len(w.mesh.Triangles)), make([]float32, len(w.mesh.Triangles))
	for i, s := range w.samples {
		sums[s.triangle], counts[s.triangle] = sums[s.triangle]+best[i], counts[s.triangle]+1
	}
	for t, count := range counts {
		if count == 0 {
			sums[t] = Unmeasured
			continue
		}
		sums[t] /= count
	}
	return sums
}

func (w *watched) eachView() []View {
	views := make([]View, len(w.views))
	covered := make([]bool, len(w.samples))
	for k, sight := range w.views {
		var widths []weighted
		for i, cos := range sight {
			if cos < w.least() {
				continue
			}
			weight := w.samples[i].weight
			views[k].Seen += weight
			if !covered[i] {
				covered[i] = true
				views[k].Added += weight
			}
			if width := w.texelWidth(w.rig.Views[k], &w.samples[i], cos); width > 0 {
				widths = append(widths, weighted{width, weight})
			}
		}
		if len(widths) > 0 {
			views[k].PixelsPerTexel = quantiles(widths, 0.5)[0]
		}
	}
	return views
}

// texelWidth is the length of a texel in pixels: the root of its area.
func (w *watched) texelWidth(v view.View, s *sample, cos float32) float64 {
	if w.density == nil || w.density[s.triangle] == 0 {
		return 0
	}
	distance := -v.Camera().ApplyPoint(s.at).Z
	pixels := float64(w.opt.ViewSize-1) / float64(extent(v.Lens, distance))
	return pixels * math.Sqrt(float64(cos)) / w.density[s.triangle]
}

// measureDensity finds the texels per fitted unit of every triangle.
func (w *watched) measureDensity() {
	if w.mesh.UVs == nil {
		return
	}
	w.density = make([]float64, len(w.mesh.Triangles))
	for t, tri := range w.mesh.Triangles {
		a := w.mesh.UVs[tri[0]]
		ab, ac := w.mesh.UVs[tri[1]].Sub(a), w.mesh.UVs[tri[2]].Sub(a)
		texture := math.Abs(float64(ab.X)*float64(ac.Y) - float64(ab.Y)*float64(ac.X))
		if area := float64(cross(w.mesh, w.fitted, t).Len()); area > 0 {
			w.density[t] = float64(w.opt.TextureSize) * math.Sqrt(texture/area)
		}
	}
}

func (w *watched) densities() Density {
	if w.density == nil {
		return Density{}
	}
	all := make([]weighted, len(w.samples))
	for i, s := range w.samples {
		all[i] = weighted{w.density[s.triangle], s.weight}
	}
	q := quantiles(all, 0.5, 0.01, 0.99)
	scale := float64(w.mesh.Fit().Scale)
	return Density{Median: q[0] * scale, Min: q[1] * scale, Max: q[2] * scale}
}

// weighted is a value and how much surface has it.
type weighted struct{ value, weight float64 }

// quantiles returns the values below which the given shares of the weight lie. It
// sorts the values.
func quantiles(values []weighted, shares ...float64) []float64 {
	slices.SortFunc(values, func(a, b weighted) int { return cmp.Compare(a.value, b.value) })
	var total float64
	for _, v := range values {
		total += v.weight
	}
	found := make([]float64, len(shares))
	for k, share := range shares {
		var sum float64
		for _, v := range values {
			found[k] = v.value
			if sum += v.weight; sum >= share*total {
				break
			}
		}
	}
	return found
}

// nearlyAll is the share of a part from which on it counts as wholly seen.
const nearlyAll = 0.995

// parts lists the parts that are not wholly seen.
func (w *watched) parts(best sight, hidden []bool) []Part {
	roots := connect(w.mesh)
	parts := make(map[int32]*Part)
	for t, root := range roots {
		if w.isLeft(t) {
			continue
		}
		p := parts[root]
		if p == nil {
			p = &Part{Triangle: t, Material: w.mesh.Slot(t), Hidden: true}
			parts[root] = p
		}
		p.Triangles++
	}
	for i, s := range w.samples {
		p := parts[roots[s.triangle]]
		p.Area += s.weight
		if best[i] >= w.least() {
			p.Seen += s.weight
		}
		p.Hidden = p.Hidden && hidden[i]
	}
	var list []Part
	for _, p := range parts {
		if p.Area == 0 {
			continue
		}
		if p.Seen /= p.Area; p.Seen < nearlyAll {
			list = append(list, *p)
		}
	}
	slices.SortFunc(list, func(a, b Part) int {
		return cmp.Or(-cmp.Compare(a.Area*(1-a.Seen), b.Area*(1-b.Seen)), cmp.Compare(a.Triangle, b.Triangle))
	})
	return list
}

// connect returns for each triangle the lowest one that hangs together with it over
// shared corners; vertices at the same place are one.
func connect(m *mesh.Mesh) []int32 {
	first := make(map[geom.Vec3]int32, len(m.Positions))
	roots := make([]int32, len(m.Triangles))
	for t := range roots {
		roots[t] = int32(t)
	}
	find := func(t int32) int32 {
		for roots[t] != t {
			roots[t] = roots[roots[t]]
			t = roots[t]
		}
		return t
	}
	for t, tri := range m.Triangles {
		for _, v := range tri {
			at, known := first[m.Positions[v]]
			if !known {
				first[m.Positions[v]] = int32(t)
				continue
			}
			a, b := find(at), find(int32(t))
			roots[max(a, b)] = min(a, b)
		}
	}
	for t := range roots {
		roots[t] = find(int32(t))
	}
	return roots
}
