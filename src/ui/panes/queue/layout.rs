//! Column layout of the queue: which columns fit, their widths and their content.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::engine::aging::stuck;
use crate::engine::desk::Row;
use crate::engine::sla::State;
use crate::model::aging::StuckRule;
use crate::model::text::{clean_line, pad, pad_left, width};
use crate::model::ticket::{Priority, Status, WaitsOn};
use crate::query::columns::{Column, Sort};
use crate::ui::view::View;
use crate::ui::widgets::{mark, numbers, when};

/// Width of the SLA state before the columns.
const STATE: usize = 2;
/// Width of the priority mark behind the subject, unless priority has its own column.
const FLAG: usize = 2;
/// Minimum subject width.
const LEAST: usize = 12;
/// From this width on, columns are separated by two blanks.
const AIRY: usize = 110;
/// Width of the number of omitted columns.
const MORE: usize = 4;

/// Default columns of a wide screen.
pub const USUAL: [Column; 9] = [
    Column::Left,
    Column::Id,
    Column::Subject,
    Column::Status,
    Column::Category,
    Column::Channel,
    Column::Customer,
    Column::Age,
    Column::Assignee,
];

/// Minimum total width at which a default column is shown.
fn least(column: Column) -> usize {
    match column {
        Column::Customer => 62,
        Column::Age => 96,
        Column::Channel => 110,
        Column::Category => 136,
        Column::Status => 156,
        _ => 0,
    }
}

/// Index of the column to drop first: one for wide screens only, else the last that does not identify a ticket.
fn dispensable(columns: &[(Column, usize)]) -> usize {
    let needed = |column| matches!(column, Column::Left | Column::Id | Column::Subject | Column::Assignee);
    let rank = |at: usize| (columns[at].0 != Column::Subject, !needed(columns[at].0), least(columns[at].0), at);
    (0..columns.len()).max_by_key(|at| rank(*at)).unwrap_or(0)
}

/// The columns shown and their widths.
pub struct Layout {
    columns: Vec<(Column, usize)>,
    left_out: usize,
    flag: usize,
    /// Blanks between columns.
    gap: usize,
}

impl Layout {
    /// Fits the chosen or default columns into `room`; drops what does not fit.
    pub fn fitting(wanted: Option<&[Column]>, sort: &Sort, room: usize, longest_id: usize, view: &View) -> Layout {
        let usual = || USUAL.into_iter().filter(|column| room >= least(*column)).collect();
        let wanted = wanted.map_or_else(usual, <[Column]>::to_vec);
        let flag = if wanted.contains(&Column::Priority) { 0 } else { FLAG };
        let gap = if room < AIRY { 1 } else { 2 };
        let natural = |column: &Column| (*column, columns_of(*column, sort, room, longest_id, view));
        let mut columns: Vec<_> = wanted.iter().map(natural).collect();
        let taken = |columns: &[(Column, usize)]| {
            let gaps: usize = (0..columns.len()).map(|at| blanks(columns, at, gap)).sum();
            let subject = if columns.iter().any(|(column, _)| *column == Column::Subject) { LEAST + flag } else { 0 };
            let more = if columns.len() < wanted.len() { MORE } else { 0 };
            STATE + gaps + subject + more + columns.iter().map(|(_, wide)| wide).sum::<usize>()
        };
        while columns.len() > 1 && taken(&columns) > room {
            columns.remove(dispensable(&columns));
        }
        let spare = room.saturating_sub(taken(&columns));
        for (column, wide) in &mut columns {
            if *column == Column::Subject {
                *wide = LEAST + spare;
            }
        }
        Layout { left_out: wanted.len() - columns.len(), columns, flag, gap }
    }

