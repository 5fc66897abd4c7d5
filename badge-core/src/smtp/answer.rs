//! What a server says: three digits decide, the words beside them are for people.

/// No line of an answer is longer (RFC 5321 4.5.3.1.5 asks for 512 bytes).
const LINE: usize = 2_000;

/// No answer has more lines.
const LINES: usize = 100;

/// One whole answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// 200 to 599.
    pub code: u16,
    /// The words of all its lines, hostile as they came: bound and clean them before they are shown.
    pub text: String,
}

impl Answer {
    /// No, and asking again changes nothing (5xx).
    #[must_use]
    pub const fn is_no(&self) -> bool {
        self.code >= 500
    }

    /// Not now (4xx).
    #[must_use]
    pub const fn is_later(&self) -> bool {
        self.code >= 400 && self.code < 500
    }
}

/// An answer that is being read.
#[derive(Debug, Default)]
pub(super) struct Reading {
    code: Option<u16>,
    /// The words of each line so far.
    pub(super) lines: Vec<String>,
}

/// What came is no answer of a mail server.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NoAnswer;

impl Reading {
    /// Takes one line, without its end. Gives the code with the last one.
    ///
    /// RFC 5321 4.2: every line bears the same code, and `-` behind it where another follows.
    pub(super) fn line(&mut self, line: &[u8]) -> Result<Option<u16>, NoAnswer> {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let digits = line.get(..3).filter(|d| d.iter().all(u8::is_ascii_digit)).ok_or(NoAnswer)?;
        let code = digits.iter().fold(0, |sum, d| sum * 10 + u16::from(d - b'0'));
        let other = self.code.is_some_and(|first| first != code);
        if !(200..600).contains(&code) || other || self.lines.len() >= LINES {
            return Err(NoAnswer);
        }
        self.code = Some(code);
        let more = match line.get(3) {
            Some(b'-') => true,
            Some(b' ') | None => false,
            Some(_) => return Err(NoAnswer),
        };
        self.lines.push(read(line.get(4..).unwrap_or_default()));
        Ok((!more).then_some(code))
    }
}

/// Takes the first line out of what has come; `None` where it has no end yet.
pub(super) fn first_line(came: &mut Vec<u8>) -> Result<Option<Vec<u8>>, NoAnswer> {
    let end = came.iter().position(|b| *b == b'\n');
    if end.unwrap_or(came.len()) > LINE {
        return Err(NoAnswer);
    }
    Ok(end.map(|end| {
        let mut line: Vec<u8> = came.drain(..=end).collect();
        line.pop();
        line
    }))
}

/// UTF-8, and otherwise Latin-1, in which old servers say why they refuse.
fn read(words: &[u8]) -> String {
    let text = std::str::from_utf8(words).map(str::to_owned);
    text.unwrap_or_else(|_| words.iter().map(|b| char::from(*b)).collect()).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &[u8]) -> Result<Option<(u16, Vec<String>)>, NoAnswer> {
        let (mut came, mut reading) = (text.to_vec(), Reading::default());
        while let Some(line) = first_line(&mut came)? {
            if let Some(code) = reading.line(&line)? {
                return Ok(Some((code, reading.lines)));
            }
        }
        Ok(None)
    }

    #[test]
    fn the_digits_decide_and_the_words_are_read_as_well_as_can_be() {
        let good: [(&[u8], u16, &[&str]); 5] = [
            (b"250 2.0.0 OK\r\n", 250, &["2.0.0 OK"]),
            (b"250-a\r\n250-b\n250 c\r\n", 250, &["a", "b", "c"]),
            (b"550 5.1.1 No Such User caf\xe9\r\n", 550, &["5.1.1 No Such User café"]),
            ("550 bo\u{ee}te pleine\r\n".as_bytes(), 550, &["boîte pleine"]),
            (b"354\r\n", 354, &[""]),
        ];
        for (text, code, lines) in good {
            let lines = lines.iter().map(ToString::to_string).collect();
            assert_eq!(said(text), Ok(Some((code, lines))), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_answer_is_none() {
        for bad in
            [&b"25\r\n"[..], b"\r\n", b"hello\r\n", b"250_ok\r\n", b"250-a\r\n550 b\r\n", b"099 x\n", b"\xff\xfe\n"]
        {
            assert_eq!(said(bad), Err(NoAnswer), "{bad:?}");
        }
        assert_eq!(said(b"250-and more\r\n"), Ok(None));
    }

    #[test]
    fn an_answer_is_bounded() {
        assert_eq!(said(&[b'2'; LINE]), Ok(None), "it may still end");
        assert_eq!(said(&[b'2'; LINE + 1]), Err(NoAnswer));
        let long = |lines: usize| [b"250-x\n".repeat(lines), b"250 x\n".to_vec()].concat();
        assert!(said(&long(LINES - 1)).is_ok());
        assert_eq!(said(&long(LINES)), Err(NoAnswer));
    }
}
