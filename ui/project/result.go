package project

import (
	"fmt"
	"image"
	"maps"
	"slices"
	"strings"
	"time"

	"patina/paint"
)

// Result is what the last finished job made of the open mesh.
type Result struct {
	*paint.Result
	Receipt  paint.Receipt
	SavedAs  string // path of the last save, "" while it is not saved
	Exported string // folder of the last export, "" while there is none
}

// Unsaved tells whether there is a result that would be lost.
func (p *Project) Unsaved() bool {
	return p.Result != nil && p.Result.SavedAs == "" && p.Result.Exported == ""
}

// Textures returns what belongs on the mesh: the latest preview while a job runs,
// otherwise the result, and nil for the mesh's own materials.
func (p *Project) Textures() []*image.NRGBA {
	if p.Running() && p.Job.Textures != nil {
		return p.Job.Textures
	}
	if p.Result != nil {
		return p.Result.Textures
	}
	return nil
}

// Summary tells in lines what the result is made of.
func (r *Result) Summary() []string {
	lines := []string{"Painted in " + Duration(r.Duration()) + ", seed " + fmt.Sprint(r.Settings.Seed) + "."}
	var stages []string
	for _, t := range r.Times {
		stages = append(stages, string(t.Stage)+" "+Duration(t.Duration))
	}
	if len(stages) > 0 {
		lines = append(lines, Sentence(strings.Join(stages, ", ")))
	}
	if text := summarizeNetwork(r.Network); text != "" {
		lines = append(lines, text)
	}
	c := r.Coverage
	return append(lines, fmt.Sprintf("%s texels painted: %s seen by a camera, %s invented.",
		Thousands(c.Texels), percent(c.Seen, c.Texels), percent(c.Invented, c.Texels)))
}

// summarizeNetwork tells what the networks of a job moved and needed, "" for one without.
func summarizeNetwork(n paint.NetworkUse) string {
	if n.Plan == nil {
		return ""
	}
	var parts []string
	if moved, took := n.Moved(); moved > 0 {
		parts = append(parts, fmt.Sprintf("%s moved between devices in %.1f s", moved, took))
	}
	for _, id := range slices.Sorted(maps.Keys(n.Plan.Peak)) {
		if most := n.Peak(id); most > 0 {
			parts = append(parts, fmt.Sprintf("at most %s on %s, %s predicted", most, id, n.Plan.Peak[id]))
		}
	}
	return Sentence(strings.Join(parts, "; "))
}

// Duration writes a duration in at most five characters or so: "0.4 s", "12 s",
// "3:05 min".
func Duration(d time.Duration) string {
	switch s := d.Seconds(); {
	case s < 9.95:
		return fmt.Sprintf("%.1f s", s)
	case s < 59.5:
		return fmt.Sprintf("%.0f s", s)
	}
	whole := int(d.Round(time.Second) / time.Second)
	if whole >= 3600 {
		return fmt.Sprintf("%d:%02d h", whole/3600, whole/60%60)
	}
	return fmt.Sprintf("%d:%02d min", whole/60, whole%60)
}

// Thousands writes a count with commas.
func Thousands(n int) string {
	digits := fmt.Sprint(n)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}

func percent(n, of int) string {
	if of == 0 {
		return "0 %"
	}
	share := 100 * float64(n) / float64(of)
	if n > 0 && share < 0.1 {
		return "under 0.1 %"
	}
	if n < of && share > 99.9 {
		return "over 99.9 %"
	}
	return fmt.Sprintf("%.1f %%", share)
}
