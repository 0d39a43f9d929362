// Package devices says what computes and what fits where: which devices there are and
// how much memory they have free, what the components of a model need, which plan puts
// the one on the other, and on which device the inputs of a pipeline are made. It runs
// nothing itself: a Prober does, which whoever owns the runtime hands in.
package devices
