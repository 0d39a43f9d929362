package unwrap_test

import (
	"context"
	"errors"
	"reflect"
	"runtime"
	"testing"

	"patina/paint/painttest"
	"patina/paint/unwrap"
)

func TestResultDoesNotDependOnCores(t *testing.T) {
	m := rough(3000)
	var first []any
	for _, cores := range []int{1, 2, 7} {
		before := runtime.GOMAXPROCS(cores)
		result, err := unwrap.Unwrap(context.Background(), m, unwrap.Options{TextureSize: 512})
		runtime.GOMAXPROCS(before)
		if err != nil {
			t.Fatal(err)
		}
		got := []any{result}
		if first == nil {
			first = got
		} else if !reflect.DeepEqual(got, first) {
			t.Errorf("%d cores give another result than one", cores)
		}
	}
}

func TestProgressRises(t *testing.T) {
	last, total := 0, 0
	opt := unwrap.Options{TextureSize: 512, Progress: func(done, of int) {
		if done <= last || done > of {
			t.Errorf("progress goes from %d to %d of %d", last, done, of)
		}
		last, total = done, of
	}}
	unwrapped(t, painttest.BumpySphere(3000), opt)
	if last != total || total == 0 {
		t.Errorf("progress ends at %d of %d", last, total)
	}
}

// Cancelling at whatever moment that progress tells of ends the work with the cause.
func TestCancel(t *testing.T) {
	m := painttest.BumpySphere(3000)
	cause := errors.New("the artist has changed her mind")
	for at := 0; at <= 100; at += 9 {
		ctx, cancel := context.WithCancelCause(context.Background())
		if at == 0 {
			cancel(cause)
		}
		reached := false
		_, err := unwrap.Unwrap(ctx, m, unwrap.Options{TextureSize: 512, Progress: func(done, total int) {
			if done >= at && done < total {
				reached = true
				cancel(cause)
			}
		}})
		if (reached || at == 0) && !errors.Is(err, cause) {
			t.Errorf("cancelled at %d: got error %v", at, err)
		}
		cancel(nil)
	}
}
