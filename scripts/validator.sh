#!/bin/sh
# Lays the npm package gltf-validator into a folder: validator.sh VERSION FOLDER
set -eu
version=$1 folder=$2
grep -qs "\"version\": \"$version\"" "$folder/node_modules/gltf-validator/package.json" && exit 0
if ! command -v npm >/dev/null 2>&1; then
	echo "The tests hold every written GLB against gltf-validator, which comes with npm: install npm." >&2
	exit 1
fi
mkdir -p "$folder"
npm install --silent --no-audit --no-fund --no-save --prefix "$folder" "gltf-validator@$version" >/dev/null 2>&1 ||
	{ echo "npm could not install gltf-validator@$version: is the registry reachable?" >&2; exit 1; }
