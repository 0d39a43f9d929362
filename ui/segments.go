package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// segments are buttons side by side of which one is chosen. Each has its own tooltip and
// takes the focus.
type segments struct {
	*fyne.Container
	buttons []*tipButton
}

// add puts a button at the end.
func (s *segments) add(label string, t tip, chosen func()) {
	b := newButton(label, nil, t, chosen)
	s.buttons = append(s.buttons, b)
	if s.Container == nil {
		s.Container = container.NewGridWithColumns(1)
	}
	objects := append(s.Objects, b)
	s.Container = container.NewGridWithColumns(len(objects), objects...)
}

// choose shows which button is chosen, -1 for none, and whether they can be pressed.
func (s *segments) choose(chosen int, enabled bool) {
	for i, b := range s.buttons {
		importance := widget.MediumImportance
		if i == chosen {
			importance = widget.HighImportance
		}
		if b.Importance != importance {
			b.Importance = importance
			b.Refresh()
		}
		setEnabled(b, enabled)
	}
}
