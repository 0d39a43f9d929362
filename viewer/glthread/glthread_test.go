package glthread

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

func start(t *testing.T) *Thread {
	t.Helper()
	thread := Start()
	t.Cleanup(thread.Close)
	return thread
}

func TestDoReturnsTheErrorOfTheFunction(t *testing.T) {
	want := errors.New("no such texture")
	if err := start(t).Do(t.Context(), func() error { return want }); err != want {
		t.Errorf("Do returned %v, want %v", err, want)
	}
}

func TestDoRunsOneFunctionAtATime(t *testing.T) {
	thread := start(t)
	count := 0 // unguarded: the race detector speaks up if two functions overlap
	var wg sync.WaitGroup
	for range 50 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if err := thread.Do(t.Context(), func() error { count++; return nil }); err != nil {
				t.Error(err)
			}
		}()
	}
	wg.Wait()
	if count != 50 {
		t.Errorf("%d of 50 functions ran", count)
	}
}

func TestDoRunsEverythingOnOneGoroutine(t *testing.T) {
	thread := start(t)
	goroutine := func() (id string) {
		if err := thread.Do(t.Context(), func() error {
			stack := make([]byte, 64)
			id, _, _ = strings.Cut(string(stack[:runtime.Stack(stack, false)]), " [")
			return nil
		}); err != nil {
			t.Error(err)
		}
		return id
	}
	first := goroutine()
	done := make(chan string)
	go func() { done <- goroutine() }()
	if second := <-done; first != second {
		t.Errorf("functions ran on %s and on %s", first, second)
	}
}

func TestDoSeesACancelledContextBeforeTheFunction(t *testing.T) {
	cause := errors.New("the artist pressed Cancel")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(cause)
	err := start(t).Do(ctx, func() error { t.Error("the function ran"); return nil })
	if err != cause {
		t.Errorf("Do returned %v, want the cause", err)
	}
}

func TestDoSeesACancelledContextWhileItWaits(t *testing.T) {
	thread := start(t)
	busy, release := make(chan struct{}), make(chan struct{})
	go func() { _ = thread.Do(context.Background(), func() error { close(busy); <-release; return nil }) }()
	<-busy
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := thread.Do(ctx, func() error { t.Error("the function ran"); return nil }); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Do returned %v, want the deadline", err)
	}
	close(release)
}

func TestDoPanicsWithThePanicOfTheFunction(t *testing.T) {
	thread := start(t)
	value := errors.New("index out of range")
	recovered := recoverFrom(func() { _ = thread.Do(t.Context(), func() error { panic(value) }) })
	p, ok := recovered.(*Panic)
	if !ok || !errors.Is(p, value) || !strings.Contains(p.Error(), "glthread_test.go") {
		t.Errorf("Do panicked with %v, want the function's error and its stack", recovered)
	}
	if err := thread.Do(t.Context(), func() error { return nil }); err != nil {
		t.Errorf("after a panic the thread no longer works: %v", err)
	}
}

func TestDoPanicsWhenTheFunctionEndsItsGoroutine(t *testing.T) {
	thread := start(t)
	if recoverFrom(func() { _ = thread.Do(t.Context(), func() error { runtime.Goexit(); return nil }) }) == nil {
		t.Error("Do returned as if the function had")
	}
	if err := thread.Do(t.Context(), func() error { return nil }); err != ErrClosed {
		t.Errorf("Do on a thread that is gone returned %v, want ErrClosed", err)
	}
}

func TestCloseWaitsForTheRunningFunction(t *testing.T) {
	thread := Start()
	running, finished := make(chan struct{}), false
	go func() {
		_ = thread.Do(context.Background(), func() error {
			close(running)
			time.Sleep(5 * time.Millisecond)
			finished = true
			return nil
		})
	}()
	<-running
	thread.Close()
	thread.Close()
	if !finished {
		t.Error("Close returned while a function was running")
	}
	if err := thread.Do(t.Context(), func() error { return nil }); err != ErrClosed {
		t.Errorf("Do after Close returned %v, want ErrClosed", err)
	}
}

func recoverFrom(f func()) (value any) {
	defer func() { value = recover() }()
	f()
	return nil
}
