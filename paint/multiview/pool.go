package multiview

import (
	"errors"
	"slices"
	"sync"
	"time"

	"patina/devices"
	"patina/paint/network"
)

// pool holds the sessions that are open, those that a job uses and those that are kept
// for the next one.
type pool struct {
	closing sync.Mutex // held while sessions are closed, so that who comes next waits

	mutex  sync.Mutex
	idle   []*kept
	inUse  int
	timer  *time.Timer // empties the pool; nil when none runs
	closed bool
}

// kept is a session that outlives what it was loaded for. A copy that it makes is told to
// whoever uses it.
type kept struct {
	key     string // what it was loaded from, where and how
	weights devices.Bytes
	session network.Session
	report  func(devices.Transfer) // nil while nobody uses it
}

// tell implements network.Options.Report.
func (k *kept) tell(t devices.Transfer) {
	if k.report != nil {
		k.report(t)
	}
}

// take returns the kept session with a key, or asks load for one.
func (p *pool) take(key string, weights devices.Bytes, report func(devices.Transfer), load func(tell func(devices.Transfer)) (network.Session, error)) (*kept, error) {
	if k := p.find(key); k != nil {
		k.report = report
		return k, nil
	}
	k := &kept{key: key, weights: weights, report: report}
	var err error
	if k.session, err = load(k.tell); err != nil {
		p.left()
		return nil, err
	}
	return k, nil
}

// find counts a user, and returns the idle session with a key if there is one.
func (p *pool) find(key string) *kept {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.inUse++
	i := slices.IndexFunc(p.idle, func(k *kept) bool { return k.key == key })
	if i < 0 {
		return nil
	}
	k := p.idle[i]
	p.idle = slices.Delete(p.idle, i, i+1)
	return k
}

func (p *pool) left() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.inUse--
}

// give takes a session back, to keep it or to close it.
func (p *pool) give(k *kept, keep bool) error {
	p.mutex.Lock()
	p.inUse--
	k.report = nil
	if keep = keep && !p.closed; keep {
		p.idle = append(p.idle, k)
	}
	p.mutex.Unlock()
	if keep {
		return nil
	}
	return k.session.Close()
}

// retain closes the idle sessions but those with the given keys.
func (p *pool) retain(keys map[string]bool) error {
	return p.drop(func(k *kept) bool { return !keys[k.key] })
}

// held returns what the idle sessions hold on a device. Weights on the processor are
// mapped, and count as free already.
func (p *pool) held(on devices.ID) (held devices.Bytes) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	var reserved devices.Bytes // by an arena that they share
	for _, k := range p.idle {
		if k.session.On() != on {
			continue
		}
		if use, ok := k.session.MemoryUse(); ok {
			reserved = max(reserved, use.Reserved)
		}
		if on != devices.Processor {
			held += k.weights
		}
	}
	return held + reserved
}

// emptyAfter lets the idle sessions be closed when nobody has used one for so long.
func (p *pool) emptyAfter(d time.Duration) error {
	if d == 0 {
		return p.empty()
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.timer != nil {
		p.timer.Stop()
	}
	p.timer = time.AfterFunc(d, func() { _ = p.empty() })
	return nil
}

// busy stops the clock.
func (p *pool) busy() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.timer != nil {
		p.timer.Stop()
	}
}

func (p *pool) empty() error { return p.drop(func(*kept) bool { return true }) }

func (p *pool) close() error {
	p.busy()
	p.mutex.Lock()
	p.closed = true
	p.mutex.Unlock()
	return p.empty()
}

// remove takes idle sessions out of the pool.
func (p *pool) remove(which func(*kept) bool) (removed []*kept) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.idle = slices.DeleteFunc(p.idle, func(k *kept) bool {
		gone := which(k)
		if gone {
			removed = append(removed, k)
		}
		return gone
	})
	return removed
}

// open returns how many sessions there are.
func (p *pool) open() int {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.inUse + len(p.idle)
}

// drop closes idle sessions; when it returns, those that somebody else was closing are
// closed too.
func (p *pool) drop(which func(*kept) bool) error {
	p.closing.Lock()
	defer p.closing.Unlock()
	var errs []error
	for _, k := range p.remove(which) {
		errs = append(errs, k.session.Close())
	}
	return errors.Join(errs...)
}
