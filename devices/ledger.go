package devices

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
)

// Observation is what a component was predicted to need on a device and what it took.
type Observation struct {
	Component string `json:"component"`
	Device    ID     `json:"device"`
	Shape     string `json:"shape"`     // of the job, such as "6x512": a factor holds for other shapes too, a maximum for this one only
	Predicted Bytes  `json:"predicted"` // by the model alone, before Correct
	Measured  Bytes  `json:"measured"`  // peak
}

// Ledger learns from the jobs of this machine what components really need. A nil *Ledger
// knows nothing. Several goroutines may use it.
type Ledger struct {
	path string

	mutex sync.Mutex
	rows  []Observation // the newest last; one for each component, device and shape
}

// OpenLedger reads a ledger from a file, which need not exist yet. A file that cannot be
// understood counts as empty and is replaced.
func OpenLedger(path string) (*Ledger, error) {
	l := &Ledger{path: path}
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return l, nil
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read what jobs needed from %s: %w", path, withoutPath(err))
	}
	if json.Unmarshal(b, &l.rows) != nil {
		l.rows = nil
	}
	return l, nil
}
