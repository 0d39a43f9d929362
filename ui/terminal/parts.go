package terminal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"patina/paint"
	"patina/paint/protect"
)

// setProtect reads --protect. Whether the mesh has what is named is known once it is open.
func (p *parser) setProtect(s *paint.Settings) error {
	for _, text := range p.protect {
		piece, err := protect.Parse(text)
		if err != nil {
			return fmt.Errorf("--protect: %w", err)
		}
		if !slices.Contains(s.Protect, piece) {
			s.Protect = append(s.Protect, piece)
		}
	}
	if p.protect != nil && p.opts.Window() {
		return errors.New("--protect belongs to a job without a window: add --out FILE.glb, or press Protect in the window")
	}
	return nil
}

// mostListed is how many pieces of a kind are listed where people read them.
const mostListed = 100

// ListParts lists what of a mesh can be protected, for people or as a line of JSON, and
// returns the exit status.
func ListParts(ctx context.Context, o Options, parts Parts) int {
	j := &job{opts: o, parts: parts, tell: func(paint.Event) {}}
	return told(ctx, j.listParts(ctx), parts.Stderr)
}

func (j *job) listParts(ctx context.Context) error {
	file, err := j.openMesh(ctx)
	if err != nil {
		return err
	}
	inventory, err := protect.Take(ctx, file.Mesh)
	if err != nil {
		return err
	}
	if j.opts.JSON {
		return json.NewEncoder(j.parts.Stdout).Encode(struct {
			Mesh      string          `json:"mesh"`
			Materials []protect.Entry `json:"materials"`
			Parts     []protect.Entry `json:"parts"`
			Islands   []protect.Entry `json:"islands"`
		}{j.opts.Mesh, inventory.Entries(protect.Material), inventory.Entries(protect.Part), inventory.Entries(protect.Island)})
	}
	return writeParts(j.parts.Stdout, inventory)
}

// writeParts writes a table; of many pieces of a kind it has the first.
func writeParts(w io.Writer, inventory *protect.Inventory) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprint(table, "piece\ttriangles\tsurface\tmaterial\n")
	for _, kind := range protect.Kinds() {
		entries := inventory.Entries(kind)
		for _, e := range entries[:min(len(entries), mostListed)] {
			fmt.Fprintf(table, "%s\t%d\t%.2f %%\t%s\n", e.Piece, e.Triangles, 100*e.Area, e.Material)
		}
		if more := len(entries) - mostListed; more > 0 {
			fmt.Fprintf(table, "and %d more of kind %s, which --json lists\n", more, kind)
		}
	}
	return table.Flush()
}
