package meshio

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// ErrNoUVs is wrapped by the error of Open when a mesh, or a part of it, has no
// texture coordinates.
var ErrNoUVs = errors.New("it has no UVs (texture coordinates): unwrap it in a 3D application and export it with UVs, or let Patina unwrap it")

// MaxBytes is the size of the largest file that is opened, and of all files that
// belong to one mesh together.
const MaxBytes = 2 << 30

// File is an opened mesh file.
type File struct {
	Name    string     // the path or name that it was opened by
	Mesh    *mesh.Mesh // everything that the default scene shows, transforms applied, cleaned
	SHA256  string     // of the main file, in hexadecimal
	Notices []string   // sentences about what was cleaned, left out or assumed
	NewUVs  Extent     // how much of it was unwrapped, "" for nothing

	colors       vertexColors            // while the file is opened
	noUVs        string                  // where triangles without UVs are that stay so, "" for anywhere
	unwrap       Unwrapper               // nil when the mesh keeps the UVs of the file
	extent       Extent                  // of what is unwrapped
	document     *document               // nil when the file is not glTF, or unwrapped
	tileTextures map[tileOf]*image.NRGBA // of materials that name their textures by UDIM tile; nil when none does
	read         []string                // paths of all files that were read, main file first; empty when opened from an fs.FS
}

// Extensions are those of the files that Open reads. Contents decide, not names, about
// how a file is read.
var Extensions = []string{".glb", ".gltf", ".obj", ".ply", ".stl"}

// Open reads a GLB, glTF, OBJ, PLY or STL file and the files beside it that it refers to.
// The error names the file, what is wrong with it and, where something can be done,
// what to do; it wraps ErrNoUVs when only texture coordinates are missing.
func Open(ctx context.Context, path string) (*File, error) { return openFile(ctx, path, Missing, nil) }

// openFile opens a file; unwrap is nil where the mesh keeps its UVs.
func openFile(ctx context.Context, path string, extent Extent, unwrap Unwrapper) (*File, error) {
	data, err := readMain(path)
	if err != nil {
		return nil, cannotOpen(path, err)
	}
	root, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		return nil, cannotOpen(path, withoutPath(err))
	}
	defer root.Close()
	beside := &folder{fsys: root.FS(), dir: filepath.Dir(path), left: MaxBytes - int64(len(data))}
	f, err := open(ctx, &File{Name: path, extent: extent, unwrap: unwrap}, data, beside)
	if err != nil {
		return nil, err
	}
	f.read = append([]string{path}, beside.read...)
	return f, nil
}

// OpenFS is Open for a file of fsys.
func OpenFS(ctx context.Context, fsys fs.FS, name string) (*File, error) {
	whole := &folder{fsys: fsys, left: MaxBytes}
	data, err := whole.readFile(name)
	if err != nil {
		return nil, cannotOpen(name, err)
	}
	sub, err := fs.Sub(fsys, path.Dir(name))
	if err != nil {
		return nil, cannotOpen(name, withoutPath(err))
	}
	return open(ctx, &File{Name: name}, data, &folder{fsys: sub, left: whole.left})
}

// open takes the file apart, whatever it came from.
func open(ctx context.Context, f *File, data []byte, beside *folder) (*File, error) {
	sum := startHash(data)
	err := f.parse(ctx, data, beside)
	f.SHA256 = sum()
	if err == nil && f.unwrap != nil {
		dropBadUVs(f.Mesh)
	}
	if err == nil {
		err = f.clean()
	}
	if err == nil {
		err = f.newUVs(ctx)
	}
	if cause := context.Cause(ctx); cause != nil {
		return nil, cause
	}
	if err != nil {
		return nil, cannotOpen(f.Name, err)
	}
	f.notice(f.colors.show(f.Mesh), "The colours of its vertices are shown as a texture.")
	f.colors = vertexColors{}
	return f, nil
}

func (f *File) parse(ctx context.Context, data []byte, beside *folder) (err error) {
	extension := strings.ToLower(filepath.Ext(f.Name))
	if len(data) == 0 {
		return errors.New("the file is empty")
	}
	switch sniff(data, extension) {
	case ".glb", ".gltf":
		err = f.openGLTF(ctx, data, beside)
	case ".obj":
		err = f.openOBJ(ctx, data, beside)
	case ".ply":
		f.Mesh, f.Notices, f.colors, err = openPLY(ctx, data, beside, f.withoutUVs())
	case ".stl":
		f.Mesh, f.Notices, err = openSTL(ctx, data, f.withoutUVs())
	default:
		return errUnknown(data, extension)
	}
	if err == nil {
		f.Mesh.Name = strings.TrimSuffix(filepath.Base(f.Name), filepath.Ext(f.Name))
	}
	return err
}

