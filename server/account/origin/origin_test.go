package origin_test

import (
	"net/netip"
	"testing"

	"github.com/interviewai-pro/interviewai/server/account/origin"
)

func TestPlaceAndSubnet(t *testing.T) {
	for address, want := range map[string]struct{ place, subnet string }{
		"203.0.113.77":         {"203.0.113.x", "203.0.113.77"},
		"203.0.113.0":          {"203.0.113.x", "203.0.113.0"},
		"::ffff:203.0.113.77":  {"203.0.113.x", "203.0.113.77"},
		"2001:db8:1:2:3:4:5:6": {"2001:db8:1::/48", "2001:db8:1:2::/64"},
		"2001:db8:1:2::":       {"2001:db8:1::/48", "2001:db8:1:2::/64"},
		"127.0.0.1":            {"this machine", "127.0.0.1"},
		"127.9.9.9":            {"this machine", "127.9.9.9"},
		"::1":                  {"this machine", "::/64"},
		"::ffff:127.0.0.1":     {"this machine", "127.0.0.1"},
		"10.1.2.3":             {"private network", "10.1.2.3"},
		"192.168.0.4":          {"private network", "192.168.0.4"},
		"172.16.5.5":           {"private network", "172.16.5.5"},
		"169.254.1.1":          {"private network", "169.254.1.1"},
		"fd00:1:2:3::4":        {"private network", "fd00:1:2:3::/64"},
		"fe80::1%eth0":         {"private network", "fe80::/64"},
		"0.0.0.0":              {"unknown", "0.0.0.0"},
		"224.0.0.1":            {"unknown", "224.0.0.1"},
	} {
		o := origin.Origin{Address: netip.MustParseAddr(address)}
		if got := o.Place(); got != want.place {
			t.Errorf("%s: Place() = %q, want %q", address, got, want.place)
		}
		if got := o.Subnet(); got != want.subnet {
			t.Errorf("%s: Subnet() = %q, want %q", address, got, want.subnet)
		}
	}
}

func TestWithoutOrigin(t *testing.T) {
	o := origin.FromContext(t.Context())
	if o != (origin.Origin{}) || o.Place() != origin.Unknown || o.Subnet() != origin.Unknown {
		t.Errorf("%+v at %q, %q", o, o.Place(), o.Subnet())
	}
}

func TestContextCarriesTheOrigin(t *testing.T) {
	want := origin.Origin{Address: netip.MustParseAddr("203.0.113.1"), Agent: "Firefox", DeviceToken: "d", Browser: true}
	if got := origin.FromContext(origin.NewContext(t.Context(), want)); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
