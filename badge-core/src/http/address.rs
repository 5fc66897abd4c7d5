//! Which IP addresses may be reached (IANA's special-purpose registries, RFC 6890 and after).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// How far away an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// On the public internet.
    Public,
    /// On this machine or in a private network.
    Local,
    /// Nowhere a badge may send anybody: link-local, metadata services, multicast, reserved.
    Never,
}

/// How far away `ip` is. An IPv6 address that only wraps an IPv4 address is judged by what it wraps.
pub(super) fn reach(ip: IpAddr) -> Reach {
    match ip {
        IpAddr::V4(v4) => reach_v4(v4),
        IpAddr::V6(v6) => match wrapped(v6) {
            Some(v4) => reach_v4(v4),
            None => reach_v6(v6),
        },
    }
}

/// Whether `ip` is this machine.
pub(super) fn is_loopback(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => v4.is_loopback(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.to_ipv4_mapped().is_some_and(|v4| v4.is_loopback()),
    }
}

fn reach_v4(ip: Ipv4Addr) -> Reach {
    match ip.octets() {
        // Loopback; private use (RFC 1918).
        [127, ..] | [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => Reach::Local,
        // Metadata services of clouds inside shared (RFC 6598) and public space.
        [100, 100, 100, 200] | [168, 63, 129, 16] => Reach::Never,
        // Shared address space: carriers, and private overlay networks.
        [100, 64..=127, ..] => Reach::Local,
        // "This network"; link-local, with most metadata services.
        [0, ..] | [169, 254, ..] => Reach::Never,
        // IETF protocols; documentation (three blocks); 6to4 relays; AMT; benchmarks.
        [192, 0, 0 | 2, _] | [198, 51, 100, _] | [203, 0, 113, _] | [192, 88, 99, _] | [192, 52, 193, _] => {
            Reach::Never
        }
        // AS112: answers for private zones; benchmarks.
        [192, 31, 196, _] | [192, 175, 48, _] | [198, 18 | 19, ..] => Reach::Never,
        // Multicast, reserved, broadcast.
        [224..=255, ..] => Reach::Never,
        _ => Reach::Public,
    }
}

fn reach_v6(ip: Ipv6Addr) -> Reach {
    match ip.segments() {
        [0, 0, 0, 0, 0, 0, 0, 1] => Reach::Local,
        // Unique local (RFC 4193); its well-known metadata addresses.
        [0xfd00, 0x0ec2, ..] | [0xfd20, 0x00ce, ..] => Reach::Never,
        [0xfc00..=0xfdff, ..] => Reach::Local,
        // IETF protocols, with Teredo, benchmarks and ORCHID.
        [0x2001, 0..=0x1ff, ..] => Reach::Never,
        // Documentation.
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => Reach::Never,
        // Global unicast is 2000::/3; everything outside it is special.
        [0x2000..=0x3fff, ..] => Reach::Public,
        _ => Reach::Never,
    }
}

/// The IPv4 address inside: mapped (RFC 4291), 6to4 (RFC 3056), NAT64 (RFC 6052), ISATAP (RFC 5214).
fn wrapped(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let v4 = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Some(Ipv4Addr::new(a, b, c, d))
    };
    match ip.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low] => v4(high, low),
        [0x2002, high, low, ..] => v4(high, low),
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => v4(high, low),
        [0x2000..=0x3fff, _, _, _, 0 | 0x200, 0x5efe, high, low] => v4(high, low),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Reach {
        reach(text.parse().unwrap())
    }

    #[test]
    fn public_addresses_are_public() {
        for ip in ["1.1.1.1", "100.63.255.255", "100.128.0.0", "172.15.0.1", "172.32.0.1", "192.167.0.1", "192.0.1.1"] {
            assert_eq!(of(ip), Reach::Public, "{ip}");
        }
        for ip in ["2606:4700::1111", "2a00:1450::1", "64:ff9b::1.1.1.1", "::ffff:1.1.1.1", "2002:101:101::1"] {
            assert_eq!(of(ip), Reach::Public, "{ip}");
        }
    }

    #[test]
    fn private_addresses_are_local() {
        for ip in
            ["127.0.0.1", "127.255.255.254", "10.0.0.0", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1"]
        {
            assert_eq!(of(ip), Reach::Local, "{ip}");
        }
        for ip in [
            "::1",
            "fc00::1",
            "fdff::1",
            "::ffff:10.0.0.1",
            "64:ff9b::127.0.0.1",
            "2002:c0a8:101::",
            "2a00::5efe:10.0.0.1",
        ] {
            assert_eq!(of(ip), Reach::Local, "{ip}");
        }
    }

    #[test]
    fn the_rest_is_out_of_bounds() {
        for ip in [
            "0.0.0.0",
            "0.1.2.3",
            "169.254.169.254",
            "169.254.1.1",
            "100.100.100.200",
            "168.63.129.16",
            "192.0.0.192",
            "192.0.2.1",
            "198.51.100.1",
            "203.0.113.9",
            "198.18.0.1",
            "198.19.255.255",
            "192.88.99.1",
            "224.0.0.1",
            "239.1.1.1",
            "240.0.0.1",
            "255.255.255.255",
        ] {
            assert_eq!(of(ip), Reach::Never, "{ip}");
            assert_eq!(of(&format!("::ffff:{ip}")), Reach::Never, "mapped {ip}");
            assert_eq!(of(&format!("64:ff9b::{ip}")), Reach::Never, "NAT64 {ip}");
        }
        for ip in [
            "::",
            "::127.0.0.1",
            "fe80::1",
            "febf::1",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2001:2::1",
            "2001:10::1",
            "3fff::1",
            "100::1",
            "5f00::1",
            "64:ff9b:1::1",
            "fd00:ec2::254",
            "fd20:ce::254",
            "::ffff:0:127.0.0.1",
        ] {
            assert_eq!(of(ip), Reach::Never, "{ip}");
        }
    }
}
