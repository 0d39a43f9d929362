package diffusion

import (
	"fmt"
	"slices"

	"patina/paint/noise"
	"patina/paint/scheduler"
)

// Settings are the choices of a job that a model paints. Their zero values mean what
// the model's makers chose, so a Settings{} runs any model well. It is a plain value,
// saved with the project and written into the receipt.
type Settings struct {
	Model         string           `json:"model,omitempty"`         // path of the checkpoint folder
	Scheduler     scheduler.Name   `json:"scheduler,omitempty"`     // "" means the model's
	Sigmas        scheduler.Sigmas `json:"sigmas,omitempty"`        // "" means scheduler.Default
	GuidanceScale float64          `json:"guidanceScale,omitempty"` // 0 means the model's; 1 turns guidance off and halves the time
	Noise         noise.Kind       `json:"noise,omitempty"`         // "" means noise.CPU
	Strength      float64          `json:"strength,omitempty"`      // how much of earlier latents or of the draft to repaint, 0 to 1; 0 means the model's choice for a draft and else 1, all
	Latents       string           `json:"latents,omitempty"`       // path of the latents, or of a folder with pictures of earlier views, to start from; "" for noise alone
	Delight       bool             `json:"delight,omitempty"`       // take light and shadow out of the reference first
	KeepReference bool             `json:"keepReference,omitempty"` // project the reference on top of the painted views
	// Reproduce keeps what the reference implementation does where it is known to be
	// wrong and results depend on it (reference section 6): float16 latents, noise
	// drawn for the encoded images, and starting from latents without new noise.
	Reproduce bool `json:"reproduce,omitempty"`
}

// Parts returns the parts of a model that an artist may put on devices of their own: the
// networks that denoise, the autoencoder, and what reads text.
func Parts() []string { return []string{"unet", "vae", "text"} }

// MaxGuidanceScale is the largest guidance scale.
const MaxGuidanceScale = 30

// Validate returns an error that names the first setting out of range.
func (s Settings) Validate() error {
	switch {
	case s.Scheduler != "" && !slices.Contains(scheduler.Names(), s.Scheduler):
		return fmt.Errorf("there is no scheduler %q: choose one of %v", s.Scheduler, scheduler.Names())
	case s.Sigmas != "" && !slices.Contains(scheduler.AllSigmas(), s.Sigmas):
		return fmt.Errorf("there are no sigmas %q: choose one of %v", s.Sigmas, scheduler.AllSigmas())
	case s.Noise != "" && !slices.Contains(noise.Kinds(), s.Noise):
		return fmt.Errorf("there is no noise %q: choose one of %v", s.Noise, noise.Kinds())
	case !(s.GuidanceScale >= 0 && s.GuidanceScale <= MaxGuidanceScale):
		return fmt.Errorf("guidance scale must lie between 0 and %d, got %g", MaxGuidanceScale, s.GuidanceScale)
	case !(s.Strength >= 0 && s.Strength <= 1):
		return fmt.Errorf("denoise strength must lie between 0 and 1, got %g", s.Strength)
	}
	return nil
}
