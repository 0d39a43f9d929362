package ui

import (
	"context"

	"patina/paint/mesh"
	"patina/paint/view"
	"patina/ui/project"
)

// pointing finds out in the background on which texture the pointer is, one place after
// the other: of those that come meanwhile the last one counts.
type pointing struct {
	mesh   *mesh.Mesh
	picker *view.Picker // of the mesh
	busy   bool
	next   *pointed // nil when nothing waits
}

// pointed is a place in the viewport, see view.Picker.Pick.
type pointed struct {
	view         view.View
	aspect, x, y float64
}

// pointAt shows the texture under the pointer where there are several.
func (w *Window) pointAt(at pointed) {
	if w.closing || w.project.Mesh == nil || len(w.project.Mesh.Mesh.Materials) < 2 {
		return
	}
	w.pointing.next = &at
	if !w.pointing.busy {
		w.lookUnderPointer()
	}
}

func (w *Window) lookUnderPointer() {
	at, m, picker := *w.pointing.next, w.project.Mesh.Mesh, w.pointing.picker
	if w.pointing.mesh != m {
		picker = nil
	}
	w.pointing.next, w.pointing.busy = nil, true
	w.tasks.run(func(context.Context) {
		if picker == nil {
			picker = view.NewPicker(m)
		}
		triangle, ok := picker.Pick(at.view, at.aspect, at.x, at.y)
		w.post(func() { w.foundUnderPointer(m, picker, triangle, ok) })
	})
}

func (w *Window) foundUnderPointer(m *mesh.Mesh, picker *view.Picker, triangle int, ok bool) {
	w.pointing.busy, w.pointing.mesh, w.pointing.picker = false, m, picker
	if w.project.Mesh == nil || w.project.Mesh.Mesh != m || w.closing {
		w.pointing.next = nil
		return
	}
	if slot := m.Slot(triangle); ok && slot != w.uvs.slot {
		w.uvs.look(slot)
	}
	if w.pointing.next != nil {
		w.lookUnderPointer()
	}
}

// chooseTiling opens the mesh again with another meaning of its tiles.
func (w *Window) chooseTiling(title string) {
	retile := w.project.Retile(project.TilingTitled(title))
	if retile == nil || title == w.project.Text(project.Tiles) || w.working != nil {
		w.refresh()
		return
	}
	if w.project.Running() {
		w.banner.complain("A job is painting the open mesh: cancel it or let it finish before you change its tiles.")
		w.refresh()
		return
	}
	w.refresh() // it stays as it was until the artist let the result go
	w.beforeLosing(true, "Change the UDIM tiles", func() {
		w.open("the UDIM tiles", "Sorts the triangles by their UDIM tiles.", retile, w.complain)
	})
}
