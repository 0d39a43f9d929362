package ui

import (
	"context"

	"patina/paint/protect"
)

// togglePicking has clicks on the mesh protect what is under them, or turn it as before.
func (w *Window) togglePicking() {
	w.viewport.picking = !w.viewport.picking && w.project.Mesh != nil
	w.refresh()
}

// pick protects the piece at a place of the viewport, or no longer where it is protected.
// Looking for it takes a moment in a large mesh, and is done in the background.
func (w *Window) pick(aspect, x, y float64) {
	file := w.project.Mesh
	find := w.project.Pick(w.protect.kind, w.viewport.orbit.View, aspect, x, y)
	w.tasks.run(func(context.Context) {
		piece, ok := find()
		w.post(func() {
			if ok && w.project.Mesh == file && !w.closing {
				w.toggleProtection(piece)
			}
		})
	})
}

func (w *Window) toggleProtection(piece protect.Piece) {
	w.project.Protect(piece)
	w.protect.scrollTo(piece)
	w.refresh()
}

func (w *Window) protectNothing() {
	w.project.ProtectNothing()
	w.refresh()
}
