package checkpoint

// This follows Python's pickle protocol 2 as far as torch.save needs it for a
// dictionary of tensors (reference section 3.1). Nothing that a pickle names is ever
// called: a global is only compared with the few that are known here, and an opcode
// or global outside that set is refused.

import (
	"encoding/binary"
	"fmt"
)

// The values that a pickle builds are nil, bool, int64, string, pickleTuple,
// *pickleList, *pickleDict, pickleGlobal, torchStorage and torchTensor.
type (
	pickleTuple  []any
	pickleList   struct{ items []any }
	pickleDict   struct{ keys, values []any }
	pickleGlobal string
	pickleMark   struct{}
)

// pickleMachine runs a pickle on a stack.
type pickleMachine struct {
	code  []byte
	stack []any
	memo  map[uint32]any
}

// unpickle returns the value that a pickle describes.
func unpickle(code []byte) (any, error) {
	m := &pickleMachine{code: code, memo: map[uint32]any{}}
	for {
		op, err := m.byte()
		if err != nil {
			return nil, err
		}
		if op == '.' {
			return m.pop()
		}
		run, ok := pickleOps[op]
		if !ok {
			return nil, fmt.Errorf("its pickle uses the instruction %#02x, which tensors do not need: it is refused", op)
		}
		if err := run(m); err != nil {
			return nil, err
		}
	}
}

var pickleOps = map[byte]func(*pickleMachine) error{
	0x80: (*pickleMachine).protocol,
	'(':  func(m *pickleMachine) error { return m.push(pickleMark{}) },
	'}':  func(m *pickleMachine) error { return m.push(&pickleDict{}) },
	']':  func(m *pickleMachine) error { return m.push(&pickleList{}) },
	')':  func(m *pickleMachine) error { return m.push(pickleTuple{}) },
	'N':  func(m *pickleMachine) error { return m.push(nil) },
	0x88: func(m *pickleMachine) error { return m.push(true) },
	0x89: func(m *pickleMachine) error { return m.push(false) },
	'K':  func(m *pickleMachine) error { return m.integer(1) },
	'M':  func(m *pickleMachine) error { return m.integer(2) },
	'J':  func(m *pickleMachine) error { return m.integer(4) },
	0x8a: (*pickleMachine).long,
	'X':  (*pickleMachine).text,
	'c':  (*pickleMachine).global,
	'q':  func(m *pickleMachine) error { return m.put(1) },
	'r':  func(m *pickleMachine) error { return m.put(4) },
	'h':  func(m *pickleMachine) error { return m.get(1) },
	'j':  func(m *pickleMachine) error { return m.get(4) },
	't':  (*pickleMachine).tuple,
	0x85: func(m *pickleMachine) error { return m.tupleOf(1) },
	0x86: func(m *pickleMachine) error { return m.tupleOf(2) },
	0x87: func(m *pickleMachine) error { return m.tupleOf(3) },
	'a':  func(m *pickleMachine) error { return m.appendTo(1) },
	'e':  (*pickleMachine).appends,
	's':  func(m *pickleMachine) error { return m.setItems(2) },
	'u':  (*pickleMachine).setMarked,
	'Q':  (*pickleMachine).persistent,
	'R':  (*pickleMachine).reduce,
	'b':  (*pickleMachine).build,
}

func (m *pickleMachine) push(v any) error {
	m.stack = append(m.stack, v)
	return nil
}

func (m *pickleMachine) pop() (any, error) {
	if len(m.stack) == 0 {
		return nil, fmt.Errorf("its pickle is damaged: it takes more than it put down")
	}
	v := m.stack[len(m.stack)-1]
	m.stack = m.stack[:len(m.stack)-1]
	return v, nil
}

// popN takes the n topmost values, the deepest first.
func (m *pickleMachine) popN(n int) ([]any, error) {
	if n > len(m.stack) {
		return nil, fmt.Errorf("its pickle is damaged: it takes more than it put down")
	}
	taken := append([]any(nil), m.stack[len(m.stack)-n:]...)
	m.stack = m.stack[:len(m.stack)-n]
	return taken, nil
}

// popMarked takes what lies above the topmost mark, and the mark.
func (m *pickleMachine) popMarked() ([]any, error) {
	for i := len(m.stack) - 1; i >= 0; i-- {
		if _, ok := m.stack[i].(pickleMark); ok {
			taken, err := m.popN(len(m.stack) - i)
			return taken[1:], err
		}
	}
	return nil, fmt.Errorf("its pickle is damaged: a mark is missing")
}

func (m *pickleMachine) bytes(n int) ([]byte, error) {
	if n < 0 || n > len(m.code) {
		return nil, fmt.Errorf("its pickle is cut short")
	}
	b := m.code[:n]
	m.code = m.code[n:]
	return b, nil
}

