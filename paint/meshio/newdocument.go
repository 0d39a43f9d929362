package meshio

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"image"
	"maps"
	"math"

	"github.com/qmuntal/gltf"

	"patina/paint/geom"
	"patina/paint/imageio"
	"patina/paint/mesh"
)

// newDocument makes a glTF document of a mesh that was opened from another format:
// one node, one primitive for each material slot that has triangles, all sharing one
// list of vertices. The old textures of slots that are painted are left out.
func newDocument(m *mesh.Mesh, painted []*image.NRGBA) (*document, error) {
	b := &builder{doc: gltf.Document{Asset: gltf.Asset{Version: "2.0", Generator: "Patina"}}}
	b.addMesh(m)
	slots := make([]documentSlot, len(m.Materials))
	for slot := range m.Materials {
		slots[slot].material = slot
		if err := b.addMaterial(m, slot, slot < len(painted) && painted[slot] != nil); err != nil {
			return nil, err
		}
	}
	b.doc.Buffers = []*gltf.Buffer{{ByteLength: len(b.data)}}
	text, err := json.Marshal(&b.doc)
	if err != nil {
		return nil, fmt.Errorf("cannot describe the mesh as glTF: %w", err)
	}
	root, err := parseObject(text)
	if err != nil {
		return nil, err
	}
	return &document{root: root, buffers: [][]byte{b.data}, slots: slots}, nil
}

// builder collects a document and the bytes of its only buffer.
type builder struct {
	doc  gltf.Document
	data []byte
}

func (b *builder) addMesh(m *mesh.Mesh) {
	b.data = make([]byte, 0, 32*len(m.Positions)+12*len(m.Triangles))
	attributes := gltf.PrimitiveAttributes{
		gltf.POSITION:   b.addPositions(m),
		gltf.NORMAL:     b.addVec3(m.Normals),
		gltf.TEXCOORD_0: b.addUVs(m.UVs),
	}
	out := &gltf.Mesh{Name: m.Name}
	for slot, triangles := range trianglesBySlot(m) {
		if len(triangles) == 0 {
			continue
		}
		own := attributes
		if m.Materials[slot].NoUVs {
			own = maps.Clone(attributes)
			delete(own, gltf.TEXCOORD_0)
		}
		out.Primitives = append(out.Primitives, &gltf.Primitive{
			Attributes: own, Indices: gltf.Index(b.addTriangles(triangles)), Material: gltf.Index(slot),
		})
	}
	b.doc.Meshes = []*gltf.Mesh{out}
	b.doc.Nodes = []*gltf.Node{{Name: m.Name, Mesh: gltf.Index(0)}}
	b.doc.Scenes = []*gltf.Scene{{Nodes: []int{0}}}
	b.doc.Scene = gltf.Index(0)
}

// trianglesBySlot keeps the order of the triangles within a slot.
func trianglesBySlot(m *mesh.Mesh) [][]mesh.Triangle {
	out := make([][]mesh.Triangle, len(m.Materials))
	for i, t := range m.Triangles {
		out[m.Slot(i)] = append(out[m.Slot(i)], t)
	}
	return out
}

func (b *builder) addPositions(m *mesh.Mesh) int {
	index := b.addVec3(m.Positions)
	box := m.Bounds()
	b.doc.Accessors[index].Min = []float64{float64(box.Min.X), float64(box.Min.Y), float64(box.Min.Z)}
	b.doc.Accessors[index].Max = []float64{float64(box.Max.X), float64(box.Max.Y), float64(box.Max.Z)}
	return index
}

func (b *builder) addVec3(points []geom.Vec3) int {
	start := len(b.data)
	for _, p := range points {
		b.floats(p.X, p.Y, p.Z)
	}
	return b.addAccessor(start, len(points), gltf.AccessorVec3, gltf.ComponentFloat, gltf.TargetArrayBuffer)
}

func (b *builder) addUVs(uvs []geom.Vec2) int {
	start := len(b.data)
	for _, uv := range uvs {
		b.floats(uv.X, uv.Y)
	}
	return b.addAccessor(start, len(uvs), gltf.AccessorVec2, gltf.ComponentFloat, gltf.TargetArrayBuffer)
}

func (b *builder) addTriangles(triangles []mesh.Triangle) int {
	start := len(b.data)
	for _, t := range triangles {
		for _, v := range t {
			b.data = binary.LittleEndian.AppendUint32(b.data, v)
		}
	}
	return b.addAccessor(start, 3*len(triangles), gltf.AccessorScalar, gltf.ComponentUint, gltf.TargetElementArrayBuffer)
}

func (b *builder) floats(values ...float32) {
	for _, f := range values {
		b.data = binary.LittleEndian.AppendUint32(b.data, math.Float32bits(f))
	}
}

func (b *builder) addAccessor(start, count int, kind gltf.AccessorType, component gltf.ComponentType, target gltf.Target) int {
	view := b.addView(start)
	b.doc.BufferViews[view].Target = target
	b.doc.Accessors = append(b.doc.Accessors, &gltf.Accessor{
		BufferView: gltf.Index(view), ComponentType: component, Count: count, Type: kind,
	})
	return len(b.doc.Accessors) - 1
}

// addView makes a view of everything from start to the end of the buffer.
func (b *builder) addView(start int) int {
	b.doc.BufferViews = append(b.doc.BufferViews, &gltf.BufferView{ByteOffset: start, ByteLength: len(b.data) - start})
	return len(b.doc.BufferViews) - 1
}

func (b *builder) addMaterial(m *mesh.Mesh, slot int, painted bool) error {
	material := &m.Materials[slot]
	var factor [4]float64
	for c, f := range material.BaseColor {
		factor[c] = float64(f)
	}
	out := &gltf.Material{
		Name: slotName(m, slot), DoubleSided: material.DoubleSided,
		PBRMetallicRoughness: &gltf.PBRMetallicRoughness{
			BaseColorFactor: &factor, MetallicFactor: gltf.Float(0), RoughnessFactor: gltf.Float(1),
		},
	}
	if factor[3] < 1 {
		out.AlphaMode = gltf.AlphaBlend
	}
	b.doc.Materials = append(b.doc.Materials, out)
	if material.Texture == nil || painted {
		return nil
	}
	texture, err := b.addTexture(material.Texture)
	out.PBRMetallicRoughness.BaseColorTexture = &gltf.TextureInfo{Index: texture}
	return err
}

func (b *builder) addTexture(picture *image.NRGBA) (int, error) {
	png, err := imageio.EncodePNG(picture)
	if err != nil {
		return 0, err
	}
	start := len(b.data)
	b.data = append(b.data, png...)
	view := b.addView(start)
	b.data = append(b.data, make([]byte, padded(len(b.data))-len(b.data))...)
	b.doc.Images = append(b.doc.Images, &gltf.Image{BufferView: gltf.Index(view), MimeType: "image/png"})
	b.doc.Textures = append(b.doc.Textures, &gltf.Texture{Source: gltf.Index(len(b.doc.Images) - 1)})
	return len(b.doc.Textures) - 1, nil
}
