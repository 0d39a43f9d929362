package checkpoint

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// maxJSON bounds configurations and indexes; the largest known index has 0.2 MB.
const maxJSON = 16 << 20

// readIndex adds the tensors of all files that an index names, and checks that they
// are where it says.
func (w *Weights) readIndex(path string) error {
	var index struct {
		Files map[string]string `json:"weight_map"`
	}
	if err := readJSON(path, &index); err != nil {
		return err
	}
	if len(index.Files) == 0 {
		return fmt.Errorf("cannot open weights %s: it names no files", path)
	}
	read := map[string]bool{}
	for _, key := range slices.Sorted(maps.Keys(index.Files)) {
		name := index.Files[key]
		if name != filepath.Base(name) || !filepath.IsLocal(name) {
			return fmt.Errorf("cannot open weights %s: %q is no file beside it", path, name)
		}
		shard := filepath.Join(filepath.Dir(path), name)
		if !read[name] {
			if err := w.readFile(shard); err != nil {
				return err
			}
			read[name] = true
		}
		if _, ok := w.entries[key]; !ok {
			return &TensorError{shard, key, "the tensor that " + filepath.Base(path) + " names", "none", 0}
		}
	}
	return nil
}

// readJSON reads a JSON file of moderate size.
func readJSON(path string, into any) error {
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("cannot open %s: %w", path, withoutPath(err))
	}
	if info.Size() > maxJSON {
		return fmt.Errorf("cannot open %s: it has %d bytes, more than the %d that are allowed", path, info.Size(), maxJSON)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("cannot open %s: %w", path, withoutPath(err))
	}
	if err := json.Unmarshal(b, into); err != nil {
		return fmt.Errorf("cannot open %s: it is not the JSON that was expected (%w)", path, err)
	}
	return nil
}
