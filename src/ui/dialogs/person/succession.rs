//! Succession: candidates for each profile and their skill gaps.

use ratatui::text::{Line, Span};

use crate::engine::skills::{Successor, successors};
use crate::model::person::Profile;
use crate::model::target::ProfileExpectations;
use crate::model::text::{clean_line, fit, fold, pad, pad_left, width, wrap};
use crate::presentation::numbers::NO_VALUE;
use crate::ui::view::View;

/// Candidates listed per profile; the others are counted.
const MAX_CANDIDATES: usize = 5;

/// All six profiles, most important first.
pub fn succession_lines(columns: usize, view: &View) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for profile in view.settings.profile_order {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.extend(profile_lines(profile, columns, view));
    }
    lines
}

fn profile_lines(profile: Profile, columns: usize, view: &View) -> Vec<Line<'static>> {
    let theme = view.theme;
    let people = &view.desk.team.people;
    let mut holders: Vec<_> = people.values().filter(|person| person.has_profile(profile)).map(|p| &p.name).collect();
    holders.sort_by_cached_key(|name| fold(name));
    let now = holders.iter().map(|name| clean_line(name).into_owned()).collect::<Vec<_>>().join(", ");
    let now = if now.is_empty() { view.t("nobody") } else { now };
    let name = view.t(&format!("profile-{profile}"));
    let now = fit(&view.tt("next-now", &[("who", now.into())]), columns.saturating_sub(width(&name) + 3));
    let few = holders.len() < 2;
    let head = Line::from(vec![
        Span::styled(if few { "▲ " } else { "● " }, if few { theme.warn } else { theme.good }),
        Span::styled(name, theme.strong),
        Span::styled(format!(" {now}"), theme.dim),
    ]);
    let mut lines = vec![head];
    let asked = ProfileExpectations::for_profile(profile, &view.settings.profile_requirements)
        .filter(|asked| !asked.skills.is_empty());
    let Some(asked) = asked else {
        lines.extend(wrap(&view.t("next-asks-nothing"), columns).into_iter().map(|row| Line::styled(row, theme.dim)));
        return lines;
    };
    let found = successors(people, asked, view.zone().date(view.now));
    let widest =
        found.iter().take(MAX_CANDIDATES).map(|one| width(&clean_line(view.person_name(Some(one.person))))).max();
    let widest = widest.unwrap_or(0).min(24);
    lines.extend(found.iter().take(MAX_CANDIDATES).map(|one| candidate_line(one, widest, columns, view)));
    match found.len() {
        0 => lines.push(Line::styled(format!("  {}", view.t("next-nobody")), theme.dim)),
        n if n > MAX_CANDIDATES => {
            let more = view.tt("n-more", &[("n", (n - MAX_CANDIDATES).into())]);
            lines.push(Line::styled(format!("  {more}"), theme.dim));
        }
        _ => {}
    }
    lines
}

fn candidate_line(one: &Successor, widest: usize, columns: usize, view: &View) -> Line<'static> {
    let theme = view.theme;
    let lacks: Vec<String> = (one.gaps.iter())
        .map(|held| {
            let has = if held.level == 0 { NO_VALUE.into() } else { held.level.to_string() };
            format!("{} {has}/{}", clean_line(&held.skill), held.required)
        })
        .collect();
    let levels = view.tt("next-levels", &[("n", (one.missing_levels() as usize).into())]);
    let aims = if one.is_next_profile { format!("→ {}", view.t("next-wants-role")) } else { String::new() };
    let mut spans = vec![
        Span::raw("  "),
        Span::raw(pad(&clean_line(view.person_name(Some(one.person))), widest)),
        Span::styled(format!("  {}", pad_left(&levels, 12)), if one.gaps.is_empty() { theme.good } else { theme.text }),
    ];
    if !aims.is_empty() {
        spans.push(Span::styled(format!("  {aims}"), theme.accent));
    }
    let used: usize = spans.iter().map(|span| width(&span.content)).sum();
    let lacks = if lacks.is_empty() { view.t("next-ready") } else { lacks.join(", ") };
    spans.push(Span::styled(format!("  {}", fit(&lacks, columns.saturating_sub(used + 2))), theme.dim));
    Line::from(spans)
}
