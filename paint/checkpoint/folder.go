// Package checkpoint opens model folders in the layout of diffusers: model_index.json
// names the components, each of which is a folder with a config.json and weights as
// safetensors or as torch.save wrote them. Headers are read first, elements on demand.
package checkpoint

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Folder is a diffusers model folder.
type Folder struct {
	Dir        string
	Class      string               // the pipeline, such as "HunyuanPaintPipeline"
	Components map[string]Component // by the name of their folder, such as "unet"
}

// Component says which class of which library a component is for; both are empty
// where model_index.json says null.
type Component struct{ Library, Class string }

// Open reads model_index.json of a folder. The error says what is missing.
func Open(dir string) (*Folder, error) {
	var index map[string]json.RawMessage
	if err := readJSON(filepath.Join(dir, "model_index.json"), &index); err != nil {
		return nil, err
	}
	f := &Folder{Dir: dir, Components: map[string]Component{}}
	for name, raw := range index {
		var pair [2]*string
		switch {
		case name == "_class_name":
			if err := json.Unmarshal(raw, &f.Class); err != nil {
				return nil, fmt.Errorf("cannot open %s: its _class_name is no text", filepath.Join(dir, "model_index.json"))
			}
		case !strings.HasPrefix(name, "_") && json.Unmarshal(raw, &pair) == nil:
			f.Components[name] = Component{text(pair[0]), text(pair[1])}
		}
	}
	return f, nil
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// Config reads config.json of a component, or scheduler_config.json of a scheduler,
// into a struct with json tags; fields that the file does not name keep their values.
func (f *Folder) Config(component string, into any) error {
	if !filepath.IsLocal(component) {
		return fmt.Errorf("cannot open component %q of %s: it is no folder there", component, f.Dir)
	}
	path := filepath.Join(f.Dir, component, "config.json")
	if _, err := os.Stat(path); err != nil {
		if other := filepath.Join(f.Dir, component, "scheduler_config.json"); exists(other) {
			path = other
		}
	}
	return readJSON(path, into)
}

// Weights opens the weights of a component: safetensors rather than torch files,
// float32 or as published rather than the fp16 variant.
func (f *Folder) Weights(component string) (*Weights, error) {
	if !filepath.IsLocal(component) {
		return nil, fmt.Errorf("cannot open component %q of %s: it is no folder there", component, f.Dir)
	}
	for _, name := range weightFiles() {
		if path := filepath.Join(f.Dir, component, name); exists(path) {
			return OpenWeights(path)
		}
	}
	return nil, fmt.Errorf("cannot open component %s: there is no %s in it, nor another known weights file",
		filepath.Join(f.Dir, component), weightFiles()[0])
}

// weightFiles lists the names that diffusers and transformers give to weights, best
// first.
func weightFiles() []string {
	var names []string
	for _, kind := range []string{".safetensors", ".safetensors.index.json", ".fp16.safetensors", ".bin", ".bin.index.json", ".fp16.bin"} {
		for _, stem := range []string{"diffusion_pytorch_model", "model", "pytorch_model"} {
			names = append(names, stem+kind)
		}
	}
	return names
}

func exists(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
