package devices_test

import (
	"testing"

	"patina/devices"
)

// answer is a device, or none.
type answer devices.ID

func (a answer) say() (devices.ID, bool) { return devices.ID(a), a != "" }

// The pipelines that there are: such that know where they execute, such that sit
// somewhere, both and neither.
type (
	executor struct{ executes answer }
	sitter   struct{ sits answer }
	both     struct {
		executor
		sitter
	}
)

func (e executor) ExecutionDevice() (devices.ID, bool) { return e.executes.say() }
func (s sitter) Device() (devices.ID, bool)            { return s.sits.say() }

// offloaded is a pipeline whose components wait on the processor and are moved to a card
// when their turn comes; it sits where its first component does.
type offloaded struct {
	components []devices.ID // where they are now
	card       answer
}

func (o offloaded) ExecutionDevice() (devices.ID, bool) { return o.card.say() }

func (o offloaded) Device() (devices.ID, bool) {
	if len(o.components) == 0 {
		return "", false
	}
	return o.components[0], true
}

func TestWhereInputsAreMade(t *testing.T) {
	for name, test := range map[string]struct {
		pipeline any
		want     devices.ID
	}{
		"no pipeline":                                       {nil, "webgpu:0"},
		"a pipeline that says nothing":                      {struct{}{}, "webgpu:0"},
		"its own execution device":                          {executor{"cuda:1"}, "cuda:1"},
		"an execution device that it does not know":         {executor{}, "webgpu:0"},
		"where it sits":                                     {sitter{"cuda:0"}, "cuda:0"},
		"it sits nowhere":                                   {sitter{}, "webgpu:0"},
		"where it executes comes before where it sits":      {both{executor{"cuda:0"}, sitter{"cpu"}}, "cuda:0"},
		"where it sits when it does not know where it runs": {both{executor{}, sitter{"cpu"}}, "cpu"},
		"neither": {both{}, "webgpu:0"},
		"offload while all wait on the processor":            {offloaded{[]devices.ID{"cpu", "cpu", "cpu"}, "cuda:0"}, "cuda:0"},
		"offload while the second is on the card":            {offloaded{[]devices.ID{"cpu", "cuda:0", "cpu"}, "cuda:0"}, "cuda:0"},
		"offload with components on several devices":         {offloaded{[]devices.ID{"cpu", "cuda:1", "webgpu:0"}, "cuda:1"}, "cuda:1"},
		"components on several devices and no execution one": {offloaded{[]devices.ID{"cuda:1", "cpu"}, ""}, "cuda:1"},
		"a line of a plan":                                   {devices.Placement{Component: "unet", Device: "cuda:0"}, "cuda:0"},
		"a line of no plan":                                  {devices.Placement{}, "webgpu:0"},
	} {
		if got := devices.ExecutionDevice(test.pipeline, "webgpu:0"); got != test.want {
			t.Errorf("%s: got %s, want %s", name, got, test.want)
		}
	}
}
