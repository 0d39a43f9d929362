package ort

import (
	"debug/elf"
	"debug/macho"
	"debug/pe"
	"errors"
	"io"
	"strings"
)

// identity is what the headers of a shared library tell.
type identity struct {
	platform string // as in runtime: "linux/amd64"
	version  string // of ONNX Runtime, where the headers name it
}

// identify reads the headers of an ELF, PE or Mach-O file.
func identify(r io.ReaderAt) (identity, error) {
	if f, err := elf.NewFile(r); err == nil {
		return identity{"linux/" + elfMachine(f.Machine), elfVersion(f)}, nil
	}
	if f, err := pe.NewFile(r); err == nil {
		return identity{platform: "windows/" + peMachine(f.Machine)}, nil
	}
	if f, err := macho.NewFile(r); err == nil {
		return identity{platform: "darwin/" + machoMachine(f.Cpu)}, nil
	}
	return identity{}, errors.New("neither ELF nor PE nor Mach-O")
}

func elfMachine(m elf.Machine) string {
	switch m {
	case elf.EM_X86_64:
		return "amd64"
	case elf.EM_AARCH64:
		return "arm64"
	}
	return m.String()
}

// elfVersion finds the version that ONNX Runtime gives its exported symbols.
func elfVersion(f *elf.File) string {
	versions, err := f.DynamicVersions()
	if err != nil {
		return ""
	}
	for _, v := range versions {
		if number, ok := strings.CutPrefix(v.Name, "VERS_"); ok {
			return number
		}
	}
	return ""
}

func peMachine(m uint16) string {
	switch m {
	case pe.IMAGE_FILE_MACHINE_AMD64:
		return "amd64"
	case pe.IMAGE_FILE_MACHINE_ARM64:
		return "arm64"
	}
	return "another processor"
}

func machoMachine(c macho.Cpu) string {
	switch c {
	case macho.CpuAmd64:
		return "amd64"
	case macho.CpuArm64:
		return "arm64"
	}
	return c.String()
}
