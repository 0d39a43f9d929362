package project

import (
	"cmp"
	"context"
	"errors"
	"image"
	"image/color"

	"patina/paint"
	"patina/paint/imageio"
	"patina/paint/mesh"
	"patina/paint/meshio"
	"patina/paint/protect"
	"patina/paint/unwrap"
	"patina/paint/uv"
)

// Opened is what Open read; a part that was not asked for is nil. A path is ""
// when the part did not come from a file of the artist's.
type Opened struct {
	Mesh          *meshio.File
	MeshPath      string
	UVs           *uv.Report         // about UVs that the mesh brought, nil when all of it was unwrapped
	Tiling        uv.Tiling          // what the artist says of its tiles
	Pieces        *protect.Inventory // what of the mesh can be protected, nil when that is not known
	Reference     *imageio.Image
	ReferencePath string

	whole   *meshio.File // the mesh before its materials were split into tiles, nil when all of it was unwrapped
	lacking bool         // a part of it has no usable UVs
}

// Open reads what a drop names. It takes time and touches no project, so it may run
// anywhere; all that was asked for is opened, or nothing is. The error is
// context.Cause(ctx) when ctx ends first, and otherwise a sentence that names the
// file.
func Open(ctx context.Context, d Drop) (Opened, error) {
	o, err := openWith(ctx, d, meshio.Open)
	if err == nil && o.Mesh != nil {
		err = o.layTiles(ctx, cmp.Or(d.Tiling, uv.AutoTiling))
	}
	if err != nil {
		return Opened{}, err
	}
	return o, nil
}

// layTiles examines the UVs of a mesh that was opened with some, and splits its materials
// into UDIM tiles.
func (o *Opened) layTiles(ctx context.Context, tiling uv.Tiling) (err error) {
	o.whole, o.Tiling = o.Mesh, tiling
	if o.Mesh, o.UVs, err = o.whole.InTiles(ctx, examinedSize, tiling); err != nil {
		return err
	}
	o.lacking = uv.Lacking(o.whole.Mesh) != nil && (o.UVs.Troubled() || o.whole.Mesh.Unpaintable() != nil)
	return nil
}

// examinedSize is the texture size that UVs are examined for: what is apart there is
// apart in larger textures.
const examinedSize = 2048

// LacksUVs tells whether Open failed because the mesh has no UVs, so that
// OpenUnwrapped would open it.
func LacksUVs(err error) bool { return errors.Is(err, meshio.ErrNoUVs) }

// OpenUnwrapped returns what does the same as Open, but gives what lacks usable UVs new
// ones, for textures of the size and number that are set now.
func (p *Project) OpenUnwrapped() func(ctx context.Context, d Drop) (Opened, error) {
	return p.openUnwrapped(meshio.Missing)
}

// OpenUnwrappedAnew is OpenUnwrapped, but gives all of the mesh new UVs.
func (p *Project) OpenUnwrappedAnew() func(ctx context.Context, d Drop) (Opened, error) {
	return p.openUnwrapped(meshio.Everything)
}

func (p *Project) openUnwrapped(extent meshio.Extent) func(ctx context.Context, d Drop) (Opened, error) {
	u := unwrapping{extent, unwrap.Options{TextureSize: p.Settings.TextureSize, Atlases: p.atlases}}
	return func(ctx context.Context, d Drop) (Opened, error) {
		o, err := openWith(ctx, d, u.open)
		tiling := cmp.Or(d.Tiling, uv.AutoTiling)
		if u.options.Atlases > 1 {
			tiling = uv.Tiled
		}
		switch {
		case err != nil || o.Mesh == nil:
		case o.Mesh.NewUVs == meshio.Missing:
			err = o.layTiles(ctx, tiling)
		case u.options.Atlases > 1:
			o.Mesh, _, err = o.Mesh.InTiles(ctx, u.options.TextureSize, tiling)
		}
		if err != nil {
			return Opened{}, err
		}
		return o, nil
	}
}

// unwrapping is how a mesh gets new UVs.
type unwrapping struct {
	extent  meshio.Extent
	options unwrap.Options
}

func (u unwrapping) open(ctx context.Context, path string) (*meshio.File, error) {
	var report unwrap.Report
	file, err := meshio.OpenUnwrapped(ctx, path, u.extent, func(ctx context.Context, m *mesh.Mesh) (meshio.Unwrapped, error) {
		result, err := unwrap.Unwrap(ctx, m, u.options)
		if err != nil {
			return meshio.Unwrapped{}, err
		}
		report = result.Report
		return meshio.Unwrapped{Mesh: result.InTiles(), Origin: result.Origin}, nil
	})
	if err == nil {
		file.Notices = append(file.Notices, report.String())
	}
	return file, err
}

func openWith(ctx context.Context, d Drop, openMesh func(context.Context, string) (*meshio.File, error)) (Opened, error) {
	var o Opened
	var err error
	if d.Mesh != "" {
		if o.Mesh, err = openMesh(ctx, d.Mesh); err != nil {
			return Opened{}, err
		}
		o.MeshPath = d.Mesh
		if err := o.TakePieces(ctx); err != nil {
			return Opened{}, err
		}
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
		p.Mesh, p.MeshPath, p.uvs, p.lacking = o.Mesh, o.MeshPath, o.UVs, o.lacking
		p.whole, p.tiling, p.textures = o.whole, o.Tiling, paint.Textures(o.Mesh.Mesh, nil)
		p.Result, p.Job = nil, nil
		p.useMesh(o)
		p.forget(aboutMesh)
		for _, text := range o.Mesh.Notices {
			p.notify(text, aboutMesh)
		}
		if o.UVs != nil {
			for _, text := range o.UVs.Remarks() {
				p.notify(text, aboutMesh)
			}
		}
		p.checkMesh()
	}
	if o.Reference != nil {
		p.Reference, p.ReferencePath = o.Reference, o.ReferencePath
		p.ResetView()
	}
	return nil
}

// UVAdvice says why the open mesh had better be unwrapped, as far as LacksSomeUVs tells,
// or anew; "" when its UVs can be painted.
func (p *Project) UVAdvice() string {
	switch {
	case p.uvs == nil || !p.uvs.Troubled() && !p.lacking:
		return ""
	case p.lacking:
		return p.uvs.Sentences()[0] + " Unwrapping gives UVs to what has none, and what has some keeps them."
	}
	return p.uvs.Sentences()[0]
}

// LacksSomeUVs tells whether a part of the open mesh has no usable UVs, so that
// OpenUnwrapped would give it some.
func (p *Project) LacksSomeUVs() bool { return p.lacking }

// checkMesh tells at once, and not only when Paint is pressed, that a mesh cannot
// be painted.
func (p *Project) checkMesh() {
	any := image.NewUniform(color.White)
	if err := (paint.Request{Mesh: p.Mesh.Mesh, Reference: any, Settings: p.Settings}).Validate(); err != nil {
		p.notify(err.Error(), aboutMesh)
	}
}
