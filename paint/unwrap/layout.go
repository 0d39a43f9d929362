package unwrap

import (
	"context"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// layOut packs the charts and checks the result texel by texel. Triangles that
// rounding to float32 has turned over or put over others are cut out of their
// charts, and all is packed again.
func (f *flatteners) layOut(ctx context.Context, m *mesh.Mesh, charts []*chart, opt Options, told *progress) (*mesh.Mesh, []uint32, Report, error) {
	for {
		packed, err := fit(ctx, charts, opt, told)
		if err != nil {
			return nil, nil, Report{}, err
		}
		out, origin := assemble(m, charts, packed.places, opt.TextureSize)
		covered, bad := inspect(out, charts, opt.TextureSize)
		if ctx.Err() != nil {
			return nil, nil, Report{}, context.Cause(ctx)
		}
		if len(bad) == 0 {
			told.reach(flattened, complete, 1)
			return out, origin, f.report(charts, packed, covered), nil
		}
		if charts, err = f.cutOut(ctx, charts, bad, told); err != nil {
			return nil, nil, Report{}, err
		}
	}
}

// inspect returns the texels that the charts cover, and the triangles that are
// turned over or cover a texel twice, unless they are charts of their own.
func inspect(m *mesh.Mesh, charts []*chart, size int) (covered *coverage, bad map[int32]bool) {
	covered, bad = newCoverage(size), make(map[int32]bool)
	for _, ch := range charts {
		for _, f := range ch.faces {
			t := m.Triangles[f]
			if !covered.add([3]geom.Vec2{m.UVs[t[0]], m.UVs[t[1]], m.UVs[t[2]]}) && len(ch.faces) > 1 {
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
	var sets [][]int32
	for _, ch := range charts {
		var rest []int32
		for _, face := range ch.faces {
			if bad[face] {
				sets = append(sets, []int32{face})
			} else {
				rest = append(rest, face)
			}
		}
		switch {
		case len(rest) == len(ch.faces):
			good = append(good, ch)
		case len(rest) > 0:
			sets = append(sets, rest)
		}
	}
	again, err := f.flatten(ctx, sets, told)
	return append(good, again...), err
}

func (f *flatteners) report(charts []*chart, packed fitted, covered *coverage) Report {
	var total spread
	for _, ch := range charts {
		total = total.add(ch.spread(f.s, ch.shapes(f.least)))
	}
	r := Report{
		Charts:      len(charts),
		Utilization: covered.utilization(),
		Stretch:     total.stretch(),
		Padding:     packed.padding,
		Density:     packed.scale * f.s.scale,
	}
	for _, collapsed := range f.s.collapsed {
		if collapsed {
			r.Collapsed++
		}
	}
	return r
}
