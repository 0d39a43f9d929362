package scheduler

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"

	"patina/paint/noise"
)

// goldenRun is one run of a scheduler class of diffusers 0.40.0.dev0 on the toy model
// below, in float32 (reference section 4.9).
type goldenRun struct {
	Scheduler Name
	Mode      Sigmas `json:"sigmas_mode"`
	Steps     int
	Sigma     float64 `json:"init_noise_sigma"`
	Calls     int
	Timesteps []float64
	Sigmas    []float64
	First2    [][]float64 `json:"first2_after_each_call"`
	Final     []float64
	Error     string
}

func goldens(t testing.TB) []goldenRun {
	t.Helper()
	b, err := os.ReadFile("testdata/scheduler_golden.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Runs []goldenRun }
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Runs) != 98 {
		t.Fatalf("%d golden runs, want 98", len(file.Runs))
	}
	return file.Runs
}

func (g goldenRun) name() string { return fmt.Sprintf("%s/%s/%d", g.Scheduler, g.Mode, g.Steps) }

// scheduler returns what a golden run was made with: the two special ones tell
// themselves apart by their steps.
func (g goldenRun) scheduler() Scheduler {
	s := Scheduler{Name: g.Scheduler, Config: PaintConfig(), Sigmas: g.Mode}
	switch {
	case g.Scheduler == LCM && g.Steps == 10:
		s.Timesteps = TurboTimesteps()
	case g.Steps == 50:
		s.Config = DelightConfig()
	}
	return s
}

// toy is the model of the golden runs.
func toy(sample []float32, timestep float64) []float32 {
	v := make([]float32, len(sample))
	for i, x := range sample {
		v[i] = 0.25*x + (float32(i)-7.5)*0.05 - float32(timestep)*2e-4
	}
	return v
}

// start returns a run and its first sample, drawn from one generator.
func start(t testing.TB, s Scheduler, steps int) (*Schedule, []float32) {
	t.Helper()
	rng, err := noise.New(noise.CPU, 0)
	if err != nil {
		t.Fatal(err)
	}
	sample := make([]float32, 16)
	rng.Fill(sample)
	run, err := s.Schedule(steps, rng)
	if err != nil {
		t.Fatal(err)
	}
	return run, combine(term{float64(run.InitNoiseSigma()), sample})
}

func TestGoldenRuns(t *testing.T) {
	for _, g := range goldens(t) {
		t.Run(g.name(), func(t *testing.T) {
			run, sample := start(t, g.scheduler(), g.Steps)
			if g.Error != "" {
				finishFinite(t, run, sample)
				return
			}
			compareLevels(t, g, run)
			for i := range run.Calls() {
				sample = run.Step(toy(run.ScaleModelInput(sample, i), run.Timestep(i)), sample, i)
				compare(t, fmt.Sprintf("call %d", i), sample[:2], g.First2[i])
			}
			compare(t, "final", sample, g.Final)
		})
	}
}

// finishFinite runs what the reference cannot.
func finishFinite(t *testing.T, run *Schedule, sample []float32) {
	t.Helper()
	for i := range run.Calls() {
		sample = run.Step(toy(run.ScaleModelInput(sample, i), run.Timestep(i)), sample, i)
	}
	for i, x := range sample {
		if math.IsNaN(float64(x)) || math.Abs(float64(x)) > 100 {
			t.Fatalf("number %d ends at %g", i, x)
		}
	}
}

func compareLevels(t *testing.T, g goldenRun, run *Schedule) {
	t.Helper()
	if run.Calls() != g.Calls {
		t.Fatalf("%d calls, want %d", run.Calls(), g.Calls)
	}
	for i, want := range g.Timesteps {
		// Fractional timesteps are steep in float32: 999 - 1e-3 is the last digit.
		if math.Abs(run.Timestep(i)-want) > 2e-3 {
			t.Errorf("timestep %d is %g, want %g", i, run.Timestep(i), want)
		}
	}
	for i, want := range g.Sigmas {
		if math.Abs(run.sigmas[i]-want) > 1e-4*max(want, 1e-3) {
			t.Errorf("sigma %d is %g, want %g", i, run.sigmas[i], want)
		}
	}
	if math.Abs(run.initial-g.Sigma) > 1e-4*g.Sigma {
		t.Errorf("initial sigma %g, want %g", run.initial, g.Sigma)
	}
}

// compare allows 1e-4 of the larger of the number and 1.
func compare(t *testing.T, what string, got []float32, want []float64) {
	t.Helper()
	for i, w := range want {
		if math.Abs(float64(got[i])-w) > 1e-4*max(1, math.Abs(w)) {
			t.Fatalf("%s: number %d is %g, want %g", what, i, got[i], w)
		}
	}
}
