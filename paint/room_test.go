package paint

import (
	"image"
	"strings"
	"testing"

	"patina/devices"
	"patina/paint/mesh"
)

// withSlots is a mesh of n materials with a triangle each, and one without.
func withSlots(n int) Request {
	m := &mesh.Mesh{Materials: make([]mesh.Material, n+1)}
	for slot := range n {
		m.Triangles, m.Slots = append(m.Triangles, mesh.Triangle{}), append(m.Slots, uint16(slot))
	}
	return Request{Mesh: m, Settings: DefaultSettings()}
}

func TestTexturesThatDoNotFitAreRefused(t *testing.T) {
	r := withSlots(120)
	r.Settings.TextureSize = 4096
	for _, test := range []struct {
		memory devices.Bytes
		want   []string
	}{
		{0, nil},
		{200 * devices.GB, nil},
		{24 * devices.GB, []string{"120 textures of 4096 texels take 90.0 GB", "there are 24.0 GB", "2048 or less"}},
		{6 * devices.GB, []string{"1024 or less"}},
		{devices.MB, []string{"120 textures", "at any size"}},
	} {
		err := r.checkRoom(test.memory, nil)
		if (err == nil) != (test.want == nil) {
			t.Errorf("with %s: %v", test.memory, err)
		}
		for _, words := range test.want {
			if err != nil && !strings.Contains(err.Error(), words) {
				t.Errorf("with %s it says %q, not %q", test.memory, err, words)
			}
		}
	}
	one := withSlots(1)
	if err := one.checkRoom(100*devices.MB, nil); err == nil || !strings.Contains(err.Error(), "a texture of 2048 texels takes") {
		t.Errorf("one texture: %v", err)
	}
}

// A texture that is protected in part has all textures painted in its size, less those
// that are protected whole.
func TestTexturesThatKeepTheirSizeTakeRoom(t *testing.T) {
	r := withSlots(10)
	r.Mesh.Triangles, r.Mesh.Slots = append(r.Mesh.Triangles, mesh.Triangle{}), append(r.Mesh.Slots, 0)
	old := image.NewNRGBA(image.Rect(0, 0, 4096, 2048))
	old.Pix[0] = 255
	r.Mesh.Materials[0].Texture = old
	protected := make([]bool, 11)
	protected[10] = true
	if err := r.checkRoom(4*devices.GB, nil); err != nil {
		t.Error(err)
	}
	if err := r.checkRoom(4*devices.GB, protected); err == nil || !strings.Contains(err.Error(), "a texture of 4096 texels is protected in part") || !strings.Contains(err.Error(), "7.5 GB") {
		t.Errorf("it says %v", err)
	}
	if err := r.checkRoom(devices.GB, protected); err == nil || !strings.Contains(err.Error(), "2048 texels take") {
		t.Errorf("where the asked size is too large, too: %v", err)
	}
	for f := 1; f < 8; f++ {
		protected[f] = true
	}
	if err := r.checkRoom(4*devices.GB, protected); err != nil {
		t.Errorf("with seven more protected whole: %v", err)
	}
}
