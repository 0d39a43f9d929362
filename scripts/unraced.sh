#!/bin/sh
# Runs the tests that are built without the race detector only: unraced.sh
# What measures the memory of a process comes after them, and alone: of pages that others
# have mapped too, a process is told a part.
set -eu

# run WORD [FLAG...] runs the tests of the files whose build constraint has a word.
run() {
	files=$(grep -rl --include='*_test.go' "^//go:build.*$1" .)
	shift
	# shellcheck disable=SC2086 # a list of names without spaces
	names=$(sed -n 's/^func \(Test[A-Za-z0-9_]*\)(.*/\1/p' $files | paste -sd '|' -)
	# shellcheck disable=SC2086
	packages=$(grep -l '^func Test' $files | xargs -n 1 dirname | sort -u)
	# shellcheck disable=SC2086
	${GO:-go} test "$@" -run "^($names)\$" $packages
}

run '!race'
run alone -tags alone
