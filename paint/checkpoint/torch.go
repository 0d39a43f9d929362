package checkpoint

// This follows the files of torch.save since version 1.6 (reference section 3.1): a
// zip archive with the pickle of a dictionary of tensors and the raw elements of each
// storage, uncompressed, so that a tensor is a place in the file as in safetensors.

import (
	"archive/zip"
	"fmt"
	"io"
	"math"
	"strings"
)

// maxPickle bounds data.pkl; that of 1747 tensors has 0.2 MB.
const maxPickle = 64 << 20

// torchStorage is a run of elements that tensors share.
type torchStorage struct {
	dtype DType
	key   string // name of its file below data/
	count int64
}

// torchTensor is a tensor as the pickle describes it; offset and stride count
// elements.
type torchTensor struct {
	storage torchStorage
	offset  int64
	shape   []int
	stride  []int64
}

const (
	rebuildTensor    pickleGlobal = "torch._utils._rebuild_tensor_v2"
	rebuildParameter pickleGlobal = "torch._utils._rebuild_parameter"
	orderedDict      pickleGlobal = "collections.OrderedDict"
)

func knownGlobal(g pickleGlobal) bool {
	switch g {
	case rebuildTensor, rebuildParameter, orderedDict:
		return true
	}
	_, ok := storageDType(g)
	return ok
}

func storageDType(g pickleGlobal) (DType, bool) {
	name, ok := strings.CutPrefix(string(g), "torch.")
	if !ok {
		return 0, false
	}
	return torchDType(name)
}

// persistent turns ("storage", class, key, device, count) into a storage.
func (m *pickleMachine) persistent() error {
	v, err := m.pop()
	if err != nil {
		return err
	}
	id, ok := v.(pickleTuple)
	if !ok || len(id) != 5 || id[0] != "storage" {
		return fmt.Errorf("its pickle refers to something that is no storage: it is refused")
	}
	class, _ := id[1].(pickleGlobal)
	dtype, known := storageDType(class)
	key, named := id[2].(string)
	count, counted := id[4].(int64)
	if !known || !named || !counted || count < 0 {
		return fmt.Errorf("its pickle is damaged: a storage is described wrongly")
	}
	return m.push(torchStorage{dtype, key, count})
}

// reduce applies one of the three known constructors.
func (m *pickleMachine) reduce() error {
	call, err := m.popN(2)
	if err != nil {
		return err
	}
	f, _ := call[0].(pickleGlobal)
	args, ok := call[1].(pickleTuple)
	switch {
	case ok && f == orderedDict && len(args) == 0:
		return m.push(&pickleDict{})
	case ok && f == rebuildTensor && len(args) >= 4:
		return m.rebuild(args)
	case ok && f == rebuildParameter && len(args) >= 1:
		return m.push(args[0])
	}
	return fmt.Errorf("its pickle calls %q in a way that tensors do not need: it is refused", string(f))
}

func (m *pickleMachine) rebuild(args pickleTuple) error {
	storage, ok := args[0].(torchStorage)
	offset, ok2 := args[1].(int64)
	shape, ok3 := integers(args[2])
	stride, ok4 := integers(args[3])
	if !ok || !ok2 || !ok3 || !ok4 || offset < 0 || len(shape) != len(stride) {
		return fmt.Errorf("its pickle is damaged: a tensor is described wrongly")
	}
	t := torchTensor{storage: storage, offset: offset, stride: stride}
	for _, side := range shape {
		if side < 0 || side > math.MaxInt32 {
			return fmt.Errorf("its pickle is damaged: a tensor has the shape %v", shape)
		}
		t.shape = append(t.shape, int(side))
	}
	return m.push(t)
}

func integers(v any) ([]int64, bool) {
	items, ok := v.(pickleTuple)
	if !ok {
		return nil, false
	}
	numbers := make([]int64, len(items))
	for i, item := range items {
		if numbers[i], ok = item.(int64); !ok {
			return nil, false
		}
	}
	return numbers, true
}

// build lets a dictionary keep attributes, which say nothing of tensors.
func (m *pickleMachine) build() error {
	if _, err := m.pop(); err != nil {
		return err
	}
	if _, ok := m.top().(*pickleDict); !ok {
		return fmt.Errorf("its pickle sets the state of something that is no dictionary: it is refused")
	}
	return nil
}

// readTorch reads what tensors a file of torch.save holds. The entries name no file.
func readTorch(r io.ReaderAt, size int64) ([]Entry, error) {
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("it is cut short or was not written by torch.save (%w)", err)
	}
	root, code, err := readPickle(archive)
	if err != nil {
		return nil, err
	}
	tensors, err := tensorsOf(code)
	if err != nil {
		return nil, err
	}
	if err := checkByteOrder(archive, root); err != nil {
		return nil, err
	}
	return place(archive, root, tensors)
}

