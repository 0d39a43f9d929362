// Package unwrap gives a mesh UVs: it cuts the surface into charts, lays them flat
// with little stretch, and packs them into the square of the texture. It is for raw
// scans and generated meshes, so it takes any triangles: open, non-manifold,
// duplicated, degenerate, in thousands of shells. It always ends, and no texel
// belongs to two triangles.
package unwrap

import (
	"context"

	"patina/paint/mesh"
)

// Options says how to unwrap. The zero value means the defaults.
type Options struct {
	// TextureSize is the width and height of each texture in texels; 0 means 2048, or
	// with a Density what it takes.
	TextureSize int

	// Atlases is the number of textures that the charts are spread over; 0 means one,
	// or with a Density as many as it takes. It is at most MaxAtlases.
	Atlases int

	// Density is the number of texels along a unit of length of the mesh. 0 means as
	// many as the textures have room for. With a TextureSize, charts go into as many
	// textures as they need; without one into a single texture, whose size is the power
	// of two that has room for them, or into several of MaxTextureSize.
	Density float64

	// Padding is the least distance between charts in texels, also across the border
	// of a texture that repeats. 0 means 4 up to a TextureSize of 2048, and in
	// proportion beyond; negative means none. Without a Density it shrinks when the
	// mesh falls into so many charts that they do not fit otherwise.
	Padding int

	// Weld is the distance up to which vertices count as one, in units of the mesh,
	// for scans and for files that wrote the same corner with different rounding. 0
	// means what rounding to float32 may come to; negative means none.
	Weld float64

	// MaxBend is how far a chart may bend, from 0 (flat) to 1 (closed): one less the
	// length of its mean normal. Larger charts have shorter seams and more stretch.
	// 0 means 0.15.
	MaxBend float64

	// MaxStretch is the L2 stretch that a single chart may have; a chart with more
	// is cut in two. 0 means 1.15.
	MaxStretch float64

	// IgnoreSymmetry leaves the symmetry of the mesh out of account. By default a mesh
	// that is its own mirror image gets charts that are each other's mirror images.
	IgnoreSymmetry bool

	// Progress, unless nil, is told how far the work is. It is not called by two
	// goroutines at once, and done never falls.
	Progress func(done, total int)
}

// Limits of what Density leads to.
const (
	MaxTextureSize = 8192
	MaxAtlases     = 100 // the UDIM tiles 1001 to 1100
)

func (o Options) withDefaults() Options {
	o.Atlases = min(o.Atlases, MaxAtlases)
	if o.Density <= 0 {
		o.Atlases = max(1, o.Atlases)
		if o.TextureSize <= 0 {
			o.TextureSize = 2048
		}
	}
	if o.MaxBend <= 0 {
		o.MaxBend = 0.15
	}
	if o.MaxStretch <= 0 {
		o.MaxStretch = 1.15
	}
	return o
}

// at returns the options for a size of the texture, with the padding that goes with
// it.
func (o Options) at(size int) Options {
	o.TextureSize = size
	switch {
	case o.Padding < 0:
		o.Padding = 0
	case o.Padding == 0:
		o.Padding = max(4, size/512)
	}
	return o
}

// Unwrap returns a mesh with the same surface and new UVs, in the square from 0 to
// 1, not mirrored. Vertices are split where charts end; triangles keep their order,
// slots and materials, which are shared with m. Charts do not cross from one material
// slot to another.
//
// The result depends on the mesh and the options alone. The error is
// context.Cause(ctx) when ctx ended, or says what is wrong with the mesh.
func Unwrap(ctx context.Context, m *mesh.Mesh, opt Options) (*Result, error) {
	opt = opt.withDefaults()
	told := &progress{tell: opt.Progress}
	s, err := newSurface(m, opt.Weld)
	if err != nil {
		return nil, err
	}
	sets, symmetric, err := s.segment(ctx, opt, told)
	if err != nil {
		return nil, err
	}
	f := newFlatteners(s, opt)
	charts, err := f.flatten(ctx, sets, told)
	if err != nil {
		return nil, err
	}
	out, err := f.layOut(ctx, m, charts, opt, told)
	if err != nil {
		return nil, err
	}
	out.Report.Symmetric = symmetric
	return out, nil
}
