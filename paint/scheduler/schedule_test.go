package scheduler

import (
	"encoding/json"
	"math"
	"slices"
	"testing"

	"patina/paint/noise"
)

// Every solver with every spacing must stay finite for every number of steps.
func TestEveryRunIsFinite(t *testing.T) {
	for _, name := range Names() {
		for _, sigmas := range AllSigmas() {
			for _, config := range []Config{PaintConfig(), DelightConfig()} {
				for _, steps := range []int{1, 2, 3, 4, 5, 14, 21, 49, 77, MaxSteps} {
					run, sample := start(t, Scheduler{Name: name, Config: config, Sigmas: sigmas}, steps)
					finishFinite(t, run, sample)
				}
			}
		}
	}
}

// A run that is stored after any call and resumed must end in the same bits.
func TestResumedRunEndsInTheSameBits(t *testing.T) {
	for _, name := range Names() {
		s := Scheduler{Name: name, Config: PaintConfig()}
		run, sample := start(t, s, 8)
		for i := range run.Calls() {
			stored, err := json.Marshal(run.State())
			if err != nil {
				t.Fatal(err)
			}
			before := slices.Clone(sample)
			sample = run.Step(toy(run.ScaleModelInput(sample, i), run.Timestep(i)), sample, i)
			if got := resumeStep(t, s, stored, before, i); !slices.Equal(got, sample) {
				t.Fatalf("%s: call %d differs after resuming", name, i)
			}
		}
	}
}

func resumeStep(t *testing.T, s Scheduler, stored []byte, sample []float32, i int) []float32 {
	t.Helper()
	var state State
	if err := json.Unmarshal(stored, &state); err != nil {
		t.Fatal(err)
	}
	run, _ := start(t, s, 8)
	if err := run.Resume(state); err != nil {
		t.Fatal(err)
	}
	return run.Step(toy(run.ScaleModelInput(sample, i), run.Timestep(i)), sample, i)
}

// A denoiser that always predicts the velocity towards one clean sample must bring
// every solver there, whatever the noise.
func TestPerfectDenoiserEndsAtTheCleanSample(t *testing.T) {
	clean := make([]float32, 16)
	for i := range clean {
		clean[i] = float32(i)/8 - 1
	}
	for _, name := range Names() {
		run, sample := start(t, Scheduler{Name: name, Config: PaintConfig()}, 30)
		for i := range run.Calls() {
			sample = run.Step(velocityTo(run, clean, sample, i), sample, i)
		}
		for i, x := range sample {
			// DEIS, SA-Solver and Heun do not know the rescaled table and keep a rest of noise.
			if math.Abs(float64(x-clean[i])) > 0.15 {
				t.Errorf("%s: number %d ends at %g, want %g", name, i, x, clean[i])
				break
			}
		}
	}
}

// velocityTo is what a perfect denoiser says: it knows the clean sample.
func velocityTo(run *Schedule, clean, sample []float32, i int) []float32 {
	signal, level := run.blend(i)
	norm := math.Hypot(signal, level)
	a, b := signal/norm, level/norm
	if b == 0 {
		return make([]float32, len(clean))
	}
	// x = norm·(a·x0 + b·e) and v = a·e - b·x0.
	e := combine(term{1 / (norm * b), sample}, term{-a / b, clean})
	return combine(term{a, e}, term{-b, clean})
}

func TestAddNoiseMeetsTheRunHalfway(t *testing.T) {
	clean, standard := []float32{1, -2}, []float32{0.5, 3}
	for _, name := range Names() {
		run, _ := start(t, Scheduler{Name: name, Config: PaintConfig()}, 10)
		if first := run.First(1); first != 0 {
			t.Errorf("%s: strength 1 starts at call %d", name, first)
		}
		if first := run.First(0); first != run.Calls() {
			t.Errorf("%s: strength 0 starts at call %d of %d", name, first, run.Calls())
		}
		late := run.AddNoise(clean, standard, run.Calls()-1)
		early := run.AddNoise(clean, standard, run.First(0.5))
		if distance(late, clean) >= distance(early, clean) {
			t.Errorf("%s: the last call adds %g of noise, the middle %g", name, distance(late, clean), distance(early, clean))
		}
	}
}

func distance(a, b []float32) float64 {
	var sum float64
	for i := range a {
		sum += math.Abs(float64(a[i] - b[i]))
	}
	return sum
}

func TestWrongChoicesAreNamed(t *testing.T) {
	rng, _ := noise.New(noise.CPU, 0)
	good := Scheduler{Name: Euler, Config: PaintConfig()}
	for name, change := range map[string]func(s *Scheduler) int{
		"no steps":        func(*Scheduler) int { return 0 },
		"too many steps":  func(*Scheduler) int { return MaxSteps + 1 },
		"unknown solver":  func(s *Scheduler) int { s.Name = "magic"; return 5 },
		"unknown sigmas":  func(s *Scheduler) int { s.Sigmas = "magic"; return 5 },
		"epsilon":         func(s *Scheduler) int { s.Config.Prediction = "epsilon"; return 5 },
		"unknown spacing": func(s *Scheduler) int { s.Config.Spacing = "linspace"; return 5 },
		"betas":           func(s *Scheduler) int { s.Config.BetaEnd = 2; return 5 },
		"rising steps":    func(s *Scheduler) int { s.Timesteps = []int{3, 5}; return 2 },
	} {
		s := good
		steps := change(&s)
		if _, err := s.Schedule(steps, rng); err == nil {
			t.Errorf("%s: made a schedule", name)
		}
	}
}

func TestParseConfig(t *testing.T) {
	c, err := ParseConfig([]byte(`{"_class_name":"DDIMScheduler","beta_start":0.00085,"beta_end":0.012,"beta_schedule":"scaled_linear",
		"num_train_timesteps":1000,"prediction_type":"v_prediction","rescale_betas_zero_snr":true,"timestep_spacing":"trailing",
		"set_alpha_to_one":true,"steps_offset":1,"clip_sample":false,"trained_betas":null}`))
	if err != nil || c != PaintConfig() {
		t.Errorf("got %+v, %v", c, err)
	}
	for _, bad := range []string{"", "[]", `{"beta_start": "x"}`, `{"prediction_type": "epsilon"}`} {
		if _, err := ParseConfig([]byte(bad)); err == nil {
			t.Errorf("read %q", bad)
		}
	}
}

func FuzzParseConfig(f *testing.F) {
	f.Add([]byte(`{"num_train_timesteps":1000,"prediction_type":"v_prediction","beta_start":1e-300,"beta_end":0.99}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if c, err := ParseConfig(b); err == nil {
			rng, _ := noise.New(noise.CPU, 0)
			if _, err := (Scheduler{Name: Euler, Config: c}).Schedule(3, rng); err != nil {
				t.Errorf("accepted a configuration that has no schedule: %v", err)
			}
		}
	})
}

func BenchmarkStepSixLatents(b *testing.B) {
	for _, name := range Names() {
		b.Run(string(name), func(b *testing.B) {
			rng, _ := noise.New(noise.CPU, 0)
			sample := make([]float32, 6*4*64*64)
			rng.Fill(sample)
			for b.Loop() {
				run, _ := Scheduler{Name: name, Config: PaintConfig()}.Schedule(4, rng)
				for i := range 4 {
					run.Step(sample, sample, i)
				}
			}
		})
	}
}
