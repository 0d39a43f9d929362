// Package bake turns painted views into textures on the mesh's own UVs: it
// back-projects every texel into the views, blends what they show, fills what no
// view saw from the surface around it, and dilates chart borders.
package bake

import (
	"context"
	"fmt"

	"patina/paint/mesh"
	"patina/paint/view"
)

// Method says how colours come from pixels to texels.
type Method string

// The methods. Gather asks for each texel which pixels show it, so it leaves no
// holes at any texture size; Splat spreads pixels over texels exactly as the
// reference pipeline does (reference section 1.6), for parity.
const (
	Gather Method = "gather"
	Splat  Method = "splat"
)

// FillMethod says what Fill makes of the texels that no view painted.
type FillMethod string

// The fill methods. Smooth runs evenly from one seen colour to the next. Textured
// adds to that the detail of painted places nearby, so that what is rough stays
// rough.
const (
	Textured FillMethod = "texture"
	Smooth   FillMethod = "smooth"
)

// Matching says what happens to views whose colours do not agree where they overlap.
type Matching string

// The ways of matching. MatchColors gives every view a gain and an offset for each
// channel, so that means and contrasts agree where two views see the same; views that
// weigh much hardly change. MatchNone takes colours as they are. Both do nothing with
// Splat.
const (
	MatchColors Matching = "colors"
	MatchNone   Matching = "none"
)

// Blending says how the colours of several views become one.
type Blending string

// The ways of blending. BlendMeans takes weighted means. BlendGradients then corrects
// them so that neighbouring texels differ as the views say, not because one view ends:
// what is left of differing exposures fades out over a part of the surface. It bakes
// everything twice and keeps all views in memory, and has no effect with Splat.
const (
	BlendMeans     Blending = "means"
	BlendGradients Blending = "gradients"
)

// Options of Bake. The zero value of a field is its documented default.
type Options struct {
	Size     int     // texels per side of each texture; 0 means 2048
	Method   Method  // "" means Gather
	Exponent float64 // of the cosine between surface and view in the weight of a texel; 0 means 4, the reference's
	MaxAngle float64 // degrees between surface normal and view beyond which a texel is not painted; 0 means 75
	// Feather is over how many texels from silhouettes and jumps of depth a view fades
	// in; 0 means 4. More hides the borders of views that do not agree, less keeps what
	// only one view sees well. It costs nothing.
	Feather float64
	// Matching of the views' colours; "" means MatchColors. It costs a few hundredths
	// of a second, and memory for all views at once where that stays below 1 GiB.
	Matching Matching
	// Blending of views; "" means BlendMeans.
	Blending Blending
	Fill     FillMethod // what Fill does; "" means Textured
	// Protected tells for each triangle of the mesh whether its texels must stay as they
	// are; nil protects none. What is protected takes no part in anything: no colour goes
	// into it or comes out of it. A texture of which a part is protected has at least as
	// many texels as its material had, so that Pictures can leave those alone.
	Protected []bool
	// Draft makes all textures of Size, also those of which a part is protected: for
	// previews.
	Draft bool
	// Blended, when not nil, is called after each view with the atlas so far, the
	// number of views blended and their total. The atlas is valid during the call.
	Blended func(a *Atlas, done, total int)
}

// The largest texture, and the most views that Provenance can tell apart.
const (
	maxSize  = 16384
	maxViews = int(Kept) - 1
)

func (o Options) withDefaults() Options {
	if o.Size == 0 {
		o.Size = 2048
	}
	if o.Method == "" {
		o.Method = Gather
	}
	if o.Fill == "" {
		o.Fill = Textured
	}
	if o.Matching == "" {
		o.Matching = MatchColors
	}
	if o.Blending == "" {
		o.Blending = BlendMeans
	}
	if o.Feather == 0 {
		o.Feather = 4
	}
	if o.Exponent == 0 {
		o.Exponent = 4
	}
	if o.MaxAngle == 0 {
		o.MaxAngle = 75
	}
	if o.Blended == nil {
		o.Blended = func(*Atlas, int, int) {}
	}
	return o
}

