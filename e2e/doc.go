// Package e2e tests the product from outside: it builds both programs, starts
// the service as an operator would, and talks to it as clients do, over real
// WebRTC, RPC and REST. Nothing inside the programs is replaced; only OpenAI is
// an emulator where a test needs it to fail.
package e2e
