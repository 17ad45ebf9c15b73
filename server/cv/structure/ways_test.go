package structure_test

import "testing"

// TestWays reads ways of writing that only CVs of strangers showed, in words of
// our own, a story each.
func TestWays(t *testing.T) {
	tell(t, map[string]story{
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
		"dashes that lead to the other edge": {
			"Anna Weber\n\n## Experience\n\n2016-2018 Quillmark ------------- Boise ID\n\n2012-2016 Nettleford Works ------- Oakley MA USA",
			[]string{"Quillmark | Boise ID | 2016-2018", "Nettleford Works | Oakley MA USA | 2012-2016"},
			"",
		},
		"long dashes without spaces": {
			"Anna Weber\n\n## Experience\n\nMossy Sheep Works — Wool Seller —Oakley, Idaho — Feb. 2019 - Nov 2019",
			[]string{"job | Wool Seller | Mossy Sheep Works | Oakley, Idaho | Feb. 2019 - Nov 2019"},
			"",
		},
		"a place behind the dates": {
			"Anna Weber\n\n## Experience\n\nNettleford Frontend Developer '18 - '21 Leeds, UK\n\nQuillmark Intern '18 Leeds, UK",
			[]string{"Leeds, UK | '18 - '21", "Leeds, UK | '18\n"},
			"",
		},
		"months in figures that share a year": {
			"Anna Weber\n\n## Experience\n\n08–09 2012 Nettleford Works, Lab Engineer",
			[]string{"| 08–09 2012"},
			"",
		},
		"a company, its town and the title in a row": {
			"Anna Weber\n\n## Experience\n\nQuillmark, Edinburgh Sheep Counting Intern May 2015-October 2016",
			[]string{"job | Sheep Counting Intern | Quillmark | Edinburgh | May 2015-October 2016"},
			"",
		},
		"a service in brackets": {
			"Anna Weber\n\n## Experience\n\n**Quillmark Ltd**\nMarch 2018 - Present Senior Data Analyst (Wool as a Service)",
			[]string{"job | Senior Data Analyst (Wool as a Service) | Quillmark Ltd"},
			"",
		},
		"dates at the edge beside an item": {
			"Anna Weber\n\n## Experience\n\nQuillmark Ltd, Data Analyst\tLeeds, UK\n- Counted all the sheep of the county\tJune 2017 – Oct 2017\n- Sold the wool",
			[]string{"job | Data Analyst | Quillmark Ltd | Leeds, UK | June 2017 – Oct 2017", "items | Counted all the sheep of the county | Sold the wool"},
			"",
		},
		"a subject behind a dash": {
			"Anna Weber\n\n## Education\n\nBachelor of Science (B.S.) - Sheep Farming\tSep 2013 - June 2016\nUniversity of Leeds, Leeds, UK",
			[]string{"school | Bachelor of Science (B.S.) - Sheep Farming | University of Leeds | Leeds, UK"},
			"",
		},
		"a college of something": {
			"Anna Weber\n\n## Education\n\nHarbour College of Engineering Leeds\nBachelor of Science, Physics · (2011 - 2014)",
			[]string{"Harbour College of Engineering Leeds |"},
			"",
		},
		"words that lead to a page": {
			"Anna Weber\n\n## Languages\n\n- [German (C2 proficient)](https://example.org/certificate)",
			[]string{"speaks C2 | German"},
			"",
		},
		"a postal code before the phone": {
			"Anna Weber\nPostcode 4760 721\n+44 20 7946 0812\n\n## Skills\n\nGo",
			[]string{"| +44 20 7946 0812"},
			"4760 721",
		},
		"groups of skills before arrows and colons": {
			"Anna Weber\n\n## Skills\n\nDevelopment :\n\nEmbedded systems → C, FreeRTOS\n\n- Tools:\n\nê Flutter",
			[]string{"skill | C\n", "skill | FreeRTOS\n", "skill | Flutter\n"},
			"Development",
		},
		"languages among skills": {
			"Anna Weber\n\n## Skills\n\nGo, Kafka\n\nFrench: native\n\nChinese: HSK3",
			[]string{"skill | Kafka\n", "speaks native | French", "speaks  | Chinese"},
			"HSK3",
		},
		"a job that was expected to end": {
			"Anna Weber\n\n## Experience\n\n**Quillmark** | Software Intern\nExpected May 2016 – Oct 2016 | Oakley, CA",
			[]string{"| Expected May 2016 – Oct 2016"},
			"",
		},
		"a degree that will end": {
			"Anna Weber\n\n## Ausbildung\n\nMaster of Science, Hochschule Kassel\nApril 2022 – voraussichtlich Juli 2023",
			[]string{"| April 2022 – voraussichtlich Juli 2023"},
			"",
		},
		"titles, companies and towns that nobody listed between commas": {
			"Anna Weber\n\n## Berufserfahrung\n\nAushilfe, Krumm GmbH, Gladbeck\nApril 2017 – Oktober 2018\n\nAushilfe, Backhaus Moor GmbH, Gladbeck\nMai 2018 – Januar 2019\n\nElektriker, Anlagen Kurz und Lang, Gladbeck\nMai 2016 – Januar 2017",
			[]string{"job | Elektriker | Anlagen Kurz und Lang | Gladbeck"},
			"",
		},
		"a legal form on the next line": {
			"Anna Weber\n\n## Experience\n\nBuyer, Nettleford Wool\nLtd, Leeds\nMay 2020 – June 2021",
			[]string{"job | Buyer | Nettleford Wool Ltd | Leeds"},
			"",
		},
		"the code of a subject": {
			"Анна Вебер\n\n## Образование\n\n2025 Казанский университет\nБакалавриат, прикладная математика (01.03.04)",
			[]string{"| 2025 |"},
			"2004",
		},
		"a place behind a picture that reads like a mark": {
			"Anna Weber\n\n## Experience\n\n**Baker**\nQuillmark Ltd\nz August 2020 – April 2025\n- Leeds, UK\n- Baked all the bread of the county",
			[]string{"job | Baker | Quillmark Ltd | Leeds, UK", "items | Baked"},
			"",
		},
		"where a person is now": {
			"Anna Weber\n\nCurrently in Leeds, England\n\n## Skills\n\nGo",
			[]string{"person | Anna Weber |  | Leeds, England"},
			"",
		},
		"entries that are items of a list": {
			"Anna Weber\n\n## Experience\n\n- Quillmark\tLeeds, UK\nData Analyst\tFeb 2018 – Present\n- Counted all the sheep\n\n- Nettleford Works\tYork, UK\nShepherd\tMay 2012 – Feb 2018\n- Fed them",
			[]string{"job | Data Analyst | Quillmark | Leeds, UK", "items | Counted all the sheep\n", "job | Shepherd | Nettleford Works | York, UK"},
			"",
		},
		"no grade, and the name of one": {
			"Anna Weber\n\n## Education\n\n**Harbour College**\nBS in Physics\nMay 2014 | Leeds, UK\nCum. GPA: N/A\nMajor GPA: 3.71 / 4.0",
			[]string{"school | BS in Physics | Harbour College | Leeds, UK"},
			"Major",
		},
		"skills beside their title under the name": {
			"Anna Weber\nFrontend Developer\nKey skills JavaScript, React, Docker, Redis\n\n## Experience\n\nDeveloper, Quillmark Ltd, 2019 – 2021",
			[]string{"skill | React\n", "skill | Redis\n"},
			"",
		},
		"half years": {
			"Anna Weber\n\n## Experience\n\n**Quillmark Ltd**\nApril 2016 - October 2018 (2.5 years)\nBackend developer",
			[]string{"job | Backend developer | Quillmark Ltd"},
			"",
		},
		"as what, at whom": {
			"Anna Weber\n\n## Experience\n\n- 2 years as Lead Developer at Quillmark from 2017 to today\n- 9 years as Shepherd at Nettleford from 2008 to 2017",
			[]string{"job | Lead Developer | Quillmark"},
			"as Lead",
		},
		"running text that names a job": {
			"Anna Weber\n\nData analyst with a passion for counting all the sheep\nof the county and for telling others how many there are.\n\n## Skills\n\nGo",
			[]string{"person | Anna Weber |  |"},
			"",
		},
		"a founder, and a short name in brackets": {
			"Anna Weber\n\n## Experience\n\nQuillmark AI, Founder & CFO\tLeeds, UK\nJune 2023 – present\n\n**Nettle Pay Inc. (NettlePay)**\tBusan, S.Korea\nData Analyst\tJune 2021 – May 2023",
			[]string{"job | Founder & CFO | Quillmark AI | Leeds, UK", "| Busan, S.Korea"},
			"| NettlePay",
		},
		"a company, its town and the title without signs": {
			"Anna Weber\n\n## Experience\n\nNettleford Works Ltd. New York Baker Trainee (Autumn) September-October 2014\n\nQuillmark LLC -Truck Driver —Oakley, Idaho — Aug 2015 - May 2016",
			[]string{"job | Baker Trainee (Autumn) | Nettleford Works Ltd. | New York", "job | Truck Driver | Quillmark LLC | Oakley, Idaho"},
			"",
		},
		"when a school was left": {
			"Anna Weber\n\n## Education\n\nOakley College, Leeds — Diploma of Baking - Graduation Date: 2013",
			[]string{"school | Diploma of Baking | Oakley College | Leeds | Graduation Date: 2013"},
			"",
		},
		"jobs below a title that is seldom one of jobs": {
			"Anna Weber\n\n## Experience\n\n**Quillmark Ltd**\nData Analyst\t2016 – 2018\n\n## Research\n\n**Sheep Behaviour Lab**\nHead Researcher\tJan 2014 – Present\n\n## Hobbies\n\nSheep",
			[]string{"job | Head Researcher | Sheep Behaviour Lab"},
			"",
		},
		"a label that is a list": {
			"Anna Weber\n\n## Skills\n\nTools, Frameworks, and Software: Git, Docker",
			[]string{"skill | Git\n", "skill | Docker\n"},
			"Frameworks",
		},
		"a diploma of a high school": {
			"Anna Weber\n\n## Education\n\nOakley Hills, Leeds — High School Diploma - 2011",
			[]string{"school | High School Diploma | Oakley Hills"},
			"",
		},
		"a company, its field and the title between dashes": {
			"Anna Weber\n\n## Experience\n\nQuillmark Inc. - Databases - Kernel Research\tMay 2019 – June 2020\n\nNettle Inc. - Banking - Kernel Engineer\tFeb 2017 – May 2019",
			[]string{"job | Kernel Research | Quillmark Inc.", "job | Kernel Engineer | Nettle Inc."},
			"",
		},
		"the version of a skill": {
			"Anna Weber\n\n## Skills\n\nSheepTrack 3, Go 85%",
			[]string{"skill | SheepTrack 3\n", "skill | Go\n"},
			"",
		},
		"two titles of one job": {
			"Anna Weber\n\n## Experience\n\nSoftware Engineer / Tech Lead\tAug 2022 – Aug 2023\nQuillmark Nerds\tLeeds, UK",
			[]string{"job | Software Engineer / Tech Lead | Quillmark Nerds"},
			"",
		},
		"skills that are explained": {
			"Anna Weber\n\n## Skills\n\n- Teamwork: I worked in groups of several trades\n  and of all ages for years\n- Databases: PostgreSQL, Redis",
			[]string{"skill | Teamwork\n", "skill | Redis\n"},
			"trades",
		},
		"a school behind its article": {
			"Anna Weber\n\n## Formation\n\n2016-2018 : Brevet de boulangerie à l’ESNAP\n\n2012-2015 : Licence de jardinage à l’UNAVA",
			[]string{"school | Brevet de boulangerie | ESNAP", "school | Licence de jardinage | UNAVA"},
			"",
		},
		"a job behind its article": {
			"Anna Weber\n\n## Expérience\n\nMars - Mai 2014 : Stagiaire à l’ESNAP (NAP)\n\nMai - Octobre 2015 : Développeuse mobile chez Quillmark",
			[]string{"job | Stagiaire | ESNAP", "job | Développeuse mobile | Quillmark"},
			"",
		},
		"languages without levels among skills": {
			"Anna Weber\n\n## Compétences\n\n**Programmation**\nPython, Perl, Octave\n\nFrançais, Anglais",
			[]string{"skill | Perl\n", "speaks  | Français"},
			"Programmation",
		},
		"what a job was done with, at its end": {
			"Anna Weber\n\n## Experience\n\nJan 2018 – Mar 2020\tDeveloper\tQuillmark\nShe counted all the sheep of the county there and told others.\nPerl / Redis / Linux\nJan 2015 – Dec 2017\tDeveloper\tNettleford\nShe fed all the sheep of the county there and told others.\nDocker / MySQL",
			[]string{"job | Developer | Quillmark", "job | Developer | Nettleford"},
			"job | MySQL",
		},
		"a paragraph under the name and a second beginning": {
			"Anna Weber\n\nShe has counted the sheep of the county for many years and would count more of them.\n\n## Personal details\n\nShe lives by the sea with a dog and two cats, and walks along the shore each day.\n\n## Skills\n\nPython, Perl",
			[]string{"skill | Perl\n"},
			"",
		},
		"a label that stands under each job": {
			"Anna Weber\n\nBerufstätigkeit\n\nSeit 03/2018\nQuillmark GmbH (Leeds)\nSchäferin\nKurzbeschreibung\n\n03/2014 - 02/2018\nNettle GmbH (York)\nGärtnerin\nKurzbeschreibung\n\n01/2010 - 02/2014\nOakley GmbH (Bath)\nBäckerin\nKurzbeschreibung",
			[]string{"job | Schäferin | Quillmark GmbH", "job | Gärtnerin | Nettle GmbH", "job | Bäckerin | Oakley GmbH"},
			"",
		},
		"months behind years with spaces": {
			"Anna Weber\n\n## Experience\n\n2016 / 09 - 2018 / 02 Developer, Quillmark Ltd",
			[]string{"job | Developer | Quillmark Ltd |  | 2016 / 09 - 2018 / 02"},
			"",
		},
	})
}
