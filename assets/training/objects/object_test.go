package objects_test

import (
	"math"
	"reflect"
	"sync"
	"testing"

	"patina/assets/training/objects"
	"patina/paint/geom"
	"patina/paint/mesh"
)

// made are a few objects of every family.
var made = sync.OnceValue(func() (list [][]*objects.Object) {
	for which := range objects.Families() {
		var few []*objects.Object
		for seed := range uint64(3) {
			few = append(few, objects.NewOf(seed, which))
		}
		list = append(list, few)
	}
	return list
})

// each calls do for a few objects of every family.
func each(t *testing.T, do func(t *testing.T, o *objects.Object)) {
	for which, name := range objects.Families() {
		t.Run(name, func(t *testing.T) {
			for _, o := range made()[which] {
				do(t, o)
			}
		})
	}
}

func TestMeshesAreSound(t *testing.T) {
	each(t, func(t *testing.T, o *objects.Object) {
		m := o.Mesh
		if n := len(m.Triangles); n < 40 || n > 40_000 {
			t.Errorf("seed %d has %d triangles", o.Seed, n)
		}
		if len(m.Slots) != len(m.Triangles) || len(o.Parts) != len(m.Materials) || len(o.Parts) == 0 {
			t.Errorf("seed %d has %d slots for %d triangles and %d parts", o.Seed, len(m.Slots), len(m.Triangles), len(o.Parts))
		}
		for _, p := range m.Positions {
			if !p.Finite() || p.Len() > 4 {
				t.Fatalf("seed %d has a vertex at %v", o.Seed, p)
			}
		}
	})
}

// The signed volume of closed parts that are right side out is positive.
func TestMeshesAreRightSideOut(t *testing.T) {
	each(t, func(t *testing.T, o *objects.Object) {
		var volume float64
		for i := range o.Mesh.Triangles {
			a, b, c := o.Mesh.Corners(i)
			volume += float64(a.Dot(b.Cross(c))) / 6
		}
		if volume <= 0 {
			t.Errorf("seed %d encloses a volume of %g", o.Seed, volume)
		}
	})
}

func TestColoursAreInRange(t *testing.T) {
	each(t, func(t *testing.T, o *objects.Object) {
		for i := 0; i < len(o.Mesh.Triangles); i += 7 {
			a, b, c := o.Mesh.Corners(i)
			p := a.Add(b).Add(c).Scale(1.0 / 3)
			for _, v := range o.Color(o.Mesh.Slot(i), p, mesh.FaceNormal(a, b, c)) {
				if !(v >= 0 && v <= 1) {
					t.Fatalf("seed %d has the colour %g at %v", o.Seed, v, p)
				}
			}
		}
	})
}

func TestSeedsDecide(t *testing.T) {
	families := map[string]bool{}
	for seed := range uint64(100) {
		families[objects.New(seed).Family] = true
	}
	if len(families) < len(objects.Families())/2 {
		t.Errorf("a hundred seeds make only %v", families)
	}
	a, b := objects.New(3), objects.New(3)
	if !reflect.DeepEqual(a.Mesh, b.Mesh) {
		t.Error("the same seed makes two meshes")
	}
	p, n := a.Mesh.Positions[0], geom.Vec3{Z: 1}
	if a.Color(0, p, n) != b.Color(0, p, n) {
		t.Error("the same seed makes two colours")
	}
}

func TestObjectsHaveAWidthAndADepth(t *testing.T) {
	each(t, func(t *testing.T, o *objects.Object) {
		size := o.Mesh.Bounds().Size()
		if least := min(size.X, size.Y, size.Z) / max(size.X, size.Y, size.Z); least < 0.02 || math.IsNaN(float64(least)) {
			t.Errorf("seed %d is flat: %v", o.Seed, size)
		}
	})
}
