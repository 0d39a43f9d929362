package unwrap

// proposal is a pair of regions that may merge, as they were when it was made.
type proposal struct {
	cost       float64
	a, b       int32
	ageA, ageB int32
}

// before orders proposals by cost, and by region where costs are the same, so that
// the order never depends on chance.
func (p proposal) before(q proposal) bool {
	if p.cost != q.cost {
		return p.cost < q.cost
	}
	if p.a != q.a {
		return p.a < q.a
	}
	return p.b < q.b
}

// queue is a binary heap of proposals, the cheapest first.
type queue []proposal

func (q *queue) push(p proposal) {
	*q = append(*q, p)
	h := *q
	i := len(h) - 1
	for i > 0 {
		parent := (i - 1) / 2
		if !p.before(h[parent]) {
			break
		}
		h[i] = h[parent]
		i = parent
	}
	h[i] = p
}

func (q *queue) pop() proposal {
	h := *q
	top, last := h[0], h[len(h)-1]
	h = h[:len(h)-1]
	*q = h
	if len(h) == 0 {
		return top
	}
	i := 0
	for {
		child := 2*i + 1
		if child >= len(h) {
			break
		}
		if child+1 < len(h) && h[child+1].before(h[child]) {
			child++
		}
		if !h[child].before(last) {
			break
		}
		h[i] = h[child]
		i = child
	}
	h[i] = last
	return top
}
