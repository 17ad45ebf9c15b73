package flag

// on decides for one user.
func (s *state) on(userID string) bool {
	if !s.Enabled {
		return false
	}
	if s.Percentage >= Everybody {
		return true
	}
	if userID == "" {
		return false
	}
	if _, named := s.users[userID]; named {
		return true
	}
	return place(s.Name, userID) < s.Percentage
}

// place puts a user somewhere from 0 to 99 for a flag, always at the same place for the same flag and independently of
// other flags. The flag is on below its percentage, so raising that takes nobody out. Changing this function changes who
// has what.
//
// FNV-1a over name and id, then the last step of MurmurHash3: FNV alone is uneven in its lower bits for ids that differ in
// their last digits.
func place(name, userID string) int {
	const offset, prime = 14695981039346656037, 1099511628211
	h := uint64(offset)
	for i := range len(name) {
		h = (h ^ uint64(name[i])) * prime
	}
	h *= prime // a zero byte in between
	for i := range len(userID) {
		h = (h ^ uint64(userID[i])) * prime
	}
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	h ^= h >> 33
	return int(h % Everybody)
}
