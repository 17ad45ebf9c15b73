// Command make writes the corpus: invented people, laid out by the tools that
// people use, and the truth beside each file. Run it with `make corpus`; it
// needs chromium, LibreOffice Writer and groff, which tests do not.
//
//	go run ./server/cv/corpus/make [-only part-of-a-name] server/cv/corpus/testdata
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"hash/fnv"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv/corpus"
)

func main() {
	only := flag.String("only", "", "make the files that have this in their name")
	flag.Parse()
	if err := run(context.Background(), *only, flag.Arg(0)); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, only, target string) error {
	if target == "" {
		return errors.New("which directory? See the command's comment")
	}
	if err := os.MkdirAll(target, 0o750); err != nil {
		return fmt.Errorf("make %s: %w", target, err)
	}
	// Always the same one: a browser prints the file's name into the margin.
	dir := filepath.Join(os.TempDir(), "cv-corpus")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make a directory to work in: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // what is left of it is the system's
	lexicons := map[string]*lexicon{}
	for _, code := range languages {
		var err error
		if lexicons[code], err = readLexicon(code); err != nil {
			return err
		}
	}
	for _, order := range slices.Concat(plan(lexicons), holdouts(), exports(lexicons)) {
		if !strings.Contains(order.name(), only) {
			continue
		}
		if err := order.fulfil(ctx, lexicons, dir, target); err != nil {
			return fmt.Errorf("%s: %w", order.name(), err)
		}
		log.Print(order.name())
	}
	names, err := handmade()
	if err != nil {
		return err
	}
	for _, name := range names {
		if !strings.Contains("hand-"+name, only) {
			continue
		}
		if err := byHand(ctx, name, dir, target); err != nil {
			return fmt.Errorf("hand %s: %w", name, err)
		}
		log.Print("hand-" + name)
	}
	return nil
}

// fulfil makes one file and its truth. The seed is the name, so that adding
// files changes no other.
func (o order) fulfil(ctx context.Context, lexicons map[string]*lexicon, dir, target string) error {
	seed := fnv.New64a()
	_, _ = seed.Write([]byte(o.name())) // a hash takes everything
	random := rand.New(rand.NewPCG(seed.Sum64(), 5))
	var titles *lexicon
	if o.mixed {
		titles = lexicons["en"]
	}
	lex := lexicons[o.language]
	if o.holdout {
		var err error
		if lex, err = holdoutWords(lex); err != nil {
			return err
		}
	}
	who := invent(lex, titles, o.profession, o.positions, random)
	v := newView(who, o.wishes(random))
	data, err := o.layOut(ctx, v, dir)
	if err != nil {
		return err
	}
	t := v.Truth
	t.Layout, t.Tool, t.Format, t.Holdout = o.layout, o.tool, o.format, o.holdout
	return write(target, o.name(), t, data)
}

// write puts a file and its truth into the corpus.
func write(target, name string, t corpus.Truth, data []byte) error {
	truth, err := json.MarshalIndent(t, "", " ")
	if err != nil {
		return fmt.Errorf("write truth: %w", err)
	}
	name = filepath.Join(target, name)
	if err := os.WriteFile(name+".json", append(truth, '\n'), 0o600); err != nil {
		return fmt.Errorf("write truth: %w", err)
	}
	if err := os.WriteFile(name+"."+t.Format, data, 0o600); err != nil {
		return fmt.Errorf("write cv: %w", err)
	}
	return nil
}
