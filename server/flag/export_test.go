package flag

// Place is where a user stands for a flag, from 0 to 99.
func Place(name, userID string) int { return place(name, userID) }
