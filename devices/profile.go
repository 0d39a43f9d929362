package devices

import "time"

// Profile is what a job cost under each policy that fits, as measured.
type Profile struct {
	Date    time.Time `json:"date"`
	Model   string    `json:"model"`   // name of the checkpoint
	Library string    `json:"library"` // version of ONNX Runtime
	Devices []Device  `json:"devices"`
	Rows    []Row     `json:"rows"`
}

// Row is one stage of a job under a policy.
type Row struct {
	Policy    Policy  `json:"policy"`
	Device    ID      `json:"device"`
	Stage     string  `json:"stage"`
	Steps     int     `json:"steps,omitempty"` // of the stage, 0 when it has none
	Seconds   float64 `json:"seconds"`
	FLOP      int64   `json:"flop,omitempty"`
	Moved     Bytes   `json:"moved"`     // between devices
	Moving    float64 `json:"moving"`    // seconds of it, within Seconds
	Predicted Bytes   `json:"predicted"` // peak memory on the device
	Measured  Bytes   `json:"measured"`  // peak memory on the device
}
