package terminal

import (
	"strings"
	"testing"
)

func TestExportChoosesPaddingAndDepth(t *testing.T) {
	o := parse(t, "m.glb -r r.png -o folder --export unreal --texture-size 4096 --depth 16")
	if o.Export.Name != "unreal" || o.Depth != "16" || o.Settings.Padding != 32 || o.Out != "folder" {
		t.Errorf("export %q, depth %q, padding %d", o.Export.Name, o.Depth, o.Settings.Padding)
	}
	if o := parse(t, "m.glb -r r.png -o folder --export unreal --padding 3"); o.Settings.Padding != 3 || o.Depth != "8" {
		t.Errorf("padding %d, depth %q", o.Settings.Padding, o.Depth)
	}
	if o := parse(t, "m.glb -r r.png -o a.glb"); o.Export.Name != "" {
		t.Errorf("without --export there is %q", o.Export.Name)
	}
}

func TestWrongExportsAreRefused(t *testing.T) {
	for line, want := range map[string]string{
		"m.glb -r r.png -o f --export maya":              "blender, unity, unreal, godot, folder",
		"m.glb -r r.png -o f --export godot --depth 12":  "8 or 16",
		"m.glb -r r.png --export godot":                  "--out FOLDER",
		"m.glb -r r.png -o a.glb --depth 16":             "add --export",
		"m.glb -r r.png -o folder":                       "not a format that can be written",
		"m.glb -r r.png -o f --export godot --padding x": "padding",
	} {
		if _, err := Parse(strings.Fields(line)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", line, err)
		}
	}
}
