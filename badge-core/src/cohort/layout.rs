//! Which columns hold what, and what is the same for all rows of a table.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::column::Field;
use super::date::Order;
use super::email;
use super::grid::{Kind, Row as Line};
use super::table::Table;
use crate::place::Slug;

/// Which columns hold what, found once for all rows.
#[derive(Debug)]
pub(super) struct Layout {
    fields: Vec<(Field, usize)>,
    /// In which columns the days themselves show what comes first.
    pub(super) orders: HashMap<usize, Order>,
    /// What was found about a domain: a table has few, and comparing each with every provider costs most of a row.
    meant: Mutex<HashMap<String, Option<String>>>,
}

impl Layout {
    pub(super) fn new(table: &Table) -> Self {
        let used = table.columns.iter().enumerate().filter(|(_, c)| !c.again);
        let fields: Vec<(Field, usize)> = used.filter_map(|(at, c)| Some((c.field.clone()?, at))).collect();
        let days = fields.iter().filter(|(f, _)| matches!(f, Field::Date | Field::Expires | Field::Birth));
        let order = |at: usize| {
            let rows = table.grid.rows().skip(table.header.saturating_add(1));
            let text = |row: Line| Some(row.cell(at)).filter(|c| c.kind == Kind::Plain).map(|c| c.text.to_owned());
            Order::shown(rows.filter_map(text))
        };
        let orders = days.filter_map(|(_, at)| Some((*at, order(*at)?))).collect();
        Self { fields, orders, meant: Mutex::default() }
    }

    pub(super) fn columns<'l>(&'l self, field: &'l Field) -> impl Iterator<Item = usize> + 'l {
        self.fields.iter().filter(move |(f, _)| f == field).map(|(_, at)| *at)
    }

    pub(super) fn ticks(&self) -> impl Iterator<Item = (&Slug, usize)> {
        self.fields.iter().filter_map(|(f, at)| if let Field::Tick(slug) = f { Some((slug, *at)) } else { None })
    }

    pub(super) fn meant(&self, domain: &str) -> Option<String> {
        let mut known = self.meant.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.get(domain) {
            return found.clone();
        }
        let found = email::meant(domain);
        known.insert(domain.to_owned(), found.clone());
        found
    }

    /// The columns that say who somebody is.
    pub(super) fn people(&self) -> impl Iterator<Item = usize> + '_ {
        let who = [&Field::Email, &Field::Name, &Field::GivenName, &Field::FamilyName];
        who.into_iter().flat_map(|field| self.columns(field))
    }

    /// The column by which the person of a row is shown: the first of them in which something is written.
    pub(super) fn person(&self, line: &Line) -> Option<usize> {
        self.people().find(|at| !line.cell(*at).text.is_empty())
    }

    pub(super) fn column(&self, field: &Field) -> Option<usize> {
        self.columns(field).next()
    }

    /// Whether cells of a column are read at all.
    pub(super) fn is_read(&self, column: usize) -> bool {
        self.fields.iter().any(|(f, at)| *at == column && !matches!(f, Field::Result | Field::Ignore | Field::State))
    }
}
