package noise

import "math"

// half rounds to the nearest float16, ties to even. Normal numbers lie well inside
// its range; below 2^-14 it keeps multiples of 2^-24.
func half(f float32) float32 {
	_, exponent := math.Frexp(float64(f))
	ulp := math.Ldexp(1, max(exponent, -13)-11)
	return float32(math.RoundToEven(float64(f)/ulp) * ulp)
}
