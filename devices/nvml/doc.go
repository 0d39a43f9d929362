// Package nvml asks NVIDIA's management library for the cards of a machine. The library
// comes with the driver; where it is not installed there are no cards, which is no error.
package nvml
