package cv_test

import (
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/fault"
)

func (s *shelf) link(id string) string {
	s.Helper()
	link, until, err := s.cvs.Link(s.Context(), anna, id)
	s.ok(err)
	if left := until.Sub(s.now()); left <= 4*time.Minute || left > cv.LinkFor {
		s.Errorf("the link is good for %v", left)
	}
	return link
}

func (s *shelf) ended(link, why string) {
	s.Helper()
	if _, _, err := s.cvs.Linked(s.Context(), link); fault.ReasonOf(err) != "cv_link_ended" {
		s.Errorf("%s: %v", why, err)
	}
}

func TestLinks(t *testing.T) {
	s := open(t)
	id := s.shelved()
	link := s.link(id)
	f, content, err := s.cvs.Linked(t.Context(), link)
	if err != nil || string(content) != short || f.Version != 1 {
		t.Errorf("%q of version %d, %v", content, f.Version, err)
	}
	if _, _, err := s.cvs.Link(t.Context(), "boris", id); fault.KindOf(err) != fault.NotFound {
		t.Errorf("somebody else's: %v", err)
	}
	// What is signed cannot be changed, and another CV's signature does not fit.
	other := s.link(s.shelved())
	parts := strings.Split(link, ".")
	for i := range parts {
		changed := strings.Split(link, ".")
		changed[i] = strings.Split(other, ".")[i] + "1"
		s.ended(strings.Join(changed, "."), "changed "+parts[i])
	}
	parts[3] = "99999999999"
	s.ended(strings.Join(parts, "."), "made longer")
	for _, none := range []string{"", ".", "....", "a.b.c.d.e", "a.b.1.99999999999.", strings.Repeat("9", 5000) + "." + link} {
		s.ended(none, "no link")
	}
	s.pass(cv.LinkFor)
	s.ended(link, "after its time")
	// It ends with the CV.
	link = s.link(id)
	s.ok(s.cvs.Delete(t.Context(), anna, id))
	s.ended(link, "deleted")
}

// A link is to the version it was made for.
func TestLinksAreToAVersion(t *testing.T) {
	s := open(t)
	id := s.shelved()
	link := s.link(id)
	s.upload("Anna Berg\nCook", id)
	if _, content, err := s.cvs.Linked(t.Context(), link); err != nil || string(content) != short {
		t.Errorf("%q, %v", content, err)
	}
	for range 5 { // the first is not kept any more
		s.upload("Anna Berg\nCook", id)
	}
	s.ended(link, "dropped version")
}
