package viewer

import "github.com/go-gl/gl/v4.1-core/gl"

// useNoSuchProgram makes OpenGL refuse a call. Test files cannot use cgo, but may
// call through packages that do.
func useNoSuchProgram() { gl.UseProgram(1 << 30) }
