//! Rows of the dialogs and details of goals, action items, feedback and notices.

use chrono::NaiveDate;
use ratatui::text::{Line, Span};

use crate::model::action_item::{ActionItem, ActionOrigin, ActionStep};
use crate::model::feedback::Feedback;
use crate::model::goal::Goal;
use crate::model::ids::WithId;
use crate::model::notice::Notice;
use crate::model::person::Author;
use crate::model::text::{clean, clean_line, fit, pad, width, wrap};
use crate::ui::plan_format;
use crate::ui::view::View;
use crate::ui::widgets::dates;
use crate::ui::widgets::markdown::markdown_rows;

/// Maximum width of a progress bar.
const MAX_BAR_WIDTH: usize = 40;

/// Labelled values, one per row; empty values are omitted.
fn fact_lines(all: Vec<(&str, String)>, columns: usize, view: &View) -> Vec<Line<'static>> {
    let all: Vec<_> = all.into_iter().filter(|(_, text)| !text.is_empty()).map(|(key, it)| (view.t(key), it)).collect();
    let names = all.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
    let rows = |(name, text): (String, String)| {
        let room = columns.saturating_sub(names + 2).max(10);
        let wrapped: Vec<String> = wrap(&text, room);
        wrapped.into_iter().enumerate().map(move |(n, row)| {
            let name = if n == 0 { name.clone() } else { String::new() };
            (pad(&name, names + 2), row)
        })
    };
    let line = |(name, text): (String, String)| {
        Line::from(vec![Span::styled(name, view.theme.dim), Span::styled(text, view.theme.text)])
    };
    all.into_iter().flat_map(rows).map(line).collect()
}

/// A text under a heading; no rows for an empty text.
fn text_section(key: &str, text: &str, columns: usize, view: &View) -> Vec<Line<'static>> {
    if text.trim().is_empty() {
        return Vec::new();
    }
    let head = [Line::default(), Line::styled(view.t(key), view.theme.accent)];
    let body = clean(text).lines().flat_map(|line| wrap(line, columns)).collect::<Vec<_>>();
    head.into_iter().chain(body.into_iter().map(Line::raw)).collect()
}

fn author_name(author: &Author, view: &View) -> String {
    let name = author.person.and_then(|who| view.desk.team.name(who)).unwrap_or(&author.login);
    clean_line(name).into_owned()
}

fn format_interval(days: Option<u32>, view: &View) -> String {
    days.map_or_else(String::new, |days| view.tt("every-n-days", &[("n", (days as usize).into())]))
}

fn format_day(day: Option<NaiveDate>, view: &View) -> String {
    day.map_or_else(String::new, |day| dates::format_day(day, view))
}

/// Short description of an action item's origin.
fn describe_origin(from: &ActionOrigin, view: &View) -> String {
    let team = &view.desk.team;
    let named = |key: &str, name: &str| view.tt(key, &[("name", clean_line(name).into_owned().into())]);
    match from {
        ActionOrigin::Goal(id) => {
            let goal = team.goals.iter().find(|goal| goal.id == *id);
            named("from-goal", goal.map_or("–", |goal| &goal.name))
        }
        ActionOrigin::Feedback(id) => {
            let entry = team.feedback.iter().find(|entry| entry.id == *id);
            named("from-voice", entry.map_or("–", |entry| &entry.theme))
        }
        ActionOrigin::Tickets(ids) => ids.iter().map(|id| format!("#{id}")).collect::<Vec<_>>().join(" "),
        ActionOrigin::TouchPoint(point) => named("from-point", point),
    }
}

