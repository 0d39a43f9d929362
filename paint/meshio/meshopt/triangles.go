package meshopt

// This follows KHR_meshopt_compression, appendix A, mode 1: most triangles share an
// edge with one of the last few, which takes one byte to say.

const triangleTail = 16

// recent keeps the last 16 entries of a sequence.
type recent[T any] struct {
	entries [16]T
	pushed  int
}

func (f *recent[T]) push(v T) {
	f.entries[f.pushed&15] = v
	f.pushed++
}

// get returns an entry, counted back from 0 for the newest, and false when there has
// never been one.
func (f *recent[T]) get(back int) (T, bool) {
	return f.entries[(f.pushed-1-back)&15], back < f.pushed
}

type edge struct{ a, b uint32 }

// triangleReader decodes one stream.
type triangleReader struct {
	data     varints
	table    []byte
	next     uint32 // the lowest index that was not met yet
	last     uint32 // the last index that was written out
	edges    recent[edge]
	vertices recent[uint32]
}

func decodeTriangles(out indexWriter, stream []byte, count int) error {
	if stream[0] != 0xe1 {
		return errHeader
	}
	end := len(stream) - triangleTail
	r := triangleReader{data: varints{stream[1+count : end]}, table: stream[end:]}
	if !validTable(r.table) {
		return errStream
	}
	for _, code := range stream[1 : 1+count] {
		t, err := r.triangle(code)
		if err != nil {
			return err
		}
		for _, index := range t {
			out.write(index)
		}
	}
	if len(r.data.rest) > 0 {
		return errExcess
	}
	return nil
}

func validTable(table []byte) bool {
	for _, b := range table {
		if b>>4 == 0xf || b&0xf == 0xf {
			return false
		}
	}
	return table[14] == 0 && table[15] == 0
}

func (r *triangleReader) triangle(code byte) ([3]uint32, error) {
	switch {
	case code < 0xf0:
		return r.besideEdge(int(code>>4), int(code&0xf))
	case code < 0xfe:
		return r.fresh(0, r.table[code&0xf])
	}
	if len(r.data.rest) == 0 {
		return [3]uint32{}, errShort
	}
	aux := r.data.rest[0]
	r.data.rest = r.data.rest[1:]
	if aux == 0 {
		r.next = 0
	}
	first := 0
	if code == 0xff {
		first = 0xf
	}
	return r.fresh(first, aux)
}

// besideEdge is a triangle at a recent edge; how says where its third vertex is.
func (r *triangleReader) besideEdge(back, how int) ([3]uint32, error) {
	e, ok := r.edges.get(back)
	if !ok {
		return [3]uint32{}, errStream
	}
	c, err := r.third(how)
	if err != nil {
		return [3]uint32{}, err
	}
	r.edges.push(edge{c, e.b})
	r.edges.push(edge{e.a, c})
	if how == 0 || how >= 0xd {
		r.vertices.push(c)
	}
	return [3]uint32{e.a, e.b, c}, nil
}

func (r *triangleReader) third(how int) (uint32, error) {
	switch how {
	case 0xd:
		r.last--
		return r.last, nil
	case 0xe:
		r.last++
		return r.last, nil
	case 0xf:
		return r.explicit()
	case 0:
		r.next++
		return r.next - 1, nil
	}
	c, ok := r.vertices.get(how)
	if !ok {
		return 0, errStream
	}
	return c, nil
}

func (r *triangleReader) explicit() (uint32, error) {
	v, err := r.data.read()
	r.last += unzigzag(v)
	return r.last, err
}

// fresh is a triangle of its own. Each of its vertices is the next one (0), written
// out (15), or a recent one.
func (r *triangleReader) fresh(first int, others byte) (t [3]uint32, err error) {
	how := [3]int{first, int(others >> 4), int(others & 0xf)}
	for i, h := range how {
		if t[i], err = r.vertex(h); err != nil {
			return t, err
		}
	}
	a, b, c := t[0], t[1], t[2]
	r.edges.push(edge{b, a})
	r.edges.push(edge{c, b})
	r.edges.push(edge{a, c})
	for i, h := range how {
		if h == 0 || h == 0xf {
			r.vertices.push(t[i])
		}
	}
	return t, nil
}

func (r *triangleReader) vertex(how int) (uint32, error) {
	switch how {
	case 0:
		r.next++
		return r.next - 1, nil
	case 0xf:
		return r.explicit()
	}
	v, ok := r.vertices.get(how - 1)
	if !ok {
		return 0, errStream
	}
	return v, nil
}
