package terminal

import (
	"encoding/json"
	"io"

	"patina/paint"
	"patina/paint/bake"
)

// line is one event as a line of JSON. Fields that an event lacks are left out.
type line struct {
	Event    string             `json:"event"` // stage, step, notice, saved, finished, failed or cancelled
	Stage    paint.Stage        `json:"stage,omitempty"`
	Done     int                `json:"done,omitempty"`
	Total    int                `json:"total,omitempty"`
	Text     string             `json:"text,omitempty"`
	Path     string             `json:"path,omitempty"`
	Error    string             `json:"error,omitempty"`
	Seconds  map[string]float64 `json:"seconds,omitempty"` // by stage
	Coverage *bake.Coverage     `json:"coverage,omitempty"`
	Seed     *uint64            `json:"seed,omitempty"`
}

// jsonLines tells events as lines of JSON.
type jsonLines struct{ encoder *json.Encoder }

// JSONLines returns what tells events as lines of JSON, as --json does.
func JSONLines(w io.Writer) func(paint.Event) { return newJSONLines(w).show }

func newJSONLines(w io.Writer) *jsonLines { return &jsonLines{json.NewEncoder(w)} }

func (j *jsonLines) show(ev paint.Event) {
	switch ev := ev.(type) {
	case paint.StageStarted:
		j.write(line{Event: "stage", Stage: ev.Stage})
	case paint.StepDone:
		j.write(line{Event: "step", Stage: ev.Stage, Done: ev.Done, Total: ev.Total})
	case paint.Notice:
		j.write(line{Event: "notice", Text: ev.Text})
	case paint.Finished:
		r := ev.Result
		j.write(line{Event: "finished", Seconds: seconds(r), Coverage: &r.Coverage, Seed: &r.Settings.Seed})
	case paint.Failed:
		j.write(line{Event: "failed", Stage: ev.Stage, Error: ev.Err.Error()})
	case paint.Cancelled:
		j.write(line{Event: "cancelled", Stage: ev.Stage})
	}
}

func (j *jsonLines) write(l line) { j.encoder.Encode(l) } //nolint:errcheck // a closed pipe must not end the job

func seconds(r *paint.Result) map[string]float64 {
	out := map[string]float64{}
	for _, t := range r.Times {
		out[string(t.Stage)] = t.Duration.Seconds()
	}
	return out
}
