package project

import (
	"slices"
	"testing"

	"patina/devices"
	"patina/paint"
)

func TestDevicesOfAJobAreKept(t *testing.T) {
	p, _ := ready(t)
	begin(t, p)
	copying := devices.Transfer{Component: "UNet", From: "cpu", To: "cuda:0", Done: 1, Total: 2}
	p.Apply(paint.Planned{Plan: devices.Plan{Policy: devices.Offload}})
	p.Apply(paint.Transfer{Transfer: copying})
	other := copying
	other.Component = "VAE decoder"
	p.Apply(paint.Transfer{Transfer: other})
	copying.Done = 2
	p.Apply(paint.Transfer{Transfer: copying})
	p.Apply(paint.Measured{Row: devices.Row{Stage: "encode"}})
	offer := devices.Plan{Policy: devices.OnCPU}
	p.Apply(paint.Failed{Stage: paint.StageViews, Err: &paint.OutOfMemoryError{Offer: &offer}})
	j := p.Job
	if j.Plan == nil || j.Plan.Policy != devices.Offload || len(j.Transfers) != 2 || !j.Transfers[0].Finished() || j.Transfers[1] != other || len(j.Measured) != 1 {
		t.Errorf("plan %v, transfers %v, measured %v", j.Plan, j.Transfers, j.Measured)
	}
	if j.Offer == nil || j.Offer.Policy != devices.OnCPU {
		t.Errorf("the offer is %v", j.Offer)
	}
}

func TestDevicesAreChosen(t *testing.T) {
	p, _ := ready(t)
	p.SetOffload(devices.On)
	p.SetDevice("cuda:0")
	p.SetPartDevice("vae", "cuda:1")
	req, err := p.Request()
	if err != nil {
		t.Fatal(err)
	}
	p.SetPartDevice("vae", "")
	if s := req.Settings; s.Offload != devices.On || s.Device != "cuda:0" || s.Devices["vae"] != "cuda:1" || p.Settings.Devices != nil {
		t.Errorf("the request has %v, %s, %v; left are %v", s.Offload, s.Device, s.Devices, p.Settings.Devices)
	}
}

func TestWithoutAMonitorNothingIsKnown(t *testing.T) {
	p, _ := ready(t)
	if _, err := p.Monitor().Devices(t.Context()); err == nil {
		t.Error("devices are known")
	}
	if _, err := p.Monitor().Plan(t.Context(), paint.Request{}); err == nil {
		t.Error("a plan is known")
	}
	if err := p.Monitor().Release(); err != nil {
		t.Error(err)
	}
}

func TestTheSummaryTellsWhatNetworksTook(t *testing.T) {
	r := Result{Result: &paint.Result{Network: paint.NetworkUse{
		Plan: &devices.Plan{Peak: map[devices.ID]devices.Bytes{"cuda:0": 4 * devices.GB, devices.Processor: devices.GB}},
		Stages: []devices.Row{
			{Device: "cuda:0", Moved: devices.GB, Moving: 0.5, Measured: 3 * devices.GB},
			{Device: "cuda:0", Moved: devices.GB, Moving: 0.25, Measured: 2 * devices.GB},
		},
	}}}
	want := "2.0 GB moved between devices in 0.8 s; at most 3.0 GB on cuda:0, 4.0 GB predicted."
	if got := r.Summary(); !slices.Contains(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	r.Network = paint.NetworkUse{}
	if got := r.Summary(); len(got) != 2 {
		t.Errorf("without networks: %q", got)
	}
}
