package meshio

import (
	"testing"

	"patina/paint/geom"
)

func TestSkinnedMeshIsOpenedInItsRestPose(t *testing.T) {
	b := newSquare()
	p := b.item("meshes", 0)["primitives"].(list)[0].(dict)["attributes"].(dict)
	var weights []byte
	for range 4 {
		weights = appendLE(weights, 0.5, 0.5, 0, 0)
	}
	p["JOINTS_0"] = b.accessor(b.view([]byte{0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0}), 5121, "VEC4", 4)
	p["WEIGHTS_0"] = b.accessor(b.view(weights), 5126, "VEC4", 4)
	var inverse []byte
	for range 2 {
		inverse = appendLE(inverse, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, -1, 1)
	}
	left := b.add("nodes", dict{"translation": list{2, 0, 1}})
	right := b.add("nodes", dict{"translation": list{4, 0, 1}})
	skin := b.add("skins", dict{"joints": list{left, right}, "inverseBindMatrices": b.accessor(b.view(inverse), 5126, "MAT4", 2)})
	b.item("nodes", 0)["skin"] = skin
	b.item("nodes", 0)["translation"] = list{100, 100, 100} // ignored, as the specification wants
	hip := b.add("nodes", dict{"children": list{left, right}})
	b.doc["scenes"] = list{dict{"nodes": list{0, hip}}}

	f := opened(t, "a.glb", b.glb())
	want := geom.Box{Min: geom.Vec3{X: 3}, Max: geom.Vec3{X: 4, Y: 1}}
	if got := f.Mesh.Bounds(); got != want {
		t.Errorf("bounds %v, want %v", got, want)
	}
	wantNotice(t, f, "rest pose")
	save(t, f, ".glb", Painting{})
}

func TestMorphedMeshIsOpenedInItsBaseShape(t *testing.T) {
	b := newSquare()
	m := b.item("meshes", 0)
	m["primitives"].(list)[0].(dict)["targets"] = list{dict{"POSITION": b.vec3(squareNormals...)}}
	m["weights"] = list{1}
	f := opened(t, "a.glb", b.glb())
	if f.Mesh.Bounds().Max.Z != 0 {
		t.Error("the mesh is morphed")
	}
	wantNotice(t, f, "base shape")
	save(t, f, ".glb", Painting{})
}
