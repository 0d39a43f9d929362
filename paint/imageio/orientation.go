package imageio

import (
	"bytes"
	"encoding/binary"
	"image"
)

// orientation returns the EXIF orientation of a JPEG file, 1 to 8, and 1 when the
// file does not say (Exif 2.32, tag 0x0112).
func orientation(jpeg []byte) int {
	for at := 2; at+4 <= len(jpeg) && jpeg[at] == 0xff; {
		marker, size := jpeg[at+1], int(binary.BigEndian.Uint16(jpeg[at+2:]))
		end := at + 2 + size
		if marker == 0xda || size < 2 || end > len(jpeg) {
			break
		}
		if exif, ok := bytes.CutPrefix(jpeg[at+4:end], []byte("Exif\x00\x00")); marker == 0xe1 && ok {
			return tiffOrientation(exif)
		}
		at = end
	}
	return 1
}

func tiffOrientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12 {
			return 1
		}
		if order.Uint16(entries) == 0x0112 {
			return validOrientation(int(order.Uint16(entries[8:])))
		}
		entries = entries[12:]
	}
	return 1
}

func validOrientation(o int) int {
	if o < 1 || o > 8 {
		return 1
	}
	return o
}

// upright undoes an EXIF orientation: values from 5 on exchange rows and columns,
// and the rest mirror.
func upright(img *image.NRGBA, orientation int) *image.NRGBA {
	if orientation == 1 {
		return img
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	size := image.Pt(w, h)
	if orientation >= 5 {
		size = image.Pt(h, w)
	}
	out := image.NewNRGBA(image.Rectangle{Max: size})
	for y := range size.Y {
		for x := range size.X {
			sx, sy := stored(orientation, x, y, w, h)
			copy(out.Pix[out.PixOffset(x, y):][:4], img.Pix[img.PixOffset(sx, sy):][:4])
		}
	}
	return out
}

// stored tells where the upright pixel (x, y) stands in a stored image of w times
// h pixels.
func stored(orientation, x, y, w, h int) (int, int) {
	if orientation >= 5 {
		x, y = y, x
	}
	switch orientation {
	case 2, 8:
		return w - 1 - x, y
	case 3, 7:
		return w - 1 - x, h - 1 - y
	case 4, 6:
		return x, h - 1 - y
	}
	return x, y
}
