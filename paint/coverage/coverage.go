// Package coverage tells before anything is painted what a rig sees of a mesh: how
// much of the surface, at which angles, with how many pixels for each texel, and
// what is left out. It also finds the cameras that add most.
package coverage

import (
	"context"
	"fmt"

	"patina/paint/mesh"
	"patina/paint/view"
)

// Options of Measure and Extend. The zero value of a field is its documented default.
type Options struct {
	ViewSize    int     // pixels per side of the views that will be painted; 0 means 512
	TextureSize int     // texels per side of each texture; 0 means 2048
	MaxAngle    float64 // degrees between surface normal and view up to which a place counts as well seen; 0 means 80
	// Candidates are cameras that could be added. Where none of them and no view of
	// the rig sees anything of a part, the part is Hidden. nil means Around(); with
	// none, which is faster, nothing is said to be hidden.
	Candidates []view.View
	// Protected tells for each triangle whether it is not painted; nil protects none. Such
	// triangles hide others, and count for nothing. The same goes for what has no UVs
	// beside what has some, see mesh.Unpaintable.
	Protected []bool
}

func (o Options) withDefaults() Options {
	if o.ViewSize == 0 {
		o.ViewSize = 512
	}
	if o.TextureSize == 0 {
		o.TextureSize = 2048
	}
	if o.MaxAngle == 0 {
		o.MaxAngle = 80
	}
	if o.Candidates == nil {
		o.Candidates = Around()
	}
	return o
}

func (o Options) validate() error {
	switch {
	case o.ViewSize < 2 || o.TextureSize < 1:
		return fmt.Errorf("coverage needs views of at least 2 pixels and textures of at least 1 texel, got %d and %d", o.ViewSize, o.TextureSize)
	case !(o.MaxAngle > 0) || o.MaxAngle > 90:
		return fmt.Errorf("largest angle must lie between 0 and 90 degrees, got %g", o.MaxAngle)
	}
	return nil
}

// Report is what a rig sees of a mesh. Shares are of the area of the surface that is
// painted, 0 to 1.
type Report struct {
	Seen     float64 `json:"seen"`     // within the largest angle
	AnyAngle float64 `json:"anyAngle"` // from whatever angle
	Hidden   float64 `json:"hidden"`   // seen by no view of the rig and by no candidate
	Left     float64 `json:"left"`     // share of the whole surface that is not painted, see Options.Protected
	Angles   Angles  `json:"angles"`   // of the views that see each place best
	Density  Density `json:"density"`
	Views    []View  `json:"views"` // in the order of the rig
	Parts    []Part  `json:"parts"` // those not wholly seen, the largest unseen area first
	// Triangles holds for each triangle the cosine of the smallest angle at which it
	// is seen, averaged over it: 0 where nothing is seen, Unmeasured where the mesh
	// has more triangles than there are samples, and what is not painted.
	Triangles []float32 `json:"-"`
}

// Unmeasured marks triangles that no sample fell on, and those that are not painted.
const Unmeasured = -1

// Angles are degrees between surface normals and views, over what is seen.
type Angles struct {
	Median float64 `json:"median"`
	High   float64 `json:"high"` // 95 % of what is seen is seen at smaller ones
	Worst  float64 `json:"worst"`
}

// Density is how many texels lie on a length of 1 of the surface, in units of the
// mesh's file. All are 0 for a mesh without UVs.
type Density struct {
	Median float64 `json:"median"`
	Min    float64 `json:"min"` // 1 % of the surface has less
	Max    float64 `json:"max"` // 1 % of the surface has more
}

// View is what one view of the rig sees.
type View struct {
	Seen  float64 `json:"seen"`  // within the largest angle
	Added float64 `json:"added"` // of that, what no earlier view sees
	// PixelsPerTexel is the median length of a texel in pixels of the view, over what
	// it sees: below 1 the texture is finer than the view. 0 for a mesh without UVs.
	PixelsPerTexel float64 `json:"pixelsPerTexel"`
}

// Part is what is painted of a connected piece of the surface.
type Part struct {
	Triangle  int     `json:"triangle"`  // the lowest of its triangles that are painted
	Triangles int     `json:"triangles"` // how many of them it has
	Material  int     `json:"material"`  // the slot of that triangle
	Area      float64 `json:"area"`
	Seen      float64 `json:"seen"`   // share of the part's own area, within the largest angle
	Hidden    bool    `json:"hidden"` // nothing of it is seen by any view or candidate
}

// Measure returns what the rig sees of the mesh. An error names what about the mesh,
// the rig or an option cannot be used, or that nothing is painted; it is context.Cause(ctx) when ctx ends first.
func Measure(ctx context.Context, m *mesh.Mesh, rig view.Rig, opt Options) (*Report, error) {
	w, err := watch(ctx, m, rig, opt)
	if err != nil {
		return nil, err
	}
	return w.report(), nil
}

// Vertices returns for each vertex of the mesh the mean over its triangles of what
// the report says of them: 0 where nothing is seen, up to 1 where it is seen face on.
func (r *Report) Vertices(m *mesh.Mesh) []float32 {
	sums, counts := make([]float32, len(m.Positions)), make([]float32, len(m.Positions))
	for t, tri := range m.Triangles {
		if r.Triangles[t] == Unmeasured {
			continue
		}
		for _, v := range tri {
			sums[v], counts[v] = sums[v]+r.Triangles[t], counts[v]+1
		}
	}
	for v, count := range counts {
		sums[v] /= max(count, 1)
	}
	return sums
}

// Surface names what the shares are of.
func (r *Report) Surface() string {
	if r.Left > 0 {
		return "the surface that is painted"
	}
	return "the surface"
}

// String is the report in a line.
func (r *Report) String() string {
	line := fmt.Sprintf("The cameras see %.1f %% of %s, %.1f %% from any angle.", 100*r.Seen, r.Surface(), 100*r.AnyAngle)
	if r.Hidden >= 0.001 {
		line += fmt.Sprintf(" %.1f %% cannot be seen from outside.", 100*r.Hidden)
	}
	if r.Density.Median > 0 && len(r.Views) > 0 {
		line += fmt.Sprintf(" A texel is %.2g pixels wide.", r.Views[0].PixelsPerTexel)
	}
	return line
}
