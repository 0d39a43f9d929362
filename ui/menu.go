package ui

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// menu lists every command of the window with its shortcut. Keys without Ctrl are
// in keys.go: they belong to the fields while somebody types.
func (w *Window) menu() *fyne.MainMenu {
	sep := fyne.NewMenuItemSeparator
	file := fyne.NewMenu("File",
		w.item("Open mesh…", w.openMesh, fyne.KeyO, 0),
		w.item("Open reference…", w.openReference, fyne.KeyO, fyne.KeyModifierShift))
	if w.parts.Sample != nil {
		file.Items = append(file.Items, w.item("Open the sample", w.openSample, "", 0))
	}
	file.Items = append(file.Items, w.item("Add model folder…", w.askModelFolder, fyne.KeyM, 0))
	quit := w.item("Quit", w.close, fyne.KeyQ, 0)
	quit.IsQuit = true
	file.Items = append(file.Items, sep(),
		w.item("Save", w.save, fyne.KeyS, 0),
		w.item("Save as…", w.saveAs, fyne.KeyS, fyne.KeyModifierShift),
		sep(), quit)
	paint := fyne.NewMenu("Paint",
		w.item("Paint", w.paint, fyne.KeyReturn, 0),
		w.item("Cancel (Esc)", w.cancel, "", 0), sep(),
		w.item("Measure this machine…", w.askProfile, "", 0), sep(),
		w.item("New seed", w.rollSeed, fyne.KeyR, 0),
		w.item("Reset settings", w.resetSettings, "", 0), sep(),
		w.item("Protect by clicking (P)", w.togglePicking, "", 0),
		w.item("Protect nothing", w.protectNothing, "", 0))
	return fyne.NewMainMenu(file, paint, w.viewMenu(), fyne.NewMenu("Help",
		w.item("Shortcuts", w.showShortcuts, fyne.KeySlash, 0),
		w.item("Settings explained", w.explainSettings, "", 0), sep(),
		w.item("About Patina", w.about, "", 0)))
}

func (w *Window) viewMenu() *fyne.Menu {
	sep := fyne.NewMenuItemSeparator
	return fyne.NewMenu("View",
		w.item("Frame the mesh (F)", func() { w.viewport.frame() }, "", 0), sep(),
		w.item("Front (1)", w.lookAt(0, 0), "", 0),
		w.item("Back", w.lookAt(180, 0), fyne.Key1, 0),
		w.item("Right (3)", w.lookAt(90, 0), "", 0),
		w.item("Left", w.lookAt(270, 0), fyne.Key3, 0),
		w.item("Top (7)", w.lookAt(0, 90), "", 0),
		w.item("Bottom", w.lookAt(0, -90), fyne.Key7, 0), sep(),
		w.item("Perspective or orthographic (5)", w.toggleLens, "", 0),
		w.item("Lit or unlit (L)", w.toggleLight, "", 0),
		w.item("Painted or original (B)", w.toggleOriginal, "", 0), sep(),
		w.item("Use this view as the reference camera", w.useView, "", 0),
		w.item("Reference camera at the front", w.resetView, "", 0))
}

// item is a command with a shortcut of Ctrl (on a Mac Cmd), extra and a key; key ""
// means none. Commands rest while a dialog is open.
func (w *Window) item(label string, command func(), key fyne.KeyName, extra fyne.KeyModifier) *fyne.MenuItem {
	item := fyne.NewMenuItem(label, func() {
		if w.win.Canvas().Overlays().Top() == nil {
			command()
		}
	})
	if key == "" {
		return item
	}
	item.Shortcut = &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault | extra}
	if runtime.GOOS != "darwin" {
		item.Label += keyNames(key, extra)
		item.Shortcut = unwritten{item.Shortcut}
	}
	return item
}

// unwritten is a shortcut that Fyne does not write into the menu: it writes too
// faintly to be read. On a Mac the system writes the menu.
type unwritten struct{ fyne.Shortcut }

// keyNames writes a shortcut like the keys in the other labels.
func keyNames(key fyne.KeyName, extra fyne.KeyModifier) string {
	name := string(key)
	if key == fyne.KeyReturn {
		name = "Enter"
	}
	if extra&fyne.KeyModifierShift != 0 {
		name = "Shift+" + name
	}
	return " (Ctrl+" + name + ")"
}
