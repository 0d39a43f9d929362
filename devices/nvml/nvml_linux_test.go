//go:build cgo

package nvml

import (
	"context"
	"os"
	"testing"

	library "github.com/NVIDIA/go-nvml/pkg/nvml"
	"github.com/NVIDIA/go-nvml/pkg/nvml/mock"

	"patina/devices"
)

// A machine without the driver has no such cards, and nothing to complain about.
func TestWithoutTheLibraryThereAreNoCards(t *testing.T) {
	list, err := cards(context.Background(), library.New(library.WithLibraryPath(t.TempDir()+"/libnvidia-ml.so.1")))
	if list != nil || err != nil {
		t.Errorf("got %v, %v", list, err)
	}
	if _, err := os.Stat("/dev/nvidiactl"); err != nil {
		if list, err := Cards(context.Background()); list != nil || err != nil {
			t.Errorf("without a driver: got %v, %v", list, err)
		}
	}
}

// machine is a driver with two cards, of which the first was lost.
func machine(initialised library.Return) *mock.Interface {
	card := &mock.Device{
		GetNameFunc: func() (string, library.Return) { return "NVIDIA L4", library.SUCCESS },
		GetMemoryInfoFunc: func() (library.Memory, library.Return) {
			return library.Memory{Total: 24 << 30, Free: 23 << 30}, library.SUCCESS
		},
		GetPciInfoFunc: func() (library.PciInfo, library.Return) {
			var info library.PciInfo
			for i, c := range "00000000:0A:00.0" {
				info.BusId[i] = int8(c)
			}
			return info, library.SUCCESS
		},
	}
	return &mock.Interface{
		InitFunc:                   func() library.Return { return initialised },
		ShutdownFunc:               func() library.Return { return library.SUCCESS },
		SystemGetDriverVersionFunc: func() (string, library.Return) { return "580.65.06", library.SUCCESS },
		DeviceGetCountFunc:         func() (int, library.Return) { return 2, library.SUCCESS },
		DeviceGetHandleByIndexFunc: func(i int) (library.Device, library.Return) {
			if i == 0 {
				return nil, library.ERROR_GPU_IS_LOST
			}
			return card, library.SUCCESS
		},
	}
}

func TestCardsAreWhatTheDriverTells(t *testing.T) {
	list, err := cards(context.Background(), machine(library.SUCCESS))
	want := devices.Card{Vendor: "NVIDIA", Name: "NVIDIA L4", Address: "0000:0a:00.0", Driver: "580.65.06", Index: 1, Total: 24 << 30, Free: 23 << 30}
	if err != nil || len(list) != 1 || list[0] != want {
		t.Errorf("got %+v, %v, want %+v", list, err, want)
	}
}

func TestABrokenDriverIsNamed(t *testing.T) {
	if _, err := cards(context.Background(), machine(library.ERROR_LIB_RM_VERSION_MISMATCH)); err == nil {
		t.Error("no error of a driver that does not fit its kernel module")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := cards(ctx, machine(library.SUCCESS)); err != context.Canceled {
		t.Errorf("got %v after a cancel", err)
	}
}
