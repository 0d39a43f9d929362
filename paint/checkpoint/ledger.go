package checkpoint

import (
	"crypto/sha256"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"sync"

	"patina/paint/atomicfile"
)

// ledger is a JSON file that remembers the hashes of large files, so that they are read
// through once and not at every start. A ledger that is missing or damaged knows
// nothing and is written anew.
type ledger struct{ path string }

// state is what a file was like when it was hashed.
type state struct {
	Size     int64  `json:"size"`
	Modified int64  `json:"modified"` // in nanoseconds since 1970
	SHA256   string `json:"sha256"`
}

// stateOf returns the state of a file, without its hash.
func stateOf(path string) (state, error) {
	info, err := os.Stat(path)
	if err != nil {
		return state{}, withoutPath(err)
	}
	return state{Size: info.Size(), Modified: info.ModTime().UnixNano()}, nil
}

// untouched tells whether a file in the state now still has the contents of s, as far
// as that can be told without reading it. It has none when s holds no hash.
func (s state) untouched(now state) bool {
	return s.Size == now.Size && s.Modified == now.Modified && len(s.SHA256) == 2*sha256.Size
}

// states returns all that is known, by the names that put was given.
func (l ledger) states() map[string]state {
	states := map[string]state{}
	if readJSON(l.path, &states) != nil || states == nil {
		return map[string]state{}
	}
	return states
}

// ledgers keeps those who write a ledger in one process from losing each other's notes.
// Two processes may lose one, which costs no more than to hash or to copy again.
var ledgers sync.Mutex

// put notes the state of a file.
func (l ledger) put(name string, s state) error {
	return l.change(func(states map[string]state) { states[name] = s })
}

// forget drops what is known of a file.
func (l ledger) forget(name string) error {
	return l.change(func(states map[string]state) { delete(states, name) })
}

func (l ledger) change(edit func(map[string]state)) error {
	ledgers.Lock()
	defer ledgers.Unlock()
	states := l.states()
	edit(states)
	return atomicfile.Write(l.path, func(out io.Writer) error {
		e := json.NewEncoder(out)
		e.SetIndent("", "\t")
		return e.Encode(states)
	})
}

// ledgerIn returns the ledger of a cache folder.
func ledgerIn(folder string) ledger { return ledger{filepath.Join(folder, "hashes.json")} }
