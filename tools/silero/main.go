// Command silero takes the weights of Silero VAD's 16 kHz branch out of its
// ONNX file and writes them in the order in which media/vad reads them. It
// needs no ONNX library: the few fields of the format that matter are read
// from the protobuf wire format.
//
//	go run ./silero silero_vad_v6.onnx ../media/vad/silero_v6.f16
package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"

	"google.golang.org/protobuf/encoding/protowire"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: silero MODEL.onnx WEIGHTS.f16")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "silero:", err)
		os.Exit(1)
	}
}

func run(model, weights string) error {
	file, err := os.ReadFile(model)
	if err != nil {
		return fmt.Errorf("read model: %w", err)
	}
	tensors := map[string]tensor{}
	if err := collect(file, tensors); err != nil {
		return err
	}
	out, err := layout(tensors)
	if err != nil {
		return err
	}
	if err := os.WriteFile(weights, out, 0o644); err != nil {
		return fmt.Errorf("write weights: %w", err)
	}
	fmt.Printf("%s: %d weights as float16, %d bytes\n", weights, len(out)/2, len(out))
	return nil
}

// tensor is a constant of the model, row-major.
type tensor struct {
	shape []int
	data  []float32
}

// Field numbers of onnx.proto.
const (
	modelGraph     = 7
	graphNode      = 1
	nodeOpType     = 4
	nodeAttribute  = 5
	attributeName  = 1
	attributeValue = 5
	attributeGraph = 6
	tensorDims     = 1
	tensorType     = 2
	tensorName     = 8
	tensorRaw      = 9
	typeFloat      = 1
)

// collect finds the constants of the branch for 16 kHz: the model is one "If"
// on the sample rate, and the branch taken at 16000 is its then_branch.
func collect(model []byte, into map[string]tensor) error {
	return fields(model, modelGraph, func(graph []byte) error {
		return fields(graph, graphNode, func(node []byte) error {
			op, err := text(node, nodeOpType)
			if err != nil || op != "If" {
				return err
			}
			return fields(node, nodeAttribute, func(attribute []byte) error {
				name, err := text(attribute, attributeName)
				if err != nil || name != "then_branch" {
					return err
				}
				return fields(attribute, attributeGraph, func(branch []byte) error {
					return fields(branch, graphNode, func(node []byte) error { return constant(node, into) })
				})
			})
		})
	})
}

// constant keeps the named float tensor that a node holds, if it holds one.
func constant(node []byte, into map[string]tensor) error {
	return fields(node, nodeAttribute, func(attribute []byte) error {
		return fields(attribute, attributeValue, func(b []byte) error {
			name, err := text(b, tensorName)
			if err != nil || name == "" {
				return err
			}
			t, err := parseTensor(b)
			if err != nil {
				return fmt.Errorf("tensor %s: %w", name, err)
			}
			into[name] = t
			return nil
		})
	})
}

func parseTensor(b []byte) (tensor, error) {
	var t tensor
	kind := uint64(0)
	var raw []byte
	for len(b) > 0 {
		number, typ, n := protowire.ConsumeTag(b)
		if n < 0 {
			return t, protowire.ParseError(n)
		}
		b = b[n:]
		n = protowire.ConsumeFieldValue(number, typ, b)
		if n < 0 {
			return t, protowire.ParseError(n)
		}
		switch {
		case number == tensorDims && typ == protowire.VarintType:
			v, _ := protowire.ConsumeVarint(b)
			t.shape = append(t.shape, int(v))
		case number == tensorType:
			kind, _ = protowire.ConsumeVarint(b)
		case number == tensorRaw:
			raw, _ = protowire.ConsumeBytes(b)
		}
		b = b[n:]
	}
	if kind != typeFloat {
		return t, nil
	}
	size := 1
	for _, d := range t.shape {
		size *= d
	}
	if len(raw) != 4*size {
		return t, errors.New("its data does not have its shape")
	}
	t.data = make([]float32, size)
	for i := range t.data {
		t.data[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
	}
	return t, nil
}

// fields calls f with each length-delimited field of the given number.
func fields(message []byte, number protowire.Number, f func([]byte) error) error {
	for len(message) > 0 {
		got, typ, n := protowire.ConsumeTag(message)
		if n < 0 {
			return protowire.ParseError(n)
		}
		message = message[n:]
		if n = protowire.ConsumeFieldValue(got, typ, message); n < 0 {
			return protowire.ParseError(n)
		}
		if got == number && typ == protowire.BytesType {
			value, _ := protowire.ConsumeBytes(message)
			if err := f(value); err != nil {
				return err
			}
		}
		message = message[n:]
	}
	return nil
}

// text returns a message's string field, or "".
func text(message []byte, number protowire.Number) (string, error) {
	var s string
	err := fields(message, number, func(b []byte) error { s = string(b); return nil })
	return s, err
}
