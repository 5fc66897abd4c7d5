//! What the members of an object make together: a node, a value, a list or a set.

use super::error::{FaultKind, LdError, SyntaxFault};
use super::expand::{Expander, Out, Under};
use super::iri::Keyword;
use super::member::Found;
use super::plain::is_of_the_model;
use super::tree::{Item, Node, Scalar, Spot, Value};
use crate::json;

impl<'a> Expander<'a, '_> {
    /// What the members of an object make together.
    pub(super) fn conclude(
        &mut self,
        found: Found<'a>,
        under: Under<'a>,
        at: Spot,
        in_list: bool,
    ) -> Result<Out<'a>, LdError> {
        let loose = !in_list && under.is_loose();
        let says_more = found.says_something || found.graph.is_some();
        if let Some((value, value_at)) = found.value {
            if says_more || found.id.is_some() || found.items.is_some() {
                return self.syntax(at, SyntaxFault::Value);
            }
            // A text with its language is as plain as it can be; any other value could stand there by itself.
            let hidden = under.key.is_some_and(is_of_the_model) && found.language.is_none();
            if hidden || found.type_key.is_some_and(|(key, _)| key != "@type") {
                self.disguise(at, "@value");
            }
            return self.conclude_value(found, (value, value_at), at, loose);
        }
        if found.json_type {
            self.fault(at, FaultKind::UndefinedType("@json".to_owned()));
        }
        if let Some((key, at)) = found.type_key.filter(|(key, _)| *key != "type") {
            self.disguise(at, key);
        }
        if let (Some(at), Some(tag)) = (found.language_at, &found.language) {
            self.fault(at, FaultKind::LanguageOfNode(tag.to_string()));
        }
        if let Some(items) = found.items {
            let alone = !says_more && found.id.is_none() && found.types.is_empty() && !found.bad_type;
            if !alone || found.seen & (1 << Keyword::Set as u32) != 0 && found.seen & (1 << Keyword::List as u32) != 0 {
                return self.syntax(at, SyntaxFault::SetOrList);
            }
            if found.seen & (1 << Keyword::List as u32) == 0 {
                return Ok(Out::Many(items));
            }
            if loose {
                self.fault(at, FaultKind::FreeFloating);
                return Ok(Out::Nothing);
            }
            return Ok(Out::One(Item::List(items)));
        }
        let has_type = found.seen & (1 << Keyword::Type as u32) != 0;
        if loose && !says_more && !has_type {
            self.fault(at, FaultKind::SaysNothing);
            return Ok(Out::Nothing);
        }
        Ok(Out::One(Item::Node(Node {
            at,
            id: found.id,
            types: found.types,
            language: found.language,
            properties: found.properties,
            graph: found.graph,
        })))
    }

    fn conclude_value(
        &mut self,
        found: Found<'a>,
        (value, value_at): (&'a json::Value, Spot),
        at: Spot,
        loose: bool,
    ) -> Result<Out<'a>, LdError> {
        let typed = usize::from(found.json_type) + found.types.len();
        if typed > 1
            || (typed == 1 && found.seen & (1 << Keyword::Language as u32 | 1 << Keyword::Direction as u32) != 0)
        {
            return self.syntax(at, SyntaxFault::Value);
        }
        let scalar = match value {
            _ if found.json_type && found.is_json => Scalar::Json(value),
            json::Value::Null => {
                self.fault(value_at, FaultKind::NullValue);
                return Ok(Out::Nothing);
            }
            json::Value::String(text) => Scalar::Text(text),
            _ if found.language.is_some() => return self.syntax(at, SyntaxFault::Language),
            json::Value::Number(n) => Scalar::Number(*n),
            json::Value::Bool(b) => Scalar::Bool(*b),
            json::Value::Array(_) | json::Value::Object(_) => return self.syntax(at, SyntaxFault::Value),
        };
        if found.types.first().is_some_and(|t| t.starts_with("_:")) {
            return self.syntax(at, SyntaxFault::Value);
        }
        if loose {
            self.fault(at, FaultKind::FreeFloating);
            return Ok(Out::Nothing);
        }
        if found.bad_type {
            return Ok(Out::Nothing); // already a fault
        }
        let datatype = found.types.into_iter().next();
        Ok(Out::One(Item::Value(Value { at, scalar, datatype, language: found.language })))
    }
}
