package paint

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"patina/devices"
	"patina/paint/bake"
	"patina/paint/diffusion"
	"patina/paint/protect"
	"patina/paint/view"
)

// Limits of the numbers in Settings.
const (
	MinViewSize, MaxViewSize       = 64, 4096  // pixels per side
	MinTextureSize, MaxTextureSize = 64, 8192  // texels per side
	MinSteps, MaxSteps             = 1, 200    // denoising steps
	MaxPadding                     = 256       // texels
	MaxSeed                        = 1<<63 - 1 // the largest seed that every file format keeps
)

// Settings are the choices of a job that an artist makes and may want to make
// again. They are a plain value: saved with the project, written into the
// receipt, compared with ==-like equality by tests.
type Settings struct {
	Painter       string          `json:"painter"`       // name of the painter, see Painter.Name
	Seed          uint64          `json:"seed"`          // the same seed and settings give the same texture
	Steps         int             `json:"steps"`         // denoising steps; painters without a network ignore it
	ViewSize      int             `json:"viewSize"`      // pixels per side of a pass and of a painted view
	TextureSize   int             `json:"textureSize"`   // texels per side of each texture
	Rig           view.Rig        `json:"rig"`           // the cameras
	Reference     Reference       `json:"reference"`     // how the reference is placed
	BakeMethod    bake.Method     `json:"bakeMethod"`    // "" means bake.Gather
	Fill          bake.FillMethod `json:"fill"`          // what becomes of texels that nobody saw; "" means bake.Textured
	Padding       int             `json:"padding"`       // texels that chart borders are dilated by
	BlendExponent float64         `json:"blendExponent"` // bake.Options.Exponent; 0 means its default
	Feather       float64         `json:"feather"`       // bake.Options.Feather, in texels; 0 means its default
	KeepExposure  bool            `json:"keepExposure"`  // bake.MatchNone instead of bake.MatchColors
	Gradients     bool            `json:"gradients"`     // bake.BlendGradients instead of bake.BlendMeans
	HealSeams     bool            `json:"healSeams"`     // bake.Atlas.Heal, unless BakeMethod is bake.Splat
	Dither        bool            `json:"dither"`        // 8-bit textures are dithered, not rounded
	// Protect lists what of the mesh must stay as it is.
	Protect protect.Selection `json:"protect,omitempty"`
	// Diffusion is for painters that run a model; others ignore it.
	Diffusion diffusion.Settings `json:"diffusion"`

	// Where the model computes. It makes no difference to the result but for rounding.
	Offload devices.Policy        `json:"offload,omitempty"`
	Device  devices.ID            `json:"device,omitempty"`  // "" means the best one that is proven
	Devices map[string]devices.ID `json:"devices,omitempty"` // parts of the model (diffusion.Parts) that compute elsewhere than the rest
}

// Reference says how the reference image is laid onto the mesh.
type Reference struct {
	View          view.View `json:"view"`          // the camera that the reference was taken with
	FindView      bool      `json:"findView"`      // search for the camera whose silhouette fits best, starting from View
	KeyBackground bool      `json:"keyBackground"` // where the image has no alpha, make a plain border colour transparent
	Mirror        bool      `json:"mirror"`        // paint the far side with the mirrored reference if the mesh is symmetric
}

// DefaultSettings returns what a new project starts with: the reference's six
// views at 512 pixels, a 2048 texture, 30 steps, seed 0.
func DefaultSettings() Settings {
	return Settings{
		Painter: "projection", Steps: 30, ViewSize: 512, TextureSize: 2048,
		Rig:       view.Default(),
		Reference: Reference{View: view.Front(), KeyBackground: true, Mirror: true},
		Padding:   16,
	}
}

// Validate returns an error that names the first setting out of range, the range,
// and the value given.
func (s Settings) Validate() error {
	if err := between("view size", "pixels", s.ViewSize, MinViewSize, MaxViewSize); err != nil {
		return err
	}
	if err := between("texture size", "texels", s.TextureSize, MinTextureSize, MaxTextureSize); err != nil {
		return err
	}
	if err := between("steps", "steps", s.Steps, MinSteps, MaxSteps); err != nil {
		return err
	}
	if err := between("padding", "texels", s.Padding, 0, MaxPadding); err != nil {
		return err
	}
	if s.Seed > MaxSeed {
		return fmt.Errorf("seed must be at most %d, got %d", uint64(MaxSeed), s.Seed)
	}
	if !(s.BlendExponent >= 0 && s.BlendExponent <= 64) || math.IsNaN(s.BlendExponent) {
		return fmt.Errorf("blend exponent must lie between 0 and 64, got %g", s.BlendExponent)
	}
	if !(s.Feather >= 0 && s.Feather <= 64) {
		return fmt.Errorf("feather must lie between 0 and 64 texels, got %g", s.Feather)
	}
	if m := s.BakeMethod; m != "" && m != bake.Gather && m != bake.Splat {
		return fmt.Errorf("bake method must be %q or %q, got %q", bake.Gather, bake.Splat, m)
	}
	if f := s.Fill; f != "" && f != bake.Textured && f != bake.Smooth {
		return fmt.Errorf("fill must be %q or %q, got %q", bake.Textured, bake.Smooth, f)
	}
	if err := s.Reference.View.Validate(); err != nil {
		return fmt.Errorf("reference view: %w", err)
	}
	if err := s.Diffusion.Validate(); err != nil {
		return err
	}
	if err := s.validateDevices(); err != nil {
		return err
	}
	return s.Rig.Validate()
}

// bakeOptions returns what the settings say about the bake.
func (s Settings) bakeOptions() bake.Options {
	o := bake.Options{Size: s.TextureSize, Method: s.BakeMethod, Exponent: s.BlendExponent, Feather: s.Feather, Fill: s.Fill}
	// A view of a model is softer than the reference on top of it: matching would take
	// that for a lack of contrast.
	if s.KeepExposure || s.Diffusion.KeepReference {
		o.Matching = bake.MatchNone
	}
	if s.Gradients {
		o.Blending = bake.BlendGradients
	}
	return o
}

func (s Settings) validateDevices() error {
	if s.Offload > devices.OnCPU {
		return fmt.Errorf("there is no way to use memory called %s: choose auto, on or off", s.Offload)
	}
	if s.Device != "" {
		if _, err := devices.ParseID(string(s.Device)); err != nil {
			return err
		}
	}
	for part, id := range s.Devices {
		if !slices.Contains(diffusion.Parts(), part) {
			return fmt.Errorf("models have no part %q to put on a device: choose among %s", part, strings.Join(diffusion.Parts(), ", "))
		}
		if _, err := devices.ParseID(string(id)); err != nil {
			return err
		}
	}
	return nil
}

func between(name, unit string, n, lo, hi int) error {
	if n < lo || n > hi {
		return fmt.Errorf("%s must lie between %d and %d %s, got %d", name, lo, hi, unit, n)
	}
	return nil
}
