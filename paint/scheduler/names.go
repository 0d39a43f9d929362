package scheduler

import (
	"fmt"
	"strings"
)

// Title is the name in the words of the field, as a menu shows it and a command line
// takes it.
func (n Name) Title() string {
	switch n {
	case SASolver:
		return "SA-Solver"
	case UniPC:
		return "UniPC"
	case Heun:
		return "Heun"
	case DEIS:
		return "DEIS"
	case LCM:
		return "LCM"
	}
	return string(n)
}

// Named returns the solver that somebody means by a text: its name or its title in
// whatever case, with or without spaces and signs ("euler-a", "dpm++sde", "unipc").
// The error lists the titles.
func Named(text string) (Name, error) {
	titles := make([]string, 0, len(Names()))
	for _, n := range Names() {
		if text != "" && (letters(text) == letters(n.Title()) || letters(text) == letters(string(n))) {
			return n, nil
		}
		titles = append(titles, n.Title())
	}
	return "", fmt.Errorf("there is no scheduler %q: choose one of %s", text, strings.Join(titles, ", "))
}

// letters leaves what is heard of a name: its letters, in lower case.
func letters(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, strings.ToLower(name))
}
