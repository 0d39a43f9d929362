package meshio

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"maps"
	"slices"

	"github.com/qmuntal/gltf"

	"patina/paint/imageio"
	"patina/paint/mesh"
	"patina/paint/parallel"
)

// specularGlossiness is the archived extension in which older files keep their only
// colours.
const specularGlossiness = "KHR_materials_pbrSpecularGlossiness"

// material is the part of a glTF material that painting looks at and replaces.
type material struct {
	Name        string
	DoubleSided bool
	AlphaMode   string
	PBR         struct {
		BaseColorFactor  *[4]float64
		BaseColorTexture *textureInfo
	} `json:"pbrMetallicRoughness"`
	Extensions struct {
		SpecularGlossiness *struct {
			DiffuseFactor  *[4]float64
			DiffuseTexture *textureInfo
		} `json:"KHR_materials_pbrSpecularGlossiness"`
	}
}

type textureInfo struct {
	Index      *int
	TexCoord   int
	Extensions struct {
		Transform *textureTransform `json:"KHR_texture_transform"`
	}
}

// baseTexture returns the texture that colours the surface, or nil.
func (m *material) baseTexture() *textureInfo {
	if sg := m.Extensions.SpecularGlossiness; m.PBR.BaseColorTexture == nil && sg != nil {
		return sg.DiffuseTexture
	}
	return m.PBR.BaseColorTexture
}

func (m *material) baseFactor() [4]float64 {
	if sg := m.Extensions.SpecularGlossiness; m.PBR.BaseColorFactor == nil && sg != nil && sg.DiffuseFactor != nil {
		return *sg.DiffuseFactor
	}
	if m.PBR.BaseColorFactor == nil {
		return [4]float64{1, 1, 1, 1}
	}
	return *m.PBR.BaseColorFactor
}

// set returns the set of UVs that a texture uses, 0 when there is no texture.
func (t *textureInfo) set() int {
	switch {
	case t == nil:
		return 0
	case t.Extensions.Transform != nil && t.Extensions.Transform.TexCoord != nil:
		return *t.Extensions.Transform.TexCoord
	default:
		return t.TexCoord
	}
}

// readMaterials fills the material slots of the mesh. A texture that cannot be shown
// is no reason to refuse the file: painting replaces it.
func (r *reader) readMaterials() error {
	shown := r.decodeTextures()
	r.mesh.Materials = make([]mesh.Material, len(r.document.slots))
	for slot, s := range r.document.slots {
		r.mesh.Materials[slot] = mesh.DefaultMaterial()
		if s.material >= 0 {
			r.mesh.Materials[slot] = r.readMaterial(&r.materials[s.material], shown)
			if r.renewed[s.material] {
				look, err := r.oldLook(slot, r.mesh.Materials[slot].Texture)
				if err != nil {
					return err
				}
				r.mesh.Materials[slot].Texture = look
			}
			r.mesh.Materials[slot].Approximate = r.mesh.Materials[slot].Approximate || s.plainUVs
		}
		if s.noUVs {
			_, shared := r.slots[slotKey{s.material, false}]
			markWithoutUVs(&r.mesh.Materials[slot], shared)
		}
	}
	if len(r.mesh.Materials) == 1 {
		r.mesh.Slots = nil
	}
	return nil
}

func (r *reader) readMaterial(m *material, shown map[int]*image.NRGBA) mesh.Material {
	out := mesh.DefaultMaterial()
	if m.Name != "" {
		out.Name = m.Name
	}
	out.DoubleSided = m.DoubleSided
	for c, f := range m.baseFactor() {
		out.BaseColor[c] = clamp01(float32(f))
	}
	image := r.baseImage(m)
	out.Texture, out.Approximate = shown[image], image >= 0 && (shown[image] == nil || r.deep[image])
	if out.Texture != nil && m.AlphaMode != "" && m.AlphaMode != "OPAQUE" && !out.Texture.Opaque() {
		r.notice("Material %q is transparent where its texture says so; painting makes it opaque there.", shorten(out.Name))
	}
	return out
}

// baseImage returns the image of a material's base colour texture, -1 when there is
// none.
func (r *reader) baseImage(m *material) int {
	t := m.baseTexture()
	if t == nil || t.Index == nil || *t.Index < 0 || *t.Index >= len(r.textures) {
		return -1
	}
	return sourceOf(&r.textures[*t.Index])
}

// sourceOf returns the image of a texture, or the one of an extension where there is
// no plain one; -1 when there is none.
func sourceOf(texture *gltf.Texture) int {
	if texture.Source != nil {
		return *texture.Source
	}
	for _, name := range []string{"EXT_texture_webp", "KHR_texture_basisu"} {
		var other struct{ Source *int }
		if b := extensionOf(texture.Extensions, name); b != nil && json.Unmarshal(b, &other) == nil && other.Source != nil {
			return *other.Source
		}
	}
	return -1
}

// maxShownPixels is how many pixels of the old textures are decoded: eight of
// 4096 x 4096 are the most that is kept in memory only to be looked at.
const maxShownPixels = 8 << 24

// decodeTextures decodes the base colour images of all slots, on all cores.
func (r *reader) decodeTextures() map[int]*image.NRGBA {
	files := r.imagesToShow()
	order := slices.Sorted(maps.Keys(files))
	decoded := make([]*image.NRGBA, len(order))
	failed := make([]error, len(order))
	parallel.Each(len(order), func(k int) {
		if failed[k] = context.Cause(r.ctx); failed[k] == nil {
			decoded[k], failed[k] = imageio.Decode(files[order[k]])
		}
	})
	shown := make(map[int]*image.NRGBA, len(files))
	for k, i := range order {
		shown[i] = decoded[k]
		if failed[k] != nil {
			r.notice("The base colour texture in image %d is not shown: %v.", i, failed[k])
		}
	}
	return shown
}

var errBasis = errors.New("it is a KTX2 file (Basis Universal), which stays as it is until its material is painted")

// imagesToShow returns the files of the images that may be decoded.
func (r *reader) imagesToShow() map[int][]byte {
	files := map[int][]byte{}
	quota := pixelQuota(maxShownPixels)
	for _, s := range r.document.slots {
		if s.material < 0 {
			continue
		}
		i := r.baseImage(&r.materials[s.material])
		if _, seen := files[i]; seen || i < 0 {
			continue
		}
		data, err := r.imageBytes(i)
		if err == nil && mimeType(data, "") == "image/ktx2" {
			err = errBasis
		}
		if err == nil {
			err = quota.spend(data)
		}
		if err != nil {
			r.notice("The base colour texture in image %d is not shown: %v.", i, err)
			continue
		}
		files[i], r.deep[i] = data, imageio.Deep(data)
	}
	return files
}

// pixelQuota is how many pixels may still be decoded.
type pixelQuota int

// spend takes an image file from the quota before it is decoded. What is no image
// costs nothing: decoding it will say so.
func (q *pixelQuota) spend(data []byte) error {
	width, height, err := imageio.Size(data)
	if err != nil || width <= 0 || height <= 0 {
		return nil
	}
	if width > int(*q)/height {
		return errors.New("all textures together are too large")
	}
	*q -= pixelQuota(width * height)
	return nil
}

// materialName names a slot in file names and sentences.
func materialName(m *mesh.Mesh, slot int) string {
	if name := m.Materials[slot].Name; name != "" {
		return name
	}
	return fmt.Sprintf("material%d", slot)
}
