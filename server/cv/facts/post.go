package facts

import "github.com/interviewai-pro/interviewai/server/cv"

// post is a position: the words of its title, and the names in its company's.
type post struct {
	title, company map[string]bool
}

func postsOf(x *lexicon, p *cv.Parsed) []post {
	var out []post
	for _, e := range p.Experience {
		one := post{map[string]bool{}, map[string]bool{}}
		for _, t := range x.split(e.Title.Text) {
			one.title[t.low] = true
		}
		for _, t := range x.split(e.Company.Text) {
			if t.cap {
				one.company[t.low] = true
			}
		}
		out = append(out, one)
	}
	return out
}

// mixed returns an employer that a sentence names beside a title that was not
// held there; empty where all is as it was.
func (k Known) mixed(text string) string {
	if len(text) > maxText {
		return ""
	}
	var titles, companies []token
	wrong := func() string {
		if len(titles) == 0 || len(companies) == 0 {
			return ""
		}
		for _, p := range k.posts {
			if among(titles, p.title) && among(companies, p.company) {
				return ""
			}
		}
		return companies[0].raw
	}
	for _, t := range k.x.split(text) {
		if t.first {
			if found := wrong(); found != "" {
				return found
			}
			titles, companies = nil, nil
		}
		switch {
		case k.x.is("title", t.low):
			titles = append(titles, t)
		case t.cap && k.employs(t.low):
			companies = append(companies, t)
		}
	}
	return wrong()
}

// employs reports whether a word is of an employer's name, and of no title.
func (k Known) employs(low string) bool {
	found := false
	for _, p := range k.posts {
		if p.title[low] {
			return false
		}
		found = found || p.company[low]
	}
	return found
}

func among(all []token, words map[string]bool) bool {
	for _, t := range all {
		if !words[t.low] {
			return false
		}
	}
	return true
}
