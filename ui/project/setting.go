package project

// Setting names one choice of the settings panel.
type Setting string

// The settings in the order of the panel.
const (
	PainterName   Setting = "painter"
	Quality       Setting = "quality"
	Seed          Setting = "seed"
	Steps         Setting = "steps"
	ViewSize      Setting = "viewSize"
	TextureSize   Setting = "textureSize"
	Padding       Setting = "padding"
	Tiles         Setting = "tiles"
	Atlases       Setting = "atlases"
	Fill          Setting = "fill"
	KeepExposure  Setting = "keepExposure"
	Gradients     Setting = "gradients"
	HealSeams     Setting = "healSeams"
	Dither        Setting = "dither"
	Cameras       Setting = "cameras"
	Azimuths      Setting = "azimuths"
	Elevations    Setting = "elevations"
	Weights       Setting = "weights"
	Distance      Setting = "distance"
	OrthoScale    Setting = "orthoScale"
	ReferenceView Setting = "referenceView"
	FindView      Setting = "findView"
	KeyBackground Setting = "keyBackground"
	Mirror        Setting = "mirror"
	Scheduler     Setting = "scheduler"
	Sigmas        Setting = "sigmas"
	Guidance      Setting = "guidance"
	Noise         Setting = "noise"
	Latents       Setting = "latents"
	Strength      Setting = "strength"
	Delight       Setting = "delight"
	KeepReference Setting = "keepReference"
	Reproduce     Setting = "reproduce"
)

// Settings returns all settings in the order of the panel.
func Settings() []Setting {
	return []Setting{
		Tiles, Atlases, PainterName, Quality, Seed, Steps, ViewSize, TextureSize, Padding, Fill,
		KeepExposure, Gradients, HealSeams, Dither,
		Cameras, Azimuths, Elevations, Weights, Distance, OrthoScale,
		Scheduler, Sigmas, Guidance, Noise, Latents, Strength, Delight, KeepReference, Reproduce,
		ReferenceView, FindView, KeyBackground, Mirror,
	}
}

// Help says what a setting means and what it costs, each in a sentence or two.
type Help struct{ Title, Meaning, Cost string }

// Title is what the artist reads beside the setting.
func (s Setting) Title() string { return help[s].Title }

// Help returns the explanation of the setting.
func (s Setting) Help() Help { return help[s] }

