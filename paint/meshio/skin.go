package meshio

import (
	"errors"
	"fmt"

	"github.com/qmuntal/gltf"

	"patina/paint/geom"
)

// joints returns for each joint of a skin the matrix that takes a vertex from the
// bind pose to the pose in which the file's nodes stand (specification, section 3.7.3).
func (r *reader) joints(skin int, globals []geom.Mat4) ([]geom.Mat4, error) {
	if skin < 0 || skin >= len(r.skins) {
		return nil, fmt.Errorf("a node names skin %d, which does not exist", skin)
	}
	s := &r.skins[skin]
	what := fmt.Sprintf("skins[%d]", skin)
	var inverse *elements
	if s.InverseBindMatrices != nil {
		var err error
		if inverse, err = r.elements(*s.InverseBindMatrices, what, gltf.AccessorMat4); err != nil {
			return nil, err
		}
		if inverse.count < len(s.Joints) || inverse.component != gltf.ComponentFloat {
			return nil, fmt.Errorf("%s has too few inverse bind matrices, or none of floats: export the file again", what)
		}
	}
	out := make([]geom.Mat4, len(s.Joints))
	if err := r.spend(len(out)); err != nil {
		return nil, err
	}
	for i, joint := range s.Joints {
		if joint < 0 || joint >= len(globals) {
			return nil, fmt.Errorf("%s names node %d, which does not exist", what, joint)
		}
		out[i] = globals[joint]
		if inverse != nil {
			out[i] = out[i].Mul(inverse.mat4(i))
		}
	}
	return out, nil
}

func (e *elements) mat4(i int) geom.Mat4 {
	var columns geom.Mat4
	for c := range columns {
		columns[c] = e.float(i, c)
	}
	return columns.Transpose()
}

// influences are the sets JOINTS_n and WEIGHTS_n of a primitive.
type influences struct {
	joints, weights []*elements
	matrices        []geom.Mat4
}

func (r *reader) influences(at instance, p *gltf.Primitive, count int) (*influences, error) {
	in := &influences{matrices: at.joints}
	for set := 0; ; set++ {
		j, hasJoints := p.Attributes[fmt.Sprintf("JOINTS_%d", set)]
		w, hasWeights := p.Attributes[fmt.Sprintf("WEIGHTS_%d", set)]
		if !hasJoints || !hasWeights {
			break
		}
		joints, err := r.elements(j, r.nameOf(at)+": JOINTS", gltf.AccessorVec4)
		if err != nil {
			return nil, err
		}
		weights, err := r.elements(w, r.nameOf(at)+": WEIGHTS", gltf.AccessorVec4)
		if err != nil {
			return nil, err
		}
		if joints.count < count || weights.count < count || !joints.holdsIndices() {
			return nil, fmt.Errorf("%s has joints or weights that do not fit its vertices: export the file again", r.nameOf(at))
		}
		in.joints, in.weights = append(in.joints, joints), append(in.weights, weights)
	}
	return in, nil
}

var errJoint = errors.New("names a joint that its skin does not have: export the file again")

// matrix returns the blend of the joints that move vertex i, the identity when none
// does.
func (in *influences) matrix(i int) (geom.Mat4, error) {
	var sum geom.Mat4
	var total float32
	for set, joints := range in.joints {
		for c := range 4 {
			weight := in.weights[set].float(i, c)
			if weight == 0 {
				continue
			}
			joint := joints.float(i, c)
			if joint < 0 || int(joint) >= len(in.matrices) {
				return sum, errJoint
			}
			total += weight
			for k, f := range in.matrices[int(joint)] {
				sum[k] += weight * f
			}
		}
	}
	if total == 0 {
		return geom.Identity(), nil
	}
	for k := range sum {
		sum[k] /= total
	}
	return sum, nil
}
