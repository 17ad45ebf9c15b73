package feedback

import "strconv"

// Ideal compares an answer with what a very good one says.
type Ideal struct {
	QuestionID string `bson:"questionId"`
	// Covered of All points were made.
	Covered int `bson:"covered"`
	All     int `bson:"all"`
	// Missed are the points that were left out, as texts.
	Missed []string `bson:"missed,omitempty"`
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
		_, d.Missed = missed(a.Result)
		made := []string{"n", strconv.Itoa(d.Covered), "all", strconv.Itoa(d.All)}
		if len(d.Missed) == 0 {
			d.Text = i.say("ideal_all", made...)
		} else {
			d.Text = i.say("ideal_missed", append(made, "points", i.list(d.Missed))...)
		}
		out = append(out, d)
	}
	return out
}
