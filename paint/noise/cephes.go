package noise

import "math"

// PyTorch computes blocks of normal numbers with the single-precision logarithm and
// sine of the Cephes library (S. Moshier, "Methods and Programs for Mathematical
// Functions", 1989), with fused multiply-add. Only the same arithmetic gives the
// same last bits, so it is repeated here (reference section 5.1).

// fma returns a*b + c rounded once: the product of two float32 is exact in float64.
func fma(a, b, c float32) float32 { return float32(float64(a)*float64(b) + float64(c)) }

var logCoefficients = [...]float32{
	-1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1,
	-1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
}

// log32 returns the natural logarithm of a positive x.
func log32(x float32) float32 {
	fraction, exponent := math.Frexp(float64(x))
	m, e := float32(fraction), float32(exponent)
	if m < 0.70710678 {
		e--
		m = m + m - 1
	} else {
		m--
	}
	z := m * m
	y := float32(7.0376836292e-2)
	for _, c := range logCoefficients {
		y = fma(y, m, c)
	}
	y *= m
	y = fma(y, z, e*-2.12194440e-4)
	y = fma(z, -0.5, y)
	return fma(e, 0.693359375, m+y)
}

// sincos32 returns sine and cosine of x, which is not negative.
func sincos32(x float32) (sin, cos float32) {
	j := (int32(x*1.27323954473516) + 1) &^ 1
	y := float32(j)
	x = fma(y, -0.78515625, x)
	x = fma(y, -2.4187564849853515625e-4, x)
	x = fma(y, -3.77489497744594108e-8, x)
	z := x * x

	c := float32(2.443315711809948e-5)
	c = fma(c, z, -1.388731625493765e-3)
	c = fma(c, z, 4.166664568298827e-2)
	c *= z
	c = fma(c, z, -(z*0.5)) + 1

	s := float32(-1.9515295891e-4)
	s = fma(s, z, 8.3321608736e-3)
	s = fma(s, z, -1.6666654611e-1)
	s *= z
	s = fma(s, x, x)

	sin, cos = s, c
	if j&2 != 0 {
		sin, cos = c, s
	}
	if j&4 != 0 {
		sin = -sin
	}
	if (j-2)&4 == 0 {
		cos = -cos
	}
	return sin, cos
}
