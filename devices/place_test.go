package devices

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// official is a job of 30 steps and six views of 512 pixels with the published
// checkpoint: figures of the graphs of package arch.
func official() []Footprint {
	const views, steps = 6, 30
	encoder := Estimate("encoder", "encode", Working{Weights: 136_661_664, Touched: 536_870_912, Inputs: 3_145_728, Outputs: 131_072})
	encoder.FLOP = (1 + 2*views) * 1_116_658_466_816
	reference := Estimate("reference", "reference", Working{Weights: 3_348_768_944, Folded: 102_236_160, Touched: 249_036_800, Inputs: 65_536, Outputs: 92_405_760})
	reference.FLOP = 791_830_528_000
	seeing := Estimate("conditional", "denoise", Working{Weights: 3_658_479_192, Folded: 102_236_160, Touched: 1_595_457_536, Inputs: 93_616_128, Outputs: 393_216})
	seeing.FLOP = steps * 10_412_282_019_840
	blind := Estimate("unconditional", "denoise", Working{Weights: 3_452_393_304, Touched: 1_531_785_216, Inputs: 1_210_368, Outputs: 393_216})
	blind.FLOP = steps * 9_345_009_254_400
	for _, f := range []*Footprint{&seeing, &blind} {
		f.Shares = "unet"
		f.Crossings = 2 * steps * 393_216
		f.Smaller = []Cut{{ViewsPerBatch: 3, Activations: f.Activations * 6 / 10, Slowdown: 1.05}, {ViewsPerBatch: 1, Activations: f.Activations * 3 / 10, Slowdown: 1.2}}
	}
	decoder := Estimate("decoder", "decode", Working{Weights: 197_970_340, Touched: 1_342_242_816, Inputs: 65_536, Outputs: 3_145_728})
	decoder.FLOP = views * 2_514_518_933_504
	decoder.Smaller = []Cut{{Tiles: 4, Activations: decoder.Activations / 3, Slowdown: 1.3}}
	return []Footprint{encoder, reference, seeing, blind, decoder}
}

// machine has 32 GB, of which 24 are free, and cards of so many GB, of which a twentieth
// is taken by the screen. Negative ones compute in float32 only.
func machine(cards ...int) []Device {
	list := []Device{{ID: Processor, Provider: CPU, Name: "Ryzen 7", Cores: 8, Total: 32 * GB, Free: 24 * GB, Unified: true, Proven: true}}
	for i, size := range cards {
		total := max(Bytes(size), -Bytes(size)) * GB
		list = append(list, Device{
			ID: NewID(CUDA, i), Provider: CUDA, Index: i, Name: fmt.Sprintf("card %d", i), Card: fmt.Sprint(i),
			Total: total, Free: total / 20 * 19, Half: size > 0, Proven: true,
		})
	}
	return list
}

// What auto does with the official checkpoint. In half precision both branches take
// 1.7 GB of weights, 0.9 and 0.8 GB of working memory and 0.6 GB that the driver needs;
// everything at once takes 7.0 GB.
func TestPlacesTheOfficialCheckpoint(t *testing.T) {
	for _, test := range []struct {
		cards []int
		want  Policy
		on    ID // the denoiser
	}{
		{nil, OnCPU, "cpu"},
		{[]int{2}, OnCPU, "cpu"},
		{[]int{4}, OffloadViews, "cuda:0"},
		{[]int{6}, Offload, "cuda:0"},
		{[]int{8}, Resident, "cuda:0"},
		{[]int{12}, Resident, "cuda:0"},
		{[]int{16}, Resident, "cuda:0"},
		{[]int{24}, Resident, "cuda:0"},
		{[]int{48}, Resident, "cuda:0"},
		{[]int{80}, Resident, "cuda:0"},
		{[]int{-4}, OnCPU, "cpu"},
		{[]int{-8}, OffloadViews, "cuda:0"},
		{[]int{-12}, Offload, "cuda:0"},
		{[]int{-16}, Resident, "cuda:0"},
		{[]int{6, 6}, Resident, "cuda:0"},
		{[]int{4, 8}, Resident, "cuda:1"},
		{[]int{4, 4}, OffloadViews, "cuda:0"},
	} {
		p, err := Place(official(), machine(test.cards...), Auto, Choices{})
		if err != nil {
			t.Errorf("%v: %v", test.cards, err)
			continue
		}
		t.Logf("%v: %s: %s", test.cards, p.Policy, p)
		c, _ := p.Component("conditional")
		u, _ := p.Component("unconditional")
		if p.Policy != test.want || c.Device != test.on || u.Device != test.on {
			t.Errorf("cards of %v GB: got %s on %s, want %s on %s", test.cards, p.Policy, c.Device, test.want, test.on)
		}
	}
}

