package structure_test

import (
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv/structure"
)

// TestWays reads ways of writing that only CVs of strangers showed, in words of
// our own, a story each.
func TestWays(t *testing.T) {
	for story, test := range map[string]struct {
		text string
		want []string
		not  string
	}{
		"a town that nobody listed at the other edge": {
			"Anna Weber\n\n## Experience\n\nBakery Manager\t2019 – 2021\nCrumb & Sons\tOberhofingen, Bavaria",
			[]string{"job | Bakery Manager | Crumb & Sons | Oberhofingen, Bavaria | 2019 – 2021"},
			"",
		},
		"groups of skills in cells, one with a single skill": {
			"Anna Weber\n\n## Skills\n\nLanguages I write\tJava, Kotlin\nCloud\tAWS, Terraform\nFramework\tSpring",
			[]string{"skill | Java\n", "skill | AWS\n", "skill | Spring\n"},
			"Framework",
		},
		"skills in two columns of cells": {
			"Anna Weber\n\n## Skills\n\n- Scheduling\tKotlin\n- Vue\tFigma",
			[]string{"skill | Scheduling\n", "skill | Kotlin\n", "skill | Figma\n"},
			"",
		},
		"a label in a cell before its value": {
			"Anna Weber\n\nAddress\tUpper Mill, Leeds\tPhone\t+44 20 7946 0812\n\n## Skills\n\nGo",
			[]string{"person | Anna Weber |  | Leeds | +44 20 7946 0812"},
			"",
		},
	} {
		t.Run(story, func(t *testing.T) {
			got := said(structure.Parse(fromText(test.text)))
			for _, want := range test.want {
				if !strings.Contains(got, want) {
					t.Errorf("no %q in\n%s", want, got)
				}
			}
			if test.not != "" && strings.Contains(got, test.not) {
				t.Errorf("%q in\n%s", test.not, got)
			}
		})
	}
}
