//go:build cgo

package arch

import (
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// golden reads float32 elements of the reference.
func golden(t *testing.T, name string) []float32 {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	elements := make([]float32, len(b)/4)
	for i := range elements {
		elements[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return elements
}

// tolerance is the largest difference to the reference that a float32 network may
// have.
const tolerance = 1e-4

func compare(t *testing.T, name string, got, want []float32) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d elements, want %d", name, len(got), len(want))
	}
	worst := 0.0
	for i := range got {
		d := math.Abs(float64(got[i]) - float64(want[i]))
		if !(d <= worst) {
			worst = d
		}
	}
	t.Logf("%s: largest difference %.2g", name, worst)
	if !(worst <= tolerance) {
		t.Errorf("%s: differs by %g, allowed are %g", name, worst, tolerance)
	}
}
