package devices

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
)

// A machine all of whose files say the same has no more free memory than it has memory,
// and never less than none.
func FuzzMachine(f *testing.F) {
	for _, seed := range []string{
		"MemTotal: 24684092 kB\nMemAvailable: 23911328 kB\n", "8589934592", "max", "0x1002", "4:memory:/a/b\n0::/c",
		"DRIVER=amdgpu\nPCI_SLOT_NAME=0000:03:00.0", "inactive_file 1073741824", "-1", "99999999999999999999", "processor: 0\ncore id: 1",
	} {
		f.Add(seed, seed)
	}
	paths := []string{
		"proc/meminfo", "proc/cpuinfo", "sys/fs/cgroup/memory.max", "sys/fs/cgroup/memory.current", "sys/fs/cgroup/memory.stat",
		"sys/fs/cgroup/memory/memory.limit_in_bytes", "sys/fs/cgroup/memory/memory.usage_in_bytes", "sys/fs/cgroup/memory/memory.stat",
		"sys/class/drm/card0/device/vendor", "sys/class/drm/card0/device/uevent", "sys/class/drm/card0/device/mem_info_vram_total",
		"sys/class/drm/card0/device/mem_info_vram_used", "sys/class/drm/card1/device/vendor", "sys/class/drm/card1/lmem_total_bytes",
		"sys/class/drm/card1/lmem_avail_bytes", "sys/class/drm/card2/device/vendor", "sys/class/drm/card2/device/tile0/physical_vram_size_bytes",
	}
	f.Fuzz(func(t *testing.T, text, group string) {
		files := fstest.MapFS{"proc/self/cgroup": {Data: []byte(group)}}
		for _, path := range paths {
			files[path] = &fstest.MapFile{Data: []byte(text)}
		}
		machine := tree{files}
		total, free := machine.limited(machine.memory())
		if free < 0 || free > total && total > 0 || total > unlimited {
			t.Errorf("%d bytes free of %d", free, total)
		}
		if _, cores := machine.cores(); cores < 0 {
			t.Errorf("%d cores", cores)
		}
		for _, c := range machine.drmCards() {
			if c.Free < 0 || c.Free > c.Total {
				t.Errorf("a card has %d bytes free of %d", c.Free, c.Total)
			}
		}
	})
}

func FuzzObservations(f *testing.F) {
	f.Add([]byte(`[{"component":"unet","device":"cuda:0","shape":"6x512","predicted":100,"measured":120}]`))
	f.Add([]byte(`[{"component":"unet","device":"cuda:0","predicted":1,"measured":9223372036854775807}]`))
	f.Add([]byte(`{`))
	path := filepath.Join(f.TempDir(), "ledger.json")
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
		l, err := OpenLedger(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range l.rows {
			got := l.Correct(o.Component, o.Device, o.Shape, 100)
			if got < o.Measured || got < 80 {
				t.Errorf("after %+v, 100 bytes become %d", o, got)
			}
		}
	})
}
