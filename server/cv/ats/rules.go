package ats

import (
	"fmt"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv/document"
)

// Rule is what is looked at, and what it is worth.
type Rule struct {
	// ID is stable, such as "contact.email".
	ID       string
	Section  Section
	Category Category
	// Points it costs at most.
	Points int
	// Title is what the rule asks for. Why is why it matters, Do what to do where
	// it is not met, Example how.
	Title, Why, Do, Example string
	// Good is said of a CV that meets it; empty for what is no merit.
	Good string
	// Scale says how points are taken, where it is not all or nothing.
	Scale string
}

// rule is a Rule with its check.
type rule struct {
	Rule
	check func(*facts) verdict
}

// verdict is what a check found.
type verdict struct {
	lost int
	// under is the rule in whose finding this one is told: of what is not there at
	// all one message is enough.
	under string
	// detail is what was found; empty to say the rule's title alone.
	detail string
	spans  []document.Span
}

func (v verdict) message(r Rule) string {
	if v.detail == "" {
		return r.Title + ": not found. " + r.Why
	}
	return v.detail + " " + r.Why
}

// The rules that say what is missing, and in whose findings those of its parts
// are told.
const (
	noSummary    = "summary.present"
	noExperience = "experience.present"
	noBullets    = "experience.bullets"
	noEducation  = "education.present"
	noSkills     = "skills.present"
)

// Rules are the published rules, in the order in which they are applied; their
// points add up to 100.
func Rules() []Rule {
	out := make([]Rule, len(rules))
	for i, r := range rules {
		out[i] = r.Rule
	}
	return out
}

