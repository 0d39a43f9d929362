package profile

import (
	"fmt"
	"slices"

	"patina/devices"
)

// Head names the columns of Table.
func Head() []string {
	return []string{"policy", "device", "stage", "steps", "seconds", "each", "moved", "in", "predicted", "measured"}
}

// Table returns a profile as it is shown: a row for each stage under each policy, with the
// seconds of the stage and of a step, the bytes that moved between devices and the seconds
// of that, and the peak of the memory.
func Table(p devices.Profile) [][]string {
	var rows [][]string
	for _, r := range p.Rows {
		rows = append(rows, []string{
			r.Policy.String(), string(r.Device), r.Stage, fmt.Sprint(r.Steps),
			fmt.Sprintf("%.2f s", r.Seconds), fmt.Sprintf("%.3f s", r.Seconds/float64(max(1, r.Steps))),
			r.Moved.String(), fmt.Sprintf("%.2f s", r.Moving), r.Predicted.String(), measured(r.Measured),
		})
	}
	return rows
}

// measured writes a measurement, where there is one.
func measured(b devices.Bytes) string {
	if b == 0 {
		return "-"
	}
	return b.String()
}

// Findings says in sentences what a profile has shown.
func Findings(p devices.Profile) []string {
	var list []string
	for _, policy := range slices.Insert(policies(), 2, devices.OffloadViews) {
		if s := p.Seconds(policy); s > 0 {
			list = append(list, fmt.Sprintf("%s: %.2f s.", policy, s))
		}
	}
	if cost, ok := p.OffloadCost(); ok {
		list = append(list, fmt.Sprintf("Offload costs %.1f %% of the time.", 100*cost))
	}
	return append(list, fmt.Sprintf("The pictures differ by %.3f at most, of 1.", p.Difference))
}
