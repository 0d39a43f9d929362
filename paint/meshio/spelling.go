package meshio

import (
	"encoding/json"
	"strings"
)

// edited are the members that saving looks for by name. In glTF capitals matter, but
// encoding/json ignores them: a member that is read, but not found again when it is
// to be changed, must not pass.
var edited = []string{
	"primitives", "attributes", "indices", "targets", "mode", "material", "pbrMetallicRoughness", "baseColorTexture", "baseColorFactor", "index", "texCoord",
	"buffer", "byteOffset", "byteLength", "byteStride", "target", "bufferView", "count", "min", "max", "sparse", "uri", "mimeType", "source", "sampler", "extensions",
}

// misspelt returns the first member of an item that is one of those but for its
// capitals, or "". What extras, extensions and attributes hold has rules of its own.
func misspelt(item json.RawMessage) string {
	var v any
	if json.Unmarshal(item, &v) != nil {
		return ""
	}
	return misspeltIn(v)
}

func misspeltIn(v any) string {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			if isMisspelt(key) {
				return key
			}
			if key == "extras" || key == "extensions" || key == "attributes" {
				continue
			}
			if wrong := misspeltIn(value); wrong != "" {
				return wrong
			}
		}
	case []any:
		for _, value := range v {
			if wrong := misspeltIn(value); wrong != "" {
				return wrong
			}
		}
	}
	return ""
}

func isMisspelt(key string) bool {
	for _, name := range edited {
		if key != name && strings.EqualFold(key, name) {
			return true
		}
	}
	return false
}
