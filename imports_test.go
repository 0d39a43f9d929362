package main

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// layer says what the packages under one path may import of Patina and of the
// libraries that must stay behind one door, and why.
type layer struct {
	path    string
	allowed []string
	reason  string
}

// layers is the table of ARCHITECTURE.md. Arrows point towards the vocabulary.
var layers = []layer{
	{"patina", []string{"patina/...", "fyne.io/fyne/v2/..."}, "main puts the parts together"},
	{"patina/ui", []string{"patina/ui/project", "patina/paint", "patina/paint/diffusion", "patina/paint/profile", "patina/paint/mesh", "patina/paint/view", "patina/paint/bake", "patina/paint/catalogue", "patina/paint/protect", "patina/assets", "fyne.io/fyne/v2/...", "patina/devices"}, "panels hold no logic and take a FrameSource, not a viewer"},
	{"patina/ui/project", []string{"patina/paint/coverage", "patina/paint/protect", "patina/paint", "patina/paint/profile", "patina/paint/unwrap", "patina/paint/catalogue", "patina/paint/diffusion", "patina/paint/noise", "patina/paint/scheduler", "patina/paint/mesh", "patina/paint/meshio", "patina/paint/imageio", "patina/paint/atomicfile", "patina/paint/jsonfile", "patina/paint/view", "patina/paint/bake", "patina/paint/uv", "patina/devices"}, "the state behind the window is tested without a window"},
	{"patina/ui/terminal", []string{"patina/paint/coverage", "patina/paint/protect", "patina/paint/multiview", "patina/paint", "patina/paint/profile", "patina/paint/mesh", "patina/paint/unwrap", "patina/paint/catalogue", "patina/paint/diffusion", "patina/paint/noise", "patina/paint/scheduler", "patina/paint/meshio", "patina/paint/imageio", "patina/paint/atomicfile", "patina/paint/contactsheet", "patina/paint/view", "patina/paint/bake", "patina/paint/uv", "patina/devices"}, "the command line is a window of text"},
	{"patina/viewer", []string{"patina/viewer/glthread", "patina/viewer/offscreen", "patina/viewer/shaders", "patina/paint/geom", "patina/paint/mesh", "patina/paint/view", "github.com/go-gl/gl/..."}, "OpenGL stays behind the viewer"},
	{"patina/viewer/glthread", nil, "a thread knows no GL"},
	{"patina/viewer/offscreen", []string{"patina/viewer/glthread", "github.com/go-gl/gl/...", "github.com/go-gl/glfw/..."}, "contexts come from here only"},
	{"patina/viewer/shaders", nil, "sources only"},
	{"patina/devices", []string{"patina/paint/jsonfile"}, "devices are facts and figures: whoever runs networks is handed in"},
	{"patina/devices/nvml", []string{"patina/devices", "github.com/NVIDIA/go-nvml/..."}, "the only door to NVIDIA's management library, which need not be there"},
	{"patina/paint", []string{"patina/devices", "patina/paint/geom", "patina/paint/imageio", "patina/paint/mesh", "patina/paint/view", "patina/paint/bake", "patina/paint/diffusion", "patina/paint/protect"}, "renderers and networks are handed in by main"},
	{"patina/paint/profile", []string{"patina/devices", "patina/paint"}, "a measurement knows jobs, whoever paints them"},
	{"patina/paint/geom", nil, "the vocabulary imports nothing"},
	{"patina/paint/mesh", []string{"patina/paint/geom"}, "the vocabulary imports nothing above it"},
	{"patina/paint/view", []string{"patina/paint/geom", "patina/paint/mesh"}, "the vocabulary imports nothing above it"},
	{"patina/paint/atomicfile", nil, "writes bytes"},
	{"patina/paint/jsonfile", []string{"patina/paint/atomicfile"}, "values and files, nothing of what they mean"},
	{"patina/paint/checksum", []string{"patina/paint/jsonfile"}, "reads bytes"},
	{"patina/paint/imageio", []string{"patina/paint/atomicfile", "patina/paint/parallel"}, "pictures know no meshes"},
	{"patina/paint/meshio/meshopt", nil, "a codec knows bytes"},
	{"patina/paint/meshio", []string{"patina/paint/meshio/meshopt", "patina/paint/parallel", "patina/paint/atomicfile", "patina/paint/imageio", "patina/paint/geom", "patina/paint/mesh", "patina/paint/uv", "github.com/qmuntal/gltf/..."}, "files know meshes and their UVs, not jobs"},
	{"patina/paint/parallel", nil, "loops know nothing of what they do"},
	{"patina/paint/disjoint", nil, "sets of numbers know nothing of what they stand for"},
	{"patina/paint/raster", []string{"patina/paint/parallel", "patina/paint/geom", "patina/paint/mesh", "patina/paint/view"}, "a renderer knows no job"},
	{"patina/paint/bake", []string{"patina/paint/disjoint", "patina/paint/parallel", "patina/paint/geom", "patina/paint/mesh", "patina/paint/view", "patina/paint/raster"}, "baking knows no job"},
	{"patina/paint/coverage", []string{"patina/paint/parallel", "patina/paint/geom", "patina/paint/mesh", "patina/paint/view", "patina/paint/raster"}, "what cameras see is known before there is a job"},
	{"patina/paint/unwrap", []string{"patina/paint/disjoint", "patina/paint/parallel", "patina/paint/mesh", "patina/paint/geom"}, "unwrapping knows meshes, not jobs"},
	{"patina/paint/protect", []string{"patina/paint/disjoint", "patina/paint/mesh", "patina/paint/uv"}, "pieces of a surface know no jobs"},
	{"patina/paint/uv", []string{"patina/paint/disjoint", "patina/paint/mesh", "patina/paint/geom"}, "an examination knows meshes, not jobs"},
	{"patina/paint/tensor", nil, "the vocabulary imports nothing"},
	{"patina/paint/checkpoint", []string{"patina/paint/atomicfile", "patina/paint/checksum", "patina/paint/jsonfile", "patina/paint/tensor"}, "files know tensors, not networks"},
	{"patina/paint/catalogue", []string{"patina/paint/jsonfile", "patina/paint/atomicfile", "patina/paint/checkpoint"}, "what models are, not how they run"},
	{"patina/paint/onnx", []string{"patina/paint/tensor"}, "graphs know no runtime and no files but their weights"},
	{"patina/paint/arch", []string{"patina/paint/checkpoint", "patina/paint/onnx", "patina/paint/tensor"}, "a network is a graph over a checkpoint, whoever runs it"},
	{"patina/paint/network", []string{"patina/devices", "patina/paint/onnx", "patina/paint/tensor"}, "what runs networks, whoever does"},
	{"patina/paint/ort", []string{"patina/devices", "patina/paint/checksum", "patina/paint/network", "patina/paint/onnx", "patina/paint/tensor", "github.com/yalue/onnxruntime_go"}, "the only door to ONNX Runtime"},
	{"patina/paint/ort/orttest", []string{"patina/devices", "patina/paint/onnx", "patina/paint/ort", "patina/paint/tensor"}, "for tests only"},
	{"patina/paint/projection", []string{"patina/paint/parallel", "patina/paint", "patina/paint/geom", "patina/paint/mesh", "patina/paint/view"}, "a painter is handed its renderer"},
	{"patina/paint/noise", nil, "random numbers know nobody"},
	{"patina/paint/scheduler", []string{"patina/paint/noise"}, "solvers know numbers, not networks"},
	{"patina/paint/diffusion", []string{"patina/paint/noise", "patina/paint/scheduler", "patina/paint/tensor", "patina/paint/view"}, "the loop knows networks by interface only"},
	{"patina/paint/multiview", []string{
		"patina/paint/geom", "patina/paint", "patina/paint/arch", "patina/paint/atomicfile", "patina/paint/checkpoint", "patina/paint/diffusion", "patina/paint/imageio",
		"patina/devices", "patina/paint/network", "patina/paint/noise", "patina/paint/onnx", "patina/paint/parallel", "patina/paint/scheduler", "patina/paint/tensor", "patina/paint/view",
	}, "a painter is handed what runs its networks"},
	{"patina/paint/painttest", []string{"patina/devices", "patina/paint", "patina/paint/..."}, "for tests only"},
	{"patina/paint/contactsheet", []string{"patina/paint/view"}, "a picture of pictures"},
	{"patina/acceptance", nil, "tests only: it runs the program"},
	{"patina/assets", nil, "data only"},
	{"patina/assets/generate", []string{"patina/paint/geom", "patina/paint/mesh", "patina/paint/view", "patina/paint/raster", "github.com/qmuntal/gltf/..."}, "the sample is made from geometry alone"},
	{"patina/assets/training/objects", []string{"patina/paint/geom", "patina/paint/mesh"}, "what is learnt from is geometry and colour, whoever looks at it"},
	{"patina/assets/training/pictures", []string{"patina/assets/training/objects", "patina/paint/geom", "patina/paint/mesh", "patina/paint/view", "patina/paint/raster", "patina/paint/imageio"}, "pictures for training come from the renderer of the program"},
	{"patina/assets/training/render", []string{"patina/assets/training/objects", "patina/assets/training/pictures", "patina/paint/view", "patina/paint/atomicfile", "patina/paint/imageio", "patina/paint/parallel"}, "files for training are pictures and nothing else"},
	{"patina/assets/training/likeness", []string{"patina/paint/geom", "patina/paint/view"}, "measures compare pictures, whoever painted them"},
	{"patina/assets/training/measure", []string{
		"patina/devices",
		"patina/assets/training/likeness", "patina/assets/training/objects", "patina/assets/training/pictures", "patina/paint", "patina/paint/atomicfile", "patina/paint/bake",
		"patina/paint/imageio", "patina/paint/mesh", "patina/paint/meshio", "patina/paint/multiview", "patina/paint/ort", "patina/paint/projection",
		"patina/paint/raster", "patina/paint/unwrap", "patina/paint/view",
	}, "it runs jobs as the program does, so it puts the parts together like main"},
}

