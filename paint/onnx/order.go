package onnx

import "slices"

// inOrder returns nodes as ONNX Runtime runs them (GraphViewer): from the outputs back,
// everything that a node needs comes right before it, and of several things the one
// first that was added to the graph last.
func inOrder(nodes []node) []node {
	o := order{nodes: nodes, maker: map[string]int{}, seen: make([]bool, len(nodes))}
	taken := map[string]bool{}
	for i, n := range nodes {
		o.maker[n.output.Name] = i
		for _, name := range n.inputs {
			taken[name] = true
		}
	}
	for i, n := range slices.Backward(nodes) {
		if !taken[n.output.Name] {
			o.visit(i)
		}
	}
	return o.run
}

type order struct {
	nodes []node
	maker map[string]int // node that makes a value
	seen  []bool
	run   []node
}

func (o *order) visit(i int) {
	if o.seen[i] {
		return
	}
	o.seen[i] = true
	var before []int
	for _, name := range o.nodes[i].inputs {
		if j, ok := o.maker[name]; ok {
			before = append(before, j)
		}
	}
	slices.Sort(before)
	for _, j := range slices.Backward(before) {
		o.visit(j)
	}
	o.run = append(o.run, o.nodes[i])
}
