package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// tip is what a control needs to show a tooltip, and to hand on the keys that it
// has no use for: otherwise Esc and the view keys would be lost while a button has
// the focus.
type tip struct {
	layer *tipLayer
	text  func() string
	keys  func(*fyne.KeyEvent)
}

// tips makes the tip of a control.
type tips struct {
	layer *tipLayer
	keys  func(*fyne.KeyEvent)
}

func (t tips) of(text func() string) tip { return tip{t.layer, text, t.keys} }

func (t tips) text(text string) tip { return t.of(func() string { return text }) }

// tipped is a control with a tooltip.
type tipped interface{ tipText() string }

func (t *tip) tipText() string { return t.text() }

type tipButton struct {
	widget.Button
	tip
}

func newButton(label string, icon fyne.Resource, t tip, tapped func()) *tipButton {
	b := &tipButton{tip: t}
	b.Text, b.Icon, b.OnTapped = label, icon, tapped
	b.ExtendBaseWidget(b)
	return b
}

func (b *tipButton) MouseIn(e *desktop.MouseEvent) {
	b.Button.MouseIn(e)
	b.layer.enter(b, b.text())
}

func (b *tipButton) MouseOut() {
	b.Button.MouseOut()
	b.layer.leave()
}

func (b *tipButton) Tapped(e *fyne.PointEvent) {
	b.layer.leave()
	b.Button.Tapped(e)
}

func (b *tipButton) TypedKey(e *fyne.KeyEvent) {
	b.Button.TypedKey(e)
	if e.Name != fyne.KeySpace {
		b.keys(e)
	}
}

type tipCheck struct {
	widget.Check
	tip
}

func newCheck(label string, t tip, changed func(bool)) *tipCheck {
	c := &tipCheck{tip: t}
	c.Text, c.OnChanged = label, changed
	c.ExtendBaseWidget(c)
	return c
}

func (c *tipCheck) MouseIn(e *desktop.MouseEvent) {
	c.Check.MouseIn(e)
	c.layer.enter(c, c.text())
}

func (c *tipCheck) MouseOut() {
	c.Check.MouseOut()
	c.layer.leave()
}

func (c *tipCheck) TypedKey(e *fyne.KeyEvent) {
	if e.Name != fyne.KeySpace {
		c.keys(e)
	}
}

type tipSelect struct {
	widget.Select
	tip
}

func newSelect(options []string, t tip, changed func(string)) *tipSelect {
	s := &tipSelect{tip: t}
	s.Options, s.OnChanged = options, changed
	s.ExtendBaseWidget(s)
	return s
}

func (s *tipSelect) MouseIn(e *desktop.MouseEvent) {
	s.Select.MouseIn(e)
	s.layer.enter(s, s.text())
}

func (s *tipSelect) MouseOut() {
	s.Select.MouseOut()
	s.layer.leave()
}

func (s *tipSelect) Tapped(e *fyne.PointEvent) {
	s.layer.leave()
	s.Select.Tapped(e)
}

func (s *tipSelect) TypedKey(e *fyne.KeyEvent) {
	s.Select.TypedKey(e)
	if e.Name == fyne.KeyEscape {
		s.keys(e)
	}
}

// tipEntry is a field to type in, with suggestions if there are options.
type tipEntry struct {
	widget.SelectEntry
	tip
	typing bool
}

func newEntry(t tip, options []string, changed func(string)) *tipEntry {
	e := &tipEntry{tip: t}
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.OnChanged = changed
	e.ExtendBaseWidget(e)
	if len(options) > 0 {
		e.SetOptions(options)
	}
	return e
}

// CreateRenderer leaves out the drop-down button of a field without options.
func (e *tipEntry) CreateRenderer() fyne.WidgetRenderer {
	e.ExtendBaseWidget(e)
	return e.Entry.CreateRenderer()
}

// showText shows what the project says, unless the artist is typing here.
func (e *tipEntry) showText(text string) {
	if !e.typing && e.Text != text {
		e.SetText(text)
	}
}

func (e *tipEntry) FocusGained() {
	e.typing = true
	e.SelectEntry.FocusGained()
}

func (e *tipEntry) FocusLost() {
	e.typing = false
	e.SelectEntry.FocusLost()
}

func (e *tipEntry) MouseIn(*desktop.MouseEvent)    { e.layer.enter(e, e.text()) }
func (e *tipEntry) MouseMoved(*desktop.MouseEvent) {}
func (e *tipEntry) MouseOut()                      { e.layer.leave() }

func (e *tipEntry) TypedKey(k *fyne.KeyEvent) {
	e.layer.leave()
	if k.Name == fyne.KeyEscape {
		e.keys(k)
		return
	}
	e.SelectEntry.TypedKey(k)
}

// tipLabel is the name of a setting; the tooltip of the setting shows on it too.
type tipLabel struct {
	widget.Label
	tip
}

func newLabel(text string, t tip) *tipLabel {
	l := &tipLabel{tip: t}
	l.Text, l.Truncation = text, fyne.TextTruncateEllipsis
	l.ExtendBaseWidget(l)
	return l
}

func (l *tipLabel) MouseIn(*desktop.MouseEvent)    { l.layer.enter(l, l.text()) }
func (l *tipLabel) MouseMoved(*desktop.MouseEvent) {}
func (l *tipLabel) MouseOut()                      { l.layer.leave() }
