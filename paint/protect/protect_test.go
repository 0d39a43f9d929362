package protect_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/protect"
)

// figure is a ball, a box that touches nothing, and a second box that touches the first
// in a corner: three bodies in two parts, with 6 islands each, in three materials.
func figure() *mesh.Mesh {
	m := &mesh.Mesh{Slots: []uint16{}, Materials: []mesh.Material{{Name: "Skin"}, {Name: "Metal"}, {Name: "Metal"}, {}}}
	add := func(body *mesh.Mesh, slot uint16, by geom.Vec3, scale float32) {
		first := uint32(len(m.Positions))
		for _, p := range body.Positions {
			m.Positions = append(m.Positions, p.Scale(scale).Add(by))
		}
		m.UVs = append(m.UVs, body.UVs...)
		for _, t := range body.Triangles {
			m.Triangles = append(m.Triangles, mesh.Triangle{t[0] + first, t[1] + first, t[2] + first})
			m.Slots = append(m.Slots, slot)
		}
	}
	add(painttest.Sphere(3), 0, geom.Vec3{X: -5}, 1)
	add(painttest.Cube(), 1, geom.Vec3{}, 1)
	add(painttest.Cube(), 2, geom.Vec3{X: 2, Y: 2, Z: 2}, 1)
	return m
}

