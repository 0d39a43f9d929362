package terminal

import (
	"encoding/json"
	"io"

	"patina/devices"
	"patina/paint"
	"patina/paint/bake"
)

// line is one event as a line of JSON. Fields that an event lacks are left out.
type line struct {
	Event    string             `json:"event"` // stage, step, work, planned, transfer, measured, notice, saved, finished, failed or cancelled
	Stage    paint.Stage        `json:"stage,omitempty"`
	Work     paint.Work         `json:"work,omitempty"`
	Done     int                `json:"done,omitempty"`
	Total    int                `json:"total,omitempty"`
	Text     string             `json:"text,omitempty"`
	Path     string             `json:"path,omitempty"`
	Error    string             `json:"error,omitempty"`
	Seconds  map[string]float64 `json:"seconds,omitempty"` // by stage
	Coverage *bake.Coverage     `json:"coverage,omitempty"`
	Seed     *uint64            `json:"seed,omitempty"`
	Plan     *devices.Plan      `json:"plan,omitempty"` // of planned, or what failed offers
	Transfer *devices.Transfer  `json:"transfer,omitempty"`
	Measured *devices.Row       `json:"measured,omitempty"` // a stage of the networks
	Network  *networkUse        `json:"network,omitempty"`
}

// networkUse is what the networks of a job took together.
type networkUse struct {
	Policy devices.Policy               `json:"policy"`
	Moved  devices.Bytes                `json:"moved"`  // bytes between devices
	Moving float64                      `json:"moving"` // seconds of that
	Memory map[devices.ID]networkMemory `json:"memory"` // by device
}

type networkMemory struct {
	Predicted devices.Bytes `json:"predicted"`
	Measured  devices.Bytes `json:"measured"` // 0 where nobody tells
}

// networkOf returns nil for a job without networks.
func networkOf(r *paint.Result) *networkUse {
	n := r.Network
	if n.Plan == nil {
		return nil
	}
	use := &networkUse{Policy: n.Plan.Policy, Memory: map[devices.ID]networkMemory{}}
	use.Moved, use.Moving = n.Moved()
	for id, peak := range n.Plan.Peak {
		use.Memory[id] = networkMemory{peak, n.Peak(id)}
	}
	return use
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
	case paint.WorkDone:
		j.write(line{Event: "work", Stage: ev.Stage, Work: ev.Work, Done: ev.Done, Total: ev.Total})
	case paint.Planned:
		j.write(line{Event: "planned", Plan: &ev.Plan, Text: ev.Plan.String()})
	case paint.Transfer:
		j.write(line{Event: "transfer", Transfer: &ev.Transfer})
	case paint.Measured:
		j.write(line{Event: "measured", Measured: &ev.Row})
	case paint.Notice:
		j.write(line{Event: "notice", Text: ev.Text})
	case paint.Finished:
		r := ev.Result
		j.write(line{Event: "finished", Seconds: seconds(r), Coverage: &r.Coverage, Seed: &r.Settings.Seed, Network: networkOf(r)})
	case paint.Failed:
		failed := line{Event: "failed", Stage: ev.Stage, Error: ev.Err.Error()}
		if offer, ok := paint.Offer(ev.Err); ok {
			failed.Plan = &offer
		}
		j.write(failed)
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
