package project

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"patina/paint/catalogue"
	"patina/paint/meshio"
	"patina/paint/uv"
)

// MeshExtensions and ImageExtensions are the files that can be opened, in lower
// case with the dot.
var (
	MeshExtensions  = meshio.Extensions
	ImageExtensions = []string{".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp", ".gif"}
)

// companions belong to a mesh file and are read with it, so dropping them along
// with it is no mistake.
var companions = []string{".bin", ".mtl"}

// Drop says what dropping some files will do.
type Drop struct {
	Mesh      string    // path of the mesh to open, "" for none
	Reference string    // path of the reference image to open, "" for none
	Models    string    // path of a folder with models to add, "" for none
	Sentence  string    // what will happen, or why nothing will
	Tiling    uv.Tiling // what is said of the tiles of the mesh; "" means uv.AutoTiling
}

// Usable tells whether the drop opens anything.
func (d Drop) Usable() bool { return d.Mesh != "" || d.Reference != "" || d.Models != "" }

// Name is what is opened, for short.
func (d Drop) Name() string {
	var names []string
	for _, path := range []string{d.Mesh, d.Reference} {
		if path != "" {
			names = append(names, filepath.Base(path))
		}
	}
	return strings.Join(names, " and ")
}

// Dropped decides by their names what dropped files are for, without opening any. Into
// folders it looks for models.
func (p *Project) Dropped(paths []string) Drop {
	d := p.sort(paths)
	d.Tiling = p.opensAs
	return d
}

func (p *Project) sort(paths []string) Drop {
	if len(paths) == 1 && isFolder(paths[0]) {
		return droppedFolder(paths[0])
	}
	var meshes, images, others []string
	for _, path := range paths {
		switch ext := strings.ToLower(filepath.Ext(path)); {
		case slices.Contains(MeshExtensions, ext):
			meshes = append(meshes, path)
		case slices.Contains(ImageExtensions, ext):
			images = append(images, path)
		case !slices.Contains(companions, ext):
			others = append(others, path)
		}
	}
	if sentence := p.refuse(meshes, images, others); sentence != "" {
		return Drop{Sentence: sentence}
	}
	var d Drop
	if len(meshes) > 0 {
		d.Mesh = meshes[0]
	}
	if len(images) > 0 {
		d.Reference = images[0]
	}
	d.Sentence = d.describe()
	return d
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// droppedFolder is what dropping a folder does: it adds the models in it.
func droppedFolder(path string) Drop {
	found, err := catalogue.Find(path)
	switch {
	case err != nil:
		return Drop{Sentence: Sentence(err.Error())}
	case len(found) == 1:
		return Drop{Models: path, Sentence: "Adds the model in " + filepath.Base(found[0]) + "."}
	}
	return Drop{Models: path, Sentence: fmt.Sprintf("Adds the models in %s.", filepath.Base(path))}
}

func (p *Project) refuse(meshes, images, others []string) string {
	switch {
	case len(others) > 0 && isFolder(others[0]):
		return fmt.Sprintf("%s is a folder: drop a model folder by itself.", filepath.Base(others[0]))
	case len(others) > 0:
		return fmt.Sprintf("%s cannot be used here: drop a mesh (GLB, glTF, OBJ, PLY, STL), a reference image (PNG, JPEG, WebP, TIFF, BMP, GIF), or one of each.", filepath.Base(others[0]))
	case len(meshes) > 1:
		return fmt.Sprintf("%s and %s are both meshes: drop one mesh at a time.", filepath.Base(meshes[0]), filepath.Base(meshes[1]))
	case len(images) > 1:
		return fmt.Sprintf("%s and %s are both images: drop one reference image at a time.", filepath.Base(images[0]), filepath.Base(images[1]))
	case len(meshes)+len(images) == 0:
		return "A .bin or .mtl file belongs to a mesh: drop the glTF or OBJ file itself."
	case len(meshes) > 0 && p.Running():
		return "A job is painting the open mesh: cancel it or let it finish before you open another."
	case p.Opening != "":
		return "Patina is still opening " + p.Opening + ": drop again when that is done."
	}
	return ""
}

func (d Drop) describe() string {
	switch {
	case d.Reference == "":
		return "Opens " + filepath.Base(d.Mesh) + " as the mesh."
	case d.Mesh == "":
		return "Opens " + filepath.Base(d.Reference) + " as the reference image."
	}
	return "Opens " + filepath.Base(d.Mesh) + " as the mesh and " + filepath.Base(d.Reference) + " as the reference image."
}
