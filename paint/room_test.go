package paint

import (
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
		err := r.checkRoom(test.memory)
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
	if err := one.checkRoom(100 * devices.MB); err == nil || !strings.Contains(err.Error(), "a texture of 2048 texels takes") {
		t.Errorf("one texture: %v", err)
	}
}
