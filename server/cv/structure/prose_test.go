package structure_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/cv/structure"
)

// TestShortTextIsNoCompany reads jobs whose company stands beside the title, or
// nowhere, above a line of text without a mark.
func TestShortTextIsNoCompany(t *testing.T) {
	for _, tc := range []struct {
		story, text string
		want        []job
	}{
		{
			"a company that no word tells", "# Experience\nSenior Data Scientist, ING\n09/2013 – 03/2019\nThe model of risk\n\nData Analyst, KPN\n01/2010 – 08/2013\nWrote reports",
			[]job{
				{Title: "Senior Data Scientist", Company: "ING", Period: "2013-09 2019-03", Description: "The model of risk"},
				{Title: "Data Analyst", Company: "KPN", Period: "2010-01 2013-08", Description: "Wrote reports"},
			},
		},
		{
			"no company", "# Experience\nSenior Data Scientist\n09/2013 – 03/2019\nBuilt the model of a team",
			[]job{{Title: "Senior Data Scientist", Period: "2013-09 2019-03", Description: "Built the model of a team"}},
		},
		{
			"companies that have small letters", "# Опыт работы\nМедсестра\n03/2012 – 02/2018\nГородская поликлиника\nПровела обучение\n\nМедсестра\n03/2010 – 02/2012\nОтделенческая клиническая больница",
			[]job{
				{Title: "Медсестра", Company: "Городская поликлиника", Period: "2012-03 2018-02", Description: "Провела обучение"},
				{Title: "Медсестра", Company: "Отделенческая клиническая больница", Period: "2010-03 2012-02"},
			},
		},
	} {
		got := short(structure.Parse(fromText("Anna Berg\n" + tc.text))).Experience
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s:\n%s", tc.story, diff)
		}
	}
}