// withoutUVs tells whether the UVs of the file are of no use.
func (f *File) withoutUVs() bool { return f.unwrap != nil && f.extent == Everything }

// openGLTF reads a GLB or glTF, in which what is to have new UVs gets them first.
func (f *File) openGLTF(ctx context.Context, data []byte, beside *folder) (err error) {
	made := renewed{glb: data}
	if f.unwrap != nil {
		if made, err = completeGLTF(ctx, data, beside, f.extent, f.unwrap); err != nil {
			return err
		}
		f.NewUVs = f.extent
	}
	r, err := readRenewed(ctx, made, beside, painted)
	if err != nil {
		return err
	}
	f.document, f.Mesh, f.Notices = r.document, r.mesh, append(made.notices, r.notices...)
	if r.lacking > 0 {
		f.noUVs = ", the first in " + r.noUVs
	}
	return nil
}

func (f *File) openOBJ(ctx context.Context, data []byte, beside *folder) error {
	r, err := openOBJ(ctx, data, beside, f.withoutUVs())
	if err != nil {
		return err
	}
	f.Mesh, f.Notices, f.colors = r.mesh, r.notices, vertexColors{r.positions, r.vertexColors()}
	if r.noUVLine > 0 {
		f.noUVs = fmt.Sprintf(", the first in the face on line %d", r.noUVLine)
	}
	if len(r.tileNames) > 0 {
		f.tileTextures = r.tileTextures
	}
	return nil
}

// clean leaves the mesh as painting needs it, and says what it did.
func (f *File) clean() error {
	m := f.Mesh
	if len(m.Triangles) == 0 {
		return errNoTriangles
	}
	hadNormals := m.Normals != nil
	c := m.Clean()
	if len(m.Triangles) == 0 {
		return errors.New("none of its triangles has an area and usable coordinates: check the export in a 3D application")
	}
	left := m.Unpaintable()
	if left != nil && !slices.Contains(left, false) {
		return ErrNoUVs // those that had some were not usable
	}
	if size := m.Bounds().Size(); max(size.X, size.Y, size.Z) < 1e-30 {
		return errors.New("the mesh is too small to be measured: scale it up in a 3D application and export it again")
	}
	f.notice(c.BadTriangles > 0, "%d triangles whose positions or UVs are not usable numbers are left out of the painting.", c.BadTriangles)
	f.notice(c.ZeroArea > 0, "%d triangles without area are left out of the painting.", c.ZeroArea)
	f.notice(!hadNormals, "The file has no normals: smooth ones are computed.")
	if f.unwrap == nil && left != nil {
		f.notice(true, "%s triangles have no UVs (texture coordinates)%s. They stay as they are, the others are painted: let Patina unwrap them, or unwrap them in a 3D application, to have them painted too.", share(left), f.noUVs)
	}
	f.notice(hadNormals && c.NormalsMade > 0, "%d absent or broken normals are computed anew.", c.NormalsMade)
	return nil
}

var errNoTriangles = errors.New("it has no triangles, so there is nothing to paint: export a mesh with faces")

func (f *File) notice(when bool, format string, args ...any) {
	if when {
		f.Notices = append(f.Notices, fmt.Sprintf(format, args...))
	}
}

// inUnitSquare allows for the rounding of exporters.
func inUnitSquare(uv geom.Vec2) bool {
	const low, high = -1e-4, 1 + 1e-4
	return uv.X >= low && uv.X <= high && uv.Y >= low && uv.Y <= high
}

// startHash hashes on another core while the file is parsed; the function it returns
// waits for the result.
func startHash(data []byte) func() string {
	result := make(chan string, 1)
	go func() {
		sum := sha256.Sum256(data)
		result <- hex.EncodeToString(sum[:])
	}()
	return func() string { return <-result }
}

func cannotOpen(name string, err error) error {
	return fmt.Errorf("cannot open mesh %s: %w", name, err)
}

// withoutPath drops the path from an error of package os: the sentence around it
// names the file.
func withoutPath(err error) error {
	var e *fs.PathError
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}
