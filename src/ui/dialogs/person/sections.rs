//! Sections of the person dialog as lines of a given width.

use ratatui::text::{Line, Span};

use super::notes::kind_prefix;
use super::{facts, rows};
use crate::engine::metrics::summary::Figures;
use crate::engine::presence::upcoming_shifts;
use crate::engine::summary::LOW_SAMPLE_COUNT;
use crate::engine::{skills, targets};
use crate::model::figure::FigureId;
use crate::model::ids::PersonId;
use crate::model::person::Person;
use crate::model::shift::Absence;
use crate::model::target::FigureReading;
use crate::model::text::{clean_line, fit, pad, pad_left, width, wrap};
use crate::model::ticket::WaitsOn;
use crate::presentation::numbers;
use crate::ui::action::Action;
use crate::ui::view::View;
use crate::ui::widgets::dates;

/// Maximum numbers of listed shifts, tickets and notes.
const MAX_SHIFTS: usize = 7;
const MAX_TICKETS: usize = 6;
const MAX_NOTES: usize = 5;

type SectionLines = Vec<Line<'static>>;

/// Facts, week, tickets, skills, figures and notes.
pub fn person_sections(id: PersonId, person: &Person, columns: usize, view: &View) -> [SectionLines; 6] {
    [
        facts::fact_lines(id, person, columns, view),
        week_lines(id, columns, view),
        ticket_lines(id, columns, view),
        skill_lines(person, columns, view),
        figure_lines(id, person, columns, view),
        note_lines(id, columns, view),
    ]
}

fn heading(text: String, more: String, view: &View) -> Line<'static> {
    let more = if more.is_empty() { more } else { format!(" · {more}") };
    Line::from(vec![Span::styled(text, view.theme.strong), Span::styled(more, view.theme.dim)])
}

fn dim_text(key: &str, columns: usize, view: &View) -> Vec<Line<'static>> {
    wrap(&view.t(key), columns).into_iter().map(|row| Line::styled(row, view.theme.dim)).collect()
}

/// Current and upcoming shifts, and absences.
fn week_lines(id: PersonId, columns: usize, view: &View) -> SectionLines {
    let (theme, zone, team) = (view.theme, view.zone(), &view.desk.team);
    let on = team.shifts.iter().filter(|shift| shift.person == id && shift.covers(zone, view.now));
    let shifts: Vec<_> = on.chain(upcoming_shifts(team, id, zone, view.now)).take(MAX_SHIFTS).collect();
    let mut lines = vec![heading(view.t("card-week"), String::new(), view)];
    for shift in &shifts {
        let away = team
            .absences
            .iter()
            .find(|absence| absence.person == id && absence.overlaps(zone, shift.starts(zone), shift.ends(zone)));
        let (glyph, style) = if shift.covers(zone, view.now) { ("▸ ", theme.accent) } else { ("  ", theme.dim) };
        let hours = shift.hours.to_string();
        let name = clean_line(shift.name.as_deref().unwrap_or_default()).into_owned();
        let mut line = Line::from(vec![
            Span::styled(format!("{glyph}{}  ", pad(&dates::format_day(shift.day, view), 12)), style),
            Span::raw(fit(&format!("{hours} {name}"), columns.saturating_sub(16))),
        ]);
        let away = away.map(|absence| view.t(&format!("away-{}", absence.kind.name())));
        line.spans.extend(away.map(|away| Span::styled(format!("  {away}"), theme.warn)));
        lines.push(line);
    }
    if shifts.is_empty() {
        lines.extend(dim_text("card-no-shifts", columns, view));
    }
    let today = zone.date(view.now);
    let absences = team.absences.iter().filter(|absence| absence.person == id && today <= absence.last);
    lines.extend(absences.map(|one| absence_line(one, columns, view)));
    lines
}

fn absence_line(absence: &Absence, columns: usize, view: &View) -> Line<'static> {
    let mut text = dates::format_day(absence.first, view);
    if absence.last != absence.first {
        text += &format!(" – {}", dates::format_day(absence.last, view));
    }
    if let Some(hours) = absence.hours {
        text += &format!(" {hours}");
    }
    if let Some(note) = absence.note.as_deref().filter(|note| !note.is_empty()) {
        text += &format!(" · {}", clean_line(note));
    }
    let kind = view.t(&format!("away-{}", absence.kind.name()));
    let text = fit(&text, columns.saturating_sub(width(&kind) + 4));
    Line::from(vec![Span::styled(format!("{kind}  "), view.theme.warn), Span::raw(text)])
}

