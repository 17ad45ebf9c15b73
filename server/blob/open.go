package blob

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"gocloud.dev/blob/fileblob"
	"gocloud.dev/blob/s3blob"
)

// OpenDir keeps blobs in a directory, which is made if it is missing: the embedded form. A blob appears whole or not at
// all, whenever the process is killed.
func OpenDir(dir string) (*Bucket, error) {
	bucket, err := fileblob.OpenBucket(dir, &fileblob.Options{
		CreateDir:   true,
		DirFileMode: 0o700,
		NoTempDir:   true, // a rename is atomic within one file system only
	})
	if err != nil {
		return nil, fmt.Errorf("open blobs: %w", err)
	}
	return &Bucket{bucket: bucket, embedded: true, dir: dir}, nil
}

// S3 is where to find a bucket.
type S3 struct {
	Bucket string
	Region string
	// Endpoint is the address of an S3-compatible server; empty for Amazon's own.
	Endpoint string
	// AccessKeyID and SecretAccessKey may be empty: then the SDK's own sources (environment, role) are asked.
	AccessKeyID, SecretAccessKey string
}

// headerTimeout bounds how long the server may take to begin an answer.
const headerTimeout = 15 * time.Second

// OpenS3 keeps blobs in a bucket, which must be there.
func OpenS3(ctx context.Context, c S3) (*Bucket, error) {
	if c.Bucket == "" || c.Region == "" {
		return nil, errors.New("open blobs: an S3 bucket needs a name and a region")
	}
	client := awshttp.NewBuildableClient().WithTransportOptions(func(t *http.Transport) {
		t.ResponseHeaderTimeout = headerTimeout
	})
	load := []func(*config.LoadOptions) error{
		config.WithRegion(c.Region),
		config.WithHTTPClient(client),
	}
	if c.AccessKeyID != "" {
		load = append(load, config.WithCredentialsProvider(credentials.NewStaticCredentialsProvider(c.AccessKeyID, c.SecretAccessKey, "")))
	}
	loaded, err := config.LoadDefaultConfig(ctx, load...)
	if err != nil {
		return nil, fmt.Errorf("open blobs: %w", err)
	}
	service := s3.NewFromConfig(loaded, func(o *s3.Options) {
		if c.Endpoint != "" {
			o.BaseEndpoint = aws.String(c.Endpoint)
			o.UsePathStyle = true // a server of one's own seldom has a host name for each bucket
			o.RequestChecksumCalculation = aws.RequestChecksumCalculationWhenRequired
			o.ResponseChecksumValidation = aws.ResponseChecksumValidationWhenRequired
		}
	})
	bucket, err := s3blob.OpenBucket(ctx, service, c.Bucket, nil)
	if err != nil {
		return nil, fmt.Errorf("open blobs: %w", err)
	}
	return &Bucket{bucket: bucket}, nil
}
