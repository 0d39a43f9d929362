package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// toolbar stands above the viewport: what opens a mesh on the left, how it is
// looked at on the right.
type toolbar struct {
	*fyne.Container
	window *Window
	light  *tipButton
	before *tipButton
	frame  *tipButton
}

func newToolbar(w *Window) *toolbar {
	t := &toolbar{window: w}
	open := newButton("Open mesh…", theme.FolderOpenIcon(), w.tips.text("Opens a GLB, glTF, OBJ, PLY or STL file; dropping it into the window does the same. (Ctrl+O)"), w.openMesh)
	t.frame = newButton("Frame", theme.ZoomFitIcon(), w.tips.text("Shows the whole mesh. (F, or a double click)"), func() { w.viewport.frame() })
	t.light = newButton("Lit", theme.ColorPaletteIcon(), w.tips.text("Changes between the mesh with light and shade and its bare base color. (L)"), w.toggleLight)
	t.before = newButton("Painted", theme.VisibilityIcon(), w.tips.text("Changes between the painted texture and the original material. (B)"), w.toggleOriginal)
	t.Container = container.NewPadded(container.NewHBox(open, layout.NewSpacer(), t.before, t.light, t.frame))
	return t
}

func (t *toolbar) refresh() {
	w := t.window
	open := w.project.Mesh != nil
	for _, b := range []*tipButton{t.light, t.frame} {
		setEnabled(b, open)
	}
	setEnabled(t.before, open && w.project.Textures() != nil)
	setLabel(t.light, "Unlit", "Lit", w.unlit)
	setLabel(t.before, "Original", "Painted", w.original || w.project.Textures() == nil)
}

func setLabel(b *tipButton, on, off string, isOn bool) {
	label := off
	if isOn {
		label = on
	}
	if b.Text != label {
		b.SetText(label)
	}
}

// emptyState says in words what can be done when nothing is open.
func (w *Window) emptyState() fyne.CanvasObject {
	title := widget.NewLabelWithStyle("Drop a mesh and a reference image here", fyne.TextAlignCenter, fyne.TextStyle{Bold: true})
	title.SizeName = theme.SizeNameSubHeadingText
	text := widget.NewLabel("A mesh (GLB, glTF, OBJ, PLY or STL) opens in this view.\nAn image (PNG, JPEG, WebP, TIFF) becomes the reference that is painted onto it.\nDrop one or both; then press Paint.")
	text.Alignment = fyne.TextAlignCenter
	buttons := container.NewHBox(layout.NewSpacer(),
		newButton("Open mesh…", theme.FolderOpenIcon(), w.tips.text("Opens a GLB, glTF, OBJ, PLY or STL file. (Ctrl+O)"), w.openMesh),
		newButton("Open reference…", theme.FileImageIcon(), w.tips.text("Opens the image that says what to paint. (Ctrl+Shift+O)"), w.openReference))
	if w.parts.Sample != nil {
		buttons.Add(newButton("Try the sample", theme.MediaPhotoIcon(), w.tips.text("Opens the mesh and the reference that Patina brings."), w.openSample))
	}
	buttons.Add(layout.NewSpacer())
	return container.NewVBox(title, text, buttons)
}
