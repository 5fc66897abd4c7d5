//! One line of `badge issue -`: an object with the members of a request. A member that is not known is refused by
//! name, for a mistyped one would silently change the badge.

use badge_core::issue::Format;
use badge_core::json::{self, Value};
use badge_core::language::Lang;
use badge_core::limits::Limits;
use badge_core::proof::Suite;

use super::request::evidence_text;
use super::{Problem, Request};
use crate::args::ImageChoice;
use crate::message::{Message, msg};
use crate::picture::json_message;
use crate::text::Words;

const MEMBERS: [&str; 20] = [
    "ref",
    "achievement",
    "to",
    "card",
    "name",
    "evidence",
    "narrative",
    "date",
    "where",
    "expires",
    "minor",
    "consent",
    "language",
    "format",
    "suite",
    "image",
    "out",
    "once",
    "rename",
    "comment",
];

/// The request on a line, and the `ref` that is handed back with the answer.
pub(crate) fn read_line(line: &[u8], words: &Words) -> (Option<serde_json::Value>, Result<Request, Vec<Problem>>) {
    let one = |field: &str, what: Message| vec![Problem::new(field, &what, words)];
    let value = match json::parse(line.trim_ascii(), &Limits::default()) {
        Ok(value) => value,
        Err(e) => return (None, Err(one("", msg!("line-not-json", why = json_message(&e))))),
    };
    let Value::Object(object) = &value else { return (None, Err(one("", msg!("line-not-object")))) };
    let reference = object.get("ref").and_then(|r| serde_json::from_str(&r.to_compact()).ok());
    let mut problems = Vec::new();
    for (name, _) in object.iter().filter(|(name, _)| !MEMBERS.contains(name)) {
        let near = MEMBERS.into_iter().max_by(|a, b| strsim::jaro(a, name).total_cmp(&strsim::jaro(b, name)));
        let what = match near.filter(|n| strsim::jaro(n, name) > 0.7) {
            Some(near) => msg!("line-unknown-near", field = name.to_string(), near = near),
            None => msg!("line-unknown", field = name.to_string()),
        };
        problems.extend(one(name, what));
    }
    let mut reader = Reader { value: &value, words, problems };
    let (once, ever) = reader.once();
    let refused = value.get("consent") == Some(&Value::Bool(false));
    let request = Request {
        achievement: reader.text("achievement").unwrap_or_default(),
        to: reader.text("to"),
        card: reader.flag("card"),
        name: reader.text("name"),
        evidence: reader.evidence(),
        narrative: reader.text("narrative"),
        date: reader.text("date"),
        location: reader.text("where"),
        expires: reader.text("expires"),
        minor: reader.flag("minor"),
        consent: if refused { None } else { reader.text("consent") },
        refused,
        language: reader.choice("language", &["fr", "en"]).map(|t| if t == "en" { Lang::En } else { Lang::Fr }),
        formats: reader.formats(),
        suite: reader.choice("suite", &Suite::SIGNING.map(Suite::name)).and_then(|name| Suite::to_sign(&name)),
        image: reader.choice("image", &["png", "svg", "both"]).map(|t| match t.as_str() {
            "png" => ImageChoice::Png,
            "svg" => ImageChoice::Svg,
            _ => ImageChoice::Both,
        }),
        out: reader.text("out").map(Into::into),
        once,
        ever,
        rename: reader.flag("rename"),
    };
    if request.once && request.to.is_none() && request.name.is_none() {
        reader.wrong("once", &msg!("line-once-nobody"));
    }
    if request.achievement.is_empty() {
        reader.wrong("achievement", &msg!("line-no-achievement"));
    }
    let problems = reader.problems;
    (reference, if problems.is_empty() { Ok(request) } else { Err(problems) })
}

