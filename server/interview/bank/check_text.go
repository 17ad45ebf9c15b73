package bank

// CheckText is everything that is wrong with questions that somebody adds to
// the bank: as Check, but for which file they stand in and how they mix.
func CheckText(content []byte) []Fault {
	c := checker{}
	all, err := Parse(content)
	c.parsed(File{Data: content}, err)
	questions := make([]filed, len(all))
	seen := map[string]bool{}
	for i := range all {
		f := &questions[i]
		f.q = &all[i]
		c.at("", f.q.ID)
		if seen[f.q.ID] {
			c.fault("", "id", "id is used twice")
		}
		seen[f.q.ID] = true
		if !nameForm.MatchString(f.q.Domain) {
			c.fault("", "domain", "%q: name one, such as backend", f.q.Domain)
		}
		c.question(f.q.Domain+".yaml", f.q)
		f.ready = c.prepare(f.q)
	}
	c.strangers(questions)
	c.alike(questions)
	return c.faults
}
