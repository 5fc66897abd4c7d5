//! Bytes for the tokenizer, which calls itself once for each attribute in double quotes and would need as much stack as
//! a tag has of them.

use html5gum::{Readable, Reader};

/// So many values in double quotes are read before the tokenizer has to return.
const AT_ONCE: u8 = 16;

/// Reads the bytes, and refuses now and then before a value in double quotes: the tokenizer returns, has lost nothing,
/// and reads on at the same place when it is asked for the next token.
pub(super) struct Paced<'a> {
    bytes: <&'a [u8] as Readable<'a>>::Reader,
    left: u8,
}

/// Nothing is wrong: ask again.
#[derive(Debug, thiserror::Error)]
#[error("ask again")]
pub(super) struct Pause;

impl<'a> Paced<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes: bytes.to_reader(), left: AT_ONCE }
    }
}

impl Reader for Paced<'_> {
    type Error = Pause;

    fn read_byte(&mut self) -> Result<Option<u8>, Pause> {
        self.bytes.read_byte().map_err(|never| match never {})
    }

    fn try_read_string(&mut self, text: &[u8], case_sensitive: bool) -> Result<bool, Pause> {
        self.bytes.try_read_string(text, case_sensitive).map_err(|never| match never {})
    }

    fn read_until<'b>(&'b mut self, needle: &[u8], room: &'b mut [u8; 4]) -> Result<Option<&'b [u8]>, Pause> {
        // What ends a value in double quotes, and no other part of a tag: elsewhere the tokenizer would lose its place.
        if needle.starts_with(b"\"&") {
            match self.left.checked_sub(1) {
                Some(left) => self.left = left,
                None => {
                    self.left = AT_ONCE;
                    return Err(Pause);
                }
            }
        }
        self.bytes.read_until(needle, room).map_err(|never| match never {})
    }
}

#[cfg(test)]
mod tests {
    use html5gum::{DefaultEmitter, Token, Tokenizer};

    use super::*;

    fn tokens(text: &str) -> Vec<Token> {
        let emitter = DefaultEmitter::default();
        Tokenizer::new_with_emitter(Paced::new(text.as_bytes()), emitter).filter_map(Result::ok).collect()
    }

    // Each way to write attributes, in tags that begin and in tags that end, on a stack as small as threads have.
    #[test]
    fn a_tag_may_have_any_number_of_attributes() {
        let many = |one: &str| (0..20_000).map(|n| one.replace('N', &n.to_string())).collect::<String>();
        let forms = [
            r#" aN="x""#,
            r#" aN="""#,
            r#"aN="x""#,
            " aN = \n\"x&amp;y\"",
            " aN='x'",
            " aN=x",
            " aN",
            " =\"x\"",
            r#""a"#,
        ];
        let all = forms.map(|one| format!("<p{}>after</p{}>", many(one), many(one)));
        let small = std::thread::Builder::new().stack_size(256 << 10);
        let read = small.spawn(move || all.map(|text| tokens(&text))).unwrap().join().unwrap();
        for (form, tokens) in forms.iter().zip(read) {
            assert!(tokens.iter().any(|t| matches!(t, Token::String(text) if text.as_slice() == b"after")), "{form}");
        }
    }

    // Pauses change nothing of what is read.
    #[test]
    fn what_is_read_is_what_is_there() {
        let attributes: String = (0..1_000).map(|n| format!(r#" a{n}="v{n} &lt; &quot;""#)).collect();
        let text = format!("<!DOCTYPE html PUBLIC \"a\" \"b\"><p{attributes}>1 \" 2</p>").repeat(3);
        let whole = Tokenizer::new(text.as_str()).map(|Ok(token)| token);
        // The library calls itself a thousand times here, which a test has the stack for.
        let whole = format!("{:?}", whole.collect::<Vec<_>>());
        assert!(format!("{:?}", tokens(&text)) == whole, "other tokens");
        assert!(whole.contains("v999 < \\\""));
    }
}
