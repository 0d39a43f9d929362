package ui

import "fyne.io/fyne/v2"

// tableLayout lays objects out in rows; a column is as wide as its widest cell.
type tableLayout struct{ columns int }

func newTableLayout(columns int) fyne.Layout { return tableLayout{columns} }

// sizes returns the widths of the columns and the heights of the rows.
func (l tableLayout) sizes(cells []fyne.CanvasObject) (widths, heights []float32) {
	widths = make([]float32, l.columns)
	heights = make([]float32, (len(cells)+l.columns-1)/l.columns)
	for i, cell := range cells {
		least := cell.MinSize()
		widths[i%l.columns] = max(widths[i%l.columns], least.Width)
		heights[i/l.columns] = max(heights[i/l.columns], least.Height)
	}
	return widths, heights
}

// Layout implements fyne.Layout.
func (l tableLayout) Layout(cells []fyne.CanvasObject, _ fyne.Size) {
	widths, heights := l.sizes(cells)
	at := fyne.NewPos(0, 0)
	for i, cell := range cells {
		column, row := i%l.columns, i/l.columns
		cell.Move(at)
		cell.Resize(fyne.NewSize(widths[column], heights[row]))
		if at.X += widths[column]; column == l.columns-1 {
			at = fyne.NewPos(0, at.Y+heights[row])
		}
	}
}

// MinSize implements fyne.Layout.
func (l tableLayout) MinSize(cells []fyne.CanvasObject) (size fyne.Size) {
	widths, heights := l.sizes(cells)
	for _, width := range widths {
		size.Width += width
	}
	for _, height := range heights {
		size.Height += height
	}
	return size
}
