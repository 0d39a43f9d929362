package devices

// MainMemory returns all memory that this process can have: that of the machine, or what
// the control groups of the process allow. It is 0 where the system does not tell.
func MainMemory() Bytes {
	processor, err := system{root: Options{}.root()}.processor()
	if err != nil {
		return 0
	}
	return processor.Total
}
