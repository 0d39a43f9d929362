// Package assets holds what the program carries with it: the sample that a fresh
// Patina opens, the application's icon, and the built-in model. The programs in
// assets/generate and assets/training make them, so they are ours.
package assets

import "embed"

//go:generate go run ./generate

// Files holds the assets under the names below.
//
//go:embed sample.glb sample.png icon.png
var Files embed.FS

// BuiltIn holds the folder BuiltInModel, a model in the layout of diffusers with
// weights in float16, about 29 MB.
//
//go:embed builtin
var BuiltIn embed.FS

// Names of the files.
const (
	SampleMesh      = "sample.glb" // a clockwork owl about one unit high, in clay, with one atlas
	SampleReference = "sample.png" // the owl painted, from the front, on a transparent ground; 1024 pixels square
	BuiltInModel    = "builtin"    // the folder of the model
	Icon            = "icon.png"   // the application's icon, 512 pixels square
)
