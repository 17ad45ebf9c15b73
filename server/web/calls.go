package web

import (
	"fmt"
	"net/http"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// maxCall bounds one unary call: the largest message (a recording of 25 MB)
// with what is around it. The services bound single messages of streams.
const maxCall = 28 << 20

// descriptor finds a service's description by its path.
func descriptor(path string) (protoreflect.ServiceDescriptor, error) {
	name := protoreflect.FullName(strings.Trim(path, "/"))
	found, err := protoregistry.GlobalFiles.FindDescriptorByName(name)
	if err != nil {
		return nil, fmt.Errorf("find service %s: %w", name, err)
	}
	service, ok := found.(protoreflect.ServiceDescriptor)
	if !ok {
		return nil, fmt.Errorf("find service %s: not a service", name)
	}
	return service, nil
}

// withBoundedCalls bounds the size of a service's unary calls. Streams may last,
// and the services bound their messages.
func withBoundedCalls(s Service) (http.Handler, error) {
	described, err := descriptor(s.Path)
	if err != nil {
		return nil, err
	}
	methods := map[string]protoreflect.MethodDescriptor{}
	for i := range described.Methods().Len() {
		m := described.Methods().Get(i)
		methods[s.Path+string(m.Name())] = m
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if m, ok := methods[r.URL.Path]; ok && (m.IsStreamingClient() || m.IsStreamingServer()) {
			w = withoutEnd(w, r, m.IsStreamingClient())
		} else {
			limitBody(w, r, maxCall)
		}
		s.Handler.ServeHTTP(w, r)
	}), nil
}
