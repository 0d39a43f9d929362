package meshio

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/qmuntal/gltf"

	"patina/paint/mesh"
)

// document is a glTF file as it was read, which is what saving starts from.
type document struct {
	root    object               // the JSON
	buffers [][]byte             // the contents of each buffer, byteLength bytes of it; nil when all its views are compressed and lie elsewhere
	images  map[int][]byte       // the contents of images that lie in files of their own
	other   []chunk              // chunks of a GLB that this package does not know
	slots   []documentSlot       // for each material slot of the mesh what it is in the JSON
	bare    map[int]map[int]bool // for each mesh its painted primitives without a material
	painted []primitive          // those that are painted, by mesh and number
	left    []leftPrimitive      // those that are shown but have no UVs, likewise
}

// documentSlot ties a material slot to a material of the file.
type documentSlot struct {
	material int  // -1 for glTF's default material
	texCoord int  // the set of UVs that is painted
	noUVs    bool // its primitives lack that set, so they are not painted
	plainUVs bool // the new texture is to lie on these UVs without the transform that the old one has

	transform *textureTransform // of the UVs that are painted; nil for none
}

// slotKey is what primitives of one slot have in common: the material, -1 for the default
// one, and whether they lack UVs.
type slotKey struct {
	material int
	noUVs    bool
}

// maxItems is how many nodes, accessors and so on a file may have. It bounds the
// memory that a few bytes of JSON can ask for.
const maxItems = 1 << 18

// reader holds what is needed while a glTF file is turned into a mesh.
type reader struct {
	ctx       context.Context
	document  *document
	beside    *folder
	buffers   []gltf.Buffer
	views     []gltf.BufferView
	accessors []gltf.Accessor
	meshes    []gltf.Mesh
	nodes     []gltf.Node
	scenes    []gltf.Scene
	skins     []gltf.Skin
	images    []gltf.Image
	textures  []gltf.Texture
	materials []material

	mesh                        *mesh.Mesh
	slots                       map[slotKey]uint16
	packed                      map[int]packedView // compressed views
	unpacked                    map[int][]byte     // those that were needed so far
	unpackLeft                  int64              // bytes that may still be unpacked
	plainBuffers, packedBuffers map[int]bool       // which have views that are not, or that are compressed
	deep                        map[int]bool       // images of more than 8 bits
	checked                     map[int]*elements  // accessors that are proved to be readable
	pieces                      []piece
	spans                       []span   // see texturetransform.go
	remap                       []uint32 // see primitive.go
	quota                       int64    // vertices and triangles that may still be made
	notices                     []string
	noticed                     map[string]bool
	missing                     map[int]error // why the contents of an image are not there
	renewed                     map[int]bool  // materials that are painted on the first UV set, wherever their textures lie
	oldLooks                    int           // texels that oldLook has drawn
	withoutUVs                  bool          // UVs are neither needed nor read
	completing                  bool          // what lacks UVs is to get some
	withUVs, lacking            int           // primitives with UVs, and without
	noUVs                       string        // name of the first primitive without
	normals                     bool          // whether any primitive has normals
}

// uvUse says what the UVs of a file are for.
type uvUse uint8

const (
	painted   uvUse = iota
	unused          // they are neither needed nor read
	completed       // what lacks UVs is to get some
)

// readGLTF turns a GLB or glTF file into a document and a mesh.
func readGLTF(ctx context.Context, data []byte, beside *folder, use uvUse) (*reader, error) {
	return readRenewed(ctx, renewed{glb: data}, beside, use)
}

