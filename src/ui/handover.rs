//! Formats a hand-over draft as Markdown in the user's language, for the screen and the command line.

use chrono::{Datelike, NaiveDate};

use crate::engine::coverage::CoverageState;
use crate::engine::desk::{Desk, Row};
use crate::engine::handover::draft::{Ahead, Draft, Spell};
use crate::model::figure::FigureId;
use crate::model::ids::{PersonId, TicketId};
use crate::model::text::fit;
use crate::model::time::{Instant, Zone};
use super::widgets::numbers::took;
use super::words::{Value, Words};

/// Maximum items per section; the rest is counted.
const MOST: usize = 12;
/// Maximum items of the “also waiting” section.
const MOST_WAITING: usize = 5;
const SUBJECT: usize = 60;

/// Context for formatting hand-over and huddle pages.
pub struct Teller<'a> {
    pub words: &'a Words,
    pub zone: Zone,
    pub desk: &'a Desk,
    /// The reference moment: times on the same day are shown without a date.
    pub at: Instant,
}

impl Teller<'_> {
    /// The hand-over page.
    pub fn markdown(&self, draft: &Draft) -> String {
        let mut out = Written::default();
        let shift = draft.shift.as_deref().map(|shift| format!("{} · ", escaped(shift))).unwrap_or_default();
        out.line(&format!("# {} · {shift}{}", self.t("handover-title"), self.in_full(draft.at)));
        out.line("");
        out.line(&self.tt(
            "handover-summary",
            &[
                ("until", self.moment(draft.until).into()),
                ("breached", draft.breached.len().into()),
                ("risk", draft.at_risk.len().into()),
                ("promises", draft.promises.len().into()),
                ("escalated", draft.escalated.len().into()),
                ("unassigned", draft.unassigned.into()),
                ("open", draft.open.into()),
            ],
        ));
        self.since(draft, &mut out);
        let clocks = |ids: &[TicketId]| ids.iter().map(|id| self.clock(*id, draft.at)).collect::<Vec<_>>();
        self.section("handover-breached", clocks(&draft.breached), MOST, &mut out);
        self.section("handover-risk", clocks(&draft.at_risk), MOST, &mut out);
        let promises = draft.promises.iter().map(|(id, due)| self.promise(*id, *due, draft.at));
        self.section("handover-promises", promises.collect(), MOST, &mut out);
        let escalated = draft.escalated.iter().map(|id| self.escalated(*id));
        self.section("handover-escalated", escalated.collect(), MOST, &mut out);
        let waiting = draft.waiting.iter().map(|id| self.ticket(*id));
        self.section("handover-waiting", waiting.collect(), MOST_WAITING, &mut out);
        self.section("handover-coverage", draft.weak.iter().map(|spell| self.spell(spell)).collect(), MOST, &mut out);
        self.section("handover-away", draft.absences.iter().map(|one| self.away(one)).collect(), MOST, &mut out);
        out.heading(&self.t("handover-own"));
        out.line("- ");
        out.text
    }

    fn since(&self, draft: &Draft, out: &mut Written) {
        let since = &draft.since;
        let heading = match &since.last {
            Some(last) if last.at == since.period.from => {
                let who = last.author.person.map(|who| self.name(who)).unwrap_or_else(|| last.author.login.clone());
                self.tt("handover-since", &[("who", who.into()), ("when", self.moment(last.at).into())])
            }
            _ => self.tt("handover-since-morning", &[("when", self.moment(since.period.from).into())]),
        };
        out.heading(&heading);
        let figures = &since.figures;
        out.item(&self.tt(
            "handover-flow",
            &[
                ("received", figures.n(FigureId::Received).into()),
                ("solved", figures.n(FigureId::Solved).into()),
                ("reopened", figures.share(FigureId::Reopen).hits.into()),
            ],
        ));
        let first = figures.spread(FigureId::FirstResponse);
        if first.n > 0 {
            out.item(&self.tt(
                "handover-first-reply",
                &[
                    ("median", took(first.median).into()),
                    ("n", first.n.into()),
                    ("unanswered", figures.n(FigureId::Unanswered).into()),
                ],
            ));
        }
        if !since.named.is_empty() {
            let (gone, left) = draft.became();
            let left_named: Vec<_> = left.iter().take(MOST).map(|id| format!("#{id}")).collect();
            let key = if left.is_empty() { "handover-became-all" } else { "handover-became" };
            let more = left.len().saturating_sub(MOST);
            let mut which = left_named.join(", ");
            if more > 0 {
                which.push_str(&format!(", {}", self.tt("handover-more-tail", &[("n", more.into())])));
            }
            let values = [("n", since.named.len().into()), ("gone", gone.into()), ("which", which.into())];
            out.item(&self.tt(key, &values));
        }
    }

    /// A heading with the number of lines, then the lines; nothing if empty.
    pub(super) fn section(&self, key: &str, lines: Vec<String>, most: usize, out: &mut Written) {
        if lines.is_empty() {
            return;
        }
        out.heading(&format!("{} ({})", self.t(key), lines.len()));
        let shown = if lines.len() <= most + 1 { lines.len() } else { most };
        lines.iter().take(shown).for_each(|line| out.item(line));
        if lines.len() > shown {
            out.item(&self.tt("handover-more", &[("n", (lines.len() - shown).into())]));
        }
    }

    fn row(&self, id: TicketId) -> Option<&Row> {
        self.desk.tickets.get(&id)
    }

    /// `**#4182** Refund still missing · Hoa N. · Minh`.
    pub(super) fn ticket(&self, id: TicketId) -> String {
        let Some(row) = self.row(id) else { return format!("**#{id}**") };
        let who = row.assignee.map_or_else(|| self.t("handover-nobody"), |who| self.name(who));
        let customer = row.customer.as_deref().map(|name| format!(" · {}", escaped(name))).unwrap_or_default();
        format!("**#{id}** {}{customer} · {}", escaped(&fit(row.title(), SUBJECT)), escaped(&who))
    }

    pub(super) fn clock(&self, id: TicketId, now: Instant) -> String {
        // Absolute time, because the page is read hours later.
        match self.row(id).and_then(|row| row.clock.as_ref()?.due_at()) {
            Some(due) => self.promise(id, due, now),
            None => self.ticket(id),
        }
    }

    pub(super) fn promise(&self, id: TicketId, due: Instant, now: Instant) -> String {
        let key = if due <= now { "handover-lapsed" } else { "handover-due" };
        format!("{} · {}", self.ticket(id), self.tt(key, &[("when", self.moment(due).into())]))
    }

    pub(super) fn escalated(&self, id: TicketId) -> String {
        let level = self.row(id).map_or(0, |row| row.escalation);
        format!("{} · {}", self.ticket(id), self.t(&format!("level-{level}")))
    }

    pub(super) fn spell(&self, spell: &Spell) -> String {
        let key = match (spell.state, spell.seated) {
            (CoverageState::Gap, 0) => "handover-nobody-there",
            (CoverageState::Gap, _) => "handover-gap",
            _ => "handover-stretched",
        };
        let profile = self.t(&format!("profile-{}", spell.profile));
        let time = format!("{} – {}", self.moment(spell.from), self.clock_of(spell.to));
        let (need, seated) = (spell.need as usize, spell.seated);
        let values =
            [("profile", profile.into()), ("time", time.into()), ("seated", seated.into()), ("need", need.into())];
        self.tt(key, &values)
    }

    pub(super) fn away(&self, ahead: &Ahead) -> String {
        let days = if ahead.first == ahead.last {
            self.day(ahead.first)
        } else {
            format!("{} – {}", self.day(ahead.first), self.day(ahead.last))
        };
        let hours = ahead.hours.map(|hours| format!(", {hours}"));
        let why = self.t(&format!("absence-{}", ahead.kind.name()));
        format!("**{}** · {why} · {days}{}", escaped(&self.name(ahead.person)), hours.unwrap_or_default())
    }

    pub(super) fn name(&self, person: PersonId) -> String {
        self.desk.team.name(person).map_or_else(|| format!("{}", person.0), str::to_owned)
    }

    /// `16:00` on the reference day, else `Sat 21 Nov 16:00`.
    pub(super) fn moment(&self, at: Instant) -> String {
        if self.zone.date(at) == self.zone.date(self.at) { self.clock_of(at) } else { self.in_full(at) }
    }

    pub(super) fn in_full(&self, at: Instant) -> String {
        format!("{} {}", self.day(self.zone.date(at)), self.clock_of(at))
    }

    fn clock_of(&self, at: Instant) -> String {
        self.zone.civil(at).format("%H:%M").to_string()
    }

    pub(super) fn day(&self, day: NaiveDate) -> String {
        let weekday = self.t(&format!("day-{}", day.weekday().number_from_monday()));
        let month = self.t(&format!("month-{}", day.month()));
        let date = self.tt("date", &[("day", day.day().to_string().into()), ("month", month.into())]);
        format!("{weekday} {date}")
    }

    pub(super) fn t(&self, key: &str) -> String {
        self.words.get(key)
    }

    pub(super) fn tt(&self, key: &str, values: &[(&str, Value)]) -> String {
        self.words.with(key, values)
    }
}

/// Builds a Markdown page line by line.
#[derive(Default)]
pub(super) struct Written {
    pub text: String,
}

impl Written {
    pub fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    pub fn heading(&mut self, heading: &str) {
        self.line("");
        self.line(&format!("## {heading}"));
    }

    pub fn item(&mut self, item: &str) {
        self.line(&format!("- {item}"));
    }
}

/// Escapes Markdown syntax.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '|') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}
