package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

const (
	tipDelay = 600 * time.Millisecond
	tipWidth = 300
	tipGap   = 4
)

// tipLayer shows the tooltip of the control under the pointer. Fyne has none of its
// own. The layer lies over the whole window and holds nothing that takes events, so
// unlike a pop-up it never comes between the pointer and the control.
type tipLayer struct {
	*fyne.Container
	box   *fyne.Container
	label *widget.Label
	post  func(func())
	over  fyne.CanvasObject // the control under the pointer, nil for none
	timer *time.Timer
}

func newTipLayer(post func(func())) *tipLayer {
	label := widget.NewLabel("")
	label.Wrapping = fyne.TextWrapWord
	back := canvas.NewRectangle(darkColors[theme.ColorNameMenuBackground])
	back.StrokeColor, back.StrokeWidth = darkColors[theme.ColorNameInputBorder], 1
	back.CornerRadius = 4
	box := container.NewStack(back, label)
	box.Hide()
	return &tipLayer{Container: container.NewWithoutLayout(box), box: box, label: label, post: post}
}

// enter shows the text beside a control once the pointer has rested on it.
func (l *tipLayer) enter(over fyne.CanvasObject, text string) {
	l.leave()
	l.over = over
	l.timer = time.AfterFunc(tipDelay, func() {
		l.post(func() {
			if l.over == over {
				l.show(over, text)
			}
		})
	})
}

// leave hides the tooltip.
func (l *tipLayer) leave() {
	if l.timer != nil {
		l.timer.Stop()
	}
	l.over = nil
	l.box.Hide()
}

func (l *tipLayer) show(over fyne.CanvasObject, text string) {
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(l.Container)
	if text == "" || c == nil || c.Overlays().Top() != nil || !over.Visible() {
		return
	}
	l.label.SetText(text)
	l.label.Resize(fyne.NewSize(tipTextWidth(text), 0))
	size := fyne.NewSize(tipTextWidth(text), l.label.MinSize().Height)
	at := driver.AbsolutePositionForObject(over).Subtract(driver.AbsolutePositionForObject(l.Container))
	l.box.Resize(size)
	l.box.Move(tipPosition(at, over.Size(), size, l.Size()))
	l.box.Show()
}

// tipTextWidth is just wide enough for short tips.
func tipTextWidth(text string) float32 {
	var widest float32
	for line := range strings.SplitSeq(text, "\n") {
		widest = max(widest, fyne.MeasureText(line, theme.TextSize(), fyne.TextStyle{}).Width)
	}
	return min(tipWidth, widest+4*theme.InnerPadding())
}

// tipPosition places a tip under its control, or above it where the window ends.
func tipPosition(at fyne.Position, control, tip, window fyne.Size) fyne.Position {
	x := max(tipGap, min(at.X, window.Width-tip.Width-tipGap))
	y := at.Y + control.Height + tipGap
	if y+tip.Height > window.Height {
		y = max(0, at.Y-tip.Height-tipGap)
	}
	return fyne.NewPos(x, y)
}
