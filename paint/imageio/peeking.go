package imageio

import (
	"bytes"
	"image"
	"io"
)

// peeking is a file in memory that package image asks for its first bytes and then
// hands to a decoder as it is. Wrapped by package image, it would be no io.ReaderAt any
// more, and the TIFF decoder would make room for whatever offset a file names.
type peeking struct {
	*bytes.Reader
	data []byte
}

func newPeeking(data []byte) *peeking { return &peeking{bytes.NewReader(data), data} }

// Peek returns the next bytes without moving on.
func (p *peeking) Peek(n int) ([]byte, error) {
	rest := p.data[len(p.data)-p.Len():]
	if len(rest) < n {
		return rest, io.EOF
	}
	return rest[:n], nil
}

// Size returns the width and height that an image file says it has, in pixels, without
// decoding it.
func Size(b []byte) (width, height int, err error) {
	config, _, err := image.DecodeConfig(newPeeking(b))
	return config.Width, config.Height, err
}
