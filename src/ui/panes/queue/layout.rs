//! Column layout of the queue: which columns fit, their widths and their content.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::engine::aging::stuck_rule;
use crate::engine::desk::TicketRow;
use crate::engine::sla::ClockState;
use crate::model::aging::StuckRule;
use crate::model::text::{clean_line, pad, pad_left, width};
use crate::model::ticket::{Priority, Status, WaitsOn};
use crate::presentation::numbers;
use crate::query::columns::QueueColumn;
use crate::query::sort::QueueSort;
use crate::ui::view::View;
use crate::ui::widgets::{dates, state_label};

/// Width of the SLA state before the columns.
const STATE_WIDTH: usize = 2;
/// Width of the priority mark behind the subject, unless priority has its own column.
const PRIORITY_WIDTH: usize = 2;
/// Minimum subject width.
const MIN_SUBJECT_WIDTH: usize = 12;
/// From this width on, columns are separated by two blanks.
const WIDE_GAP_MIN_ROOM: usize = 110;
/// Width of the number of omitted columns.
const OMITTED_WIDTH: usize = 4;

/// Default columns of a wide screen.
pub const DEFAULT_COLUMNS: [QueueColumn; 9] = [
    QueueColumn::TimeLeft,
    QueueColumn::Id,
    QueueColumn::Subject,
    QueueColumn::Status,
    QueueColumn::Category,
    QueueColumn::Channel,
    QueueColumn::Customer,
    QueueColumn::Age,
    QueueColumn::Assignee,
];

/// Minimum total width at which a default column is shown.
fn min_room(column: QueueColumn) -> usize {
    match column {
        QueueColumn::Customer => 62,
        QueueColumn::Age => 96,
        QueueColumn::Channel => 110,
        QueueColumn::Category => 136,
        QueueColumn::Status => 156,
        _ => 0,
    }
}

/// Index of the column to drop first: one for wide screens only, else the last that does not identify a ticket.
fn first_to_drop(columns: &[(QueueColumn, usize)]) -> usize {
    let needed = |column| {
        matches!(column, QueueColumn::TimeLeft | QueueColumn::Id | QueueColumn::Subject | QueueColumn::Assignee)
    };
    let rank = |at: usize| (columns[at].0 != QueueColumn::Subject, !needed(columns[at].0), min_room(columns[at].0), at);
    (0..columns.len()).max_by_key(|at| rank(*at)).unwrap_or(0)
}

/// The columns shown and their widths.
pub struct QueueLayout {
    columns: Vec<(QueueColumn, usize)>,
    omitted: usize,
    priority_width: usize,
    /// Blanks between columns.
    gap: usize,
}

impl QueueLayout {
    /// Fits the chosen or default columns into `room`; drops what does not fit.
    pub fn fit(
        wanted: Option<&[QueueColumn]>,
        sort: &QueueSort,
        room: usize,
        longest_id: usize,
        view: &View,
    ) -> QueueLayout {
        let usual = || DEFAULT_COLUMNS.into_iter().filter(|column| room >= min_room(*column)).collect();
        let wanted = wanted.map_or_else(usual, <[QueueColumn]>::to_vec);
        let flag = if wanted.contains(&QueueColumn::Priority) { 0 } else { PRIORITY_WIDTH };
        let gap = if room < WIDE_GAP_MIN_ROOM { 1 } else { 2 };
        let natural = |column: &QueueColumn| (*column, column_width(*column, sort, room, longest_id, view));
        let mut columns: Vec<_> = wanted.iter().map(natural).collect();
        let taken = |columns: &[(QueueColumn, usize)]| {
            let gaps: usize = (0..columns.len()).map(|at| gap_before(columns, at, gap)).sum();
            let subject = if columns.iter().any(|(column, _)| *column == QueueColumn::Subject) {
                MIN_SUBJECT_WIDTH + flag
            } else {
                0
            };
            let more = if columns.len() < wanted.len() { OMITTED_WIDTH } else { 0 };
            STATE_WIDTH + gaps + subject + more + columns.iter().map(|(_, wide)| wide).sum::<usize>()
        };
        while columns.len() > 1 && taken(&columns) > room {
            columns.remove(first_to_drop(&columns));
        }
        let spare = room.saturating_sub(taken(&columns));
        for (column, wide) in &mut columns {
            if *column == QueueColumn::Subject {
                *wide = MIN_SUBJECT_WIDTH + spare;
            }
        }
        QueueLayout { omitted: wanted.len() - columns.len(), columns, priority_width: flag, gap }
    }

