package devices

import (
	"fmt"
	"slices"
	"sync"

	"patina/paint/jsonfile"
)

// Observation is what a component was predicted to need on a device and what it took.
type Observation struct {
	Component string `json:"component"`
	Device    ID     `json:"device"`
	Shape     string `json:"shape"`     // of the job, such as "6x512": a factor holds for other shapes too, a maximum for this one only
	Predicted Bytes  `json:"predicted"` // by Estimate, before Correct
	Measured  Bytes  `json:"measured"`  // at most
}

// valid tells whether something can be learned from an observation.
func (o Observation) valid() bool {
	return o.Predicted > 0 && o.Measured > 0 && o.Component != "" && o.Device != ""
}

// same tells whether two observations are of the same job.
func (o Observation) same(p Observation) bool {
	return o.Component == p.Component && o.Device == p.Device && o.Shape == p.Shape
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
	rows, err := jsonfile.ReadOrEmpty[[]Observation](path)
	if err != nil {
		return nil, fmt.Errorf("cannot read what jobs needed from %s: %w", path, err)
	}
	return &Ledger{path: path, rows: slices.DeleteFunc(rows, func(o Observation) bool { return !o.valid() })}, nil
}

// keptRows is how many observations a ledger keeps.
const keptRows = 500

// Record writes an observation down. Of several of the same job the largest measurement
// is kept. An observation that nothing can be learned from is left out.
func (l *Ledger) Record(o Observation) error {
	if l == nil || !o.valid() {
		return nil
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if i := slices.IndexFunc(l.rows, o.same); i >= 0 {
		o.Measured = max(o.Measured, l.rows[i].Measured)
		l.rows = slices.Delete(l.rows, i, i+1)
	}
	l.rows = append(l.rows, o)
	if extra := len(l.rows) - keptRows; extra > 0 {
		l.rows = slices.Delete(l.rows, 0, extra)
	}
	return jsonfile.Write(l.path, l.rows)
}

// Limits of what is believed of a prediction that was wrong: beyond them something else
// took or spared the memory.
const leastFactor, mostFactor = 0.8, 2

// Correct returns what to expect of a component on a device instead of what was
// predicted: the prediction times what the last job of the component there took beside
// its own, and no less than what the same job has ever taken there.
func (l *Ledger) Correct(component string, device ID, shape string, predicted Bytes) Bytes {
	if l == nil {
		return predicted
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	corrected, least := predicted, Bytes(0)
	for _, o := range l.rows {
		if o.Component != component || o.Device != device {
			continue
		}
		corrected = predicted.times(min(max(float64(o.Measured)/float64(o.Predicted), leastFactor), mostFactor))
		if o.Shape == shape {
			least = o.Measured
		}
	}
	return max(corrected, least)
}
