package paint

import (
	"context"
	"errors"
	"image"
	"reflect"
	"testing"
	"time"

	"patina/devices"
)

func drain(m *mailbox) (events []Event) {
	for {
		ev, ok := m.take()
		if !ok {
			return events
		}
		events = append(events, ev)
	}
}

// copied is a transfer that has come so far.
func copied(component string, done devices.Bytes) Event {
	return Transfer{devices.Transfer{Component: component, From: devices.Processor, To: "cuda:0", Done: done, Total: 2}}
}

func TestMailboxKeepsTheNewest(t *testing.T) {
	older, newer := &image.NRGBA{}, &image.NRGBA{Stride: 4}
	m := newMailbox()
	for _, ev := range []Event{
		StageStarted{Stage: StagePasses},
		StepDone{StagePasses, 1, 2},
		ViewPreview{0, older},
		ViewPreview{1, older},
		TexturePreview{[]*image.NRGBA{older}},
		Notice{"first"},
		copied("unet", 1),
		copied("vae", 1),
		WorkDone{StageViews, Encoding, 1, 2},
		StepDone{StageViews, 1, 9},
		StepDone{StagePasses, 2, 2},
		ViewPreview{0, newer},
		TexturePreview{[]*image.NRGBA{newer}},
		copied("unet", 2),
		Notice{"second"},
		WorkDone{StageViews, Decoding, 1, 2},
		StageStarted{Stage: StageViews},
		WorkDone{StageViews, Decoding, 2, 2},
	} {
		m.put(ev)
	}
	m.close(Finished{})
	want := []Event{
		StageStarted{Stage: StagePasses},
		ViewPreview{1, older},
		Notice{"first"},
		copied("vae", 1),
		WorkDone{StageViews, Encoding, 1, 2},
		StepDone{StageViews, 1, 9},
		StepDone{StagePasses, 2, 2},
		ViewPreview{0, newer},
		TexturePreview{[]*image.NRGBA{newer}},
		copied("unet", 2),
		Notice{"second"},
		StageStarted{Stage: StageViews},
		WorkDone{StageViews, Decoding, 2, 2},
		Finished{},
	}
	if got := drain(m); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if _, ok := m.take(); ok {
		t.Error("an event after the last")
	}
}

func TestMailboxStaysSmall(t *testing.T) {
	m := newMailbox()
	m.put(StageStarted{Stage: StageBake})
	for i := range 100_000 {
		m.put(StepDone{StageBake, i + 1, 100_000})
	}
	m.close(Finished{})
	got := drain(m)
	if want := []Event{StageStarted{Stage: StageBake}, StepDone{StageBake, 100_000, 100_000}, Finished{}}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestTakeWaitsForAnEvent(t *testing.T) {
	m, taken := newMailbox(), make(chan Event)
	go func() {
		ev, _ := m.take()
		taken <- ev
	}()
	select {
	case ev := <-taken:
		t.Fatalf("took %v from an empty box", ev)
	case <-time.After(10 * time.Millisecond):
	}
	m.put(Notice{"here"})
	if ev := <-taken; ev != (Notice{"here"}) {
		t.Errorf("took %v", ev)
	}
}

func TestEnding(t *testing.T) {
	reason, broken := errors.New("the artist changed their mind"), errors.New("broken")
	running := context.Background()
	cancelled, cancel := context.WithCancelCause(running)
	cancel(reason)
	late, stop := context.WithTimeout(running, 0)
	defer stop()
	<-late.Done()
	result := &Result{}
	tests := []struct {
		name string
		ctx  context.Context
		err  error
		want Event
	}{
		{"done", running, nil, Finished{result}},
		{"done just before it was cancelled", cancelled, nil, Finished{result}},
		{"failed", running, &stageError{StageBake, broken}, Failed{StageBake, broken}},
		{"failed before the first stage", running, broken, Failed{"", broken}},
		{"failed while it was cancelled", cancelled, &stageError{StageFill, broken}, Failed{StageFill, broken}},
		{"cancelled", cancelled, &stageError{StageViews, reason}, Cancelled{StageViews}},
		{"cancelled without the cause", cancelled, &stageError{StageViews, context.Canceled}, Cancelled{StageViews}},
		{"cancelled between stages", cancelled, reason, Cancelled{}},
		{"out of time", late, &stageError{StageFill, context.DeadlineExceeded}, Cancelled{StageFill}},
		{"something else was cancelled", running, &stageError{StageViews, context.Canceled}, Failed{StageViews, context.Canceled}},
	}
	for _, test := range tests {
		if got := ending(test.ctx, result, test.err); got != test.want {
			t.Errorf("%s: got %#v, want %#v", test.name, got, test.want)
		}
	}
}
