package catalogue

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"patina/paint/checkpoint"
)

const indexFile = "model_index.json"

// Identify says which model a diffusers folder holds. Its contents decide, so that a
// renamed folder is known too, and its name where they leave it open. A folder that
// is not known gets an entry whose licence is unknown; one without model_index.json
// is an error.
func Identify(dir string) (Entry, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return Entry{}, fmt.Errorf("cannot look into %s: %w", dir, err)
	}
	folder, err := checkpoint.Open(dir)
	if err != nil {
		return Entry{}, err
	}
	for _, id := range []string{byContents(folder), filepath.Base(dir)} {
		if e, known := ByID(id); known {
			return e, nil
		}
	}
	return Other(dir), nil
}

// byContents returns the ID of the model whose classes and configuration the folder
// has, "" for none.
func byContents(folder *checkpoint.Folder) string {
	switch {
	case folder.Class == "HunyuanPaintPipeline" && isTurbo(folder):
		return "hunyuan3d-paint-v2-0-turbo"
	case folder.Class == "HunyuanPaintPipeline":
		return "hunyuan3d-paint-v2-0"
	case folder.Class == "StableDiffusionInstructPix2PixPipeline" && isDelight(folder):
		return "hunyuan3d-delight-v2-0"
	}
	return ""
}

// isTurbo tells the turbo model by its image encoder, which the other has not, or by
// its name.
func isTurbo(folder *checkpoint.Folder) bool {
	_, has := folder.Components["image_encoder"]
	return has || strings.Contains(strings.ToLower(filepath.Base(folder.Dir)), "turbo")
}

// isDelight tells the delight model from other models that edit pictures by the shape
// of its network (reference section 3.1).
func isDelight(folder *checkpoint.Folder) bool {
	var unet struct {
		In     int `json:"in_channels"`
		Sample int `json:"sample_size"`
		Cross  int `json:"cross_attention_dim"`
	}
	// A folder whose configuration cannot be read is not this model.
	err := folder.Config("unet", &unet)
	return err == nil && unet.In == 8 && unet.Sample == 96 && unet.Cross == 1024
}

// Other returns the entry of a folder that the catalogue does not know. Two folders with the same
// name are two models.
func Other(dir string) Entry {
	hash := sha256.Sum256([]byte(dir))
	return Entry{
		ID: "folder-" + hex.EncodeToString(hash[:8]), Name: filepath.Base(dir), Role: Unknown,
		About: "A model that Patina does not know. It works if it is built like Hunyuan3D-Paint 2.0.",
	}
}

// ErrNoModel is what the errors of Find wrap for folders that hold no model.
var ErrNoModel = errors.New("there is no model")

// Find returns the model folders in dir: dir itself if it is one, or else the folders
// in it that are, by name. The error says where it looked in vain.
func Find(dir string) ([]string, error) {
	if isModel(dir) {
		return []string{dir}, nil
	}
	list, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w in %s, because there is no such folder", ErrNoModel, dir)
	}
	if err != nil {
		return nil, fmt.Errorf("%w in %s that could be read: %w", ErrNoModel, dir, err)
	}
	var found []string
	for _, item := range list {
		if path := filepath.Join(dir, item.Name()); isModel(path) {
			found = append(found, path)
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("%w in %s: neither it nor a folder in it has a %s; choose the folder as it was downloaded", ErrNoModel, dir, indexFile)
	}
	slices.Sort(found)
	return found, nil
}

// Model is a model folder and what is known of it.
type Model struct {
	Dir   string // absolute
	Entry Entry
}

// Terms says in sentences what the artist accepts with the model: the licence, where it
// is not valid and where its text is.
func (m Model) Terms() string {
	l := m.Entry.Licence
	if l.Name == "" {
		return "The licence of " + m.Entry.Name + " is unknown: ask whoever made it before you use it or what it paints." + m.textIn("")
	}
	text := fmt.Sprintf("%s by %s is under the %s.", m.Entry.Name, m.Entry.Maker, l.Name)
	if l.Territory != "" {
		text += " " + l.Territory
	}
	return text + m.textIn(" Its text is in the repository "+l.Repository+".")
}

// textIn says which file beside the model holds the text of a licence, or otherwise
// what there is to say without one.
func (m Model) textIn(otherwise string) string {
	for _, dir := range []string{m.Dir, filepath.Dir(m.Dir)} {
		for _, name := range []string{"LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "LICENCE.txt"} {
			path := filepath.Join(dir, name)
			if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
				return " Its text is in " + path + "."
			}
		}
	}
	return otherwise
}

// FindPainting returns the models in dir, or in folders in it, that may paint: those
// that the catalogue knows first. The error says what was found instead.
func FindPainting(dir string) ([]Model, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("cannot look into %s: %w", dir, err)
	}
	folders, err := Find(dir)
	if err != nil {
		return nil, err
	}
	var models []Model
	for _, f := range folders {
		e, failed := Identify(f)
		switch {
		case failed != nil:
			err = failed
		case e.Role == Delights:
			err = fmt.Errorf("%s is %s, which paints nothing by itself: choose the folder %s, or the one that holds both", f, e.Name, entries[0].Folder)
		default:
			models = append(models, Model{f, e})
		}
	}
	if len(models) == 0 {
		return nil, err
	}
	slices.SortStableFunc(models, func(a, b Model) int { return unknownLast(a.Entry) - unknownLast(b.Entry) })
	return models, nil
}

func unknownLast(e Entry) int {
	if e.Role == Unknown {
		return 1
	}
	return 0
}

func isModel(dir string) bool {
	info, err := os.Stat(filepath.Join(dir, indexFile))
	return err == nil && info.Mode().IsRegular()
}
