//! Customer table: as many columns as fit, numbers right-aligned, churn risks in words.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::engine::customers::{ChurnRisk, CustomerRow};
use crate::model::ids::CustomerId;
use crate::model::survey::NpsGroup;
use crate::model::text::{clean_line, fit, pad, pad_left, width};
use crate::presentation::numbers::NO_VALUE;
use crate::query::customers::{CustomerList, CustomerSort};
use crate::ui::view::View;
use crate::ui::widgets::list::{Cursor, visible_rows};

/// Sort order and selected column.
pub struct CustomerTableState {
    pub sort: CustomerSort,
    pub reversed: bool,
    pub column: CustomerSort,
}

/// Columns that fit, with their widths. Name and risks are sized separately.
pub fn visible_columns(room: usize) -> Vec<(CustomerSort, usize)> {
    // Width, and minimum table width to show the column.
    const ALL: [(CustomerSort, usize, usize); 9] = [
        (CustomerSort::Name, 0, 0),
        (CustomerSort::Tier, 8, 92),
        (CustomerSort::Owner, 9, 84),
        (CustomerSort::Tickets, 8, 0),
        (CustomerSort::TimeWithUs, 9, 100),
        (CustomerSort::RepeatContacts, 8, 0),
        (CustomerSort::Nps, 4, 0),
        (CustomerSort::BadRatings, 5, 0),
        (CustomerSort::DaysSilent, 7, 0),
    ];
    ALL.into_iter().filter(|(_, _, from)| room >= *from).map(|(sort, width, _)| (sort, width)).collect()
}

/// Widths of name and risks, from what the other columns leave.
fn name_and_risk_widths(room: usize, shown: &[(CustomerSort, usize)]) -> (usize, usize) {
    let taken: usize = shown.iter().skip(1).map(|(_, width)| width + 1).sum();
    let rest = room.saturating_sub(taken + 2);
    let name = (rest / 2).clamp(8, 30).min(rest);
    (name, rest - name)
}

pub fn draw_table(
    frame: &mut Frame,
    area: Rect,
    listed: &CustomerList,
    cursor: &Cursor<CustomerId>,
    look: &CustomerTableState,
    view: &View,
) {
    let room = usize::from(area.width);
    let shown = visible_columns(room);
    let (name, why) = name_and_risk_widths(room, &shown);
    let theme = view.theme;
    let mut rows = area.rows();
    let Some(head) = rows.next() else { return };
    let mut header = Line::default();
    for (sort, width) in &shown {
        let arrow = match (look.sort == *sort, sort.is_ascending_by_default() != look.reversed) {
            (false, _) => "",
            (true, true) => "↑",
            (true, false) => "↓",
        };
        let text = format!("{arrow}{}", view.t(&format!("customers-{}", sort.name())));
        let style = if look.column == *sort && view.focused { theme.accent } else { theme.dim };
        let text = match sort {
            CustomerSort::Name => pad(&text, name),
            CustomerSort::Tier | CustomerSort::Owner => format!(" {}", pad(&text, *width)),
            _ => format!(" {}", pad_left(&fit(&text, *width), *width)),
        };
        header.push_span(Span::styled(text, style));
    }
    header.push_span(Span::styled(format!("  {}", fit(&view.t("customers-why"), why)), theme.dim));
    frame.render_widget(header, head);
    let ids: Vec<CustomerId> = listed.rows.iter().map(|standing| standing.id).collect();
    let at = cursor.row(&ids).unwrap_or(0);
    let visible = visible_rows(at, ids.len(), usize::from(area.height.saturating_sub(1)));
    for (n, row) in visible.zip(rows) {
        let line = row_line(&listed.rows[n], &shown, (name, why), n == at, look, view);
        frame.render_widget(line, row);
    }
}