    /// Column headings, with an arrow at the sort column.
    pub fn header_line(&self, sort: &QueueSort, view: &View) -> Line<'static> {
        let theme = view.theme;
        let mut spans = vec![Span::raw(" ".repeat(STATE_WIDTH))];
        for (at, (column, wide)) in self.columns.iter().enumerate() {
            let mut text = view.t(&format!("queue-col-{column}"));
            let arrow = sort_arrow(*column, sort);
            text.push_str(arrow);
            let wide = if *column == QueueColumn::Subject { wide + self.priority_width } else { *wide };
            let text = if is_number(*column) { pad_left(&text, wide) } else { pad(&text, wide) };
            spans.push(Span::raw(" ".repeat(gap_before(&self.columns, at, self.gap))));
            spans.push(Span::styled(text, if arrow.is_empty() { theme.dim } else { theme.accent }));
        }
        if self.omitted > 0 {
            spans.push(Span::styled(pad_left(&format!("+{}", self.omitted), OMITTED_WIDTH), theme.dim));
        }
        Line::from(spans)
    }

    /// A ticket's line; a bar precedes a marked one.
    pub fn ticket_line(&self, row: &TicketRow, marked: bool, view: &View) -> Line<'static> {
        let queued = view.queue_status(row);
        let (glyph, urgency) = state_mark(queued.state, row.status, view);
        let bar = if marked { "▌" } else { " " };
        let mut spans = vec![Span::styled(glyph, urgency), Span::styled(bar, view.theme.accent)];
        for (at, (column, wide)) in self.columns.iter().enumerate() {
            spans.push(Span::raw(" ".repeat(gap_before(&self.columns, at, self.gap))));
            let (text, style) = match column {
                QueueColumn::TimeLeft => {
                    let left = match queued.state {
                        Some(ClockState::Paused) | None => None,
                        Some(_) => queued.time_left,
                    };
                    (left.map_or_else(|| numbers::NO_VALUE.into(), numbers::format_time_left), urgency)
                }
                QueueColumn::Assignee => {
                    let nobody = row.assignee.is_none() && row.waits_on() == Some(WaitsOn::Us);
                    let style = if nobody { view.theme.warn } else { text_style(row, view) };
                    (short_name(view.person_name(row.assignee), *wide), style)
                }
                QueueColumn::Clock => match queued.state.map(|state| state_label::sla_state(state, view)) {
                    Some(mark) => (mark.text, mark.style),
                    None => (numbers::NO_VALUE.into(), view.theme.dim),
                },
                column => cell_text(*column, row, view),
            };
            let text = if is_number(*column) { pad_left(&text, *wide) } else { pad(&text, *wide) };
            spans.push(Span::styled(text, style));
            if *column == QueueColumn::Subject && self.priority_width > 0 {
                let flag = state_label::priority(row.priority, view);
                let glyph = if row.priority > Priority::Normal { flag.glyph } else { "" };
                spans.push(Span::styled(pad(glyph, self.priority_width), flag.style));
            }
        }
        Line::from(spans)
    }
}

/// Blanks before a column: at least two between a number and text.
fn gap_before(columns: &[(QueueColumn, usize)], at: usize, gap: usize) -> usize {
    let number = |at: usize| columns.get(at).is_some_and(|(column, _)| is_number(*column));
    match at {
        0 => 0,
        at if number(at - 1) && !number(at) => 2,
        _ => gap,
    }
}

fn is_number(column: QueueColumn) -> bool {
    use QueueColumn::*;
    matches!(
        column,
        TimeLeft | DueAt | Id | Age | Quiet | UnansweredFor | CreatedAt | FirstReplyAt | LastEventAt | PromiseAt
    ) || matches!(column, Replies | Reopened | Reassigned | Escalation)
}

