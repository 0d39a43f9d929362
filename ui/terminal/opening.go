package terminal

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"patina/paint"
	"patina/paint/imageio"
	"patina/paint/mesh"
	"patina/paint/meshio"
	"patina/paint/unwrap"
	"patina/paint/uv"
)

// open opens the mesh and the reference of the job, and tells what is worth knowing of them.
func (j *job) open(ctx context.Context) (err error) {
	for _, n := range j.parts.Notices {
		j.tell(paint.Notice{Text: n})
	}
	if j.file, err = j.openMesh(ctx); err != nil {
		return err
	}
	for _, n := range j.file.Notices {
		j.tell(paint.Notice{Text: n})
	}
	j.reference, err = j.openReference(ctx)
	return err
}

func (j *job) openMesh(ctx context.Context) (*meshio.File, error) {
	if j.opts.Mesh == "" {
		return meshio.OpenFS(ctx, j.parts.Sample, j.parts.SampleMesh)
	}
	if j.opts.Unwrap != "" {
		return j.openUnwrapped(ctx)
	}
	file, err := meshio.Open(ctx, j.opts.Mesh)
	if errors.Is(err, meshio.ErrNoUVs) {
		err = fmt.Errorf("%w: add --unwrap", err)
	}
	if err != nil {
		return nil, err
	}
	return j.layTiles(ctx, file, j.opts.Tiling)
}

// layTiles splits the materials into UDIM tiles where they have some, and tells what is
// remarkable about the UVs that a mesh brings.
func (j *job) layTiles(ctx context.Context, file *meshio.File, tiling uv.Tiling) (*meshio.File, error) {
	lacking := uv.Lacking(file.Mesh) != nil
	file, report, err := file.InTiles(ctx, j.opts.Settings.TextureSize, tiling)
	if err != nil {
		return nil, err
	}
	for _, text := range report.Remarks() {
		j.tell(paint.Notice{Text: text})
	}
	switch {
	case lacking && (report.Troubled() || file.Mesh.Unpaintable() != nil):
		j.tell(paint.Notice{Text: "--unwrap gives UVs to what has none; what has some keeps them."})
	case report.Troubled():
		j.tell(paint.Notice{Text: "--unwrap=all gives the whole mesh new UVs."})
	}
	return file, nil
}

// openUnwrapped gives the mesh new UVs as far as they are asked for, in a UDIM tile for
// each atlas where there are several, and tells how good they are.
func (j *job) openUnwrapped(ctx context.Context) (*meshio.File, error) {
	size := j.opts.Settings.TextureSize
	file, err := meshio.OpenUnwrapped(ctx, j.opts.Mesh, j.opts.Unwrap, func(ctx context.Context, m *mesh.Mesh) (meshio.Unwrapped, error) {
		result, err := unwrap.Unwrap(ctx, m, unwrap.Options{TextureSize: size, Atlases: j.opts.Atlases})
		if err != nil {
			return meshio.Unwrapped{}, err
		}
		j.tell(paint.Notice{Text: result.Report.String()})
		return meshio.Unwrapped{Mesh: result.InTiles(), Origin: result.Origin}, nil
	})
	tiling := j.opts.Tiling
	if j.opts.Atlases > 1 {
		tiling = uv.Tiled
	}
	if err != nil || file.NewUVs == meshio.Everything && j.opts.Atlases == 1 {
		return file, err
	}
	return j.layTiles(ctx, file, tiling)
}

func (j *job) openReference(ctx context.Context) (*imageio.Image, error) {
	if j.opts.Reference != "" {
		return imageio.Open(ctx, j.opts.Reference)
	}
	b, err := fs.ReadFile(j.parts.Sample, j.parts.SampleImage)
	if err != nil {
		return nil, fmt.Errorf("cannot open the sample: %w", err)
	}
	return imageio.Read(j.parts.SampleImage, b)
}
