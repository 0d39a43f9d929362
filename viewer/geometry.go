package viewer

import (
	"context"
	"slices"
	"unsafe"

	"github.com/go-gl/gl/v4.1-core/gl"

	"patina/paint/mesh"
)

// geometry is a mesh on the GPU. Its fields are touched on the GL thread only,
// except those that never change: mesh, runs, ground and hasUVs.
type geometry struct {
	mesh    *mesh.Mesh
	runs    []run
	ground  float32
	hasUVs  bool
	users   int // jobs and viewports that draw it
	count   int32
	passes  uint32 // vertex array with the triangles in the order of the mesh
	surface uint32 // vertex array with the triangles by material slot
	inOrder uint32 // the triangles in the order of the mesh
	buffers []uint32
}

// Attribute locations, as the shaders have them.
const (
	positionAttribute   = 0
	passNormalAttribute = 1
	normalAttribute     = 2
	uvAttribute         = 3
)

// acquire returns the geometry of a mesh, uploaded if it is not yet there. Whoever
// acquires it gives it back with giveBack.
func (v *Viewer) acquire(ctx context.Context, m *mesh.Mesh) (g *geometry, err error) {
	err = v.do(ctx, func() error { g = v.take(m); return nil })
	if g != nil || err != nil {
		return g, err
	}
	ready := prepare(m)
	err = v.do(ctx, func() error {
		if g = v.take(m); g != nil { // another job was faster
			return nil
		}
		g = upload(m, ready)
		if err := glError(); err != nil {
			g.Release()
			return err
		}
		v.loaded = append(v.loaded, g)
		g.users++
		return nil
	})
	return g, err
}

// take counts one more user of a mesh that is loaded, and returns nil for others.
func (v *Viewer) take(m *mesh.Mesh) *geometry {
	for _, g := range v.loaded {
		if g.mesh == m {
			g.users++
			return g
		}
	}
	return nil
}

// giveBack ends one use. The geometry that was used last stays for the next job;
// older ones without users go.
func (v *Viewer) giveBack(g *geometry) {
	// When the viewer was closed in between, everything is released already.
	_ = v.do(context.Background(), func() error {
		g.users--
		v.loaded = slices.DeleteFunc(v.loaded, func(other *geometry) bool {
			idle := other != g && other.users == 0
			if idle {
				other.Release()
			}
			return idle
		})
		return nil
	})
}

func upload(m *mesh.Mesh, ready *vertices) *geometry {
	g := &geometry{
		mesh: m, runs: ready.runs, ground: ready.ground, hasUVs: ready.uvs != nil,
		count: int32(3 * len(ready.triangles)),
	}
	gl.GenVertexArrays(1, &g.passes)
	gl.GenVertexArrays(1, &g.surface)
	positions := store(g, gl.ARRAY_BUFFER, ready.positions)
	passNormals := store(g, gl.ARRAY_BUFFER, ready.passNormals)
	normals := store(g, gl.ARRAY_BUFFER, ready.outward)

	gl.BindVertexArray(g.passes)
	attach(positionAttribute, positions, 3)
	attach(passNormalAttribute, passNormals, 3)
	g.inOrder = store(g, gl.ELEMENT_ARRAY_BUFFER, ready.triangles)

	gl.BindVertexArray(g.surface)
	attach(positionAttribute, positions, 3)
	attach(normalAttribute, normals, 3)
	if g.hasUVs {
		attach(uvAttribute, store(g, gl.ARRAY_BUFFER, ready.uvs), 2)
	}
	if len(ready.runs) == 1 {
		gl.BindBuffer(gl.ELEMENT_ARRAY_BUFFER, g.inOrder)
	} else {
		store(g, gl.ELEMENT_ARRAY_BUFFER, ready.grouped)
	}
	gl.BindVertexArray(0)
	return g
}

// store makes a buffer of the values, bound to its target.
func store[T any](g *geometry, target uint32, values []T) (name uint32) {
	gl.GenBuffers(1, &name)
	g.buffers = append(g.buffers, name)
	gl.BindBuffer(target, name)
	var one T
	gl.BufferData(target, len(values)*int(unsafe.Sizeof(one)), unsafe.Pointer(unsafe.SliceData(values)), gl.STATIC_DRAW)
	return name
}

// attach makes a buffer of float32 vectors an attribute of the vertex array that is
// bound.
func attach(attribute, buffer uint32, components int32) {
	gl.BindBuffer(gl.ARRAY_BUFFER, buffer)
	gl.EnableVertexAttribArray(attribute)
	gl.VertexAttribPointerWithOffset(attribute, components, gl.FLOAT, false, 0, 0)
}

// Release deletes what is on the GPU.
func (g *geometry) Release() {
	gl.DeleteVertexArrays(1, &g.passes)
	gl.DeleteVertexArrays(1, &g.surface)
	gl.DeleteBuffers(int32(len(g.buffers)), unsafe.SliceData(g.buffers))
}

// drawInOrder draws all triangles in the order of the mesh.
func (g *geometry) drawInOrder() {
	gl.BindVertexArray(g.passes)
	gl.DrawElements(gl.TRIANGLES, g.count, gl.UNSIGNED_INT, nil)
}

// drawRun draws the triangles of one material slot.
func (g *geometry) drawRun(r run) {
	gl.BindVertexArray(g.surface)
	offset := uintptr(r.first) * unsafe.Sizeof(mesh.Triangle{})
	gl.DrawElementsWithOffset(gl.TRIANGLES, int32(3*r.count), gl.UNSIGNED_INT, offset)
}
