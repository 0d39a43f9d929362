package ui

import (
	"fmt"
	"image"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"patina/ui/project"
)

// referencePanel shows the reference image and how it is laid onto the mesh.
type referencePanel struct {
	*fyne.Container
	fields
	picture *canvas.Image
	name    *widget.Label
	camera  *widget.Label
	shown   *image.NRGBA  // what picture was made from
	empty   *widget.Label // in the place of the picture
}

const referenceHeight = 150

func newReferencePanel(p *project.Project, t tips, open, useView, changed func()) *referencePanel {
	r := &referencePanel{fields: fields{project: p, tips: t, changed: changed}}
	r.picture = &canvas.Image{FillMode: canvas.ImageFillContain}
	r.picture.SetMinSize(fyne.NewSize(120, referenceHeight))
	r.name, r.camera = widget.NewLabel(""), widget.NewLabel("")
	r.name.Truncation, r.camera.Truncation = fyne.TextTruncateEllipsis, fyne.TextTruncateEllipsis
	r.empty = widget.NewLabel("Drop an image here")
	r.empty.Importance = widget.LowImportance
	back := canvas.NewRectangle(viewGrey)
	back.CornerRadius = 4
	choose := newButton("Open…", theme.FolderOpenIcon(), t.text("Opens the image that says what to paint. (Ctrl+Shift+O)"), open)
	use := newButton("Use this view", theme.VisibilityIcon(), r.tipOf(project.ReferenceView), useView)
	front := newButton("Front", theme.MediaReplayIcon(), t.text("Makes the front the reference camera again."), func() {
		p.ResetView()
		changed()
	})
	name := container.New(fixedWidth(labelWidth), newLabel("Taken from", r.tipOf(project.ReferenceView)))
	r.Container = container.NewVBox(
		heading("Reference"),
		container.NewStack(back, container.NewPadded(r.picture), container.NewCenter(r.empty)),
		container.NewBorder(nil, nil, nil, choose, r.name),
		container.NewBorder(nil, nil, name, nil, r.camera),
		container.NewGridWithColumns(2, use, front),
		container.NewGridWithColumns(2, r.toggle(project.FindView), r.toggle(project.Mirror)),
		r.toggle(project.KeyBackground),
	)
	return r
}

func (r *referencePanel) refresh() {
	r.fields.refresh()
	r.name.SetText(r.describe())
	r.camera.SetText(r.project.Text(project.ReferenceView))
	r.showPicture()
}

func (r *referencePanel) describe() string {
	reference := r.project.Reference
	if reference == nil {
		return "No reference yet"
	}
	size := reference.Pixels.Rect.Size()
	return fmt.Sprintf("%s  %d×%d", filepath.Base(reference.Name), size.X, size.Y)
}

func (r *referencePanel) showPicture() {
	var pixels *image.NRGBA
	if r.project.Reference != nil {
		pixels = r.project.Reference.Pixels
	}
	if pixels == r.shown {
		return
	}
	r.shown = pixels
	show(r.empty, pixels == nil)
	r.picture.Image = nil
	if pixels != nil {
		r.picture.Image = shrink(pixels, 4*referenceHeight)
	}
	r.picture.Refresh()
}
