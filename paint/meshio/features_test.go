package meshio

import (
	"encoding/base64"
	"encoding/binary"
	"math"
)

// primitiveOf returns the only primitive of the square.
func primitiveOf(b *build) dict { return b.item("meshes", 0)["primitives"].(list)[0].(dict) }

func addPrimitive(b *build, p dict) {
	m := b.item("meshes", 0)
	m["primitives"] = append(m["primitives"].(list), p)
}

// bounded sets the bounds that a valid file must have.
func (b *build) bounded(i int, low, high list) int {
	b.item("accessors", i)["min"], b.item("accessors", i)["max"] = low, high
	return i
}

func (b *build) times(times ...float32) int {
	return b.bounded(b.accessor(b.view(appendLE(nil, times...)), 5126, "SCALAR", len(times)), list{times[0]}, list{times[len(times)-1]})
}

func (b *build) floats(kind string, count int, values ...float32) int {
	return b.accessor(b.view(appendLE(nil, values...)), 5126, kind, count)
}

// use names extensions.
func (b *build) use(names ...any) {
	used, _ := b.doc["extensionsUsed"].(list)
	b.doc["extensionsUsed"] = append(used, names...)
}

// features makes of the square one file for each thing that glTF 2.0 and its extensions
// of note can say.
var features = map[string]func(b *build){
	"nothing more": func(*build) {},
	"skin": func(b *build) {
		identity := []float32{1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1}
		a := attributesOf(b)
		a["JOINTS_0"] = b.accessor(b.view(make([]byte, 16)), 5121, "VEC4", 4)
		a["WEIGHTS_0"] = b.floats("VEC4", 4, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0)
		joint := b.add("nodes", dict{"name": "joint"})
		b.item("nodes", 0)["skin"] = b.add("skins", dict{"joints": list{joint}, "inverseBindMatrices": b.floats("MAT4", 1, identity...), "skeleton": joint})
		b.doc["scenes"].(list)[0].(dict)["nodes"] = list{0, joint}
	},
	"morph targets": func(b *build) {
		m := b.item("meshes", 0)
		m["weights"], m["extras"] = list{0.25}, dict{"targetNames": list{"smile"}}
		primitiveOf(b)["targets"] = list{dict{"POSITION": b.vec3(squareNormals...), "NORMAL": b.vec3(squareNormals...)}}
	},
	"sparse morph target": func(b *build) {
		b.item("meshes", 0)["weights"] = list{0}
		values := b.view(appendLE(nil, 1, 2, 3))
		i := b.add("accessors", dict{"componentType": 5126, "type": "VEC3", "count": 4, "min": list{0, 0, 0}, "max": list{1, 2, 3}, "sparse": dict{
			"count": 1, "indices": dict{"bufferView": b.view([]byte{2}), "componentType": 5121}, "values": dict{"bufferView": values},
		}})
		primitiveOf(b)["targets"] = list{dict{"POSITION": i}}
	},
	"sparse positions": func(b *build) {
		values, indices := b.view(appendLE(nil, 1, 1, 0.5)), b.view([]byte{2, 0})
		p := position(b)
		p["sparse"] = dict{"count": 1, "indices": dict{"bufferView": indices, "componentType": 5123}, "values": dict{"bufferView": values}}
		p["max"] = list{1, 1, 0.5}
	},
	"animations": func(b *build) {
		input := b.times(0, 0.5, 1)
		b.add("animations", dict{
			"name": "turn",
			"samplers": list{
				dict{"input": input, "output": b.floats("VEC4", 3, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1), "interpolation": "STEP"},
				dict{"input": input, "output": b.floats("VEC3", 9, make([]float32, 27)...), "interpolation": "CUBICSPLINE"},
			},
			"channels": list{
				dict{"sampler": 0, "target": dict{"node": 0, "path": "rotation"}},
				dict{"sampler": 1, "target": dict{"node": 0, "path": "scale"}, "extras": list{1}},
			},
		})
	},
	"cameras": func(b *build) {
		for _, c := range []dict{
			{"type": "perspective", "perspective": dict{"yfov": 0.7, "znear": 0.01, "zfar": 100, "aspectRatio": 1.5}},
			{"type": "orthographic", "orthographic": dict{"xmag": 2, "ymag": 1, "znear": 0, "zfar": 10}, "name": "plan"},
		} {
			camera := b.add("cameras", c)
			node := b.add("nodes", dict{"camera": camera, "translation": list{0, 1, 5}})
			scene := b.doc["scenes"].(list)[0].(dict)
			scene["nodes"] = append(scene["nodes"].(list), node)
		}
	},
	"several scenes": func(b *build) {
		b.add("scenes", dict{"name": "empty"})
		b.add("scenes", dict{"name": "again", "nodes": list{b.add("nodes", dict{"mesh": 0, "matrix": list{0, 0, 1, 0, 0, 1, 0, 0, -1, 0, 0, 0, 1, 2, 3, 1}})}})
	},
	"nested nodes": func(b *build) {
		child := b.add("nodes", dict{"mesh": 0, "rotation": list{0, 0.6, 0, 0.8}, "scale": list{-1, 2, 0.5}})
		parent := b.add("nodes", dict{"children": list{child}, "translation": list{3, 0, 0}, "extras": "note"})
		b.doc["scenes"].(list)[0].(dict)["nodes"] = list{0, parent}
	},
	"interleaved": func(b *build) {
		var data []byte
		for i := range squarePoints {
			p, n, uv := squarePoints[i], squareNormals[i], squareUVs[i]
			data = appendLE(data, p.X, p.Y, p.Z, n.X, n.Y, n.Z, uv.X, uv.Y)
		}
		view := b.view(data)
		b.item("bufferViews", view)["byteStride"], b.item("bufferViews", view)["target"] = 32, 34962
		for name, at := range map[string]struct {
			kind   string
			offset int
		}{"POSITION": {"VEC3", 0}, "NORMAL": {"VEC3", 12}, "TEXCOORD_0": {"VEC2", 24}} {
			i := b.accessor(view, 5126, at.kind, 4)
			b.item("accessors", i)["byteOffset"] = at.offset
			attributesOf(b)[name] = i
			if name == "POSITION" {
				b.bounded(i, list{0, 0, 0}, list{1, 1, 0})
			}
		}
	},
	"extras everywhere": func(b *build) {
		extras := dict{"é\u2028<&>": list{nil, true, 1.5e-9, "\u0000"}, "deep": dict{"deeper": dict{}}}
		for _, name := range []string{"nodes", "meshes", "accessors", "bufferViews", "materials", "textures", "images", "scenes"} {
			for i := range b.doc[name].(list) {
				b.item(name, i)["extras"] = extras
			}
		}
		primitiveOf(b)["extras"], b.doc["extras"] = extras, 7
	},
	"unknown extensions": func(b *build) {
		b.use("ACME_a")
		for _, name := range []string{"nodes", "meshes", "accessors", "bufferViews", "materials", "textures", "images", "scenes"} {
			b.item(name, 0)["extensions"] = dict{"ACME_a": dict{"index": 0, "bufferView": 0}}
		}
		b.doc["extensions"] = dict{"ACME_a": dict{"list": list{1, 2}}}
	},
	"lights": func(b *build) {
		b.use("KHR_lights_punctual")
		b.doc["extensions"] = dict{"KHR_lights_punctual": dict{"lights": list{dict{"type": "spot", "spot": dict{"outerConeAngle": 0.5}, "color": list{1, 0.5, 0}}, dict{"type": "directional"}}}}
		b.item("nodes", 0)["extensions"] = dict{"KHR_lights_punctual": dict{"light": 1}}
	},
	"variants": func(b *build) {
		b.use("KHR_materials_variants")
		b.doc["extensions"] = dict{"KHR_materials_variants": dict{"variants": list{dict{"name": "wet"}, dict{"name": "dry"}}}}
		other := b.material("other", b.texture(green))
		primitiveOf(b)["extensions"] = dict{"KHR_materials_variants": dict{"mappings": list{dict{"material": other, "variants": list{0}}, dict{"material": 0, "variants": list{1}}}}}
	},
	"several UV sets": func(b *build) {
		a := attributesOf(b)
		a["TEXCOORD_1"] = b.vec2(squareUVs...)
		bytes, shorts := b.view([]byte{0, 255, 0, 0, 255, 255, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0}), b.view(make([]byte, 16))
		for i, view := range map[int]int{2: bytes, 3: shorts} {
			b.item("bufferViews", view)["byteStride"], b.item("bufferViews", view)["target"] = 4, 34962
			accessor := b.accessor(view, 5121+2*(i-2), "VEC2", 4)
			b.item("accessors", accessor)["normalized"] = true
			a[[]string{"", "", "TEXCOORD_2", "TEXCOORD_3"}[i]] = accessor
		}
		b.item("materials", 0)["pbrMetallicRoughness"] = dict{"baseColorTexture": dict{"index": 0, "texCoord": 1}}
		b.item("materials", 0)["occlusionTexture"] = dict{"index": b.texture(green), "texCoord": 2, "strength": 0.5}
	},
	"vertex colours": func(b *build) {
		for _, component := range []int{5121, 5123, 5126} {
			p := b.square()
			p["material"] = 0
			size := map[int]int{5121: 1, 5123: 2, 5126: 4}[component]
			view := b.view(make([]byte, 16*size))
			b.item("bufferViews", view)["byteStride"], b.item("bufferViews", view)["target"] = 4*size, 34962
			i := b.accessor(view, component, "VEC4", 4)
			if size < 4 {
				b.item("accessors", i)["normalized"] = true
			}
			p["attributes"].(dict)["COLOR_0"] = i
			addPrimitive(b, p)
		}
	},
	"custom attributes and tangents": func(b *build) {
		a := attributesOf(b)
		a["TANGENT"] = b.floats("VEC4", 4, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, -1)
		a["_TEMPERATURE"] = b.floats("SCALAR", 4, 1, 2, 3, 4)
	},
	"every mode": func(b *build) {
		for mode := range 7 {
			p := b.square()
			p["mode"], p["material"] = mode, 0
			if mode != 4 {
				p["indices"] = b.u16(0, 1, 2, 3)
			}
			addPrimitive(b, p)
		}
	},
	"every index": func(b *build) {
		for _, indices := range []int{b.u8(0, 1, 2), b.u16(0, 1, 2), b.u32(0, 1, 2)} {
			p := b.square()
			p["indices"], p["material"] = indices, 0
			addPrimitive(b, p)
		}
		p := b.square()
		delete(p, "indices")
		a := p["attributes"].(dict)
		for name, triple := range map[string]int{"POSITION": b.vec3(squarePoints[:3]...), "NORMAL": b.vec3(squareNormals[:3]...), "TEXCOORD_0": b.vec2(squareUVs[:3]...)} {
			a[name] = triple
		}
		addPrimitive(b, p)
	},
	"instancing": func(b *build) {
		b.use("EXT_mesh_gpu_instancing")
		b.item("nodes", 0)["extensions"] = dict{"EXT_mesh_gpu_instancing": dict{"attributes": dict{"TRANSLATION": b.floats("VEC3", 2, 0, 0, 0, 2, 0, 0)}}}
	},
	"quantized": func(b *build) {
		b.use("KHR_mesh_quantization", "KHR_texture_transform")
		b.doc["extensionsRequired"] = list{"KHR_mesh_quantization"}
		var shorts, normals, uvs []byte
		for i := range squarePoints {
			for _, f := range []float32{squarePoints[i].X, squarePoints[i].Y, squarePoints[i].Z, 0} {
				shorts = binary.LittleEndian.AppendUint16(shorts, uint16(int16(1000*f-500)))
			}
			normals = append(normals, 0, 0, 127, 0)
			for _, f := range []float32{squareUVs[i].X, squareUVs[i].Y} {
				uvs = binary.LittleEndian.AppendUint16(uvs, uint16(4095*f))
			}
		}
		a := attributesOf(b)
		for name, c := range map[string]struct {
			data      []byte
			component int
			kind      string
			stride    int
		}{"POSITION": {shorts, 5122, "VEC3", 8}, "NORMAL": {normals, 5120, "VEC3", 4}, "TEXCOORD_0": {uvs, 5123, "VEC2", 4}} {
			view := b.view(c.data)
			b.item("bufferViews", view)["byteStride"], b.item("bufferViews", view)["target"] = c.stride, 34962
			a[name] = b.accessor(view, c.component, c.kind, 4)
			b.item("accessors", a[name].(int))["normalized"] = name != "POSITION"
		}
		b.bounded(a["POSITION"].(int), list{-500, -500, -500}, list{500, 500, -500})
		b.item("nodes", 0)["scale"] = list{0.001, 0.001, 0.001}
		b.item("materials", 0)["pbrMetallicRoughness"] = dict{"baseColorTexture": dict{"index": 0, "extensions": dict{"KHR_texture_transform": dict{"scale": list{65535. / 4095, 65535. / 4095}}}}}
	},
	"WebP": func(b *build) {
		webp, _ := base64.StdEncoding.DecodeString(blackWebP)
		b.use("EXT_texture_webp")
		image := b.add("images", dict{"bufferView": b.view(webp), "mimeType": "image/webp"})
		plain := b.add("images", dict{"bufferView": b.view(pngOf(red, 2)), "mimeType": "image/png"})
		b.item("materials", 0)["emissiveTexture"] = dict{"index": b.add("textures", dict{"source": plain, "extensions": dict{"EXT_texture_webp": dict{"source": image}}})}
	},
	"every texture": func(b *build) {
		m := b.item("materials", 0)
		for _, name := range []string{"normalTexture", "occlusionTexture", "emissiveTexture"} {
			m[name] = dict{"index": b.texture(green)}
		}
		m["pbrMetallicRoughness"].(dict)["metallicRoughnessTexture"] = dict{"index": b.texture(blue)}
		m["alphaMode"], m["alphaCutoff"], m["doubleSided"], m["emissiveFactor"] = "MASK", 0.25, true, list{1, 0.5, 0}
	},
	"one texture for all": func(b *build) {
		b.material("twin", 0)
		b.item("materials", 0)["emissiveTexture"] = dict{"index": 0}
	},
	"one image for two textures": func(b *build) {
		b.add("samplers", dict{"wrapS": 33071, "wrapT": 33648, "magFilter": 9728, "minFilter": 9987})
		b.item("materials", 0)["emissiveTexture"] = dict{"index": b.add("textures", dict{"source": 0, "sampler": 0, "name": "glow"})}
	},
	"material extensions": func(b *build) {
		attributesOf(b)["TANGENT"] = b.floats("VEC4", 4, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1)
		extensions := dict{
			"KHR_materials_clearcoat":    dict{"clearcoatFactor": 0.5, "clearcoatTexture": dict{"index": b.texture(green)}, "clearcoatNormalTexture": dict{"index": b.texture(blue), "scale": 2}},
			"KHR_materials_transmission": dict{"transmissionFactor": 0.3, "transmissionTexture": dict{"index": b.texture(red)}},
			"KHR_materials_volume":       dict{"thicknessFactor": 1, "attenuationDistance": 2, "attenuationColor": list{1, 0.5, 0.25}},
			"KHR_materials_ior":          dict{"ior": 1.4}, "KHR_materials_sheen": dict{"sheenColorFactor": list{1, 1, 0}},
			"KHR_materials_specular": dict{"specularFactor": 0.2}, "KHR_materials_iridescence": dict{"iridescenceFactor": 1},
			"KHR_materials_anisotropy": dict{"anisotropyStrength": 0.4}, "KHR_materials_emissive_strength": dict{"emissiveStrength": 5},
		}
		for name := range extensions {
			b.use(name)
		}
		b.item("materials", 0)["extensions"] = extensions
	},
	"unlit": func(b *build) {
		b.use("KHR_materials_unlit")
		b.item("materials", 0)["extensions"] = dict{"KHR_materials_unlit": dict{}}
	},
	"texture transform": func(b *build) {
		b.use("KHR_texture_transform")
		b.item("materials", 0)["pbrMetallicRoughness"] = dict{"baseColorTexture": dict{"index": 0, "extensions": dict{"KHR_texture_transform": dict{"offset": list{0.25, 0.25}, "scale": list{0.5, 0.5}}}}}
	},
	"metadata": func(b *build) {
		b.use("KHR_xmp_json_ld")
		b.doc["extensions"] = dict{"KHR_xmp_json_ld": dict{"packets": list{dict{"@context": dict{"dc": "http://purl.org/dc/elements/1.1/"}, "dc:creator": dict{"@list": list{"someone"}}}}}}
		b.doc["asset"].(dict)["extensions"] = dict{"KHR_xmp_json_ld": dict{"packet": 0}}
		b.doc["asset"].(dict)["copyright"], b.doc["asset"].(dict)["generator"] = "2026 someone", "by hand"
	},
	"things without users": func(b *build) {
		b.material("unused", b.texture(green))
		b.vec3(squarePoints...)
		b.add("nodes", dict{"name": "lost"})
		b.add("meshes", dict{"primitives": list{dict{"attributes": dict{"POSITION": attributesOf(b)["POSITION"]}, "mode": 0}}})
	},
	"data URI": func(b *build) {
		b.add("images", dict{"uri": "data:image/png;base64," + base64.StdEncoding.EncodeToString(pngOf(blue, 3))})
		b.item("materials", 0)["emissiveTexture"] = dict{"index": b.add("textures", dict{"source": 1})}
	},
	"large numbers": func(b *build) {
		b.item("nodes", 0)["extras"] = dict{"integer": uint64(math.MaxUint64), "float": math.MaxFloat64, "small": 5e-324}
	},
}
