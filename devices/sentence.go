package devices

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

// String returns the plan as the artist reads it before a job: what needs most memory,
// what is there besides, how much of which device, and how long it takes: "unet 1.9 GB +
// 2.1 GB working, vae after it; 4.4 of 7.6 GB; about 38 s".
func (p Plan) String() string {
	if len(p.Components) == 0 {
		return "nothing to compute"
	}
	main := p.main()
	c := p.Components[main]
	text := fmt.Sprintf("%s %s + %s working", c.Component, c.Weights, c.Working)
	text += p.besides(main)
	if p.Policy == OnCPU {
		text = "on the processor: " + text
	}
	for _, id := range slices.Sorted(maps.Keys(p.Peak)) {
		text += fmt.Sprintf("; %s of %s", number(p.Peak[id]), p.Free[id])
		if len(p.Peak) > 1 {
			text += " on " + string(id)
		}
	}
	if p.Seconds > 0 {
		text += "; about " + duration(p.Seconds)
	}
	return text
}

// main returns the component that needs most.
func (p Plan) main() int {
	most := 0
	for i, c := range p.Components {
		if c.Weights+c.Working > p.Components[most].Weights+p.Components[most].Working {
			most = i
		}
	}
	return most
}

// besides says when the other components are on their devices.
func (p Plan) besides(main int) string {
	var before, beside, after []string
	for i, c := range p.Components {
		switch {
		case i == main:
		case c.Resident || c.Stage == p.Components[main].Stage:
			beside = append(beside, c.Component)
		case i < main:
			before = append(before, c.Component)
		default:
			after = append(after, c.Component)
		}
	}
	return named(before, "before") + named(beside, "beside") + named(after, "after")
}

// named says where a list of components stands; each is named once.
func named(list []string, where string) string {
	var once []string
	for _, name := range list {
		if !slices.Contains(once, name) {
			once = append(once, name)
		}
	}
	switch n := len(once); n {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf(", %s %s it", once[0], where)
	default:
		return fmt.Sprintf(", %s and %s %s it", strings.Join(once[:n-1], ", "), once[n-1], where)
	}
}

// duration returns seconds as people say them.
func duration(seconds float64) string {
	switch {
	case seconds < 100:
		return fmt.Sprintf("%.0f s", math.Max(1, seconds))
	case seconds < 100*60:
		return fmt.Sprintf("%.0f min", seconds/60)
	}
	return fmt.Sprintf("%.1f h", seconds/3600)
}
