package project

import "slices"

// notice is a sentence for the artist; it goes when what it is about does.
type notice struct {
	text  string
	about subject
}

type subject int

const (
	aboutPatina subject = iota
	aboutMesh
	aboutJob
)

// Notices returns the sentences that the artist should read, newest last.
func (p *Project) Notices() []string {
	texts := make([]string, len(p.notices))
	for i, n := range p.notices {
		texts[i] = n.text
	}
	return texts
}

// Notify adds a sentence about the program to the notices.
func (p *Project) Notify(sentence string) { p.notify(sentence, aboutPatina) }

// DismissNotices empties the notices.
func (p *Project) DismissNotices() { p.notices = nil }

func (p *Project) notify(sentence string, about subject) {
	sentence = Sentence(sentence)
	if !slices.Contains(p.Notices(), sentence) {
		p.notices = append(p.notices, notice{sentence, about})
	}
}

// forget drops the notices about a subject and about what hangs on it: a job hangs
// on its mesh.
func (p *Project) forget(about subject) {
	p.notices = slices.DeleteFunc(p.notices, func(n notice) bool { return n.about >= about })
}
