package meshio

import (
	"encoding/binary"
	"errors"
	"math"
	"runtime"
	"strings"
	"testing"

	"patina/paint/geom"
)

// change makes a file from the square.
func change(f func(b *build)) []byte {
	b := newSquare()
	f(b)
	return b.glb()
}

func attributesOf(b *build) dict {
	return b.item("meshes", 0)["primitives"].(list)[0].(dict)["attributes"].(dict)
}

func position(b *build) dict { return b.item("accessors", attributesOf(b)["POSITION"].(int)) }

func indices(b *build) dict {
	return b.item("accessors", b.item("meshes", 0)["primitives"].(list)[0].(dict)["indices"].(int))
}

func patched(data []byte, at int, word uint32) []byte {
	binary.LittleEndian.PutUint32(data[at:], word)
	return data
}

func nestedNodes(depth int) []byte {
	return change(func(b *build) {
		nodes := make(list, depth)
		for i := range nodes {
			nodes[i] = dict{"children": list{i + 1}}
		}
		nodes[depth-1] = dict{"children": list{0}}
		b.doc["nodes"] = nodes
	})
}

// broken is the table of files that cannot be painted, and a part of the sentence
// that says so.
var broken = map[string]struct {
	data []byte
	want string
}{
	"empty":                 {nil, "empty"},
	"only the magic":        {[]byte("glTF"), "cut short"},
	"version 1":             {patched(newSquare().glb(), 4, 1), "version 1"},
	"truncated":             {newSquare().glb()[:700], "cut short"},
	"length beyond":         {patched(newSquare().glb(), 8, 1<<31), "cut short"},
	"chunk beyond":          {patched(newSquare().glb(), 12, math.MaxUint32), "cut short"},
	"no JSON chunk":         {patched(newSquare().glb(), 16, 7), "JSON chunk"},
	"no chunk":              {patched(newSquare().glb()[:12], 8, 12), "cut short"},
	"JSON garbage":          {[]byte("<html>404</html>"), "JSON is damaged"},
	"JSON cut short":        {newSquare().dataURI()[:300], "JSON is damaged"},
	"JSON list":             {[]byte("[]"), "JSON is damaged"},
	"JSON and more":         {[]byte("{} {}"), "JSON is damaged"},
	"JSON nested deeply":    {[]byte(`{"a":` + strings.Repeat("[", 1<<20)), "JSON is damaged"},
	"no asset":              {[]byte("{}"), "asset.version"},
	"glTF 1.0":              {[]byte(`{"asset":{"version":"1.0"}}`), "glTF 1.0"},
	"glTF 2.9":              {[]byte(`{"asset":{"version":"2.0","minVersion":"2.9"}}`), "glTF 2.9"},
	"nothing in it":         {[]byte(`{"asset":{"version":"2.0"}}`), "no triangles"},
	"nodes of null":         {[]byte(`{"asset":{"version":"2.0"},"nodes":[null]}`), "nodes[0] is null"},
	"nodes no list":         {[]byte(`{"asset":{"version":"2.0"},"nodes":{}}`), "nodes is not a list"},
	"too many nodes":        {[]byte(`{"asset":{"version":"2.0"},"nodes":[` + strings.Repeat("{},", maxItems) + `{}]}`), "262145 nodes"},
	"Draco":                 {change(func(b *build) { b.doc["extensionsRequired"] = list{"KHR_draco_mesh_compression"} }), "turn Compression off"},
	"unknown extension":     {change(func(b *build) { b.doc["extensionsRequired"] = list{"ACME_cubes"} }), "ACME_cubes"},
	"ten billion elements":  {change(func(b *build) { position(b)["count"] = 10_000_000_000 }), "10000000000 elements"},
	"counts that overflow":  {change(func(b *build) { position(b)["count"] = math.MaxInt64 }), "elements"},
	"ten billion zeros":     {change(func(b *build) { p := position(b); p["count"] = 10_000_000_000; delete(p, "bufferView") }), "too often"},
	"offset that overflows": {change(func(b *build) { position(b)["byteOffset"] = math.MaxInt64 - 1 }), "elements"},
	"negative offset":       {change(func(b *build) { position(b)["byteOffset"] = -4 }), "elements"},
	"view beyond":           {change(func(b *build) { b.item("bufferViews", 0)["byteLength"] = 1 << 40 }), "beyond its buffer"},
	"view overflows":        {change(func(b *build) { b.item("bufferViews", 0)["byteOffset"] = math.MaxInt64 }), "beyond its buffer"},
	"view without a buffer": {change(func(b *build) { delete(b.item("bufferViews", 0), "buffer") }), "bufferViews[0] names no buffer"},
	"view of no buffer":     {change(func(b *build) { b.item("bufferViews", 0)["buffer"] = 9 }), "buffer 9"},
	"accessor of no view":   {change(func(b *build) { position(b)["bufferView"] = -1 }), "bufferView -1"},
	"stride too small":      {change(func(b *build) { b.item("bufferViews", 0)["byteStride"] = 4 }), "steps by 4"},
	"stride too large":      {change(func(b *build) { b.item("bufferViews", 0)["byteStride"] = 1 << 40 }), "stride"},
	"buffer too long":       {change(func(b *build) { b.add("buffers", dict{"byteLength": 1 << 40}) }), "cut short"},
	"buffer without bytes":  {change(func(b *build) { b.add("buffers", dict{"byteLength": 4}); b.add("buffers", dict{"byteLength": 4}) }), "no contents"},
	"positions of VEC2":     {change(func(b *build) { position(b)["type"] = "VEC2" }), "VEC2"},
	"component type 9":      {change(func(b *build) { position(b)["componentType"] = 9 }), "accessors["},
	"float indices":         {change(func(b *build) { i := indices(b); i["componentType"] = 5126; i["count"] = 3 }), "FLOAT"},
	"count a string":        {change(func(b *build) { position(b)["count"] = "many" }), "accessors["},
	"index out of range":    {change(func(b *build) { b.item("meshes", 0)["primitives"].(list)[0].(dict)["indices"] = b.u16(0, 1, 4) }), "index 4, but only 4 vertices"},
	"no such accessor":      {change(func(b *build) { attributesOf(b)["POSITION"] = 99 }), "accessor 99"},
	"no such mesh":          {change(func(b *build) { b.item("nodes", 0)["mesh"] = 5 }), "mesh 5"},
	"no such node":          {change(func(b *build) { b.doc["scenes"] = list{dict{"nodes": list{3}}} }), "node 3"},
	"no such child":         {change(func(b *build) { b.item("nodes", 0)["children"] = list{-1} }), "child -1"},
	"no such scene":         {change(func(b *build) { b.doc["scene"] = 2 }), "scene 2"},
	"no such material":      {change(func(b *build) { b.item("meshes", 0)["primitives"].(list)[0].(dict)["material"] = 7 }), "material 7"},
	"no such skin":          {change(func(b *build) { b.item("nodes", 0)["skin"] = 7 }), "skin 7"},
	"own child":             {change(func(b *build) { b.item("nodes", 0)["children"] = list{0} }), "own descendants"},
	"cycle of nodes":        {nestedNodes(1000), "own descendants"},
	"two parents":           {change(func(b *build) { b.add("nodes", dict{"children": list{0, 0}}) }), "more than one parent"},
	"fewer UVs":             {change(func(b *build) { attributesOf(b)["TEXCOORD_0"] = b.vec2(geom.Vec2{}) }), "different numbers"},
	"no UVs":                {change(func(b *build) { delete(attributesOf(b), "TEXCOORD_0") }), "no UVs"},
	"all NaN":               {change(func(b *build) { attributesOf(b)["POSITION"] = b.vec3(nan(), nan(), nan(), nan()) }), "usable coordinates"},
	"no area":               {change(func(b *build) { attributesOf(b)["POSITION"] = b.vec3(make([]geom.Vec3, 4)...) }), "usable coordinates"},
	"too small":             {change(func(b *build) { b.item("nodes", 0)["scale"] = list{1e-35, 1e-35, 1e-35} }), "too small"},
	"only points":           {change(func(b *build) { b.item("meshes", 0)["primitives"].(list)[0].(dict)["mode"] = 0 }), "no triangles"},
	"mode 12":               {change(func(b *build) { b.item("meshes", 0)["primitives"].(list)[0].(dict)["mode"] = 12 }), "meshes[0]"},
	"wrong capitals":        {change(func(b *build) { m := b.item("meshes", 0); m["prImitives"] = m["primitives"]; delete(m, "primitives") }), "prImitives"},
	"primitive of null":     {change(func(b *build) { b.item("meshes", 0)["primitives"] = list{nil} }), "is null"},
	"data URI of garbage":   {[]byte(`{"asset":{"version":"2.0"},"buffers":[{"byteLength":9,"uri":"data:;base64,!!!!"}]}`), "damaged data URI"},
	"data URI of text":      {[]byte(`{"asset":{"version":"2.0"},"buffers":[{"byteLength":9,"uri":"data:text/plain,hello"}]}`), "not base64"},
	"huge byteLength":       {[]byte(`{"asset":{"version":"2.0"},"buffers":[{"byteLength":99999999999,"uri":"data:;base64,AAAA"}]}`), "cut short"},
	"missing buffer":        {newExternal("gone.bin", "gone.png").json(), "gone.bin"},
	"sparse out of range": {change(func(b *build) {
		position(b)["sparse"] = dict{"count": 1, "indices": dict{"bufferView": b.view([]byte{9}), "componentType": 5121}, "values": dict{"bufferView": 0}}
	}), "sparse index 9"},
	"sparse of billions": {change(func(b *build) {
		position(b)["sparse"] = dict{"count": 1 << 40, "indices": dict{"bufferView": b.view([]byte{9}), "componentType": 5121}, "values": dict{"bufferView": 0}}
	}), "sparse indices"},
	"instances of instances": {change(func(b *build) {
		points := make([]geom.Vec3, 60000)
		attributesOf(b)["POSITION"], attributesOf(b)["TEXCOORD_0"] = b.vec3(points...), b.vec2(make([]geom.Vec2, 60000)...)
		delete(attributesOf(b), "NORMAL")
		delete(b.item("meshes", 0)["primitives"].(list)[0].(dict), "indices")
		roots := list{}
		for range 1000 {
			roots = append(roots, b.add("nodes", dict{"mesh": 0}))
		}
		b.doc["scenes"] = list{dict{"nodes": roots}}
	}), "too often"},
}

