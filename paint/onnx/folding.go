package onnx

// Operators whose inputs are all known when a session is made are computed then, once
// (ConstantFolding of ONNX Runtime): their results stand in for them, and weights that
// nobody else takes are not kept.

// fold returns the nodes that a run computes, and counts the bytes of what is in memory
// instead of the rest.
func (m *Memory) fold(nodes []node, kept []initializer) (runs []node) {
	known, given := map[string]int64{}, map[string]bool{}
	for _, i := range kept {
		known[i.value.Name], given[i.value.Name] = i.value.bytes(), true
	}
	taken, packed := map[string]bool{}, map[string]bool{}
	for _, n := range nodes {
		if allKnown(n, known) {
			known[n.output.Name] = n.output.bytes()
			continue
		}
		runs = append(runs, n)
		for _, name := range n.inputs {
			taken[name] = true
		}
		if linear[n.op] {
			packed[n.inputs[1]] = true
		}
	}
	for name, bytes := range known {
		switch {
		case packed[name]:
			m.Packed += bytes
			m.Weights += bytes
		case taken[name]:
			m.Weights += bytes
		case given[name]:
			m.Folded += bytes
		}
	}
	return runs
}

// linear names the operators whose second input kernels want in another layout.
var linear = map[string]bool{"MatMul": true, "Gemm": true}

func allKnown(n node, known map[string]int64) bool {
	for _, name := range n.inputs {
		if _, ok := known[name]; name != "" && !ok {
			return false
		}
	}
	return true
}
