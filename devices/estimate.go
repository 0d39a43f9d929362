package devices

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

// Working is what the graph of a component says about its memory; onnx.Memory has the
// first four, and the last.
type Working struct {
	Weights Bytes // in float32
	Packed  Bytes // of Weights, in float32: those that sessions copy for themselves
	Folded  Bytes // that are read once, in float32
	Touched Bytes // of working memory, in float32
	Inputs  Bytes // of a run
	Outputs Bytes // of a run

	Operators int // in the graph, a count
}

// Measurement is a row of the table that estimates rest on: what one run of a component
// took on some device, by itself.
type Measurement struct {
	Date      string   `json:"date"`
	Device    string   `json:"device"`
	Provider  Provider `json:"provider"`
	Library   string   `json:"library"`   // version of ONNX Runtime
	Component string   `json:"component"` // "conditional", "unconditional", "reference", "encoder" or "decoder"
	Width     int      `json:"width"`     // channels of its first level
	Views     int      `json:"views"`
	Size      int      `json:"size"` // pixels of a view per side
	Precision string   `json:"precision"`
	Weights   Bytes    `json:"weights"`   // as the graph says
	Folded    Bytes    `json:"folded"`    // as the graph says
	Outputs   Bytes    `json:"outputs"`   // as the graph says
	Touched   Bytes    `json:"touched"`   // as the graph says
	Operators int      `json:"operators"` // as the graph says
	Measured  Bytes    `json:"measured"`  // that the process grew by at most
	Seconds   float64  `json:"seconds"`   // of the run
	FLOP      int64    `json:"flop"`      // of the run
}

// working returns what the graph of the component said.
func (m Measurement) working() Working {
	return Working{Weights: m.Weights, Folded: m.Folded, Touched: m.Touched, Outputs: m.Outputs, Operators: m.Operators}
}

// large is the size of weights from which paint/ort leaves them where they are mapped.
// Smaller ones are prepacked, into the memory that folded ones have left.
const large = GB

// kept returns what a loaded network keeps of its weights.
func (w Working) kept() Bytes {
	if w.Weights+w.Folded < large {
		return w.Weights
	}
	return w.Weights + w.Folded
}

// packed returns how much of that the network has for itself, whoever else reads the same
// weights.
func (w Working) packed() Bytes {
	if w.Weights+w.Folded < large {
		return w.Packed
	}
	return 0
}

//go:embed measurements.json
var measurements []byte

// Measurements returns the table.
func Measurements() []Measurement {
	var rows []Measurement
	if err := json.Unmarshal(measurements, &rows); err != nil {
		panic(fmt.Sprintf("measurements.json: %v", err)) // embedded, and tested
	}
	return rows
}

// perOperator is what a session keeps of an operator: those of networks of a few channels
// take 15 MB with 190 of them, 23 with 1100 and 26 with 1300.
const perOperator = 8 << 10

// session returns what a loaded network takes besides weights and working memory.
func (w Working) session() Bytes { return perOperator * Bytes(w.Operators) }

// Model says how much more a process takes than the graphs of its networks say: so much
// for the library, once, and so much for each byte of working memory, which stands for
// what kernels take for themselves and for places in the arena that another order of
// addresses wastes.
type Model struct {
	Library Bytes   // of its code and tables, from the first network on
	Factor  float64 // of working memory
}

// Fit returns the model that is nearest to measurements of a provider: least squares of
// the errors relative to what was measured.
func Fit(rows []Measurement, p Provider) Model {
	var n, x, y, xx, xy float64
	for _, m := range rows {
		if m.Provider != p || m.Measured <= 0 {
			continue
		}
		w := 1 / float64(m.Measured) / float64(m.Measured)
		a, b := float64(m.Touched), float64(m.Measured-m.working().kept()-m.working().session()-m.Outputs)
		n, x, y, xx, xy = n+w, x+w*a, y+w*b, xx+w*a*a, xy+w*a*b
	}
	d := n*xx - x*x
	if d <= 0 {
		return Model{0, 1}
	}
	return Model{Bytes((y*xx - x*xy) / d), (n*xy - x*y) / d}
}

// fitted is the model of the processor; other providers take no more of what grows with
// the networks, since they fuse more operators.
var fitted = Fit(Measurements(), CPU)

// Estimate returns the footprint of a component of a stage, in float32. What the job adds
// - Shares, FLOP, Crossings and the like - is left to the caller.
func Estimate(component, stage string, w Working) Footprint {
	return fitted.estimate(component, stage, w)
}

func (m Model) estimate(component, stage string, w Working) Footprint {
	return Footprint{
		Component: component, Stage: stage, Weights: w.kept(), Packed: w.packed(), Overhead: w.session(),
		Activations: w.Inputs + w.Outputs + w.Touched.times(m.Factor),
	}
}