pub fn goal_lines(goal: &WithId<Goal>, columns: usize, view: &View) -> Vec<Line<'static>> {
    let theme = view.theme;
    let standing = plan_format::goal_standing(goal, view);
    let mark = plan_format::goal_state_label(standing.state, view);
    let (full, rest, _) =
        crate::presentation::goals::progress_bar(&standing, columns.saturating_sub(12).min(MAX_BAR_WIDTH));
    let mut rows = vec![
        Line::styled(clean_line(&goal.name).into_owned(), theme.strong),
        Line::from(vec![
            Span::styled(full, mark.style),
            Span::styled(rest, theme.dim),
            Span::styled(
                format!("  {}", crate::presentation::goals::format_progress(standing.displayed_progress())),
                theme.strong,
            ),
        ]),
        Line::default(),
    ];
    let amount = |value| crate::presentation::goals::format_figure_value(&goal.figure, value);
    let of = plan_format::goal_owner_name(goal, view).unwrap_or_else(|| view.t("goal-team"));
    let n = view.tt("goal-n", &[("n", standing.live.n.into())]);
    let now = format!("{} ({n})", amount(standing.live.value));
    let pace =
        view.tt("goal-pace-says", &[("way", crate::presentation::goals::format_progress(Some(standing.pace)).into())]);
    let review = match standing.is_review_due(view.zone().date(view.now)) {
        true => format!("{} · {}", format_day(standing.next_review, view), view.t("goal-review-due")),
        false => format_day(standing.next_review, view),
    };
    rows.extend(fact_lines(
        vec![
            ("plan-state", format!("{} {}", mark.glyph, mark.text)),
            ("goal-beyond", plan_format::format_overshoot(&standing, view)),
            (
                "field-goal-figure",
                format!("{} · {of}", crate::presentation::goals::figure_label(&goal.figure, view.catalog)),
            ),
            (
                "field-goal-start",
                format!("{} · {}", amount(Some(goal.start.to_f64())), dates::format_day(goal.begun, view)),
            ),
            ("goal-now", now),
            (
                "field-goal-target",
                format!("{} · {}", amount(Some(goal.target.to_f64())), dates::format_day(goal.due, view)),
            ),
            ("goal-pace", if goal.is_open() { pace } else { String::new() }),
            ("field-goal-every", format_interval(goal.every, view)),
            ("goal-next-review", review),
            ("field-owner", goal.owner.map_or_else(String::new, |who| view.person_name(Some(who)).to_owned())),
        ],
        columns,
        view,
    ));
    rows.extend(actions_and_reviews(goal, columns, view));
    rows
}

/// Details of a goal that its list row does not show.
pub fn goal_detail_lines(goal: &WithId<Goal>, columns: usize, view: &View) -> Vec<Line<'static>> {
    let standing = plan_format::goal_standing(goal, view);
    let start = crate::presentation::goals::format_figure_value(&goal.figure, Some(goal.start.to_f64()));
    let pace =
        view.tt("goal-pace-says", &[("way", crate::presentation::goals::format_progress(Some(standing.pace)).into())]);
    let mut rows = fact_lines(
        vec![
            ("field-goal-start", format!("{start} · {}", dates::format_day(goal.begun, view))),
            ("goal-beyond", plan_format::format_overshoot(&standing, view)),
            ("goal-pace", if goal.is_open() { pace } else { String::new() }),
            ("goal-next-review", format_day(standing.next_review, view)),
        ],
        columns,
        view,
    );
    rows.extend(actions_and_reviews(goal, columns, view));
    rows
}

/// Details of an action item that its list row does not show.
pub fn action_detail_lines(item: &WithId<ActionItem>, columns: usize, view: &View) -> Vec<Line<'static>> {
    let rows = fact_lines(action_item_facts(item, view), columns, view);
    rows.into_iter().chain(step_lines(item, None, columns, view)).collect()
}

