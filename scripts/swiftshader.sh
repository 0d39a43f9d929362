#!/bin/sh
# Lays SwiftShader, a Vulkan driver that computes on the processor, and a Vulkan loader
# into a folder: swiftshader.sh VERSION SHA256 FOLDER
#
# With them the tests run networks on a second device, by WebGPU, without a graphics
# card. They come out of the npm package @sparticuz/chromium, which has them for every
# Linux on x86-64, with a hash that stays: Debian has the same in chromium-common, whose
# version changes with every security update, and Ubuntu does not have it at all.
set -eu
version=$1 sha256=$2 folder=$3

case "$(uname -s)-$(uname -m)" in
Linux-x86_64) ;;
*)
	echo "ONNX Runtime's WebGPU is tested on Linux for x86-64 only, not on $(uname -s) on $(uname -m)." >&2
	exit 0
	;;
esac

stamp="$folder/.swiftshader-$version"
[ -f "$stamp" ] && [ -f "$folder/libvk_swiftshader.so" ] && exit 0
for tool in npm node; do
	if ! command -v $tool >/dev/null 2>&1; then
		echo "SwiftShader is fetched with npm and unpacked with node, and there is no $tool: install npm and run make test again." >&2
		exit 1
	fi
done

mkdir -p "$folder"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "Fetching SwiftShader (70 MB)"
tarball=$(cd "$work" && npm pack --silent --ignore-scripts "@sparticuz/chromium@$version" 2>/dev/null | tail -n 1)
[ -f "$work/$tarball" ] || { echo "npm could not fetch @sparticuz/chromium@$version: is the registry reachable?" >&2; exit 1; }
got=$(sha256sum "$work/$tarball" | cut -d' ' -f1)
if [ "$got" != "$sha256" ]; then
	echo "@sparticuz/chromium@$version has the hash $got, expected $sha256: nothing was installed." >&2
	exit 1
fi
tar -xzf "$work/$tarball" -C "$work" package/bin/swiftshader.tar.br
node -e 'const fs = require("fs"); fs.writeFileSync(process.argv[2], require("zlib").brotliDecompressSync(fs.readFileSync(process.argv[1])))' \
	"$work/package/bin/swiftshader.tar.br" "$work/swiftshader.tar"
tar -xf "$work/swiftshader.tar" -C "$folder" libvk_swiftshader.so libvulkan.so.1 vk_swiftshader_icd.json
touch "$stamp"
