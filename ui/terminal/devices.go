package terminal

import (
	"context"
	"encoding/json"
	"fmt"
	"text/tabwriter"

	"patina/devices"
)

// ListDevices is patina devices: it writes what networks can run on, and returns the exit
// status.
func ListDevices(ctx context.Context, o Options, parts Parts) int {
	list, err := parts.Machine.Devices(ctx)
	if list == nil && err != nil {
		fmt.Fprintf(parts.Stderr, "patina: %v\n", err)
		return ExitFailed
	}
	if err != nil {
		fmt.Fprintf(parts.Stderr, "%v.\n", err)
	}
	if o.JSON {
		if err := json.NewEncoder(parts.Stdout).Encode(list); err != nil {
			return ExitFailed
		}
		return ExitDone
	}
	w := tabwriter.NewWriter(parts.Stdout, 0, 0, 2, ' ', 0)
	for _, d := range list {
		fmt.Fprintf(w, "%s\t%s\t%s\n", d.ID, d, standing(d))
	}
	w.Flush()
	return ExitDone
}

// standing says whether a device can be used, and in which precision, or why not.
func standing(d devices.Device) string {
	switch {
	case !d.Proven:
		return "cannot be used: " + d.Reason
	case d.Half:
		return "proven, in float16 too"
	}
	return "proven"
}
