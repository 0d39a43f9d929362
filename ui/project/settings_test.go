package project

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"patina/paint"
	"patina/paint/view"
)

func TestEverySettingIsExplained(t *testing.T) {
	p, _ := newTestProject(t, "")
	for _, s := range Settings() {
		h := s.Help()
		if h.Title == "" || len(h.Meaning) < 30 || h.Cost == "" || Sentence(h.Meaning) != h.Meaning || Sentence(h.Cost) != h.Cost {
			t.Errorf("%s is not explained in whole sentences: %+v", s, h)
		}
		if text := p.Explain(s); !strings.Contains(text, h.Meaning) || !strings.Contains(text, h.Cost) {
			t.Errorf("%s: tooltip %q leaves out meaning or cost", s, text)
		}
	}
	if len(help) != len(Settings()) {
		t.Errorf("%d explanations for %d settings", len(help), len(Settings()))
	}
}

func TestIgnoredSettingsAreNamed(t *testing.T) {
	p, _ := newTestProject(t, "")
	if text, ignored := p.Ignored(Steps); !ignored || !strings.Contains(text, "Projection") || !strings.Contains(p.Explain(Steps), text) {
		t.Errorf("steps: %q, %v", text, ignored)
	}
	if err := p.Set(PainterName, "Network"); err != nil {
		t.Fatal(err)
	}
	if _, ignored := p.Ignored(Steps); ignored || p.Settings.Painter != "network" {
		t.Errorf("the painter %q does not use steps", p.Settings.Painter)
	}
}

func TestSetReadsNumbersAndKeepsWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		setting    Setting
		good, bad  string
		complaint  string
		afterwards func(paint.Settings) any
		want       any
	}{
		{Steps, " 40 ", "0", "between 1 and 200", func(s paint.Settings) any { return s.Steps }, 40},
		{ViewSize, "768", "many", `"many" is not a whole number`, func(s paint.Settings) any { return s.ViewSize }, 768},
		{TextureSize, "4096", "16384", "between 64 and 8192", func(s paint.Settings) any { return s.TextureSize }, 4096},
		{Padding, "0", "", "nothing is not a whole number", func(s paint.Settings) any { return s.Padding }, 0},
		{Seed, "7", "-1", "not a whole number", func(s paint.Settings) any { return s.Seed }, uint64(7)},
		{Seed, "9223372036854775807", "9223372036854775808", "not a whole number", func(s paint.Settings) any { return s.Seed }, uint64(math.MaxInt64)},
	} {
		p, _ := newTestProject(t, "")
		if err := p.Set(c.setting, c.good); err != nil {
			t.Errorf("%s %q: %v", c.setting, c.good, err)
		}
		err := p.Set(c.setting, c.bad)
		if !strings.Contains(message(err), c.complaint) || p.Problem(c.setting) != err || p.Text(c.setting) != c.bad {
			t.Errorf("%s %q: error %v, kept %v, text %q", c.setting, c.bad, err, p.Problem(c.setting), p.Text(c.setting))
		}
		if got := c.afterwards(p.Settings); got != c.want {
			t.Errorf("%s is %v after bad text, want %v", c.setting, got, c.want)
		}
		if err := p.Set(c.setting, strings.TrimSpace(c.good)); err != nil || p.Problem(c.setting) != nil {
			t.Errorf("%s cannot be mended: %v", c.setting, err)
		}
	}
}

func TestSwitches(t *testing.T) {
	p, _ := newTestProject(t, "")
	for _, s := range []Setting{FindView, KeyBackground, Mirror} {
		was := p.Switch(s)
		p.SetSwitch(s, !was)
		if p.Switch(s) == was {
			t.Errorf("%s does not switch", s)
		}
	}
	want := paint.Reference{View: view.Front(), FindView: true}
	if p.Settings.Reference != want {
		t.Errorf("reference %+v, want %+v", p.Settings.Reference, want)
	}
}

func TestReferenceViewFromTheViewport(t *testing.T) {
	p, _ := ready(t)
	v := view.At(33, 12)
	v.Weight = 0
	if err := p.UseView(v); err != nil || p.Settings.Reference.View.Azimuth != 33 || p.Settings.Reference.View.Weight != 1 {
		t.Fatalf("error %v, view %+v", err, p.Settings.Reference.View)
	}
	if got := p.Text(ReferenceView); got != "azimuth 33°, elevation 12°" {
		t.Errorf("text %q", got)
	}
	if err := p.UseView(view.At(0, 120)); err == nil || p.Settings.Reference.View.Azimuth != 33 {
		t.Errorf("error %v for a view that cannot be", err)
	}
	use(t, p, openedReference())
	if got := p.Text(ReferenceView); got != "front" {
		t.Errorf("a new reference is seen from %q", got)
	}
}

func TestResetBringsBackDefaults(t *testing.T) {
	p, _ := newTestProject(t, "")
	_ = p.Set(Steps, "3")
	_ = p.Set(ViewSize, "junk")
	_ = p.Set(Azimuths, "0,10")
	_ = p.Set(PainterName, "Network")
	p.LockSeed(true)
	p.Reset()
	if !reflect.DeepEqual(p.Settings, p.defaults()) || p.SeedLocked {
		t.Errorf("settings %+v", p.Settings)
	}
	for _, s := range Settings() {
		if p.Problem(s) != nil {
			t.Errorf("%s still has a problem: %v", s, p.Problem(s))
		}
	}
	if p.Text(ViewSize) != "512" || p.Text(Cameras) != "6 reference views" {
		t.Errorf("texts %q, %q", p.Text(ViewSize), p.Text(Cameras))
	}
}

func TestSeedIsShownBeforeItIsUsed(t *testing.T) {
	p, _ := ready(t)
	shown := p.Settings.Seed
	if shown != 100 {
		t.Fatalf("first seed %d", shown)
	}
	if req := begin(t, p); req.Settings.Seed != shown {
		t.Errorf("the first job uses %d, shown was %d", req.Settings.Seed, shown)
	}
	p.Apply(paint.Cancelled{})
	if req := begin(t, p); req.Settings.Seed != 101 || p.Settings.Seed != 101 {
		t.Errorf("the second job uses %d and shows %d, want a new one", req.Settings.Seed, p.Settings.Seed)
	}
	p.Apply(paint.Cancelled{})
	p.RollSeed()
	if req := begin(t, p); req.Settings.Seed != 102 {
		t.Errorf("the rolled seed 102 is not used, but %d", req.Settings.Seed)
	}
	p.Apply(paint.Cancelled{})
	p.LockSeed(true)
	if req := begin(t, p); req.Settings.Seed != 102 {
		t.Errorf("a locked seed changed to %d", req.Settings.Seed)
	}
}

func TestTypedSeedIsLocked(t *testing.T) {
	p, _ := ready(t)
	_ = p.Set(Seed, "42")
	if !p.SeedLocked {
		t.Error("a typed seed is not locked")
	}
	for range 2 {
		if req := begin(t, p); req.Settings.Seed != 42 {
			t.Errorf("seed %d", req.Settings.Seed)
		}
		p.Apply(paint.Cancelled{})
	}
}

func TestRollSeedMendsABadSeed(t *testing.T) {
	p, _ := ready(t)
	_ = p.Set(Seed, "bad")
	p.RollSeed()
	if p.Problem(Seed) != nil || p.Text(Seed) != "101" {
		t.Errorf("problem %v, text %q", p.Problem(Seed), p.Text(Seed))
	}
}
