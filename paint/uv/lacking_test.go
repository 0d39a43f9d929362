package uv_test

import (
	"math"
	"slices"
	"testing"

	"patina/paint/painttest"
	"patina/paint/uv"
)

func TestLacking(t *testing.T) {
	plain, sliver := [4]float32{0.1, 0.1, 0.4, 0.4}, [4]float32{0.6, 0.6, 0.6, 0.9}
	var many [][4]float32
	for range 200 {
		many = append(many, plain)
	}
	for _, test := range []struct {
		name    string
		corners [][4]float32
		lacking []int // squares
	}{
		{"none", many, nil},
		{"at the origin", append(slices.Clone(many), [4]float32{}), []int{200}},
		{"a sliver", append(slices.Clone(many), sliver), nil},
		{"many slivers", append(slices.Clone(many[:10]), sliver), []int{10}},
		{"no number", append(slices.Clone(many), [4]float32{float32(math.NaN()), 0, 1, 1}), []int{200}},
		{"far away", append(slices.Clone(many), [4]float32{1e7, 0, 1.1e7, 1}), []int{200}},
	} {
		got := uv.Lacking(squares(test.corners...))
		if (got == nil) != (test.lacking == nil) {
			t.Errorf("%s: %v", test.name, got)
		}
		for f := range got {
			if got[f] != slices.Contains(test.lacking, f/2) {
				t.Errorf("%s: triangle %d lacks UVs: %t", test.name, f, got[f])
			}
		}
	}
	m := painttest.Cube()
	m.UVs = nil
	if got := uv.Lacking(m); slices.Contains(got, false) || len(got) != 12 {
		t.Errorf("without UVs: %v", got)
	}
}
