//! Formats a hand-over draft as Markdown in the user's language, for the screen and the command line.

use chrono::{Datelike, NaiveDate};

use crate::engine::coverage::types::CoverageState;
use crate::engine::desk::{Desk, TicketRow};
use crate::engine::handover::draft::{CoverageShortfall, HandOverDraft, UpcomingAbsence};
use crate::model::figure::FigureId;
use crate::model::ids::{PersonId, TicketId};
use crate::model::text::fit;
use crate::model::time::{Instant, Zone};
use crate::presentation::catalog::{Catalog, CatalogValue};
use crate::presentation::numbers::format_duration;

/// Maximum items per section; the rest is counted.
const MAX_LISTED: usize = 12;
/// Maximum items of the “also waiting” section.
const MAX_WAITING_LISTED: usize = 5;
const SUBJECT_COLUMNS: usize = 60;

/// Context for formatting hand-over and huddle pages.
pub struct PageFormatter<'a> {
    pub words: &'a Catalog,
    pub zone: Zone,
    pub desk: &'a Desk,
    /// The reference moment: times on the same day are shown without a date.
    pub at: Instant,
}

impl PageFormatter<'_> {
    /// The hand-over page.
    pub fn hand_over_page(&self, draft: &HandOverDraft) -> String {
        let mut out = MarkdownPage::default();
        let shift = draft.shift.as_deref().map(|shift| format!("{} · ", escape_markdown(shift))).unwrap_or_default();
        out.line(&format!("# {} · {shift}{}", self.t("handover-title"), self.format_full_moment(draft.at)));
        out.line("");
        out.line(&self.tt(
            "handover-summary",
            &[
                ("until", self.format_moment(draft.until).into()),
                ("breached", draft.breached.len().into()),
                ("risk", draft.at_risk.len().into()),
                ("promises", draft.promises.len().into()),
                ("escalated", draft.escalated.len().into()),
                ("unassigned", draft.unassigned.into()),
                ("open", draft.open_tickets.into()),
            ],
        ));
        self.since_last_section(draft, &mut out);
        let clocks = |ids: &[TicketId]| ids.iter().map(|id| self.sla_clock_line(*id, draft.at)).collect::<Vec<_>>();
        self.section("handover-breached", clocks(&draft.breached), MAX_LISTED, &mut out);
        self.section("handover-risk", clocks(&draft.at_risk), MAX_LISTED, &mut out);
        let promises = draft.promises.iter().map(|(id, due)| self.promise_line(*id, *due, draft.at));
        self.section("handover-promises", promises.collect(), MAX_LISTED, &mut out);
        let escalated = draft.escalated.iter().map(|id| self.escalation_line(*id));
        self.section("handover-escalated", escalated.collect(), MAX_LISTED, &mut out);
        let waiting = draft.waiting_on_us.iter().map(|id| self.ticket_line(*id));
        self.section("handover-waiting", waiting.collect(), MAX_WAITING_LISTED, &mut out);
        self.section(
            "handover-coverage",
            draft.coverage_shortfalls.iter().map(|spell| self.coverage_line(spell)).collect(),
            MAX_LISTED,
            &mut out,
        );
        self.section(
            "handover-away",
            draft.absences.iter().map(|one| self.absence_line(one)).collect(),
            MAX_LISTED,
            &mut out,
        );
        out.heading(&self.t("handover-own"));
        out.line("- ");
        out.text
    }

    fn since_last_section(&self, draft: &HandOverDraft, out: &mut MarkdownPage) {
        let since = &draft.since;
        let heading = match &since.last {
            Some(last) if last.at == since.period.from => {
                let who =
                    last.author.person.map(|who| self.person_name(who)).unwrap_or_else(|| last.author.login.clone());
                self.tt("handover-since", &[("who", who.into()), ("when", self.format_moment(last.at).into())])
            }
            _ => self.tt("handover-since-morning", &[("when", self.format_moment(since.period.from).into())]),
        };
        out.heading(&heading);
        let figures = &since.figures;
        out.item(&self.tt(
            "handover-flow",
            &[
                ("received", figures.n(FigureId::Received).into()),
                ("solved", figures.n(FigureId::Solved).into()),
                ("reopened", figures.share_summary(FigureId::Reopen).hits.into()),
            ],
        ));
        let first = figures.spread(FigureId::FirstResponse);
        if first.n > 0 {
            out.item(&self.tt(
                "handover-first-response",
                &[
                    ("median", format_duration(first.median).into()),
                    ("n", first.n.into()),
                    ("unanswered", figures.n(FigureId::Unanswered).into()),
                ],
            ));
        }
        if !since.mentioned_tickets.is_empty() {
            let (gone, left) = draft.mentioned_outcome();
            let left_named: Vec<_> = left.iter().take(MAX_LISTED).map(|id| format!("#{id}")).collect();
            let key = if left.is_empty() { "handover-became-all" } else { "handover-became" };
            let more = left.len().saturating_sub(MAX_LISTED);
            let mut which = left_named.join(", ");
            if more > 0 {
                which.push_str(&format!(", {}", self.tt("handover-more-tail", &[("n", more.into())])));
            }
            let values = [("n", since.mentioned_tickets.len().into()), ("gone", gone.into()), ("which", which.into())];
            out.item(&self.tt(key, &values));
        }
    }

    /// A heading with the number of lines, then the lines; nothing if empty.
    pub(super) fn section(&self, key: &str, lines: Vec<String>, most: usize, out: &mut MarkdownPage) {
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

    fn open_ticket(&self, id: TicketId) -> Option<&TicketRow> {
        self.desk.tickets.get(&id)
    }

    /// `**#4182** Refund still missing · Hoa N. · Minh`.
    pub(super) fn ticket_line(&self, id: TicketId) -> String {
        let Some(row) = self.open_ticket(id) else { return format!("**#{id}**") };
        let who = row.assignee.map_or_else(|| self.t("handover-nobody"), |who| self.person_name(who));
        let customer = row.customer.as_deref().map(|name| format!(" · {}", escape_markdown(name))).unwrap_or_default();
        format!(
            "**#{id}** {}{customer} · {}",
            escape_markdown(&fit(row.title(), SUBJECT_COLUMNS)),
            escape_markdown(&who)
        )
    }

    pub(super) fn sla_clock_line(&self, id: TicketId, now: Instant) -> String {
        // Absolute time, because the page is read hours later.
        match self.open_ticket(id).and_then(|row| row.clock.as_ref()?.due_at()) {
            Some(due) => self.promise_line(id, due, now),
            None => self.ticket_line(id),
        }
    }

    pub(super) fn promise_line(&self, id: TicketId, due: Instant, now: Instant) -> String {
        let key = if due <= now { "handover-overdue" } else { "handover-due" };
        format!("{} · {}", self.ticket_line(id), self.tt(key, &[("when", self.format_moment(due).into())]))
    }

    pub(super) fn escalation_line(&self, id: TicketId) -> String {
        let level = self.open_ticket(id).map_or(0, |row| row.escalation);
        format!("{} · {}", self.ticket_line(id), self.t(&format!("level-{level}")))
    }

    pub(super) fn coverage_line(&self, spell: &CoverageShortfall) -> String {
        let key = match (spell.state, spell.seated) {
            (CoverageState::Gap, 0) => "handover-nobody-there",
            (CoverageState::Gap, _) => "handover-gap",
            _ => "handover-stretched",
        };
        let profile = self.t(&format!("profile-{}", spell.profile));
        let time = format!("{} – {}", self.format_moment(spell.from), self.format_time(spell.to));
        let (need, seated) = (spell.need as usize, spell.seated);
        let values =
            [("profile", profile.into()), ("time", time.into()), ("seated", seated.into()), ("need", need.into())];
        self.tt(key, &values)
    }

    pub(super) fn absence_line(&self, ahead: &UpcomingAbsence) -> String {
        let days = if ahead.first == ahead.last {
            self.format_day(ahead.first)
        } else {
            format!("{} – {}", self.format_day(ahead.first), self.format_day(ahead.last))
        };
        let hours = ahead.hours.map(|hours| format!(", {hours}"));
        let why = self.t(&format!("absence-{}", ahead.kind.name()));
        format!(
            "**{}** · {why} · {days}{}",
            escape_markdown(&self.person_name(ahead.person)),
            hours.unwrap_or_default()
        )
    }

    pub(super) fn person_name(&self, person: PersonId) -> String {
        self.desk.team.name(person).map_or_else(|| format!("{}", person.0), str::to_owned)
    }

    /// `16:00` on the reference day, else `Sat 21 Nov 16:00`.
    pub(super) fn format_moment(&self, at: Instant) -> String {
        if self.zone.date(at) == self.zone.date(self.at) { self.format_time(at) } else { self.format_full_moment(at) }
    }

    pub(super) fn format_full_moment(&self, at: Instant) -> String {
        format!("{} {}", self.format_day(self.zone.date(at)), self.format_time(at))
    }

    fn format_time(&self, at: Instant) -> String {
        self.zone.civil(at).format("%H:%M").to_string()
    }

    pub(super) fn format_day(&self, day: NaiveDate) -> String {
        let weekday = self.t(&format!("day-{}", day.weekday().number_from_monday()));
        let month = self.t(&format!("month-{}", day.month()));
        let date = self.tt("date", &[("day", day.day().to_string().into()), ("month", month.into())]);
        format!("{weekday} {date}")
    }

    pub(super) fn t(&self, key: &str) -> String {
        self.words.get(key)
    }

    pub(super) fn tt(&self, key: &str, values: &[(&str, CatalogValue)]) -> String {
        self.words.format(key, values)
    }
}

/// Builds a Markdown page line by line.
#[derive(Default)]
pub(super) struct MarkdownPage {
    pub text: String,
}

impl MarkdownPage {
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
pub(super) fn escape_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '|') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}
