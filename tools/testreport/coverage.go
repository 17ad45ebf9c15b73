package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
)

// floor is the least share of statements that tests must reach in the domains
// and in the audio core. It is a floor, not the aim.
const floor = 80.0

type count struct{ covered, all int }

func (c count) percent() float64 { return 100 * float64(c.covered) / float64(c.all) }

// domains are the folders of server that hold rules of the product.
func domains() []string {
	return []string{"account", "billing", "coach", "cv", "fault", "insight", "interview", "notify"}
}

// hasFloor reports whether a package must keep the floor.
func hasFloor(pkg string) bool {
	name := shortName(pkg)
	if strings.HasSuffix(name, "test") || name == "server/cv/corpus/make" { // test support, and what makes its files
		return false
	}
	if name == "media" || strings.HasPrefix(name, "media/") {
		return true
	}
	parts := strings.Split(name, "/")
	return len(parts) > 1 && parts[0] == "server" && slices.Contains(domains(), parts[1])
}

// judgeCoverage prints each package's coverage and returns how many are below
// their floor.
func judgeCoverage(file string, w io.Writer) (low int, err error) {
	f, err := os.Open(file)
	if err != nil {
		return 0, fmt.Errorf("read coverage: %w", err)
	}
	defer f.Close() //nolint:errcheck // only read
	counts, err := readCoverage(f)
	if err != nil {
		return 0, err
	}
	fmt.Fprintf(w, "\nCoverage by package (floor %.0f %% for domains and media):\n", floor)
	names := make([]string, 0, len(counts))
	for name := range counts {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		c := counts[name]
		note := ""
		if hasFloor(name) {
			note = "  floor"
			if c.percent() < floor {
				note = "  BELOW THE FLOOR"
				low++
			}
		}
		fmt.Fprintf(w, "  %5.1f %%  %s%s\n", c.percent(), shortName(name), note)
	}
	fmt.Fprintln(w)
	return low, nil
}

// readCoverage counts statements by package. A block that several test binaries
// report counts once, as covered if any of them reached it.
func readCoverage(r io.Reader) (map[string]count, error) {
	type block struct {
		statements int
		covered    bool
	}
	blocks := map[string]block{}
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		line := lines.Text()
		if strings.HasPrefix(line, "mode:") {
			continue
		}
		fields := strings.Fields(line) // file.go:1.2,3.4 statements count
		if len(fields) != 3 {
			return nil, fmt.Errorf("read coverage: unexpected line %q", line)
		}
		statements, err := strconv.Atoi(fields[1])
		if err != nil {
			return nil, fmt.Errorf("read coverage: %w", err)
		}
		b := blocks[fields[0]]
		blocks[fields[0]] = block{statements, b.covered || fields[2] != "0"}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read coverage: %w", err)
	}
	counts := map[string]count{}
	for place, b := range blocks {
		file, _, _ := strings.Cut(place, ":")
		pkg := path.Dir(file)
		if strings.Contains(pkg, "/gen/") {
			continue
		}
		c := counts[pkg]
		c.all += b.statements
		if b.covered {
			c.covered += b.statements
		}
		counts[pkg] = c
	}
	return counts, nil
}
