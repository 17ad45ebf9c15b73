package mongo

import (
	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/interviewai-pro/interviewai/server/store"
)

// filterOf writes a scan as MongoDB's filter, so that the index's bounds follow from it.
func filterOf(scan store.Scan) bson.D {
	filter := bson.D{}
	for i, v := range scan.Equal {
		filter = append(filter, bson.E{Key: scan.Index.Fields[i], Value: v})
	}
	beyond, upTo := "$gt", "$gte"
	if scan.Descending {
		beyond, upTo = "$lt", "$lte"
	}
	if scan.Order == "" {
		if scan.After != nil {
			filter = append(filter, bson.E{Key: store.KeyField, Value: bson.D{{Key: beyond, Value: scan.After.ID}}})
		}
		return filter
	}
	// A document without the field is not in the result; $ne null leaves out both missing and null.
	bounds := bson.D{{Key: "$ne", Value: nil}}
	if scan.From.Type != 0 && (scan.After == nil || scan.Descending) {
		bounds = append(bounds, bson.E{Key: "$gte", Value: scan.From})
	}
	if scan.To.Type != 0 {
		bounds = append(bounds, bson.E{Key: "$lt", Value: scan.To})
	}
	if scan.After == nil {
		return append(filter, bson.E{Key: scan.Order, Value: bounds})
	}
	// The first bound alone is what the index can start at; the alternatives decide between equal values.
	bounds = append(bounds, bson.E{Key: upTo, Value: scan.After.Value})
	return append(filter, bson.E{Key: scan.Order, Value: bounds}, bson.E{Key: "$or", Value: bson.A{
		bson.D{{Key: scan.Order, Value: bson.D{{Key: beyond, Value: scan.After.Value}}}},
		bson.D{
			{Key: scan.Order, Value: scan.After.Value},
			{Key: store.KeyField, Value: bson.D{{Key: beyond, Value: scan.After.ID}}},
		},
	}})
}

func sortOf(scan store.Scan) bson.D {
	direction := 1
	if scan.Descending {
		direction = -1
	}
	var order bson.D
	// Named from the index's first field on, so that the sort is the index's own order.
	for i := range scan.Equal {
		order = append(order, bson.E{Key: scan.Index.Fields[i], Value: direction})
	}
	if scan.Order != "" {
		order = append(order, bson.E{Key: scan.Order, Value: direction})
	}
	return append(order, bson.E{Key: store.KeyField, Value: direction})
}
