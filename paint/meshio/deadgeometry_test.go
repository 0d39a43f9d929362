package meshio

import "testing"

// What only a replaced primitive used leaves an entry behind, and no bytes.
func TestReplacedGeometryLeavesTheFile(t *testing.T) {
	b := newSquare()
	kept := b.square()
	kept["material"] = b.material("other", 0)
	shared := attributesOf(b)["NORMAL"]
	kept["attributes"].(dict)["NORMAL"] = shared
	addPrimitive(b, kept)
	delete(attributesOf(b), "TEXCOORD_0")
	f := completedFile(t, "a.glb", b.glb())
	doc := save(t, f, ".glb", paintedWith(nil, solid(blue, 4))).json(t)
	accessor := func(attribute string) dict {
		return doc["accessors"].([]any)[attributesOf(b)[attribute].(int)].(dict)
	}
	if a := accessor("POSITION"); a["bufferView"] != nil || a["count"] != 1.0 || a["min"] != nil {
		t.Errorf("positions that nothing uses are %v", a)
	}
	if a := accessor("NORMAL"); a["bufferView"] == nil || a["count"] != 4.0 {
		t.Errorf("normals that the other square uses are %v", a)
	}
	view := b.item("accessors", attributesOf(b)["POSITION"].(int))["bufferView"].(int)
	if left := doc["bufferViews"].([]any)[view].(dict)["byteLength"].(float64); left > grain {
		t.Errorf("%g bytes are left of the positions", left)
	}
}

func TestGeometryOfUnknownExtensionsStays(t *testing.T) {
	b := newSquare()
	b.use("ACME_a")
	delete(attributesOf(b), "TEXCOORD_0")
	doc := completedFile(t, "a.glb", b.glb()).json(t)
	if a := doc["accessors"].([]any)[attributesOf(b)["POSITION"].(int)].(dict); a["bufferView"] == nil {
		t.Errorf("positions are %v", a)
	}
}
