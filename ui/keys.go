package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// bindKeys binds the keys that work while nobody types.
func (w *Window) bindKeys() {
	c := w.win.Canvas()
	c.SetOnTypedKey(w.typedKey)
	enter := &desktop.CustomShortcut{KeyName: fyne.KeyEnter, Modifier: fyne.KeyModifierShortcutDefault}
	c.AddShortcut(enter, func(fyne.Shortcut) { w.paint() })
}

// typedKey runs the command of a key. A dialog takes Esc for itself, and the other
// keys rest behind it.
func (w *Window) typedKey(k *fyne.KeyEvent) {
	overlays := w.win.Canvas().Overlays()
	if dialog := overlays.Top(); dialog != nil {
		if k.Name == fyne.KeyEscape {
			overlays.Remove(dialog)
		}
		return
	}
	switch k.Name {
	case fyne.KeyEscape:
		w.escape()
	case fyne.KeyF1:
		w.showShortcuts()
	case fyne.KeyB:
		w.toggleOriginal()
	case fyne.KeyL:
		w.toggleLight()
	case fyne.KeyP:
		w.togglePicking()
	default:
		w.viewKey(k.Name)
	}
}

// viewKey looks from where Blender's number keys look.
func (w *Window) viewKey(key fyne.KeyName) {
	switch key {
	case fyne.KeyF, fyne.KeyHome:
		w.viewport.frame()
	case fyne.Key1:
		w.viewport.look(0, 0)
	case fyne.Key3:
		w.viewport.look(90, 0)
	case fyne.Key7:
		w.viewport.look(0, 90)
	case fyne.Key5:
		w.toggleLens()
	}
}

// escape cancels the job or what is measured, or ends picking, or else leaves the field
// that has the focus.
func (w *Window) escape() {
	switch {
	case w.job != nil || w.profiling != nil:
		w.cancel()
		return
	case w.viewport.picking:
		w.togglePicking()
		return
	}
	w.win.Canvas().Unfocus()
}

// shortcutTable is what Help shows.
func shortcutTable() [][2]string {
	return [][2]string{
		{"Left drag", "Orbit"},
		{"Middle drag, Shift + left drag", "Pan"},
		{"Wheel", "Zoom"},
		{"F, Home, double click", "Frame the mesh"},
		{"1 / Ctrl + 1", "Front / back"},
		{"3 / Ctrl + 3", "Right / left"},
		{"7 / Ctrl + 7", "Top / bottom"},
		{"5", "Perspective or orthographic"},
		{"L", "Lit or unlit"},
		{"B", "Painted or original"},
		{"P", "Protect by clicking on the mesh"},
		{"Alt + click", "Protect what is clicked on"},
		{"Ctrl + Enter", "Paint"},
		{"Esc", "Cancel the job, close a dialog"},
		{"Ctrl + R", "New seed"},
		{"Ctrl + O", "Open a mesh"},
		{"Ctrl + Shift + O", "Open a reference image"},
		{"Ctrl + M", "Add a model folder"},
		{"Ctrl + S", "Save"},
		{"Ctrl + Shift + S", "Save as"},
		{"Tab, Shift + Tab, Space", "Go through the controls and press them"},
		{"F1, Ctrl + /", "This list"},
		{"Ctrl + Q", "Quit"},
	}
}

func (w *Window) toggleLens() { w.viewport.change(func(o *orbit) { o.toggleLens() }) }

func (w *Window) toggleLight() {
	w.unlit = !w.unlit
	w.parts.Frames.Light(!w.unlit)
	w.viewport.ask()
	w.refresh()
}

func (w *Window) toggleOriginal() {
	if w.project.Textures() != nil || w.original {
		w.original = !w.original
		w.refresh()
	}
}

func (w *Window) lookAt(azimuth, elevation float64) func() {
	return func() { w.viewport.look(azimuth, elevation) }
}

func (w *Window) useView() {
	w.complain(w.project.UseView(w.viewport.taken()))
	w.refresh()
}

func (w *Window) resetView() {
	w.project.ResetView()
	w.refresh()
}

func (w *Window) rollSeed() {
	w.project.RollSeed()
	w.refresh()
}

func (w *Window) resetSettings() {
	w.win.Canvas().Unfocus()
	w.project.Reset()
	w.refresh()
}
