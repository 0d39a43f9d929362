package meshio

import (
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"math"

	"github.com/qmuntal/gltf"

	"patina/paint/imageio"
)

// materialTexture is a texture of a material of the file, with the factors that its
// components are multiplied with. Without a file it is white.
type materialTexture struct {
	file    []byte
	factors [3]float64
	picture *image.NRGBA // after decode
}

func (t *materialTexture) decode() (err error) {
	if t.picture == nil {
		t.picture, err = imageio.Decode(t.file)
	}
	return err
}

// at returns a component at a pixel of a picture of the given size.
func (t *materialTexture) at(x, y int, size image.Point, component int) uint8 {
	if t.picture == nil {
		return uint8(math.Round(255 * t.factors[component]))
	}
	w, h := t.picture.Rect.Dx(), t.picture.Rect.Dy()
	v := t.picture.Pix[y*h/size.Y*t.picture.Stride+4*(x*w/size.X)+component]
	return uint8(math.Round(min(float64(v)*t.factors[component], 255)))
}

// texturesOf returns the textures of the material in a slot, besides its base colour;
// nil for glTF's default material. One whose image is not there has no file.
func (d *document) texturesOf(slot int) (map[source]*materialTexture, error) {
	if d.slots[slot].material < 0 {
		return nil, nil
	}
	materials, err := rawList(d.root, "materials")
	if err != nil {
		return nil, err
	}
	m, err := parseObject(materials[d.slots[slot].material])
	if err != nil {
		return nil, err
	}
	pbr := m.child("pbrMetallicRoughness")
	factors := map[source][3]float64{
		normals: {1, 1, 1}, occlusion: {1, 1, 1}, emission: emissiveFactor(m),
		metal: {1, number(pbr, "roughnessFactor"), number(pbr, "metallicFactor")},
	}
	out := map[source]*materialTexture{}
	for name, f := range factors {
		holder := m
		if name == metal {
			holder = pbr
		}
		out[name] = &materialTexture{file: d.imageOf(holder.get(string(name))), factors: f}
	}
	return out, nil
}

// number returns a factor of 0..1, which is 1 where it is absent.
func number(o object, name string) float64 {
	f := 1.0
	if raw := o.get(name); raw != nil && json.Unmarshal(raw, &f) != nil {
		return 1
	}
	return min(max(f, 0), 1)
}

// emissiveFactor is black where it is absent, so that most textures need one.
func emissiveFactor(m object) (f [3]float64) {
	if raw := m.get("emissiveFactor"); raw != nil && json.Unmarshal(raw, &f) != nil {
		return [3]float64{}
	}
	for i := range f {
		f[i] = min(max(f[i], 0), 1)
	}
	return f
}

// imageOf returns the image file that a textureInfo shows, or nil.
func (d *document) imageOf(info json.RawMessage) []byte {
	var textures []gltf.Texture
	var look textureInfo
	if info == nil || json.Unmarshal(info, &look) != nil || look.Index == nil ||
		json.Unmarshal(d.root.get("textures"), &textures) != nil || *look.Index < 0 || *look.Index >= len(textures) {
		return nil
	}
	file, err := d.imageFile(sourceOf(&textures[*look.Index]))
	if err != nil {
		return nil
	}
	return file
}

// imageFile returns the contents of an image of the file.
func (d *document) imageFile(i int) ([]byte, error) {
	var images []gltf.Image
	var views []gltf.BufferView
	if json.Unmarshal(d.root.get("images"), &images) != nil || i < 0 || i >= len(images) {
		return nil, fmt.Errorf("there is no image %d", i)
	}
	switch image := images[i]; {
	case image.BufferView == nil && isDataURI(image.URI):
		return decodeDataURI(image.URI)
	case image.BufferView == nil && d.images[i] != nil:
		return d.images[i], nil
	case image.BufferView == nil || json.Unmarshal(d.root.get("bufferViews"), &views) != nil:
		return nil, errors.New("the image is not there")
	default:
		v := views[*image.BufferView]
		if extensionOf(v.Extensions, meshoptNames...) != nil {
			return nil, errors.New("the image is compressed as a mesh is")
		}
		return d.buffers[v.Buffer][v.ByteOffset:][:v.ByteLength], nil
	}
}
