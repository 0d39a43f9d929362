package main

import (
	"bytes"
	"fmt"

	"github.com/qmuntal/gltf"
	"github.com/qmuntal/gltf/modeler"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// clay is the material that waits to be painted.
var clay = mesh.Material{Name: "clay", BaseColor: [4]float32{0.55, 0.54, 0.52, 1}}

// encodeGLB writes a mesh with one material as a binary glTF with one node.
func encodeGLB(m *mesh.Mesh) ([]byte, error) {
	doc := gltf.NewDocument()
	doc.Asset.Generator = "patina/assets/generate"
	indices := make([]uint16, 0, 3*len(m.Triangles))
	for _, t := range m.Triangles {
		indices = append(indices, uint16(t[0]), uint16(t[1]), uint16(t[2]))
	}
	primitive := &gltf.Primitive{
		Indices:  gltf.Index(modeler.WriteIndices(doc, indices)),
		Material: gltf.Index(0),
		Attributes: gltf.PrimitiveAttributes{
			gltf.POSITION:   modeler.WritePosition(doc, triples(m.Positions)),
			gltf.NORMAL:     modeler.WriteNormal(doc, triples(m.Normals)),
			gltf.TEXCOORD_0: modeler.WriteTextureCoord(doc, pairs(m.UVs)),
		},
	}
	base := m.Materials[0].BaseColor
	doc.Materials = []*gltf.Material{{
		Name: m.Materials[0].Name,
		PBRMetallicRoughness: &gltf.PBRMetallicRoughness{
			BaseColorFactor: &[4]float64{float64(base[0]), float64(base[1]), float64(base[2]), float64(base[3])},
			MetallicFactor:  gltf.Float(0),
			RoughnessFactor: gltf.Float(0.8),
		},
	}}
	doc.Meshes = []*gltf.Mesh{{Name: m.Name, Primitives: []*gltf.Primitive{primitive}}}
	doc.Nodes = []*gltf.Node{{Name: m.Name, Mesh: gltf.Index(0)}}
	doc.Scenes[0].Nodes = []int{0}
	var out bytes.Buffer
	encoder := gltf.NewEncoder(&out)
	encoder.AsBinary = true
	if err := encoder.Encode(doc); err != nil {
		return nil, fmt.Errorf("encoding %s: %w", m.Name, err)
	}
	return out.Bytes(), nil
}

func triples(vs []geom.Vec3) [][3]float32 {
	out := make([][3]float32, len(vs))
	for i, v := range vs {
		out[i] = [3]float32{v.X, v.Y, v.Z}
	}
	return out
}

func pairs(vs []geom.Vec2) [][2]float32 {
	out := make([][2]float32, len(vs))
	for i, v := range vs {
		out[i] = [2]float32{v.X, v.Y}
	}
	return out
}
