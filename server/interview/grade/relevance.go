package grade

// onTopic is the share of an answer's words, by weight, that belong to the
// question, its points or its sample, from which an answer is wholly to the
// point: people tell things of their own, too.
const onTopic = 0.4

// relevance is how far an answer speaks of what was asked, 0 to 1.
func (ref *reference) relevance(r *reading) float64 {
	return min(1, ref.topical(r)/onTopic)
}

// topical is the share of an answer's words, by weight, that belong to the
// question.
func (ref *reference) topical(r *reading) float64 {
	b := common(ref.lang)
	total, own := 0.0, 0.0
	seen := map[string]bool{}
	for _, u := range r.units {
		if seen[u.key] || r.denied[u.first] {
			continue
		}
		seen[u.key] = true
		w := b.weight(u.key)
		total += w
		if ref.topic[u.key] {
			own += w
		}
	}
	if total == 0 {
		return 0
	}
	return own / total
}
