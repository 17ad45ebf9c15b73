package page

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"

	"connectrpc.com/connect"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/rpc"
)

// Rules is the page of the rules by which CVs are scored.
type Rules struct {
	cvs    interviewaiv1connect.CvServiceClient
	layout *template.Template
}

// NewRules returns the page, which calls the service through client at baseURL.
func NewRules(client connect.HTTPClient, baseURL string) *Rules {
	return &Rules{
		cvs:    interviewaiv1connect.NewCvServiceClient(client, baseURL),
		layout: template.Must(template.ParseFS(content, "content/rules.html")),
	}
}

// ruleSection is a part of the score with its rules.
type ruleSection struct {
	Title  string
	Points int32
	Rules  []*interviewaiv1.AtsRule
}

// sectionTitles are the parts of the score for people.
var sectionTitles = map[string]string{
	"personalInfo": "Name and contacts", "summary": "Summary", "experience": "Experience", "education": "Education", "skills": "Skills",
	"formatting": "Formatting, spelling and wording",
}

// Register adds the page to a mux.
func (p *Rules) Register(mux *http.ServeMux) {
	mux.HandleFunc("GET "+rpc.RulesPath, p.serve)
	mux.HandleFunc("GET "+rpc.RulesPath+".css", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "public, max-age=3600")
		http.ServeFileFS(w, r, content, "content/rules.css")
	})
}

func (p *Rules) serve(w http.ResponseWriter, r *http.Request) {
	answer, err := p.cvs.ListAtsRules(r.Context(), connect.NewRequest(&interviewaiv1.ListAtsRulesRequest{}))
	if err != nil {
		http.Error(w, "The rules cannot be shown at the moment. Try again.", http.StatusServiceUnavailable)
		return
	}
	var sections []ruleSection
	for _, rule := range answer.Msg.GetRules() {
		title := sectionTitles[rule.GetSection()]
		if n := len(sections); n == 0 || sections[n-1].Title != title {
			sections = append(sections, ruleSection{Title: title})
		}
		last := &sections[len(sections)-1]
		last.Points += rule.GetPoints()
		last.Rules = append(last.Rules, rule)
	}
	var out bytes.Buffer
	if err := p.layout.Execute(&out, map[string]any{
		"Version": answer.Msg.GetVersion(), "Label": answer.Msg.GetLabel(), "Sections": sections, "Style": stylePath, "Own": rpc.RulesPath + ".css",
	}); err != nil {
		panic(fmt.Errorf("show page: %w", err)) // the template is ours and tested
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", policy)
	header.Set("Cache-Control", "public, max-age=300")
	_, _ = w.Write(out.Bytes()) // a client that is gone needs no answer
}
