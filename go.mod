module patina

go 1.24.0

require (
	github.com/go-gl/gl v0.0.0-20260331235117-4566fea9a276
	github.com/go-gl/glfw/v3.4/glfw v0.1.0-pre.1.0.20260707082822-2a407d02d01a
	github.com/jezek/xgb v1.1.1
	github.com/qmuntal/gltf v0.29.0
	github.com/spf13/pflag v1.0.10
	github.com/yalue/onnxruntime_go v1.31.0
	golang.org/x/image v0.24.0
	golang.org/x/sys v0.30.0
	golang.org/x/term v0.29.0
	google.golang.org/protobuf v1.36.12
)
