package meshio

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// object is a JSON object whose members keep their order and their bytes, so that a
// file can be changed in one place and stay as it was everywhere else.
type object []member

type member struct {
	name  string
	value json.RawMessage
}

// parseObject reads one JSON object and nothing after it.
func parseObject(raw []byte) (object, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	if token, err := d.Token(); err != nil {
		return nil, err
	} else if token != json.Delim('{') {
		return nil, errors.New("an object is expected")
	}
	var o object
	place := map[string]int{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, err
		}
		key := name.(string) // within an object the decoder returns only strings here
		if i, twice := place[key]; twice {
			o[i].value = value
			continue
		}
		place[key] = len(o)
		o = append(o, member{key, value})
	}
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("something follows the end")
	}
	return o, nil
}

// get returns a member, or nil.
func (o object) get(name string) json.RawMessage {
	for _, m := range o {
		if m.name == name {
			return m.value
		}
	}
	return nil
}

// set replaces a member where it stands, or appends it.
func (o *object) set(name string, value json.RawMessage) {
	for i := range *o {
		if (*o)[i].name == name {
			(*o)[i].value = value
			return
		}
	}
	*o = append(*o, member{name, value})
}

// remove drops a member if it is there.
func (o *object) remove(name string) {
	for i := range *o {
		if (*o)[i].name == name {
			*o = append((*o)[:i:i], (*o)[i+1:]...)
			return
		}
	}
}

// child returns the object that is a member, empty when it is absent or no object.
func (o object) child(name string) object {
	c, err := parseObject(o.get(name))
	if err != nil {
		return nil
	}
	return c
}

// clone lets the copy be changed without changing o.
func (o object) clone() object { return append(object(nil), o...) }

// bytes returns the JSON; values are copied as they are.
func (o object) bytes() json.RawMessage {
	out := []byte{'{'}
	for i, m := range o {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, encode(m.name)...)
		out = append(out, ':')
		out = append(out, m.value...)
	}
	return append(out, '}')
}

// joinList returns the JSON array of the items.
func joinList(items []json.RawMessage) json.RawMessage {
	return append(append([]byte{'['}, bytes.Join(rawBytes(items), []byte{','})...), ']')
}

func rawBytes(items []json.RawMessage) [][]byte {
	out := make([][]byte, len(items))
	for i, item := range items {
		out[i] = item
	}
	return out
}

// encode returns the JSON of a value of this package, which always has one.
func encode(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}
