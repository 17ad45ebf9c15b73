package feedback

import "strconv"

// Ideal compares an answer with what a very good one says.
type Ideal struct {
	QuestionID string `bson:"questionId"`
	// Covered of All points were made.
	Covered int `bson:"covered"`
	All     int `bson:"all"`
	// Missed are the points that were left out, as texts, Unclear those that were
	// touched on and are to be said more clearly.
	Missed  []string `bson:"missed,omitempty"`
	Unclear []string `bson:"unclear,omitempty"`
	// Example is a very good answer by somebody else.
	Example string `bson:"example,omitempty"`
	// Text says the same in words.
	Text string `bson:"text"`
}

// ideal has the answers that are scored, in the interview's order.
func (i *Interview) ideal() []Ideal {
	var out []Ideal
	for n := range i.Questions {
		a := &i.Questions[n]
		if i.state(a) != scored {
			continue
		}
		d := Ideal{QuestionID: a.QuestionID, Example: a.Result.Example}
		d.Covered, d.All = covered(a)
		missed, unclear := opened(a.Result)
		d.Missed, d.Unclear = missed.texts, unclear.texts
		text := []string{i.say("ideal_made", "n", strconv.Itoa(d.Covered), "all", strconv.Itoa(d.All))}
		if len(d.Missed) > 0 {
			text = append(text, i.say("ideal_missed", "points", i.list(d.Missed)))
		}
		if len(d.Unclear) > 0 {
			text = append(text, i.say("ideal_unclear", "points", i.list(d.Unclear)))
		}
		d.Text = i.sentences(text)
		out = append(out, d)
	}
	return out
}
