package onnx

// Memory is what a session of a model needs besides the inputs and outputs of its runs,
// in bytes but for Operators. It is computed from the graph as ONNX Runtime 1.29 handles it on a processor,
// with an arena and without memory patterns; other providers fuse more operators and
// write over more inputs, so that they need no more.
type Memory struct {
	Operators int // that a run computes: a count, each of which a session keeps some memory for

	Weights  int64 // of initializers that a run takes, and of what was computed from the others when the session was made
	Packed   int64 // of Weights: those of linear layers, of which a session has a copy of its own unless weights stay where they are mapped
	Folded   int64 // of the other initializers, which are read once; what they lay in stays in the heap unless prepacked weights come to lie there
	Live     int64 // of values that have memory at the same time, at most
	Touched  int64 // of the pages that the arena writes to, which stay resident while it lives
	Reserved int64 // of the regions that the arena asks the system for
}

// memory lets a session of these nodes run once without computing anything.
func memory(nodes []node, kept []initializer, outputs []Value) Memory {
	var m Memory
	nodes = m.fold(nodes, kept)
	nodes = inOrder(nodes)
	m.Operators = len(nodes)
	r := rehearsal{arena: newArena(), pieces: map[*buffer]piece{}}
	r.run(nodes, allocate(nodes, outputs))
	m.Live = r.peak
	m.Touched, m.Reserved = r.arena.count()
	return m
}

// rehearsal is a run without numbers.
type rehearsal struct {
	arena     *arena
	pieces    map[*buffer]piece
	now, peak int64
}

func (r *rehearsal) run(nodes []node, plan []*buffer) {
	made, gone := map[int][]*buffer{}, map[int][]*buffer{}
	for _, b := range plan {
		made[b.first] = append(made[b.first], b)
		gone[b.last] = append(gone[b.last], b)
	}
	for i, n := range nodes {
		for _, b := range made[i] {
			r.pieces[b] = r.take(b.bytes)
		}
		scratch := make([]piece, len(n.scratch))
		for j, bytes := range n.scratch {
			scratch[j] = r.take(bytes)
		}
		for j, bytes := range n.scratch {
			r.give(scratch[j], bytes)
		}
		for _, b := range gone[i] {
			r.give(r.pieces[b], b.bytes)
		}
	}
}

func (r *rehearsal) take(bytes int64) piece {
	r.now += bytes
	r.peak = max(r.peak, r.now)
	return r.arena.take(bytes)
}

func (r *rehearsal) give(p piece, bytes int64) {
	r.now -= bytes
	r.arena.give(p)
}
