#!/bin/sh
# Runs the tests that are built without the race detector only: unraced.sh
set -eu
files=$(grep -rl --include='*_test.go' '^//go:build.*!race' .)
# shellcheck disable=SC2086 # a list of names without spaces
names=$(sed -n 's/^func \(Test[A-Za-z0-9_]*\)(.*/\1/p' $files | paste -sd '|' -)
# shellcheck disable=SC2086
packages=$(grep -l '^func Test' $files | xargs -n 1 dirname | sort -u)
# shellcheck disable=SC2086
${GO:-go} test -run "^($names)\$" $packages
