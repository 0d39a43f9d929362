// Package catalogue knows what models are without running any: who made them, what
// they paint, under which licence and in which territory they may be used, and how
// much disk and memory they take. Records keeps which licences were accepted and
// which files a model had when it was added.
package catalogue

import "fmt"

// Role says what a model is for.
type Role string

// The roles.
const (
	Paints   Role = "paints"   // paints the views of a mesh
	Delights Role = "delights" // takes light and shadow out of the reference, beside a model that paints
	Unknown  Role = "unknown"  // a diffusers folder that the catalogue does not know
)

// Entry is what is known of a model.
type Entry struct {
	ID      string // names the model in files; for an unknown one it follows from its folder
	Name    string // what the artist reads
	Maker   string // "" where unknown
	Role    Role
	About   string // one or two sentences: what it does, and how fast
	Folder  string // name of its folder as downloaded, "" where unknown
	Licence Licence
	Disk    int64 // bytes of the weights as downloaded, 0 where unknown
	Cache   int64 // bytes of the converted weights that are kept once made, 0 where unknown
	Memory  int64 // bytes needed at six views of 512 pixels on the CPU, 0 where nobody measured
}

// Licence is a pointer to a licence, not its text.
type Licence struct {
	Name       string
	Repository string // where its makers publish it, "" where unknown
	Territory  string // a sentence on where it is not valid, "" where nothing is said
}

// tencent is the licence of the Hunyuan3D 2.0 models, code and weights (reference
// section 0).
var tencent = Licence{
	Name:       "Tencent Hunyuan 3D 2.0 Community License",
	Repository: "tencent/Hunyuan3D-2",
	Territory:  "The licence is not valid in the European Union, the United Kingdom and South Korea: there it gives you no right to use the model.",
}

const gigabyte = 1_000_000_000

// entries are the known models. Sizes are those of reference sections 3.1 and 3.4;
// memory and time were measured with one step of the full-size network at six views
// of 512 pixels with guidance, and the turbo network has the same shapes.
var entries = []Entry{
	{
		ID: "hunyuan3d-paint-v2-0", Name: "Hunyuan3D-Paint 2.0", Maker: "Tencent", Role: Paints,
		About:  "Paints all views of a mesh together, as a picture shows it, in 30 steps with guidance. A step takes about three minutes on two CPU cores.",
		Folder: "hunyuan3d-paint-v2-0", Licence: tencent,
		Disk: 3.66 * gigabyte, Cache: 7.3 * gigabyte, Memory: 8.4 * gigabyte,
	},
	{
		ID: "hunyuan3d-paint-v2-0-turbo", Name: "Hunyuan3D-Paint Turbo", Maker: "Tencent", Role: Paints,
		About:  "Paints all views of a mesh together in 10 steps. It needs no guidance, which halves the time of a step.",
		Folder: "hunyuan3d-paint-v2-0-turbo", Licence: tencent,
		Disk: 3.66 * gigabyte, Cache: 7.3 * gigabyte, Memory: 8.4 * gigabyte,
	},
	{
		ID: "hunyuan3d-delight-v2-0", Name: "Hunyuan3D-Delight 2.0", Maker: "Tencent", Role: Delights,
		About:  "Takes light and shadow out of the reference before it is painted. It stands beside a model that paints.",
		Folder: "hunyuan3d-delight-v2-0", Licence: tencent,
		Disk: 2.58 * gigabyte, Cache: 5.16 * gigabyte,
	},
}

// Entries returns the models that the catalogue knows.
func Entries() []Entry { return append([]Entry(nil), entries...) }

// ByID returns the known model with an ID.
func ByID(id string) (Entry, bool) {
	for _, e := range entries {
		if e.ID == id {
			return e, true
		}
	}
	return Entry{}, false
}

// Needs says in a sentence what the model takes, "" where nothing is known.
func (e Entry) Needs() string {
	if e.Disk == 0 {
		return ""
	}
	text := fmt.Sprintf("It takes %s on disk, and %s more for converted weights, which are made once", gigabytes(e.Disk), gigabytes(e.Cache))
	if e.Memory == 0 {
		return text + "."
	}
	return text + fmt.Sprintf("; six views of 512 pixels need %s of memory on the CPU.", gigabytes(e.Memory))
}

func gigabytes(n int64) string { return fmt.Sprintf("%.1f GB", float64(n)/gigabyte) }