struct Reader<'a> {
    value: &'a Value,
    words: &'a Words,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn wrong(&mut self, field: &str, what: &Message) {
        self.problems.push(Problem::new(field, what, self.words));
    }

    /// `null` and an empty text are as good as nothing: tables are full of them.
    fn text(&mut self, field: &str) -> Option<String> {
        match self.value.get(field) {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => {
                let text = text.trim();
                (!text.is_empty()).then(|| text.to_owned())
            }
            Some(_) => {
                self.wrong(field, &msg!("line-not-text", field = field));
                None
            }
        }
    }

    fn flag(&mut self, field: &str) -> bool {
        match self.value.get(field) {
            None | Some(Value::Null) => false,
            Some(Value::Bool(yes)) => *yes,
            Some(_) => {
                self.wrong(field, &msg!("line-not-flag", field = field));
                false
            }
        }
    }

    /// Whether somebody gets it once for this day, and once for ever.
    fn once(&mut self) -> (bool, bool) {
        match self.value.get("once") {
            Some(Value::String(text)) if text == "ever" => (true, true),
            None | Some(Value::Null | Value::Bool(_)) => (self.flag("once"), false),
            Some(_) => {
                self.wrong("once", &msg!("line-not-once", field = "once"));
                (false, false)
            }
        }
    }

    fn choice(&mut self, field: &str, known: &[&str]) -> Option<String> {
        let text = self.text(field)?;
        if known.contains(&text.as_str()) {
            return Some(text);
        }
        self.wrong(field, &msg!("line-choice", field = field, value = text, known = known.join(", ")));
        None
    }

    fn formats(&mut self) -> Vec<Format> {
        let texts: Vec<&Value> = self.value.get("format").map(Value::many).unwrap_or_default().iter().collect();
        let mut formats = Vec::new();
        for text in texts.into_iter().filter(|v| !matches!(v, Value::Null)) {
            match text.as_str().and_then(Format::from_name) {
                Some(format) => formats.push(format),
                None => {
                    let known = Format::ALL.map(Format::as_str).join(", ");
                    self.wrong(
                        "format",
                        &msg!("line-choice", field = "format", value = text.to_compact(), known = known),
                    );
                }
            }
        }
        formats
    }

    fn evidence(&mut self) -> Vec<(Option<String>, Option<String>)> {
        let entries: Vec<&Value> = self.value.get("evidence").map(Value::many).unwrap_or_default().iter().collect();
        let mut all = Vec::new();
        for entry in entries {
            let text = |name: &str| entry.get(name).and_then(Value::as_str).map(str::to_owned);
            match entry {
                Value::Null => {}
                Value::String(text) => all.push(evidence_text(text)),
                Value::Object(_) if text("url").is_some() || text("narrative").is_some() => {
                    all.push((text("url"), text("narrative")));
                }
                _ => self.wrong("evidence", &msg!("line-evidence")),
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(line: &str) -> Vec<(String, String)> {
        let (_, read) = read_line(line.as_bytes(), &Words::new(Lang::Fr));
        read.map(|_| Vec::new()).unwrap_or_else(|p| p.into_iter().map(|p| (p.field, p.code)).collect())
    }

    #[test]
    fn a_line_is_read_like_the_options() {
        let line = r#"{"ref":7,"achievement":"a","to":"lea@example.org","evidence":["https://e.org, vu",{"url":"https://e.org/2"}],
            "format":["ob3","ob2-signed"],"image":"both","minor":true,"language":"en","name":null,"narrative":" "}"#;
        let (reference, read) = read_line(line.as_bytes(), &Words::new(Lang::Fr));
        let request = read.unwrap();
        assert_eq!(reference, Some(serde_json::json!(7)));
        assert_eq!(request.evidence.len(), 2);
        assert_eq!(request.formats, [Format::Ob3, Format::Ob2Signed]);
        assert!(request.minor && request.name.is_none() && request.narrative.is_none());
    }

    #[test]
    fn what_is_wrong_is_named() {
        let code = |field: &str, code: &str| (field.to_owned(), code.to_owned());
        assert_eq!(codes("{"), [code("", "line-not-json")]);
        assert_eq!(codes("[]"), [code("", "line-not-object")]);
        assert_eq!(codes(r#"{"a":1,"a":2}"#), [code("", "line-not-json")]);
        assert_eq!(
            codes(r#"{"to":1,"acheivement":"x","card":"yes","format":"ob4","evidence":[3]}"#),
            [
                code("acheivement", "line-unknown-near"),
                code("to", "line-not-text"),
                code("card", "line-not-flag"),
                code("evidence", "line-evidence"),
                code("format", "line-choice"),
                code("achievement", "line-no-achievement"),
            ]
        );
    }
}
