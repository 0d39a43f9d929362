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
				out[4*r+c] += float32(m[4*r+k] * n[4*k+c])
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

// row returns the first three entries of row r.
func (m Mat4) row(r int) Vec3 { return Vec3{m[4*r], m[4*r+1], m[4*r+2]} }

// Apply returns m·(p, 1) without dividing by w.
func (m Mat4) Apply(p Vec3) Vec4 {
	q := m.ApplyPoint(p)
	return Vec4{q.X, q.Y, q.Z, m.row(3).Dot(p) + m[15]}
}

// ApplyPoint returns the point m·(p, 1), ignoring the last row: for affine m.
func (m Mat4) ApplyPoint(p Vec3) Vec3 {
	return m.ApplyDirection(p).Add(Vec3{m[3], m[7], m[11]})
}

// ApplyDirection returns m·(d, 0): rotated and scaled, not moved.
func (m Mat4) ApplyDirection(d Vec3) Vec3 {
	return Vec3{m.row(0).Dot(d), m.row(1).Dot(d), m.row(2).Dot(d)}
}

// Determinant3 returns the determinant of the upper left 3x3 part; it is
// negative when the matrix mirrors.
func (m Mat4) Determinant3() float32 { return m.row(0).Dot(m.row(1).Cross(m.row(2))) }

// NormalMatrix returns the cofactor matrix of the upper left 3x3 part, which
// takes normals along when m takes points. Its results need normalizing.
func (m Mat4) NormalMatrix() Mat4 {
	a, b, c := m.row(1).Cross(m.row(2)), m.row(2).Cross(m.row(0)), m.row(0).Cross(m.row(1))
	return Mat4{
		a.X, a.Y, a.Z, 0,
		b.X, b.Y, b.Z, 0,
		c.X, c.Y, c.Z, 0,
		0, 0, 0, 1,
	}
}