    /// Column headings, with an arrow at the sort column.
    pub fn header(&self, sort: &Sort, view: &View) -> Line<'static> {
        let theme = view.theme;
        let mut spans = vec![Span::raw(" ".repeat(STATE))];
        for (at, (column, wide)) in self.columns.iter().enumerate() {
            let mut text = view.t(&format!("queue-col-{column}"));
            let arrow = arrow(*column, sort);
            text.push_str(arrow);
            let wide = if *column == Column::Subject { wide + self.flag } else { *wide };
            let text = if is_number(*column) { pad_left(&text, wide) } else { pad(&text, wide) };
            spans.push(Span::raw(" ".repeat(blanks(&self.columns, at, self.gap))));
            spans.push(Span::styled(text, if arrow.is_empty() { theme.dim } else { theme.accent }));
        }
        if self.left_out > 0 {
            spans.push(Span::styled(pad_left(&format!("+{}", self.left_out), MORE), theme.dim));
        }
        Line::from(spans)
    }

    /// A ticket's line; a bar precedes a marked one.
    pub fn line(&self, row: &Row, marked: bool, view: &View) -> Line<'static> {
        let queued = view.queued(row);
        let (glyph, urgency) = urgency(queued.state, row.status, view);
        let bar = if marked { "▌" } else { " " };
        let mut spans = vec![Span::styled(glyph, urgency), Span::styled(bar, view.theme.accent)];
        for (at, (column, wide)) in self.columns.iter().enumerate() {
            spans.push(Span::raw(" ".repeat(blanks(&self.columns, at, self.gap))));
            let (text, style) = match column {
                Column::Left => {
                    let left = match queued.state {
                        Some(State::Paused) | None => None,
                        Some(_) => queued.left,
                    };
                    (left.map_or_else(|| numbers::NONE.into(), numbers::left), urgency)
                }
                Column::Assignee => {
                    let nobody = row.assignee.is_none() && row.waits_on() == Some(WaitsOn::Us);
                    let style = if nobody { view.theme.warn } else { body(row, view) };
                    (short_name(view.name(row.assignee), *wide), style)
                }
                Column::Clock => match queued.state.map(|state| mark::clock(state, view)) {
                    Some(mark) => (mark.word, mark.style),
                    None => (numbers::NONE.into(), view.theme.dim),
                },
                column => cell(*column, row, view),
            };
            let text = if is_number(*column) { pad_left(&text, *wide) } else { pad(&text, *wide) };
            spans.push(Span::styled(text, style));
            if *column == Column::Subject && self.flag > 0 {
                let flag = mark::priority(row.priority, view);
                let glyph = if row.priority > Priority::Normal { flag.glyph } else { "" };
                spans.push(Span::styled(pad(glyph, self.flag), flag.style));
            }
        }
        Line::from(spans)
    }
}

/// Blanks before a column: at least two between a number and text.
fn blanks(columns: &[(Column, usize)], at: usize, gap: usize) -> usize {
    let number = |at: usize| columns.get(at).is_some_and(|(column, _)| is_number(*column));
    match at {
        0 => 0,
        at if number(at - 1) && !number(at) => 2,
        _ => gap,
    }
}

fn is_number(column: Column) -> bool {
    use Column::*;
    matches!(column, Left | DueAt | Id | Age | Quiet | Waiting | CreatedAt | FirstReplyAt | LastEventAt | PromiseAt)
        || matches!(column, Replies | Reopened | Reassigned | Escalation)
}

/// Sort arrow, if this is the first sort column.
fn arrow(column: Column, sort: &Sort) -> &'static str {
    match sort.by.first() {
        Some((first, falling)) if *first == column => {
            if *falling {
                "↓"
            } else {
                "↑"
            }
        }
        _ => "",
    }
}

/// Width of a column; 0 for the subject, which takes the remaining width.
fn columns_of(column: Column, sort: &Sort, room: usize, longest_id: usize, view: &View) -> usize {
    let widest = |keys: &[&str]| keys.iter().map(|key| width(&view.t(key))).max().unwrap_or(0);
    let content = match column {
        Column::Subject => return 0,
        Column::Left => 6,
        Column::Id => longest_id.max(4),
        Column::Customer if room >= 100 => 20,
        Column::Customer => 15,
        Column::Assignee if room < 60 => 7,
        Column::Assignee => 10,
        Column::Status => widest(&["status-new", "status-open", "status-pending", "status-on_hold", "status-solved"]),
        Column::WaitsOn => widest(&["us", "customer", "third-party"]),
        Column::Priority => widest(&["priority-low", "priority-normal", "priority-high", "priority-urgent"]),
        Column::Clock => widest(&["clock-breached", "clock-at_risk", "clock-ok", "clock-paused"]),
        Column::Stuck => widest(&["stuck-silent", "stuck-reassigned", "stuck-reopened"]),
        Column::Upset | Column::Proactive => widest(&["yes"]),
        Column::DueAt | Column::CreatedAt | Column::FirstReplyAt | Column::LastEventAt | Column::PromiseAt => 9,
        Column::Age | Column::Quiet | Column::Waiting => 5,
        Column::Replies | Column::Reopened | Column::Reassigned | Column::Escalation => 2,
        Column::Channel | Column::Tier | Column::Source | Column::SourceId => 8,
        Column::Team | Column::Policy => 10,
        Column::Category | Column::Tags => 14,
        Column::Language => 4,
    };
    content.max(width(&view.t(&format!("queue-col-{column}"))) + width(arrow(column, sort)))
}

