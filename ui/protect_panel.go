package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"patina/paint/protect"
	"patina/ui/project"
)

// protectPanel chooses what of the mesh is left as it is: in a list, or by clicking on the
// mesh.
type protectPanel struct {
	*fyne.Container
	project *project.Project
	tips    tips
	changed func()
	kind    protect.Kind // of the pieces in the list, and of those that a click takes
	kinds   segments
	pick    *tipButton
	list    *widget.List
	summary *widget.Label
	clear   *tipButton
}

// The list is as high as its pieces, and has a bar to scroll beyond the fifth.
const (
	rowHeight = 30
	mostRows  = 5
)

func newProtectPanel(p *project.Project, t tips, pick, nothing, changed func()) *protectPanel {
	s := &protectPanel{project: p, tips: t, changed: changed, kind: protect.Material, summary: widget.NewLabel("")}
	s.summary.Wrapping = fyne.TextWrapWord
	for _, kind := range protect.Kinds() {
		s.kinds.add(kind.Title(), t.text(kindTip(kind)), func() { s.choose(kind) })
	}
	s.pick = newButton("Protect by clicking", theme.ContentAddIcon(), t.text("Click on the mesh to protect the material, part or UV island under the pointer; click again to take it back. Alt and a click do the same at any time. (P)\nCosts nothing."), pick)
	s.clear = newButton("Clear", theme.ContentClearIcon(), t.text("Takes back all protection."), nothing)
	s.list = widget.NewList(
		func() int { return len(p.Pieces(s.kind)) },
		func() fyne.CanvasObject {
			return newCheck("", t.text("Paints nothing here: the texels stay as they are in the file, to the last bit. A material of which everything is protected keeps its image file; a texture of which a part is protected keeps its size.\nCosts nothing."), nil)
		},
		func(id widget.ListItemID, row fyne.CanvasObject) { s.showRow(p.Pieces(s.kind)[id], row.(*tipCheck)) },
	)
	s.list.HideSeparators = true
	s.Container = container.NewVBox(
		widget.NewSeparator(), heading("Protect"), s.kinds.Container, s.pick,
		container.New(rowsHigh(s.list.Length), s.list),
		container.NewBorder(nil, nil, nil, s.clear, s.summary),
	)
	return s
}

func kindTip(kind protect.Kind) string {
	switch kind {
	case protect.Material:
		return "Lists materials, and a click on the mesh takes the material under it."
	case protect.Part:
		return "Lists parts, which touch each other nowhere, and a click on the mesh takes the part under it."
	}
	return "Lists UV islands, which hang together in the texture, and a click on the mesh takes the island under it."
}

func (s *protectPanel) choose(kind protect.Kind) {
	s.kind = kind
	s.list.ScrollToTop()
	s.changed()
}

func (s *protectPanel) showRow(e protect.Entry, row *tipCheck) {
	row.OnChanged = nil
	row.Text = fmt.Sprintf("%s  (%s, %.1f %%)", e.Piece.Title(), project.Thousands(e.Triangles), 100*e.Area)
	row.Checked = s.project.IsProtected(e.Piece)
	row.OnChanged = func(bool) {
		s.project.Protect(e.Piece)
		s.changed()
	}
	row.Refresh()
}

// scrollTo shows a piece in the list.
func (s *protectPanel) scrollTo(piece protect.Piece) {
	for i, e := range s.project.Pieces(s.kind) {
		if e.Piece == piece {
			s.list.ScrollTo(i)
		}
	}
}

func (s *protectPanel) refresh(picking bool) {
	known := len(s.project.Pieces(protect.Material)) > 0
	show(s.Container, known)
	if !known {
		return
	}
	kinds := protect.Kinds()
	for i, kind := range kinds {
		if kind == s.kind {
			s.kinds.choose(i, true)
		}
	}
	s.pick.Importance = widget.MediumImportance
	if picking {
		s.pick.Importance = widget.HighImportance
	}
	s.pick.Refresh()
	s.list.Refresh()
	if text := s.project.ProtectionText(); text != s.summary.Text {
		s.summary.SetText(text)
	}
	setEnabled(s.clear, len(s.project.Settings.Protect) > 0)
}

// rowsHigh lays out a list at the width that there is, as high as some of its rows.
type rowsHigh func() int

var _ fyne.Layout = rowsHigh(nil)

// Layout implements fyne.Layout.
func (rowsHigh) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	layout.NewStackLayout().Layout(objects, size)
}

// MinSize implements fyne.Layout.
func (r rowsHigh) MinSize(objects []fyne.CanvasObject) fyne.Size {
	rows := min(max(r(), 1), mostRows)
	return fyne.NewSize(layout.NewStackLayout().MinSize(objects).Width, rowHeight*float32(rows)+theme.Padding())
}
