//! Signs in the texts of XLSX that XML cannot hold, or changes: `_xHHHH_`.

/// A text without its escapes: `_x000D_` is how a carriage return is written, and `_x005F_` a line that begins none (ISO/IEC
/// 29500-1, 22.4.2.4). Ends of lines become one sign, and what no text has becomes a space.
pub(super) fn unescaped(text: &str) -> String {
    if !text.contains("_x") && !text.contains('\r') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        let code = rest.get(at + 2..at + 6).filter(|_| rest.as_bytes().get(at + 6) == Some(&b'_'));
        let code = code.filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
        let sign = code.and_then(|hex| char::from_u32(u32::from_str_radix(hex, 16).ok()?));
        out.push_str(if sign.is_some() { "" } else { "_x" });
        out.extend(sign);
        rest = &rest[at + if sign.is_some() { 7 } else { 2 }..];
    }
    out.push_str(rest);
    let out = out.replace("\r\n", "\n").replace('\r', "\n");
    out.chars().map(|c| if c.is_control() && !matches!(c, '\n' | '\t') { ' ' } else { c }).collect()
}

/// A text in which nothing is taken for an escape that is none.
pub(super) fn protected(text: &str) -> std::borrow::Cow<'_, str> {
    if unescaped(text) == text || !text.contains("_x") {
        return text.into();
    }
    text.replace("_x", "_x005F_x").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_read_once_and_written_where_they_would_be() {
        for (text, read) in [
            ("a_x000D_\nb", "a\nb"),
            ("a_x000d_b_x0009_c", "a\nb\tc"),
            ("_x005F_x000D_", "_x000D_"),
            ("a_x000B_b", "a b"),
            ("_x00E9_t\u{e9}", "\u{e9}t\u{e9}"),
            ("_xD83D_ _x12_ _xZZZZ_ _x000", "_xD83D_ _x12_ _xZZZZ_ _x000"),
            ("_x", "_x"),
            ("plain_text", "plain_text"),
        ] {
            assert_eq!(unescaped(text), read, "{text}");
        }
        for text in ["_x000D_", "a_x0041_x0042_", "_x", "plain"] {
            assert_eq!(unescaped(&protected(text)), text);
        }
    }
}
