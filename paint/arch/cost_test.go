package arch

import (
	"math"
	"testing"
)

// The operations of the published painting network at 512 x 512 pixels, six views and
// one reference, per view, beside those that the reference lists (section 0) in
// multiply-accumulates. What the reference offers to attention is computed beforehand;
// the unconditional branch neither sees it nor projects to and from it or the text.
func TestThePublishedNetworkCostsWhatTheReferenceLists(t *testing.T) {
	config, m := publishedUNet(t), Multiview{Views: 6, View: Size{64, 64}, References: 1, Reference: Size{64, 64}}
	weights := sparse(t, paint(config, m))
	seen := must(t)(MultiviewUNet(config, weights, m))
	m.Unconditional = true
	unseen := must(t)(MultiviewUNet(config, weights, m))
	near := func(name string, flop int64, want float64) {
		t.Helper()
		if got := float64(flop) / 2 / 6 / 1e9; math.Abs(got-want) > 0.02*want {
			t.Errorf("%s: %.0f billion multiply-accumulates per view, want %.0f", name, got, want)
		} else {
			t.Logf("%s: %.1f", name, got)
		}
	}
	near("conditional", seen.FLOP, 882-keysAndValues(config))
	near("unconditional", unseen.FLOP, 882-61-3*keysAndValues(config))
}

// keysAndValues is what the projections of a reference of 64 x 64 tokens to keys and
// values cost, in billions; those of queries and results cost as much.
func keysAndValues(config UNetConfig) float64 {
	tokens := func(level int) int { return (64 >> level) * (64 >> level) }
	sum := 0.0
	for level, blocks := range map[int]float64{0: 5, 1: 5, 2: 5, 3: 1} {
		c := float64(config.BlockOutChannels[level])
		sum += blocks * 2 * c * c * float64(tokens(level)) / 1e9
	}
	return sum
}
