package tailor_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/ats"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/edition"
	"github.com/interviewai-pro/interviewai/server/cv/job"
	"github.com/interviewai-pro/interviewai/server/cv/resume"
	"github.com/interviewai-pro/interviewai/server/cv/tailor"
	"github.com/interviewai-pro/interviewai/server/fault"
)

// Months are written in one way, their number, and nothing else of a period is
// changed; what is written is still the same date.
func TestMonthsAreWrittenInOneWay(t *testing.T) {
	doc, p := parsed(t, strings.NewReplacer("06/2017 - 02/2021", "June 2017 - Feb. 2021", "2013 - 2017", "October 2013 – 2017").Replace(annas))
	in := tailor.Input{Document: doc, Parsed: p, Level: tailor.Light}
	c := change(t, tailor.Propose(in).Changes, tailor.Format, "06/2017 - 02/2021")
	if c.Path != "experience[0].period" || c.Before != "June 2017 - Feb. 2021" {
		t.Errorf("%+v", c)
	}
	changed := tailor.Apply(p, accepted(c))
	_, back, err := edition.Readback(t.Context(), doc, &changed)
	if err != nil || back.Experience[0].Period.Start != p.Experience[0].Period.Start || back.Experience[0].Period.End != p.Experience[0].Period.End {
		t.Errorf("read back %+v, %v", back.Experience[0].Period, err)
	}
	untouched := func(_ *document.Document, p *cv.Parsed, why string) {
		for _, c := range tailor.Propose(tailor.Input{Document: doc, Parsed: *p, Level: tailor.Light}).Changes {
			if strings.HasSuffix(c.Path, ".period") {
				t.Errorf("%s: %q is %q", why, c.Before, c.After)
			}
		}
	}
	_, alike := parsed(t, strings.NewReplacer("06/2017 - 02/2021", "June 2017 - Feb. 2021", "03/2021 - present", "March 2021 - present").Replace(annas))
	untouched(doc, &alike, "all by name")
	corrected, err := p.With("experience[0].startDate", "2016-01")
	if err != nil {
		t.Fatal(err)
	}
	untouched(doc, &corrected, "other dates than are written")
}

// Two mistakes in one value are one change, whose text has neither.
func TestMistakesOfAValueAreOneChange(t *testing.T) {
	doc, p := parsed(t, strings.Replace(annas, "Improved teh release process of the platform team", "Improved teh release process of teh platform team", 1))
	var slips []ats.Slip
	for i, l := range doc.Lines {
		for at := strings.Index(l.Text, "teh"); at >= 0; at = next(l.Text, at) {
			slips = append(slips, ats.Slip{Span: document.Span{Line: i, Start: at, End: at + 3}, Kind: "spelling", Message: "Spelling.", Suggestions: []string{"the"}})
		}
	}
	if len(slips) != 2 {
		t.Fatal(slips)
	}
	got := tailor.Propose(tailor.Input{Document: doc, Parsed: p, Slips: slips, Level: tailor.Light}).Changes
	c := change(t, got, tailor.Grammar, "Improved the release process of the platform team")
	if n := slices.IndexFunc(got, func(o tailor.Change) bool { return o.ID != c.ID && o.Path == c.Path }); n >= 0 {
		t.Errorf("another change of it: %+v", got[n])
	}
}

func next(text string, at int) int {
	if i := strings.Index(text[at+1:], "teh"); i >= 0 {
		return at + 1 + i
	}
	return -1
}

// What is added is used without a model as far as rules can, and the rest is said.
func TestAdditionsWithoutAModel(t *testing.T) {
	d := open(t, nil)
	v := d.made(tailor.Order{Additions: []string{"I have used Grafana for a year", "I have never used Ansible", "led a team of 5", "Docker"}})
	if c := change(t, v.Changes, tailor.Keyword, "Grafana"); c.Type != tailor.Addition || !strings.Contains(c.Reason, "You say so") {
		t.Errorf("%+v", c)
	}
	for _, c := range v.Changes {
		if strings.Contains(c.After, "Ansible") || c.Type == tailor.Addition && c.After == "Docker" {
			t.Errorf("%+v", c)
		}
	}
	if notes := strings.Join(v.Notes, "\n"); !strings.Contains(notes, "led a team of 5") || !strings.Contains(notes, "never used Ansible") || strings.Contains(notes, "Grafana") || len(v.Notes) != 2 {
		t.Errorf("notes %q", v.Notes)
	}
}

