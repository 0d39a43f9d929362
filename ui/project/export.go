package project

import (
	"context"
	"errors"
	"path/filepath"

	"patina/paint/meshio"
)

// exports returns the kinds of folders that a result can be exported as.
func exports() (formats []Format) {
	for _, p := range meshio.Presets() {
		formats = append(formats, Format{Title: p.Title + " (folder)", Keeps: p.Keeps, preset: p, depth: meshio.Depth8})
		if p.Name == "folder" {
			formats = append(formats,
				Format{Title: p.Title + " (16 bits)", Keeps: p.Keeps + " PNG of 16 bits.", preset: p, depth: meshio.Depth16},
				Format{Title: p.Title + " (EXR)", Keeps: p.Keeps + " EXR of half floats, linear.", preset: p, depth: meshio.DepthFloat})
		}
	}
	return formats
}

// IsExport tells whether a format is a folder of several files.
func (f Format) IsExport() bool { return f.preset.Name != "" }

// Export returns a function like that of Save, which writes the result into a folder.
// Tell Exported, or SaveFailed, what became of it.
func (p *Project) Export(folder string, f Format) (func(ctx context.Context) error, error) {
	switch {
	case p.Result == nil:
		return nil, errNothingToSave
	case p.Saving != "":
		return nil, errors.New("Patina is still saving " + filepath.Base(p.Saving))
	}
	file := p.Mesh
	painting := meshio.Painting{Textures: p.Result.Textures, Fine: p.Result.Fine(), Receipt: p.Result.Receipt}
	p.Saving = folder
	return func(ctx context.Context) error {
		_, err := file.Export(ctx, folder, f.preset, f.depth, painting)
		return err
	}, nil
}

// Exported notes that result is safe in a folder. Save still asks where it should go.
func (p *Project) Exported(result *Result, folder string) {
	p.Saving = ""
	result.Exported = folder
}
