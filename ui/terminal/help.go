package terminal

import (
	"fmt"
	"io"
	"strings"
)

const introduction = `Patina paints a mesh from a picture.

  patina [MESH] [--reference IMAGE]                  opens the window
  patina MESH --reference IMAGE --out RESULT.glb     paints without a window
  patina coverage MESH                               tells what the cameras see
  patina uv MESH [--json]                            says whether the UVs of a mesh can be painted
  patina parts MESH [--json]                         lists what --protect may name
  patina devices [--json]                            lists what models can run on
  patina profile --sample [--model DIR] [--json]     measures a model on this machine

MESH is a GLB, glTF, OBJ or PLY file with UVs, or with --unwrap an STL or any without;
its front looks along +Z, its up is +Y.
The result keeps everything of the file (UVs, materials, nodes, skins, animations)
and replaces the base color texture. It is written whole or not at all.
`

const conclusion = `
Examples:
  patina chair.glb -r chair.jpg -o painted.glb
  patina fox.glb -r fox.png -o fox.png --reference-camera find --texture-size 4096
  patina bust.obj -r bust.webp -o bust.glb --azimuths 0,120,240 --elevations 0,0,0
  patina knight.glb -r knight.jpg -o knight2.glb --protect material:Metal --protect part:3
  patina scan.ply -r statue.jpg --unwrap --export unreal -o statue --depth 16
  patina --sample -o sample.glb --sheet sample.png
  patina --sample -o sample.glb --model DIR --offload on --cap-memory 6GB
  patina --sample -o sample.glb --model DIR --device unet=cuda:0,vae=cuda:1

Exit status: 0 done, 1 failed, 2 the command line is wrong, 130 cancelled (Ctrl+C).
`

// PrintHelp writes what patina --help says.
func PrintHelp(w io.Writer) {
	var b strings.Builder
	b.WriteString(introduction)
	for _, g := range newParser().groups {
		fmt.Fprintf(&b, "\n%s:\n%s", g.title, g.flags.FlagUsagesWrapped(100))
	}
	b.WriteString(conclusion)
	io.WriteString(w, b.String())
}
