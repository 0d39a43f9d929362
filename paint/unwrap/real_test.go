//go:build !race

package unwrap_test

import (
	"testing"

	"patina/paint/unwrap"
)

// What real inputs must come to. With its defaults xatlas makes 226 charts of the
// first with a stretch of 1.004 and fills 0.64 of the texture without any padding;
// of the second 1441 with 1.045 and 0.71.
func TestRealInputs(t *testing.T) {
	tests := []struct {
		name            string
		charts          int
		stretch, filled float64
	}{
		{"no_uv", 226, 1.05, 0.75},
		{"fox", 1441, 1.05, 0.75},
	}
	for _, test := range tests {
		_, report := unwrapped(t, sample(t, test.name), unwrap.Options{})
		if report.Charts > test.charts || report.Stretch > test.stretch || report.Utilization < test.filled {
			t.Errorf("%s: got %d charts, stretch %.3f, utilization %.3f, want %d, %.3f, %.3f", test.name,
				report.Charts, report.Stretch, report.Utilization, test.charts, test.stretch, test.filled)
		}
	}
}
