package project

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"patina/paint/meshio"
)

// Format is a kind of file that a result can be saved as.
type Format struct {
	Extension string // lower case with the dot, "" for a folder
	Title     string
	Keeps     string // what the file holds, in a sentence

	preset meshio.Preset // of a folder
	depth  meshio.Depth
}

// Label is what a format is called where one is chosen.
func (f Format) Label() string {
	if f.IsExport() {
		return f.Title
	}
	return f.Title + " (" + f.Extension + ")"
}

// Formats returns the kinds of file, the default first, and then the exports.
func Formats() []Format {
	return append([]Format{
		{Extension: ".glb", Title: "GLB", Keeps: "One file with everything: textures, and nodes, skins and animations as they came."},
		{Extension: ".gltf", Title: "glTF", Keeps: "The same as GLB, as a text file with its buffers and images beside it."},
		{Extension: ".obj", Title: "OBJ", Keeps: "An OBJ with its MTL and PNG textures beside it."},
		{Extension: ".png", Title: "PNG", Keeps: "The painted textures alone, without the mesh."},
	}, exports()...)
}

// DefaultSavePath is where Save puts the result: where it was saved last, or as
// NAME_painted.glb beside the mesh; "" when the mesh has no file of its own.
func (p *Project) DefaultSavePath() string {
	if p.Result != nil && p.Result.SavedAs != "" {
		return p.Result.SavedAs
	}
	if p.MeshPath == "" {
		return ""
	}
	return filepath.Join(filepath.Dir(p.MeshPath), p.DefaultSaveName()+".glb")
}

// DefaultSaveName is the suggested name without extension.
func (p *Project) DefaultSaveName() string {
	name := "mesh"
	if p.Mesh != nil && p.Mesh.Name != "" {
		name = filepath.Base(p.Mesh.Name)
	}
	if p.MeshPath != "" {
		name = filepath.Base(p.MeshPath)
	}
	return strings.TrimSuffix(name, filepath.Ext(name)) + "_painted"
}

// SavePath puts together where a result goes. The error says in a sentence why it
// cannot go there.
func SavePath(folder, name string, f Format) (string, error) {
	name = strings.TrimSpace(name)
	if f.Extension != "" && strings.EqualFold(filepath.Ext(name), f.Extension) {
		name = strings.TrimSuffix(name, filepath.Ext(name))
	}
	switch {
	case folder == "":
		return "", errors.New("choose a folder to save in")
	case name == "" || name == "." || name == "..":
		return "", errors.New("give the file a name")
	case strings.ContainsAny(name, "/\\"):
		return "", errors.New("the name may not hold a slash: choose the folder below")
	}
	return filepath.Join(folder, name+f.Extension), nil
}

var errNothingToSave = errors.New("there is nothing to save yet: press Paint first")

// Save returns a function that writes the result to path; it takes time, touches
// no project and may run anywhere. The error of Save says in a sentence why there
// is nothing to save. Tell Saved, or SaveFailed, what became of it.
func (p *Project) Save(path string) (func(ctx context.Context) error, error) {
	switch {
	case p.Result == nil:
		return nil, errNothingToSave
	case p.Saving != "":
		return nil, errors.New("Patina is still saving " + filepath.Base(p.Saving))
	case !slices.ContainsFunc(Formats(), func(f Format) bool { return !f.IsExport() && f.Extension == strings.ToLower(filepath.Ext(path)) }):
		return nil, fmt.Errorf("%s cannot be saved: its name must end in .glb, .gltf, .obj or .png", filepath.Base(path))
	}
	file := p.Mesh
	painting := meshio.Painting{Textures: p.Result.Textures, Receipt: p.Result.Receipt}
	p.Saving = path
	return func(ctx context.Context) error { return file.Save(ctx, path, painting) }, nil
}

// Saved notes that result is safe at path. It is the result that was there when
// Save was called: by now it may no longer be the project's.
func (p *Project) Saved(result *Result, path string) {
	p.Saving = ""
	result.SavedAs = path
}

// SaveFailed notes that a save came to nothing.
func (p *Project) SaveFailed() { p.Saving = "" }
