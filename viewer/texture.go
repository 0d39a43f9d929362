package viewer

import (
	"image"
	"unsafe"

	"github.com/go-gl/gl/v4.1-core/gl"
)

// texture is an sRGB picture on the GPU with halves of it. It repeats, as glTF's
// textures do unless they say otherwise.
type texture struct {
	name uint32
	size image.Point // texels
}

// halvings is how often a texture is halved for surfaces far away: no more, because
// colours would leak over the padding between charts.
const halvings = 4

func newTexture(l limits) *texture {
	var t texture
	gl.GenTextures(1, &t.name)
	gl.BindTexture(gl.TEXTURE_2D, t.name)
	gl.TexParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.REPEAT)
	gl.TexParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.REPEAT)
	gl.TexParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR)
	gl.TexParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR)
	gl.TexParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAX_LEVEL, halvings)
	if l.anisotropy > 1 {
		gl.TexParameterf(gl.TEXTURE_2D, textureMaxAnisotropy, l.anisotropy)
	}
	return &t
}

// upload replaces the picture, in the memory of the old one when the size stays.
func (t *texture) upload(img *image.NRGBA) {
	gl.BindTexture(gl.TEXTURE_2D, t.name)
	gl.PixelStorei(gl.UNPACK_ROW_LENGTH, int32(img.Stride/4))
	size, pix := img.Rect.Size(), unsafe.Pointer(unsafe.SliceData(img.Pix))
	if size == t.size {
		gl.TexSubImage2D(gl.TEXTURE_2D, 0, 0, 0, int32(size.X), int32(size.Y), gl.RGBA, gl.UNSIGNED_BYTE, pix)
	} else {
		gl.TexImage2D(gl.TEXTURE_2D, 0, gl.SRGB8_ALPHA8, int32(size.X), int32(size.Y), 0, gl.RGBA, gl.UNSIGNED_BYTE, pix)
		t.size = size
	}
	gl.GenerateMipmap(gl.TEXTURE_2D)
}

// Release deletes the texture.
func (t *texture) Release() { gl.DeleteTextures(1, &t.name) }

// shrink returns the image, or a picture of it that was halved until it fits into
// limit texels a side.
func shrink(img *image.NRGBA, limit int) *image.NRGBA {
	for img.Rect.Dx() > limit || img.Rect.Dy() > limit {
		img = half(img)
	}
	return img
}

// half averages two by two texels; an odd row or column at the end is left out.
func half(img *image.NRGBA) *image.NRGBA {
	out := image.NewNRGBA(image.Rect(0, 0, max(img.Rect.Dx()/2, 1), max(img.Rect.Dy()/2, 1)))
	right, below := 4*min(1, img.Rect.Dx()-1), img.Stride*min(1, img.Rect.Dy()-1)
	for y := range out.Rect.Dy() {
		row := img.Pix[2*y*img.Stride:]
		for x := range out.Rect.Dx() {
			for c := range 4 {
				at := 8*x + c
				sum := int(row[at]) + int(row[at+right]) + int(row[at+below]) + int(row[at+below+right])
				out.Pix[y*out.Stride+4*x+c] = uint8((sum + 2) / 4)
			}
		}
	}
	return out
}
