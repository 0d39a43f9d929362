package devices

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"patina/paint/jsonfile"
)

// Proofs are the proofs of earlier starts, kept in a file. A nil *Proofs knows nothing
// and keeps nothing. Several goroutines may use it.
type Proofs struct {
	path    string
	library string

	mutex sync.Mutex
	known map[string]attempt
}

// attempt is a try to run a network on a device. One that was begun and has no proof
// ended the program.
type attempt struct {
	Proof *Proof `json:"proof"` // nil while the attempt is made
}

// OpenProofs reads the proofs in a file, which need not exist yet. library identifies
// the runtime by the hashes of its files: what another one has proven does not count. A
// file that cannot be understood counts as empty and is replaced.
func OpenProofs(path, library string) (*Proofs, error) {
	known, err := jsonfile.ReadOrEmpty[map[string]attempt](path)
	if err != nil {
		return nil, fmt.Errorf("cannot read which devices work from %s: %w", path, err)
	}
	if known == nil {
		known = map[string]attempt{}
	}
	return &Proofs{path: path, library: library, known: known}, nil
}

// prove fills in what is known of a device, after asking the prober where nothing is.
func (p *Proofs) prove(ctx context.Context, d *Device, prober Prober) error {
	if proof, ended, ok := p.recall(*d); ok {
		d.believe(proof, ended)
		return nil
	}
	unkept := p.keep(*d, &attempt{}) // what stays there when the driver ends the program
	proof, err := prober.Probe(ctx, *d)
	if err != nil {
		forgotten := p.keep(*d, nil) // it may work the next time
		if cause := context.Cause(ctx); cause != nil {
			return cause
		}
		d.believe(Proof{}, err)
		return errors.Join(unkept, forgotten)
	}
	d.believe(proof, nil)
	return errors.Join(unkept, p.keep(*d, &attempt{&proof}))
}

// believe fills in the outcome of an attempt.
func (d *Device) believe(proof Proof, err error) {
	d.Proven = err == nil
	d.Half, d.Reason = false, ""
	if err != nil {
		d.Reason = err.Error()
		return
	}
	d.Half = proof.Half
}

// errEnded is why a device is not tried again.
var errEnded = errors.New("trying it ended the program the last time; update its driver, or ask to look for devices anew")

// recall returns what is known of a device, or false when it has to be tried.
func (p *Proofs) recall(d Device) (Proof, error, bool) {
	if p == nil {
		return Proof{}, nil, false
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	a, ok := p.known[p.key(d)]
	switch {
	case !ok:
		return Proof{}, nil, false
	case a.Proof == nil:
		return Proof{}, errEnded, true
	}
	return *a.Proof, nil, true
}

// keep writes an attempt down; nil forgets it.
func (p *Proofs) keep(d Device, a *attempt) error {
	if p == nil {
		return nil
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if a == nil {
		delete(p.known, p.key(d))
	} else {
		p.known[p.key(d)] = *a
	}
	return p.write()
}

// Forget lets every device be tried again.
func (p *Proofs) Forget() error {
	if p == nil {
		return nil
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	clear(p.known)
	return p.write()
}

// key is what a proof depends on.
func (p *Proofs) key(d Device) string {
	return fmt.Sprintf("%s|%s|%s|%s|%s", p.library, d.ID, d.Name, d.Card, d.Driver)
}

func (p *Proofs) write() error { return jsonfile.Write(p.path, p.known) }
