package terminal

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"patina/paint"
	"patina/paint/bake"
)

func events() []paint.Event {
	return []paint.Event{
		paint.StageStarted{Stage: paint.StagePasses, At: time.Now()},
		paint.StepDone{Stage: paint.StagePasses, Done: 3, Total: 6},
		paint.WorkDone{Stage: paint.StagePasses, Work: paint.Decoding, Done: 1, Total: 2},
		paint.Notice{Text: "Something to know."},
		paint.StageStarted{Stage: paint.StageBake, At: time.Now()},
		paint.StepDone{Stage: paint.StageBake, Done: 6, Total: 6},
		paint.Finished{Result: &paint.Result{
			Settings: paint.Settings{Seed: 5}, Coverage: bake.Coverage{Texels: 10, Seen: 7, Invented: 3},
			Times: []paint.StageTime{{Stage: paint.StagePasses, Duration: time.Second}},
		}},
	}
}

func TestProgressOffATerminalIsLines(t *testing.T) {
	var b bytes.Buffer
	p := newProgress(&b, false)
	for _, ev := range events() {
		p.show(ev)
	}
	got := b.String()
	if strings.ContainsAny(got, "\r\x1b") {
		t.Errorf("control characters outside a terminal: %q", got)
	}
	lines := strings.Split(strings.TrimSpace(got), "\n")
	if len(lines) != 3 || lines[0] != "Something to know." || !strings.HasPrefix(lines[1], "passes ") || !strings.HasPrefix(lines[2], "bake ") {
		t.Errorf("lines %q", lines)
	}
}

func TestProgressOnATerminalIsABar(t *testing.T) {
	var b bytes.Buffer
	p := newProgress(&b, true)
	for _, ev := range events() {
		p.show(ev)
	}
	for _, want := range []string{"[" + strings.Repeat("#", 30) + "] 6/6", "[" + strings.Repeat("#", 15) + strings.Repeat("-", 15) + "] decode 1/2"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the bar %s is missing in %q", want, b.String())
		}
	}
}

func TestJSONLinesHoldTheNumbers(t *testing.T) {
	var b bytes.Buffer
	show := JSONLines(&b)
	for _, ev := range append(events(), paint.Failed{Stage: paint.StageViews, Err: errors.New("it broke")}, paint.Cancelled{Stage: paint.StageFill}) {
		show(ev)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	want := []string{
		`{"event":"stage","stage":"passes"}`,
		`{"event":"step","stage":"passes","done":3,"total":6}`,
		`{"event":"work","stage":"passes","work":"decode","done":1,"total":2}`,
		`{"event":"notice","text":"Something to know."}`,
		`{"event":"stage","stage":"bake"}`,
		`{"event":"step","stage":"bake","done":6,"total":6}`,
		`{"event":"finished","seconds":{"passes":1},"coverage":{"texels":10,"seen":7,"invented":3},"seed":5}`,
		`{"event":"failed","stage":"views","error":"it broke"}`,
		`{"event":"cancelled","stage":"fill"}`,
	}
	for i, w := range want {
		if lines[i] != w || !json.Valid([]byte(lines[i])) {
			t.Errorf("line %d is %s, want %s", i, lines[i], w)
		}
	}
}
