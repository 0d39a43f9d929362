package multiview

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"patina/devices"
	"patina/paint/network"
)

// Machine is what painters run their networks on: main has one, which the painters of
// all models share, so that what one of them keeps on a device makes room for another.
// The fields are set before the first job and only read after that.
type Machine struct {
	// Runtime makes sessions and values.
	Runtime network.Runtime
	// Cache is the folder that converted weights are kept in.
	Cache string
	// Devices returns those that were tried, the processor among them, with the memory that
	// is free on each of them now. Those that the artist named are tried in any case.
	Devices func(ctx context.Context, named []devices.ID) ([]devices.Device, error)
	// Used returns the memory that the program uses on the processor now, and BesideGo that
	// of it which is not Go's; nil measures nothing.
	Used, BesideGo func() (devices.Bytes, error)
	// Ledger, which may be nil, is told what jobs needed and corrects what they are
	// predicted to need.
	Ledger *devices.Ledger
	// Speeds are what devices were measured to do; Learn changes them later.
	Speeds devices.Speeds
	// Cap is what the whole program may use, 0 for no cap. Limit changes it later.
	Cap devices.Bytes
	// FreeAfter is how long sessions of resident components are kept after a job; 0 keeps
	// none. KeepFor changes it later.
	FreeAfter time.Duration

	pool pool

	mutex    sync.Mutex
	widening chan struct{} // holds one job: two that need the same copy make one
	base     devices.Bytes // that the program used when no session was open
	nothing  devices.Bytes // that it used besides Go's heap then
	started  bool          // a job has loaded a network on the processor
}

// Release gives back the memory of what is kept for the next job; what jobs use now they
// keep until they are done. Any goroutine may call it.
func (m *Machine) Release() error { return m.pool.empty() }

// KeepFor changes how long sessions are kept, those that are kept now too. Any goroutine
// may call it.
func (m *Machine) KeepFor(d time.Duration) error {
	m.mutex.Lock()
	m.FreeAfter = d
	m.mutex.Unlock()
	return m.pool.emptyAfter(d)
}

// KeptFor returns how long sessions are kept after a job. Any goroutine may call it.
func (m *Machine) KeptFor() time.Duration {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return m.FreeAfter
}

// Limit changes what the whole program may use, 0 for no cap: jobs that are planned from
// now on keep to it, and Go's collector does at once. Any goroutine may call it.
func (m *Machine) Limit(most devices.Bytes) {
	m.mutex.Lock()
	m.Cap = most
	m.mutex.Unlock()
	if most == 0 {
		most = math.MaxInt64
	}
	debug.SetMemoryLimit(int64(most))
}

// Limited returns what the whole program may use, 0 for no cap. Any goroutine may call it.
func (m *Machine) Limited() devices.Bytes {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return m.Cap
}

// Close gives back the memory, and keeps nothing from then on.
func (m *Machine) Close() error { return m.pool.close() }

// Learn replaces what devices were measured to do.
func (m *Machine) Learn(s devices.Speeds) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.Speeds = s
}

func (m *Machine) speeds() devices.Speeds {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return m.Speeds
}

// devices returns what a job may be planned for: what the pool keeps for the next job
// counts as free.
func (m *Machine) devices(ctx context.Context, named []devices.ID) ([]devices.Device, error) {
	list, err := m.Devices(ctx, named)
	if err != nil {
		return nil, err
	}
	list = slices.Clone(list)
	for i, d := range list {
		list[i].Free = d.Free + m.pool.held(d.ID)
	}
	return list, nil
}

// allowed returns what the networks of a job may need under the cap: what the program
// does not use for something else. 0 is no cap.
func (m *Machine) allowed() (devices.Bytes, error) {
	most := m.Limited()
	if most == 0 {
		return 0, nil
	}
	used, err := m.used()
	if err != nil {
		return 0, err
	}
	if left := most - used; left > 0 {
		return left, nil
	}
	return 0, fmt.Errorf("the program may use %s and uses %s without any network: raise the cap on memory", most, used)
}

// used returns what the program uses besides networks: what it used when it last had no
// session.
func (m *Machine) used() (devices.Bytes, error) {
	if m.Used == nil {
		return 0, nil
	}
	now, err := m.Used()
	if err != nil {
		return 0, err
	}
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.pool.open() == 0 {
		m.base = now
	}
	return m.base, nil
}

// bare returns what the process uses besides networks and Go's heap: what it used when it
// last had no session; 0 when nobody tells.
func (m *Machine) bare() devices.Bytes {
	if m.BesideGo == nil {
		return 0
	}
	now, err := m.BesideGo()
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if err == nil && m.pool.open() == 0 {
		m.nothing = now
	}
	return m.nothing
}

// once returns what a job takes besides its components, see devices.Once.
func (m *Machine) once() devices.Bytes {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return devices.Once(m.Runtime.Started(), m.started)
}

// start notes that a network of a job was loaded on the processor.
func (m *Machine) start() {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.started = true
}

// keepBelow lets Go's collector work harder the nearer the program comes to its cap. The
// networks' memory is not Go's.
func (m *Machine) keepBelow(plan devices.Plan) {
	if most := m.Limited(); most > 0 {
		debug.SetMemoryLimit(int64(max(most/8, most-plan.Peak[devices.Processor])))
	}
}

// lockWeights returns when no other job prepares weights.
func (m *Machine) lockWeights(ctx context.Context) (unlock func(), err error) {
	m.mutex.Lock()
	if m.widening == nil {
		m.widening = make(chan struct{}, 1)
	}
	turn := m.widening
	m.mutex.Unlock()
	select {
	case turn <- struct{}{}:
		return func() { <-turn }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

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
