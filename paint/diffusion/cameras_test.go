package diffusion

import (
	"testing"

	"patina/paint/view"
)

// The reference's six views have these ids (reference section 2.3).
func TestDefaultViewsHaveTheReferencesIDs(t *testing.T) {
	want := []int{21, 12, 15, 18, 43, 37}
	for i, v := range view.Default().Views {
		id, notice := CameraID(v)
		if id != want[i] || notice != "" {
			t.Errorf("view %d: id %d, %q; want %d and no notice", i, id, notice, want[i])
		}
	}
}

// Every view that the networks know has an id of its own, without a notice.
func TestKnownViewsAreKnown(t *testing.T) {
	ids := map[int]bool{}
	for _, v := range KnownViews() {
		id, notice := CameraID(v)
		if notice != "" {
			t.Errorf("azimuth %g, elevation %g: %s", v.Azimuth, v.Elevation, notice)
		}
		ids[id] = true
	}
	if len(ids) != 44 {
		t.Errorf("%d ids, want the 44 of the embedding", len(ids))
	}
}

func TestOtherViewsFallToTheNearestWithANotice(t *testing.T) {
	for _, test := range []struct {
		azimuth, elevation float64
		id                 int
		noticed            bool
	}{
		{0, -20, 9, false},
		{330, 20, 32, false},
		{-30, 20, 32, false},
		{390, 0, 22, false},
		{45, 0, 22, true},
		{0, 45, 33, true},
		{30, 90, 43, true},
		{359.9, 0, 20, true},
	} {
		id, notice := CameraID(view.At(test.azimuth, test.elevation))
		if id != test.id || (notice != "") != test.noticed {
			t.Errorf("azimuth %g, elevation %g: id %d, notice %q; want %d", test.azimuth, test.elevation, id, notice, test.id)
		}
	}
}