// Weak openings that no rule may rewrite are asked about, with verbs to choose from.
func TestVerbsAreOffered(t *testing.T) {
	in := input(t, tailor.Moderate)
	i := slices.IndexFunc(tailor.Propose(in).Changes, func(c tailor.Change) bool { return strings.HasPrefix(c.Before, "Participated in") })
	if i < 0 {
		t.Fatal("nothing is asked about a weak opening")
	}
	c := tailor.Propose(in).Changes[i]
	if c.Kind != tailor.Verb || c.After != "" || !strings.Contains(c.Asks, `"Migrated"`) {
		t.Errorf("%+v", c)
	}
	for _, c := range tailor.Propose(in).Changes {
		if c.Asks != "" && strings.HasPrefix(c.Before, "Did not") {
			t.Errorf("asked to claim what was denied: %+v", c)
		}
	}
}

func TestNamesOfVersions(t *testing.T) {
	d := open(t, nil)
	for _, c := range [][3]string{
		{"Head of Product at NASA", "NASA", "Head of Product at NASA"},
		{"Head of Product", "NASA", "Head of Product at NASA"},
		{"", "NASA", "NASA"},
		{"Analyst", "", "Analyst"},
	} {
		if v := d.made(tailor.Order{TargetRole: c[0], Company: c[1], Level: tailor.Light}); v.Name != c[2] {
			t.Errorf("%q and %q make %q", c[0], c[1], v.Name)
		}
	}
}

// What is proposed and not accepted is in no file, and the score that is shown is
// that of what is shown.
func TestContentAndExportAgree(t *testing.T) {
	d := open(t, nil)
	v := d.made(tailor.Order{TargetRole: "Backend Engineer"})
	if s := v.Scores; s.Content != s.All || s.Accepted != s.Untouched {
		t.Errorf("before any decision %+v", s)
	}
	_, _, _, err := d.Tailored(t.Context(), anna, cvID, v.ID)
	d.refused(err, "cv_nothing_decided")
	if fault.KindOf(err) != fault.Conflict {
		t.Errorf("%v", err)
	}
	v = d.decided(v.ID, tailor.Decision{ChangeID: v.Changes[0].ID, Status: tailor.Rejected})
	_, p, err := edition.Readback(t.Context(), v.Document, &v.Parsed)
	if err != nil {
		t.Fatal(err)
	}
	if p.Personal.Title.Text != "Software Engineer" || v.Scores.Content > v.Scores.All || v.Scores.Accepted != v.Scores.Untouched {
		t.Errorf("one rejected: %q, %+v", p.Personal.Title.Text, v.Scores)
	}
	order := change(t, v.Changes, tailor.Keyword, "k8s\nDocker\nJava")
	v = d.decided(v.ID, tailor.Decision{ChangeID: order.ID, Status: tailor.Accepted})
	doc, exported, _, err := d.Tailored(t.Context(), anna, cvID, v.ID)
	if err != nil {
		t.Fatal(err)
	}
	text := resume.Of(doc, &exported).Text()
	if text != resume.Of(v.Document, &v.Parsed).Text() || !strings.Contains(text, "k8s, Docker, Java") || v.Scores.Content != v.Scores.Accepted {
		t.Errorf("%+v\n%s", v.Scores, text)
	}
}

// Versions are compared by how they fit the job, too: what is listed now counts.
func TestFits(t *testing.T) {
	d := open(t, nil)
	v := d.made(tailor.Order{})
	f := v.Scores.Fits
	if f == nil || f.Untouched == 0 || f.All < f.Untouched || f.Accepted != f.Untouched || f.Content != f.All {
		t.Fatalf("fits %+v", f)
	}
	for _, c := range v.Changes {
		if c.Asks == "" {
			v = d.decided(v.ID, tailor.Decision{ChangeID: c.ID, Status: tailor.Accepted})
		}
	}
	if f := v.Scores.Fits; f.Accepted != f.All || f.Content != f.All {
		t.Errorf("all accepted: %+v", f)
	}
	none := ""
	if v := d.made(tailor.Order{JobDescription: &none}); v.Scores.Fits != nil {
		t.Errorf("without a job: %+v", v.Scores.Fits)
	}
}

