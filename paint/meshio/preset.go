package meshio

import (
	"fmt"
	"strings"
)

// Preset says what a program expects of a mesh and of the files of its textures. The
// mesh is a GLB, whose frame (metres, Y up, +Z front) every one of the programs knows
// and turns into its own.
type Preset struct {
	Name  string // for the command line, in lower case
	Title string // for people
	Keeps string // what is written and how the program takes it, in sentences

	prefix    string // of every texture file
	baseColor string // ending of the file of the painted texture
	maps      []textureMap
	udim      bool // whether the program finds the textures of UDIM tiles by their names
	mesh      bool
	mips      bool // whether smaller versions of textures are made, which need more padding
}

// textureMap is a file that is made of textures that a glTF material has besides its
// base colour.
type textureMap struct {
	ending   string
	channels [4]channel // of red, green, blue and alpha
}

// channel is a component of a texture, or of its factor where there is none; the zero
// value is white.
type channel struct {
	of        source
	component int
	inverted  bool
}

// source names a texture of a glTF material.
type source string

const (
	normals   source = "normalTexture"
	occlusion source = "occlusionTexture"
	emission  source = "emissiveTexture"
	metal     source = "metallicRoughnessTexture" // roughness in green, metal in blue
)

// The components that presets put together.
var (
	white     = channel{}
	shaded    = channel{of: occlusion}
	roughness = channel{of: metal, component: 1}
	metallic  = channel{of: metal, component: 2}
	smooth    = channel{of: metal, component: 1, inverted: true}

	// Normals of glTF have green for +Y, as OpenGL does.
	normalUp   = [4]channel{{of: normals}, {of: normals, component: 1}, {of: normals, component: 2}, white}
	normalDown = [4]channel{{of: normals}, {of: normals, component: 1, inverted: true}, {of: normals, component: 2}, white}
	emitted    = [4]channel{{of: emission}, {of: emission, component: 1}, {of: emission, component: 2}, white}
	packed     = [4]channel{shaded, roughness, metallic, white}
)

func grey(c channel) [4]channel { return [4]channel{c, c, c, white} }

// Presets returns what Export knows, in the order in which it is offered.
func Presets() []Preset {
	return []Preset{
		{
			Name: "blender", Title: "Blender", mesh: true, udim: true, baseColor: "_BaseColor",
			Keeps: "A GLB, and textures named as Node Wrangler finds them: BaseColor, Normal (OpenGL, green up), Roughness, Metallic, Emission, AO.",
			maps:  []textureMap{{"_Normal", normalUp}, {"_Roughness", grey(roughness)}, {"_Metallic", grey(metallic)}, {"_Emission", emitted}, {"_AO", grey(shaded)}},
		},
		{
			Name: "unity", Title: "Unity", mesh: true, mips: true, baseColor: "_BaseMap",
			Keeps: "A GLB, which Unity opens with its package glTFast, and the maps of the Lit shader: BaseMap, Normal (OpenGL, green up), MetallicSmoothness (smoothness in alpha), Occlusion, Emission.",
			maps:  []textureMap{{"_Normal", normalUp}, {"_MetallicSmoothness", [4]channel{metallic, metallic, metallic, smooth}}, {"_Occlusion", grey(shaded)}, {"_Emission", emitted}},
		},
		{
			Name: "unreal", Title: "Unreal", mesh: true, udim: true, mips: true, prefix: "T_", baseColor: "_BC",
			Keeps: "A GLB, which Unreal turns to Z up and centimetres, and textures BC, N (DirectX, green down), ORM (occlusion, roughness, metallic: turn sRGB off), E.",
			maps:  []textureMap{{"_N", normalDown}, {"_ORM", packed}, {"_E", emitted}},
		},
		{
			Name: "godot", Title: "Godot", mesh: true, mips: true, baseColor: "_albedo",
			Keeps: "A GLB, and the maps of ORMMaterial3D: albedo, normal (OpenGL, green up), orm, emission.",
			maps:  []textureMap{{"_normal", normalUp}, {"_orm", packed}, {"_emission", emitted}},
		},
		{
			Name: "folder", Title: "Texture set", udim: true, baseColor: "_BaseColor",
			Keeps: "The painted textures alone, one file for each material or UDIM tile.",
		},
	}
}

// PresetNamed returns a preset by its Name.
func PresetNamed(name string) (Preset, error) {
	var names []string
	for _, p := range Presets() {
		if p.Name == name {
			return p, nil
		}
		names = append(names, p.Name)
	}
	return Preset{}, fmt.Errorf("there is no export %q: choose %s", name, strings.Join(names, ", "))
}

// Padding returns how many texels colours should grow over chart borders in a texture
// of so many texels: enough that a version of 128 texels has one of them left, or
// Blender's own 16.
func (p Preset) Padding(size int) int {
	if !p.mips {
		return 16
	}
	return max(size/128, 4)
}

// Depth is how finely the colours of textures are written.
type Depth string

// The depths: PNG of 8 and of 16 bits, sRGB-encoded, and EXR of half floats, linear.
const (
	Depth8     Depth = "8"
	Depth16    Depth = "16"
	DepthFloat Depth = "float"
)

// Validate returns an error that says which depths there are.
func (d Depth) Validate() error {
	switch d {
	case Depth8, Depth16, DepthFloat:
		return nil
	}
	return fmt.Errorf("there is no depth %q: choose 8 or 16 (bits, PNG) or float (EXR)", string(d))
}
