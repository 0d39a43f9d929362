package objects

// families is what can be made, and how often. Adding one changes what later seeds
// make: raise Version.
var families = []family{
	{"quadruped", 5, quadruped},
	{"bird", 3, bird},
	{"person", 4, person},
	{"fish", 1.5, fish},
	{"octopus", 1, octopus},
	{"turtle", 1, turtle},
	{"robot", 2, robot},
	{"car", 2.5, car},
	{"rocket", 1, rocket},
	{"plane", 1, plane},
	{"balloon", 0.7, balloon},
	{"boat", 1, boat},
	{"house", 2, house},
	{"vessel", 2, vessel},
	{"crate", 1, crate},
	{"barrel", 0.7, barrel},
	{"tree", 1.2, tree},
	{"mushroom", 1, mushroom},
	{"composition", 2, composition},
	{"blob", 1.5, blob},
}
