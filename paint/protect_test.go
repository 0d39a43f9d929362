package paint_test

import (
	"context"
	"image"
	"slices"
	"strings"
	"testing"

	"patina/paint"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/protect"
)

// crate is the cube with a material for its front, whose texture has 40 by 20 texels, and
// another for its other sides.
func crate() paint.Request {
	req := painttest.Request()
	m := *req.Mesh
	m.Slots = make([]uint16, len(m.Triangles))
	for f := range m.Slots {
		if f >= 2 {
			m.Slots[f] = 1
		}
	}
	m.Materials = []mesh.Material{{Name: "Front", BaseColor: [4]float32{1, 1, 1, 1}}, {Name: "Sides", BaseColor: [4]float32{0.5, 1, 1, 1}, Texture: image.NewNRGBA(image.Rect(0, 0, 40, 20))}}
	for i := range m.Materials[1].Texture.Pix {
		m.Materials[1].Texture.Pix[i] = uint8(i)
	}
	req.Mesh = &m
	return req
}

func piece(t *testing.T, text string) protect.Piece {
	t.Helper()
	p, err := protect.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestJobLeavesProtectedMaterialsAlone(t *testing.T) {
	req := crate()
	req.Settings.Protect = protect.Selection{piece(t, "material:Front")}
	result, err := solidPainter().Paint(context.Background(), req, func(paint.Event) {})
	if err != nil {
		t.Fatal(err)
	}
	if result.Textures[0] != nil || result.Pictures[0] != nil || result.Textures[1].Rect != image.Rect(0, 0, 64, 64) {
		t.Errorf("textures %v and %v, want none and one of 64 texels", result.Textures[0], result.Textures[1].Rect)
	}
}

func TestJobSaysWhatProtectionMeansForTextures(t *testing.T) {
	req := crate()
	req.Settings.Protect = protect.Selection{piece(t, "island:2")}
	result, err := solidPainter().Paint(context.Background(), req, func(paint.Event) {})
	if err != nil {
		t.Fatal(err)
	}
	if result.Textures[1].Rect != image.Rect(0, 0, 40, 20) {
		t.Errorf("the texture has %v texels, want 40 by 20", result.Textures[1].Rect)
	}
	for _, want := range []string{`"Sides" keeps its 40 x 20 texels, because a part of it is protected. Enlarge it`, `base color of material "Sides" is multiplied`} {
		if !slices.ContainsFunc(result.Notices, func(n string) bool { return strings.Contains(n, want) }) {
			t.Errorf("no notice says %q: %q", want, result.Notices)
		}
	}
}

// Previews show what is protected, in the size of previews.
func TestPreviewsKeepWhatIsProtected(t *testing.T) {
	req := crate()
	req.Settings.Protect = protect.Selection{piece(t, "material:Front")}
	previews := 0
	_, err := solidPainter().Paint(context.Background(), req, func(ev paint.Event) {
		if p, ok := ev.(paint.TexturePreview); ok {
			previews++
			if p.Textures[0] != nil {
				t.Error("a preview paints what is protected")
			}
		}
	})
	if err != nil || previews == 0 {
		t.Errorf("%d previews (%v)", previews, err)
	}
}

func TestJobRefusesWhatTheMeshDoesNotHave(t *testing.T) {
	for text, want := range map[string]string{"material:Lid": `no material "Lid" to protect: the mesh has "Front", "Sides"`, "part:1": "everything is protected or has no UVs"} {
		req := crate()
		req.Settings.Protect = protect.Selection{piece(t, text)}
		started := false
		_, err := solidPainter().Paint(context.Background(), req, func(ev paint.Event) {
			_, begun := ev.(paint.StageStarted)
			started = started || begun
		})
		if err == nil || !strings.Contains(err.Error(), want) || started {
			t.Errorf("%s: %v (started: %t), want %q at once", text, err, started, want)
		}
	}
}

// What has no UVs cannot be painted, protected or not.
func TestJobLeavesWhatHasNoUVs(t *testing.T) {
	req := crate()
	req.Mesh.Materials[0].NoUVs = true
	for _, selection := range []protect.Selection{nil, {piece(t, "island:2")}} {
		req.Settings.Protect = selection
		result, err := solidPainter().Paint(context.Background(), req, func(paint.Event) {})
		if err != nil {
			t.Fatal(err)
		}
		if result.Textures[0] != nil || result.Textures[1] == nil || paint.Textures(req.Mesh, nil) != 1 {
			t.Errorf("textures %v of %d", result.Textures, paint.Textures(req.Mesh, nil))
		}
	}
	req.Settings.Protect = protect.Selection{piece(t, "material:Sides")}
	if _, err := solidPainter().Paint(context.Background(), req, func(paint.Event) {}); err == nil || !strings.Contains(err.Error(), "protected or has no UVs") {
		t.Errorf("with the rest protected: %v", err)
	}
}
