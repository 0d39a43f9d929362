package meshio

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"slices"
	"testing"

	"patina/paint/geom"
	"patina/paint/mesh"
)

func TestOpenReadsGeometryAndMaterial(t *testing.T) {
	data := newSquare().glb()
	f := opened(t, "dir/thing.glb", data)
	m := f.Mesh
	if !slices.Equal(m.Positions, squarePoints) || !slices.Equal(m.UVs, squareUVs) || !slices.Equal(m.Normals, squareNormals) {
		t.Errorf("vertices differ: %v %v %v", m.Positions, m.UVs, m.Normals)
	}
	if !slices.Equal(m.Triangles, []mesh.Triangle{{0, 1, 2}, {0, 2, 3}}) || m.Slots != nil {
		t.Errorf("triangles %v, slots %v", m.Triangles, m.Slots)
	}
	material := m.Materials[0]
	if material.Name != "skin" || material.DoubleSided || material.BaseColor != [4]float32{1, 1, 1, 1} || material.Texture.NRGBAAt(1, 1) != red {
		t.Errorf("material %+v", material)
	}
	sum := sha256.Sum256(data)
	if f.Name != "dir/thing.glb" || m.Name != "thing" || f.SHA256 != hex.EncodeToString(sum[:]) || len(f.Notices) != 0 {
		t.Errorf("file %q, mesh %q, hash %s, notices %q", f.Name, m.Name, f.SHA256, f.Notices)
	}
}

func TestPrimitiveModesAndIndices(t *testing.T) {
	both := []mesh.Triangle{{0, 1, 2}, {0, 2, 3}}
	for name, c := range map[string]struct {
		mode    int
		indices func(b *build) int
		want    []mesh.Triangle
	}{
		"list of u8":      {4, func(b *build) int { return b.u8(0, 1, 2, 0, 2, 3) }, both},
		"list of u16":     {4, func(b *build) int { return b.u16(0, 1, 2, 0, 2, 3) }, both},
		"list of u32":     {4, func(b *build) int { return b.u32(0, 1, 2, 0, 2, 3) }, both},
		"list without":    {4, nil, []mesh.Triangle{{0, 1, 2}}},
		"fan":             {6, func(b *build) int { return b.u8(0, 1, 2, 3) }, []mesh.Triangle{{1, 2, 0}, {2, 3, 0}}},
		"fan without":     {6, nil, []mesh.Triangle{{1, 2, 0}, {2, 3, 0}}},
		"strip":           {5, func(b *build) int { return b.u8(3, 0, 2, 1) }, []mesh.Triangle{{3, 0, 2}, {0, 1, 2}}},
		"stitched strip":  {5, func(b *build) int { return b.u8(3, 0, 2, 2, 1, 1, 1, 2, 0) }, []mesh.Triangle{{3, 0, 2}, {1, 2, 0}}},
		"incomplete list": {4, func(b *build) int { return b.u8(0, 1, 2, 0) }, []mesh.Triangle{{0, 1, 2}}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBuild()
			p := b.square()
			delete(p, "indices")
			p["mode"] = c.mode
			if c.indices != nil {
				p["indices"] = c.indices(b)
			}
			b.show(p)
			f := opened(t, "a.glb", b.glb())
			if !slices.Equal(f.Mesh.Triangles, c.want) {
				t.Errorf("got %v, want %v", f.Mesh.Triangles, c.want)
			}
			for i := range f.Mesh.Triangles {
				if n := mesh.FaceNormal(f.Mesh.Corners(i)); n != (geom.Vec3{Z: 1}) {
					t.Errorf("triangle %d faces %v", i, n)
				}
			}
			if len(f.Notices) != 0 {
				t.Errorf("notices %q", f.Notices)
			}
		})
	}
}

func TestPointsAndLinesAreSkipped(t *testing.T) {
	b := newSquare()
	line := b.square()
	line["mode"] = 1
	m := b.item("meshes", 0)
	m["primitives"] = append(m["primitives"].(list), line)
	f := opened(t, "a.glb", b.glb())
	if len(f.Mesh.Triangles) != 2 {
		t.Errorf("%d triangles", len(f.Mesh.Triangles))
	}
	wantNotice(t, f, "Points and lines")
}