// On and off are the artist's word: when they cannot be had, the error says what lacks
// how much where, and has a plan that would fit.
func TestTheArtistsWordIsKept(t *testing.T) {
	for _, test := range []struct {
		card   int
		policy Policy
		want   Policy // Auto for an error
		fits   Policy
	}{
		{24, On, Offload, 0},
		{24, Off, Resident, 0},
		{24, OnCPU, OnCPU, 0},
		{24, OffloadViews, OffloadViews, 0},
		{6, Off, Auto, Offload},
		{4, Off, Auto, OffloadViews},
		{4, On, OffloadViews, 0},
		{2, On, Auto, OnCPU},
		{2, Off, Auto, OnCPU},
	} {
		have := machine(test.card)
		p, err := Place(official(), have, test.policy, Choices{})
		if test.want != Auto {
			if err != nil || p.Policy != test.want {
				t.Errorf("%d GB, %s: got %s, %v, want %s", test.card, test.policy, p.Policy, err, test.want)
			}
			continue
		}
		var e *NoFitError
		if !errors.Is(err, ErrNoFit) || !errors.As(err, &e) {
			t.Errorf("%d GB, %s: got %s, %v, want ErrNoFit", test.card, test.policy, p.Policy, err)
			continue
		}
		if e.Fits == nil || e.Fits.Policy != test.fits || e.Device.ID != "cuda:0" || e.Needs <= e.Has || e.Component == "" {
			t.Errorf("%d GB, %s: got %+v", test.card, test.policy, e)
		}
		if !strings.Contains(err.Error(), e.Component) || !strings.Contains(err.Error(), "card 0") {
			t.Errorf("%v does not name what lacks memory where", err)
		}
	}
	for _, policy := range []Policy{Auto, On, Off, OnCPU} { // nothing to offload from
		if p, err := Place(official(), machine(), policy, Choices{}); err != nil || p.Policy != OnCPU {
			t.Errorf("%s without a card: got %s, %v", policy, p.Policy, err)
		}
	}
	if _, err := Place(official(), machine(), Offload, Choices{}); err == nil {
		t.Error("offload by name without a card has no error")
	}
}

func TestPins(t *testing.T) {
	have := machine(24, 24)
	p, err := Place(official(), have, Auto, Choices{Device: "cuda:1"})
	if c, _ := p.Component("conditional"); err != nil || c.Device != "cuda:1" || len(p.Peak) != 1 {
		t.Errorf("pinned to cuda:1: got %v, %v", p, err)
	}
	if p, err := Place(official(), have, Auto, Choices{Device: "cpu"}); err != nil || p.Policy != OnCPU {
		t.Errorf("pinned to the processor: got %v, %v", p, err)
	}
	p, err = Place(official(), have, Auto, Choices{Devices: map[string]ID{"decoder": "cuda:1", "encoder": "cpu"}})
	if err != nil {
		t.Fatal(err)
	}
	for component, want := range map[string]ID{"conditional": "cuda:0", "decoder": "cuda:1", "encoder": "cpu"} {
		if c, _ := p.Component(component); c.Device != want {
			t.Errorf("%s is on %s, want %s", component, c.Device, want)
		}
	}
	have[2].Proven, have[2].Reason = false, "its driver is too old"
	for name, choices := range map[string]Choices{
		"no device":   {Device: "cuda:7"},
		"too old":     {Device: "cuda:1"},
		"no componen": {Devices: map[string]ID{"painter": "cpu"}},
		"decoder":     {Devices: map[string]ID{"decoder": "cuda:1"}},
	} {
		if _, err := Place(official(), have, Auto, choices); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%+v: got %v", choices, err)
		}
	}
}

func TestACapLeavesTheRestAlone(t *testing.T) {
	p, err := Place(official(), machine(24), Auto, Choices{Cap: 5 * GB})
	if err != nil || p.Policy != Offload || p.Peak["cuda:0"] > 5*GB {
		t.Errorf("got %s, %v, %v", p.Policy, p.Peak, err)
	}
}