// guarded are the libraries that only the packages named above may import.
var guarded = []string{"patina", "fyne.io/fyne/v2", "github.com/go-gl", "github.com/qmuntal/gltf", "github.com/yalue/onnxruntime_go", "github.com/NVIDIA/go-nvml"}

func TestImportTable(t *testing.T) {
	for _, p := range listPackages(t) {
		rule := ruleFor(p.ImportPath)
		if rule == nil {
			t.Errorf("%s has no row in the import table: add one that says what it may import and why", p.ImportPath)
			continue
		}
		for _, imported := range p.Imports {
			if isGuarded(imported) && !allowed(rule, imported) {
				t.Errorf("%s imports %s: %s", p.ImportPath, imported, rule.reason)
			}
		}
		if slices.Contains(p.Imports, "patina/paint/painttest") {
			t.Errorf("%s imports painttest: it is for tests only", p.ImportPath)
		}
		if p.ImportPath != "patina" && slices.Contains(p.Imports, "fyne.io/fyne/v2/app") {
			t.Errorf("%s imports fyne/app: only main opens the application", p.ImportPath)
		}
	}
}

type listedPackage struct {
	ImportPath string
	Imports    []string
}

func listPackages(t *testing.T) []listedPackage {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []listedPackage
	for decoder := json.NewDecoder(strings.NewReader(string(out))); decoder.More(); {
		var p listedPackage
		if err := decoder.Decode(&p); err != nil {
			t.Fatalf("go list: %v", err)
		}
		packages = append(packages, p)
	}
	return packages
}

func ruleFor(path string) *layer {
	for i := range layers {
		if layers[i].path == path {
			return &layers[i]
		}
	}
	return nil
}

func isGuarded(path string) bool {
	return slices.ContainsFunc(guarded, func(g string) bool { return within(path, g) })
}

func allowed(rule *layer, path string) bool {
	return slices.ContainsFunc(rule.allowed, func(a string) bool {
		if tree, ok := strings.CutSuffix(a, "/..."); ok {
			return within(path, tree)
		}
		return path == a
	})
}

func within(path, tree string) bool { return path == tree || strings.HasPrefix(path, tree+"/") }
