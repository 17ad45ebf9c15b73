package bank

import "fmt"

// What a complete bank has at least.
const (
	MinDomain   = 25
	MinAll      = 300
	MinComplete = 40
)

// Domains are those that a complete bank has.
func Domains() []string {
	return []string{"backend", "frontend", "devops", "data", "mobile", "qa", "product", "behavioral", "case"}
}

// Row is how many questions a domain has.
type Row struct {
	Domain              string
	All                 int
	Junior, Mid, Senior int
	Categories          int
	// Complete are in every language of the product.
	Complete int
}

// Tally counts questions by domain, in the order of Domains, with the sum in
// the last row.
func Tally(questions []Question) []Row {
	rows := make([]Row, 0, len(Domains())+1)
	sum := Row{Domain: "all"}
	for _, domain := range Domains() {
		row := Row{Domain: domain}
		categories := map[string]bool{}
		for i := range questions {
			q := &questions[i]
			if q.Domain != domain {
				continue
			}
			row.All++
			switch q.Difficulty {
			case Junior:
				row.Junior++
			case Mid:
				row.Mid++
			case Senior:
				row.Senior++
			}
			categories[q.Category] = true
			if q.Complete() {
				row.Complete++
			}
		}
		row.Categories = len(categories)
		sum.All += row.All
		sum.Junior += row.Junior
		sum.Mid += row.Mid
		sum.Senior += row.Senior
		sum.Categories += row.Categories
		sum.Complete += row.Complete
		rows = append(rows, row)
	}
	return append(rows, sum)
}

// String is the row on one line, in columns.
func (r Row) String() string {
	return fmt.Sprintf("%-12s %4d questions %4d/%d/%d junior/mid/senior %3d categories %3d in all languages",
		r.Domain, r.All, r.Junior, r.Mid, r.Senior, r.Categories, r.Complete)
}

// Missing says what a tally lacks of a complete bank.
func Missing(rows []Row) []string {
	var out []string
	both := 0
	for _, r := range rows {
		switch {
		case r.Domain == "all" && r.All < MinAll:
			out = append(out, fmt.Sprintf("%d questions in all, %d wanted", r.All, MinAll))
		case r.Domain != "all" && r.All < MinDomain:
			out = append(out, fmt.Sprintf("%s: %d questions, %d wanted", r.Domain, r.All, MinDomain))
		}
		if r.Domain == Behavioral || r.Domain == "case" {
			both += r.Complete
		}
	}
	if both < MinComplete {
		out = append(out, fmt.Sprintf("%d behavioral and case questions in all languages, %d wanted", both, MinComplete))
	}
	return out
}
