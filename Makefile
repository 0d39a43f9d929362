# Patina: `make run` and `make test` do all the set-up they need.

ORT_VERSION := 1.29.0
ORT_SHA256  := cfdfb45ec4044b1fdca43e5d2e180fb6817e649ff8ad1e0dfc90e18e51b67037
GLTF_VALIDATOR_VERSION := 2.0.0-dev.3.10
# Of the npm package that has SwiftShader in it.
SWIFTSHADER_VERSION := 153.0.0
SWIFTSHADER_SHA256  := 20e5656fcdcf4118ede85edfb9d6bb9cc1bbb7ffb8b75622fffbcf36a835c3c0

GO      ?= go
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo development)
BIN     := bin/patina
DEPS    := .deps
LDFLAGS := -X main.version=$(VERSION)

# There is a Vulkan driver without a card for Linux on x86-64 only.
ifeq ($(shell uname -sm),Linux x86_64)
REQUIRE_WEBGPU := REQUIRE_WEBGPU=1
endif

# What GL, ONNX Runtime and the validator need to be found by the tests; nothing may skip.
TEST_ENV := REQUIRE_GL=1 REQUIRE_ORT=1 REQUIRE_DISPLAY=1 REQUIRE_VALIDATOR=1 $(REQUIRE_WEBGPU) \
	LIBGL_ALWAYS_SOFTWARE=1 LANG=C.UTF-8 \
	PATINA_ONNXRUNTIME=$(CURDIR)/bin PATINA_GLTF_VALIDATOR=$(CURDIR)/$(DEPS)/node_modules/gltf-validator

.PHONY: run test build setup deps swiftshader validator check bench fullsize fuzz generate model measure clean

# The window with the sample loaded; without a display the same job headless.
run: setup deps build
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
		$(BIN) --sample; \
	else \
		mkdir -p out && $(BIN) --sample --out out/sample.glb --sheet out/sample.png; \
	fi

# Every test, nothing skipped, with the race detector; needs no GPU. Networks are run on the
# processor, and by WebGPU on SwiftShader. What measures or uses up memory, or takes minutes
# for networks and large textures, is a file with the build constraint !race and runs for
# itself: the detector would be measured, or takes ten times as long and sees no more than
# in small ones. What measures a whole process has the constraint alone.
test: setup deps swiftshader validator
	$(TEST_ENV) $(GO) test -race -timeout 40m ./...
	$(TEST_ENV) GO=$(GO) sh scripts/unraced.sh

build:
	$(GO) build -ldflags '$(LDFLAGS)' -o $(BIN) .

# System packages of Debian and Ubuntu; elsewhere it says what is missing.
setup:
	@sh scripts/setup.sh

# ONNX Runtime beside the executable, where the program looks for it first.
deps:
	@sh scripts/onnxruntime.sh $(ORT_VERSION) $(ORT_SHA256) bin

# A second device for the tests of networks: WebGPU on a driver that needs no card.
swiftshader:
	@sh scripts/swiftshader.sh $(SWIFTSHADER_VERSION) $(SWIFTSHADER_SHA256) $(DEPS)/swiftshader

# The glTF validator that the tests hold every written GLB against.
validator:
	@sh scripts/validator.sh $(GLTF_VALIDATOR_VERSION) $(DEPS)

# What a reviewer runs before looking: formatting, vet, staticcheck, import table.
check:
	@unformatted=$$($(GO) run mvdan.cc/gofumpt@v0.9.1 -l .); \
		[ -z "$$unformatted" ] || { echo "gofumpt would change:"; echo "$$unformatted"; exit 1; }
	$(GO) vet ./...
	$(GO) vet -tags alone ./paint/multiview
	$(GO) run honnef.co/go/tools/cmd/staticcheck@v0.6.1 ./...
	$(GO) test -run TestImportTable .

bench:
	LIBGL_ALWAYS_SOFTWARE=1 $(GO) test -run '^$$' -bench . -benchmem ./paint/... ./viewer/...

# A checkpoint as large as the published one, of other numbers, opened, built and run:
# takes minutes, 9 GB of memory, and 12 GB of disk in FULL_SIZE.
fullsize: deps
	PATINA_ONNXRUNTIME=$(CURDIR)/bin PATINA_FULL_SIZE=$(FULL_SIZE) $(GO) test -tags fullsize -run 'AtFullSize' -v -timeout 60m ./paint/arch ./paint/multiview

# Every fuzz target for FUZZTIME each.
FUZZTIME ?= 60s
fuzz:
	@sh scripts/fuzz.sh $(FUZZTIME)

# The embedded sample and icon, made by the program in assets/generate.
generate:
	$(GO) generate ./assets

# The built-in model, from nothing: objects, training, the folder that is embedded. It
# needs Python, and hours; CONFIGURATION=gpu half an hour of a large GPU.
CONFIGURATION ?= cpu
OUT ?= out/training
model:
	sh assets/training/train.sh assets/training/configurations/$(CONFIGURATION).json $(OUT) assets/builtin

# The built-in model beside other painters, on objects that no training saw.
COUNT ?= 24
measure: deps
	PATINA_ONNXRUNTIME=$(CURDIR)/bin $(GO) run ./assets/training/measure --model assets/builtin --count $(COUNT) --out out/measures

clean:
	rm -rf bin out $(DEPS)
