package acceptance

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"patina/assets"
)

// Every broken input must give one sentence that names the file, exit status 1, and
// leave nothing in the folder of the result.
func TestBrokenInputsGiveASentence(t *testing.T) {
	mesh, _ := assets.Files.ReadFile(assets.SampleMesh)
	picture, _ := assets.Files.ReadFile(assets.SampleReference)
	in, out := t.TempDir(), t.TempDir()
	write := func(name string, b []byte) string {
		path := filepath.Join(in, name)
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good, reference := write("good.glb", mesh), write("good.png", picture)
	for name, b := range brokenMeshes(mesh) {
		path := write(name, b)
		expectSentence(t, out, path, path, reference)
	}
	for name, b := range brokenPictures(picture) {
		path := write(name, b)
		expectSentence(t, out, path, good, path)
	}
	missing := filepath.Join(in, "missing.glb")
	expectSentence(t, out, missing, missing, reference)
	expectSentence(t, out, in, in, reference)
}

// What cannot be written is found out before the work.
func TestUnwritableResultsAreRefusedAtOnce(t *testing.T) {
	dir := t.TempDir()
	for _, out := range []string{filepath.Join(dir, "missing", "x.glb"), dir + "/.glb/../x/y.glb"} {
		got := patina(t, "--sample", "--json", "--out", out)
		if got.status != 1 || strings.Contains(got.stdout, `"stage"`) || !strings.Contains(got.stderr, "cannot write") {
			t.Errorf("%s: status %d, %s%s", out, got.status, got.stdout, got.stderr)
		}
	}
}

func expectSentence(t *testing.T, out, named, mesh, reference string) {
	t.Helper()
	name := filepath.Base(named)
	got := patina(t, mesh, "--reference", reference, "--renderer", "cpu", "--out", filepath.Join(out, "x.glb"))
	if got.status != 1 {
		t.Errorf("%s: status %d, want 1: %s", name, got.status, got.stderr)
	}
	sentence := lastLine(got.stderr)
	if !strings.HasPrefix(sentence, "patina: ") || !strings.Contains(sentence, name) {
		t.Errorf("%s: %q does not say which file is broken", name, sentence)
	}
	for _, trace := range []string{"goroutine", "panic", ".go:", "runtime error"} {
		if strings.Contains(got.stderr, trace) {
			t.Errorf("%s: not a sentence:\n%s", name, got.stderr)
		}
	}
	if left, _ := os.ReadDir(out); len(left) != 0 {
		t.Errorf("%s: left behind %v", name, left)
	}
}

func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return lines[len(lines)-1]
}

func brokenMeshes(good []byte) map[string][]byte {
	flip := func(at int, with ...byte) []byte {
		b := bytes.Clone(good)
		copy(b[at:], with)
		return b
	}
	edit := func(old, replacement string) []byte {
		return bytes.Replace(good, []byte(old), []byte(fmt.Sprintf("%-*s", len(old), replacement)), 1)
	}
	return map[string][]byte{
		"empty.glb":         nil,
		"text.glb":          []byte("this is no mesh"),
		"picture.glb":       []byte("\x89PNG\r\n\x1a\n0000"),
		"cut-header.glb":    good[:10],
		"cut-json.glb":      good[:300],
		"cut-bin.glb":       good[:len(good)/2],
		"version1.glb":      flip(4, 1),
		"huge-chunk.glb":    flip(12, 0xff, 0xff, 0xff, 0x7f),
		"garbage-json.glb":  flip(20, '}', '{'),
		"mesh.fbx":          []byte("Kaydara FBX Binary"),
		"no-uvs.glb":        edit(`"TEXCOORD_0"`, `"_UVS"`),
		"no-triangles.gltf": []byte(`{"asset":{"version":"2.0"},"scenes":[{"nodes":[]}],"scene":0}`),
		"huge-count.gltf":   triangle(`"count":10000000000`, "", nil),
		"negative.gltf":     triangle(`"count":-3`, "", nil),
		"escape.gltf":       triangle(`"count":3`, "../../../../etc/passwd", nil),
		"escape2.gltf":      triangle(`"count":3`, "..%2f..%2fsecret.bin", nil),
		"absolute.gltf":     triangle(`"count":3`, "/etc/hostname", nil),
		"http.gltf":         triangle(`"count":3`, "http://127.0.0.1:1/mesh.bin", nil),
		"absent.gltf":       triangle(`"count":3`, "absent.bin", nil),
		"nan.gltf":          triangle(`"count":3`, "", []float32{0, 0, 0, float32(math.NaN()), 0, 0, 0, 1, 0}),
		"flat.gltf":         triangle(`"count":3`, "", make([]float32, 9)),
		"cycle.gltf": []byte(`{"asset":{"version":"2.0"},"scene":0,"scenes":[{"nodes":[0]}],
			"nodes":[{"children":[1]},{"children":[0]}]}`),
		"index.obj":  []byte("v 0 0 0\nv 1 0 0\nv 0 1 0\nvt 0 0\nf 1/1 2/1 9/1\n"),
		"words.obj":  []byte("v a b c\nf 1 2 3\n"),
		"empty.obj":  nil,
		"no-uvs.obj": []byte("v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n"),
		"zeros.obj":  make([]byte, 4096),
	}
}

