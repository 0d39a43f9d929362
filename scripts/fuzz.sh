#!/bin/sh
# Runs every fuzz target of the module for the given time each: fuzz.sh 60s
# An input that reaches something new is made smaller in a few tries only: by default the
# fuzzer spends a minute on each, so all of its time where inputs are long.
set -eu
grep -rl --include='*_test.go' '^func Fuzz' . | while read -r file; do
	package=$(dirname "$file")
	sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\).*/\1/p' "$file" | while read -r target; do
		echo "$package $target"
		go test -run '^$' -fuzz "^$target\$" -fuzztime "$1" -fuzzminimizetime 100x "$package"
	done
done
