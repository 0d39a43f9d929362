package devices

// Executor is a pipeline that knows where it executes, whatever its components are put
// on between their uses. The answer is false when it has no opinion.
type Executor interface {
	ExecutionDevice() (ID, bool)
}

// Sitter is a pipeline that sits on a device: that of its first component. The answer is
// false when it sits nowhere.
type Sitter interface {
	Device() (ID, bool)
}

// ExecutionDevice returns the device on which the inputs of a pipeline and its random
// numbers are made: the pipeline's own execution device if it is an Executor and says
// one; else the device it sits on if it is a Sitter; only then the fallback. No other
// code chooses a device for inputs.
//
// Under offload the components sit on the processor while they wait, so that asking
// where they sit before asking where they execute makes inputs on the wrong device.
func ExecutionDevice(pipeline any, fallback ID) ID {
	if p, ok := pipeline.(Executor); ok {
		if id, ok := p.ExecutionDevice(); ok {
			return id
		}
	}
	if p, ok := pipeline.(Sitter); ok {
		if id, ok := p.Device(); ok {
			return id
		}
	}
	return fallback
}
