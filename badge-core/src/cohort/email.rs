//! E-mail addresses in cells, and slips in the name of a provider.

/// Providers whose names are mistyped; a domain of this list is never a slip.
const KNOWN: &[&str] = &[
    "gmail.com",
    "googlemail.com",
    "hotmail.com",
    "hotmail.fr",
    "outlook.com",
    "outlook.fr",
    "live.fr",
    "live.com",
    "yahoo.fr",
    "yahoo.com",
    "ymail.com",
    "orange.fr",
    "wanadoo.fr",
    "free.fr",
    "sfr.fr",
    "neuf.fr",
    "laposte.net",
    "icloud.com",
    "me.com",
    "mac.com",
    "aol.com",
    "gmx.fr",
    "gmx.com",
    "gmx.net",
    "gmx.de",
    "protonmail.com",
    "proton.me",
    "pm.me",
    "bbox.fr",
    "numericable.fr",
    "msn.com",
    "club-internet.fr",
    "mail.com",
    "email.com",
    "tutanota.com",
    "hey.com",
    "mailo.com",
    "netcourrier.com",
    "aliceadsl.fr",
    "cegetel.net",
    "hotmail.be",
    "yahoo.be",
    "outlook.be",
    "hotmail.ch",
    "bluewin.ch",
    "skynet.be",
];

/// Ends that no domain has, and the ones that were meant.
const ENDS: &[(&str, &str)] = &[
    (".con", ".com"),
    (".cmo", ".com"),
    (".ocm", ".com"),
    (".comm", ".com"),
    (".vom", ".com"),
    (".xom", ".com"),
    (".rf", ".fr"),
    (".frr", ".fr"),
    (".ffr", ".fr"),
    (".nte", ".net"),
    (".ent", ".net"),
    (".ogr", ".org"),
    (".orgg", ".org"),
];

/// The address in a cell: `mailto:` and a name before `<…>` are taken off.
pub(super) fn address(text: &str) -> &str {
    let text = text.trim();
    let text = match (text.find('<'), text.strip_suffix('>')) {
        (Some(open), Some(inner)) if open < inner.len() => &inner[open + 1..],
        _ => text,
    };
    let bare = text.trim();
    match bare.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => bare[7..].trim(),
        _ => bare,
    }
}

/// The domain that was probably meant.
pub(super) fn meant(domain: &str) -> Option<String> {
    let domain = domain.to_lowercase();
    if KNOWN.contains(&domain.as_str()) {
        return None;
    }
    if let Some(known) = KNOWN.iter().find(|known| is_slip(&domain, known)) {
        return Some((*known).to_owned());
    }
    ENDS.iter().find_map(|(slip, right)| Some(format!("{}{right}", domain.strip_suffix(slip)?)))
}

/// A short name has too many true neighbours: there, only two letters that changed places count.
fn is_slip(domain: &str, known: &str) -> bool {
    if domain.len().abs_diff(known.len()) > 1 {
        return false;
    }
    let label = known.split('.').next().map_or(0, str::len);
    let (mut a, mut b): (Vec<u8>, Vec<u8>) = (domain.into(), known.into());
    a.sort_unstable();
    b.sort_unstable();
    super::words::distance(domain, known) == 1 && (label >= 5 || a == b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found_and_true_names_left_alone() {
        for (slip, right) in [
            ("gmial.com", "gmail.com"),
            ("gmai.com", "gmail.com"),
            ("Gmail.con", "gmail.com"),
            ("hotmial.fr", "hotmail.fr"),
            ("orange.rf", "orange.fr"),
            ("lapsote.net", "laposte.net"),
            ("fere.fr", "free.fr"),
            ("mairie.example.con", "mairie.example.com"),
        ] {
            assert_eq!(meant(slip).as_deref(), Some(right), "{slip}");
        }
        for good in ["gmail.com", "example.org", "tree.fr", "gmx.de", "ymail.com", "ac-caen.fr", "mel.fr", "live.com"] {
            assert_eq!(meant(good), None, "{good}");
        }
    }

    #[test]
    fn what_surrounds_an_address_is_taken_off() {
        for text in ["lea@example.org", " mailto:lea@example.org", "Léa Martin <lea@example.org>", "<lea@example.org> "]
        {
            assert_eq!(address(text), "lea@example.org");
        }
        assert_eq!(address(">"), ">");
        assert_eq!(address("<>"), "");
    }
}
