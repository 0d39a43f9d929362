//go:build !race

package devices

// raceDetector tells whether the race detector runs, which keeps much beside Go's heap for
// each byte of it.
const raceDetector = false
