package terminal

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"patina/devices"
	"patina/paint"
	"patina/paint/profile"
)

// MeasureProfile is patina profile: it measures a job, writes a table of what each policy
// cost, and keeps it for the estimates of later jobs. It returns the exit status.
func MeasureProfile(ctx context.Context, o Options, parts Parts) int {
	j := &job{opts: o, parts: parts}
	j.tell = newProgress(parts.Stderr, parts.Terminal).show
	p, err := j.profile(ctx)
	switch {
	case ctx.Err() != nil:
		fmt.Fprintln(parts.Stderr, "Cancelled; nothing was written.")
		return ExitCancelled
	case err != nil:
		fmt.Fprintf(parts.Stderr, "patina: %v\n", err)
		return ExitFailed
	}
	if o.JSON {
		err = json.NewEncoder(parts.Stdout).Encode(p)
	} else {
		err = printProfile(parts.Stdout, p)
	}
	if err != nil {
		return ExitFailed
	}
	return ExitDone
}

// profile opens what is painted, and measures.
func (j *job) profile(ctx context.Context) (p devices.Profile, err error) {
	painter, err := j.painter(ctx)
	if err != nil {
		return p, err
	}
	if err := j.open(ctx); err != nil {
		return p, err
	}
	measured := profile.Job{
		Painter: painter, Machine: j.parts.Machine, File: j.parts.Profile,
		Request: paint.Request{Mesh: j.file.Mesh, Reference: j.reference.Pixels, Settings: j.opts.Settings},
	}
	return measured.Measure(ctx, func(_ profile.Progress, ev paint.Event) { j.tell(ev) })
}

// printProfile writes a profile as a table, and what it shows.
func printProfile(to io.Writer, p devices.Profile) error {
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, row := range append([][]string{profile.Head()}, profile.Table(p)...) {
		fmt.Fprintln(w, strings.Join(row, "\t")+"\t")
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(to, strings.Join(profile.Findings(p), "\n"))
	return err
}
