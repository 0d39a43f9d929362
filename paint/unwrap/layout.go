package unwrap

import (
	"context"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// layOut packs the charts and checks the result texel by texel. Triangles that
// rounding to float32 has turned over or put over others are cut out of their
// charts, and all is packed again.
func (f *flatteners) layOut(ctx context.Context, m *mesh.Mesh, charts []*chart, opt Options, told *progress) (*Result, error) {
	for {
		packed, cut, err := f.pack(ctx, charts, opt, told)
		if err != nil {
			return nil, err
		}
		charts = cut
		out := assemble(m, charts, packed)
		covered, bad := inspect(out, charts, packed.size)
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if len(bad) == 0 {
			told.reach(flattened, complete, 1)
			out.Report = f.report(charts, packed, covered)
			return out, nil
		}
		if charts, err = f.cutOut(ctx, charts, bad, told); err != nil {
			return nil, err
		}
	}
}

// inspect returns the texels that the charts cover in each atlas, and the triangles
// that are turned over or cover a texel twice, unless they are charts of their own.
func inspect(r *Result, charts []*chart, size int) (covered []*coverage, bad map[int32]bool) {
	bad = make(map[int32]bool)
	m := r.Mesh
	for _, ch := range charts {
		atlas := r.Atlas(int(ch.faces[0]))
		for len(covered) <= atlas {
			covered = append(covered, newCoverage(size))
		}
		for _, f := range ch.faces {
			t := m.Triangles[f]
			if !covered[atlas].add([3]geom.Vec2{m.UVs[t[0]], m.UVs[t[1]], m.UVs[t[2]]}) && len(ch.faces) > 1 {
				bad[f] = true
			}
		}
	}
	return covered, bad
}

// cutOut makes charts of single triangles out of the bad ones, and lays the rest of
// their charts flat again.
func (f *flatteners) cutOut(ctx context.Context, charts []*chart, bad map[int32]bool, told *progress) ([]*chart, error) {
	var good []*chart
	var sets []set
	for _, ch := range charts {
		var rest []int32
		for _, face := range ch.faces {
			if bad[face] {
				sets = append(sets, set{faces: []int32{face}})
			} else {
				rest = append(rest, face)
			}
		}
		switch {
		case len(rest) == len(ch.faces):
			good = append(good, ch)
		case len(rest) > 0:
			sets = append(sets, set{faces: rest})
		}
	}
	again, err := f.flatten(ctx, sets, told)
	return append(good, again...), err
}

func (f *flatteners) report(charts []*chart, packed fitted, covered []*coverage) Report {
	var total spread
	for _, ch := range charts {
		total = total.add(ch.spread(f.s, ch.shapes(f.least)))
	}
	r := Report{
		Charts:      len(charts),
		Atlases:     len(covered),
		TextureSize: packed.size,
		Stretch:     total.stretch(),
		Padding:     packed.padding,
		Density:     packed.scale * f.s.scale,
	}
	for _, c := range covered {
		r.Utilization += c.utilization() / float64(len(covered))
	}
	for _, collapsed := range f.s.collapsed {
		if collapsed {
			r.Collapsed++
		}
	}
	return r
}
