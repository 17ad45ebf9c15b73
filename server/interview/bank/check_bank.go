package bank

import "math"

// tooAlike is the share of stems in common from which on two questions are
// taken for one (Jaccard). Our nearest honest pairs are below 0.5.
const tooAlike = 0.6

// alike looks for questions that are asked in nearly the same words.
func (c *checker) alike(questions []filed) {
	for i, f := range questions {
		c.at(f.file, f.q.ID)
		c.alikeTo(f, questions[:i])
	}
}

// alikeTo looks for those that ask nearly what a question does.
func (c *checker) alikeTo(f filed, others []filed) {
	for _, other := range others {
		for _, lang := range Languages() {
			mine, theirs := f.ready[lang], other.ready[lang]
			if mine == nil || theirs == nil {
				continue
			}
			if share := overlap(mine.stems, theirs.stems); share >= tooAlike {
				c.fault(lang, "question", "%.0f%% of the words are those of %s", 100*share, other.q.ID)
			}
		}
	}
}

func overlap(a, b map[string]bool) float64 {
	common := 0
	for s := range a {
		if b[s] {
			common++
		}
	}
	return float64(common) / float64(max(1, len(a)+len(b)-common))
}

// shares are the bounds of each difficulty in a domain, aimed at 30, 45 and 25 %.
var shares = []struct {
	difficulty  string
	least, most float64
}{{Junior, 0.18, 0.42}, {Mid, 0.33, 0.57}, {Senior, 0.13, 0.37}}

// few is how many questions of a domain have no mix yet.
const few = 15

// mix looks at difficulties and categories of each domain.
func (c *checker) mix(questions []filed) {
	var files []string
	byFile := map[string][]filed{}
	for _, f := range questions {
		if byFile[f.file] == nil {
			files = append(files, f.file)
		}
		byFile[f.file] = append(byFile[f.file], f)
	}
	for _, file := range files {
		c.at(file, "")
		n := float64(len(byFile[file]))
		if n < few {
			continue
		}
		difficulties, categories := map[string]int{}, map[string]int{}
		for _, f := range byFile[file] {
			difficulties[f.q.Difficulty]++
			categories[f.q.Category]++
		}
		for _, s := range shares {
			if share := float64(difficulties[s.difficulty]) / n; share < s.least || share > s.most {
				c.fault("", "difficulty", "%.0f%% are %s, must be %.0f..%.0f%%", 100*share, s.difficulty, 100*s.least, 100*s.most)
			}
		}
		if len(categories) < 5 {
			c.fault("", "category", "%d categories, must be five at least", len(categories))
		}
		for _, name := range sortedKeys(categories) {
			if most := int(math.Ceil(0.35 * n)); categories[name] > most {
				c.fault("", "category", "%d questions of %q, must be %d at most", categories[name], name, most)
			}
		}
	}
}
