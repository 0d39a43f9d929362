package onnx

// Operators whose inputs are all known when a session is made are computed then, once
// (ConstantFolding of ONNX Runtime): their results stand in for them, and weights that
// nobody else takes are not kept.

// fold splits nodes into those that a run computes and the bytes of what is in memory
// instead of the rest: initializers that a run takes, and results of what was folded.
func fold(nodes []node, kept []initializer) (runs []node, weights int64) {
	known := map[string]int64{}
	for _, i := range kept {
		known[i.value.Name] = i.value.bytes()
	}
	taken := map[string]bool{}
	for _, n := range nodes {
		if allKnown(n, known) {
			known[n.output.Name] = n.output.bytes()
			continue
		}
		runs = append(runs, n)
		for _, name := range n.inputs {
			taken[name] = true
		}
	}
	for name, bytes := range known {
		if taken[name] {
			weights += bytes
		}
	}
	return runs, weights
}

func allKnown(n node, known map[string]int64) bool {
	for _, name := range n.inputs {
		if _, ok := known[name]; name != "" && !ok {
			return false
		}
	}
	return true
}
