package objects

// families is what can be made, and how often. Adding one changes what later seeds
// make: raise Version.
var families = []family{
	{"quadruped", 3, quadruped},
	{"car", 2, car},
	{"vessel", 2, vessel},
	{"house", 2, house},
	{"tree", 1.5, tree},
	{"mushroom", 1, mushroom},
	{"composition", 2, composition},
	{"blob", 1.5, blob},
}
