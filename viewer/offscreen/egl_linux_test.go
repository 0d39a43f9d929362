package offscreen

import (
	"strings"
	"testing"
)

func TestADisplayThatIsMissingGivesASentence(t *testing.T) {
	open(t) // EGL is loaded from here on
	var c Context
	err := c.open([]display{{name: "nowhere"}}, true)
	if err == nil || !strings.Contains(err.Error(), "EGL on nowhere: it could not be initialized") {
		t.Errorf("a display without a handle gave %v", err)
	}
}
