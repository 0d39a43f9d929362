package devices

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Cards as Linux knows them: /sys/class/drm (kernel documentation of amdgpu, i915 and
// xe). Memory is told by amdgpu and, for cards with memory of their own, by i915 and xe;
// by NVIDIA's driver it is not, for which there is a Source.

var vendors = map[string]string{"0x10de": "NVIDIA", "0x1002": "AMD", "0x8086": "Intel"}

// carveOut is the most memory that firmware sets aside for graphics that have none of
// their own.
const carveOut = 2 * GB

// drmCards returns the cards, in the order in which the system counts them.
func (t tree) drmCards() []Card {
	folders := t.glob("sys/class/drm/card*")
	counted := map[string]int{}
	var list []Card
	slices.SortFunc(folders, func(a, b string) int { return cmp.Compare(cardNumber(a), cardNumber(b)) })
	for _, folder := range folders {
		if cardNumber(folder) < 0 {
			continue // a connector, such as card0-DP-1
		}
		c, ok := t.below(folder).card()
		if !ok {
			continue
		}
		c.Index = counted[c.Vendor]
		counted[c.Vendor]++
		if c.Driver != "" {
			c.Driver = strings.TrimSpace(c.Driver + " " + t.driverVersion(c.Driver))
		}
		list = append(list, c)
	}
	return list
}

// cardNumber returns 3 for ".../card3", and -1 for anything else.
func cardNumber(folder string) int {
	n, err := strconv.ParseUint(strings.TrimPrefix(path.Base(folder), "card"), 10, 16)
	if err != nil {
		return -1
	}
	return int(n)
}

// driverVersion returns that of a module, or of the kernel that it is a part of.
func (t tree) driverVersion(module string) string {
	return cmp.Or(t.read("sys/module/"+module+"/version"), t.read("proc/sys/kernel/osrelease"))
}

// card reads the folder of one card. It is none when no vendor is told.
func (t tree) card() (Card, bool) {
	id := t.read("device/vendor")
	if id == "" {
		return Card{}, false
	}
	c := Card{Vendor: vendors[id]}
	for _, line := range strings.Split(t.read("device/uevent"), "\n") {
		switch key, value, _ := strings.Cut(strings.TrimSpace(line), "="); key {
		case "DRIVER":
			c.Driver = value
		case "PCI_SLOT_NAME":
			c.Address = strings.ToLower(value)
		}
	}
	c.Name = cmp.Or(t.read("device/product_name"), strings.TrimSpace(c.Vendor+" graphics "+t.read("device/device")))
	c.Total, c.Free = t.cardMemory()
	c.Unified = c.Vendor != "NVIDIA" && c.Total < carveOut
	return c, true
}

// cardMemory returns the memory of a card's own, 0 when it has none or nobody tells.
func (t tree) cardMemory() (total, free Bytes) {
	if total, ok := t.bytes("device/mem_info_vram_total"); ok { // amdgpu
		used, _ := t.bytes("device/mem_info_vram_used")
		return total, max(0, total-used)
	}
	if total, ok := t.bytes("lmem_total_bytes"); ok { // i915
		free, ok := t.bytes("lmem_avail_bytes")
		if !ok {
			free = total
		}
		return total, min(free, total)
	}
	for _, tile := range t.glob("device/tile*/physical_vram_size_bytes") { // xe, which does not tell what is free
		n, _ := t.bytes(tile)
		total += n
	}
	return total, total
}
