package redistest

// Place is the database of whoever took the nth.
var Place = place
