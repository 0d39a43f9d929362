package terminal

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"patina/paint/meshio"
	"patina/paint/uv"
)

// uvLine is what patina uv --json writes.
type uvLine struct {
	Mesh      string   `json:"mesh"`
	Troubled  bool     `json:"troubled"` // whether unwrapping anew is advised
	Sentences []string `json:"sentences"`
	*uv.Report
}

// ExamineUVs says what there is to say about the UVs of a mesh, in sentences or as a
// line of JSON, and returns the exit status.
func ExamineUVs(ctx context.Context, o Options, stdout, stderr io.Writer) int {
	report, err := examineFile(ctx, o)
	switch {
	case ctx.Err() != nil:
		return ExitCancelled
	case err != nil:
		fmt.Fprintf(stderr, "patina: %v\n", err)
		return ExitFailed
	case o.JSON:
		err = json.NewEncoder(stdout).Encode(uvLine{o.Mesh, report.Troubled(), report.Sentences(), report})
	default:
		for _, sentence := range report.Sentences() {
			_, err = fmt.Fprintln(stdout, sentence)
		}
	}
	if err != nil {
		fmt.Fprintf(stderr, "patina: %v\n", err)
		return ExitFailed
	}
	return ExitDone
}

func examineFile(ctx context.Context, o Options) (*uv.Report, error) {
	file, err := meshio.Open(ctx, o.Mesh)
	if err != nil {
		return nil, err
	}
	_, report, err := file.InTiles(ctx, o.Settings.TextureSize, o.Tiling)
	return report, err
}
