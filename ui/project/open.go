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
	UVs           *uv.Report         // about UVs that the mesh brought, nil when it was unwrapped
	Tiling        uv.Tiling          // what the artist says of its tiles
	Pieces        *protect.Inventory // what of the mesh can be protected, nil when that is not known
	Reference     *imageio.Image
	ReferencePath string

	whole *meshio.File // the mesh before its materials were split into tiles, nil when it was unwrapped
}

// Open reads what a drop names. It takes time and touches no project, so it may run
// anywhere; all that was asked for is opened, or nothing is. The error is
// context.Cause(ctx) when ctx ends first, and otherwise a sentence that names the
// file.
func Open(ctx context.Context, d Drop) (Opened, error) {
	o, err := openWith(ctx, d, meshio.Open)
	if err == nil && o.Mesh != nil {
		o.whole, o.Tiling = o.Mesh, cmp.Or(d.Tiling, uv.AutoTiling)
		o.Mesh, o.UVs, err = o.whole.InTiles(ctx, examinedSize, o.Tiling)
	}
	if err != nil {
		return Opened{}, err
	}
	return o, nil
}

// examinedSize is the texture size that UVs are examined for: what is apart there is
// apart in larger textures.
const examinedSize = 2048

// LacksUVs tells whether Open failed because the mesh has no UVs, so that
// OpenUnwrapped would open it.
func LacksUVs(err error) bool { return errors.Is(err, meshio.ErrNoUVs) }

// OpenUnwrapped returns what does the same as Open, but gives the mesh new UVs for
// textures of the size and number that are set now.
func (p *Project) OpenUnwrapped() func(ctx context.Context, d Drop) (Opened, error) {
	size, atlases := p.Settings.TextureSize, p.atlases
	return func(ctx context.Context, d Drop) (Opened, error) {
		return openWith(ctx, d, func(ctx context.Context, path string) (*meshio.File, error) {
			return openUnwrapped(ctx, path, size, atlases)
		})
	}
}

func openUnwrapped(ctx context.Context, path string, size, atlases int) (*meshio.File, error) {
	var report unwrap.Report
	file, err := meshio.OpenUnwrapped(ctx, path, func(ctx context.Context, m *mesh.Mesh) (*mesh.Mesh, error) {
		result, err := unwrap.Unwrap(ctx, m, unwrap.Options{TextureSize: size, Atlases: atlases})
		if err != nil {
			return nil, err
		}
		report = result.Report
		return result.InTiles(), nil
	})
	if err == nil {
		file.Notices = append(file.Notices, report.String())
	}
	if err == nil && atlases > 1 {
		file, _, err = file.InTiles(ctx, size, uv.Tiled)
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
		p.Mesh, p.MeshPath, p.uvs = o.Mesh, o.MeshPath, o.UVs
		p.whole, p.tiling, p.textures = o.whole, o.Tiling, paint.Textures(o.Mesh.Mesh)
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

// UVAdvice says why the open mesh had better be unwrapped anew, "" when its UVs can be
// painted.
func (p *Project) UVAdvice() string {
	if p.uvs == nil || !p.uvs.Troubled() {
		return ""
	}
	return p.uvs.Sentences()[0]
}

// checkMesh tells at once, and not only when Paint is pressed, that a mesh cannot
// be painted.
func (p *Project) checkMesh() {
	any := image.NewUniform(color.White)
	if err := (paint.Request{Mesh: p.Mesh.Mesh, Reference: any, Settings: p.Settings}).Validate(); err != nil {
		p.notify(err.Error(), aboutMesh)
	}
}
