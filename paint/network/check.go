package network

import (
	"fmt"
	"slices"

	"patina/devices"
	"patina/paint/onnx"
)

// Check returns nil when the inputs of a network are complete, have the shapes and types
// of its graph, and lie on its device. Else the error names the input, what it is, and
// what was expected. It comes before anything that runs the network, which would fail
// in its own words, or copy without telling.
func Check(component string, inputs []onnx.Value, on devices.ID, in map[string]Value) error {
	for _, want := range inputs {
		if err := check(want, on, in[want.Name]); err != nil {
			return fmt.Errorf("%s: the input %q %w", nameOf(component), want.Name, err)
		}
	}
	return nil
}

func check(want onnx.Value, on devices.ID, v Value) error {
	switch {
	case v == nil:
		return fmt.Errorf("is missing")
	case v.On() != on:
		return fmt.Errorf("is on %s, expected on %s: values must be made where the network executes", v.On(), on)
	case v.Type() != want.Type || !slices.Equal(v.Shape(), want.Shape):
		return fmt.Errorf("is %v %v, expected %v %v", v.Type(), v.Shape(), want.Type, want.Shape)
	}
	return nil
}

func nameOf(component string) string {
	if component == "" {
		return "a network"
	}
	return component
}
