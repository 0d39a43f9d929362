package meshio

import (
	"bytes"
	"encoding/base64"
	"errors"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// newExternal is the square as glTF with its buffer and texture in files of their own.
func newExternal(buffer, picture string) *build {
	b := newSquare()
	b.doc["buffers"] = list{dict{"byteLength": len(b.bin), "uri": buffer}}
	b.doc["images"] = list{dict{"uri": picture}}
	return b
}

func TestExternalFiles(t *testing.T) {
	for name, c := range map[string]struct{ bufferURI, buffer, imageURI, image string }{
		"plain":           {"mesh.bin", "mesh.bin", "skin.png", "skin.png"},
		"percent-encoded": {"my%20mesh.bin", "my mesh.bin", "%C3%BC.png", "ü.png"},
		"spaces":          {"my mesh.bin", "my mesh.bin", "my skin.png", "my skin.png"},
		"folders":         {"./parts/mesh.bin", "parts/mesh.bin", "parts/../skin.png", "skin.png"},
		"backslashes":     {`parts\mesh.bin`, "parts/mesh.bin", `.\skin.png`, "skin.png"},
		"not encoded":     {"50%25.bin", "50%25.bin", "50%.png", "50%.png"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newExternal(c.bufferURI, c.imageURI)
			f := opened(t, "a.gltf", b.json(), c.buffer, b.bin, c.image, pngOf(green, 2))
			if !slices.Equal(f.Mesh.Positions, squarePoints) || f.Mesh.Materials[0].Texture.NRGBAAt(0, 0) != green {
				t.Error("contents differ")
			}
		})
	}
}

func TestDataURIs(t *testing.T) {
	b := newSquare()
	b.doc["images"] = list{dict{"uri": "data:image/png;base64," + base64.StdEncoding.EncodeToString(pngOf(blue, 2))}}
	f := opened(t, "a.gltf", b.dataURI())
	if !slices.Equal(f.Mesh.Positions, squarePoints) || f.Mesh.Materials[0].Texture.NRGBAAt(0, 0) != blue {
		t.Error("contents differ")
	}
	again := save(t, f, ".glb", Painting{})
	if !slices.Equal(again.Mesh.Positions, squarePoints) || again.Mesh.Materials[0].Texture.NRGBAAt(0, 0) != blue {
		t.Error("contents differ after saving as GLB")
	}
}

func TestMissingTextureIsOnlyMissed(t *testing.T) {
	b := newExternal("mesh.bin", "gone.png")
	f := opened(t, "a.gltf", b.json(), "mesh.bin", b.bin)
	if f.Mesh.Materials[0].Texture != nil {
		t.Error("there is a texture")
	}
	wantNotice(t, f, "gone.png")
	again := save(t, f, ".glb", Painting{Textures: []*image.NRGBA{solid(red, 4)}})
	if again.Mesh.Materials[0].Texture.NRGBAAt(0, 0) != red {
		t.Error("the painted texture is not there")
	}
}

// hostile are URIs that leave the folder or the machine, in every way that we know.
var hostile = []string{
	"../secret.bin", "/etc/passwd", "file:///etc/passwd", "http://example.com/a.bin", "https:a.bin",
	"%2e%2e/secret.bin", "..%2fsecret.bin", "%2Fetc%2Fpasswd", `..\secret.bin`, "..%5csecret.bin",
	`C:\secret.bin`, "a/../../secret.bin", "", ".", "a%00b", `\\server\share`,
}

func TestURIsMayNotLeaveTheFolder(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "secret.bin"), make([]byte, 4096), 0o600); err != nil {
		t.Fatal(err)
	}
	inside := filepath.Join(dir, "inside")
	if err := os.Mkdir(inside, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, uri := range hostile {
		for _, b := range []*build{newExternal(uri, "skin.png"), newExternal("mesh.bin", uri)} {
			if b.item("images", 0)["uri"] == "" {
				continue // an image may lie nowhere at all
			}
			files := map[string][]byte{"a.gltf": b.json(), "mesh.bin": b.bin, "skin.png": pngOf(red, 1)}
			for name, data := range files {
				if err := os.WriteFile(filepath.Join(inside, name), data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			_, err := Open(t.Context(), filepath.Join(inside, "a.gltf"))
			if err == nil && uri != "." || err != nil && !strings.Contains(err.Error(), "a.gltf") {
				t.Errorf("%q: got %v", uri, err)
			}
		}
	}
}

func TestLinksMayNotLeaveTheFolder(t *testing.T) {
	dir := t.TempDir()
	b := newExternal("link.bin", "skin.png")
	inside := filepath.Join(dir, "inside")
	for _, err := range []error{
		os.Mkdir(inside, 0o755),
		os.WriteFile(filepath.Join(dir, "secret.bin"), b.bin, 0o600),
		os.WriteFile(filepath.Join(inside, "a.gltf"), b.json(), 0o600),
		os.Symlink("../secret.bin", filepath.Join(inside, "link.bin")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := Open(t.Context(), filepath.Join(inside, "a.gltf"))
	var missing *missingFile
	if !errors.As(err, &missing) || !strings.Contains(err.Error(), "escapes") {
		t.Errorf("got %v", err)
	}
	chosen := filepath.Join(dir, "chosen.gltf")
	if err := os.Symlink(filepath.Join(inside, "a.gltf"), chosen); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "link.bin"), b.bin, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), chosen); err != nil {
		t.Errorf("the file that was chosen may be a link: %v", err)
	}
}

func TestUnknownChunksAndTrailingBytesAreFine(t *testing.T) {
	b := newSquare()
	b.add("buffers", dict{"byteLength": len(b.bin)})
	var out bytes.Buffer
	other := []chunk{{0x12345678, []byte("kept")}}
	if err := writeGLB(&out, b.json(), [][]byte{b.bin}, other); err != nil {
		t.Fatal(err)
	}
	out.WriteString("trailing")
	f := opened(t, "a.glb", out.Bytes())
	again := save(t, f, ".glb", Painting{})
	if len(again.document.other) != 1 || string(again.document.other[0].data) != "kept" {
		t.Errorf("chunks %v", again.document.other)
	}
}
