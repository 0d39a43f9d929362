package multiview

import (
	"errors"
	"math"
	"path/filepath"
	"testing"

	"patina/paint"
	"patina/paint/painttest"
	"patina/paint/tensor"
)

// What the reference implementation does with noise and latents, in numbers.
func TestReproduceDrawsNoiseForEncodedPictures(t *testing.T) {
	mean, logvar := tensor.New(3, 4, 1, 1), tensor.New(3, 4, 1, 1)
	for i := range logvar.F32 {
		logvar.F32[i] = float32(math.Log(4)) // deviation 2
	}
	r := &run{req: paint.Request{Settings: paint.DefaultSettings()}}
	if r.epsilon() != nil {
		t.Error("noise without need")
	}
	r.req.Settings.Diffusion.Reproduce = true
	sample(mean, logvar, r.epsilon(), []int{1, 2})
	want := []float32{-0.92466241, -0.42534393, -2.64384580, 0.14518386, 0.18082581, -0.55226266, 0.92381340, -0.73497027}
	for i, w := range want { // reference section 5.3, seed 0: calls 0 and 1
		if got := mean.F32[i] / 2; math.Abs(float64(got-w)) > 2e-3 {
			t.Errorf("draw %d is %g, want %g", i, got, w)
		}
	}
}

func TestReproduceKeepsLatentsInHalf(t *testing.T) {
	p := open(t, painttest.TinyCheckpoints(t), &fakeRuntime{})
	p.SaveLatents = filepath.Join(t.TempDir(), "latents.safetensors")
	req := request(t)
	rounded := func(reproduce bool) bool {
		req.Settings.Diffusion.Reproduce = reproduce
		mustPaint(t, p, req)
		latents, err := ReadLatents(p.SaveLatents, 3, 4, 8, 8)
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range latents.Float16().Float32().F32 {
			if v != latents.F32[i] {
				return false
			}
		}
		return true
	}
	if rounded(false) || !rounded(true) {
		t.Error("only the reference implementation's latents are float16")
	}
}

func TestReproduceScalesEarlierLatentsLikeNoise(t *testing.T) {
	p := open(t, painttest.TinyCheckpoints(t), &fakeRuntime{})
	req := request(t)
	req.Settings.Diffusion.Reproduce = true
	req.Settings.Diffusion.Latents = filepath.Join(t.TempDir(), "latents.safetensors")
	earlier := tensor.New(3, 4, 8, 8)
	earlier.F32[5] = 2
	if err := WriteLatents(req.Settings.Diffusion.Latents, earlier); err != nil {
		t.Fatal(err)
	}
	stop := errors.New("enough")
	first := func() (input tensor.Tensor) {
		p.machine.Runtime = &fakeRuntime{asked: func(kind string, in map[string]tensor.Tensor) error {
			if kind != "seeing" {
				return nil
			}
			input = in["sample"].Clone()
			return stop
		}}
		if _, _, err := paintWith(t, t.Context(), p, req); !errors.Is(err, stop) {
			t.Fatal(err)
		}
		return input
	}
	full := first()
	if v := full.F32[5]; math.Abs(float64(v)-2) > 1e-3 || full.F32[6] != 0 { // scaled by sigma, and down again
		t.Errorf("at full strength the latents become %g beside %g", v, full.F32[6])
	}
	req.Settings.Diffusion.Strength = 0.7
	if some := first(); math.Abs(float64(some.F32[6])) < 100 {
		t.Errorf("below it the noise is scaled twice, got %g", some.F32[6])
	}
}
