package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// chip is a line of text that stays readable over whatever is drawn behind it; it
// hides while it is empty.
type chip struct {
	*fyne.Container
	text *canvas.Text
}

func newChip() chip {
	text := canvas.NewText("", darkColors[theme.ColorNameForeground])
	text.TextSize = compactSizes[theme.SizeNameCaptionText]
	back := canvas.NewRectangle(color.NRGBA{A: 0x90})
	back.CornerRadius = 4
	c := chip{container.NewStack(back, container.NewPadded(text)), text}
	c.Hide()
	return c
}

func (c chip) set(text string) {
	if c.text.Text == text {
		return
	}
	c.text.Text = text
	c.text.Refresh()
	show(c.Container, text != "")
	c.Refresh()
}

func show(o fyne.CanvasObject, visible bool) {
	if visible == o.Visible() {
		return
	}
	if visible {
		o.Show()
	} else {
		o.Hide()
	}
}
