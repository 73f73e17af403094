//! Succession: candidates for each profile and their skill gaps.

use ratatui::text::{Line, Span};

use crate::engine::skills::{Successor, successors};
use crate::model::person::Profile;
use crate::model::target::Asked;
use crate::model::text::{clean_line, fit, fold, pad, pad_left, width, wrap};
use crate::ui::view::View;
use crate::ui::widgets::numbers::NONE;

/// Candidates listed per profile; the others are counted.
const MOST: usize = 5;

/// All six profiles, most important first.
pub fn lines(columns: usize, view: &View) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for profile in view.settings.importance {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.extend(of(profile, columns, view));
    }
    lines
}

fn of(profile: Profile, columns: usize, view: &View) -> Vec<Line<'static>> {
    let theme = view.theme;
    let people = &view.desk.team.people;
    let mut holders: Vec<_> = people.values().filter(|person| person.holds(profile)).map(|p| &p.name).collect();
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
    let asked = Asked::by(profile, &view.settings.profiles).filter(|asked| !asked.skills.is_empty());
    let Some(asked) = asked else {
        lines.extend(wrap(&view.t("next-asks-nothing"), columns).into_iter().map(|row| Line::styled(row, theme.dim)));
        return lines;
    };
    let found = successors(people, asked, view.zone().date(view.now));
    let widest = found.iter().take(MOST).map(|one| width(&clean_line(view.name(Some(one.person))))).max();
    let widest = widest.unwrap_or(0).min(24);
    lines.extend(found.iter().take(MOST).map(|one| candidate(one, widest, columns, view)));
    match found.len() {
        0 => lines.push(Line::styled(format!("  {}", view.t("next-nobody")), theme.dim)),
        n if n > MOST => {
            let more = view.tt("n-more", &[("n", (n - MOST).into())]);
            lines.push(Line::styled(format!("  {more}"), theme.dim));
        }
        _ => {}
    }
    lines
}

fn candidate(one: &Successor, widest: usize, columns: usize, view: &View) -> Line<'static> {
    let theme = view.theme;
    let lacks: Vec<String> = (one.lacks.iter())
        .map(|held| {
            let has = if held.has == 0 { NONE.into() } else { held.has.to_string() };
            format!("{} {has}/{}", clean_line(&held.skill), held.asked)
        })
        .collect();
    let levels = view.tt("next-levels", &[("n", (one.levels() as usize).into())]);
    let aims = if one.aims { format!("→ {}", view.t("next-aims")) } else { String::new() };
    let mut spans = vec![
        Span::raw("  "),
        Span::raw(pad(&clean_line(view.name(Some(one.person))), widest)),
        Span::styled(
            format!("  {}", pad_left(&levels, 12)),
            if one.lacks.is_empty() { theme.good } else { theme.text },
        ),
    ];
    if !aims.is_empty() {
        spans.push(Span::styled(format!("  {aims}"), theme.accent));
    }
    let used: usize = spans.iter().map(|span| width(&span.content)).sum();
    let lacks = if lacks.is_empty() { view.t("next-ready") } else { lacks.join(", ") };
    spans.push(Span::styled(format!("  {}", fit(&lacks, columns.saturating_sub(used + 2))), theme.dim));
    Line::from(spans)
}
