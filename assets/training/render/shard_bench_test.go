package main

import (
	"context"
	"testing"

	"patina/assets/training/objects"
)

// BenchmarkObject256 is everything about one object: its making and all of its pictures.
func BenchmarkObject256(b *testing.B) {
	s := newShard(1, 256, 3)
	seed := uint64(0)
	for b.Loop() {
		if err := s.fill(context.Background(), 0, objects.New(seed), 256, 3); err != nil {
			b.Fatal(err)
		}
		seed++
	}
}
