package checkpoint

import (
	"path/filepath"
	"sync"

	"patina/paint/checksum"
	"patina/paint/jsonfile"
)

// ledger is a JSON file that remembers the hashes of large files, so that they are read
// through once and not at every start. A ledger that is missing or damaged knows
// nothing and is written anew.
type ledger struct{ path string }

// stateOf returns the state of a file, without its hash.
func stateOf(path string) (checksum.Sum, error) {
	now, err := checksum.Stat(path)
	return now, withoutPath(err)
}

// states returns all that is known, by the names that put was given.
func (l ledger) states() map[string]checksum.Sum {
	states, _ := jsonfile.ReadOrEmpty[map[string]checksum.Sum](l.path)
	if states == nil {
		states = map[string]checksum.Sum{}
	}
	return states
}

// ledgers keeps those who write a ledger in one process from losing each other's notes.
// Two processes may lose one, which costs no more than to hash or to copy again.
var ledgers sync.Mutex

// put notes the state of a file.
func (l ledger) put(name string, s checksum.Sum) error {
	return l.change(func(states map[string]checksum.Sum) { states[name] = s })
}

// forget drops what is known of a file.
func (l ledger) forget(name string) error {
	return l.change(func(states map[string]checksum.Sum) { delete(states, name) })
}

func (l ledger) change(edit func(map[string]checksum.Sum)) error {
	ledgers.Lock()
	defer ledgers.Unlock()
	states := l.states()
	edit(states)
	return jsonfile.Write(l.path, states)
}

// ledgerIn returns the ledger of a cache folder.
func ledgerIn(folder string) ledger { return ledger{filepath.Join(folder, "hashes.json")} }
