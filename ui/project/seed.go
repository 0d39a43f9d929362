package project

import (
	"fmt"
	"math"
	"strconv"

	"patina/paint"
)

// RollSeed picks a new seed; the next job uses it even when the seed is not
// locked.
func (p *Project) RollSeed() {
	p.Settings.Seed = p.freshSeed()
	p.seedUsed = false
	delete(p.text, Seed)
	delete(p.problems, Seed)
}

// LockSeed says whether jobs keep the seed. Unlocked, every job after the first
// gets a new one.
func (p *Project) LockSeed(locked bool) { p.SeedLocked = locked }

// setSeed locks what was typed: who types a seed wants that one.
func (p *Project) setSeed(text string) error {
	seed, err := strconv.ParseUint(text, 10, 64)
	if err != nil || seed > paint.MaxSeed {
		return fmt.Errorf("%s is not a whole number from 0 to %d", quoted(text), uint64(paint.MaxSeed))
	}
	p.Settings.Seed = seed
	p.SeedLocked, p.seedUsed = true, false
	return nil
}

// freshSeed fits 32 bits, so that it stays short enough to be read out and fits
// every generator.
func (p *Project) freshSeed() uint64 { return p.random() % (math.MaxUint32 + 1) }

// nextSeed makes sure that the seed on show is the one that the next job uses.
func (p *Project) nextSeed() {
	if p.seedUsed && !p.SeedLocked {
		p.RollSeed()
	}
	p.seedUsed = true
}