// A job is understood once for all that is promised beside it.
func TestJobIsReadOnce(t *testing.T) {
	d := open(t, nil)
	judged := d.Promise
	seen := map[*job.Requirement]int{}
	d.Promise = func(ctx context.Context, doc *document.Document, p *cv.Parsed, posting job.Posting) (tailor.Estimate, error) {
		seen[&posting.Requirements[0]]++
		return judged(ctx, doc, p, posting)
	}
	v := d.made(tailor.Order{})
	if len(seen) != 1 {
		t.Errorf("read %d times", len(seen))
	}
	d.decided(v.ID, tailor.Decision{ChangeID: v.Changes[0].ID, Status: tailor.Accepted})
	if len(seen) != 2 {
		t.Errorf("read %d times for a decision", len(seen)-1)
	}
}

// Where changes cost more points than they bring, it is said for what.
func TestLowerScoresAreExplained(t *testing.T) {
	d := open(t, nil)
	judged := d.Promise
	d.Promise = func(ctx context.Context, doc *document.Document, p *cv.Parsed, posting job.Posting) (tailor.Estimate, error) {
		e, err := judged(ctx, doc, p, posting)
		if p.Personal.Title.Text == "Backend Engineer" {
			e.Score -= 50
			e.Findings = append(slices.Clone(e.Findings), ats.Finding{Rule: "format.length", Points: 50, Message: "The CV has 148 words."})
		}
		return e, err
	}
	v := d.made(tailor.Order{TargetRole: "Backend Engineer"})
	if !strings.Contains(v.Lower, "148 words") {
		t.Errorf("lower: %q, %+v", v.Lower, v.Scores)
	}
	headline := change(t, v.Changes, tailor.Keyword, "Backend Engineer")
	if v = d.decided(v.ID, tailor.Decision{ChangeID: headline.ID, Status: tailor.Accepted}); !strings.Contains(v.Lower, "148 words") {
		t.Errorf("accepted, lower: %q, %+v", v.Lower, v.Scores)
	}
	if v = d.decided(v.ID, tailor.Decision{ChangeID: headline.ID, Status: tailor.Rejected}); v.Lower != "" {
		t.Errorf("rejected, lower: %q", v.Lower)
	}
}

// TestQuestionsStayOpen: what accepts all changes at once leaves out those that ask
// at every level, and counts them.
func TestQuestionsStayOpen(t *testing.T) {
	for _, level := range []tailor.Level{tailor.Light, tailor.Moderate, tailor.Aggressive} {
		d := open(t, nil)
		v := d.made(tailor.Order{Level: level})
		asks := 0
		for _, c := range v.Changes {
			if c.Asks == "" {
				continue
			}
			asks++
			if c.Status != tailor.Proposed {
				t.Errorf("%s: %+v", level, c)
			}
		}
		if v.Open() != asks || asks == 0 && level == tailor.Aggressive {
			t.Errorf("%s: %d open of %d", level, v.Open(), asks)
		}
		for _, c := range v.Changes {
			if c.Asks != "" {
				v = d.decided(v.ID, tailor.Decision{ChangeID: c.ID, Status: tailor.Rejected})
			}
		}
		if v.Open() != 0 {
			t.Errorf("%s: %d open of those rejected", level, v.Open())
		}
	}
}

// TestUnreadLanguages: no changes are proposed to a CV whose language is not read,
// and no try is counted.
func TestUnreadLanguages(t *testing.T) {
	d := open(t, nil)
	d.shelve("Giulia Rossi\nInfermiera\n\nESPERIENZA LAVORATIVA\nInfermiera, Ospedale San Raffaele, Milano\n03/2018 – oggi\n- Assistenza ai pazienti e coordinamento con i medici della clinica\n", 1)
	for range tailor.ADay + 1 {
		_, err := d.Optimise(t.Context(), anna, tailor.Order{CV: cvID})
		d.refused(err, "cv_language_not_read")
	}
}

// TestJobIsUnderstood: there is no fit to a description in which nothing is.
func TestJobIsUnderstood(t *testing.T) {
	d := open(t, nil)
	nothing := "banana banana"
	if v := d.made(tailor.Order{JobDescription: &nothing}); v.Scores.Fits != nil {
		t.Errorf("fits %+v", v.Scores.Fits)
	}
}
