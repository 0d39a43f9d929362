package devices

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"time"
)

func TestUsageKeepsTheMost(t *testing.T) {
	figures := []Bytes{3, 9, 4}
	read := make(chan struct{}, 100)
	i := 0
	u := Watch(context.Background(), time.Millisecond, func() (Bytes, error) {
		defer func() { read <- struct{}{} }()
		i++
		return figures[min(i, len(figures))-1], nil
	})
	for range len(figures) {
		<-read
	}
	for range 2 {
		if peak, err := u.Stop(); peak != 9 || err != nil {
			t.Errorf("got %d, %v, want 9", peak, err)
		}
	}
	broken := errors.New("not told")
	ctx, cancel := context.WithCancel(context.Background())
	u = Watch(ctx, time.Hour, func() (Bytes, error) { return 0, broken })
	cancel()
	if _, err := u.Stop(); err != broken {
		t.Errorf("got %v", err)
	}
}

// Memory that is written to is seen, at its peak even after it was given back.
func TestMemoryInUse(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("SKIPPED: other systems cannot measure the peak anew")
	}
	if err := ResetPeak(); err != nil {
		t.Skip("SKIPPED:", err)
	}
	before, err := InUse()
	if err != nil {
		t.Fatal(err)
	}
	const size = 64 << 20
	block := make([]byte, size)
	for i := 0; i < size; i += 4096 {
		block[i] = 1
	}
	during, err := InUse()
	if err != nil || during < before+size*9/10 {
		t.Errorf("%v in use before %d bytes were written, %v after, %v", before, size, during, err)
	}
	runtime.KeepAlive(block)
	peak, err := PeakInUse()
	if err != nil || peak < during*9/10 {
		t.Errorf("a peak of %v with %v in use, %v", peak, during, err)
	}
}
