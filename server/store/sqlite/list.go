package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/interviewai-pro/interviewai/server/store"
)

func (t *table) List(ctx context.Context, scan store.Scan) ([]store.Record, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ctx = context.WithoutCancel(ctx)
	text, args := t.selects(scan)
	s, err := t.list(ctx, text)
	if err != nil {
		return nil, fmt.Errorf("prepare: %w", err)
	}
	rows, err := s.QueryContext(ctx, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var records []store.Record
	for rows.Next() {
		var r store.Record
		var doc []byte
		if err := rows.Scan(&r.Version, &doc); err != nil {
			return nil, err
		}
		r.Doc = doc
		records = append(records, r)
	}
	return records, rows.Err()
}

// selects writes a scan as SQL. INDEXED BY makes SQLite refuse a query that its index cannot serve, instead of
// reading the whole table.
func (t *table) selects(scan store.Scan) (string, []any) {
	var conditions []string
	var args []any
	where := func(condition string, values ...bson.RawValue) {
		conditions = append(conditions, condition)
		for _, v := range values {
			args = append(args, column(v))
		}
	}
	for i, v := range scan.Equal {
		where(quote(scan.Index.Fields[i])+" = ?", v)
	}
	direction, after := "", ">"
	if scan.Descending {
		direction, after = " DESC", "<"
	}
	order := `"_id"` + direction
	if scan.Order == "" {
		if scan.After != nil {
			where(`"_id" ` + after + ` ?`)
			args = append(args, scan.After.ID)
		}
	} else {
		by := quote(scan.Order)
		order = by + direction + ", " + order
		if scan.From.Type == 0 && scan.To.Type == 0 {
			where(by + " IS NOT NULL")
		}
		if scan.From.Type != 0 {
			where(by+" >= ?", scan.From)
		}
		if scan.To.Type != 0 {
			where(by+" < ?", scan.To)
		}
		if scan.After != nil {
			where("("+by+`, "_id") `+after+" (?, ?)", scan.After.Value)
			args = append(args, scan.After.ID)
		}
	}
	from := t.table()
	if scan.Index.Name != "" {
		from += " INDEXED BY " + t.indexName(scan.Index.Name)
	}
	if len(conditions) > 0 {
		from += " WHERE " + strings.Join(conditions, " AND ")
	}
	return fmt.Sprintf(`SELECT "_v", %s FROM %s ORDER BY %s LIMIT ?`, quote(docColumn), from, order), append(args, scan.Limit)
}

// list returns the prepared statement for a text, of which there are as many as forms of queries.
func (t *table) list(ctx context.Context, text string) (*sql.Stmt, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if s, ok := t.lists[text]; ok {
		return s, nil
	}
	s, err := t.engine.reads.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	t.lists[text] = s
	return s, nil
}
