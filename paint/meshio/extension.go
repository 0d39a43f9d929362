package meshio

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// known are the extensions that a file may require: they change materials, or
// nothing that painting needs.
var known = []string{
	"KHR_mesh_quantization", "KHR_texture_transform", "KHR_lights_punctual", "KHR_xmp_json_ld",
	"KHR_texture_basisu", "EXT_texture_webp", "EXT_meshopt_compression", "KHR_meshopt_compression",
}

const dracoCompression = "KHR_draco_mesh_compression"

var errDraco = errors.New("its triangles are compressed with Draco (" + dracoCompression + "), which cannot be read: export it without Draco (in Blender's glTF export, turn Compression off), or with meshopt compression")

func isKnown(extension string) bool {
	return strings.HasPrefix(extension, "KHR_materials_") || slices.Contains(known, extension)
}

// checkExtensions refuses what cannot be read and tells what is not painted.
func (r *reader) checkExtensions() error {
	required, err := r.names("extensionsRequired")
	if err != nil {
		return err
	}
	for _, name := range required {
		switch {
		case isKnown(name):
		case name == dracoCompression:
			return errDraco
		case strings.Contains(name, "compression"):
			return fmt.Errorf("it is compressed with %s, which cannot be read: export it without compression", shorten(name))
		default:
			return fmt.Errorf("it needs the extension %s, which cannot be read: export it without", shorten(name))
		}
	}
	used, err := r.names("extensionsUsed")
	if slices.Contains(used, materialVariants) {
		r.notice("The file has variants of its materials: only the default ones are painted.")
	}
	if slices.Contains(used, "EXT_mesh_gpu_instancing") {
		r.notice("GPU instances are not shown: each mesh appears once, and its instances share one texture.")
	}
	return err
}

// names returns a list of names of the root object.
func (r *reader) names(list string) (names []string, err error) {
	if raw := r.document.root.get(list); raw != nil {
		err = json.Unmarshal(raw, &names)
	}
	if err != nil {
		return nil, fmt.Errorf("%s is not a list of names: export the file again", list)
	}
	return names, nil
}