func TestNodeTransforms(t *testing.T) {
	s := float32(math.Sqrt2 / 2)
	for name, c := range map[string]struct {
		node   dict
		corner geom.Vec3 // where (1,0,0) goes
		normal geom.Vec3
	}{
		"translation": {dict{"translation": list{1, 2, 3}}, geom.Vec3{X: 2, Y: 2, Z: 3}, geom.Vec3{Z: 1}},
		"rotation":    {dict{"rotation": list{0, s, 0, s}}, geom.Vec3{Z: -1}, geom.Vec3{X: 1}},
		"scale":       {dict{"scale": list{2, 3, 4}}, geom.Vec3{X: 2}, geom.Vec3{Z: 1}},
		"mirror":      {dict{"scale": list{-1, 1, 1}}, geom.Vec3{X: -1}, geom.Vec3{Z: 1}},
		"inside out":  {dict{"scale": list{-1, -1, -1}}, geom.Vec3{X: -1}, geom.Vec3{Z: -1}},
		"matrix":      {dict{"matrix": list{0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 1, 0, 5, 6, 7, 1}}, geom.Vec3{X: 5, Y: 7, Z: 7}, geom.Vec3{Z: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newSquare()
			for k, v := range c.node {
				b.item("nodes", 0)[k] = v
			}
			f := opened(t, "a.glb", b.glb())
			if d := f.Mesh.Positions[1].Sub(c.corner).Len(); d > 1e-6 {
				t.Errorf("corner at %v, want %v", f.Mesh.Positions[1], c.corner)
			}
			for i := range f.Mesh.Triangles {
				if n := mesh.FaceNormal(f.Mesh.Corners(i)); n.Sub(c.normal).Len() > 1e-6 {
					t.Errorf("triangle %d faces %v, want %v", i, n, c.normal)
				}
			}
			for _, n := range f.Mesh.Normals {
				if n.Sub(c.normal).Len() > 1e-6 {
					t.Errorf("normal %v, want %v", n, c.normal)
				}
			}
		})
	}
}

func TestParentsAndInstances(t *testing.T) {
	b := newSquare()
	second := b.add("nodes", dict{"mesh": 0, "translation": list{0, 0, 5}})
	parent := b.add("nodes", dict{"children": list{0, second}, "scale": list{2, 2, 2}})
	b.doc["scenes"] = list{dict{"nodes": list{parent}}}
	f := opened(t, "a.glb", b.glb())
	if got := f.Mesh.Bounds(); got != (geom.Box{Max: geom.Vec3{X: 2, Y: 2, Z: 10}}) || len(f.Mesh.Triangles) != 4 {
		t.Errorf("bounds %v, %d triangles", got, len(f.Mesh.Triangles))
	}
	wantNotice(t, f, "more than once")
}

func TestScenesChooseWhatIsShown(t *testing.T) {
	for name, c := range map[string]struct {
		change    func(b *build)
		triangles int
	}{
		"default scene": {func(b *build) { b.doc["scene"] = 1 }, 2},
		"first scene":   {func(b *build) { delete(b.doc, "scene") }, 4},
		"no scenes":     {func(b *build) { delete(b.doc, "scene"); delete(b.doc, "scenes") }, 4},
	} {
		t.Run(name, func(t *testing.T) {
			b := newSquare()
			other := b.add("nodes", dict{"mesh": 0})
			b.doc["scenes"] = list{dict{"nodes": list{0, other}}, dict{"nodes": list{0}}}
			c.change(b)
			if f := opened(t, "a.glb", b.glb()); len(f.Mesh.Triangles) != c.triangles {
				t.Errorf("%d triangles, want %d", len(f.Mesh.Triangles), c.triangles)
			}
		})
	}
	b := newSquare()
	b.add("meshes", dict{"primitives": list{b.square()}})
	wantNotice(t, opened(t, "a.glb", b.glb()), "1 meshes that the default scene does not show")
}

func TestSeveralMaterialsAndPrimitives(t *testing.T) {
	b := newBuild()
	one, two, three := b.square(), b.square(), b.square()
	one["material"] = b.material("one", b.texture(red))
	three["material"] = b.add("materials", dict{"name": "three", "doubleSided": true, "pbrMetallicRoughness": dict{"baseColorFactor": list{0.5, 0.25, 0, 1}}})
	b.show(one, two, three)
	f := opened(t, "a.glb", b.glb())
	if !slices.Equal(f.Mesh.Slots, []uint16{0, 0, 1, 1, 2, 2}) {
		t.Errorf("slots %v", f.Mesh.Slots)
	}
	m := f.Mesh.Materials
	if m[0].Name != "one" || m[1] != mesh.DefaultMaterial() || m[2].BaseColor != [4]float32{0.5, 0.25, 0, 1} || !m[2].DoubleSided || m[2].Texture != nil {
		t.Errorf("materials %+v", m)
	}
}

func TestSharedVertexListIsNotCopiedForEachPrimitive(t *testing.T) {
	b := newBuild()
	points, uvs := make([]geom.Vec3, 300), make([]geom.Vec2, 300)
	for i := range points {
		points[i] = geom.Vec3{X: float32(i), Y: float32(i * i % 17)}
	}
	attributes := dict{"POSITION": b.vec3(points...), "TEXCOORD_0": b.vec2(uvs...)}
	b.show(
		dict{"attributes": attributes, "indices": b.u16(0, 1, 2)},
		dict{"attributes": attributes, "indices": b.u16(299, 298, 297)},
	)
	m := opened(t, "a.glb", b.glb()).Mesh
	want := []geom.Vec3{points[0], points[1], points[2], points[299], points[298], points[297]}
	if !slices.Equal(m.Positions, want) || !slices.Equal(m.Triangles, []mesh.Triangle{{0, 1, 2}, {3, 4, 5}}) {
		t.Errorf("positions %v, triangles %v", m.Positions, m.Triangles)
	}
}

