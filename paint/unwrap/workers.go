package unwrap

import "runtime"

// workers is the number of goroutines that work at the same time.
func workers() int { return runtime.GOMAXPROCS(0) }
