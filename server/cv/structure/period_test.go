package structure_test

import (
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv/structure"
)

// TestPeriods reads a job's period in the ways people write it.
func TestPeriods(t *testing.T) {
	for text, want := range map[string]string{
		"03/2021 – present":                          "2021-03 present",
		"03.2021–heute":                              "2021-03 present",
		"Mar 2021 – Jun 2023":                        "2021-03 2023-06",
		"March 2021 to June 2023":                    "2021-03 2023-06",
		"March, 2021 - June, 2023":                   "2021-03 2023-06",
		"März 2021 bis Juni 2023":                    "2021-03 2023-06",
		"mars 2021 – aujourd'hui":                    "2021-03 present",
		"mars 2021 à juin 2023":                      "2021-03 2023-06",
		"de mars 2021 à juin 2023":                   "2021-03 2023-06",
		"depuis mars 2021":                           "2021-03 present",
		"с марта 2021 по настоящее время":            "2021-03 present",
		"с марта 2021 г. по май 2023 г.":             "2021-03 2023-05",
		"март 2021 — н.в.":                           "2021-03 present",
		"март 2021 — н. в.":                          "2021-03 present",
		"03.2021 - по н.в.":                          "2021-03 present",
		"март 2021 - май 2023 (2 года 3 месяца)":     "2021-03 2023-05",
		"2015-2018 гг.":                              "2015 2018",
		"2021-yil mart – hozirgacha":                 "2021-03 present",
		"2021-yil mart – 2023-yil iyun":              "2021-03 2023-06",
		"2021-yil martdan 2023-yil iyungacha":        "2021-03 2023-06",
		"2019-yildan 2021-yilgacha":                  "2019 2021",
		"2020-yildan hozirgi kungacha":               "2020 present",
		"2021 йил март – ҳозиргача":                  "2021-03 present",
		"mart 2021 - hozir":                          "2021-03 present",
		"Mart 2021 – Devam ediyor":                   "2021-03 present",
		"Mart 2021 - Günümüz":                        "2021-03 present",
		"Ocak 2019 – Aralık 2020":                    "2019-01 2020-12",
		"mar. de 2021 – o momento":                   "2021-03 present",
		"março de 2021 até junho de 2023":            "2021-03 2023-06",
		"jan/2020 – dez/2021":                        "2020-01 2021-12",
		"enero de 2019 a marzo de 2021":              "2019-01 2021-03",
		"ene 2019 - Actualidad":                      "2019-01 present",
		"desde enero de 2019":                        "2019-01 present",
		"2019–2021":                                  "2019 2021",
		"2019 — 2021":                                "2019 2021",
		"2019 − 2021":                                "2019 2021",
		"2019-21":                                    "2019 2021",
		"since 2020":                                 "2020 present",
		"seit 2020":                                  "2020 present",
		"Since March 2020":                           "2020-03 present",
		"2021.03 - 2022.05":                          "2021-03 2022-05",
		"2021-03 – 2022-05":                          "2021-03 2022-05",
		"2021/03 – 2022/05":                          "2021-03 2022-05",
		"Summer 2020":                                "2020-06 2020-06",
		"'19 – '21":                                  "2019 2021",
		"Mar '19 – Jun '21":                          "2019-03 2021-06",
		"Q1 2020 – Q3 2021":                          "2020-01 2021-09",
		"01.09.2018 - 31.05.2020":                    "2018-09 2020-05",
		"09/01/2018 – 05/31/2020":                    "2018-09 2020-05",
		"1 September 2018 – 31 May 2020":             "2018-09 2020-05",
		"September 1, 2018 – May 31, 2020":           "2018-09 2020-05",
		"1. September 2018 – 31. Mai 2020":           "2018-09 2020-05",
		"2018-09-01 – 2020-05-31":                    "2018-09 2020-05",
		"Mar – Jun 2023":                             "2023-03 2023-06",
		"03–06/2023":                                 "2023-03 2023-06",
		"03/21 – 04/22":                              "2021-03 2022-04",
		"(March 2021 - Present · 2 yrs 3 mos)":       "2021-03 present",
		"Mar 2021 - Jun 2023 · 2 yrs 4 mos":          "2021-03 2023-06",
		"January 2022 - Present (3 years 11 months)": "2022-01 present",
		"2020 – Present":                             "2020 present",
		"2020 –":                                     "2020 present",
	} {
		d := fromText("Experience\n\nEngineer, Acme Ltd\n" + text + "\n- Did this and that\n")
		parsed := structure.Parse(d)
		checkSpans(t, d, parsed)
		if len(parsed.Experience) != 1 {
			t.Errorf("%q: %d jobs", text, len(parsed.Experience))
			continue
		}
		job := parsed.Experience[0]
		if got := dates(job.Period); got != want || job.Title.Text != "Engineer" || job.Company.Text != "Acme Ltd" {
			t.Errorf("%q: read %q (%q) of %q at %q, want %q", text, got, job.Period.Text, job.Title.Text, job.Company.Text, want)
		}
	}
}

// TestNoPeriods are figures that are no dates.
func TestNoPeriods(t *testing.T) {
	for _, text := range []string{
		"C++11 and C++17", "ISO 27001", "ISO 9001:2015", "+998 90 2019 2021", "2000 users", "Windows 2000 servers", "1000 – 2000 requests",
		"We grew from 10 to 20 people", "10–12 hours a week", "version 2.2019", "24/7", "50/50",
	} {
		d := fromText("Experience\n\nEngineer, Acme Ltd\n2015 – 2018\n" + text + "\n")
		parsed := structure.Parse(d)
		if len(parsed.Experience) != 1 || dates(parsed.Experience[0].Period) != "2015 2018" {
			t.Errorf("%q was taken for a date: %d jobs", text, len(parsed.Experience))
		}
	}
}
