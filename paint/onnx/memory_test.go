package onnx

import (
	"math/rand/v2"
	"slices"
	"testing"

	"patina/paint/tensor"
)

// kilobyte is a value of 1024 bytes.
var kilobyte = []int{1, 256}

func modelOf(t *testing.T, build func(g *Graph)) Model {
	t.Helper()
	g := New("test")
	build(g)
	m, err := g.Model()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestWhatARunNeeds(t *testing.T) {
	for name, test := range map[string]struct {
		build                 func(g *Graph)
		live, weights, folded int64
	}{
		"inputs and outputs lie elsewhere": {func(g *Graph) {
			g.Output("y", g.Gelu(g.Input("x", Float32, kilobyte...)))
		}, 0, 0, 0},
		"a chain has two values at a time": {func(g *Graph) {
			x := g.Input("x", Float32, kilobyte...)
			for range 5 {
				x = g.Gelu(x)
			}
			g.Output("y", x)
		}, 2 << 10, 0, 0},
		"a view is no value of its own": {func(g *Graph) {
			x := g.Gelu(g.Input("x", Float32, kilobyte...))
			g.Output("y", g.Reshape(g.Gelu(g.Reshape(x, 256, 1)), kilobyte...))
		}, 1 << 10, 2 * 2 * 8, 0},
		"a skip lives until it is taken": {func(g *Graph) {
			skip := g.Gelu(g.Input("x", Float32, kilobyte...))
			g.Output("y", g.Add(g.Gelu(g.Gelu(g.Gelu(skip))), skip))
		}, 3 << 10, 0, 0},
		"memory is kept for the next value of the same shape": {func(g *Graph) {
			x := g.Gelu(g.Input("x", Float32, kilobyte...)) // 1 KB, kept from here
			wide := g.Gelu(g.Gelu(g.Concat(0, x, x)))       // in two of 2 KB
			row := g.Gather(wide, g.Constant(tensor.OfInts([]int64{1}, 1)))
			g.Output("y", g.Gelu(row)) // row lies where x was
		}, 5 << 10, 8, 0},
		"attention turns what it takes": {func(g *Graph) {
			x := g.Input("x", Float32, 1, 1, 256)
			g.Output("y", g.Attention(x, x, x, 2, false))
		}, 3 << 10, 0, 0},
		"what is known beforehand is computed beforehand": {func(g *Graph) {
			known := g.Gemm(g.Constant(tensor.New(kilobyte...)), g.Constant(tensor.New(256, 256)), Value{})
			g.Output("y", g.Add(g.Input("x", Float32, kilobyte...), known))
		}, 0, 1 << 10, 257 << 10},
	} {
		m := modelOf(t, test.build).Memory
		if m.Live != test.live || m.Weights != test.weights || m.Folded != test.folded {
			t.Errorf("%s: %d bytes live, %d of weights, %d folded, want %d, %d, %d", name, m.Live, m.Weights, m.Folded, test.live, test.weights, test.folded)
		}
	}
}

// Of two things that a node needs, the one that was added later is computed first.
func TestOrderOfARun(t *testing.T) {
	g := New("test")
	x := g.Input("x", Float32, kilobyte...)
	first := g.Sin(g.Sin(x))
	second := g.Cos(g.Cos(x))
	g.Output("y", g.Add(first, second))
	var ops []string
	for _, n := range inOrder(g.nodes) {
		ops = append(ops, n.op)
	}
	if want := []string{"Cos", "Cos", "Sin", "Sin", "Add", "Identity"}; !slices.Equal(ops, want) {
		t.Errorf("got %v, want %v", ops, want)
	}
}

// Whatever is taken and given back in whatever order, pieces never overlap, chunks cover
// their regions, and what is free lies in one piece again at the end.
func TestArenaKeepsItsBooks(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	a := newArena()
	type held struct {
		piece
		bytes int64
	}
	var pieces []held
	for range 3000 {
		if len(pieces) > 0 && r.IntN(2) == 0 {
			i := r.IntN(len(pieces))
			a.give(pieces[i].piece)
			pieces = slices.Delete(pieces, i, i+1)
			continue
		}
		bytes := 1 + r.Int64N(1<<uint(8+r.IntN(16)))
		p := a.take(bytes)
		for _, other := range pieces {
			if other.region == p.region && other.at < p.at+bytes && p.at < other.at+other.bytes {
				t.Fatalf("%d bytes at %d overlap %d at %d", bytes, p.at, other.bytes, other.at)
			}
		}
		pieces = append(pieces, held{p, bytes})
	}
	for _, p := range pieces {
		a.give(p.piece)
	}
	for i, region := range a.regions {
		if len(region.chunks) != 1 || region.chunks[0].size != int64(len(region.touched))*page {
			t.Errorf("region %d ends as %d chunks", i, len(region.chunks))
		}
	}
	if touched, reserved := a.count(); touched > reserved || touched == 0 {
		t.Errorf("%d bytes were written to in %d", touched, reserved)
	}
}

func TestRegionsDouble(t *testing.T) {
	a := newArena()
	for range 4 {
		a.take(firstRegion) // does not fit into what is left of the region before
	}
	var sizes []int64
	for _, r := range a.regions {
		sizes = append(sizes, int64(len(r.touched))*page)
	}
	if want := []int64{1 << 20, 2 << 20, 4 << 20}; !slices.Equal(sizes, want) {
		t.Errorf("regions of %v bytes, want %v", sizes, want)
	}
	if touched, _ := a.count(); touched != 4<<20 {
		t.Errorf("%d bytes were written to, want %d", touched, 4<<20)
	}
}

// Kernels copy the weights of linear layers, and no others.
func TestWhatIsPacked(t *testing.T) {
	m := modelOf(t, func(g *Graph) {
		x := g.Gemm(g.Input("x", Float32, kilobyte...), g.Constant(tensor.New(256, 256)), g.Constant(tensor.New(256)))
		g.Output("y", g.Add(x, g.Constant(tensor.New(kilobyte...))))
	}).Memory
	if m.Packed != 256<<10 || m.Weights != 258<<10 {
		t.Errorf("%d of %d bytes are packed, want %d of %d", m.Packed, m.Weights, 256<<10, 258<<10)
	}
}
