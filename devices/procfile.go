package devices

// The files of Linux that tell of a machine: /proc and /sys. What is missing or makes no
// sense counts as not told.

import (
	"bufio"
	"io/fs"
	"os"
	"strconv"
	"strings"
)

// tree is a file system that holds proc and sys, or a folder of one.
type tree struct{ fs.FS }

// treeAt returns what lies below a folder.
func treeAt(root string) tree { return tree{os.DirFS(root)} }

// below returns a folder of the tree.
func (t tree) below(folder string) tree {
	sub, err := fs.Sub(t, folder)
	if err != nil {
		panic(err) // the folder is one that glob found
	}
	return tree{sub}
}

// glob returns the paths that match a pattern.
func (t tree) glob(pattern string) []string {
	list, err := fs.Glob(t, pattern)
	if err != nil {
		panic(err) // the patterns are the package's own
	}
	return list
}

// read returns a file without the space around it, "" when it cannot be read. Files
// that a system tells facts in are small.
func (t tree) read(path string) string {
	b, err := fs.ReadFile(t, path)
	if err != nil || len(b) > 1<<20 {
		return ""
	}
	return strings.TrimSpace(string(b))
}

// bytes returns the number in a file, false when there is none.
func (t tree) bytes(path string) (Bytes, bool) { return parseBytes(t.read(path)) }

// parseBytes reads a number of bytes that a machine may have.
func parseBytes(text string) (Bytes, bool) {
	n, err := strconv.ParseUint(strings.TrimSpace(text), 10, 63)
	if err != nil || n >= unlimited {
		return 0, false
	}
	return Bytes(n), true
}

// unlimited is more than any machine has; systems write a number like it for no limit.
const unlimited = 1 << 60

// fields returns the numbers of a file of lines such as "MemTotal:  24684092 kB" or
// "inactive_file 4096", in bytes.
func fields(text string) map[string]Bytes {
	list := map[string]Bytes{}
	for lines := bufio.NewScanner(strings.NewReader(text)); lines.Scan(); {
		words := strings.Fields(lines.Text())
		if len(words) < 2 {
			continue
		}
		n, ok := parseBytes(words[1])
		if len(words) > 2 && words[2] == "kB" {
			n <<= 10
			ok = ok && n < unlimited
		}
		if ok {
			list[strings.TrimSuffix(words[0], ":")] = n
		}
	}
	return list
}

// memory returns all memory of the machine and what a process can have of it.
func (t tree) memory() (total, free Bytes) {
	list := fields(t.read("proc/meminfo"))
	total = list["MemTotal"]
	free, ok := list["MemAvailable"]
	if !ok { // kernels before 3.14
		free = list["MemFree"] + list["Buffers"] + list["Cached"]
	}
	return total, min(free, total)
}

// cores returns the name and the physical cores of the processor.
func (t tree) cores() (name string, cores int) {
	threads, distinct := 0, map[string]bool{}
	socket := ""
	for lines := bufio.NewScanner(strings.NewReader(t.read("proc/cpuinfo"))); lines.Scan(); {
		key, value, _ := strings.Cut(lines.Text(), ":")
		value = strings.TrimSpace(value)
		switch strings.TrimSpace(key) {
		case "processor":
			threads++
		case "model name", "Model":
			name = value
		case "physical id":
			socket = value
		case "core id":
			distinct[socket+"/"+value] = true
		}
	}
	if len(distinct) > 0 {
		return name, len(distinct)
	}
	return name, threads
}
