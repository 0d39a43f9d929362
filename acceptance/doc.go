// Package acceptance tests the program as a person uses it: on the command line, and
// in its window with mouse and keyboard. It holds tests only.
package acceptance
