//! One row per skill and per target: actual value, required value, and status by glyph and word.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::engine::metrics::summary::Figures;
use crate::engine::skills::{self, SkillGap};
use crate::engine::summary::LOW_SAMPLE_COUNT;
use crate::engine::targets::{PersonTarget, TargetState, target_state};
use crate::model::figure::{BetterDirection, FigureId};
use crate::model::person::MAX_SKILL_LEVEL;
use crate::model::target::FigureReading;
use crate::model::text::{clean_line, fit, pad, pad_left, width};
use crate::presentation::numbers::{self, NO_VALUE};
use crate::ui::view::View;
use crate::ui::widgets::dates;

/// A text that would be truncated below this width is omitted.
const MIN_TEXT_WIDTH: usize = 6;

/// Status of a skill against the required level.
pub fn skill_status(held: &SkillGap, view: &View) -> (&'static str, String, Style) {
    let theme = view.theme;
    match (held.required, held.level, held.gap()) {
        (0, _, _) => ("·", String::new(), theme.dim),
        (_, 0, _) => ("○", view.t("skill-not-rated"), theme.warn),
        (_, _, 0) => ("✓", view.t("skill-enough"), theme.good),
        (_, _, gap) => ("▼", view.tt("skill-short", &[("n", usize::from(gap).into())]), theme.warn),
    }
}

/// Summary for headings: `▼ 2 gaps · ○ 3 not rated`.
pub fn gap_summary(card: &[SkillGap], view: &View) -> String {
    let (short, unseen) = skills::count_gaps(card);
    let short = (short > 0).then(|| view.tt("card-gaps", &[("n", short.into())]));
    let unseen = (unseen > 0).then(|| view.tt("card-not-rated", &[("n", unseen.into())]));
    short.into_iter().chain(unseen).collect::<Vec<_>>().join(" · ")
}

/// `●●●○·`: the level filled, the gap to the required level hollow, the rest as dots.
pub fn level_dots(held: &SkillGap) -> String {
    let cell = |n: u8| match () {
        () if n <= held.level => '●',
        () if n <= held.required => '○',
        () => '·',
    };
    (1..=MAX_SKILL_LEVEL).map(cell).collect()
}

/// A skill: name, level, status, date of the rating, profile that requires it. As much as fits in `columns`.
pub fn skill_line(held: &SkillGap, name: usize, columns: usize, view: &View) -> Line<'static> {
    let theme = view.theme;
    let (glyph, word, style) = skill_status(held, view);
    let level = |level: u8| if level == 0 { NO_VALUE.into() } else { level.to_string() };
    let seen = held.rated_on.map(|on| dates::format_day(on, view)).unwrap_or_default();
    let seen = if held.stale { view.tt("skill-stale", &[("day", seen.into())]) } else { seen };
    let of = if held.required > 0 { format!("{}/{}", level(held.level), held.required) } else { level(held.level) };
    let mut spans = vec![
        Span::styled(format!("{glyph} "), style),
        Span::raw(pad(&clean_line(&held.skill), name)),
        Span::styled(format!(" {} ", level_dots(held)), theme.dim),
        Span::styled(pad(&of, 3), theme.text),
    ];
    let by = held.required_by.map(|by| view.t(&format!("profile-{by}"))).unwrap_or_default();
    let more = [
        (word, width(&view.t("skill-enough")).max(11), style),
        (seen, 18, if held.stale { theme.warn } else { theme.dim }),
        (by, 0, theme.dim),
    ];
    for (text, room, style) in more {
        let used: usize = spans.iter().map(|span| width(&span.content)).sum();
        let left = columns.saturating_sub(used + 2);
        if left < MIN_TEXT_WIDTH.min(width(&text)) {
            break;
        }
        let text = fit(&text, left);
        spans.push(Span::styled(format!("  {}", pad(&text, room.max(width(&text)).min(left))), style));
    }
    Line::from(spans)
}

/// A target value without a zero part: `1 h`, `2 d`.
pub fn format_target(figure: FigureId, set: f64) -> String {
    let text = numbers::format_figure(figure, Some(set));
    let short = text.strip_suffix(" 00").filter(|_| figure.is_time()).or(text.strip_suffix(" 0 h"));
    short.map_or(text.clone(), str::to_owned)
}

/// Glyph, word and colour of a state.
pub fn target_status(state: TargetState, view: &View) -> (&'static str, String, Style) {
    let theme = view.theme;
    let (glyph, style) = match state {
        TargetState::Stretch => ("★", theme.good),
        TargetState::Met => ("✓", theme.good),
        TargetState::Missed => ("▼", theme.warn),
        TargetState::LowN => ("·", theme.dim),
        TargetState::NoData => ("–", theme.dim),
    };
    (glyph, view.t(&format!("target-{}", state.name())), style)
}

/// A target: figure, current value, n, status, target, stretch value. As much as fits in `columns`.
pub fn target_line(
    due: &PersonTarget,
    figures: Option<&Figures>,
    name: usize,
    columns: usize,
    view: &View,
) -> Line<'static> {
    let theme = view.theme;
    let reading = figures.map(|figures| FigureReading::from_figures(due.figure, figures)).unwrap_or_default();
    let (glyph, word, style) = target_status(target_state(due.figure, &due.target, reading), view);
    let n = format!("n {}", reading.n);
    let few = reading.n < LOW_SAMPLE_COUNT;
    let sign = if due.figure.better_direction() == BetterDirection::Lower { "≤" } else { "≥" };
    let good = format!("{sign} {}", format_target(due.figure, due.target.good));
    let stretch = due.target.stretch.map(|stretch| format!("★ {}", format_target(due.figure, stretch)));
    let mut spans = vec![
        Span::styled(format!("{glyph} "), style),
        Span::raw(pad(&view.t(&format!("measure-{}", due.figure.name())), name)),
        Span::styled(
            pad_left(&numbers::format_figure(due.figure, reading.value), 8),
            if few { theme.dim } else { theme.strong },
        ),
        Span::styled(format!(" {}", pad(&n, 6)), theme.dim),
    ];
    let words = TargetState::ALL.map(|one| width(&view.t(&format!("target-{}", one.name())))).into_iter().max();
    for (text, room, style) in [
        (word, words.unwrap_or(0), style),
        (good, 10, theme.text),
        (stretch.unwrap_or_default(), 9, theme.dim),
        (view.t(&format!("profile-{}", due.profile)), 0, theme.dim),
    ] {
        let used: usize = spans.iter().map(|span| width(&span.content)).sum();
        let left = columns.saturating_sub(used + 1);
        if left < MIN_TEXT_WIDTH.min(width(&text)) {
            break;
        }
        let text = fit(&text, left);
        spans.push(Span::styled(format!(" {}", pad(&text, room.max(width(&text)).min(left))), style));
    }
    Line::from(spans)
}
