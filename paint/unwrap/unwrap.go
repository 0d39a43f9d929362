// Package unwrap gives a mesh UVs: it cuts the surface into charts, lays them flat
// with little stretch, and packs them into the square of the texture. It is for raw
// scans and generated meshes, so it takes any triangles: open, non-manifold,
// duplicated, degenerate, in thousands of shells. It always ends, and no texel
// belongs to two triangles.
package unwrap

import (
	"context"
	"fmt"

	"patina/paint/mesh"
)

// Options says how to unwrap. The zero value means the defaults.
type Options struct {
	// TextureSize is the width and height of the texture in texels; 0 means 2048.
	TextureSize int

	// Padding is the least distance between charts in texels. 0 means 4 up to a
	// TextureSize of 2048, and in proportion beyond; negative means none. It shrinks
	// when the mesh falls into so many charts that they do not fit otherwise.
	Padding int

	// MaxBend is how far a chart may bend, from 0 (flat) to 1 (closed): one less the
	// length of its mean normal. Larger charts have shorter seams and more stretch.
	// 0 means 0.15.
	MaxBend float64

	// MaxStretch is the L2 stretch that a single chart may have; a chart with more
	// is cut in two. 0 means 1.15.
	MaxStretch float64

	// Progress, unless nil, is told how far the work is. It is not called by two
	// goroutines at once, and done never falls.
	Progress func(done, total int)
}

func (o Options) withDefaults() Options {
	if o.TextureSize <= 0 {
		o.TextureSize = 2048
	}
	switch {
	case o.Padding < 0:
		o.Padding = 0
	case o.Padding == 0:
		o.Padding = max(4, o.TextureSize/512)
	}
	if o.MaxBend <= 0 {
		o.MaxBend = 0.15
	}
	if o.MaxStretch <= 0 {
		o.MaxStretch = 1.15
	}
	return o
}

// Report says how good an unwrapping is.
type Report struct {
	Charts      int
	Utilization float64 // share of the texels whose centre a triangle covers, 0 to 1
	Stretch     float64 // L2 stretch of Sander et al. over all charts; 1 is none
	Padding     int     // texels that charts are apart at least
	Density     float64 // texels along a unit of length of the mesh
	Collapsed   int     // triangles with two corners at the same place, which cover nothing
}

// String says in a sentence how the mesh was unwrapped.
func (r Report) String() string {
	return fmt.Sprintf("The mesh is unwrapped into %d UV islands, which fill %.0f %% of the texture.", r.Charts, 100*r.Utilization)
}

// Unwrap returns a mesh with the same surface and new UVs, in the square from 0 to
// 1, not mirrored, and for each of its vertices the vertex of m that it comes from.
// Vertices are split where charts end; triangles keep their order, slots and
// materials, which are shared with m. Charts do not cross from one material slot to
// another.
//
// The result depends on the mesh and the options alone. The error is
// context.Cause(ctx) when ctx ended, or says what is wrong with the mesh.
func Unwrap(ctx context.Context, m *mesh.Mesh, opt Options) (*mesh.Mesh, []uint32, Report, error) {
	opt = opt.withDefaults()
	told := &progress{tell: opt.Progress}
	s, err := newSurface(m)
	if err != nil {
		return nil, nil, Report{}, err
	}
	sets, err := s.segment(ctx, opt.MaxBend, told)
	if err != nil {
		return nil, nil, Report{}, err
	}
	f := newFlatteners(s, opt)
	charts, err := f.flatten(ctx, sets, told)
	if err != nil {
		return nil, nil, Report{}, err
	}
	return f.layOut(ctx, m, charts, opt, told)
}
