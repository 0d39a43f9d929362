package geom

// Mat4 is a row-major 4x4 matrix that multiplies column vectors from the left.
// OpenGL and glTF store columns first: transpose at that border.
type Mat4 [16]float32

// Identity returns the matrix that changes nothing.
func Identity() Mat4 { return Mat4{0: 1, 5: 1, 10: 1, 15: 1} }

// Mul returns m·n, the matrix that applies n first.
func (m Mat4) Mul(n Mat4) Mat4 {
	var out Mat4
	for r := range 4 {
		for c := range 4 {
			for k := range 4 {
				out[4*r+c] += m[4*r+k] * n[4*k+c]
			}
		}
	}
	return out
}

// Transpose returns the matrix with rows and columns exchanged.
func (m Mat4) Transpose() Mat4 {
	var out Mat4
	for r := range 4 {
		for c := range 4 {
			out[4*c+r] = m[4*r+c]
		}
	}
	return out
}

// Apply returns m·(p, 1) without dividing by w.
func (m Mat4) Apply(p Vec3) Vec4 {
	return Vec4{
		m[0]*p.X + m[1]*p.Y + m[2]*p.Z + m[3],
		m[4]*p.X + m[5]*p.Y + m[6]*p.Z + m[7],
		m[8]*p.X + m[9]*p.Y + m[10]*p.Z + m[11],
		m[12]*p.X + m[13]*p.Y + m[14]*p.Z + m[15],
	}
}

// ApplyPoint returns the point m·(p, 1), ignoring the last row: for affine m.
func (m Mat4) ApplyPoint(p Vec3) Vec3 {
	q := m.Apply(p)
	return Vec3{q.X, q.Y, q.Z}
}

// ApplyDirection returns m·(d, 0): rotated and scaled, not moved.
func (m Mat4) ApplyDirection(d Vec3) Vec3 {
	return Vec3{
		m[0]*d.X + m[1]*d.Y + m[2]*d.Z,
		m[4]*d.X + m[5]*d.Y + m[6]*d.Z,
		m[8]*d.X + m[9]*d.Y + m[10]*d.Z,
	}
}

// Determinant3 returns the determinant of the upper left 3x3 part; it is
// negative when the matrix mirrors.
func (m Mat4) Determinant3() float32 {
	return m[0]*(m[5]*m[10]-m[6]*m[9]) - m[1]*(m[4]*m[10]-m[6]*m[8]) + m[2]*(m[4]*m[9]-m[5]*m[8])
}

// NormalMatrix returns the cofactor matrix of the upper left 3x3 part, which
// takes normals along when m takes points. Its results need normalizing.
func (m Mat4) NormalMatrix() Mat4 {
	return Mat4{
		m[5]*m[10] - m[6]*m[9], m[6]*m[8] - m[4]*m[10], m[4]*m[9] - m[5]*m[8], 0,
		m[2]*m[9] - m[1]*m[10], m[0]*m[10] - m[2]*m[8], m[1]*m[8] - m[0]*m[9], 0,
		m[1]*m[6] - m[2]*m[5], m[2]*m[4] - m[0]*m[6], m[0]*m[5] - m[1]*m[4], 0,
		0, 0, 0, 1,
	}
}
