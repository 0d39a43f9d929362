package terminal

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"patina/devices"
	"patina/paint/diffusion"
)

// Command is what the program does besides painting.
type Command string

// The commands.
const (
	CommandDevices  Command = "devices"  // lists what networks can run on
	CommandProfile  Command = "profile"  // measures what a job costs under each policy
	CommandCoverage Command = "coverage" // tells what the cameras see of a mesh
	CommandUV       Command = "uv"       // says whether the UVs of a mesh can be painted
	CommandParts    Command = "parts"    // lists what of a mesh can be protected
)

// MachineOptions are what a command line says about devices and memory beyond
// paint.Settings.
type MachineOptions struct {
	Cap       devices.Bytes // of memory for the whole program, 0 for no cap
	FreeAfter time.Duration // how long memory is kept for the next job
}

// machineFlags are the flags of the group that are Settings under another form.
type machineFlags struct{ offload, device, limit string }

func (p *parser) machineFlags(f *pflag.FlagSet) {
	f.StringVar(&p.machine.offload, "offload", "auto", "`WHEN` networks leave their device between uses: auto where that makes them fit, on, off, or cpu to compute on the processor alone")
	f.StringVar(&p.machine.device, "device", "", "`ID` of the device that computes, as patina devices lists it, or one for each part: unet=cuda:0,vae=cuda:1 (parts: "+strings.Join(diffusion.Parts(), ", ")+")")
	f.StringVar(&p.machine.limit, "cap-memory", "", "keep the whole program below `SIZE`, such as 6GB")
	f.DurationVar(&p.opts.FreeAfter, "free-after", 5*time.Minute, "give memory back that was not used for `TIME`; 0 gives it back after every job")
}

// setCommand takes a command off the command line.
func (p *parser) setCommand(args []string) []string {
	if len(args) == 0 {
		return args
	}
	switch c := Command(args[0]); c {
	case CommandDevices, CommandProfile, CommandCoverage, CommandUV, CommandParts:
		p.opts.Command = c
		return args[1:]
	}
	return args
}

// setMachine reads the flags of the group.
func (p *parser) setMachine() (err error) {
	s := &p.opts.Settings
	if s.Offload, err = devices.ParsePolicy(strings.ToLower(p.machine.offload)); err != nil {
		return fmt.Errorf("--offload: %w", err)
	}
	if p.opts.FreeAfter < 0 {
		return fmt.Errorf("--free-after cannot be negative, got %s", p.opts.FreeAfter)
	}
	if p.machine.limit != "" {
		if p.opts.Cap, err = parseBytes(p.machine.limit); err != nil {
			return fmt.Errorf("--cap-memory: %w", err)
		}
	}
	return p.setDevices()
}

// setDevices reads --device: one for all, and others for parts.
func (p *parser) setDevices() error {
	s := &p.opts.Settings
	if p.machine.device == "" {
		return nil
	}
	for _, item := range strings.Split(p.machine.device, ",") {
		part, text, onePart := strings.Cut(item, "=")
		if !onePart {
			text = part
		}
		id, err := devices.ParseID(text)
		switch {
		case err != nil:
			return fmt.Errorf("--device: %w", err)
		case !onePart && s.Device != "":
			return fmt.Errorf("--device names two devices for everything, %s and %s: write the part before one of them, such as vae=%s", s.Device, id, id)
		case !onePart:
			s.Device = id
			continue
		}
		if s.Devices == nil {
			s.Devices = map[string]devices.ID{}
		}
		s.Devices[strings.ToLower(strings.TrimSpace(part))] = id
	}
	return nil
}

// units are those that sizes are written in.
var units = []struct {
	suffix string
	bytes  devices.Bytes
}{{"gb", devices.GB}, {"mb", devices.MB}, {"g", devices.GB}, {"m", devices.MB}}

// parseBytes reads "6GB", "1.5 gb" or "800MB".
func parseBytes(text string) (devices.Bytes, error) {
	number := strings.ToLower(strings.TrimSpace(text))
	for _, u := range units {
		digits, ok := strings.CutSuffix(number, u.suffix)
		if !ok {
			continue
		}
		n, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
		if err == nil && n > 0 && n < 1e6 {
			return devices.Bytes(n * float64(u.bytes)), nil
		}
	}
	return 0, fmt.Errorf("%q is no size: write a number with GB or MB, such as 6GB", text)
}

// commandMissing says what a command lacks.
func (p *parser) commandMissing() error {
	switch {
	case p.opts.Out != "" || p.opts.Sheet != "":
		return fmt.Errorf("patina %s paints nothing to keep: leave out --out and --sheet", p.opts.Command)
	case p.opts.Command == CommandDevices:
		return nil
	case p.opts.Command != CommandProfile && (p.opts.Mesh != "" || p.opts.Sample && p.opts.Command != CommandUV):
		return nil
	case p.opts.Command != CommandProfile:
		return fmt.Errorf("patina %s looks at a mesh: patina %s MESH", p.opts.Command, p.opts.Command)
	case p.opts.Settings.Painter == plainPainter:
		return errors.New("patina profile measures a model: leave out --painter projection")
	case !p.opts.Sample && (p.opts.Mesh == "" || p.opts.Reference == ""):
		return errors.New("patina profile needs something to paint: add --sample, or a mesh and --reference IMAGE")
	}
	return nil
}
