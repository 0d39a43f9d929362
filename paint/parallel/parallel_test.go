package parallel

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
)

func TestPartsCoverEverythingOnce(t *testing.T) {
	for _, n := range []int{0, 1, 7, 64, 1000} {
		for _, size := range []int{1, 3, 64, 5000} {
			seen := make([]int32, n)
			err := Parts(t.Context(), n, size, func(from, to int) {
				if to-from > size || from >= to {
					t.Errorf("part %d to %d of size %d", from, to, size)
				}
				for i := from; i < to; i++ {
					atomic.AddInt32(&seen[i], 1)
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			for i, times := range seen {
				if times != 1 {
					t.Fatalf("n %d, size %d: %d was done %d times", n, size, i, times)
				}
			}
		}
	}
}

func TestEachIsDoneOnce(t *testing.T) {
	for _, n := range []int{0, 1, 1000} {
		times := make([]int32, n)
		Each(n, func(i int) { atomic.AddInt32(&times[i], 1) })
		for i := range times {
			if times[i] != 1 {
				t.Fatalf("n %d: %d was done %d times", n, i, times[i])
			}
		}
	}
}

func TestWorkersHaveNumbersOfTheirOwn(t *testing.T) {
	const workers = 3
	var busy [workers]atomic.Bool
	err := Workers(t.Context(), workers, 500, func(worker, _ int) {
		if !busy[worker].CompareAndSwap(false, true) {
			t.Errorf("worker %d works twice at the same time", worker)
		}
		busy[worker].Store(false)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestCancelEndsBetweenParts(t *testing.T) {
	enough := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	var done atomic.Int32
	err := Parts(ctx, 1000, 1, func(int, int) {
		if done.Add(1) == 10 {
			cancel(enough)
		}
	})
	if !errors.Is(err, enough) || done.Load() > 10+64 {
		t.Errorf("error %v after %d parts", err, done.Load())
	}
}