fn body(row: &Row, view: &View) -> Style {
    if row.waits_on() == Some(WaitsOn::Us) { view.theme.text } else { view.theme.dim }
}

/// Content of a column that depends on the ticket alone.
fn cell(column: Column, row: &Row, view: &View) -> (String, Style) {
    let theme = view.theme;
    let text = |text: Option<&str>| clean_line(text.unwrap_or(numbers::NONE)).into_owned();
    let since = |at| numbers::age(view.now - at);
    let none = || numbers::NONE.to_owned();
    let count = |n: u32| if n == 0 { none() } else { n.to_string() };
    let moment = |at: Option<_>| at.map_or_else(none, |at| when::short(at, view));
    let yes = |so: bool| if so { view.t("yes") } else { none() };
    let plain = match column {
        Column::Id => row.id.to_string(),
        Column::Subject => return (clean_line(row.title()).into_owned(), body(row, view)),
        Column::Customer => return (text(row.customer.as_deref()), body(row, view)),
        Column::Status => view.t(&format!("status-{}", row.status.name())),
        Column::WaitsOn => row.waits_on().map_or_else(none, |on| {
            view.t(match on {
                WaitsOn::Us => "us",
                WaitsOn::Customer => "customer",
                WaitsOn::ThirdParty => "third-party",
            })
        }),
        Column::Priority => {
            let mark = mark::priority(row.priority, view);
            return (mark.word, mark.style);
        }
        Column::Stuck => {
            let rule = row.aging().and_then(|item| stuck(&item, &view.settings.stuck, view.now));
            let word = |rule: StuckRule| view.t(&format!("stuck-{}", rule.name()));
            return rule.map_or_else(|| (none(), theme.dim), |rule| (word(rule), theme.warn));
        }
        Column::PromiseAt => {
            let style = if row.promise.is_some_and(|at| at <= view.now) { theme.bad } else { body(row, view) };
            return (moment(row.promise), style);
        }
        Column::Escalation => return (count(row.escalation.into()), theme.mark),
        Column::Upset => return (yes(row.upset), if row.upset { theme.warn } else { theme.dim }),
        Column::Proactive => yes(row.proactive),
        Column::Tier => text(row.tier.as_deref()),
        Column::Channel => text(row.channel.as_deref()),
        Column::Category => text(row.category.as_deref()),
        Column::Tags if row.tags.is_empty() => none(),
        Column::Tags => clean_line(&row.tags.join(", ")).into_owned(),
        Column::Team => text(row.group.as_deref()),
        Column::Age => row.created.map_or_else(none, since),
        Column::Quiet => since(row.last_event),
        Column::Waiting => row.waiting_since.map_or_else(none, since),
        Column::DueAt => moment(row.clock.as_ref().and_then(|clock| clock.due())),
        Column::CreatedAt => moment(row.created),
        Column::FirstReplyAt => moment(row.first_reply),
        Column::LastEventAt => moment(Some(row.last_event)),
        Column::Replies => row.replies.map_or_else(none, |n| n.to_string()),
        Column::Reopened => count(row.reopened),
        Column::Reassigned => count(row.reassigned),
        Column::Language => text(row.language.as_deref()),
        Column::Policy => text(row.clock.as_ref().map(|clock| &*clock.terms.policy)),
        Column::Source => text(row.source.as_ref().map(|source| source.name.as_str())),
        Column::SourceId => text(row.source.as_ref().map(|source| source.id.as_str())),
        // Rendered by `QueueLayout::line`.
        Column::Left | Column::Assignee | Column::Clock => String::new(),
    };
    (plain, theme.dim)
}

/// Shortens a name: the last word of a Vietnamese name, which is the given name, else the first word.
fn short_name(name: &str, columns: usize) -> String {
    if width(name) <= columns {
        return name.to_owned();
    }
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or_default();
    let vietnamese = !name.is_ascii();
    let short = if vietnamese { words.next_back().unwrap_or(first) } else { first };
    short.to_owned()
}

/// Glyph and style of an SLA state.
fn urgency(state: Option<State>, status: Status, view: &View) -> (&'static str, Style) {
    let theme = view.theme;
    match (state, status.waits_on()) {
        (Some(State::Breached), _) => ("▲", theme.bad.patch(theme.strong)),
        (Some(State::AtRisk), _) => ("◆", theme.warn),
        (_, Some(WaitsOn::Customer | WaitsOn::ThirdParty)) | (Some(State::Paused), _) => ("‖", theme.dim),
        _ => (" ", theme.text),
    }
}
