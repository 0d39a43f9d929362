package meshio

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"patina/paint/geom"
)

// The files in testdata/meshopt are one bumpy ball, plain and as gltfpack 1.3 packs it:
// quantized, with UVs in a sixteenth of the unit square that a texture transform undoes,
// and compressed.
var packedBalls = []string{"quantized.glb", "ext.glb", "khr.glb", "fallback.gltf"}

func openBall(t testing.TB, name string) *File {
	t.Helper()
	f, err := Open(t.Context(), filepath.Join("testdata", "meshopt", name))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestPackedMeshesAreThePlainOne(t *testing.T) {
	plain := openBall(t, "plain.glb")
	for _, name := range packedBalls {
		f := openBall(t, name)
		if len(f.Mesh.Triangles) != len(plain.Mesh.Triangles) {
			t.Errorf("%s: %d triangles", name, len(f.Mesh.Triangles))
		}
		if ratio := f.Mesh.Area() / plain.Mesh.Area(); math.Abs(ratio-1) > 1e-3 {
			t.Errorf("%s: its area is %g times the plain one's", name, ratio)
		}
		for i := range f.Mesh.Positions {
			if !hasVertexLike(plain, f, i) {
				t.Fatalf("%s: vertex %d, at %v with UV %v and normal %v, is none of the plain mesh", name, i, f.Mesh.Positions[i], f.Mesh.UVs[i], f.Mesh.Normals[i])
			}
		}
		if len(f.Notices) > 0 && strings.Contains(f.Notices[0], "repeat") {
			t.Errorf("%s: %q", name, f.Notices)
		}
	}
}

func hasVertexLike(plain, f *File, i int) bool {
	for k, p := range plain.Mesh.Positions {
		uv := geom.Vec2{X: f.Mesh.UVs[i].X - plain.Mesh.UVs[k].X, Y: f.Mesh.UVs[i].Y - plain.Mesh.UVs[k].Y}
		if p.Sub(f.Mesh.Positions[i]).Len() < 1e-3 && max(abs32(uv.X), abs32(uv.Y)) < 1e-3 &&
			plain.Mesh.Normals[k].Dot(f.Mesh.Normals[i]) > 0.999 {
			return true
		}
	}
	return false
}

func abs32(f float32) float32 { return max(f, -f) }

// Painting a compressed file leaves every stream as it was, and its placeholder buffer
// empty.
func TestSavingKeepsStreams(t *testing.T) {
	for _, name := range packedBalls[1:] {
		for _, extension := range []string{".glb", ".gltf"} {
			f := openBall(t, name)
			again := save(t, f, extension, paintedWith(solid(blue, 64)))
			before, after := streamsOf(t, f), streamsOf(t, again)
			if len(before) != 4 || len(after) != len(before) {
				t.Fatalf("%s: %d streams became %d", name, len(before), len(after))
			}
			for i := range before {
				if !bytes.Equal(before[i], after[i]) {
					t.Errorf("%s: stream %d changed", name, i)
				}
			}
			if again.Mesh.Materials[0].Texture.NRGBAAt(3, 3) != blue {
				t.Errorf("%s: the texture is not the painted one", name)
			}
			for i := range f.Mesh.UVs {
				if f.Mesh.UVs[i] != again.Mesh.UVs[i] || f.Mesh.Positions[i] != again.Mesh.Positions[i] {
					t.Fatalf("%s: vertex %d moved", name, i)
				}
			}
		}
	}
}

// streamsOf returns the compressed bytes of a file's views.
func streamsOf(t *testing.T, f *File) (streams [][]byte) {
	t.Helper()
	var views []struct{ Extensions map[string]packedView }
	if err := json.Unmarshal(f.document.root.get("bufferViews"), &views); err != nil {
		t.Fatal(err)
	}
	for _, v := range views {
		for _, p := range v.Extensions {
			streams = append(streams, f.document.buffers[p.Buffer][p.ByteOffset:][:p.ByteLength])
		}
	}
	return streams
}

// A file whose fallback is lost opens all the same.
func TestTheFallbackIsNotNeeded(t *testing.T) {
	text, _ := os.ReadFile("testdata/meshopt/fallback.gltf")
	bin, _ := os.ReadFile("testdata/meshopt/ext.bin")
	f := opened(t, "a.gltf", text, "ext.bin", bin)
	if len(f.Mesh.Triangles) != len(openBall(t, "plain.glb").Mesh.Triangles) {
		t.Errorf("%d triangles", len(f.Mesh.Triangles))
	}
}

// changedBall changes the JSON of the compressed ball.
func changedBall(replacements ...string) []byte {
	data, err := os.ReadFile("testdata/meshopt/ext.glb")
	if err != nil {
		panic(err)
	}
	c, err := readContainer(data)
	if err != nil {
		panic(err)
	}
	text := strings.NewReplacer(replacements...).Replace(string(c.json))
	if text == string(c.json) {
		panic("nothing to replace")
	}
	return wrapGLB([]byte(text), c.bin)
}

func TestBrokenCompressionEndsInASentence(t *testing.T) {
	for want, data := range map[string][]byte{
		"unknown mode":         changedBall(`"ATTRIBUTES"`, `"CUBES"`),
		"are compressed":       changedBall(`"count":187}`, `"count":188}`),
		"cannot have":          changedBall(`"count":187}`, `"count":10000000000000}`),
		"buffer 7":             changedBall(`"EXT_meshopt_compression":{"buffer":0`, `"EXT_meshopt_compression":{"buffer":7`),
		"beyond its buffer":    changedBall(`"byteLength":1117`, `"byteLength":4000`),
		"names no buffer for":  changedBall(`"EXT_meshopt_compression":{"buffer":0`, `"EXT_meshopt_compression":{"buffers":0`),
		"unknown header":       changedBall(`"byteOffset":2300`, `"byteOffset":2299`),
		"cannot be decompress": changedBall(`"byteLength":1117`, `"byteLength":900`),
		"cut short":            changedBall(`187`, `999999`, `"byteLength":1496`, `"byteLength":7999992`, `748`, `3999996`, `4912`, `4000000000`),
		"capitals":             changedBall(`"byteOffset":168`, `"byteoffset":168`),
		"too many bytes":       changedBall(`187`, `9999999`, `"byteLength":1496`, `"byteLength":79999992`, `748`, `39999996`, `4912`, `4000000000`),
	} {
		before := allocated()
		_, err := openBytes("a.glb", data)
		if err == nil {
			t.Errorf("%s: it opens", want)
			continue
		}
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v\nshould say %q", err, want)
		}
		if used := allocated() - before; used > 8<<20 {
			t.Errorf("%s: %d bytes were allocated", want, used)
		}
	}
}