var help = map[Setting]Help{
	PainterName: {
		"Painter", "What makes the colours: how the reference becomes a picture for every camera.",
		"The choice decides most of the time of a job.",
	},
	Quality: {
		"Quality", "Presets of the painter as its makers measured them: Fast for a look, Balanced for most, Best for the last one. They set the steps.",
		"Time grows with the steps: Balanced takes about four times as long as Fast, Best eight times.",
	},
	Seed: {
		"Seed", "The number that all chance follows from: the same seed and settings give the same texture. The dice picks a new one, the lock keeps it for every Paint.",
		"Costs nothing.",
	},
	Steps: {
		"Steps", "How often a painter with a network refines its views, 1 to 200. More steps settle details; beyond 30 little changes.",
		"Time grows in proportion.",
	},
	ViewSize: {
		"View size", "Pixels per side of what each camera sees, 64 to 4096. Larger views carry finer detail onto the mesh.",
		"Time and memory grow with the square: double the size, four times the cost.",
	},
	TextureSize: {
		"Texture size", "Texels per side of each texture that is saved, 64 to 8192. Larger than the views can fill only makes the file larger.",
		"Bake and fill time, memory and file size grow with the square.",
	},
	Padding: {
		"Padding", "Texels by which colours grow over the borders of UV islands, 0 to 256, so that no seam shows when the texture is filtered or made smaller.",
		"Costs little time.",
	},
	Atlases: {
		"New UVs in", "How many textures the UV islands are laid out in when a mesh is unwrapped, 1 to 100: UDIM tiles from 1001 on. More give the same texture size more texels for the surface.",
		"Memory, bake and fill time and file size grow with their number.",
	},
	Tiles: {
		"UDIM tiles", "What it means that UVs of the open mesh lie beside the unit square. Each UDIM tile can have a texture of its own, or one texture repeats over all of them. Patina finds out by what would lie on top of each other.",
		"Every tile is one more texture: memory, bake and fill time and file size grow with their number.",
	},
	Fill: {
		"Fill", "What becomes of the surface that no camera saw. Texture continues the pattern of what is painted around it, Smooth only its colours.",
		"Texture takes about three times as long as Smooth: seconds at 8192 texels.",
	},
	KeepExposure: {
		"Keep exposure", "Leaves the colours of every view as they were painted. Off, views that see the same place are brought to the same brightness, contrast and tint; the strongest camera hardly changes.",
		"Costs nothing; matching, when this is off, takes a few hundredths of a second.",
	},
	Gradients: {
		"Blend gradients", "Blends views so that where one ends no edge shows, even where they are lit differently: what is left of the difference fades out over the surface.",
		"Bakes twice, and keeps all views in memory.",
	},
	HealSeams: {
		"Heal seams", "Makes colours agree on both sides of the borders of UV islands. Changes texels up to 4 from a border; strong edges are taken to be meant and stay.",
		"Adds about half of the time of the bake on meshes with many islands.",
	},
	Dither: {
		"Dither", "Rounds the colours of the saved 8-bit texture up and down in a fine pattern, so that smooth gradients show no bands.",
		"Files become a little larger.",
	},
	Cameras: {
		"Cameras", "The rig: from where the mesh is painted. More cameras leave less of the surface to be invented.",
		"Time and memory grow with the number of cameras.",
	},
	Azimuths: {
		"Azimuths", "Degrees around the mesh, one for each camera, separated by commas: 0 is the front, 90 the mesh's +X side, 180 the back.",
		"Every entry is one more camera.",
	},
	Elevations: {
		"Elevations", "Degrees above the horizon, one for each camera, -90 (from below) to 90 (from above).",
		"Costs nothing.",
	},
	Weights: {
		"Weights", "How much each camera counts where several see the same place, 0 or more. Empty means that all count the same.",
		"Costs nothing.",
	},
	Distance: {
		"Distance", "How far the cameras stand from the centre of the mesh, which is scaled to a diameter of 1.15. Parts farther away than that are cut off.",
		"Costs nothing.",
	},
	OrthoScale: {
		"Ortho scale", "How much of the fitted mesh a camera sees from edge to edge, 0.01 to 100. The default of 1.2 shows all of it; smaller zooms in and cuts the rest off.",
		"Costs nothing. A tight fit uses the pixels of the views better.",
	},
	ReferenceView: {
		"Reference camera", "The camera that the reference picture was taken with. Turn the viewport until the mesh looks like the reference and take that view.",
		"Costs nothing.",
	},
	FindView: {
		"Find the view", "Searches near the reference camera for the view whose silhouette fits the reference best.",
		"Adds some seconds of rendering to the job.",
	},
	KeyBackground: {
		"Key background", "Makes a plain background of the reference transparent where the picture has no alpha of its own. Turn it off when the subject fills the picture.",
		"Costs almost nothing.",
	},
	Scheduler: {
		"Scheduler", "The solver that takes the noise away step by step. The model's own is what its makers chose; others reach another picture from the same seed.",
		"Heun takes about twice the time for a step, the others one pass of the network.",
	},
	Sigmas: {
		"Sigmas", "How the noise levels of the steps are spaced. Karras and exponential spend more steps on fine detail. Euler A, DDIM, PNDM and LCM have one spacing.",
		"Costs nothing.",
	},
	Guidance: {
		"Guidance", "How strongly the views follow the reference, up to 30. Empty is the model's own. More is closer and harsher.",
		"1 turns guidance off and halves the time of a step.",
	},
	Noise: {
		"Noise", "The generator that the seed starts. Choose the one that another program used to get its noise from the same seed.",
		"Costs nothing.",
	},
	Latents: {
		"Latents", "A .safetensors file of latents to start from, saved with the same cameras and view size, to change a painting rather than make one. Empty starts from noise alone.",
		"Costs nothing.",
	},
	Strength: {
		"Strength", "How much of the latents, or of the draft that the built-in model starts from, is painted anew, above 0 and up to 1. Low values keep what is there, 1 starts from noise.",
		"A strength of 0.5 takes half of the steps.",
	},
	Delight: {
		"Delight", "Takes light and shadow out of the reference first, so that they are not painted onto the mesh. Needs the delight model beside the model.",
		"Runs another model before the first step, and takes 5 GB more on disk.",
	},
	KeepReference: {
		"Keep reference", "Projects the reference on top of the painted views, so that what it shows stays sharp and in its own colours.",
		"Adds seconds to the job.",
	},
	Reproduce: {
		"Reproduce", "Repeats the reference implementation even where it is known to be wrong: latents in half precision, noise in what the model is shown, a grey ground behind the reference.",
		"Costs nothing, and now and then a little quality.",
	},
	Mirror: {
		"Mirror", "If the mesh is measurably symmetric, paints the far side with the mirrored reference. Turn it off for writing and one-sided marks.",
		"Adds one more view to the bake.",
	},
}
