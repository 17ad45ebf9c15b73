package mongo

import (
	"context"
	"fmt"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"github.com/interviewai-pro/interviewai/server/store"
)

const expiresIndex = "_expires"

// shardKey is the field whose hash places a document.
func shardKey(spec store.Spec) string {
	if spec.Owner != "" {
		return spec.Owner
	}
	return store.KeyField
}

func shardCommand(database string, spec store.Spec) bson.D {
	return bson.D{
		{Key: "shardCollection", Value: database + "." + spec.Name},
		{Key: "key", Value: bson.D{{Key: shardKey(spec), Value: "hashed"}}},
	}
}

// index is what is compared of a wanted and an existing index.
type index struct {
	Name   string `bson:"name"`
	Key    bson.D `bson:"key"`
	Expire *int64 `bson:"expireAfterSeconds,omitempty"`
}

// same reports whether two indexes are alike; servers give numbers back in other types than they got.
func (i index) same(other index) bool {
	if (i.Expire == nil) != (other.Expire == nil) || i.Expire != nil && *i.Expire != *other.Expire {
		return false
	}
	return fmt.Sprint(i.Key) == fmt.Sprint(other.Key)
}

// wanted are the indexes of a collection. Those that order end in the key, as the pages do.
func wanted(spec store.Spec, s server) []index {
	var all []index
	for _, declared := range spec.Indexes {
		i := index{Name: declared.Name}
		for _, field := range append(declared.Fields[:len(declared.Fields):len(declared.Fields)], store.KeyField) {
			i.Key = append(i.Key, bson.E{Key: field, Value: 1})
		}
		all = append(all, i)
	}
	if e := spec.Expiry; e.Field != "" {
		i := index{Name: expiresIndex, Key: bson.D{{Key: e.Field, Value: 1}}}
		if !s.ferret {
			seconds := int64(e.After / time.Second)
			i.Expire = &seconds
		}
		all = append(all, i)
	}
	return all
}

func (t *table) migrateIndexes(ctx context.Context) error {
	cursor, err := t.coll.Indexes().List(ctx)
	if err != nil {
		return fmt.Errorf("list indexes: %w", err)
	}
	var existing []index
	if err := cursor.All(ctx, &existing); err != nil {
		return fmt.Errorf("list indexes: %w", err)
	}
	missing := map[string]index{}
	for _, i := range wanted(t.spec, t.server) {
		missing[i.Name] = i
	}
	for _, i := range existing {
		if want, ok := missing[i.Name]; ok && want.same(i) {
			delete(missing, i.Name)
			continue
		}
		if i.Name == "_id_" || i.Name == shardKey(t.spec)+"_hashed" {
			continue // the key's and the shard key's are MongoDB's own
		}
		if err := t.coll.Indexes().DropOne(ctx, i.Name); err != nil {
			return fmt.Errorf("drop index %s: %w", i.Name, err)
		}
	}
	var models []mongo.IndexModel
	for _, i := range wanted(t.spec, t.server) {
		if _, ok := missing[i.Name]; !ok {
			continue
		}
		o := options.Index().SetName(i.Name)
		if i.Expire != nil {
			o.SetExpireAfterSeconds(int32(*i.Expire))
		}
		models = append(models, mongo.IndexModel{Keys: i.Key, Options: o})
	}
	if len(models) == 0 {
		return nil
	}
	if _, err := t.coll.Indexes().CreateMany(ctx, models); err != nil {
		return fmt.Errorf("create indexes: %w", err)
	}
	return nil
}
