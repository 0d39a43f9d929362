package devices

import (
	"errors"
	"fmt"
	"time"

	"patina/paint/jsonfile"
)

// Profile is what a job cost under each policy that fits, as measured.
type Profile struct {
	Date       time.Time `json:"date"`
	Model      string    `json:"model"`      // name of the checkpoint
	Library    string    `json:"library"`    // version of ONNX Runtime
	Devices    []Device  `json:"devices"`    // as they were
	Difference float64   `json:"difference"` // of the pictures of any two policies, at most, from 0 to 1
	Rows       []Row     `json:"rows"`
}

// Row is one stage of a job under a policy.
type Row struct {
	Policy    Policy  `json:"policy"`
	Device    ID      `json:"device"`
	Stage     string  `json:"stage"`
	Steps     int     `json:"steps,omitempty"` // of the stage, 0 when it has none
	Seconds   float64 `json:"seconds"`         // of the whole stage
	FLOP      int64   `json:"flop,omitempty"`  // floating point operations
	Moved     Bytes   `json:"moved"`           // between devices
	Moving    float64 `json:"moving"`          // seconds of it, within Seconds
	Predicted Bytes   `json:"predicted"`       // peak memory on the device
	Measured  Bytes   `json:"measured"`        // peak memory on the device
}

// OpenProfile reads a profile that Save wrote.
func OpenProfile(path string) (Profile, error) {
	p, err := jsonfile.Read[Profile](path, nil)
	switch {
	case errors.Is(err, jsonfile.ErrDamaged):
		return Profile{}, fmt.Errorf("cannot open profile %s: it is damaged or no profile; measure again (%w)", path, err)
	case err != nil:
		return Profile{}, fmt.Errorf("cannot open profile %s: %w", path, err)
	}
	return p, nil
}

// Save writes the profile whole or not at all.
func (p Profile) Save(path string) error { return jsonfile.Write(path, p) }

// Speeds returns how fast the devices were, for the time estimates of plans.
func (p Profile) Speeds() Speeds {
	type sum struct{ flop, computing, moved, moving float64 }
	sums := map[ID]sum{}
	for _, r := range p.Rows {
		s := sums[r.Device]
		if r.FLOP > 0 {
			s.flop += float64(r.FLOP)
			s.computing += max(0, r.Seconds-r.Moving)
		}
		s.moved += float64(r.Moved)
		s.moving += r.Moving
		sums[r.Device] = s
	}
	speeds := Speeds{}
	for id, s := range sums {
		if s.flop > 0 && s.computing > 0 {
			speed := Speed{Compute: s.flop / s.computing}
			if s.moved > 0 && s.moving > 0 {
				speed.Transfer = s.moved / s.moving
			}
			speeds[id] = speed
		}
	}
	return speeds
}

// Seconds returns how long a job took under a policy, 0 when that was not measured.
func (p Profile) Seconds(policy Policy) float64 {
	sum := 0.0
	for _, r := range p.Rows {
		if r.Policy == policy {
			sum += r.Seconds
		}
	}
	return sum
}

// OffloadCost returns how much longer a job took with offload than resident, as a share
// of the latter, or false when one of them was not measured.
func (p Profile) OffloadCost() (float64, bool) {
	resident, offload := p.Seconds(Resident), p.Seconds(Offload)
	if resident <= 0 || offload <= 0 {
		return 0, false
	}
	return offload/resident - 1, true
}
