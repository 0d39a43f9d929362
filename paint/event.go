package paint

import (
	"image"
	"time"

	"patina/devices"
	"patina/paint/view"
)

// Stage is one part of a job. Stages run in the order of Stages.
type Stage string

// The stages of a job.
const (
	StagePasses Stage = "passes" // render normals, positions, depth and mask
	StageViews  Stage = "views"  // paint what the views see
	StageBake   Stage = "bake"   // back-project the views into texels
	StageFill   Stage = "fill"   // invent what no view saw
	StageDilate Stage = "dilate" // grow colours over chart borders
)

// Stages returns all stages in the order in which they run.
func Stages() []Stage {
	return []Stage{StagePasses, StageViews, StageBake, StageFill, StageDilate}
}

// Work is what a stage does before or after its steps.
type Work string

// The works of StageViews.
const (
	Encoding Work = "encode" // turns pictures into latents
	Decoding Work = "decode" // turns latents into views
	Mixing   Work = "mix"    // makes one of the guesses of two painters
)

// Event tells what happens in a job. The set is closed: StageStarted, StepDone, WorkDone,
// PassesRendered, ViewPreview, TexturePreview, Planned, Transfer, Measured, Notice, and
// at the end exactly one of Finished, Failed and Cancelled.
type Event interface{ event() }

// StageStarted says that a stage began; the one before it, if any, is done.
type StageStarted struct {
	Stage Stage
	At    time.Time
}

// StepDone says how far a stage is: Done of Total steps, in whatever the stage
// counts (views, denoising steps, rows of texels).
type StepDone struct {
	Stage       Stage
	Done, Total int
}

// WorkDone says how far a stage is with what it does before or after its steps: Done of
// Total pictures, or parts of the work. A StepDone ends it.
type WorkDone struct {
	Stage       Stage
	Work        Work
	Done, Total int
}

// PassesRendered brings the passes of the rig's views in order. They are only read.
type PassesRendered struct{ Passes []view.Passes }

// ViewPreview is what a view looks like so far; a newer one replaces it.
type ViewPreview struct {
	View  int // index in the rig, or beyond it for views that the painter added
	Image *image.NRGBA
}

// TexturePreview is what the textures look like so far, one for each material
// slot, nil where a slot has no triangles; a newer one replaces it. Their size may
// be smaller than the final one.
type TexturePreview struct{ Textures []*image.NRGBA }

// Notice tells the artist in a sentence of something that was decided or that
// they may want to change.
type Notice struct{ Text string }

// Planned says where the networks of the job are going to compute and what that costs,
// before the first of them is loaded, and again whenever that changes.
type Planned struct{ Plan devices.Plan }

// Transfer says how far a copy between two devices is; a newer one of the same component
// between the same devices replaces it.
type Transfer struct{ devices.Transfer }

// Measured says what a stage of the networks took, once it is done.
type Measured struct{ devices.Row }

// Finished ends a job that has a result.
type Finished struct{ Result *Result }

// Failed ends a job that could not go on.
type Failed struct {
	Stage Stage // "" when it failed before the first stage
	Err   error
}

// Cancelled ends a job that somebody stopped. It is not a failure.
type Cancelled struct{ Stage Stage }

func (StageStarted) event()   {}
func (StepDone) event()       {}
func (WorkDone) event()       {}
func (PassesRendered) event() {}
func (ViewPreview) event()    {}
func (TexturePreview) event() {}
func (Planned) event()        {}
func (Transfer) event()       {}
func (Measured) event()       {}
func (Notice) event()         {}
func (Finished) event()       {}
func (Failed) event()         {}
func (Cancelled) event()      {}