// triangle is a glTF file of one triangle: with a count of positions, and its buffer
// elsewhere or inside.
func triangle(count, uri string, positions []float32) []byte {
	if positions == nil {
		positions = []float32{0, 0, 0, 1, 0, 0, 0, 1, 0}
	}
	data, _ := binary.Append(nil, binary.LittleEndian, append(positions, 0, 0, 1, 0, 0, 1))
	if uri == "" {
		uri = "data:application/octet-stream;base64," + base64.StdEncoding.EncodeToString(data)
	}
	return []byte(fmt.Sprintf(`{"asset":{"version":"2.0"},"scene":0,"scenes":[{"nodes":[0]}],"nodes":[{"mesh":0}],
		"meshes":[{"primitives":[{"attributes":{"POSITION":0,"TEXCOORD_0":1}}]}],
		"accessors":[{"bufferView":0,"componentType":5126,"type":"VEC3",%s},{"bufferView":1,"componentType":5126,"type":"VEC2","count":3}],
		"bufferViews":[{"buffer":0,"byteLength":36},{"buffer":0,"byteOffset":36,"byteLength":24}],
		"buffers":[{"byteLength":60,"uri":%q}]}`, count, uri))
}

func brokenPictures(good []byte) map[string][]byte {
	huge := bytes.Clone(good)
	binary.BigEndian.PutUint32(huge[16:], 1<<30)
	return map[string][]byte{
		"empty.png": nil,
		"text.png":  []byte("no picture"),
		"cut.png":   good[:len(good)/2],
		"huge.png":  huge,
	}
}

func TestWrongCommandLinesHaveStatus2(t *testing.T) {
	for _, line := range []string{
		"--no-such-flag",
		"--out x.glb",
		"mesh.glb --out x.glb",
		"a.glb b.glb",
		"--sample --out x.glb --texture-size 100000",
		"--sample --out x.glb --steps 0",
		"--sample --out x.glb --cameras 7",
		"--sample --out x.glb --azimuths 0,1 --elevations 0",
		"--sample --out x.glb --elevations 0,x --azimuths 0,1",
		"--sample --out x.glb --ortho-scale -1",
		"--sample --out x.glb --reference-camera sideways",
		"--sample --out x.glb --renderer vulkan",
		"--sample --out x.glb --bake fry",
		"--sample --sheet x.png",
		"--sample --out x.fbx",
		"--sample --out x.glb --sheet x.jpg",
	} {
		got := patina(t, strings.Fields(line)...)
		if got.status != 2 || !strings.HasPrefix(got.stderr, "patina: ") {
			t.Errorf("%s: status %d: %s", line, got.status, got.stderr)
		}
	}
}

func TestHelpNamesEveryFlagAndStatus(t *testing.T) {
	got := patina(t, "--help")
	if got.status != 0 {
		t.Fatalf("status %d", got.status)
	}
	for _, want := range []string{"--reference", "--out", "--seed", "--steps", "--view-size", "--texture-size", "--cameras", "--painter", "--json", "130"} {
		if !strings.Contains(got.stdout, want) {
			t.Errorf("help does not mention %s", want)
		}
	}
}
