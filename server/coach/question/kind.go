package question

import "strings"

// kindOf sorts a turn by what its questions, and then its whole text, say. A
// case outranks behaviour, which outranks technique: "imagine your database is
// slow" is a case, "tell me about a time you fixed a database" is behaviour.
func kindOf(text string, questions []string, r *rules) Kind {
	asked := newClause(strings.Join(questions, " "), r.unspaced)
	for _, c := range []clause{asked, newClause(text, r.unspaced)} {
		switch {
		case c.has(r.cases, r.unspaced):
			return CaseStudy
		case c.has(r.behavioral, r.unspaced):
			return Behavioral
		case c.has(r.technical, r.unspaced) || c.has(techWords, false) && !r.unspaced || r.unspaced && c.has(techWords, true):
			return Technical
		}
	}
	return General
}

// techWords name technology in every language.
var techWords = []string{
	"api", "apis", "sql", "nosql", "http", "https", "grpc", "graphql", "tcp", "udp", "dns", "tls", "json", "golang",
	"goroutine*", "mutex*", "deadlock*", "kafka", "redis", "postgres*", "mysql", "mongodb", "docker", "kubernetes", "python",
	"javascript", "typescript", "java", "react", "angular", "node", "linux", "git", "regex", "oauth", "jwt", "css", "html",
	"django", "spring boot", "rabbitmq", "terraform", "aws", "elasticsearch", "microservice*", "c++", "c#", "webrtc",
	"solid", "rest api", "garbage collector", "garbage collection", "event loop", "websocket*", "big o",
}

func inherit(turn string, ctx Context) Kind {
	for _, t := range ctx.Turns {
		if t.ID == turn && t.Kind != "" {
			return t.Kind
		}
	}
	return General
}
