package paint

import (
	"fmt"

	"patina/paint/bake"
)

// bakeOptions returns what the request says about the bake.
func (r *run) bakeOptions() bake.Options {
	opt := r.req.Settings.bakeOptions()
	opt.Protected = r.protected
	return opt
}

// explainKept tells what it means for textures that parts of them are protected.
func (r *run) explainKept(pictures []*bake.Picture) {
	size := r.req.Settings.TextureSize
	for slot, p := range pictures {
		if p == nil || p.Alpha == nil {
			continue
		}
		m := &r.req.Mesh.Materials[slot]
		if p.Width != size || p.Height != size {
			more := ""
			if max(p.Width, p.Height) < size {
				more = " Enlarge it in an image editor first if the paint is to have more."
			}
			r.report(Notice{fmt.Sprintf("The texture of material %q keeps its %d x %d texels, because a part of it is protected.%s", m.Name, p.Width, p.Height, more)})
		}
		if m.Texture != nil && [3]float32(m.BaseColor[:3]) != [3]float32{1, 1, 1} {
			r.report(Notice{fmt.Sprintf("The base color of material %q is multiplied into its texture, so that what is protected looks as it did beside the paint.", m.Name)})
		}
	}
}
