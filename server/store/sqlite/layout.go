package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/internal/raw"
)

// Columns beside those named after indexed fields.
const (
	expiresColumn = "_expires" // milliseconds since 1970
	docColumn     = "_doc"
	expiresIndex  = "_expires"
)

// layout is how a collection looks in SQLite.
type layout struct {
	spec   store.Spec
	fields []string // the indexed fields, each a column
}

func newLayout(spec store.Spec) *layout {
	l := &layout{spec: spec}
	for _, index := range spec.Indexes {
		for _, field := range index.Fields {
			if !slices.Contains(l.fields, field) {
				l.fields = append(l.fields, field)
			}
		}
	}
	return l
}

// quote makes an SQL identifier of a name.
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func (l *layout) table() string { return quote(l.spec.Name) }

func (l *layout) indexName(name string) string { return quote(l.spec.Name + "." + name) }

// columns are those that values fills, in its order.
func (l *layout) columns() []string {
	columns := []string{quote(docColumn), quote(expiresColumn)}
	for _, field := range l.fields {
		columns = append(columns, quote(field))
	}
	return columns
}

// values are a document's column values.
func (l *layout) values(doc bson.Raw) []any {
	values := []any{[]byte(doc), nil}
	if at, ok := l.expires(doc); ok {
		values[1] = at
	}
	for _, field := range l.fields {
		v, ok := raw.Lookup(doc, field)
		if !ok {
			values = append(values, nil)
			continue
		}
		values = append(values, column(v))
	}
	return values
}

func (l *layout) expires(doc bson.Raw) (int64, bool) {
	if l.spec.Expiry.Field == "" {
		return 0, false
	}
	v, ok := raw.Lookup(doc, l.spec.Expiry.Field)
	if !ok {
		return 0, false
	}
	at, ok := v.DateTimeOK()
	return at + l.spec.Expiry.After.Milliseconds(), ok
}

// column turns an indexable value into SQLite's. Numbers, times and booleans become integers, which order alike.
func column(v bson.RawValue) any {
	switch v.Type {
	case bson.TypeString:
		return v.StringValue()
	case bson.TypeBoolean:
		if v.Boolean() {
			return int64(1)
		}
		return int64(0)
	case bson.TypeDateTime:
		return v.DateTime()
	default:
		if n, ok := raw.Int(v); ok {
			return n
		}
		return nil
	}
}

// migrate makes the table and its indexes what the layout says.
func (l *layout) migrate(ctx context.Context, c *sql.Conn) error {
	_, err := c.ExecContext(ctx, fmt.Sprintf(
		`CREATE TABLE IF NOT EXISTS %s ("_id" TEXT PRIMARY KEY NOT NULL, "_v" INTEGER NOT NULL, %s INTEGER, %s BLOB NOT NULL)`,
		l.table(), quote(expiresColumn), quote(docColumn)))
	if err != nil {
		return err
	}
	have, err := names(ctx, c, `SELECT name, '' FROM pragma_table_info(?)`, l.spec.Name)
	if err != nil {
		return err
	}
	added := false
	for _, field := range l.fields {
		if _, ok := have[field]; ok {
			continue
		}
		added = true
		if _, err := c.ExecContext(ctx, fmt.Sprintf("ALTER TABLE %s ADD COLUMN %s", l.table(), quote(field))); err != nil {
			return err
		}
	}
	fresh, err := l.migrateIndexes(ctx, c)
	if err != nil {
		return err
	}
	if added || fresh {
		return l.refill(ctx, c)
	}
	return nil
}

// migrateIndexes drops what is no longer declared and creates what is missing. It reports whether the expiry changed.
func (l *layout) migrateIndexes(ctx context.Context, c *sql.Conn) (fresh bool, err error) {
	want := map[string]string{}
	for _, index := range l.spec.Indexes {
		var columns []string
		for _, field := range append(slices.Clone(index.Fields), store.KeyField) {
			columns = append(columns, quote(field))
		}
		want[l.spec.Name+"."+index.Name] = fmt.Sprintf("CREATE INDEX %s ON %s (%s)",
			l.indexName(index.Name), l.table(), strings.Join(columns, ", "))
	}
	if e := l.spec.Expiry; e.Field != "" {
		// The comment makes a changed declaration a changed index, whose column has to be filled anew.
		want[l.spec.Name+"."+expiresIndex] = fmt.Sprintf("CREATE INDEX %s ON %s (%s /* %q + %s */) WHERE %s IS NOT NULL",
			l.indexName(expiresIndex), l.table(), quote(expiresColumn), strings.ReplaceAll(e.Field, "*/", ""), e.After, quote(expiresColumn))
	}
	have, err := names(ctx, c, `SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ?`, l.spec.Name)
	if err != nil {
		return false, err
	}
	for name, statement := range have {
		if want[name] == statement {
			delete(want, name)
			continue
		}
		if _, err := c.ExecContext(ctx, "DROP INDEX "+quote(name)); err != nil {
			return false, err
		}
	}
	_, fresh = want[l.spec.Name+"."+expiresIndex]
	for _, statement := range want {
		if _, err := c.ExecContext(ctx, statement); err != nil {
			return false, err
		}
	}
	return fresh, nil
}

// refill computes all documents' column values again, a bounded number at a time.
func (l *layout) refill(ctx context.Context, c *sql.Conn) error {
	const batch = 200
	var set []string
	for _, column := range l.columns() {
		set = append(set, column+" = ?")
	}
	update := fmt.Sprintf(`UPDATE %s SET %s WHERE "_id" = ?`, l.table(), strings.Join(set, ", ")) //nolint:gosec // names are declared in the program and quoted
	for last := ""; ; {
		docs, err := documents(ctx, c, fmt.Sprintf(`SELECT %s FROM %s WHERE "_id" > ? ORDER BY "_id" LIMIT ?`,
			quote(docColumn), l.table()), last, batch)
		if err != nil || len(docs) == 0 {
			return err
		}
		for _, doc := range docs {
			last = doc.Lookup(store.KeyField).StringValue()
			if _, err := c.ExecContext(ctx, update, append(l.values(doc), last)...); err != nil {
				return fmt.Errorf("fill in %s: %w", last, err)
			}
		}
	}
}

func names(ctx context.Context, c *sql.Conn, query string, args ...any) (map[string]string, error) {
	rows, err := c.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	found := map[string]string{}
	for rows.Next() {
		var name, value string
		if err := rows.Scan(&name, &value); err != nil {
			return nil, err
		}
		found[name] = value
	}
	return found, rows.Err()
}

func documents(ctx context.Context, c *sql.Conn, query string, args ...any) ([]bson.Raw, error) {
	rows, err := c.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var docs []bson.Raw
	for rows.Next() {
		var doc []byte
		if err := rows.Scan(&doc); err != nil {
			return nil, err
		}
		docs = append(docs, doc)
	}
	return docs, rows.Err()
}