/// Details of the selected record below a list, under a rule.
pub fn with_rule_above(rows: Vec<Line<'static>>, columns: usize, view: &View) -> Vec<Line<'static>> {
    [Line::styled("─".repeat(columns), view.theme.border)].into_iter().chain(rows).collect()
}

/// A goal's action items and its reviews, newest first.
fn actions_and_reviews(goal: &WithId<Goal>, columns: usize, view: &View) -> Vec<Line<'static>> {
    let theme = view.theme;
    let amount = |value| crate::presentation::goals::format_figure_value(&goal.figure, value);
    let mut rows = Vec::new();
    let from_it = view.desk.team.actions.iter().filter(|item| item.from == Some(ActionOrigin::Goal(goal.id)));
    rows.extend(action_item_list("plan-actions", from_it.collect(), columns, view));
    if !goal.reviews.is_empty() {
        rows.extend([Line::default(), Line::styled(view.t("goal-reviews"), theme.accent)]);
    }
    for review in goal.reviews.iter().rev() {
        let value_text = amount(review.value.map(|value| value.to_f64()));
        let head = format!("{} · {} · {value_text}", dates::format_day(review.on, view), author_name(&review.by, view));
        rows.push(Line::styled(head, theme.text));
        for line in clean(&review.note).lines() {
            rows.extend(wrap(line, columns.saturating_sub(2)).into_iter().map(|row| Line::raw(format!("  {row}"))));
        }
    }
    rows
}

/// Action items under a heading.
fn action_item_list(key: &str, items: Vec<&WithId<ActionItem>>, columns: usize, view: &View) -> Vec<Line<'static>> {
    if items.is_empty() {
        return Vec::new();
    }
    let today = view.zone().date(view.now);
    let row = |item: &WithId<ActionItem>| {
        let mark = plan_format::action_item_label(item, today, view);
        let room = columns.saturating_sub(2);
        let title = fit(&clean_line(&item.title), room.saturating_sub(24));
        Line::from(vec![
            Span::styled(format!("{} ", mark.glyph), mark.style),
            Span::raw(title),
            Span::styled(
                format!(" · {} · {}", view.person_name(item.owner), dates::format_day(item.due, view)),
                view.theme.dim,
            ),
        ])
    };
    let head = [Line::default(), Line::styled(view.t(key), view.theme.accent)];
    head.into_iter().chain(items.into_iter().map(row)).collect()
}

/// An action item without its steps.
pub fn action_item_lines(item: &WithId<ActionItem>, columns: usize, view: &View) -> Vec<Line<'static>> {
    let mark = plan_format::action_item_label(item, view.zone().date(view.now), view);
    let name = |who: Option<_>| who.map_or_else(String::new, |who| view.person_name(Some(who)).to_owned());
    let ended = item.ended.map(|ended| format!(" · {}", dates::format_day(ended.on, view))).unwrap_or_default();
    let mut rows: Vec<_> =
        wrap(&clean_line(&item.title), columns).into_iter().map(|row| Line::styled(row, view.theme.strong)).collect();
    rows.push(Line::default());
    rows.extend(fact_lines(
        vec![
            ("plan-state", format!("{} {}{ended}", mark.glyph, mark.text)),
            ("field-owner", name(item.owner)),
            ("field-action-due", dates::format_day(item.due, view)),
        ]
        .into_iter()
        .chain(action_item_facts(item, view))
        .collect(),
        columns,
        view,
    ));
    rows
}

/// Success criterion, recurrence, origin and credit of an action item.
fn action_item_facts(item: &ActionItem, view: &View) -> Vec<(&'static str, String)> {
    vec![
        ("field-action-criterion", clean_line(&item.criterion).into_owned()),
        ("field-action-every", format_interval(item.every, view)),
        ("field-action-from", item.from.as_ref().map_or_else(String::new, |from| describe_origin(from, view))),
        ("field-credit", item.credit.map_or_else(String::new, |who| view.person_name(Some(who)).to_owned())),
    ]
}

