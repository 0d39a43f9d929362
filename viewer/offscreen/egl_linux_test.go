package offscreen

import (
	"strings"
	"testing"
)

func TestSoftwareRenderersAreToldFromHardware(t *testing.T) {
	for renderer, hardware := range map[string]bool{
		"llvmpipe (LLVM 15.0.6, 256 bits), OpenGL 4.5":     false,
		"softpipe, OpenGL 3.3":                             false,
		"NVIDIA GeForce RTX 3090/PCIe/SSE2, OpenGL 4.1.0":  true,
		"Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL": true,
	} {
		if drawsInHardware(renderer) != hardware {
			t.Errorf("%s: hardware is %v, want %v", renderer, !hardware, hardware)
		}
	}
}

func TestADisplayThatIsMissingGivesASentence(t *testing.T) {
	open(t) // EGL is loaded from here on
	var c Context
	err := c.open([]display{{name: "nowhere"}}, drawsInHardware)
	if err == nil || !strings.Contains(err.Error(), "EGL on nowhere: it could not be initialized") {
		t.Errorf("a display without a handle gave %v", err)
	}
}
