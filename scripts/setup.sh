#!/bin/sh
# Installs the system packages that building and testing Patina needs, on Debian and
# Ubuntu; anywhere else it names what is missing and stops.
set -eu

need="gcc libc6-dev pkg-config xorg-dev libgl1-mesa-dev libegl-dev libegl1 libgl1-mesa-dri libwayland-dev libxkbcommon-dev xvfb"
command -v npm >/dev/null 2>&1 || need="$need nodejs npm"

if ! command -v go >/dev/null 2>&1; then
	echo "Patina needs Go 1.24 or newer, and there is no 'go' on the PATH." >&2
	exit 1
fi

if ! command -v dpkg-query >/dev/null 2>&1; then
	missing=""
	for tool in gcc pkg-config npm Xvfb; do
		command -v "$tool" >/dev/null 2>&1 || missing="$missing $tool"
	done
	for library in x11 xcursor xrandr xinerama xi xxf86vm gl egl wayland-client xkbcommon; do
		pkg-config --exists "$library" 2>/dev/null || missing="$missing lib$library"
	done
	[ -z "$missing" ] && exit 0
	echo "This is not Debian or Ubuntu, so nothing was installed. Missing:$missing" >&2
	echo "Install them (with their headers) by your system's package manager and run make again." >&2
	exit 1
fi

missing=""
for package in $need; do
	dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' || missing="$missing $package"
done
[ -z "$missing" ] && exit 0

as_root=""
if [ "$(id -u)" -ne 0 ]; then
	if ! command -v sudo >/dev/null 2>&1; then
		echo "These packages are missing, and installing them needs root:$missing" >&2
		echo "Run: apt-get install --no-install-recommends$missing" >&2
		exit 1
	fi
	as_root="sudo"
fi
echo "Installing:$missing"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# shellcheck disable=SC2086 # a list of packages
$as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
