package jsonresume

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv/resume"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
	"github.com/interviewai-pro/interviewai/server/cv/txt"
	"github.com/interviewai-pro/interviewai/server/fault"
)

// Parse reads a JSON Resume document. Fields that the schema does not have are
// passed over, null and missing ones are empty. A document that is too large, no
// JSON, or has a field of a wrong type or form is refused with a fault.Fault of
// kind Invalid that names the field's path and the rule it breaks.
func Parse(file []byte) (resume.Resume, error) {
	if len(file) > MaxBytes {
		return resume.Resume{}, fault.BadField("document", "max_size", fmt.Sprintf("The document must have at most %d bytes.", MaxBytes))
	}
	var value any
	if err := json.Unmarshal(file, &value); err != nil {
		return resume.Resume{}, fault.BadField("document", "json", "The document is no JSON.").Because(err)
	}
	c := &checker{}
	n := node{value: value, c: c}
	if _, ok := value.(map[string]any); !ok {
		return resume.Resume{}, fault.BadField("document", "object", "The document must be a JSON object.")
	}
	r := resume.Resume{Language: n.field("meta").field("language").text()}
	r.Person = person(n.field("basics"))
	r.Summary = n.field("basics").field("summary").text()
	for _, one := range n.field("work").list() {
		if one := job(one); !reflect.ValueOf(one).IsZero() {
			r.Experience = append(r.Experience, one)
		}
	}
	for _, one := range n.field("education").list() {
		if one := school(one); !reflect.ValueOf(one).IsZero() {
			r.Education = append(r.Education, one)
		}
	}
	r.Skills = skills(n.field("skills"))
	for _, one := range n.field("languages").list() {
		r.Languages = append(r.Languages, spoken(one))
	}
	for _, one := range n.field("certificates").list() {
		r.Certifications = append(r.Certifications, certification(one))
	}
	if r.Language == "" {
		r.Language = written(r)
	}
	r.Sections = sections(n, r.Language)
	if c.err != nil {
		return resume.Resume{}, c.err
	}
	return r, nil
}

// written is the language that most of a CV's text is in.
func written(r resume.Resume) string {
	d, err := txt.Read([]byte(r.Text()))
	if err != nil {
		return "" // nothing is written
	}
	return structure.Parse(d).Language
}

func person(n node) resume.Person {
	p := resume.Person{
		Name: n.field("name").text(), Headline: n.field("label").text(), Email: n.field("email").email(), Phone: n.field("phone").text(),
		Details: n.field("details").texts(),
	}
	l := n.field("location")
	street := strings.ReplaceAll(l.field("address").text(), "\n", ", ")
	city := join(" ", l.field("postalCode").text(), l.field("city").text())
	p.Location = join(", ", street, city, l.field("region").text(), l.field("countryCode").text())
	if address := n.field("url").url(); address != "" {
		p.Links = append(p.Links, address)
	}
	for _, one := range n.field("profiles").list() {
		network, user, address := one.field("network").text(), one.field("username").text(), one.field("url").url()
		switch {
		case strings.EqualFold(network, linkedIn) && p.LinkedIn == "" && address != "":
			p.LinkedIn = address
		case strings.EqualFold(network, gitHub) && p.GitHub == "" && address != "":
			p.GitHub = address
		case address != "":
			p.Links = append(p.Links, address)
		default:
			if text := join(": ", network, user); text != "" {
				p.Details = append(p.Details, text)
			}
		}
	}
	return p
}

// join puts what is there together.
func join(sep string, parts ...string) string {
	var out []string
	for _, part := range parts {
		if part != "" {
			out = append(out, part)
		}
	}
	return strings.Join(out, sep)
}

// period has no end where it goes on: that is how the schema says it.
func period(n node) resume.Period {
	p := resume.Period{Text: n.field("period").text(), Start: n.field("startDate").date(), End: n.field("endDate").date()}
	p.Current = !p.Start.IsZero() && p.End.IsZero()
	return p
}

func job(n node) resume.Job {
	out := resume.Job{
		Title: n.field("position").text(), Company: n.field("name").text(), Location: n.field("location").text(), Period: period(n),
		Length: n.field("length").text(), Description: join("\n", n.field("description").text(), n.field("summary").text()),
		Achievements: n.field("highlights").texts(), Notes: n.field("notes").texts(),
	}
	if address := n.field("url").url(); address != "" {
		out.Notes = append(out.Notes, address)
	}
	return out
}

func school(n node) resume.School {
	out := resume.School{
		Degree: join(", ", n.field("studyType").text(), n.field("area").text()), Institution: n.field("institution").text(),
		Location: n.field("location").text(), Period: period(n), GPA: n.field("score").text(), Grade: n.field("grade").text(), Notes: n.field("notes").texts(),
	}
	out.Notes = append(out.Notes, n.field("courses").texts()...)
	if address := n.field("url").url(); address != "" {
		out.Notes = append(out.Notes, address)
	}
	return out
}

// skills with keywords are groups, those without stand together.
func skills(n node) []resume.SkillGroup {
	var out []resume.SkillGroup
	for _, one := range n.list() {
		name, level := one.field("name").text(), one.field("level").text()
		words := one.field("keywords").texts()
		if len(words) > 0 {
			g := resume.SkillGroup{Title: resume.Skill{Name: name, Note: level}.String()}
			for _, word := range words {
				g.Skills = append(g.Skills, noted(word))
			}
			out = append(out, g)
			continue
		}
		if name == "" {
			continue
		}
		if len(out) == 0 || out[len(out)-1].Title != "" {
			out = append(out, resume.SkillGroup{})
		}
		last := &out[len(out)-1]
		last.Skills = append(last.Skills, resume.Skill{Name: name, Note: level})
	}
	return out
}

// noted is a skill with the note behind it in brackets.
func noted(word string) resume.Skill {
	name, note, ok := strings.Cut(word, " (")
	if rest, closed := strings.CutSuffix(note, ")"); ok && closed && !strings.ContainsAny(rest, "()") {
		return resume.Skill{Name: name, Note: rest}
	}
	return resume.Skill{Name: word}
}

// levelForm is a level of the Common European Framework.
var levelForm = regexp.MustCompile(`\b[ABC][12]\b`)

func spoken(n node) resume.Spoken {
	level := n.field("fluency").text()
	return resume.Spoken{Name: n.field("language").text(), Level: level, CEFR: levelForm.FindString(level)}
}

func certification(n node) resume.Certification {
	name := n.field("name").text()
	return resume.Certification{
		Name: name,
		Detail: beside(name, n.field("issuer").text(), resume.Period{Start: n.field("date").date()}.String(), n.field("detail").text(),
			n.field("url").url()),
	}
}
