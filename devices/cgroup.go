package devices

import (
	"path"
	"strings"
)

// Containers and services may have less memory than the machine: what the control group
// of the process and each above it allow (kernel documentation, cgroup-v1 memory and
// cgroup-v2 memory interface files).

// hierarchy is how a version of control groups names its files.
type hierarchy struct {
	mount, limit, usage, cache string // cache is the line of memory.stat that can be had back at once
}

var (
	cgroup1 = hierarchy{"sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"}
	cgroup2 = hierarchy{"sys/fs/cgroup", "memory.max", "memory.current", "inactive_file"}
)

// limited returns total and free memory as far as control groups leave them.
func (t tree) limited(total, free Bytes) (Bytes, Bytes) {
	h, group := t.group()
	for {
		if limit, ok := t.bytes(path.Join(h.mount, group, h.limit)); ok {
			usage, _ := t.bytes(path.Join(h.mount, group, h.usage))
			cache := fields(t.read(path.Join(h.mount, group, "memory.stat")))[h.cache]
			total = min(total, limit)
			free = min(free, max(0, limit-max(0, usage-cache)))
		}
		if group == "/" {
			return total, free
		}
		group = path.Dir(group)
	}
}

// group returns the control group of this process that counts its memory. Inside a
// container the path may be one that only the host has: its files are missing then, and
// those of the groups above it hold.
func (t tree) group() (hierarchy, string) {
	group := "/"
	for _, line := range strings.Split(t.read("proc/self/cgroup"), "\n") {
		parts := strings.SplitN(line, ":", 3)
		if len(parts) < 3 {
			continue
		}
		for _, controller := range strings.Split(parts[1], ",") {
			if controller == "memory" {
				return cgroup1, path.Clean("/" + parts[2])
			}
		}
		if parts[0] == "0" {
			group = path.Clean("/" + parts[2])
		}
	}
	return cgroup2, group
}
