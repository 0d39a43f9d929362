package devices

import "testing"

// No row of the table is predicted more than 5 per cent too low or 10 per cent too high.
func TestEstimatesAreNearWhatWasMeasured(t *testing.T) {
	for _, m := range Measurements() {
		f := Estimate(m.Component, "", m.working())
		predicted := Base(m.Provider) + f.Total()
		error := 100 * (float64(predicted)/float64(m.Measured) - 1)
		t.Logf("%-13s %3d wide, %d x %d: predicted %4d MB, measured %4d MB, %+.1f %%", m.Component, m.Width, m.Views, m.Size, predicted/MB, m.Measured/MB, error)
		if error < -5 || error > 10 {
			t.Errorf("%s of %d channels, %d x %d: predicted %v, measured %v", m.Component, m.Width, m.Views, m.Size, predicted, m.Measured)
		}
	}
}
