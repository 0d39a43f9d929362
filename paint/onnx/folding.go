package onnx

// Operators whose inputs are all known when a session is made are computed then, once
// (ConstantFolding of ONNX Runtime): their results stand in for them, and weights that
// nobody else takes are not kept.

// fold splits nodes into those that a run computes and the bytes of what is in memory
// instead of the rest: weights are initializers that a run takes, and results of what was
// folded; folded are initializers that nothing else takes.
func fold(nodes []node, kept []initializer) (runs []node, weights, folded int64) {
	known, given := map[string]int64{}, map[string]bool{}
	for _, i := range kept {
		known[i.value.Name], given[i.value.Name] = i.value.bytes(), true
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
		switch {
		case taken[name]:
			weights += bytes
		case given[name]:
			folded += bytes
		}
	}
	return runs, weights, folded
}

func allKnown(n node, known map[string]int64) bool {
	for _, name := range n.inputs {
		if _, ok := known[name]; name != "" && !ok {
			return false
		}
	}
	return true
}
