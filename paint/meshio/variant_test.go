package meshio

import (
	"reflect"
	"testing"
)

// newVariants is newLacking with variants: the first two squares are dry as they are, and
// wet in another material.
func newVariants() *build {
	b := newLacking()
	b.use(materialVariants)
	b.doc["extensions"] = dict{materialVariants: dict{"variants": list{dict{"name": "wet"}, dict{"name": "dry"}}}}
	other := b.material("other", b.texture(green))
	for _, p := range b.item("meshes", 0)["primitives"].(list)[:2] {
		p.(dict)["extensions"] = dict{materialVariants: dict{"mappings": list{
			dict{"material": other, "variants": list{0}},
			dict{"material": 0, "variants": list{1}, "extras": "kept"},
		}}}
	}
	return b
}

// wantMaterials compares the material of a primitive, and those of its variants in the order
// of its mappings.
func wantMaterials(t *testing.T, primitive any, material float64, variants ...float64) {
	t.Helper()
	p := primitive.(dict)
	var mapped []float64
	for _, m := range p["extensions"].(dict)[materialVariants].(dict)["mappings"].([]any) {
		mapped = append(mapped, m.(dict)["material"].(float64))
	}
	if p["material"] != material || !reflect.DeepEqual(mapped, variants) {
		t.Errorf("material %v, in variants %v, want %v and %v", p["material"], mapped, material, variants)
	}
}

func TestVariantsFollowTheMaterial(t *testing.T) {
	b := newVariants()
	f := opened(t, "a.glb", b.glb())
	left := primitivesOf(saveNoWorse(t, f, b.glb(), paintedWith(solid(blue, 4))).json(t))
	wantMaterials(t, left[0], 0, 1, 0)
	wantMaterials(t, left[1], 2, 1, 2) // a copy that is not painted
	extras := left[1].(dict)["extensions"].(dict)[materialVariants].(dict)["mappings"].([]any)[1].(dict)["extras"]
	if extras != "kept" {
		t.Errorf("extras of a mapping are %v", extras)
	}

	completed := primitivesOf(completedFile(t, "a.glb", b.glb()).json(t))
	wantMaterials(t, completed[0], 0, 1, 0)
	wantMaterials(t, completed[1], 2, 3, 2) // each without textures, which lay on no UVs
}

// Unwrapping everything moves the textures of all variants to the old UVs.
func TestVariantsKeepTheOldUVs(t *testing.T) {
	b := newVariants()
	all := b.item("meshes", 0)["primitives"].(list)
	b.item("meshes", 0)["primitives"] = all[:1]
	doc := unwrappedFile(t, "a.glb", b.glb(), Everything).json(t)
	wantMaterials(t, primitivesOf(doc)[0], 0, 1, 0)
	for i, m := range doc["materials"].([]any) {
		if on := m.(dict)["pbrMetallicRoughness"].(dict)["baseColorTexture"].(dict)["texCoord"]; on != 1.0 {
			t.Errorf("material %d lies on UV set %v", i, on)
		}
	}
}

// A material that only a variant of something else shows keeps its textures.
func TestMaterialsOfVariantsAreNotTaken(t *testing.T) {
	b := newVariants()
	b.item("meshes", 0)["primitives"].(list)[0].(dict)["material"] = 1
	doc := completedFile(t, "a.glb", b.glb()).json(t)
	wantMaterials(t, primitivesOf(doc)[0], 1, 1, 0)
	wantMaterials(t, primitivesOf(doc)[1], 2, 3, 2)
	if was := readJSON(t, b.json())["materials"].([]any)[0]; !reflect.DeepEqual(doc["materials"].([]any)[0], was) {
		t.Errorf("the material of the variant is %v", doc["materials"].([]any)[0])
	}
}