func TestNormalizedAndQuantizedAttributes(t *testing.T) {
	b := newBuild()
	p := b.square()
	var uvs, positions []byte
	for i := range 4 {
		uvs = binary.LittleEndian.AppendUint16(uvs, uint16(65535*squareUVs[i].X))
		uvs = binary.LittleEndian.AppendUint16(uvs, uint16(65535*squareUVs[i].Y))
		positions = append(positions, byte(100*squarePoints[i].X), byte(256-100*squarePoints[i].Y), 0, 0)
	}
	a := p["attributes"].(dict)
	a["TEXCOORD_0"] = b.accessor(b.view(uvs), 5123, "VEC2", 4)
	b.item("accessors", a["TEXCOORD_0"].(int))["normalized"] = true
	view := b.view(positions)
	b.item("bufferViews", view)["byteStride"] = 4
	a["POSITION"] = b.accessor(view, 5120, "VEC3", 4)
	b.doc["extensionsUsed"], b.doc["extensionsRequired"] = list{"KHR_mesh_quantization"}, list{"KHR_mesh_quantization"}
	p["indices"] = b.u8(0, 2, 1, 0, 3, 2)
	b.show(p)
	m := opened(t, "a.glb", b.glb()).Mesh
	if !slices.Equal(m.UVs, squareUVs) || m.Positions[2] != (geom.Vec3{X: 100, Y: -100}) {
		t.Errorf("UVs %v, positions %v", m.UVs, m.Positions)
	}
}

func TestTexCoordOfTheBaseColourTexture(t *testing.T) {
	second := []geom.Vec2{{X: 0.5, Y: 0.5}, {X: 0.6, Y: 0.5}, {X: 0.6, Y: 0.6}, {X: 0.5, Y: 0.6}}
	for name, info := range map[string]dict{
		"texCoord":  {"index": 0, "texCoord": 1},
		"transform": {"index": 0, "extensions": dict{"KHR_texture_transform": dict{"texCoord": 1, "scale": list{2, 2}}}},
	} {
		b := newSquare()
		p := b.item("meshes", 0)["primitives"].(list)[0].(dict)
		p["attributes"].(dict)["TEXCOORD_1"] = b.vec2(second...)
		b.item("materials", 0)["pbrMetallicRoughness"].(dict)["baseColorTexture"] = info
		if f := opened(t, "a.glb", b.glb()); !slices.Equal(f.Mesh.UVs, second) {
			t.Errorf("%s: UVs %v", name, f.Mesh.UVs)
		}
	}
}

func TestSparseAccessors(t *testing.T) {
	for _, based := range []bool{true, false} {
		b := newSquare()
		p := b.item("meshes", 0)["primitives"].(list)[0].(dict)["attributes"].(dict)
		a := b.item("accessors", p["POSITION"].(int))
		if !based {
			delete(a, "bufferView")
		}
		points := squarePoints
		if based {
			points = points[2:3]
		}
		indices, values := b.view([]byte{0, 1, 2, 3}[4-len(points):]), appendPoints(nil, points)
		if based {
			indices = b.view([]byte{2})
			values = appendPoints(nil, []geom.Vec3{{X: 3, Y: 3}})
			a["max"] = list{3, 3, 0}
		}
		a["sparse"] = dict{
			"count": len(points), "indices": dict{"bufferView": indices, "componentType": 5121},
			"values": dict{"bufferView": b.view(values)},
		}
		want := slices.Clone(squarePoints)
		if based {
			want[2] = geom.Vec3{X: 3, Y: 3}
		}
		f := opened(t, "a.glb", b.glb())
		if !slices.Equal(f.Mesh.Positions, want) {
			t.Errorf("based %v: %v", based, f.Mesh.Positions)
		}
		save(t, f, ".glb", Painting{})
	}
}

func appendPoints(data []byte, points []geom.Vec3) []byte {
	for _, p := range points {
		data = appendLE(data, p.X, p.Y, p.Z)
	}
	return data
}

func TestCancelledOpenReturnsTheCause(t *testing.T) {
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(context.DeadlineExceeded)
	path := t.TempDir() + "/a.glb"
	f := opened(t, "a.glb", newSquare().glb())
	saveTo(t, f, path, Painting{})
	if _, err := Open(ctx, path); err != context.DeadlineExceeded {
		t.Errorf("got %v", err)
	}
	if err := f.Save(ctx, path, Painting{}); err != context.DeadlineExceeded {
		t.Errorf("got %v", err)
	}
}
