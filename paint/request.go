package paint

import (
	"context"
	"errors"
	"image"

	"patina/paint/mesh"
	"patina/paint/view"
)

// Request is everything a job needs: a value, so that a saved request reproduces
// a result or a bug. The mesh and the reference are only read, and must not change
// until the job has ended.
type Request struct {
	Mesh      *mesh.Mesh
	Reference image.Image // sRGB; its alpha, if any, cuts it out
	Settings  Settings
	Anew      bool // take nothing over from earlier jobs, and leave nothing of a cancelled one: for measuring
}

// Validate returns an error that says in a sentence what is missing or out of
// range.
func (r Request) Validate() error {
	switch {
	case r.Mesh == nil:
		return errors.New("there is no mesh to paint: open one first")
	case len(r.Mesh.Triangles) == 0:
		return errors.New("the mesh has no triangles, so there is nothing to paint")
	case r.Mesh.UVs == nil:
		return errors.New("the mesh has no UVs: unwrap it in your 3D application and open it again")
	case r.Reference == nil:
		return errors.New("there is no reference image: open one first")
	case r.Reference.Bounds().Empty():
		return errors.New("the reference image has no pixels")
	}
	return r.Settings.Validate()
}

// PassRenderer renders what views see of a mesh. The viewer (OpenGL) and
// raster (CPU) implement it, and painttest.TestPassRenderer says what they owe.
type PassRenderer interface {
	// RenderPasses returns the passes of each view at size times size pixels, in
	// the order of the views. It fits the mesh itself; mesh is in the artist's
	// frame. The error is context.Cause(ctx) when ctx ends first.
	RenderPasses(ctx context.Context, m *mesh.Mesh, views []view.View, size int) ([]view.Passes, error)
}

// ViewRenderer renders a textured mesh without light, for contact sheets.
type ViewRenderer interface {
	// RenderViews returns what each view sees of the base colour at size times
	// size pixels: sRGB, alpha 0 where nothing is seen. textures has one entry for
	// each material slot; nil, or a nil slice, shows the material of the mesh.
	RenderViews(ctx context.Context, m *mesh.Mesh, textures []*image.NRGBA, views []view.View, size int) ([]*image.NRGBA, error)
}

// ViewPainter paints what the views of a request see: the projection painter, or
// a diffusion model.
type ViewPainter interface {
	// Name is what Settings.Painter calls it.
	Name() string
	// PaintViews returns painted views, which need not be those of the rig. passes
	// are those of the rig's views in order. It reports StepDone, ViewPreview and
	// Notice events. The error is context.Cause(ctx) when ctx ends first.
	PaintViews(ctx context.Context, req Request, passes []view.Passes, report func(Event)) ([]view.Painted, error)
}
