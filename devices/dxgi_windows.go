package devices

// Cards as Windows knows them: IDXGIFactory1 and IDXGIAdapter3 of dxgi.h and dxgi1_4.h.
// An interface is a pointer to a table of functions; the numbers beside the calls are
// those of the table, which are the order in the header.

import (
	"context"
	"fmt"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

var createFactory = windows.NewLazySystemDLL("dxgi.dll").NewProc("CreateDXGIFactory1")

var (
	iidFactory1 = windows.GUID{Data1: 0x770aae78, Data2: 0xf26f, Data3: 0x4dba, Data4: [8]byte{0xa8, 0x29, 0x25, 0x3c, 0x83, 0xd1, 0xb3, 0x87}}
	iidAdapter3 = windows.GUID{Data1: 0x645967a4, Data2: 0x1392, Data3: 0x4310, Data4: [8]byte{0xa7, 0x98, 0x80, 0x53, 0xce, 0x3e, 0x93, 0xfd}}
)

const (
	methodQueryInterface   = 0
	methodRelease          = 2
	methodGetDesc1         = 10 // of IDXGIAdapter1
	methodEnumAdapters1    = 12 // of IDXGIFactory1
	methodQueryVideoMemory = 14 // of IDXGIAdapter3

	errNotFound  = 0x887a0002 // DXGI_ERROR_NOT_FOUND: there are no more
	flagSoftware = 2          // DXGI_ADAPTER_FLAG_SOFTWARE
)

// object is a COM object.
type object struct{ table *[32]uintptr }

// call calls a method and returns its HRESULT.
func (o *object) call(method int, arguments ...uintptr) uint32 {
	r, _, _ := syscall.SyscallN(o.table[method], append([]uintptr{uintptr(unsafe.Pointer(o))}, arguments...)...)
	return uint32(r)
}

// description is DXGI_ADAPTER_DESC1.
type description struct {
	name                                   [128]uint16
	vendor, device, subsystem, revision    uint32
	videoMemory, systemMemory, shareMemory uintptr
	luid                                   uint64
	flags                                  uint32
}

// videoMemory is DXGI_QUERY_VIDEO_MEMORY_INFO.
type videoMemory struct{ budget, usage, available, reserved uint64 }

// dxgiCards lists the cards; software is none.
func dxgiCards(ctx context.Context) ([]Card, error) {
	if err := createFactory.Find(); err != nil {
		return nil, nil // a system without graphics
	}
	var factory *object
	if r, _, _ := createFactory.Call(uintptr(unsafe.Pointer(&iidFactory1)), uintptr(unsafe.Pointer(&factory))); uint32(r) != 0 {
		return nil, fmt.Errorf("the system does not list its graphics cards (DXGI says %#x)", uint32(r))
	}
	defer factory.call(methodRelease)
	var list []Card
	for i := 0; ctx.Err() == nil; i++ {
		var adapter *object
		if r := factory.call(methodEnumAdapters1, uintptr(i), uintptr(unsafe.Pointer(&adapter))); r != 0 {
			if r == errNotFound {
				return list, nil
			}
			return list, fmt.Errorf("the system stops to list its graphics cards (DXGI says %#x)", r)
		}
		if c, ok := adapter.card(i); ok {
			list = append(list, c)
		}
		adapter.call(methodRelease)
	}
	return nil, context.Cause(ctx)
}

// card describes an adapter.
func (o *object) card(index int) (Card, bool) {
	var d description
	if o.call(methodGetDesc1, uintptr(unsafe.Pointer(&d))) != 0 || d.flags&flagSoftware != 0 {
		return Card{}, false
	}
	c := Card{
		Vendor: vendors[fmt.Sprintf("%#04x", d.vendor)], Name: windows.UTF16ToString(d.name[:]), Address: fmt.Sprintf("luid:%x", d.luid), Index: index,
		Total: Bytes(d.videoMemory), Free: Bytes(d.videoMemory),
	}
	c.Unified = c.Vendor != "NVIDIA" && c.Total < carveOut
	if m, ok := o.memory(); ok {
		c.Free = min(c.Total, Bytes(m.budget)-min(Bytes(m.budget), Bytes(m.usage)))
	}
	return c, true
}

// memory asks for what this process may have of the adapter's own memory.
func (o *object) memory() (videoMemory, bool) {
	var newer *object
	if o.call(methodQueryInterface, uintptr(unsafe.Pointer(&iidAdapter3)), uintptr(unsafe.Pointer(&newer))) != 0 {
		return videoMemory{}, false
	}
	defer newer.call(methodRelease)
	var m videoMemory
	const node, local = 0, 0
	return m, newer.call(methodQueryVideoMemory, node, local, uintptr(unsafe.Pointer(&m))) == 0
}
