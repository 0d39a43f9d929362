#!/bin/sh
# Fetches ONNX Runtime by its npm package, checks the hash, and lays the library into
# a folder: onnxruntime.sh VERSION SHA256 FOLDER
set -eu
version=$1 sha256=$2 folder=$3

case "$(uname -s)-$(uname -m)" in
Linux-x86_64) platform=linux/x64 library=libonnxruntime.so.1 ;;
Linux-aarch64) platform=linux/arm64 library=libonnxruntime.so.1 ;;
Darwin-arm64) platform=darwin/arm64 library=libonnxruntime.1.dylib ;;
*)
	echo "There is no ONNX Runtime package for $(uname -s) on $(uname -m): Patina runs without it, with the projection painter." >&2
	exit 0
	;;
esac

stamp="$folder/.onnxruntime-$version"
[ -f "$stamp" ] && [ -f "$folder/$library" ] && exit 0
if ! command -v npm >/dev/null 2>&1; then
	echo "ONNX Runtime is fetched with npm, which is missing: install npm and run make deps again." >&2
	exit 1
fi

mkdir -p "$folder"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "Fetching ONNX Runtime $version"
tarball=$(cd "$work" && npm pack --silent --ignore-scripts "onnxruntime-node@$version" 2>/dev/null | tail -n 1)
[ -f "$work/$tarball" ] || { echo "npm could not fetch onnxruntime-node@$version: is the registry reachable?" >&2; exit 1; }

if command -v sha256sum >/dev/null 2>&1; then
	got=$(sha256sum "$work/$tarball" | cut -d' ' -f1)
else
	got=$(shasum -a 256 "$work/$tarball" | cut -d' ' -f1)
fi
if [ "$got" != "$sha256" ]; then
	echo "onnxruntime-node@$version has the hash $got, expected $sha256: nothing was installed." >&2
	exit 1
fi
tar -xzf "$work/$tarball" -C "$work"
cp "$work"/package/bin/napi-v*/"$platform/$library" "$folder/.$library.new"
mv "$folder/.$library.new" "$folder/$library"
touch "$stamp"