func nan() geom.Vec3 { return geom.Vec3{X: float32(math.NaN())} }

func TestBrokenFilesEndInASentence(t *testing.T) {
	for name, c := range broken {
		t.Run(name, func(t *testing.T) {
			file := "folder/broken.glb"
			before := allocated()
			f, err := openBytes(file, c.data)
			if err == nil {
				t.Fatalf("it opens: %+v", f)
			}
			if !strings.Contains(err.Error(), "cannot open mesh "+file) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v\nshould name the file and say %q", err, c.want)
			}
			if len(err.Error()) > 400 {
				t.Errorf("the sentence has %d bytes", len(err.Error()))
			}
			if used := allocated() - before; used > 64<<20+50*uint64(len(c.data)) {
				t.Errorf("%d bytes were allocated for a file of %d", used, len(c.data))
			}
		})
	}
}

func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

func TestMissingUVsCanBeTold(t *testing.T) {
	_, err := openBytes("a.glb", broken["no UVs"].data)
	if !errors.Is(err, ErrNoUVs) {
		t.Errorf("got %v", err)
	}
}

func TestWrongKindsOfFiles(t *testing.T) {
	dir := t.TempDir()
	for path, want := range map[string]string{
		dir: "folder", dir + "/absent.glb": "no such file", "/dev/zero": "not an ordinary file",
	} {
		if _, err := Open(t.Context(), path); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: got %v", path, err)
		}
	}
	if _, err := openBytes("a.fbx", []byte("Kaydara FBX")); err == nil || !strings.Contains(err.Error(), "GLB, glTF or OBJ") {
		t.Errorf("got %v", err)
	}
}

func TestBadTrianglesAreLeftOut(t *testing.T) {
	f := opened(t, "a.glb", change(func(b *build) {
		points := append([]geom.Vec3{nan(), {X: float32(math.Inf(1))}}, squarePoints...)
		uvs := append([]geom.Vec2{{}, {}}, squareUVs...)
		a := attributesOf(b)
		a["POSITION"], a["TEXCOORD_0"] = b.vec3(points...), b.vec2(uvs...)
		delete(a, "NORMAL")
		b.item("meshes", 0)["primitives"].(list)[0].(dict)["indices"] = b.u16(0, 2, 3, 2, 3, 4, 1, 3, 4, 2, 2, 3, 2, 4, 5)
	}))
	if len(f.Mesh.Triangles) != 2 || len(f.Mesh.Positions) != 4 || f.Mesh.Normals[0] != (geom.Vec3{Z: 1}) {
		t.Errorf("%d triangles, %d vertices, normals %v", len(f.Mesh.Triangles), len(f.Mesh.Positions), f.Mesh.Normals)
	}
	wantNotice(t, f, "2 triangles whose positions")
	wantNotice(t, f, "1 triangles without area")
	wantNotice(t, f, "no normals")
}
