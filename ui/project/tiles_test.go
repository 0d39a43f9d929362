package project

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"patina/paint"
	"patina/paint/uv"
)

// twoTiles is two squares of different shape, in two tiles and on top of each other if the
// texture repeats.
const twoTiles = "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nv 2 0 0\nv 2 1 0\n" +
	"vt 0.1 0.1\nvt 0.9 0.1\nvt 0.9 0.9\nvt 0.1 0.9\nvt 1.2 0.1\nvt 1.5 0.1\nvt 1.5 0.9\nvt 1.2 0.9\n" +
	"usemtl skin\nf 1/1 2/2 3/3 4/4\nf 2/5 5/6 6/7 3/8\n"

// openOBJ opens a mesh in a project.
func openOBJ(t *testing.T, p *Project, text string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "mesh.obj")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	o, err := Open(t.Context(), p.Dropped([]string{path}))
	if err != nil {
		t.Fatal(err)
	}
	use(t, p, o)
}

func retile(t *testing.T, p *Project, tiling uv.Tiling) {
	t.Helper()
	open := p.Retile(tiling)
	if open == nil {
		t.Fatal("there is nothing to choose")
	}
	o, err := open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	use(t, p, o)
}

func textureTitles(p *Project) (all []string) {
	for _, set := range p.TextureSets() {
		all = append(all, set.Title)
	}
	return all
}

func TestTilesAreFoundAndMayBeChosen(t *testing.T) {
	p, _ := newTestProject(t, "")
	openOBJ(t, p, twoTiles)
	if got := strings.Join(textureTitles(p), ", "); got != "1001  skin, 1002  skin" || p.Text(Tiles) != "Find out" {
		t.Errorf("textures %s, tiles %q", got, p.Text(Tiles))
	}
	for _, words := range []string{"2 UDIM tiles (1001, 1002)", "2 textures in 2 UDIM tiles of 2048 × 2048 texels, 0.4 GB"} {
		if !strings.Contains(p.UVText()+strings.Join(p.Notices(), " "), words) {
			t.Errorf("it says %q, not %q", p.UVText(), words)
		}
	}
	retile(t, p, uv.Repeated)
	if got := strings.Join(textureTitles(p), ", "); got != "skin" || p.Text(Tiles) != "Texture repeats" || !strings.Contains(p.UVText(), "1 texture of 2048") {
		t.Errorf("textures %s, tiles %q, %q", got, p.Text(Tiles), p.UVText())
	}
	retile(t, p, uv.Tiled)
	if len(p.TextureSets()) != 2 || p.MeshPath == "" {
		t.Errorf("textures %q of %q", textureTitles(p), p.MeshPath)
	}
	if req := begin(t, withReference(t, p)); len(req.Mesh.Materials) != 2 || len(p.Job.receipt.Tiles) != 2 {
		t.Errorf("a job paints %d textures, and remembers %v", len(req.Mesh.Materials), p.Job.receipt.Tiles)
	}
}

func withReference(t *testing.T, p *Project) *Project {
	t.Helper()
	use(t, p, openedReference())
	return p
}

func TestTilesAreNoChoiceWhereThereIsOne(t *testing.T) {
	p, _ := ready(t)
	if _, ignored := p.Ignored(Tiles); !ignored || p.Retile(uv.Tiled) != nil {
		t.Error("a mesh without UV report has tiles to choose")
	}
	openOBJ(t, p, "v 0 0 0\nv 1 0 0\nv 0 1 0\nvt 0 0\nvt 1 0\nvt 0 1\nf 1/1 2/2 3/3\n")
	if _, ignored := p.Ignored(Tiles); !ignored || p.Retile(uv.Tiled) != nil {
		t.Error("a mesh in one tile has tiles to choose")
	}
}

func TestTilingOfTheCommandLineHolds(t *testing.T) {
	p := New(Options{Painters: []Painter{{Title: "Projection", Painter: &paint.Painter{Views: named("projection")}}}, Tiling: uv.Repeated})
	openOBJ(t, p, twoTiles)
	if len(p.TextureSets()) != 1 || p.Text(Tiles) != "Texture repeats" {
		t.Errorf("textures %q, tiles %q", textureTitles(p), p.Text(Tiles))
	}
}

func TestUnwrappingIntoSeveralTextures(t *testing.T) {
	p, _ := newTestProject(t, "")
	for text, want := range map[string]string{"0": "1 to 100", "101": "1 to 100", "few": "whole number"} {
		if err := p.Set(Atlases, text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, text := range []string{"2", "256"} {
		s := Atlases
		if text == "256" {
			s = TextureSize
		}
		if err := p.Set(s, text); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "mesh.obj")
	if err := os.WriteFile(path, []byte("v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\nf 1 3 2\nf 1 2 4\nf 2 3 4\nf 3 1 4\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	o, err := p.OpenUnwrapped()(t.Context(), Drop{Mesh: path})
	if err != nil {
		t.Fatal(err)
	}
	use(t, p, o)
	if len(p.TextureSets()) != 2 || !strings.Contains(p.UVText(), "2 textures in 2 UDIM tiles of 256") {
		t.Errorf("textures %q: %q", textureTitles(p), p.UVText())
	}
	if p.Reset(); p.Text(Atlases) != "1" {
		t.Errorf("reset leaves %s textures", p.Text(Atlases))
	}
}