func (m *pickleMachine) byte() (byte, error) {
	b, err := m.bytes(1)
	if err != nil {
		return 0, err
	}
	return b[0], nil
}

// unsigned reads a little-endian number of n bytes, at most 8.
func (m *pickleMachine) unsigned(n int) (uint64, error) {
	b, err := m.bytes(n)
	if err != nil {
		return 0, err
	}
	var padded [8]byte
	copy(padded[:], b)
	return binary.LittleEndian.Uint64(padded[:]), nil
}

func (m *pickleMachine) protocol() error {
	version, err := m.byte()
	if err == nil && version != 2 {
		err = fmt.Errorf("its pickle has protocol %d, expected 2", version)
	}
	return err
}

// integer pushes a number of n bytes; those of four bytes have a sign.
func (m *pickleMachine) integer(n int) error {
	v, err := m.unsigned(n)
	if err != nil {
		return err
	}
	if n == 4 {
		return m.push(int64(int32(v)))
	}
	return m.push(int64(v))
}

// long pushes a number of up to eight bytes in two's complement.
func (m *pickleMachine) long() error {
	n, err := m.byte()
	if err != nil {
		return err
	}
	if n > 8 {
		return fmt.Errorf("its pickle holds a number of %d bytes: it is refused", n)
	}
	v, err := m.unsigned(int(n))
	if err != nil {
		return err
	}
	unused := 64 - 8*uint(n)
	return m.push(int64(v<<unused) >> unused)
}

func (m *pickleMachine) text() error {
	n, err := m.unsigned(4)
	if err != nil {
		return err
	}
	b, err := m.bytes(int(n))
	if err != nil {
		return err
	}
	return m.push(string(b))
}

func (m *pickleMachine) line() (string, error) {
	for i, c := range m.code {
		if c == '\n' {
			b, err := m.bytes(i + 1)
			return string(b[:i]), err
		}
	}
	return "", fmt.Errorf("its pickle is cut short")
}

func (m *pickleMachine) global() error {
	module, err := m.line()
	if err != nil {
		return err
	}
	name, err := m.line()
	if err != nil {
		return err
	}
	g := pickleGlobal(module + "." + name)
	if !knownGlobal(g) {
		return fmt.Errorf("its pickle names %q, which tensors do not need: it is refused", string(g))
	}
	return m.push(g)
}

func (m *pickleMachine) put(n int) error {
	index, err := m.unsigned(n)
	if err != nil {
		return err
	}
	v, err := m.pop()
	if err != nil {
		return err
	}
	m.memo[uint32(index)] = v
	return m.push(v)
}

func (m *pickleMachine) get(n int) error {
	index, err := m.unsigned(n)
	if err != nil {
		return err
	}
	v, ok := m.memo[uint32(index)]
	if !ok {
		return fmt.Errorf("its pickle is damaged: it recalls what it never kept")
	}
	return m.push(v)
}

func (m *pickleMachine) tuple() error {
	items, err := m.popMarked()
	if err != nil {
		return err
	}
	return m.push(pickleTuple(items))
}

func (m *pickleMachine) tupleOf(n int) error {
	items, err := m.popN(n)
	if err != nil {
		return err
	}
	return m.push(pickleTuple(items))
}

func (m *pickleMachine) appendTo(n int) error {
	items, err := m.popN(n)
	if err != nil {
		return err
	}
	return m.extend(items)
}

func (m *pickleMachine) appends() error {
	items, err := m.popMarked()
	if err != nil {
		return err
	}
	return m.extend(items)
}

func (m *pickleMachine) extend(items []any) error {
	list, ok := m.top().(*pickleList)
	if !ok {
		return fmt.Errorf("its pickle is damaged: it appends to what is no list")
	}
	list.items = append(list.items, items...)
	return nil
}

func (m *pickleMachine) setItems(n int) error {
	pairs, err := m.popN(n)
	if err != nil {
		return err
	}
	return m.set(pairs)
}

func (m *pickleMachine) setMarked() error {
	pairs, err := m.popMarked()
	if err != nil {
		return err
	}
	return m.set(pairs)
}

func (m *pickleMachine) set(pairs []any) error {
	dict, ok := m.top().(*pickleDict)
	if !ok || len(pairs)%2 != 0 {
		return fmt.Errorf("its pickle is damaged: it sets an item of what is no dictionary")
	}
	for i := 0; i < len(pairs); i += 2 {
		dict.keys = append(dict.keys, pairs[i])
		dict.values = append(dict.values, pairs[i+1])
	}
	return nil
}

func (m *pickleMachine) top() any {
	if len(m.stack) == 0 {
		return nil
	}
	return m.stack[len(m.stack)-1]
}
