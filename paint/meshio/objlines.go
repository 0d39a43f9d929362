package meshio

import "bytes"

// statements walks over the lines of an OBJ or MTL file: comments, continuation
// marks, carriage returns and blank lines are gone, and each comes with the number of
// its first line.
type statements struct {
	rest []byte
	next int // number of the line that rest starts with, from 0
	line int // number of the current line, from 1
}

// read returns the keyword of the next statement and what follows it, or false at the
// end.
func (s *statements) read() (keyword string, rest []byte, ok bool) {
	for len(s.rest) > 0 {
		text := s.logicalLine()
		if text = bytes.TrimSpace(withoutComment(text)); len(text) == 0 {
			continue
		}
		end := bytes.IndexAny(text, " \t")
		if end < 0 {
			end = len(text)
		}
		return string(text[:end]), bytes.TrimSpace(text[end:]), true
	}
	return "", nil, false
}

// withoutComment cuts a line at a # that begins a word: names may hold one.
func withoutComment(text []byte) []byte {
	for i, b := range text {
		if b == '#' && (i == 0 || text[i-1] == ' ' || text[i-1] == '\t') {
			return text[:i]
		}
	}
	return text
}

// logicalLine takes a line, and those that a backslash at its end joins to it.
func (s *statements) logicalLine() []byte {
	s.line = s.next + 1
	text, continued := s.physicalLine()
	if !continued {
		return text
	}
	joined := append([]byte(nil), text...)
	for continued && len(s.rest) > 0 {
		text, continued = s.physicalLine()
		joined = append(append(joined, ' '), text...)
	}
	return joined
}

func (s *statements) physicalLine() (text []byte, continued bool) {
	end := bytes.IndexByte(s.rest, '\n')
	if end < 0 {
		text, s.rest = s.rest, nil
	} else {
		text, s.rest = s.rest[:end], s.rest[end+1:]
	}
	s.next++
	text = bytes.TrimSuffix(text, []byte{'\r'})
	return bytes.CutSuffix(text, []byte{'\\'})
}

// nextField cuts the next word off a line.
func nextField(line []byte) (field, rest []byte) {
	line = bytes.TrimLeft(line, " \t")
	end := bytes.IndexAny(line, " \t")
	if end < 0 {
		return line, nil
	}
	return line[:end], line[end:]
}
