package terminal

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"io"
	"path/filepath"
	"text/tabwriter"
	"time"

	"patina/devices"
	"patina/paint"
)

// MeasureProfile is patina profile: it paints the same job under each policy that fits,
// with the same seed, writes a table of what each cost, and keeps it for the estimates of
// later jobs. It returns the exit status.
func MeasureProfile(ctx context.Context, o Options, parts Parts) int {
	j := &job{opts: o, parts: parts}
	j.tell = newProgress(parts.Stderr, parts.Terminal).show
	profile, err := j.profile(ctx)
	switch {
	case ctx.Err() != nil:
		fmt.Fprintln(parts.Stderr, "Cancelled; nothing was written.")
		return ExitCancelled
	case err != nil:
		fmt.Fprintf(parts.Stderr, "patina: %v\n", err)
		return ExitFailed
	}
	if o.JSON {
		err = json.NewEncoder(parts.Stdout).Encode(profile)
	} else {
		err = printProfile(parts.Stdout, profile)
	}
	if err != nil {
		return ExitFailed
	}
	return ExitDone
}

// profiled are the policies that are compared, the first one being what the others cost
// more than.
var profiled = []devices.Policy{devices.Resident, devices.Offload, devices.OffloadViews, devices.OnCPU}

// profile measures, and keeps what it measured.
func (j *job) profile(ctx context.Context) (devices.Profile, error) {
	profile := devices.Profile{Date: time.Now(), Library: j.parts.Machine.Library()}
	painter, err := j.painter(ctx)
	if err != nil {
		return profile, err
	}
	profile.Model = filepath.Base(j.opts.Settings.Diffusion.Model)
	if err := j.open(ctx); err != nil {
		return profile, err
	}
	if profile.Devices, err = j.parts.Machine.Devices(ctx); err != nil {
		return profile, err
	}
	if err := j.compare(ctx, painter, &profile); err != nil {
		return profile, err
	}
	j.parts.Machine.Learn(profile.Speeds())
	if j.parts.Profile == "" {
		return profile, nil
	}
	return profile, profile.Save(j.parts.Profile)
}

// compare paints under each policy and adds what that took. A policy that does not fit is
// left out with a sentence; it is an error when none fits.
func (j *job) compare(ctx context.Context, painter *paint.Painter, profile *devices.Profile) error {
	var first *paint.Result
	var reasons []error
	for _, policy := range profiled {
		if policy == devices.OffloadViews && profile.Seconds(devices.Offload) > 0 {
			continue // it is for where that does not fit
		}
		j.opts.Settings.Offload = policy
		result, err := j.paint(ctx, painter)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			reasons = append(reasons, fmt.Errorf("%s is left out: %w", policy, err))
			j.tell(paint.Notice{Text: reasons[len(reasons)-1].Error()})
			continue
		}
		profile.Rows = append(profile.Rows, result.Network.Stages...)
		if err := j.parts.Machine.Release(); err != nil {
			return err
		}
		if first == nil {
			first = result
		}
		profile.Difference = max(profile.Difference, difference(first, result))
	}
	if first == nil {
		return errors.Join(reasons...)
	}
	return nil
}

// difference returns by how much the painted views of two jobs differ at most, from 0 to
// 1.
func difference(a, b *paint.Result) float64 {
	most := 0.0
	for i := range a.Painted {
		most = max(most, apart(a.Painted[i].Image, b.Painted[i].Image))
	}
	return most
}

// apart returns the largest difference of two pictures of one size.
func apart(a, b *image.NRGBA) float64 {
	if bytes.Equal(a.Pix, b.Pix) {
		return 0
	}
	most := 0
	for i := range a.Pix {
		d := int(a.Pix[i]) - int(b.Pix[i])
		most = max(most, d, -d)
	}
	return float64(most) / 255
}

// printProfile writes a profile as a table.
func printProfile(to io.Writer, p devices.Profile) error {
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "policy\tdevice\tstage\tsteps\tseconds\teach\tmoved\tin\tpredicted\tmeasured\t")
	for _, r := range p.Rows {
		fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%.2f\t%.3f\t%s\t%.2f\t%s\t%s\t\n",
			r.Policy, r.Device, r.Stage, r.Steps, r.Seconds, r.Seconds/float64(max(1, r.Steps)), r.Moved, r.Moving, r.Predicted, measured(r.Measured))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, policy := range profiled {
		if s := p.Seconds(policy); s > 0 {
			fmt.Fprintf(to, "%s: %.2f s\n", policy, s)
		}
	}
	if cost, ok := p.OffloadCost(); ok {
		fmt.Fprintf(to, "Offload costs %.1f %% of the time.\n", 100*cost)
	}
	_, err := fmt.Fprintf(to, "The pictures differ by %.3f at most, of 1.\n", p.Difference)
	return err
}

// measured writes a measurement, where there is one.
func measured(b devices.Bytes) string {
	if b == 0 {
		return "-"
	}
	return b.String()
}
