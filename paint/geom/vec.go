// Package geom holds the vectors, matrices and boxes that the rest of Patina
// speaks in, and nothing else. Components are float32, because that is what
// meshes, the GPU and the reference pipeline use.
//
// Products are converted to float32 before they are added, so that no processor
// fuses the two into one rounding: results are the same everywhere.
package geom

import "math"

// Vec2 is a point or direction in the plane; for texture coordinates X is u and Y is v.
type Vec2 struct{ X, Y float32 }

// Add returns a + b.
func (a Vec2) Add(b Vec2) Vec2 { return Vec2{a.X + b.X, a.Y + b.Y} }

// Sub returns a - b.
func (a Vec2) Sub(b Vec2) Vec2 { return Vec2{a.X - b.X, a.Y - b.Y} }

// Scale returns a times s.
func (a Vec2) Scale(s float32) Vec2 { return Vec2{float32(a.X * s), float32(a.Y * s)} }

// Dot returns the inner product of a and b.
func (a Vec2) Dot(b Vec2) float32 { return float32(a.X*b.X) + float32(a.Y*b.Y) }

// Len returns the Euclidean length of a.
func (a Vec2) Len() float32 { return float32(math.Hypot(float64(a.X), float64(a.Y))) }

// Finite tells whether no component is NaN or infinite.
func (a Vec2) Finite() bool { return finite(a.X) && finite(a.Y) }

// Vec3 is a point, direction or RGB colour.
type Vec3 struct{ X, Y, Z float32 }

// Add returns a + b.
func (a Vec3) Add(b Vec3) Vec3 { return Vec3{a.X + b.X, a.Y + b.Y, a.Z + b.Z} }

// Sub returns a - b.
func (a Vec3) Sub(b Vec3) Vec3 { return Vec3{a.X - b.X, a.Y - b.Y, a.Z - b.Z} }

// Scale returns a times s.
func (a Vec3) Scale(s float32) Vec3 {
	return Vec3{float32(a.X * s), float32(a.Y * s), float32(a.Z * s)}
}

// Mul returns the component-wise product of a and b.
func (a Vec3) Mul(b Vec3) Vec3 {
	return Vec3{float32(a.X * b.X), float32(a.Y * b.Y), float32(a.Z * b.Z)}
}

// Dot returns the inner product of a and b.
func (a Vec3) Dot(b Vec3) float32 {
	return float32(a.X*b.X) + float32(a.Y*b.Y) + float32(a.Z*b.Z)
}

// Cross returns the vector product of a and b.
func (a Vec3) Cross(b Vec3) Vec3 {
	return Vec3{
		float32(a.Y*b.Z) - float32(a.Z*b.Y),
		float32(a.Z*b.X) - float32(a.X*b.Z),
		float32(a.X*b.Y) - float32(a.Y*b.X),
	}
}

// Len returns the Euclidean length of a, computed in float64.
func (a Vec3) Len() float32 {
	x, y, z := float64(a.X), float64(a.Y), float64(a.Z)
	return float32(math.Sqrt(float64(x*x) + float64(y*y) + float64(z*z)))
}

// Normalize returns a with length 1, or the zero vector if a has no length.
func (a Vec3) Normalize() Vec3 {
	l := a.Len()
	if l == 0 || !finite(l) {
		return Vec3{}
	}
	return a.Scale(1 / l)
}

// Lerp returns a + (b-a)*t.
func (a Vec3) Lerp(b Vec3, t float32) Vec3 { return a.Add(b.Sub(a).Scale(t)) }

// Min returns the component-wise minimum of a and b.
func (a Vec3) Min(b Vec3) Vec3 { return Vec3{min(a.X, b.X), min(a.Y, b.Y), min(a.Z, b.Z)} }

// Max returns the component-wise maximum of a and b.
func (a Vec3) Max(b Vec3) Vec3 { return Vec3{max(a.X, b.X), max(a.Y, b.Y), max(a.Z, b.Z)} }

// Finite tells whether no component is NaN or infinite.
func (a Vec3) Finite() bool { return finite(a.X) && finite(a.Y) && finite(a.Z) }

// Vec4 is a homogeneous point.
type Vec4 struct{ X, Y, Z, W float32 }

func finite(f float32) bool { return f-f == 0 }
