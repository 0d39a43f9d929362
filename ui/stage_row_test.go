package ui

import (
	"testing"
	"time"

	"patina/paint"
	"patina/ui/project"
)

func TestARunningStageSaysHowFarItIs(t *testing.T) {
	begun := time.Unix(100, 0)
	row := project.StageRow{Stage: paint.StageViews, State: project.StageRunning, Started: begun}
	for _, c := range []struct {
		done, total int
		work        project.Work
		want        string
	}{
		{0, 0, project.Work{}, "5.0 s"},
		{0, 0, project.Work{Kind: paint.Encoding, Done: 3, Total: 13}, "reading 3/13   5.0 s"},
		{2, 15, project.Work{}, "2/15   5.0 s"},
		{15, 15, project.Work{Kind: paint.Decoding, Done: 1, Total: 6}, "finishing 1/6   5.0 s"},
		{15, 15, project.Work{Kind: paint.Mixing, Done: 0, Total: 4}, "mixing 0/4   5.0 s"},
	} {
		row.Done, row.Total, row.Work = c.done, c.total, c.work
		if got := describeStage(row, begun.Add(5*time.Second)); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
