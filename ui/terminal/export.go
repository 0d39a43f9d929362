package terminal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"patina/paint"
	"patina/paint/atomicfile"
	"patina/paint/meshio"
)

// ExportOptions say that the result goes into a folder, laid out for a program.
type ExportOptions struct {
	Export meshio.Preset // without a name there is no export, and the result is one file
	Depth  meshio.Depth
}

type exportFlags struct{ preset, depth string }

func (p *parser) exportFlags(f *pflag.FlagSet) {
	f.StringVar(&p.export.preset, "export", "", "write a mesh and named textures into the folder of --out for `PROGRAM`: blender, unity, unreal, godot, or folder for the textures alone")
	f.StringVar(&p.export.depth, "depth", string(meshio.Depth8), "`BITS` of exported textures: 8 or 16 (PNG), or float (EXR, linear)")
}

// setExport chooses the preset, and its padding where none was asked for.
func (p *parser) setExport(all *pflag.FlagSet) error {
	p.opts.Depth = meshio.Depth(p.export.depth)
	if p.export.preset == "" {
		if all.Changed("depth") {
			return errors.New("--depth is for textures that are exported: add --export and the program they are for")
		}
		return nil
	}
	var err error
	if p.opts.Export, err = meshio.PresetNamed(p.export.preset); err != nil {
		return fmt.Errorf("--export: %w", err)
	}
	if p.opts.Window() {
		return errors.New("--export belongs to a job without a window: add --out FOLDER")
	}
	if !all.Changed("padding") {
		p.opts.Settings.Padding = p.opts.Export.Padding(p.opts.Settings.TextureSize)
	}
	return p.opts.Depth.Validate()
}

// checkFolder makes the folder of an export before the work, so that nobody works for
// a result that cannot be kept.
func (j *job) checkFolder() error {
	if err := os.MkdirAll(j.opts.Out, 0o755); err != nil {
		return fmt.Errorf("cannot export into %s: %w", j.opts.Out, err)
	}
	return atomicfile.Check(filepath.Join(j.opts.Out, "mesh.glb"))
}

// export writes the result as the preset says and tells every file.
func (j *job) export(ctx context.Context, result *paint.Result, p meshio.Painting) error {
	p.Fine = result.Fine()
	paths, err := j.file.Export(ctx, j.opts.Out, j.opts.Export, j.opts.Depth, p)
	for _, path := range paths {
		j.saved(path)
	}
	return err
}
