package ort

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
)

// embedded is a version of ONNX Runtime from 1.10 on, between zeros. The headers of a
// provider's library do not tell its version, but among its bytes is this text.
var embedded = regexp.MustCompile(`\x00(1\.[1-9][0-9]\.[0-9]{1,2})\x00`)

// embeddedVersion returns the version of ONNX Runtime in the bytes of a library.
func embeddedVersion(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	version, err := findVersion(f)
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	return version, nil
}

// findVersion reads until it finds a version.
func findVersion(r io.Reader) (string, error) {
	const window, overlap = 1 << 20, 64
	buffered := bufio.NewReaderSize(r, window)
	kept := []byte{}
	block := make([]byte, window)
	for {
		n, err := io.ReadFull(buffered, block)
		text := append(kept, block[:n]...)
		if m := embedded.FindSubmatch(text); m != nil {
			return string(m[1]), nil
		}
		if err != nil {
			return "", errors.New("it does not say which version of ONNX Runtime it is for")
		}
		kept = bytes.Clone(text[len(text)-overlap:])
	}
}
