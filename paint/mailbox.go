package paint

import "sync"

// mailbox holds the events that a job reported and nobody has read yet. Putting
// never blocks; an event that makes an unread one stale takes its place, so that
// the box stays small however slow the reader is.
type mailbox struct {
	mu     sync.Mutex
	filled *sync.Cond
	events []Event
	closed bool
}

func newMailbox() *mailbox {
	m := &mailbox{}
	m.filled = sync.NewCond(&m.mu)
	return m
}

func (m *mailbox) put(ev Event) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if i := m.stale(ev); i >= 0 {
		m.events = append(m.events[:i], m.events[i+1:]...)
	}
	m.events = append(m.events, ev)
	m.filled.Signal()
}

// close puts the last event; take reports the end after it was taken.
func (m *mailbox) close(last Event) {
	m.put(last)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	m.filled.Broadcast()
}

// take waits for an event; ok is false after the last one.
func (m *mailbox) take() (ev Event, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for len(m.events) == 0 && !m.closed {
		m.filled.Wait()
	}
	if len(m.events) == 0 {
		return nil, false
	}
	ev = m.events[0]
	m.events = m.events[1:]
	return ev, true
}

// stale returns the index of the unread event that ev replaces, or -1.
func (m *mailbox) stale(ev Event) int {
	for i, old := range m.events {
		if replaces(ev, old) {
			return i
		}
	}
	return -1
}

func replaces(ev, old Event) bool {
	switch ev := ev.(type) {
	case StepDone:
		old, ok := old.(StepDone)
		return ok && old.Stage == ev.Stage
	case WorkDone:
		old, ok := old.(WorkDone)
		return ok && old.Stage == ev.Stage && old.Work == ev.Work
	case ViewPreview:
		old, ok := old.(ViewPreview)
		return ok && old.View == ev.View
	case TexturePreview:
		_, ok := old.(TexturePreview)
		return ok
	case Transfer:
		old, ok := old.(Transfer)
		return ok && old.Component == ev.Component && old.From == ev.From && old.To == ev.To
	}
	return false
}
