package grade

// nearWanting is how many words lie between somebody and what they wanted at
// most; where the verb ends the sentence, what they wanted lies between, too.
const (
	nearWanting     = 3
	nearWantingLast = 12
)

// disown denies what other people wanted: "my manager wanted to let her go" says
// nothing of what the speaker did. What others wanted of the speaker ("wanted me
// to") stays: it is a task.
func (r *reading) disown(x *lexicon) {
	if len(r.tokens) == 0 {
		return
	}
	all := len(r.tokens) - 1
	for _, who := range x.others.find(r, 0, all) {
		reach := nearWanting
		if x.verbLast {
			reach = nearWantingLast
		}
		_, end := r.segment(x, who)
		wants := x.wanting.find(r, who.last+1, min(end, who.last+1+reach))
		if len(wants) == 0 {
			continue
		}
		first, last := who.first, end
		if x.verbLast {
			last = wants[0].last
		}
		if !x.self.in(r, who.last+1, last) {
			r.mark(first, last)
		}
	}
}
