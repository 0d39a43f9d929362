// Package disjoint keeps disjoint sets: a union-find forest, in which finding halves the
// paths that it walks (Tarjan and van Leeuwen, "Worst-Case Analysis of Set Union
// Algorithms", 1984). The root of a set is its lowest member, so that numbering sets by
// their roots depends on nothing but the sets.
package disjoint

// Sets are disjoint sets of the numbers from 0 to len-1: of each the next one on the way to
// the root of its set. One goroutine at a time may use them, as Root writes, too.
type Sets []int32

// New returns n sets of one number each.
func New(n int) Sets {
	s := make(Sets, n)
	for i := range s {
		s[i] = int32(i)
	}
	return s
}

// Root returns the lowest member of the set of i.
func (s Sets) Root(i int32) int32 {
	for s[i] != i {
		s[i] = s[s[i]]
		i = s[i]
	}
	return i
}

// Join makes the sets of a and b one.
func (s Sets) Join(a, b int32) {
	a, b = s.Root(a), s.Root(b)
	s[max(a, b)] = min(a, b)
}

// Roots replaces each number by the root of its set, and returns them as plain numbers in
// the same memory.
func (s Sets) Roots() []int32 {
	for i := range s {
		s[i] = s.Root(int32(i))
	}
	return s
}
