//! The place while a table is awarded: nobody else writes, but while somebody is asked, who may take an hour to answer.

use std::collections::{BTreeMap, BTreeSet};

use badge_core::cohort::{Plan, State, Table};
use badge_core::place::Token;
use badge_core::place::people::{People, Person};
use badge_core::place::register::Register;
use badge_core::time::Timestamp;

use crate::args::{BatchIssue, Changed};
use crate::ask;
use crate::award::{Desk, Jobs, Style};
use crate::command::Context;
use crate::error::Failure;
use crate::message::msg;
use crate::passphrase::can_ask;
use crate::place::{Folder, Hiding, Writer};

/// The place: taken for writing, or in a dry run only looked at.
pub(super) struct Held {
    /// Nobody else writes while it is there.
    pub(super) writer: Option<Writer>,
    /// What was read without it.
    pub(super) aside: (Register, People),
}

impl Held {
    pub(super) fn take(folder: &Folder, dry_run: bool, cx: &Context) -> Result<Self, Failure> {
        if !dry_run {
            return Ok(Self { writer: Some(folder.writer(&cx.printer)?), aside: Default::default() });
        }
        let register = folder.register()?;
        let people = folder.people(&register)?;
        Ok(Self { writer: None, aside: (register, people) })
    }

    pub(super) fn known(&self) -> (&Register, &People) {
        match &self.writer {
            Some(writer) => (writer.register(), writer.people()),
            None => (&self.aside.0, &self.aside.1),
        }
    }

    /// Does what may ask somebody. Where it `asks`, the place is let go meanwhile, and nothing is done where others wrote
    /// in that time, for it was asked about something else. `ask` is told who holds the place, if anybody does.
    fn asking<T>(
        &mut self,
        folder: &Folder,
        asks: bool,
        cx: &Context,
        ask: impl FnOnce(Option<&Writer>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let Some(paused) = self.writer.take_if(|_| asks).map(Writer::pause) else { return ask(self.writer.as_ref()) };
        let keys = states_of_keys(folder)?;
        let answer = ask(None)?;
        self.writer = folder.writer_unchanged(&cx.printer, paused)?;
        // A key that was retired or stolen meanwhile signs nothing; one may have been made.
        let now = states_of_keys(folder)?;
        match self.writer {
            Some(_) if keys.iter().all(|key| now.contains(key)) => Ok(answer),
            _ => Err(Failure::new(msg!("batch-overtaken"))),
        }
    }

    /// Asks, at a terminal, before the table takes back what people had agreed to: one wrong column may name everybody.
    pub(super) fn ask_to_take_back(&mut self, count: usize, folder: &Folder, cx: &Context) -> Result<(), Failure> {
        if count == 0 || self.writer.is_none() || !ask::may_ask(&cx.settings) {
            return Ok(());
        }
        let question = msg!("batch-take-back-ask", count = count);
        match self.asking(folder, true, cx, |_| ask::confirm(&cx.settings, &cx.printer, &question))? {
            true => Ok(()),
            false => Err(Failure::new(msg!("not-confirmed"))),
        }
    }

    /// Asks, at a terminal, before pages go of people whom the table calls minors, or says no of; `noted` is what it leaves of
    /// them.
    pub(super) fn ask_to_hide(
        &mut self,
        noted: impl FnOnce(&People) -> BTreeMap<Token, Person>,
        folder: &Folder,
        now: Timestamp,
        cx: &Context,
    ) -> Result<(), Failure> {
        if self.writer.is_none() || !ask::may_ask(&cx.settings) {
            return Ok(());
        }
        let hiding = Hiding::of(noted(self.known().1), self.known(), now);
        let count = hiding.kept.values().collect::<BTreeSet<_>>().len();
        let pages = folder.pages_to_hide(&hiding)?;
        if count == 0 || (pages.files.is_empty() && pages.unreachable.is_empty()) {
            return Ok(());
        }
        let question = msg!("batch-hide-ask", count = count, badges = hiding.kept.len());
        match self.asking(folder, true, cx, |_| ask::confirm(&cx.settings, &cx.printer, &question))? {
            true => Ok(()),
            false => Err(Failure::new(msg!("not-confirmed"))),
        }
    }

    /// Whether changed rows replace their awards: said, or asked.
    pub(super) fn ask_about_changes(
        &mut self,
        (args, changed): (&BatchIssue, &[String]),
        folder: &Folder,
        cx: &Context,
    ) -> Result<bool, Failure> {
        self.asking(folder, may_ask_about(changed), cx, |_| wants_update(args, changed, cx))
    }

    /// Makes the keys ready that awards need which keep their forms, and asks whether to award at all.
    pub(super) fn ask_to_award(
        &mut self,
        desk: &mut Desk<'_>,
        (jobs, style): (&Jobs<'_>, &Style),
        cx: &Context,
    ) -> Result<(), Failure> {
        let awards = !jobs.is_empty() && self.writer.is_some();
        let kept = jobs.kept_formats(style);
        // A key that there is no more is made, and somebody may be asked for its passphrase.
        let asks = ask::may_ask(&cx.settings) || (can_ask() && !desk.has_keys(&kept, style.suite)?);
        self.asking(&desk.folder.clone(), awards && asks, cx, |writer| {
            desk.need_keys(&kept, style.suite, style.now, writer)?;
            if awards {
                cx.printer.note(&msg!("batch-confirm", count = jobs.len()));
            }
            match !awards || ask::confirm(&cx.settings, &cx.printer, &msg!("confirm"))? {
                true => Ok(()),
                false => Err(Failure::new(msg!("not-confirmed"))),
            }
        })
    }
}

/// A key by its name, and since when it signs no more, or is not to be believed.
type KeyState = (String, Option<Timestamp>, Option<Timestamp>);

fn states_of_keys(folder: &Folder) -> Result<Vec<KeyState>, Failure> {
    Ok(folder.keys()?.into_iter().map(|key| (key.thumbprint, key.retired, key.revoked)).collect())
}

/// The lines of which it has to be said whether they replace what was awarded for them: none where that is said.
pub(super) fn changed_lines(args: &BatchIssue, (plan, table): (&Plan, &Table)) -> Vec<String> {
    let rows = plan.rows(table).filter(|_| args.changed.is_none());
    let changed = rows.filter(|r| r.state() != State::Problem && r.awards().any(|award| award.changed));
    changed.map(|r| r.line().to_string()).collect()
}

/// Whether there is something to ask about changed rows, and somebody to ask.
pub(super) fn may_ask_about(changed: &[String]) -> bool {
    !changed.is_empty() && can_ask()
}

/// Whether changed rows replace their awards: said, or asked. Nobody to ask is no answer (D-41).
fn wants_update(args: &BatchIssue, lines: &[String], cx: &Context) -> Result<bool, Failure> {
    match args.changed {
        Some(choice) => Ok(choice == Changed::Update),
        None if lines.is_empty() => Ok(false),
        None => {
            let question = msg!("batch-changed-ask", count = lines.len(), lines = shortened(lines));
            match ask::line(&cx.printer, &question)?.map(|answer| answer.to_lowercase()) {
                Some(answer) if matches!(answer.as_str(), "o" | "oui" | "y" | "yes" | "update") => Ok(true),
                Some(_) => Ok(false),
                None => Err(Failure::new(msg!("batch-changed", count = lines.len(), lines = shortened(lines)))),
            }
        }
    }
}

fn shortened(lines: &[String]) -> String {
    let shown = lines.iter().take(20).cloned().collect::<Vec<_>>().join(", ");
    if lines.len() > 20 { format!("{shown}…") } else { shown }
}
