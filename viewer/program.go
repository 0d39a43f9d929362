package viewer

import (
	"fmt"
	"strings"

	"github.com/go-gl/gl/v4.1-core/gl"

	"patina/paint/geom"
	"patina/viewer/shaders"
)

// programs are the compiled programs of the viewer, and the empty vertex array that
// those without vertices are drawn with.
type programs struct {
	pass, surface, hatch, backdrop, grid *program
	noVertices                           uint32
}

func compilePrograms() (*programs, error) {
	var p programs
	gl.GenVertexArrays(1, &p.noVertices)
	for target, source := range map[**program]shaders.Program{
		&p.pass: shaders.Pass, &p.surface: shaders.Surface, &p.hatch: shaders.Hatch, &p.backdrop: shaders.Backdrop, &p.grid: shaders.Grid,
	} {
		compiled, err := compile(source)
		if err != nil {
			p.Release()
			return nil, err
		}
		*target = compiled
	}
	return &p, nil
}

// Release deletes the programs that were compiled.
func (p *programs) Release() {
	gl.DeleteVertexArrays(1, &p.noVertices)
	for _, compiled := range []*program{p.pass, p.surface, p.hatch, p.backdrop, p.grid} {
		if compiled != nil {
			gl.DeleteProgram(compiled.name)
		}
	}
}

// program is one linked GPU program.
type program struct {
	name     uint32
	uniforms map[string]int32 // locations, by name
}

func compile(source shaders.Program) (*program, error) {
	p := &program{name: gl.CreateProgram(), uniforms: map[string]int32{}}
	for stage, text := range map[uint32]string{gl.VERTEX_SHADER: source.Vertex, gl.FRAGMENT_SHADER: source.Fragment} {
		shader, err := compileStage(stage, text)
		if err != nil {
			gl.DeleteProgram(p.name)
			return nil, fmt.Errorf("the graphics driver does not compile the %s program: %w", source.Name, err)
		}
		gl.AttachShader(p.name, shader)
		gl.DeleteShader(shader) // once the program no longer needs it
	}
	gl.LinkProgram(p.name)
	var linked, length int32
	gl.GetProgramiv(p.name, gl.LINK_STATUS, &linked)
	if linked == gl.FALSE {
		gl.GetProgramiv(p.name, gl.INFO_LOG_LENGTH, &length)
		log := make([]byte, length+1)
		gl.GetProgramInfoLog(p.name, length, nil, &log[0])
		gl.DeleteProgram(p.name)
		return nil, fmt.Errorf("the graphics driver does not link the %s program: %s", source.Name, logText(log))
	}
	return p, nil
}

func compileStage(stage uint32, text string) (shader uint32, err error) {
	shader = gl.CreateShader(stage)
	source, free := gl.Strs(text + "\x00")
	defer free()
	gl.ShaderSource(shader, 1, source, nil)
	gl.CompileShader(shader)
	var compiled, length int32
	gl.GetShaderiv(shader, gl.COMPILE_STATUS, &compiled)
	if compiled == gl.FALSE {
		gl.GetShaderiv(shader, gl.INFO_LOG_LENGTH, &length)
		log := make([]byte, length+1)
		gl.GetShaderInfoLog(shader, length, nil, &log[0])
		gl.DeleteShader(shader)
		return 0, fmt.Errorf("%s", logText(log))
	}
	return shader, nil
}

func logText(log []byte) string { return strings.TrimSpace(strings.TrimRight(string(log), "\x00")) }

// use makes the program the one that is drawn with.
func (p *program) use() { gl.UseProgram(p.name) }

// at returns the location of a uniform. A name that the program does not have is a
// mistake of ours: it panics.
func (p *program) at(uniform string) int32 {
	location, known := p.uniforms[uniform]
	if !known {
		location = gl.GetUniformLocation(p.name, gl.Str(uniform+"\x00"))
		if location < 0 {
			panic("viewer: no uniform " + uniform)
		}
		p.uniforms[uniform] = location
	}
	return location
}

func (p *program) setMatrix(uniform string, m geom.Mat4) {
	gl.UniformMatrix4fv(p.at(uniform), 1, true, &m[0])
}

func (p *program) setFloat(uniform string, f float32) { gl.Uniform1f(p.at(uniform), f) }

func (p *program) setVec2(uniform string, x, y float32) { gl.Uniform2f(p.at(uniform), x, y) }

func (p *program) setVec3(uniform string, v geom.Vec3) { gl.Uniform3f(p.at(uniform), v.X, v.Y, v.Z) }

func (p *program) setInt(uniform string, i int32) { gl.Uniform1i(p.at(uniform), i) }

func (p *program) setBool(uniform string, b bool) {
	var i int32
	if b {
		i = 1
	}
	p.setInt(uniform, i)
}