/// Sort arrow, if this is the first sort column.
fn sort_arrow(column: QueueColumn, sort: &QueueSort) -> &'static str {
    match sort.keys.first() {
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
fn column_width(column: QueueColumn, sort: &QueueSort, room: usize, longest_id: usize, view: &View) -> usize {
    let widest = |keys: &[&str]| keys.iter().map(|key| width(&view.t(key))).max().unwrap_or(0);
    let content = match column {
        QueueColumn::Subject => return 0,
        QueueColumn::TimeLeft => 6,
        QueueColumn::Id => longest_id.max(4),
        QueueColumn::Customer if room >= 100 => 20,
        QueueColumn::Customer => 15,
        QueueColumn::Assignee if room < 60 => 7,
        QueueColumn::Assignee => 10,
        QueueColumn::Status => {
            widest(&["status-new", "status-open", "status-pending", "status-on_hold", "status-solved"])
        }
        QueueColumn::WaitsOn => widest(&["us", "customer", "third-party"]),
        QueueColumn::Priority => widest(&["priority-low", "priority-normal", "priority-high", "priority-urgent"]),
        QueueColumn::Clock => widest(&["clock-breached", "clock-at_risk", "clock-ok", "clock-paused"]),
        QueueColumn::Stuck => widest(&["stuck-silent", "stuck-reassigned", "stuck-reopened"]),
        QueueColumn::Upset | QueueColumn::Proactive => widest(&["yes"]),
        QueueColumn::DueAt
        | QueueColumn::CreatedAt
        | QueueColumn::FirstReplyAt
        | QueueColumn::LastEventAt
        | QueueColumn::PromiseAt => 9,
        QueueColumn::Age | QueueColumn::Quiet | QueueColumn::UnansweredFor => 5,
        QueueColumn::Replies | QueueColumn::Reopened | QueueColumn::Reassigned | QueueColumn::Escalation => 2,
        QueueColumn::Channel | QueueColumn::Tier | QueueColumn::Source | QueueColumn::SourceId => 8,
        QueueColumn::Team | QueueColumn::Policy => 10,
        QueueColumn::Category | QueueColumn::Tags => 14,
        QueueColumn::Language => 4,
    };
    content.max(width(&view.t(&format!("queue-col-{column}"))) + width(sort_arrow(column, sort)))
}

fn text_style(row: &TicketRow, view: &View) -> Style {
    if row.waits_on() == Some(WaitsOn::Us) { view.theme.text } else { view.theme.dim }
}

/// Content of a column that depends on the ticket alone.
fn cell_text(column: QueueColumn, row: &TicketRow, view: &View) -> (String, Style) {
    let theme = view.theme;
    let text = |text: Option<&str>| clean_line(text.unwrap_or(numbers::NO_VALUE)).into_owned();
    let since = |at| numbers::format_age(view.now - at);
    let none = || numbers::NO_VALUE.to_owned();
    let count = |n: u32| if n == 0 { none() } else { n.to_string() };
    let moment = |at: Option<_>| at.map_or_else(none, |at| dates::format_short_moment(at, view));
    let yes = |so: bool| if so { view.t("yes") } else { none() };
    let plain = match column {
        QueueColumn::Id => row.id.to_string(),
        QueueColumn::Subject => return (clean_line(row.title()).into_owned(), text_style(row, view)),
        QueueColumn::Customer => return (text(row.customer.as_deref()), text_style(row, view)),
        QueueColumn::Status => view.t(&format!("status-{}", row.status.name())),
        QueueColumn::WaitsOn => row.waits_on().map_or_else(none, |on| {
            view.t(match on {
                WaitsOn::Us => "us",
                WaitsOn::Customer => "customer",
                WaitsOn::ThirdParty => "third-party",
            })
        }),
        QueueColumn::Priority => {
            let mark = state_label::priority(row.priority, view);
            return (mark.text, mark.style);
        }
        QueueColumn::Stuck => {
            let rule = row.aging_item().and_then(|item| stuck_rule(&item, &view.settings.stuck_rules, view.now));
            let word = |rule: StuckRule| view.t(&format!("stuck-{}", rule.name()));
            return rule.map_or_else(|| (none(), theme.dim), |rule| (word(rule), theme.warn));
        }
        QueueColumn::PromiseAt => {
            let style = if row.promise.is_some_and(|at| at <= view.now) { theme.bad } else { text_style(row, view) };
            return (moment(row.promise), style);
        }
        QueueColumn::Escalation => return (count(row.escalation.into()), theme.mark),
        QueueColumn::Upset => return (yes(row.upset), if row.upset { theme.warn } else { theme.dim }),
        QueueColumn::Proactive => yes(row.proactive),
        QueueColumn::Tier => text(row.tier.as_deref()),
        QueueColumn::Channel => text(row.channel.as_deref()),
        QueueColumn::Category => text(row.category.as_deref()),
        QueueColumn::Tags if row.tags.is_empty() => none(),
        QueueColumn::Tags => clean_line(&row.tags.join(", ")).into_owned(),
        QueueColumn::Team => text(row.group.as_deref()),
        QueueColumn::Age => row.created.map_or_else(none, since),
        QueueColumn::Quiet => since(row.last_event),
        QueueColumn::UnansweredFor => row.waiting_since.map_or_else(none, since),
        QueueColumn::DueAt => moment(row.clock.as_ref().and_then(|clock| clock.due_at())),
        QueueColumn::CreatedAt => moment(row.created),
        QueueColumn::FirstReplyAt => moment(row.first_reply),
        QueueColumn::LastEventAt => moment(Some(row.last_event)),
        QueueColumn::Replies => row.replies.map_or_else(none, |n| n.to_string()),
        QueueColumn::Reopened => count(row.reopened),
        QueueColumn::Reassigned => count(row.reassigned),
        QueueColumn::Language => text(row.language.as_deref()),
        QueueColumn::Policy => text(row.clock.as_ref().map(|clock| &*clock.terms.policy)),
        QueueColumn::Source => text(row.source.as_ref().map(|source| source.name.as_str())),
        QueueColumn::SourceId => text(row.source.as_ref().map(|source| source.id.as_str())),
        // Rendered by `QueueLayout::line`.
        QueueColumn::TimeLeft | QueueColumn::Assignee | QueueColumn::Clock => String::new(),
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
fn state_mark(state: Option<ClockState>, status: Status, view: &View) -> (&'static str, Style) {
    let theme = view.theme;
    match (state, status.waits_on()) {
        (Some(ClockState::Breached), _) => ("▲", theme.bad.patch(theme.strong)),
        (Some(ClockState::AtRisk), _) => ("◆", theme.warn),
        (_, Some(WaitsOn::Customer | WaitsOn::ThirdParty)) | (Some(ClockState::Paused), _) => ("‖", theme.dim),
        _ => (" ", theme.text),
    }
}
