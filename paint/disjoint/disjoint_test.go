package disjoint

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// Whatever is joined, in whatever order: sets are those that painting everything over
// finds, and each is named by its lowest member.
func TestSetsAreNamedByTheirLowestMember(t *testing.T) {
	for seed := range uint64(50) {
		rng := rand.New(rand.NewPCG(seed, 0))
		n := 1 + rng.IntN(40)
		sets, want := New(n), make([]int32, n)
		for i := range want {
			want[i] = int32(i)
		}
		for range rng.IntN(2 * n) {
			a, b := int32(rng.IntN(n)), int32(rng.IntN(n))
			sets.Join(a, b)
			low, high := min(want[a], want[b]), max(want[a], want[b])
			for i := range want {
				if want[i] == high {
					want[i] = low
				}
			}
			if c := int32(rng.IntN(n)); sets.Root(c) != want[c] {
				t.Fatalf("seed %d: the root of %d is %d, want %d", seed, c, sets.Root(c), want[c])
			}
		}
		if got := sets.Roots(); !slices.Equal(got, want) {
			t.Fatalf("seed %d: roots are %v, want %v", seed, got, want)
		}
	}
}
