package resume_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/resume"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
	"github.com/interviewai-pro/interviewai/server/cv/txt"
)

// What is sorted, such as by a tailored version, is written in its new order, with
// what was changed by hand among it.
func TestSortedSkillsAndPositions(t *testing.T) {
	d, err := txt.Read([]byte(strings.NewReplacer(
		"Databases: PostgreSQL (5 years), Redis\nLanguages: Go, Python", "Java, Spring Boot, Go,\nk8s, Kafka (basics)",
	).Replace(lost)))
	if err != nil {
		t.Fatal(err)
	}
	p := structure.Parse(d)
	sorted, err := p.With("skills[3]", "Kubernetes (k8s)")
	if err != nil {
		t.Fatal(err)
	}
	s := sorted.Skills
	sorted.Skills = []cv.Skill{s[2], s[3], s[4], s[0], s[1]}
	sorted.Experience = slices.Clone(p.Experience)
	slices.Reverse(sorted.Experience)
	r := resume.Of(d, &sorted)
	if len(r.Skills) != 1 || r.Skills[0].String() != "Go, Kubernetes (k8s), Kafka (basics), Java, Spring Boot" {
		t.Errorf("skills %+v", r.Skills)
	}
	if r.Experience[0].Company != "Beta Ltd" || len(r.Experience[0].Notes) != 0 || r.Experience[1].Length != "2 years 4 months" ||
		!slices.Equal(r.Experience[1].Notes, []string{"Stack: Go, Kafka"}) {
		t.Errorf("positions %+v", r.Experience)
	}
	// Without a move each skill stays in its line.
	if same := resume.Of(d, &p); same.Skills[0].String() != "Java, Spring Boot, Go, k8s, Kafka (basics)" {
		t.Errorf("unsorted %+v", same.Skills)
	}
}