// rules add up to 100 points: personal information 10, summary 10, experience 35,
// education 10, skills 15, formatting 20.
var rules = []rule{
	{Rule{
		ID: "contact.name", Section: Personal, Category: Content, Points: 2, Title: "Your name at the top",
		Why: "Systems file an application under the name they read.", Do: "Write your full name alone in the first line.", Example: "Anna Berg",
	}, func(f *facts) verdict { return missing(f.Parsed.Personal.Name, 2) }},
	{Rule{
		ID: "contact.email", Section: Personal, Category: Content, Points: 3, Title: "An e-mail address",
		Why: "Without it nobody can answer you.", Do: "Write one e-mail address as text, not as a picture.", Example: "anna.berg@example.org",
		Good: "You can be reached: your e-mail address is there and can be read by machines.",
	}, func(f *facts) verdict { return missing(f.Parsed.Personal.Email, 3) }},
	{Rule{
		ID: "contact.phone", Section: Personal, Category: Content, Points: 2, Title: "A phone number",
		Why: "Recruiters call first.", Do: "Add your number with its country code.", Example: "+49 30 1234567",
	}, func(f *facts) verdict { return missing(f.Parsed.Personal.Phone, 2) }},
	{Rule{
		ID: "contact.location", Section: Personal, Category: Content, Points: 1, Title: "Where you live",
		Why: "Many searches are by place.", Do: "Add your city and country; a street is not needed.", Example: "Berlin, Germany",
	}, func(f *facts) verdict { return missing(f.Parsed.Personal.Location, 1) }},
	{Rule{
		ID: "contact.profile", Section: Personal, Category: Content, Points: 2, Title: "A link to a profile or your work",
		Why: "Readers look you up; a link shows them the right person.", Do: "Add your LinkedIn, GitHub or portfolio address.", Example: "linkedin.com/in/annaberg",
		Good: "There is a link to your profile or work.",
	}, checkProfile},

	{Rule{
		ID: noSummary, Section: Summary, Category: Content, Points: 4, Title: "A summary",
		Why: "It is what a reader reads first, in some ten seconds.", Do: "Add two to four lines under your name: what you are, for how long, what you are best at.",
		Example: "Backend engineer, 6 years in payments. Go and PostgreSQL.",
		Scale:   "without one the points of the two rules on it are lost too, in one finding",
	}, func(f *facts) verdict { return missing(f.Parsed.Summary, 4) }},
	{Rule{
		ID: "summary.length", Section: Summary, Category: Content, Points: 3, Title: "A summary of 20 to 120 words",
		Why: "A shorter one says little, a longer one is not read.", Do: "Keep what the job needs and cut the rest.",
		Scale: "1 point for each third of the words that lack, and for each 40 words more; fewer where languages need fewer words (de 16, es 18, pt 17, ru 15, tr and uz 13); sentences that repeat the CV's own lines do not count where they are more than half",
	}, checkSummaryLength},
	{Rule{
		ID: "summary.specific", Section: Summary, Category: Content, Points: 3, Title: "A summary that says something checkable",
		Why: "Qualities that anybody could claim are skipped.", Do: "Name your profession, a skill that is looked for, years or a figure.",
		Scale: "none of skill, figure and own job title, or more than half of it lines of the CV: 3; one of them: 1", Good: "Your summary says what you do, and not only what you are like.",
	}, checkSummarySpecific},

	{Rule{
		ID: noExperience, Section: Experience, Category: Content, Points: 6, Title: "Positions or projects",
		Why: "It is what employers ask for first.", Do: "Add where you have worked; without work yet: internships, projects, volunteering.",
		Scale: "projects only: 2; without positions the points of the rules on them are lost too, in one finding",
	}, checkExperience},
	{Rule{
		ID: "experience.dates", Section: Experience, Category: Content, Points: 5, Title: "Each position with its dates",
		Why: "Systems count your years of experience by them.", Do: "Write from when until when, with months.", Example: "March 2021 – present",
		Scale: "by the share of positions without", Good: "All your positions have dates, so your years of experience can be counted.",
	}, checkDates},
	{Rule{
		ID: "experience.titles", Section: Experience, Category: Content, Points: 3, Title: "Each position with title and employer",
		Why: "They are what is searched for.", Do: "Write the title and the employer of each position in a line of their own.", Example: "Backend Engineer, Acme Bank",
		Scale: "by the share of positions without", Good: "Each position names its title and employer.",
	}, checkTitles},
	{Rule{
		ID: noBullets, Section: Experience, Category: Content, Points: 4, Title: "What you achieved, as a list, in your latest positions",
		Why: "Lists are read, paragraphs are skipped.", Do: "Give each of your three latest positions at least two list items.",
		Scale: "by the share of the three latest positions without; without any items the points of the rules on them are lost too, in one finding", Good: "Your latest positions say in lists what you did.",
	}, checkBullets},
	{Rule{
		ID: "experience.verbs", Section: Experience, Category: Content, Points: 5, Title: "Items that begin with what you did",
		Why: "What you were there for is not what you made of it.", Do: "Begin with the action.", Example: "Responsible for the billing service → Ran the billing service",
		Scale: "by the share of items with a weak opening, the first ones most", Good: "Your items say what you did.",
	}, checkVerbs},
	{Rule{
		ID: "experience.numbers", Section: Experience, Category: Content, Points: 6, Title: "Figures in at least three of ten items",
		Why: "Figures show the size of what you did.", Do: "Say how many, how much, how often or how fast, where you know it. Do not guess.", Example: "Cut the nightly run from 6 hours to 40 minutes",
		Scale: "by the share of items with figures, up to 30 %", Good: "You show results with figures.",
	}, checkNumbers},
	{Rule{
		ID: "experience.length", Section: Experience, Category: Content, Points: 2, Title: "Items of 4 to 40 words",
		Why: "Shorter ones say little, longer ones are not read to the end.", Do: "Split long items, and say more in short ones.",
		Scale: "more than a fifth of the items: 1, more than half: 2; 3 words are enough in German, Portuguese, Russian, Turkish and Uzbek; empty words do not count, nor do lists of skills",
	}, checkItemLength},
	{Rule{
		ID: "experience.order", Section: Experience, Category: Format, Points: 2, Title: "The latest position first",
		Why: "Systems and readers take the first for the present one.", Do: "Turn the order round.",
	}, checkOrder},
	{Rule{
		ID: "experience.person", Section: Experience, Category: Grammar, Points: 2, Title: "No “I” in items",
		Why: "A CV is written without it; that it is about you is clear.", Do: "Leave the pronoun out.", Example: "I built → Built",
		Scale: "one item: 1, more: 2",
	}, checkPerson},

	{Rule{
		ID: noEducation, Section: Education, Category: Content, Points: 5, Title: "Education",
		Why: "Many systems ask for a degree or school and sort out what has none.", Do: "Add your highest degree or school, or your vocational training.",
		Good: "Your education is there.", Scale: "without it the points of the rules on it are lost too, in one finding",
	}, checkEducation},
	{Rule{
		ID: "education.complete", Section: Education, Category: Content, Points: 3, Title: "Degree and school together",
		Why: "One without the other is looked up in vain.", Do: "Write the degree and the school.", Example: "BSc Computer Science, Test University",
		Scale: "by the share of entries without",
	}, checkEducationParts},
	{Rule{
		ID: "education.dates", Section: Education, Category: Content, Points: 2, Title: "When you finished",
		Why: "Forms ask for the year.", Do: "Add at least the year of the end.", Scale: "by the share of entries without",
	}, checkEducationDates},

	{Rule{
		ID: noSkills, Section: Skills, Category: Keyword, Points: 5, Title: "A list of skills",
		Why: "It is where systems look for keywords.", Do: "Add a section “Skills” with what you can do, by the names that job descriptions use.",
		Good: "There is a list of skills.", Scale: "without it the points of the rules on it are lost too, in one finding",
	}, checkSkills},
	{Rule{
		ID: "skills.count", Section: Skills, Category: Keyword, Points: 4, Title: "Between 6 and 50 skills",
		Why: "Few leave searches without a hit; a heap looks like stuffing.", Do: "List what you would be glad to be asked about in an interview.",
		Scale: "1 point for each fewer than 6, and for each 5 more than 50, up to 4",
	}, checkSkillCount},
	{Rule{
		ID: "skills.concrete", Section: Skills, Category: Keyword, Points: 3, Title: "Skills that can be checked",
		Why: "Personal qualities are claimed by everybody and searched for by nobody.", Do: "Name tools, methods and subjects; show the personal ones in what you achieved.",
		Scale: "by the share of concrete skills, up to 60 %", Good: "Your skills are concrete.",
	}, checkConcrete},
	{Rule{
		ID: "skills.proved", Section: Skills, Category: Keyword, Points: 3, Title: "Skills that your work shows",
		Why: "A skill that no position mentions is not believed.", Do: "Name in your positions what you used there.",
		Scale: "by the share of known skills that stand in positions, projects or the summary, up to 30 %", Good: "Your positions show the skills you list.",
	}, checkProved},

	{Rule{
		ID: "format.text", Section: Formatting, Category: Format, Points: 3, Title: "Text, not a picture of it",
		Why: "Most systems read nothing off a picture; we had to recognise the letters, with mistakes.", Do: "Export the CV as PDF or DOCX from the program it was written in.",
	}, checkText},
	{Rule{
		ID: "format.columns", Section: Formatting, Category: Format, Points: 3, Title: "One column",
		Why: "Many systems read straight across columns and mix their lines.", Do: "Put everything below one another; any of our export templates does.",
		Good: "One column: every system reads your lines in the right order.",
	}, checkColumns},
	{Rule{
		ID: "format.sections", Section: Formatting, Category: Format, Points: 3, Title: "Usual section titles",
		Why: "Systems find the parts of a CV by their titles.", Do: "Use plain titles.", Example: "Experience, Education, Skills",
		Scale: "1 point for each of experience, education and skills that stands under no such title",
	}, checkSections},
	{Rule{
		ID: "format.length", Section: Formatting, Category: Format, Points: 2, Title: "One or two pages",
		Why: "Readers stop after the second page, and find too little in a few lines.", Do: "Cut what is old or said twice, or say more of your latest work.",
		Scale: "three pages, or fewer than 150 words: 1; more pages, or fewer than 100 words: 2; fewer where languages need fewer words (de 80 % of them, es 90, pt 85, ru 75, tr and uz 65); empty words do not count",
	}, checkLength},
	{Rule{
		ID: "format.header", Section: Formatting, Category: Format, Points: 2, Title: "Contacts in the text, not in a page header",
		Why: "Many systems skip headers and footers.", Do: "Move e-mail and phone into the first lines of the page itself.",
	}, checkHeader},
	{Rule{
		ID: "format.dates", Section: Formatting, Category: Format, Points: 2, Title: "Dates written in one way",
		Why: "Mixed styles look careless and are misread.", Do: "Write all of them alike.", Example: "March 2021 – May 2023",
		Scale: "months by name and by number: 2; some with months and some without: 1",
	}, checkDateStyle},
	{Rule{
		ID: "format.spelling", Section: Formatting, Category: Grammar, Points: 3, Title: "No mistakes of spelling or grammar",
		Why: "Many readers sort a CV out for them.", Do: "Correct them; look at our suggestions one by one, names and terms may be right.",
		Scale: "1 point each; words that the small dictionaries of Russian and Uzbek lack count where it is clear what is meant",
	}, checkSpelling},
	{Rule{
		ID: "format.wording", Section: Formatting, Category: Content, Points: 2, Title: "No empty words",
		Why: "Words that everybody uses cost space and say nothing.", Do: "Leave them out, or show it with an example.",
		Scale: "two or three of them: 1, more: 2",
	}, checkWording},
}

// thing is what is counted, and what is said of one and of several of it.
type thing struct{ one, many, does, do string }

// count says of how many of a number of things something is true: "3 of 8 items
// have a figure."
func (t thing) count(n, of int) string {
	switch {
	case of == 1 && n == 1:
		return "Your only " + t.one + " " + t.does + "."
	case n == 0:
		return "None of your " + t.many + " " + t.does + "."
	case n == of:
		return fmt.Sprintf("All your %d %s %s.", of, t.many, t.do)
	case n == 1:
		return fmt.Sprintf("1 of your %d %s %s.", of, t.many, t.does)
	}
	return fmt.Sprintf("%d of your %d %s %s.", n, of, t.many, t.do)
}

// plural is a number of things whose name takes an "s".
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// quoted puts up to three words between quotation marks.
func quoted(words []string) string {
	var out []string
	for _, w := range words {
		one := "“" + w + "”"
		if w != "" && len(out) < 3 && !strings.Contains(strings.Join(out, " "), one) {
			out = append(out, one)
		}
	}
	return strings.Join(out, ", ")
}