/// The steps under a heading; `at` is the selected one.
pub fn step_lines(item: &ActionItem, at: Option<usize>, columns: usize, view: &View) -> Vec<Line<'static>> {
    let theme = view.theme;
    if item.steps.is_empty() {
        return Vec::new();
    }
    let row = |(n, step): (usize, &ActionStep)| {
        let (done, here) = (step.done.is_some(), at == Some(n));
        let (glyph, style) = if done { ("✓ ", theme.good) } else { ("○ ", theme.warn) };
        let lead = if here { "› " } else { "  " };
        let text = fit(&clean_line(&step.what), columns.saturating_sub(4));
        let line = Line::from(vec![
            Span::raw(lead),
            Span::styled(glyph, style),
            Span::styled(text, if done { theme.dim } else { theme.text }),
        ]);
        if here { theme.highlight_row(line, view.focused) } else { line }
    };
    let head = [Line::default(), Line::styled(view.t("field-action-steps"), theme.accent)];
    head.into_iter().chain(item.steps.iter().enumerate().map(row)).collect()
}

pub fn feedback_lines(entry: &WithId<Feedback>, columns: usize, view: &View) -> Vec<Line<'static>> {
    let mark = plan_format::feedback_status_label(entry.status, view);
    let passed = entry
        .passed
        .as_ref()
        .map(|it| format!("{} · {}", author_name(&it.by, view), dates::format_full_moment(it.at, view)));
    let tickets: Vec<_> = entry.tickets.iter().map(|id| format!("#{id}")).collect();
    let mut rows = vec![Line::styled(clean_line(&entry.theme).into_owned(), view.theme.strong), Line::default()];
    rows.extend(fact_lines(
        vec![
            ("plan-state", format!("{} {}", mark.glyph, mark.text)),
            ("field-voice-department", clean_line(&entry.department).into_owned()),
            ("field-touch-point", clean_line(entry.touch_point.as_deref().unwrap_or_default()).into_owned()),
            ("field-voice-tickets", tickets.join(" ")),
            ("plan-by", format!("{} · {}", author_name(&entry.by, view), dates::format_full_moment(entry.at, view))),
            ("voice-passed-by", passed.unwrap_or_default()),
        ],
        columns,
        view,
    ));
    rows.extend(text_section("field-voice-said", &entry.said, columns, view));
    rows.extend(text_section("field-voice-answer", &entry.answer, columns, view));
    let from_it = view.desk.team.actions.iter().filter(|item| item.from == Some(ActionOrigin::Feedback(entry.id)));
    rows.extend(action_item_list("plan-actions", from_it.collect(), columns, view));
    rows
}

pub fn notice_lines(notice: &WithId<Notice>, columns: usize, view: &View) -> Vec<Line<'static>> {
    let theme = view.theme;
    let team = &view.desk.team;
    let until = notice.until.map_or_else(|| view.t("notice-further"), |day| dates::format_day(day, view));
    let to = notice.to.map_or_else(|| view.t("notice-everybody"), |to| view.t(&format!("profile-{}", to.name())));
    let head =
        format!("{} · {} · {to} · {until}", author_name(&notice.by, view), dates::format_full_moment(notice.at, view));
    let mut rows = vec![Line::styled(head, theme.dim), Line::default()];
    rows.extend(markdown_rows(&clean(&notice.body), columns, view));
    rows.push(Line::default());
    let names = |ids: Vec<_>| ids.into_iter().map(|who| view.person_name(Some(who))).collect::<Vec<_>>().join(", ");
    let read: Vec<_> = notice.read.iter().map(|read| read.by).collect();
    let missing: Vec<_> = notice.recipients(team).filter(|who| !notice.has_read(*who)).collect();
    let (n, m) = notice.read_count(team);
    let counted = view.tt("n-of-m", &[("n", n.into()), ("m", m.into())]);
    rows.extend(fact_lines(
        vec![
            ("notice-read", format!("{counted}  {}", names(read)).trim_end().to_owned()),
            ("notice-missing", names(missing)),
        ],
        columns,
        view,
    ));
    rows
}
