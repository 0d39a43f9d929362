package bake

// bandRows is the usual height of a band of rows: high enough that handing bands out
// costs nothing, low enough that cancelling is seen at once.
const bandRows = 32
