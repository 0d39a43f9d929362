package catalogue

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"time"

	"patina/paint/atomicfile"
)

// licencesFile holds when each licence was accepted, manifestFolder what files each
// model had when it was added.
const (
	licencesFile   = "licences.json"
	manifestFolder = "manifests"
)

// Records keeps, in the user's configuration folder, which licences were accepted and
// which files a model had. It may be used by several goroutines.
type Records struct {
	folder   string
	mutex    sync.Mutex
	accepted map[string]time.Time // by Entry.ID
}

// OpenRecords reads what was kept in a folder; "" keeps everything in memory alone. A
// damaged file is put aside, and then notice says so in a sentence: licences have to
// be accepted again.
func OpenRecords(folder string) (r *Records, notice string) {
	r = &Records{folder: folder, accepted: map[string]time.Time{}}
	if folder == "" {
		return r, ""
	}
	path := filepath.Join(folder, licencesFile)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return r, ""
	}
	var kept map[string]time.Time
	if err == nil {
		err = json.Unmarshal(b, &kept)
	}
	if err == nil {
		maps.Copy(r.accepted, kept)
		return r, ""
	}
	return r, putAside(path, err)
}

func putAside(path string, why error) string {
	aside := path + ".damaged"
	text := fmt.Sprintf("%s could not be read (%v), so licences have to be accepted again.", path, why)
	if os.Rename(path, aside) == nil {
		text += " It now stands aside as " + filepath.Base(aside) + "."
	}
	return text
}

// Accepted tells when the licence of a model was accepted.
func (r *Records) Accepted(id string) (when time.Time, ok bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	when, ok = r.accepted[id]
	return when, ok
}

// Accept notes that the artist accepted the licence of a model and keeps it. When it
// cannot be kept it counts until the program ends.
func (r *Records) Accept(id string, when time.Time) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.accepted[id] = when.UTC().Truncate(time.Second)
	if r.folder == "" {
		return nil
	}
	return writeJSON(filepath.Join(r.folder, licencesFile), r.accepted)
}

// writeJSON writes a value whole or not at all and makes the folder for it.
func writeJSON(path string, value any) error {
	b, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	return atomicfile.Write(path, func(w io.Writer) error {
		_, err := w.Write(append(b, '\n'))
		return err
	})
}
