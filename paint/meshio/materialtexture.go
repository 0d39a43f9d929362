package meshio

import (
	"cmp"
	"encoding/json"
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

// library is what the materials of a file are made of, taken apart once.
type library struct {
	document  *document
	materials []json.RawMessage
	textures  []gltf.Texture
	images    []gltf.Image
	views     []gltf.BufferView
}

// library takes apart what Open has proved to be right.
func (d *document) library() (*library, error) {
	l := &library{document: d}
	materials, err := rawList(d.root, "materials")
	l.materials = materials
	return l, cmp.Or(err, readList(d.root, "textures", &l.textures), readList(d.root, "images", &l.images), readList(d.root, "bufferViews", &l.views))
}

// texturesOf returns the textures of a material besides its base colour; nil for
// glTF's default material. One whose image is not there has no file.
func (l *library) texturesOf(material int) (map[source]*materialTexture, error) {
	if material < 0 {
		return nil, nil
	}
	m, err := parseObject(l.materials[material])
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
		out[name] = &materialTexture{file: l.imageOf(holder.get(string(name))), factors: f}
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
func (l *library) imageOf(info json.RawMessage) []byte {
	var look textureInfo
	if info == nil || json.Unmarshal(info, &look) != nil || look.Index == nil || *look.Index < 0 || *look.Index >= len(l.textures) {
		return nil
	}
	return l.imageFile(sourceOf(&l.textures[*look.Index]))
}

// imageFile returns the contents of an image of the file, or nil when it is not there.
func (l *library) imageFile(i int) []byte {
	if i < 0 || i >= len(l.images) {
		return nil
	}
	image := l.images[i]
	if image.BufferView != nil {
		v := l.views[*image.BufferView]
		if extensionOf(v.Extensions, meshoptNames...) != nil {
			return nil // compressed as if it were a mesh
		}
		return l.document.buffers[v.Buffer][v.ByteOffset:][:v.ByteLength]
	}
	if !isDataURI(image.URI) {
		return l.document.images[i]
	}
	data, err := decodeDataURI(image.URI)
	if err != nil {
		return nil
	}
	return data
}
