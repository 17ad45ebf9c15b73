package main

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed words/*.txt
var words embed.FS

// lexicon is what CVs of one language are made of; its text file explains itself.
type lexicon struct {
	code        string
	lists       map[string][]string
	dates       []string
	professions map[string]*profession
	names       []string // of professions, in the file's order
	common      []string
}

type profession struct {
	lists        map[string][]string
	achievements []string
}

func (l *lexicon) list(key string) []string { return l.lists[key] }

func readLexicon(code string) (*lexicon, error) {
	raw, err := words.ReadFile("words/" + code + ".txt")
	if err != nil {
		return nil, fmt.Errorf("read words: %w", err)
	}
	lex := &lexicon{code: code, lists: map[string][]string{}, professions: map[string]*profession{}}
	var current *profession
	inCommon := false
	for _, line := range strings.Split(strings.TrimSpace(string(raw)), "\n") {
		switch {
		case line == "[common]":
			inCommon = true
		case strings.HasPrefix(line, "["):
			name := strings.Trim(line, "[]")
			current, inCommon = &profession{lists: map[string][]string{}}, false
			lex.professions[name] = current
			lex.names = append(lex.names, name)
		case strings.HasPrefix(line, "- ") && inCommon:
			lex.common = append(lex.common, line[2:])
		case strings.HasPrefix(line, "- "):
			current.achievements = append(current.achievements, line[2:])
		default:
			key, value, found := strings.Cut(line, ": ")
			if !found {
				return nil, fmt.Errorf("words %s: no key in %q", code, line)
			}
			if key == "date" {
				lex.dates = append(lex.dates, value)
				continue
			}
			lists := lex.lists
			if current != nil {
				lists = current.lists
			}
			lists[key] = strings.Split(value, "|")
		}
	}
	return lex, nil
}

// technical are the skills of professions whose skills have the same names
// everywhere, by group.
var technical = map[string][][2]string{
	"software": {{"Languages", "Go|Java|Kotlin|Python|TypeScript|C#|C++|Rust|PHP"}, {"Databases", "PostgreSQL|MongoDB|Redis|MySQL|ClickHouse"}, {"Tools", "Docker|Kubernetes|Kafka|gRPC|Git|Spring Boot|RabbitMQ|GitLab CI"}},
	"data":     {{"Languages", "Python|SQL|R|Scala"}, {"Libraries", "pandas|scikit-learn|PyTorch|TensorFlow|XGBoost|NumPy"}, {"Tools", "Apache Airflow|Spark|Tableau|Power BI|dbt|Snowflake|Jupyter"}},
	"devops":   {{"Cloud", "AWS|Azure|Google Cloud"}, {"Automation", "Terraform|Ansible|Jenkins|GitLab CI|Argo CD|Helm"}, {"Operations", "Kubernetes|Docker|Prometheus|Grafana|Linux|Nginx|Bash"}},
	"qa":       {{"Automation", "Selenium|Cypress|Playwright|JUnit|Appium|pytest"}, {"Tools", "Postman|JMeter|Jira|TestRail|Git|Jenkins|SQL|Charles Proxy"}},
	"student":  {{"Languages", "Python|Java|C++|SQL|JavaScript"}, {"Tools", "Git|Linux|NumPy|React|Docker|LaTeX"}},
}
