package unwrap

import "sync"

// progress tells how far the work is, in hundredths. It may be called by several
// goroutines at the same time.
type progress struct {
	tell func(done, total int)
	lock sync.Mutex
	told int
}

// The hundredths at which the steps end, about as long as they take.
const (
	grown     = 25
	flattened = 60
	complete  = 100
)

// reach tells that a share of the way between two hundredths is done.
func (p *progress) reach(from, to int, share float64) {
	if p.tell == nil {
		return
	}
	p.lock.Lock()
	defer p.lock.Unlock()
	if now := from + int(float64(to-from)*share); now > p.told {
		p.told = now
		p.tell(now, complete)
	}
}
