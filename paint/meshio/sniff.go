package meshio

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// sniff returns the extension that the contents of a file call for, whatever it is
// named; its own where they do not tell.
func sniff(data []byte, extension string) string {
	text := bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), 1<<16)], []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case bytes.HasPrefix(data, []byte(glbMagic)):
		return ".glb"
	case bytes.HasPrefix(data, []byte("ply\n")), bytes.HasPrefix(data, []byte("ply\r")):
		return ".ply"
	case bytes.HasPrefix(text, []byte("{")):
		return ".gltf"
	case isBinarySTL(data), bytes.HasPrefix(text, []byte("solid")) && bytes.Contains(text, []byte("facet")):
		return ".stl"
	case extension != ".glb" && extension != ".gltf" && looksLikeOBJ(text):
		return ".obj"
	}
	return extension
}

// isBinarySTL tells whether a file is as long as the number of triangles in it says.
func isBinarySTL(data []byte) bool {
	return len(data) >= stlHeader+stlTriangle &&
		int64(binary.LittleEndian.Uint32(data[stlHeader-4:]))*stlTriangle == int64(len(data)-stlHeader)
}

// looksLikeOBJ tells whether the statements at the start of a file are those of an OBJ
// file, a vertex among them.
func looksLikeOBJ(text []byte) bool {
	lines := statements{rest: text}
	vertices := 0
	for range 200 {
		keyword, _, ok := lines.read()
		if !ok {
			break
		}
		switch keyword {
		case "v":
			vertices++
		case "vt", "vn", "vp", "f", "fo", "l", "p", "o", "g", "s", "mtllib", "usemtl":
		default:
			return false
		}
	}
	return vertices > 0
}

// otherFormats are what artists have besides, by how such files begin.
var otherFormats = []struct{ start, name string }{
	{"Kaydara FBX", "an FBX file"},
	{"; FBX", "an FBX file"},
	{"BLENDER", "a Blender file"},
	{"#usda", "a USD file"},
	{"PXR-USDC", "a USD file"},
	{"PK\x03\x04", "a ZIP, USDZ or 3MF archive"},
	{"<?xml", "an XML file, perhaps COLLADA"},
	{"MM\x00", "a 3DS file"},
	{"draco", "a Draco file"},
	{"\x1f\x8b", "a compressed archive"},
	{"\x89PNG", "a picture"},
	{"\xff\xd8\xff", "a picture"},
}

// errUnknown says what a file is that cannot be opened.
func errUnknown(data []byte, extension string) error {
	for _, f := range otherFormats {
		if bytes.HasPrefix(data, []byte(f.start)) {
			return fmt.Errorf("it is %s: export the mesh as GLB, glTF or OBJ, PLY or STL", f.name)
		}
	}
	return fmt.Errorf("%q is not a format that can be opened: export the mesh as GLB, glTF or OBJ, PLY or STL", extension)
}