// readPickle returns the folder inside the archive that holds everything, and its
// data.pkl.
func readPickle(archive *zip.Reader) (string, []byte, error) {
	for _, f := range archive.File {
		root, ok := strings.CutSuffix(f.Name, "data.pkl")
		if !ok || strings.Count(root, "/") > 1 {
			continue
		}
		code, err := readMember(f, maxPickle)
		return root, code, err
	}
	return "", nil, fmt.Errorf("it was not written by torch.save: the archive has no data.pkl")
}

func readMember(f *zip.File, limit uint64) ([]byte, error) {
	if f.UncompressedSize64 > limit {
		return nil, fmt.Errorf("%s has %d bytes, more than the %d that are allowed", f.Name, f.UncompressedSize64, limit)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%s is damaged (%w)", f.Name, err)
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, int64(limit)))
	if err != nil {
		return nil, fmt.Errorf("%s is damaged (%w)", f.Name, err)
	}
	return b, nil
}

func checkByteOrder(archive *zip.Reader, root string) error {
	for _, f := range archive.File {
		if f.Name != root+"byteorder" {
			continue
		}
		order, err := readMember(f, 16)
		if err == nil && string(order) != "little" {
			err = fmt.Errorf("its byte order is %q, expected little", order)
		}
		return err
	}
	return nil
}

type namedTensor struct {
	key string
	torchTensor
}

// tensorsOf runs the pickle and returns the tensors of the dictionary it makes;
// other items of it are passed over.
func tensorsOf(code []byte) ([]namedTensor, error) {
	v, err := unpickle(code)
	if err != nil {
		return nil, err
	}
	dict, ok := v.(*pickleDict)
	if !ok {
		return nil, fmt.Errorf("it holds no dictionary of tensors")
	}
	var tensors []namedTensor
	for i, key := range dict.keys {
		name, named := key.(string)
		t, ok := dict.values[i].(torchTensor)
		if named && ok {
			tensors = append(tensors, namedTensor{name, t})
		}
	}
	return tensors, nil
}

// place finds every tensor in the archive.
func place(archive *zip.Reader, root string, tensors []namedTensor) ([]Entry, error) {
	members := make(map[string]*zip.File, len(archive.File))
	for _, f := range archive.File {
		members[f.Name] = f
	}
	entries := make([]Entry, 0, len(tensors))
	for _, t := range tensors {
		e, err := t.in(members[root+"data/"+t.storage.key])
		if err != nil {
			return nil, fmt.Errorf("tensor %q: %w", t.key, err)
		}
		entries = append(entries, e)
	}
	return entries, nil
}

func (t namedTensor) in(member *zip.File) (Entry, error) {
	dtype := t.storage.dtype
	size, ok := checkedSize(dtype, t.shape)
	stored, ok2 := checkedSize(dtype, []int{int(t.storage.count)})
	switch {
	case !ok || !ok2:
		return Entry{}, fmt.Errorf("the shape %v or a storage of %d elements cannot be true", t.shape, t.storage.count)
	case member == nil:
		return Entry{}, fmt.Errorf("its elements (data/%s) are missing", t.storage.key)
	case member.Method != zip.Store:
		return Entry{}, fmt.Errorf("its elements are compressed; torch.save does not do that")
	case size > 0 && !inOrder(t.shape, t.stride):
		return Entry{}, fmt.Errorf("expected elements in row-major order, found the strides %v for %v; save it again with .contiguous()", t.stride, t.shape)
	}
	if member.UncompressedSize64 < uint64(stored) {
		return Entry{}, fmt.Errorf("expected %d bytes in data/%s, found %d", stored, t.storage.key, member.UncompressedSize64)
	}
	start := t.offset * int64(dtype.Size())
	if t.offset > t.storage.count || start > stored-size {
		return Entry{}, fmt.Errorf("expected %d bytes from byte %d of data/%s, found %d", size, start, t.storage.key, stored)
	}
	offset, err := member.DataOffset()
	if err != nil {
		return Entry{}, fmt.Errorf("its place in the archive is damaged (%w)", err)
	}
	return Entry{Key: t.key, DType: dtype, Shape: t.shape, Offset: offset + start}, nil
}

// inOrder tells whether elements lie in row-major order. The stride of a side of
// length one does not matter.
func inOrder(shape []int, stride []int64) bool {
	n := int64(1)
	for i := len(shape) - 1; i >= 0; i-- {
		if shape[i] != 1 && stride[i] != n {
			return false
		}
		n *= int64(shape[i])
	}
	return true
}
