package multiview

import (
	"context"
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
