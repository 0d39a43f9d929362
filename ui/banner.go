package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// banner tells one thing above the viewport without stopping the artist: what went
// wrong, with a button to copy it, or what is going on.
type banner struct {
	*fyne.Container
	label  *widget.Label
	icon   *widget.Icon
	copy   *tipButton
	action *tipButton
	unwrap *tipButton
	offer  *tipButton // takes a plan that fits
	close  *tipButton
}

func newBanner(t tips, clipboard func(string)) *banner {
	b := &banner{label: widget.NewLabel(""), icon: widget.NewIcon(nil)}
	b.label.Wrapping = fyne.TextWrapWord
	b.copy = newButton("Copy", theme.ContentCopyIcon(), t.text("Copies this message to the clipboard."), func() { clipboard(b.label.Text) })
	b.action = newButton("", nil, t.text("Stops what is going on."), nil)
	b.unwrap = newButton("Unwrap", theme.ContentCutIcon(), t.text("Cuts the surface into UV islands and lays them flat, then opens the mesh. Takes seconds, a minute for a million triangles. A GLB keeps its nodes, skins and animations, and textures other than its colours. What has UVs keeps them, unless all of it is unwrapped anew."), nil)
	b.offer = newButton("", theme.ConfirmIcon(), t.text("Changes offload so that the job fits, and paints again with the same seed."), nil)
	b.close = newButton("", theme.CancelIcon(), t.text("Hides this message."), func() { b.Hide() })
	b.close.Importance = widget.LowImportance
	back := canvas.NewRectangle(darkColors[theme.ColorNameMenuBackground])
	row := container.NewBorder(nil, nil, container.NewPadded(b.icon),
		container.NewCenter(container.NewHBox(b.action, b.unwrap, b.offer, b.copy, b.close)), b.label)
	b.Container = container.NewStack(back, container.NewPadded(row))
	b.Hide()
	return b
}

// complain shows what went wrong.
func (b *banner) complain(sentence string) {
	b.show(sentence, theme.NewErrorThemedResource(theme.ErrorIcon()))
	b.copy.Show()
	b.close.Show()
}

// offerUnwrap shows that a mesh lacks UVs, with the button that gives it some.
func (b *banner) offerUnwrap(sentence string, unwrap func()) {
	b.complain(sentence)
	b.unwrap.SetText("Unwrap")
	b.unwrap.OnTapped = unwrap
	b.unwrap.Show()
}

// adviseUnwrap shows that a mesh which is open had better be unwrapped anew, with the
// button that does.
func (b *banner) adviseUnwrap(sentence string, unwrap func()) {
	b.inform(sentence)
	b.unwrap.SetText("Unwrap anew")
	b.unwrap.OnTapped = unwrap
	b.unwrap.Show()
}

// offerPlan shows that a job did not fit, with the button that paints again so that it does.
func (b *banner) offerPlan(sentence, title string, paint func()) {
	b.complain(sentence)
	b.offer.SetText(title + " and paint")
	b.offer.OnTapped = paint
	b.offer.Show()
}

// inform shows what happened.
func (b *banner) inform(sentence string) {
	b.show(sentence, theme.InfoIcon())
	b.copy.Hide()
	b.close.Show()
}

// busy shows what is going on, with a button that stops it.
func (b *banner) busy(sentence, action string, stop func()) {
	b.show(sentence, theme.ViewRefreshIcon())
	b.copy.Hide()
	b.close.Hide()
	b.action.SetText(action)
	b.action.OnTapped = stop
	b.action.Show()
}

func (b *banner) show(sentence string, icon fyne.Resource) {
	b.label.SetText(sentence)
	b.icon.SetResource(icon)
	b.action.Hide()
	b.unwrap.Hide()
	b.offer.Hide()
	b.Show()
}
