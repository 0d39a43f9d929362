package scheduler

import (
	"strings"
	"testing"
)

func TestNamedUnderstandsWhatPeopleType(t *testing.T) {
	for text, want := range map[string]Name{
		"euler": Euler, "Euler A": EulerAncestral, "euler-a": EulerAncestral, "eulera": EulerAncestral, "dpm++": DPM, "DPM++SDE": DPMSDE,
		"dpm++-sde": DPMSDE, "unipc": UniPC, "UniPCMultistepScheduler": UniPC, "sa-solver": SASolver, "heun": Heun, "ddim": DDIM, "lcm": LCM,
	} {
		if got, err := Named(text); err != nil || got != want {
			t.Errorf("%q is %q, %v; want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"", "+", "eule", "euler b"} {
		if got, err := Named(text); err == nil || !strings.Contains(err.Error(), "SA-Solver") {
			t.Errorf("%q is %q, %v", text, got, err)
		}
	}
}

func TestTitlesNameTheirSolver(t *testing.T) {
	for _, n := range Names() {
		if got, err := Named(n.Title()); err != nil || got != n {
			t.Errorf("%s is %q, %v", n.Title(), got, err)
		}
	}
}
