package config_test

import (
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/config"
)

func TestProxiesAndCertificates(t *testing.T) {
	c, err := config.Load([]string{"TRUSTED_PROXIES=10.0.0.0/8,::1/128", "TLS_CERT_FILE=c.pem", "TLS_KEY_FILE=k.pem"}, "")
	if err != nil {
		t.Fatal(err)
	}
	if len(c.TrustedProxies) != 2 || c.TLSCertFile != "c.pem" || c.TLSKeyFile != "k.pem" {
		t.Errorf("read wrongly: %v", c.TrustedProxies)
	}
	var out strings.Builder
	if err := c.Print(&out); err != nil || !strings.Contains(out.String(), "TRUSTED_PROXIES=10.0.0.0/8,::1/128\n") {
		t.Errorf("printed so that it cannot be read back: %v\n%s", err, out.String())
	}
	for _, wrong := range [][]string{{"TRUSTED_PROXIES=everybody"}, {"TLS_CERT_FILE=c.pem"}, {"TLS_KEY_FILE=k.pem"}} {
		if _, err := config.Load(wrong, ""); err == nil {
			t.Errorf("%v was accepted", wrong)
		}
	}
}