fn row_line(
    standing: &CustomerRow,
    shown: &[(CustomerSort, usize)],
    (name, why): (usize, usize),
    here: bool,
    look: &CustomerTableState,
    view: &View,
) -> Line<'static> {
    let theme = view.theme;
    let mut line = Line::default();
    for (sort, width) in shown {
        let (text, style) = cell_text(standing, *sort, view);
        let text = match sort {
            CustomerSort::Name => pad(&text, name),
            CustomerSort::Tier | CustomerSort::Owner => pad(&text, *width),
            _ => pad_left(&text, *width),
        };
        let style = match here && view.focused {
            true if look.column == *sort => theme.selected,
            true if *sort == CustomerSort::Name => theme.accent,
            _ => style,
        };
        if *sort != CustomerSort::Name {
            line.push_span(Span::raw(" "));
        }
        line.push_span(Span::styled(text, style));
    }
    let (text, style) = risk_text(standing, why, view);
    line.push_span(Span::styled(format!("  {text}"), style));
    line
}

/// Text and style of a cell.
fn cell_text(standing: &CustomerRow, sort: CustomerSort, view: &View) -> (String, Style) {
    let theme = view.theme;
    let number = |n: usize| (n.to_string(), if n == 0 { theme.dim } else { theme.text });
    let text = |text: Option<&str>| match text {
        Some(text) => (clean_line(text).into_owned(), theme.text),
        None => (NO_VALUE.to_owned(), theme.dim),
    };
    match sort {
        CustomerSort::Name => (clean_line(&standing.customer.name).into_owned(), theme.strong),
        CustomerSort::Tier => text(standing.customer.tier.as_deref()),
        CustomerSort::Owner => text(standing.customer.owner.map(|owner| view.person_name(Some(owner)))),
        CustomerSort::Tickets => number(standing.tickets),
        CustomerSort::RepeatContacts => number(standing.repeat_contacts),
        CustomerSort::TimeWithUs => {
            let hours = standing.time_with_us.num_minutes() as f64 / 60.0;
            let text = if hours >= 100.0 { format!("{hours:.0} h") } else { format!("{hours:.1} h") };
            let text = if view.t("thousands-separator") == "." { text.replace('.', ",") } else { text };
            (text, if standing.time_with_us.num_minutes() == 0 { theme.dim } else { theme.text })
        }
        CustomerSort::Nps => match standing.nps {
            None => (NO_VALUE.to_owned(), theme.dim),
            Some(nps) => (
                nps.score.to_string(),
                match NpsGroup::from_score(nps.score) {
                    NpsGroup::Promoter => theme.good,
                    NpsGroup::Passive => theme.text,
                    NpsGroup::Detractor => theme.bad,
                },
            ),
        },
        CustomerSort::BadRatings => {
            (standing.bad_ratings.to_string(), if standing.bad_ratings == 0 { theme.dim } else { theme.warn })
        }
        CustomerSort::DaysSilent => match standing.days_silent(view.now) {
            None => (NO_VALUE.to_owned(), theme.dim),
            Some(days) => (view.tt("n-d", &[("n", days.to_string().into())]), theme.text),
        },
    }
}

/// As many churn risks as fit; for a lost customer, the date.
fn risk_text(standing: &CustomerRow, room: usize, view: &View) -> (String, Style) {
    let theme = view.theme;
    if let Some(lost) = standing.customer.lost {
        let day = crate::ui::widgets::dates::format_day(lost, view);
        return (fit(&view.tt("customers-lost-on", &[("day", day.into())]), room), theme.dim);
    }
    if standing.risks.is_empty() {
        return (String::new(), theme.dim);
    }
    let mut text = String::new();
    for (n, risk) in standing.risks.iter().enumerate() {
        let more = format!("{}{}", if n == 0 { "▲ " } else { ", " }, describe_risk(*risk, view));
        if n > 0 && width(&text) + width(&more) > room {
            break;
        }
        text.push_str(&more);
    }
    (fit(&text, room), theme.warn)
}

/// Describes a churn risk.
pub fn describe_risk(risk: ChurnRisk, view: &View) -> String {
    let n = match risk {
        ChurnRisk::Upset => 0,
        ChurnRisk::Detractor(score) => usize::from(score),
        ChurnRisk::BadRatings(n) | ChurnRisk::RepeatContacts(n) => n,
        ChurnRisk::Silent(days) => usize::try_from(days).unwrap_or(0),
    };
    view.tt(&format!("risk-{}", risk.name().replace('_', "-")), &[("n", n.into())])
}
