package outgoing

import (
	"net/netip"
)

// Public reports whether an address is one of the public internet's: not
// private, loopback, link-local, multicast, reserved, or for documentation, also
// not in one of the forms in which IPv6 carries such an IPv4 address. It follows
// the special-purpose registries of IANA (RFC 6890 and its successors).
func Public(address netip.Addr) bool {
	if !address.IsValid() || address.Zone() != "" {
		return false
	}
	address = address.Unmap() // ::ffff:0:0/96, RFC 4291, 2.5.5.2
	if address.Is4() {
		return !within(address, reserved4())
	}
	// NAT64 (RFC 6052): on networks with IPv6 alone this is how the public IPv4
	// internet is reached, so what it carries decides.
	if netip.MustParsePrefix("64:ff9b::/96").Contains(address) {
		b := address.As16()
		return !within(netip.AddrFrom4([4]byte(b[12:])), reserved4())
	}
	// Of IPv6 only one eighth is global unicast (RFC 4291, 2.4).
	return netip.MustParsePrefix("2000::/3").Contains(address) && !within(address, reserved6())
}

func within(address netip.Addr, ranges []netip.Prefix) bool {
	for _, r := range ranges {
		if r.Contains(address) {
			return true
		}
	}
	return false
}

func reserved4() []netip.Prefix {
	return prefixes(
		"0.0.0.0/8",        // this network, RFC 791
		"10.0.0.0/8",       // private, RFC 1918
		"100.64.0.0/10",    // carriers' own, RFC 6598
		"127.0.0.0/8",      // loopback, RFC 1122
		"168.63.129.16/32", // Azure's own services for a machine, on a public address
		"169.254.0.0/16",   // link-local, RFC 3927; clouds tell secrets there
		"172.16.0.0/12",    // private, RFC 1918
		"192.0.0.0/24",     // protocol assignments, RFC 6890
		"192.0.2.0/24",     // documentation, RFC 5737
		"192.88.99.0/24",   // 6to4 relays, RFC 7526
		"192.168.0.0/16",   // private, RFC 1918
		"198.18.0.0/15",    // benchmarks, RFC 2544
		"198.51.100.0/24",  // documentation, RFC 5737
		"203.0.113.0/24",   // documentation, RFC 5737
		"224.0.0.0/4",      // multicast, RFC 5771
		"240.0.0.0/4",      // reserved, RFC 1112, and broadcast
	)
}

func reserved6() []netip.Prefix {
	return prefixes(
		"2001::/23",     // protocol assignments, RFC 2928; Teredo carries IPv4
		"2001:db8::/32", // documentation, RFC 3849
		"2002::/16",     // 6to4 carries IPv4, and is given up (RFC 7526)
		"3fff::/20",     // documentation, RFC 9637
	)
}

func prefixes(texts ...string) []netip.Prefix {
	all := make([]netip.Prefix, 0, len(texts))
	for _, text := range texts {
		all = append(all, netip.MustParsePrefix(text))
	}
	return all
}
