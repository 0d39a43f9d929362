package ort

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	onnxruntime "github.com/yalue/onnxruntime_go"
)

// CUDAVariable names, in the environment, the folder of CUDA's libraries, or several as
// in PATH. They are then looked for nowhere else.
const CUDAVariable = "PATINA_CUDA"

// cuda is the provider that drives NVIDIA's cards: a library beside that of ONNX
// Runtime, and the libraries of CUDA that it needs.
type cuda struct {
	provider  string   // its file
	shared    string   // the file that lies between it and ONNX Runtime
	libraries []string // that it needs, in the order they need each other
}

// cudas are the builds of the provider by platform, as the npm packages
// com.github.asus4.onnxruntime.linux-x64-gpu and win-x64-gpu of ONNX Runtime's version
// have them. They are for CUDA 13 and cuDNN 9.
var cudas = map[string]cuda{
	"linux/amd64": {
		"libonnxruntime_providers_cuda.so", "libonnxruntime_providers_shared.so",
		[]string{"libcudart.so.13", "libcublasLt.so.13", "libcublas.so.13", "libcurand.so.10", "libcufft.so.12", "libnvrtc.so.13", "libcudnn.so.9"},
	},
	"windows/amd64": {
		"onnxruntime_providers_cuda.dll", "onnxruntime_providers_shared.dll",
		[]string{"cudart64_13.dll", "cublasLt64_13.dll", "cublas64_13.dll", "curand64_10.dll", "cufft64_12.dll", "cudnn64_9.dll"},
	},
}

// opened is something that is done once, and tried again after it failed.
type opened struct {
	mutex sync.Mutex
	done  bool
}

// openCUDA checks and loads all that CUDA needs, once. ONNX Runtime compares no versions
// and looks only where the system does: a provider of another version would be taken,
// and crash.
func (r *Runtime) openCUDA() error {
	r.cuda.mutex.Lock()
	defer r.cuda.mutex.Unlock()
	if r.cuda.done {
		return nil
	}
	c, ok := cudas[platform()]
	if !ok {
		return fmt.Errorf("there is no CUDA for %s", platform())
	}
	if err := c.check(filepath.Dir(r.path)); err != nil {
		return err
	}
	if err := c.preload(cudaFolders()); err != nil {
		return err
	}
	if err := onnxruntime.RegisterExecutionProviderLibrary("CUDAExecutionProvider", filepath.Join(filepath.Dir(r.path), c.provider)); err != nil {
		return fmt.Errorf("ONNX Runtime does not take %s: %w", c.provider, explained(err))
	}
	r.cuda.done = true
	return nil
}

// check returns nil when the provider's libraries lie in the folder of ONNX Runtime's
// and are of its version.
func (c cuda) check(folder string) error {
	for _, file := range []string{c.provider, c.shared} {
		if _, err := os.Stat(filepath.Join(folder, file)); err != nil {
			return fmt.Errorf("CUDA needs %s beside ONNX Runtime in %s: put that of version %s there", file, folder, Version)
		}
	}
	path := filepath.Join(folder, c.provider)
	version, err := embeddedVersion(path)
	if err != nil {
		return err
	}
	if version != Version {
		return fmt.Errorf("%s is of version %s, which crashes with ONNX Runtime %s: put that of version %s there", path, version, Version, Version)
	}
	return nil
}

// preload loads CUDA's libraries by where they lie. One that is in none of the folders
// is left to the system, which says what it misses when the provider is loaded; only a
// library that is there and cannot be loaded is an error.
func (c cuda) preload(folders []string) error {
	for _, file := range c.libraries {
		for _, folder := range folders {
			path := filepath.Join(folder, file)
			if _, err := os.Stat(path); err != nil {
				continue
			}
			if err := preload(path); err != nil {
				return fmt.Errorf("%s cannot be loaded: %w; reinstall CUDA 13 and cuDNN 9, with a driver of version 580 or newer", path, err)
			}
			break
		}
	}
	return nil
}

// cudaFolders returns where CUDA's libraries may lie.
func cudaFolders() []string {
	if folders := os.Getenv(CUDAVariable); folders != "" {
		return filepath.SplitList(folders)
	}
	patterns := []string{
		"/usr/local/cuda-13*/lib64", "/usr/local/cuda-13*/targets/x86_64-linux/lib", "/usr/local/cuda/lib64", "/opt/cuda/lib64",
		"/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib",
	}
	if runtime.GOOS == "windows" {
		patterns = []string{`C:\Program Files\NVIDIA GPU Computing Toolkit\CUDA\v13*\bin\x64`, `C:\Program Files\NVIDIA\CUDNN\v9*\bin\13*`}
	}
	var list []string
	if data := dataFolder(); data != "" {
		list = append(list, filepath.Join(data, "patina", "cuda"))
	}
	for _, pattern := range patterns {
		found, _ := filepath.Glob(pattern)
		slices.Reverse(found) // the newest first
		list = append(list, found...)
	}
	return list
}

// explained adds what to do to what the system says of a CUDA that lacks something.
func explained(err error) error {
	text := err.Error()
	_, missing, _ := strings.Cut(text, "error: ")
	switch {
	case strings.Contains(text, "cannot open shared object file"):
		library, _, _ := strings.Cut(missing, ":")
		return fmt.Errorf("CUDA lacks %s: install CUDA 13 and cuDNN 9, or set %s to the folders of their libraries: %w", filepath.Base(library), CUDAVariable, err)
	case strings.Contains(text, "no CUDA-capable device"), strings.Contains(text, "CUDA failure 100"):
		return fmt.Errorf("CUDA finds no card: %w", err)
	case strings.Contains(text, "driver version is insufficient"), strings.Contains(text, "CUDA failure 35"):
		return fmt.Errorf("NVIDIA's driver is older than CUDA 13 needs: install version 580 or newer: %w", err)
	}
	return err
}