// After running out of memory each plan needs less than the one before, on a device that
// it used, down to the processor.
func TestTheLadderLeadsDown(t *testing.T) {
	p, err := Place(official(), machine(24), Auto, Choices{})
	if err != nil {
		t.Fatal(err)
	}
	var policies []Policy
	for ok := true; ok; {
		if !slices.Contains(policies, p.Policy) {
			policies = append(policies, p.Policy)
		}
		var next Plan
		if next, ok = p.Cheaper(); ok && !needsLess(next, p) {
			t.Errorf("%v after %v needs no less", next.Peak, p.Peak)
		}
		if ok {
			p = next
		}
	}
	if want := []Policy{Resident, Offload, OffloadViews, OnCPU}; !slices.Equal(policies, want) {
		t.Errorf("got %v, want %v", policies, want)
	}
}

func TestPlaceIsPure(t *testing.T) {
	need, have := official(), machine(6, 6)
	first, err := Place(need, have, Auto, Choices{})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(need, official()) || !reflect.DeepEqual(have, machine(6, 6)) {
		t.Error("the arguments have changed")
	}
	for range 20 {
		if again, _ := Place(need, have, Auto, Choices{}); !reflect.DeepEqual(first, again) {
			t.Fatalf("got %v, then %v", first, again)
		}
	}
}

func TestUnprovenDevicesCountForNothing(t *testing.T) {
	have := machine(24)
	have[1].Proven = false
	if p, err := Place(official(), have, Auto, Choices{}); err != nil || p.Policy != OnCPU {
		t.Errorf("got %s, %v", p.Policy, err)
	}
}

func TestASmallProcessorIsRefused(t *testing.T) {
	have := machine()
	have[0].Total, have[0].Free = 8*GB, 4*GB
	_, err := Place(official(), have, Auto, Choices{})
	var e *NoFitError
	if !errors.As(err, &e) || e.Fits != nil || e.Device.ID != Processor || !strings.Contains(err.Error(), "smaller or fewer views") {
		t.Errorf("got %v", err)
	}
}

// Whatever is asked of whatever machine, a plan stays within every budget, puts every
// component somewhere and reads as a sentence; what does not fit is said with figures.
func TestPlansAreHonest(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	for range 500 {
		have := machine()
		have[0].Free = Bytes(r.Int64N(int64(32 * GB)))
		for i := range r.IntN(4) {
			have = append(have, machine(1 + r.IntN(24) - 12*r.IntN(2))[1])
			have[i+1].ID, have[i+1].Free = NewID(CUDA, i), Bytes(r.Int64N(int64(24*GB)))
		}
		need := official()
		for i := range need {
			need[i].Activations = need[i].Activations.times(2 * r.Float64())
		}
		policy := Policy(r.IntN(int(OnCPU) + 1))
		p, err := Place(need, have, policy, Choices{Cap: Bytes(r.IntN(2)) * 6 * GB})
		var e *NoFitError
		if err != nil {
			if errors.As(err, &e) && (e.Needs <= e.Has || e.Component == "" || e.Device.ID == "") {
				t.Errorf("%s: %+v", policy, e)
			}
			continue
		}
		l := ladder{processor: have[0]}
		for id, peak := range p.Peak {
			if d, ok := Find(have, id); !ok || peak > l.budget(d) {
				t.Errorf("%s: %v needed on %v", policy, peak, d)
			}
		}
		if len(p.Components) != len(need) || p.String() == "" || p.Seconds <= 0 {
			t.Errorf("%s: got %+v", policy, p)
		}
	}
}

// What sessions copy for themselves they do not share, and what the library takes counts
// once, as long as it is not in the figures of free memory already.
func TestWhatIsSharedOnTheProcessor(t *testing.T) {
	need := []Footprint{
		{Component: "encoder", Stage: "encode", Weights: GB, Activations: GB},
		{Component: "seeing", Stage: "denoise", Shares: "unet", Weights: 4 * GB, Packed: GB, Activations: 2 * GB},
		{Component: "blind", Stage: "denoise", Shares: "unet", Weights: 3 * GB, Packed: GB / 2, Activations: GB},
	}
	for _, once := range []Bytes{Once(true, true), Once(true, false), Once(false, false)} {
		p, err := Place(need, machine(), OnCPU, Choices{Once: once})
		if err != nil {
			t.Fatal(err)
		}
		denoise, encode := 3*GB+GB+GB/2+2*GB+once, 2*GB+once
		if p.During("denoise", Processor) != denoise || p.During("encode", Processor) != encode || p.Peak[Processor] != denoise {
			t.Errorf("%v once: %v and %v, at most %v, want %v and %v", once, p.During("encode", Processor), p.During("denoise", Processor), p.Peak[Processor], encode, denoise)
		}
	}
}