func (o Options) validate() error {
	switch {
	case o.Size < 1 || o.Size > maxSize:
		return fmt.Errorf("texture size must lie between 1 and %d texels, got %d", maxSize, o.Size)
	case o.Method != Gather && o.Method != Splat:
		return fmt.Errorf("bake method must be %q or %q, got %q", Gather, Splat, o.Method)
	case o.Fill != Textured && o.Fill != Smooth:
		return fmt.Errorf("fill method must be %q or %q, got %q", Textured, Smooth, o.Fill)
	case o.Matching != MatchColors && o.Matching != MatchNone:
		return fmt.Errorf("matching of views must be %q or %q, got %q", MatchColors, MatchNone, o.Matching)
	case o.Blending != BlendMeans && o.Blending != BlendGradients:
		return fmt.Errorf("blending of views must be %q or %q, got %q", BlendMeans, BlendGradients, o.Blending)
	case !(o.Exponent > 0) || o.Exponent > 100:
		return fmt.Errorf("bake exponent must be more than 0 and at most 100, got %g", o.Exponent)
	case !(o.Feather > 0) || o.Feather > 64:
		return fmt.Errorf("bake feather must be more than 0 and at most 64 texels, got %g", o.Feather)
	case !(o.MaxAngle > 0) || o.MaxAngle >= 90:
		return fmt.Errorf("largest bake angle must lie between 0 and 90 degrees, got %g", o.MaxAngle)
	}
	return nil
}

func validatePainted(painted []view.Painted) error {
	if len(painted) > maxViews {
		return fmt.Errorf("at most %d views can be baked, got %d", maxViews, len(painted))
	}
	for i, p := range painted {
		if p.Image == nil || p.Image.Rect.Dx() < 2 {
			return fmt.Errorf("view %d has no picture to bake, or one of less than 2 by 2 pixels", i+1)
		}
		if size := p.Image.Rect.Size(); size.X != size.Y {
			return fmt.Errorf("view %d: painted views are square, this one has %d by %d pixels", i+1, size.X, size.Y)
		}
		if err := p.View.Validate(); err != nil {
			return fmt.Errorf("view %d: %w", i+1, err)
		}
	}
	return nil
}

func validateMesh(m *mesh.Mesh) error {
	switch {
	case len(m.Triangles) == 0:
		return fmt.Errorf("mesh %q has no triangles to bake onto", m.Name)
	case len(m.UVs) != len(m.Positions):
		return fmt.Errorf("mesh %q has no texture coordinates: unwrap it first", m.Name)
	}
	return nil
}

// Bake returns the textures of the mesh as the painted views show it. Texels that
// no view shows are Invented and mid-grey: call Fill. An error names what about
// the mesh, a view or an option cannot be used; it is context.Cause(ctx) when ctx
// ends before the last view is blended.
func Bake(ctx context.Context, m *mesh.Mesh, painted []view.Painted, opt Options) (*Atlas, error) {
	opt = opt.withDefaults()
	for _, err := range []error{opt.validate(), validateMesh(m), validatePainted(painted)} {
		if err != nil {
			return nil, fmt.Errorf("bake: %w", err)
		}
	}
	kept := newKept(m, opt.Protected)
	sizes := kept.sizes(len(m.Materials), opt)
	s, err := newSurface(ctx, m, bakedSize(opt.Size, sizes), kept)
	if err != nil {
		return nil, err
	}
	a := newAtlas(s)
	a.sizes = sizes
	a.fill = opt.Fill
	blend := gatherViews
	if opt.Method == Splat {
		blend = splatViews
	}
	if err := blend(ctx, a, painted, opt); err != nil {
		return nil, err
	}
	return a, nil
}
