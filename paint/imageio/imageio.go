// Package imageio opens reference images and textures and saves pictures.
package imageio

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	_ "image/gif"  // decoder
	_ "image/jpeg" // decoder
	_ "image/png"  // decoder
	"io"
	"os"
	"slices"

	_ "golang.org/x/image/bmp"  // decoder
	_ "golang.org/x/image/tiff" // decoder
	_ "golang.org/x/image/webp" // decoder

	"patina/paint/atomicfile"
	"patina/paint/parallel"
)

// Limits keep a hostile file from filling the memory.
const (
	MaxBytes  = 1 << 30   // of an image file
	MaxPixels = 256 << 20 // of a decoded image: 16384 x 16384

	// Few bytes can stand for many pixels, of one colour or of nothing: 4096 x 4096 of
	// them come free, and beyond that so many for each byte. PNG of one colour has 344.
	freePixels    = 16 << 20
	pixelsPerByte = 400
)

// Image is an opened picture.
type Image struct {
	Name   string       // the path or name that it was opened by
	Pixels *image.NRGBA // sRGB, straight alpha, origin (0,0); upright, as its EXIF orientation says
	SHA256 string       // of the file, in hexadecimal
}

// HasAlpha tells whether any pixel is not opaque.
func (m *Image) HasAlpha() bool { return !m.Pixels.Opaque() }

// Open reads a PNG, JPEG, WebP, TIFF, BMP or GIF file. The error names the file and
// what is wrong with it.
func Open(ctx context.Context, path string) (*Image, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("cannot open image %s: %w", path, unwrapPath(err))
	}
	if info.IsDir() {
		return nil, fmt.Errorf("cannot open image %s: it is a folder", path)
	}
	if info.Size() > MaxBytes {
		return nil, fmt.Errorf("cannot open image %s: it has %d bytes, more than the %d that are allowed", path, info.Size(), MaxBytes)
	}
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("cannot open image %s: %w", path, unwrapPath(err))
	}
	return Read(path, b)
}

// Read decodes an image file that is already in memory; name is what errors call
// it.
func Read(name string, b []byte) (*Image, error) {
	pixels, err := Decode(b)
	if err != nil {
		return nil, fmt.Errorf("cannot open image %s: %w", name, err)
	}
	sum := sha256.Sum256(b)
	return &Image{Name: name, Pixels: pixels, SHA256: hex.EncodeToString(sum[:])}, nil
}

// Decode returns the pixels of an image file: sRGB with straight alpha, upright.
// It refuses sizes above MaxPixels, and those that so few bytes cannot hold, before it
// makes room for them.
func Decode(b []byte) (*image.NRGBA, error) {
	if len(b) == 0 {
		return nil, fmt.Errorf("the file is empty")
	}
	config, format, err := image.DecodeConfig(newPeeking(b))
	if err != nil {
		return nil, fmt.Errorf("this is not a PNG, JPEG, WebP, TIFF, BMP or GIF image, or it is damaged (%w)", err)
	}
	if config.Width <= 0 || config.Height <= 0 || config.Width > MaxPixels/config.Height {
		return nil, fmt.Errorf("%d x %d pixels are more than the %d million that are allowed", config.Width, config.Height, MaxPixels>>20)
	}
	if pixels := config.Width * config.Height; pixels > freePixels && pixels/pixelsPerByte > len(b) {
		return nil, fmt.Errorf("%d x %d pixels cannot come out of %d bytes: the image is damaged, or made to fill the memory", config.Width, config.Height, len(b))
	}
	img, _, err := image.Decode(newPeeking(b))
	if err != nil {
		return nil, fmt.Errorf("the %s data is damaged or cut short (%w)", format, err)
	}
	if img.Bounds().Empty() { // a frame of a GIF may be smaller than the whole
		return nil, fmt.Errorf("the %s image has no pixels: it is damaged", format)
	}
	out := ToNRGBA(img)
	if format == "jpeg" {
		out = upright(out, orientation(b))
	}
	return out, nil
}

// Deep tells whether an image file holds more than the 8 bits of a colour that Decode
// returns.
func Deep(b []byte) bool {
	config, _, err := image.DecodeConfig(newPeeking(b))
	return err == nil && slices.Contains([]color.Model{color.NRGBA64Model, color.RGBA64Model, color.Gray16Model}, config.ColorModel)
}

// ToNRGBA returns img with straight alpha and its origin at (0,0); img itself when
// it already is that.
func ToNRGBA(img image.Image) *image.NRGBA {
	b := img.Bounds()
	if n, ok := img.(*image.NRGBA); ok && b.Min == (image.Point{}) && n.Stride == 4*b.Dx() {
		return n
	}
	out := image.NewNRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	const rows = 64
	parallel.Each((b.Dy()+rows-1)/rows, func(i int) {
		band := image.Rect(0, i*rows, b.Dx(), min((i+1)*rows, b.Dy()))
		if rgba, ok := img.(*image.RGBA); ok {
			straighten(out, rgba, band)
			return
		}
		draw.Draw(out, band, img, b.Min.Add(band.Min), draw.Src)
	})
	return out
}

// straighten divides alpha out of some rows, as package color does it. Most pictures
// come as RGBA and are opaque, and package draw takes long over them.
func straighten(out *image.NRGBA, img *image.RGBA, band image.Rectangle) {
	for y := band.Min.Y; y < band.Max.Y; y++ {
		to := out.Pix[y*out.Stride:][:4*band.Dx()]
		from := img.Pix[img.PixOffset(img.Rect.Min.X, img.Rect.Min.Y+y):]
		copy(to, from)
		for i := 3; i < len(to); i += 4 {
			switch alpha := uint32(to[i]) * 0x101; alpha {
			case 0xffff:
			case 0:
				clear(to[i-3 : i])
			default:
				for c := i - 3; c < i; c++ {
					to[c] = uint8(uint32(to[c]) * 0x101 * 0xffff / alpha >> 8)
				}
			}
		}
	}
}

// SavePNG writes img to path whole or not at all.
func SavePNG(path string, img image.Image) error {
	data, err := EncodePNG(img)
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	return atomicfile.Write(path, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

func unwrapPath(err error) error {
	if e, ok := err.(*os.PathError); ok {
		return e.Err
	}
	return err
}