/// Open tickets by who is waited on, and the first of them in queue order.
fn ticket_lines(id: PersonId, columns: usize, view: &View) -> SectionLines {
    let theme = view.theme;
    let all = view.board.first_tickets_of(id, usize::MAX);
    let open = view.tt("card-open", &[("n", all.len().into())]);
    let waits = |on: WaitsOn| {
        let rows = all.iter().filter_map(|id| view.open_ticket(*id));
        rows.filter(|row| row.waits_on() == Some(on)).count()
    };
    let split = [("us", WaitsOn::Us), ("customer-short", WaitsOn::Customer), ("third-short", WaitsOn::ThirdParty)];
    let split: Vec<String> = split.map(|(key, on)| format!("{} {}", view.t(key), waits(on))).into();
    let more = if all.is_empty() { String::new() } else { split.join("  ") };
    let mut lines = vec![heading(open, more, view)];
    let first = all.iter().take(MAX_TICKETS).filter_map(|id| view.open_ticket(*id));
    lines.extend(first.map(|row| {
        let queued = view.queue_status(row);
        let left = queued.time_left.map_or_else(|| numbers::NO_VALUE.into(), numbers::format_time_left);
        let late = queued.time_left.is_some_and(|left| left < chrono::TimeDelta::zero());
        Line::from(vec![
            Span::styled(if late { "▲ " } else { "  " }, theme.bad),
            Span::styled(
                format!("{} {} ", pad_left(&left, 6), pad_left(&row.id.to_string(), 6)),
                if late { theme.bad } else { theme.dim },
            ),
            Span::raw(fit(&clean_line(row.title()), columns.saturating_sub(16))),
        ])
    }));
    if all.len() > MAX_TICKETS {
        let key = view.keymap.first_key(Action::PersonTickets).map(|key| key.to_string()).unwrap_or_default();
        let more = view.tt("card-more-tickets", &[("n", (all.len() - MAX_TICKETS).into()), ("key", key.into())]);
        lines.push(Line::styled(format!("  {more}"), theme.dim));
    }
    lines
}

fn skill_lines(person: &Person, columns: usize, view: &View) -> SectionLines {
    let today = view.zone().date(view.now);
    let card = skills::skill_gaps(person, &view.settings.profile_requirements, today);
    let mut lines = vec![heading(view.t("card-skills"), rows::gap_summary(&card, view), view)];
    let name = card.iter().map(|held| width(&clean_line(&held.skill))).max().unwrap_or(0).min(24);
    lines.extend(card.iter().map(|held| rows::skill_line(held, name, columns, view)));
    if card.is_empty() {
        lines.extend(dim_text("card-no-skills", columns, view));
    }
    lines
}

/// Figures with a target first, judged against it, then the other figures.
fn figure_lines(id: PersonId, person: &Person, columns: usize, view: &View) -> SectionLines {
    let days = view.tt("card-days", &[("n", (view.settings.period_days as usize).into())]);
    let mut lines = vec![heading(view.t("card-figures"), days, view)];
    let Some(metrics) = view.recent_metrics else {
        lines.extend(dim_text("reading", columns, view));
        return lines;
    };
    let agents = &metrics.report.agents;
    let own = agents.binary_search_by_key(&id, |(agent, _)| *agent).ok().map(|at| &agents[at].1);
    let due = targets::targets_of_person(person, &view.settings.profile_requirements);
    let name = |figure: FigureId| view.t(&format!("measure-{}", figure.name()));
    let widest = FigureId::with_targets().map(|figure| width(&name(figure))).max().unwrap_or(0).min(22);
    lines.extend(due.iter().map(|due| rows::target_line(due, own, widest, columns, view)));
    let Some(own) = own else {
        if due.is_empty() {
            lines.extend(dim_text("card-no-figures", columns, view));
        }
        return lines;
    };
    let others = FigureId::with_targets().filter(|figure| !due.iter().any(|due| due.figure == *figure));
    let others = others.filter(|figure| own.n(*figure) > 0);
    lines.extend(others.map(|figure| figure_line(figure, own, widest, &name(figure), view)));
    lines
}

fn figure_line(figure: FigureId, own: &Figures, widest: usize, name: &str, view: &View) -> Line<'static> {
    let (theme, reading) = (view.theme, FigureReading::from_figures(figure, own));
    let style = if reading.n < LOW_SAMPLE_COUNT { theme.dim } else { theme.text };
    Line::from(vec![
        Span::styled("· ", theme.dim),
        Span::raw(pad(name, widest)),
        Span::styled(pad_left(&numbers::format_figure(figure, reading.value), 8), style),
        Span::styled(format!(" n {}", reading.n), theme.dim),
    ])
}

/// The leads' notes. Others learn only that the section exists, not whether it has any notes.
fn note_lines(id: PersonId, columns: usize, view: &View) -> SectionLines {
    let theme = view.theme;
    if !view.viewer_is_lead() {
        let mut lines = vec![heading(view.t("card-notes"), String::new(), view)];
        lines.extend(dim_text("notes-for-leads", columns, view));
        return lines;
    }
    let theirs: Vec<_> = view.desk.team.notes.iter().filter(|note| note.person == id).collect();
    let mut lines = vec![heading(view.t("card-notes"), view.t("notes-leads"), view)];
    if theirs.is_empty() {
        let key = view.keymap.first_key(Action::Note).map(|key| key.to_string()).unwrap_or_default();
        let none = view.tt("notes-empty", &[("key", key.into())]);
        lines.extend(wrap(&none, columns).into_iter().map(|row| Line::styled(row, theme.dim)));
    }
    for note in theirs.iter().rev().take(MAX_NOTES) {
        let by = note.author.person.map_or(note.author.login.as_str(), |by| view.person_name(Some(by)));
        let head = format!("✎ {}{} · {}", kind_prefix(note, view), dates::format_day(note.on, view), clean_line(by));
        lines.push(Line::styled(head, theme.mark));
        let body = wrap(&clean_line(&note.it.body), columns.saturating_sub(2));
        lines.extend(body.into_iter().map(|row| Line::raw(format!("  {row}"))));
    }
    let more = theirs.len().saturating_sub(MAX_NOTES);
    if more > 0 {
        lines.push(Line::styled(view.tt("n-more", &[("n", more.into())]), theme.dim));
    }
    lines
}
