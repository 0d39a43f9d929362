package project

import (
	"context"
	"errors"
	"image"
	"image/color"

	"patina/paint"
	"patina/paint/imageio"
	"patina/paint/meshio"
)

// Opened is what Open read; a part that was not asked for is nil. A path is ""
// when the part did not come from a file of the artist's.
type Opened struct {
	Mesh          *meshio.File
	MeshPath      string
	Reference     *imageio.Image
	ReferencePath string
}

// Open reads what a drop names. It takes time and touches no project, so it may run
// anywhere; all that was asked for is opened, or nothing is. The error is
// context.Cause(ctx) when ctx ends first, and otherwise a sentence that names the
// file.
func Open(ctx context.Context, d Drop) (Opened, error) {
	var o Opened
	var err error
	if d.Mesh != "" {
		if o.Mesh, err = meshio.Open(ctx, d.Mesh); err != nil {
			return Opened{}, err
		}
		o.MeshPath = d.Mesh
	}
	if d.Reference != "" {
		if o.Reference, err = imageio.Open(ctx, d.Reference); err != nil {
			return Opened{}, err
		}
		o.ReferencePath = d.Reference
	}
	return o, context.Cause(ctx)
}

// Use makes what was opened the project's. A new mesh takes the place of the result
// of the old one: ask first when Unsaved. It is an error while a job runs.
func (p *Project) Use(o Opened) error {
	if o.Mesh != nil && p.Running() {
		return errors.New("a job is painting the open mesh: cancel it or let it finish before you open another")
	}
	if o.Mesh != nil {
		p.Mesh, p.MeshPath = o.Mesh, o.MeshPath
		p.Result, p.Job = nil, nil
		p.forget(aboutMesh)
		for _, text := range o.Mesh.Notices {
			p.notify(text, aboutMesh)
		}
		p.checkMesh()
	}
	if o.Reference != nil {
		p.Reference, p.ReferencePath = o.Reference, o.ReferencePath
		p.ResetView()
	}
	return nil
}

// checkMesh tells at once, and not only when Paint is pressed, that a mesh cannot
// be painted.
func (p *Project) checkMesh() {
	any := image.NewUniform(color.White)
	if err := (paint.Request{Mesh: p.Mesh.Mesh, Reference: any, Settings: p.Settings}).Validate(); err != nil {
		p.notify(err.Error(), aboutMesh)
	}
}
