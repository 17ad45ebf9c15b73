package structure_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/cv/structure"
)

// TestOwnAccount gives work on one's own account to no company before it.
func TestOwnAccount(t *testing.T) {
	for _, tc := range []struct {
		story, text string
		want        [][2]string
	}{
		{"as companies stand above jobs", "Acme Corp\nManager | 05/2021 – present\n- Led a team\nAnalyst | 05/2019 – 04/2021\n- Wrote reports\n\nFreelance\nConsultant | 03/2015 – 04/2019\n- Advised clients", [][2]string{{"Manager", "Acme Corp"}, {"Analyst", "Acme Corp"}, {"Consultant", "Freelance"}}},
		{"in the title", "Acme Corp\nManager | 05/2021 – present\n- Led a team\nFreelance Consultant | 03/2015 – 04/2019\n- Advised clients", [][2]string{{"Manager", "Acme Corp"}, {"Freelance Consultant", ""}}},
		{"below the title", "Manager\nAcme Corp\n05/2021 – present\n\nConsultant\nFreelance\n03/2015 – 04/2019", [][2]string{{"Manager", "Acme Corp"}, {"Consultant", "Freelance"}}},
		{"below the dates", "Manager\n05/2021 – present\nAcme Corp\n- Led a team\n\nConsultant\n03/2015 – 04/2019\nFreelance\n- Advised clients", [][2]string{{"Manager", "Acme Corp"}, {"Consultant", "Freelance"}}},
		{"beside a company", "Manager\nAcme Corp · Freelance\n05/2021 – present", [][2]string{{"Manager", "Acme Corp"}}},
	} {
		var got [][2]string
		for _, j := range structure.Parse(fromText("Anna Berg\n\n# Experience\n" + tc.text)).Experience {
			got = append(got, [2]string{j.Title.Text, j.Company.Text})
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s:\n%s", tc.story, diff)
		}
	}
}
