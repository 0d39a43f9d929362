package meshio

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/qmuntal/gltf"

	"patina/paint/geom"
)

// flatten puts every triangle that the default scene shows into one mesh, in the
// frame of the scene.
func (r *reader) flatten() error {
	roots, err := r.checkTree()
	if err != nil {
		return err
	}
	globals := r.globals(roots)
	shown, err := r.sceneNodes(roots)
	if err != nil {
		return err
	}
	instances := map[int]int{}
	for _, n := range shown {
		if r.nodes[n].Mesh == nil {
			continue
		}
		if err := context.Cause(r.ctx); err != nil {
			return err
		}
		if err := r.addNode(n, globals); err != nil {
			return err
		}
		instances[*r.nodes[n].Mesh]++
	}
	r.tellInstances(instances)
	if r.lacking == 0 || r.withUVs > 0 || r.completing {
		err = r.addPieces()
	}
	return cmp.Or(err, r.checkFlattened())
}

// checkTree returns the nodes without a parent, and proves that every other node has
// exactly one and hangs below one of them.
func (r *reader) checkTree() (roots []int, err error) {
	parents := make([]int, len(r.nodes))
	for i, n := range r.nodes {
		for _, child := range n.Children {
			if child < 0 || child >= len(r.nodes) {
				return nil, fmt.Errorf("nodes[%d] has the child %d, which does not exist", i, child)
			}
			if parents[child]++; parents[child] > 1 {
				return nil, fmt.Errorf("nodes[%d] has more than one parent: export the file again", child)
			}
		}
	}
	for i, count := range parents {
		if count == 0 {
			roots = append(roots, i)
		}
	}
	reached := 0
	r.walk(roots, func(int) { reached++ })
	if reached < len(r.nodes) {
		return nil, errors.New("some of its nodes are their own descendants: export the file again")
	}
	return roots, nil
}

// walk visits nodes and their descendants in the order of the file, each once. Its
// stack is its own, so that no depth of nesting is too deep.
func (r *reader) walk(start []int, visit func(node int)) {
	seen := make([]bool, len(r.nodes))
	var stack []int
	push := func(nodes []int) {
		for i := len(nodes) - 1; i >= 0; i-- {
			stack = append(stack, nodes[i])
		}
	}
	push(start)
	for len(stack) > 0 {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if seen[n] {
			continue
		}
		seen[n] = true
		visit(n)
		push(r.nodes[n].Children)
	}
}

// globals returns for each node the transform into the frame of the scene.
func (r *reader) globals(roots []int) []geom.Mat4 {
	globals := make([]geom.Mat4, len(r.nodes))
	for _, n := range roots {
		globals[n] = localTransform(&r.nodes[n])
	}
	r.walk(roots, func(n int) {
		for _, child := range r.nodes[n].Children {
			globals[child] = globals[n].Mul(localTransform(&r.nodes[child]))
		}
	})
	return globals
}

// sceneNodes returns what is painted: the nodes of the default scene, else of the
// first, else all.
func (r *reader) sceneNodes(roots []int) ([]int, error) {
	scene := 0
	if raw := r.document.root.get("scene"); raw != nil {
		if _, err := fmt.Sscan(string(raw), &scene); err != nil || scene < 0 || scene >= len(r.scenes) {
			return nil, fmt.Errorf("its default scene %s does not exist", shorten(string(raw)))
		}
	}
	start := roots
	if len(r.scenes) > 0 {
		start = r.scenes[scene].Nodes
	}
	for _, n := range start {
		if n < 0 || n >= len(r.nodes) {
			return nil, fmt.Errorf("scenes[%d] names node %d, which does not exist", scene, n)
		}
	}
	var shown []int
	r.walk(start, func(n int) { shown = append(shown, n) })
	return shown, nil
}

// localTransform returns the matrix of a node, or the one its translation, rotation
// and scale make.
func localTransform(n *gltf.Node) geom.Mat4 {
	if n.Matrix != gltf.DefaultMatrix {
		var columns geom.Mat4
		for i, f := range n.Matrix {
			columns[i] = float32(f)
		}
		return columns.Transpose()
	}
	x, y, z, w := n.Rotation[0], n.Rotation[1], n.Rotation[2], n.Rotation[3]
	sx, sy, sz := n.Scale[0], n.Scale[1], n.Scale[2]
	t := n.Translation
	m := [16]float64{
		(1 - 2*(y*y+z*z)) * sx, 2 * (x*y - z*w) * sy, 2 * (x*z + y*w) * sz, t[0],
		2 * (x*y + z*w) * sx, (1 - 2*(x*x+z*z)) * sy, 2 * (y*z - x*w) * sz, t[1],
		2 * (x*z - y*w) * sx, 2 * (y*z + x*w) * sy, (1 - 2*(x*x+y*y)) * sz, t[2],
		0, 0, 0, 1,
	}
	var out geom.Mat4
	for i, f := range m {
		out[i] = float32(f)
	}
	return out
}

// addNode plans one instance of a mesh. A skinned mesh ignores the transform of its
// node: its joints place it (specification, section 3.7.3.3).
func (r *reader) addNode(n int, globals []geom.Mat4) error {
	node := &r.nodes[n]
	if *node.Mesh < 0 || *node.Mesh >= len(r.meshes) {
		return fmt.Errorf("nodes[%d] names mesh %d, which does not exist", n, *node.Mesh)
	}
	at := instance{mesh: *node.Mesh, transform: globals[n]}
	if node.Skin != nil {
		joints, err := r.joints(*node.Skin, globals)
		if err != nil {
			return err
		}
		at.joints = joints
		r.notice("Skinned meshes are painted in their rest pose.")
	}
	for i, p := range r.meshes[at.mesh].Primitives {
		at.primitive = i
		if p == nil {
			return fmt.Errorf("%s is null: export the file again", r.nameOf(at))
		}
		if err := r.plan(at, p); err != nil {
			return err
		}
	}
	return nil
}

// tellInstances says which meshes are painted otherwise than one might think.
func (r *reader) tellInstances(instances map[int]int) {
	absent, repeated := 0, 0
	for i := range r.meshes {
		if slices.ContainsFunc(r.meshes[i].Weights, isNonZero) {
			r.notice("Morph targets are left out: the mesh is painted in its base shape.")
		}
		switch n := instances[i]; {
		case n == 0:
			absent++
		case n > 1:
			repeated++
		}
	}
	if absent > 0 {
		r.notice("%d meshes that the default scene does not show are left out of the painting.", absent)
	}
	if repeated > 0 {
		r.notice("%d meshes are shown more than once: all their instances share one texture.", repeated)
	}
}

func isNonZero(f float64) bool { return f != 0 }

// checkFlattened tells what kind of nothing there is to paint.
func (r *reader) checkFlattened() error {
	switch {
	case r.lacking > 0 && r.withUVs == 0 && !r.completing:
		return ErrNoUVs
	case len(r.mesh.Triangles) == 0:
		return errNoTriangles
	}
	if r.withoutUVs {
		r.mesh.UVs = nil
	}
	if !r.normals {
		r.mesh.Normals = nil
	}
	return nil
}
