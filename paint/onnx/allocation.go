package onnx

import "slices"

// This follows SequentialPlanner of ONNX Runtime 1.29, which decides before a run which
// values share a buffer: a view is the memory of what it looks at, and a value takes the
// buffer of an earlier one of the same shape, which is then kept between the two. On a
// processor no operator of Patina's networks writes over its inputs.

// views names the operators whose output is their first input under another shape.
var views = map[string]bool{"Reshape": true, "Identity": true}

// buffer is memory that one value has, or several one after the other.
type buffer struct {
	bytes       int64
	first, last int   // operators that make the first value and take the last one
	value       Value // the first one
}

// allocation is the plan of a run under construction.
type allocation struct {
	of      map[string]*buffer // by value; none for values in the caller's memory
	uses    map[*buffer]int    // by operators that are yet to come
	spare   []*buffer          // that no value is in, the newest last
	buffers []*buffer
}

// allocate plans the memory of nodes that run in the given order.
func allocate(nodes []node, outputs []Value) []*buffer {
	a := &allocation{of: map[string]*buffer{}, uses: map[*buffer]int{}}
	uses, lent := uses(nodes), lent(nodes, outputs)
	for i, n := range nodes {
		if !lent[n.output.Name] {
			a.place(n, i, uses[n.output.Name])
		}
		a.release(n, i)
	}
	return a.buffers
}

// uses counts how often each value is taken.
func uses(nodes []node) map[string]int {
	count := map[string]int{}
	for _, n := range nodes {
		for _, name := range n.inputs {
			count[name]++
		}
	}
	return count
}

// lent returns the values that lie in the caller's memory: the outputs, and what they
// are views of.
func lent(nodes []node, outputs []Value) map[string]bool {
	list := map[string]bool{}
	for _, v := range outputs {
		list[v.Name] = true
	}
	for _, n := range slices.Backward(nodes) {
		if views[n.op] && list[n.output.Name] {
			list[n.inputs[0]] = true
		}
	}
	return list
}

// place gives the output of node i a buffer. A view of the caller's memory has none.
func (a *allocation) place(n node, i, uses int) {
	b := a.of[n.inputs[0]]
	if !views[n.op] {
		b = a.reuse(n.output)
		if b == nil {
			b = &buffer{bytes: n.output.bytes(), first: i, last: i, value: n.output}
			a.buffers = append(a.buffers, b)
		}
	}
	if b != nil {
		a.of[n.output.Name] = b
		a.uses[b] += uses
	}
}

// reuse returns the spare buffer of a value of the same shape that was let go of last,
// or nil when there is none.
func (a *allocation) reuse(v Value) *buffer {
	for j, b := range slices.Backward(a.spare) {
		if b.value.Type.Size() == v.Type.Size() && slices.Equal(b.value.Shape, v.Shape) {
			a.spare = slices.Delete(a.spare, j, j+1)
			return b
		}
	}
	return nil
}

// release lets go of what node i was the last one to take.
func (a *allocation) release(n node, i int) {
	for _, name := range n.inputs {
		b := a.of[name]
		if b == nil {
			continue
		}
		b.last = i
		a.uses[b]--
		if a.uses[b] == 0 {
			a.spare = append(a.spare, b)
		}
	}
}
