package meshio

import (
	"encoding/binary"
	"fmt"
	"math"
	"testing"

	"patina/paint/geom"
)

// Every type of component that an attribute may have is read as it stands and, where
// it is normalized, as a part of 1 (specification, section 3.11).
func TestEveryComponentType(t *testing.T) {
	for component, most := range map[int]float64{5120: math.MaxInt8, 5121: math.MaxUint8, 5122: math.MaxInt16, 5123: math.MaxUint16} {
		for _, normalized := range []bool{false, true} {
			t.Run(fmt.Sprint(component, normalized), func(t *testing.T) {
				b := newSquare()
				b.use("KHR_mesh_quantization")
				for name, kind := range map[string]string{"POSITION": "VEC3", "TEXCOORD_0": "VEC2"} {
					i := quantized(b, component, kind, most)
					b.item("accessors", i)["normalized"] = normalized
					attributesOf(b)[name] = i
				}
				m := opened(t, "a.glb", b.glb()).Mesh
				one := float32(1)
				if !normalized {
					one = float32(most)
				}
				for i := range squarePoints {
					if want := squarePoints[i].Scale(one); m.Positions[i] != want {
						t.Errorf("position %d is %v instead of %v", i, m.Positions[i], want)
					}
					if want := (geom.Vec2{X: squareUVs[i].X * one, Y: squareUVs[i].Y * one}); m.UVs[i] != want {
						t.Errorf("UV %d is %v instead of %v", i, m.UVs[i], want)
					}
				}
			})
		}
	}
}

// quantized adds the points or the UVs of the square as integers, 1 being most.
func quantized(b *build, component int, kind string, most float64) int {
	var data []byte
	for i := range squarePoints {
		values := []float32{squarePoints[i].X, squarePoints[i].Y, squarePoints[i].Z, 0}
		if kind == "VEC2" {
			values = []float32{squareUVs[i].X, squareUVs[i].Y, 0, 0}
		}
		for _, f := range values {
			v := uint16(float64(f) * most)
			if component < 5122 {
				data = append(data, byte(v))
			} else {
				data = binary.LittleEndian.AppendUint16(data, v)
			}
		}
	}
	view := b.view(data)
	b.item("bufferViews", view)["byteStride"] = len(data) / len(squarePoints)
	return b.accessor(view, component, kind, len(squarePoints))
}
