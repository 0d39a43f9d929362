package objects

import (
	"math"
	"math/rand/v2"
)

// dice decides everything about an object. Two dice of the same seed fall alike.
type dice struct{ *rand.Rand }

func newDice(seed uint64) dice { return dice{rand.New(rand.NewPCG(seed, 0x7061_7469_6e61))} }

// between returns a number from lo to hi, all equally likely.
func (d dice) between(lo, hi float32) float32 { return lo + (hi-lo)*d.Float32() }

// chance is true so often, 0 to 1.
func (d dice) chance(share float32) bool { return d.Float32() < share }

// count returns a whole number from lo to hi, both included.
func (d dice) count(lo, hi int) int { return lo + d.IntN(hi-lo+1) }

// seed returns a number for a noise of its own.
func (d dice) seed() uint32 { return d.Uint32() }

// pick returns one of a list, all equally likely.
func pick[T any](d dice, list ...T) T { return list[d.IntN(len(list))] }

func clamp(x, lo, hi float32) float32 { return min(max(x, lo), hi) }

func lerp(a, b, t float32) float32 { return a + (b-a)*t }

// ramp runs smoothly from 0 at lo to 1 at hi; lo may be the larger.
func ramp(lo, hi, x float32) float32 {
	t := clamp((x-lo)/(hi-lo), 0, 1)
	return t * t * (3 - 2*t)
}

func abs(x float32) float32 { return float32(math.Abs(float64(x))) }

func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }

func pow(x, y float32) float32 { return float32(math.Pow(float64(x), float64(y))) }

// sincos takes an angle in turns.
func sincos(turns float32) (sin, cos float32) {
	s, c := math.Sincos(2 * math.Pi * float64(turns))
	return float32(s), float32(c)
}

// turns returns the angle of a direction in turns, -0.5 to 0.5.
func turns(y, x float32) float32 {
	return float32(math.Atan2(float64(y), float64(x)) / (2 * math.Pi))
}
