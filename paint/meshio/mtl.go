package meshio

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"strconv"
	"strings"

	"patina/paint/imageio"
	"patina/paint/mesh"
)

// This follows the "Material Library File (.mtl)" appendix of the same manual, as
// far as it colours a surface: Kd, d, Tr and map_Kd. Kd is taken as linear, the way
// most of today's exporters write it.

// readLibraries fills in the materials that the faces use.
func (r *objReader) readLibraries() error {
	found := map[string]bool{}
	for _, library := range r.libraries {
		err := r.openLibrary(library, found)
		var missing *missingFile
		if errors.As(err, &missing) {
			r.notices = append(r.notices, fmt.Sprintf("The material file %s cannot be read (%v): its materials are shown white.", shorten(missing.uri), missing.err))
		} else if err != nil {
			return err
		}
	}
	for slot, m := range r.mesh.Materials {
		if int(r.slots[m.Name]) != slot {
			continue // of faces without UVs
		}
		if !found[m.Name] && m.Name != mesh.DefaultMaterial().Name && len(r.libraries) > 0 {
			r.notices = append(r.notices, fmt.Sprintf("Material %q is in no material file: it is shown white.", shorten(materialName(r.mesh, slot))))
		}
	}
	return nil
}

// openLibrary reads what a mtllib names: one file whose name may hold spaces, or
// else several.
func (r *objReader) openLibrary(line string, found map[string]bool) error {
	names := []string{line}
	data, err := r.beside.readURI(line)
	if fields := strings.Fields(line); err != nil && len(fields) > 1 {
		names = fields
	}
	for _, name := range names {
		if name != line {
			data, err = r.beside.readURI(name)
		}
		if err == nil {
			err = r.readLibrary(name, data, found)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *objReader) readLibrary(library string, data []byte, found map[string]bool) error {
	lines := statements{rest: bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))}
	var m *mesh.Material
	for {
		keyword, rest, ok := lines.read()
		if !ok {
			return nil
		}
		if keyword == "newmtl" {
			m = nil
			name := string(rest)
			if slot, used := r.slots[name]; used && !found[name] {
				m = &r.mesh.Materials[slot]
				found[name] = true
			}
			continue
		}
		if m == nil {
			continue // not used, or not begun
		}
		if err := r.materialStatement(m, keyword, rest); err != nil {
			return fmt.Errorf("%s, line %d: %w", shorten(library), lines.line, err)
		}
	}
}

func (r *objReader) materialStatement(m *mesh.Material, keyword string, rest []byte) error {
	switch keyword {
	case "Kd":
		if m.Texture != nil || bytes.HasPrefix(rest, []byte("spectral")) || bytes.HasPrefix(rest, []byte("xyz")) {
			return nil
		}
		return readColor(rest, &m.BaseColor)
	case "d":
		return readAlpha(rest, &m.BaseColor, false)
	case "Tr":
		return readAlpha(rest, &m.BaseColor, true)
	case "map_Kd":
		r.readMap(m, mapName(rest))
	}
	return nil
}

func readColor(rest []byte, color *[4]float32) error {
	var f [3]float32
	if err := floats(rest, f[:], 1); err != nil {
		return err
	}
	if fields := bytes.Fields(rest); len(fields) < 3 {
		f[1], f[2] = f[0], f[0]
	}
	for c := range f {
		color[c] = clamp01(f[c])
	}
	return nil
}

func readAlpha(rest []byte, color *[4]float32, inverted bool) error {
	if bytes.HasPrefix(rest, []byte("-halo")) {
		return nil
	}
	var f [1]float32
	if err := floats(rest, f[:], 1); err != nil {
		return err
	}
	if inverted {
		f[0] = 1 - f[0]
	}
	color[3] = clamp01(f[0])
	return nil
}

// clamp01 takes NaN to 0.
func clamp01(f float32) float32 {
	if f > 0 {
		return min(f, 1)
	}
	return 0
}

// readMap reads a texture, or notes that there is one for each UDIM tile. One that is not
// there or lies elsewhere is only missed: many exporters write paths of the machine they
// ran on, and painting replaces it.
func (r *objReader) readMap(m *mesh.Material, name string) {
	if tokenIn(name) != "" {
		r.tileNames[int(r.slots[m.Name])] = name
		return
	}
	pixels, err := r.picture(name)
	if err != nil {
		r.notices = append(r.notices, fmt.Sprintf("The texture of material %q is not shown: %v.", shorten(m.Name), err))
	}
	m.Approximate = pixels == nil || r.deep[name]
	if pixels != nil {
		show(m, pixels)
	}
}

// show lets a material show a texture. Exporters leave any Kd beside it.
func show(m *mesh.Material, pixels *image.NRGBA) {
	m.Texture = pixels
	m.BaseColor = [4]float32{1, 1, 1, m.BaseColor[3]}
}

// picture decodes a texture once; asked again for one that cannot be read, it returns
// neither it nor an error.
func (r *objReader) picture(name string) (*image.NRGBA, error) {
	if pixels, read := r.maps[name]; read {
		return pixels, nil
	}
	data, err := r.beside.readURI(name)
	if err == nil {
		err = r.shown.spend(data)
	}
	r.maps[name] = nil
	if err == nil {
		r.deep[name] = imageio.Deep(data)
		r.maps[name], err = imageio.Decode(data)
	}
	return r.maps[name], err
}

// mapOptions are the options of map_Kd and the most arguments that each takes; -o, -s and -t may have
// fewer numbers.
var mapOptions = map[string]int{
	"-blendu": 1, "-blendv": 1, "-boost": 1, "-bm": 1, "-cc": 1, "-clamp": 1, "-imfchan": 1,
	"-mm": 2, "-o": 3, "-s": 3, "-t": 3, "-texres": 1, "-type": 1,
}

// mapName drops the options before the name of a texture, which may hold spaces.
func mapName(rest []byte) string {
	for {
		field, after := nextField(rest)
		most, ok := mapOptions[string(field)]
		if !ok {
			return string(bytes.TrimSpace(rest))
		}
		rest = after
		numbers := most == 3
		for range most {
			argument, after := nextField(rest)
			if _, err := strconv.ParseFloat(string(argument), 64); numbers && err != nil {
				break
			}
			rest = after
		}
	}
}
