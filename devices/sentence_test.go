package devices

import "testing"

func TestPlansReadAsSentences(t *testing.T) {
	vae := Placement{Component: "VAE", Stage: "decode", Device: "cuda:0", Weights: 200 * MB, Working: GB}
	unet := Placement{Component: "UNet", Stage: "denoise", Device: "cuda:0", Weights: 1946 * MB, Working: 2150 * MB}
	resident := []Placement{unet, vae}
	resident[0].Resident, resident[1].Resident = true, true
	first := vae
	first.Component, first.Stage = "encoder", "encode"
	peak, free := map[ID]Bytes{"cuda:0": 4506 * MB}, map[ID]Bytes{"cuda:0": 7782 * MB}
	for want, p := range map[string]Plan{
		"UNet 1.9 GB + 2.1 GB working, VAE after it; 4.4 of 7.6 GB; about 38 s":                     {Policy: Offload, Components: []Placement{unet, vae}, Peak: peak, Free: free, Seconds: 38},
		"UNet 1.9 GB + 2.1 GB working, VAE beside it; 4.4 of 7.6 GB; about 2 min":                   {Policy: Resident, Components: resident, Peak: peak, Free: free, Seconds: 130},
		"UNet 1.9 GB + 2.1 GB working, encoder before it, VAE after it; 4.4 of 7.6 GB; about 2.8 h": {Policy: Offload, Components: []Placement{first, unet, vae}, Peak: peak, Free: free, Seconds: 10000},
		"on the processor: UNet 1.9 GB + 2.1 GB working; 4.4 of 7.6 GB":                             {Policy: OnCPU, Components: []Placement{unet}, Peak: peak, Free: free},
		"nothing to compute": {},
	} {
		if got := p.String(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	two := Plan{Components: []Placement{unet, first, vae}, Peak: map[ID]Bytes{"cuda:0": GB, "cuda:1": 2 * GB}, Free: map[ID]Bytes{"cuda:0": 4 * GB, "cuda:1": 5 * GB}}
	if got, want := two.String(), "UNet 1.9 GB + 2.1 GB working, encoder and VAE after it; 1.0 of 4.0 GB on cuda:0; 2.0 of 5.0 GB on cuda:1"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