func take(t testing.TB, m *mesh.Mesh, kinds ...protect.Kind) *protect.Inventory {
	t.Helper()
	v, err := protect.Take(t.Context(), m, kinds...)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestInventoryFindsMaterialsPartsAndIslands(t *testing.T) {
	m := figure()
	v := take(t, m)
	want := map[protect.Kind][]protect.Piece{
		protect.Material: {{Kind: protect.Material, Name: "Skin"}, {Kind: protect.Material, Name: "Metal"}, {Kind: protect.Material, Name: "Metal (2)"}, {Kind: protect.Material, Name: "material 4"}},
		protect.Part:     {{Kind: protect.Part, Name: "1"}, {Kind: protect.Part, Name: "2"}},
	}
	for kind, pieces := range want {
		var got []protect.Piece
		for _, e := range v.Entries(kind) {
			got = append(got, e.Piece)
		}
		if !slices.Equal(got, pieces) {
			t.Errorf("the mesh has %v, want %v", got, pieces)
		}
	}
	if n := len(v.Entries(protect.Island)); n != 18 {
		t.Errorf("the mesh has %d islands, want 18", n)
	}
	for _, kind := range protect.Kinds() {
		area, triangles := 0.0, 0
		for _, e := range v.Entries(kind) {
			area, triangles = area+e.Area, triangles+e.Triangles
		}
		if math.Abs(area-1) > 1e-5 || triangles != len(m.Triangles) {
			t.Errorf("pieces of kind %s have %d triangles and %.4f of the surface, want all %d", kind, triangles, area, len(m.Triangles))
		}
	}
}

// A material whose UVs lie in several UDIM tiles is one piece.
func TestATiledMaterialIsProtectedWhole(t *testing.T) {
	m := figure()
	m.UVs = slices.Clone(m.UVs)
	for i := range m.UVs {
		if i%2 == 0 {
			continue
		}
		m.UVs[i].X++
	}
	tiled, err := m.InTiles()
	if err != nil {
		t.Fatal(err)
	}
	if len(tiled.Materials) <= len(m.Materials) {
		t.Fatalf("the mesh has %d slots, expected more than %d", len(tiled.Materials), len(m.Materials))
	}
	metal := protect.Piece{Kind: protect.Material, Name: "Metal"}
	got, err := take(t, tiled).Mask(protect.Selection{metal})
	if err != nil {
		t.Fatal(err)
	}
	for f, protected := range got {
		if protected != (m.Slot(f) == 1) {
			t.Fatalf("triangle %d of material %d: protected is %v", f, m.Slot(f), protected)
		}
	}
}

// Every triangle is protected by its own pieces and by no others.
func TestMaskHoldsWhatBelongsToThePieces(t *testing.T) {
	m := figure()
	v := take(t, m)
	for _, kind := range protect.Kinds() {
		for _, e := range v.Entries(kind) {
			mask, err := v.Mask(protect.Selection{e.Piece})
			if err != nil {
				t.Fatal(err)
			}
			count := 0
			for f, protected := range mask {
				p, ok := v.At(kind, f)
				if protected != (ok && p == e.Piece) {
					t.Fatalf("triangle %d of %v is protected by %v: %t", f, p, e.Piece, protected)
				}
				if protected {
					count++
				}
			}
			if count != e.Triangles {
				t.Errorf("%v protects %d triangles, want %d", e.Piece, count, e.Triangles)
			}
		}
	}
}

func TestMaskSaysWhatThereIs(t *testing.T) {
	m := figure()
	for text, want := range map[string]string{
		"material:Gold": `there is no material "Gold" to protect: the mesh has "Skin", "Metal", "Metal (2)", "material 4"`,
		"part:7":        "there is no part:7 to protect: the mesh has part:1 to part:2",
		"island:19":     "there is no island:19 to protect: the mesh has island:1 to island:18",
	} {
		p, err := protect.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := protect.Mask(t.Context(), m, protect.Selection{p}); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
	all := protect.Selection{{Kind: protect.Part, Name: "1"}, {Kind: protect.Part, Name: "2"}}
	if _, err := protect.Mask(t.Context(), m, all); err == nil || !strings.Contains(err.Error(), "nothing to paint") {
		t.Errorf("everything is protected: %v", err)
	}
	if mask, err := protect.Mask(t.Context(), m, nil); mask != nil || err != nil {
		t.Errorf("nothing is protected: %v, %v", mask, err)
	}
	m.UVs = nil
	if _, err := protect.Mask(t.Context(), m, protect.Selection{{Kind: protect.Island, Name: "1"}}); err == nil || !strings.Contains(err.Error(), "none of that kind") {
		t.Errorf("islands without UVs: %v", err)
	}
}

// Where a texture cannot be shown, all of it is kept or nothing.
func TestTexturesThatNobodyKnowsAreKeptWhole(t *testing.T) {
	m := figure()
	m.Materials[0] = mesh.Material{Name: "Skin", Approximate: true}
	if _, err := protect.Mask(t.Context(), m, protect.Selection{{Kind: protect.Island, Name: "1"}}); err == nil || !strings.Contains(err.Error(), `texture of material "Skin" cannot be kept in part`) {
		t.Errorf("a part of it: %v", err)
	}
	for _, piece := range []protect.Piece{{Kind: protect.Part, Name: "1"}, {Kind: protect.Part, Name: "2"}} {
		if _, err := protect.Mask(t.Context(), m, protect.Selection{piece}); err != nil {
			t.Errorf("%s: %v", piece, err)
		}
	}
}

func TestManyMaterialsAreListedInPart(t *testing.T) {
	m := figure()
	for range 40 {
		m.Materials = append(m.Materials, mesh.Material{})
	}
	_, err := protect.Mask(t.Context(), m, protect.Selection{{Kind: protect.Material, Name: "Gold"}})
	if err == nil || !strings.HasSuffix(err.Error(), `"material 12", and 32 more`) {
		t.Errorf("%v, want twelve names", err)
	}
}

func TestTakingCanBeCancelled(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	stopped := errors.New("stopped")
	cancel(stopped)
	if _, err := protect.Take(ctx, figure()); !errors.Is(err, stopped) {
		t.Errorf("%v, want the cause", err)
	}
}

func TestToggling(t *testing.T) {
	a, b := protect.Piece{Kind: protect.Part, Name: "1"}, protect.Piece{Kind: protect.Island, Name: "1"}
	var s protect.Selection
	s = s.Toggled(a).Toggled(b)
	if !slices.Equal(s, protect.Selection{a, b}) {
		t.Fatalf("%v, want both", s)
	}
	if without := s.Toggled(a); !slices.Equal(without, protect.Selection{b}) || !slices.Equal(s, protect.Selection{a, b}) {
		t.Errorf("%v and %v, want the second and both", without, s)
	}
}

func TestPiecesAreRead(t *testing.T) {
	for text, want := range map[string]protect.Piece{
		"material:Red metal, shiny": {Kind: protect.Material, Name: "Red metal, shiny"},
		"material: a:b ":            {Kind: protect.Material, Name: " a:b "},
		"part:3":                    {Kind: protect.Part, Name: "3"},
		"island:007":                {Kind: protect.Island, Name: "7"},
	} {
		if got, err := protect.Parse(text); err != nil || got != want {
			t.Errorf("%q is %+v (%v), want %+v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "Metal", "material:", "part:", "part:0", "part:-1", "part:x", "island:99999999999", "Part:1", "texture:1"} {
		if p, err := protect.Parse(text); err == nil {
			t.Errorf("%q is read as %+v", text, p)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"material:Metal", "part:3", "island:12", "part:+3", "material:a:b", ":", "part:\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := protect.Parse(text)
		if err != nil {
			return
		}
		if again, err := protect.Parse(p.String()); err != nil || again != p {
			t.Errorf("%q is %+v, which is read as %+v (%v)", text, p, again, err)
		}
	})
}

func FuzzSelection(f *testing.F) {
	f.Add(`["material:Metal","part:3"]`)
	f.Add(`null`)
	f.Add(`["part"]`)
	m := figure()
	v := take(f, m)
	f.Fuzz(func(t *testing.T, text string) {
		var s protect.Selection
		if json.Unmarshal([]byte(text), &s) != nil {
			return
		}
		b, err := json.Marshal(s)
		var back protect.Selection
		if err != nil || json.Unmarshal(b, &back) != nil || !reflect.DeepEqual(back, s) {
			t.Errorf("%s becomes %s", text, b)
		}
		if mask, err := v.Mask(s); err == nil && len(mask) != len(m.Triangles) {
			t.Errorf("a mask of %d triangles", len(mask))
		}
	})
}

// A million triangles.
func BenchmarkTake1M(b *testing.B) {
	m := painttest.BumpySphere(1_000_000)
	for b.Loop() {
		take(b, m)
	}
}
