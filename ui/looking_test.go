package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"patina/ui/project"
)

func TestCoverageIsShownAndCamerasAreAdded(t *testing.T) {
	h := newHarness(t)
	rig := h.w.settings.rig
	if rig.seen.Text != "" || !rig.more.Disabled() {
		t.Errorf("without a mesh: %q", rig.seen.Text)
	}
	h.openBoth()
	h.until("the coverage is shown", func() bool { return strings.HasPrefix(rig.seen.Text, "They see") })
	if err := h.p.Set(project.Azimuths, "180"); err == nil {
		t.Fatal("one azimuth goes with six elevations")
	}
	_, _ = h.p.Set(project.Elevations, "0"), h.p.Set(project.Weights, "1")
	h.w.refresh()
	test.Tap(rig.more)
	h.until("cameras are added", func() bool { return len(h.p.Settings.Rig.Views) > 1 && strings.HasPrefix(rig.seen.Text, "They see") })
	if name := h.p.Text(project.Cameras); name != project.CustomCameras {
		t.Errorf("the rig is called %q", name)
	}
}