// readRenewed is readGLTF for a file that may have got new UVs.
func readRenewed(ctx context.Context, file renewed, beside *folder, use uvUse) (*reader, error) {
	c, err := readContainer(file.glb)
	if err != nil {
		return nil, err
	}
	root, err := parseObject(c.json)
	if err != nil {
		return nil, fmt.Errorf("its JSON is damaged (%w): export it again", err)
	}
	r := &reader{
		ctx: ctx, beside: beside, document: &document{root: root, other: c.other, images: map[int][]byte{}, bare: map[int]map[int]bool{}},
		mesh: &mesh.Mesh{}, slots: map[slotKey]uint16{}, checked: map[int]*elements{}, deep: map[int]bool{},
		renewed: file.materials, withoutUVs: use == unused, completing: use == completed, noticed: map[string]bool{}, missing: map[int]error{},
	}
	for _, step := range []func() error{
		r.checkAsset, r.checkExtensions, r.readLists, r.readPacked,
		func() error { return r.loadBuffers(c.bin) },
		r.checkViews, r.loadImages, r.flatten, r.readMaterials,
	} {
		if err := context.Cause(ctx); err != nil {
			return nil, err
		}
		if err := step(); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func (r *reader) checkAsset() error {
	var asset struct{ Version, MinVersion string }
	if err := json.Unmarshal(orEmpty(r.document.root.get("asset")), &asset); err != nil || asset.Version == "" {
		return errors.New("this is not a glTF 2.0 file: its JSON has no asset.version")
	}
	if !strings.HasPrefix(asset.Version, "2.") || asset.MinVersion > "2.0" {
		return fmt.Errorf("it is glTF %s: export it as glTF 2.0", shorten(max(asset.Version, asset.MinVersion)))
	}
	return nil
}

func orEmpty(raw json.RawMessage) json.RawMessage {
	if raw == nil {
		return json.RawMessage("{}")
	}
	return raw
}

func (r *reader) readLists() error {
	root := r.document.root
	return cmp.Or(
		readList(root, "buffers", &r.buffers),
		readList(root, "bufferViews", &r.views),
		readList(root, "accessors", &r.accessors),
		readList(root, "meshes", &r.meshes),
		readList(root, "nodes", &r.nodes),
		readList(root, "scenes", &r.scenes),
		readList(root, "skins", &r.skins),
		readList(root, "images", &r.images),
		readList(root, "textures", &r.textures),
		readList(root, "materials", &r.materials),
	)
}

// readList decodes a list of the root object one item at a time, so that an error
// can name the item, and the number of items is known before room is made for them.
func readList[T any](root object, name string, list *[]T) error {
	items, err := rawList(root, name)
	if err != nil {
		return err
	}
	*list = make([]T, len(items))
	for i, item := range items {
		if string(item) == "null" {
			return fmt.Errorf("%s[%d] is null: export the file again", name, i)
		}
		if err := json.Unmarshal(item, &(*list)[i]); err != nil {
			return fmt.Errorf("%s[%d] is wrong: %s", name, i, plain(err))
		}
		if wrong := misspelt(item); wrong != "" {
			return fmt.Errorf("%s[%d] has a member %q, whose capitals are wrong: export the file again", name, i, wrong)
		}
	}
	return nil
}

func rawList(root object, name string) ([]json.RawMessage, error) {
	raw := root.get(name)
	if raw == nil {
		return nil, nil
	}
	var items []json.RawMessage
	if err := json.Unmarshal(raw, &items); err != nil {
		return nil, fmt.Errorf("%s is not a list: export the file again", name)
	}
	if len(items) > maxItems {
		return nil, fmt.Errorf("it has %d %s, and %d are allowed: join parts of the mesh", len(items), name, maxItems)
	}
	return items, nil
}

// plain takes the prefixes of libraries off an error.
func plain(err error) string {
	text := strings.TrimPrefix(strings.TrimPrefix(err.Error(), "gltf: "), "json: ")
	return shorten(text)
}

// notice adds a sentence once, however often its cause is met.
func (r *reader) notice(format string, args ...any) {
	const most = 50
	sentence := fmt.Sprintf(format, args...)
	if r.noticed[sentence] || len(r.notices) >= most {
		return
	}
	r.noticed[sentence] = true
	r.notices = append(r.notices, sentence)
}
