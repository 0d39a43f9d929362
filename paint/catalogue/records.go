package catalogue

import (
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"sync"
	"time"

	"patina/paint/jsonfile"
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
	kept, err := jsonfile.Read[map[string]time.Time](path, nil)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return r, ""
	case err != nil:
		return r, jsonfile.PutAside(path, err, "licences have to be accepted again")
	}
	maps.Copy(r.accepted, kept)
	return r, ""
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
	return jsonfile.Write(filepath.Join(r.folder, licencesFile), r.accepted)
}
