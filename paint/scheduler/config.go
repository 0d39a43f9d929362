package scheduler

import (
	"encoding/json"
	"fmt"
)

// Config is what a checkpoint's scheduler_config.json says of the noise it was
// trained with. Its networks predict velocity (Salimans and Ho, "Progressive
// distillation for fast sampling of diffusion models", 2022).
type Config struct {
	TrainTimesteps int     `json:"num_train_timesteps"`
	BetaStart      float64 `json:"beta_start"`
	BetaEnd        float64 `json:"beta_end"`
	BetaSchedule   string  `json:"beta_schedule"`          // "scaled_linear" or "linear"
	Prediction     string  `json:"prediction_type"`        // "v_prediction"
	ZeroSNR        bool    `json:"rescale_betas_zero_snr"` // the last timestep is pure noise
	Spacing        string  `json:"timestep_spacing"`       // "trailing" or "leading"
	StepsOffset    int     `json:"steps_offset"`           // added to leading timesteps
	SetAlphaToOne  bool    `json:"set_alpha_to_one"`       // DDIM and PNDM end without noise
	SkipPRKSteps   bool    `json:"skip_prk_steps"`         // PNDM starts without Runge-Kutta steps
}

// PaintConfig is the configuration of the official paint checkpoints (reference
// section 4.1).
func PaintConfig() Config {
	return Config{
		TrainTimesteps: 1000, BetaStart: 0.00085, BetaEnd: 0.012, BetaSchedule: "scaled_linear",
		Prediction: "v_prediction", ZeroSNR: true, Spacing: "trailing", StepsOffset: 1, SetAlphaToOne: true,
	}
}

// DelightConfig is the configuration of the official delight checkpoint (reference
// section 4.1).
func DelightConfig() Config {
	c := PaintConfig()
	c.ZeroSNR, c.Spacing, c.SetAlphaToOne, c.SkipPRKSteps = false, "leading", false, true
	return c
}

// ParseConfig reads a scheduler_config.json. Keys it does not know are ignored,
// keys that are absent have the defaults of the diffusers library's DDIM scheduler.
func ParseConfig(b []byte) (Config, error) {
	c := Config{
		TrainTimesteps: 1000, BetaStart: 0.0001, BetaEnd: 0.02, BetaSchedule: "linear",
		Prediction: "epsilon", Spacing: "leading", SetAlphaToOne: true,
	}
	if err := json.Unmarshal(b, &c); err != nil {
		return Config{}, fmt.Errorf("scheduler_config.json: %w", err)
	}
	if err := c.validate(); err != nil {
		return Config{}, fmt.Errorf("scheduler_config.json: %w", err)
	}
	return c, nil
}

func (c Config) validate() error {
	switch {
	case c.TrainTimesteps < MaxSteps+1 || c.TrainTimesteps > 100_000:
		return fmt.Errorf("num_train_timesteps must lie between %d and 100000, got %d", MaxSteps+1, c.TrainTimesteps)
	case !(c.BetaStart > 0 && c.BetaStart < c.BetaEnd && c.BetaEnd < 1):
		return fmt.Errorf("beta_start and beta_end must rise between 0 and 1, got %g and %g", c.BetaStart, c.BetaEnd)
	case c.BetaSchedule != "scaled_linear" && c.BetaSchedule != "linear":
		return fmt.Errorf("beta_schedule must be scaled_linear or linear, got %q", c.BetaSchedule)
	case c.Prediction != "v_prediction":
		return fmt.Errorf("prediction_type must be v_prediction, got %q", c.Prediction)
	case c.Spacing != "trailing" && c.Spacing != "leading":
		return fmt.Errorf("timestep_spacing must be trailing or leading, got %q", c.Spacing)
	case c.StepsOffset < 0 || c.StepsOffset > 1:
		return fmt.Errorf("steps_offset must be 0 or 1, got %d", c.StepsOffset)
	}
	return nil
}
