package ui

import (
	"image"
	"sync"

	"fyne.io/fyne/v2/canvas"
)

// screen shows frames that arrive on any goroutine. Three buffers go round: the one
// on show, the one that waits, and the one that is being filled; a frame that comes
// before the last was shown replaces it, so that Fyne's queue stays short.
type screen struct {
	image  *canvas.Image
	pixels func() image.Point // the size of image on the screen
	post   func(func())

	mu      sync.Mutex
	waiting *image.RGBA // the newest frame not on show yet
	free    []*image.RGBA
	posted  bool
}

func newScreen(post func(func()), pixels func() image.Point) *screen {
	s := &screen{image: &canvas.Image{FillMode: canvas.ImageFillStretch}, pixels: pixels, post: post}
	s.image.Hide()
	return s
}

// receive copies a frame and has it shown. It may be called from any goroutine.
func (s *screen) receive(frame *image.NRGBA) {
	buffer := s.take(frame.Rect.Size())
	// Frames are opaque, so straight and premultiplied alpha are the same bytes,
	// and Fyne uploads RGBA as it is.
	row := 4 * frame.Rect.Dx()
	for y := range frame.Rect.Dy() {
		copy(buffer.Pix[y*buffer.Stride:][:row], frame.Pix[y*frame.Stride:][:row])
	}
	s.mu.Lock()
	s.recycle(s.waiting)
	s.waiting = buffer
	post := !s.posted
	s.posted = true
	s.mu.Unlock()
	if post {
		s.post(s.show)
	}
}

// take returns a buffer that nobody looks at.
func (s *screen) take(size image.Point) *image.RGBA {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.free) > 0 {
		b := s.free[len(s.free)-1]
		s.free = s.free[:len(s.free)-1]
		if b.Rect.Size() == size {
			return b
		}
	}
	return image.NewRGBA(image.Rectangle{Max: size})
}

func (s *screen) recycle(b *image.RGBA) {
	if b != nil && len(s.free) < 2 {
		s.free = append(s.free, b)
	}
}

// show runs on Fyne's goroutine.
func (s *screen) show() {
	s.mu.Lock()
	old, _ := s.image.Image.(*image.RGBA)
	s.image.Image, s.waiting, s.posted = s.waiting, nil, false
	s.recycle(old)
	s.mu.Unlock()
	// A frame of the right size is shown pixel for pixel; a draft is smoothed.
	s.image.ScaleMode = canvas.ImageScaleFastest
	if s.image.Image.Bounds().Size() == s.pixels() {
		s.image.ScaleMode = canvas.ImageScalePixels
	}
	if s.image.Hidden {
		s.image.Show()
	}
	s.image.Refresh()
}
