//! Contact drivers as a Pareto chart: received tickets by category, cumulative share, and change against the
//! comparison.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::engine::charts::{Driver, drivers};
use crate::engine::metrics::cut::{By, Trait};
use crate::model::figure::FigureId;
use crate::model::text::{fit, pad, pad_left, width};
use crate::query::protocol::Slot;
use crate::ui::pane::Effect;
use crate::ui::panes::drill::{self, Opened};
use crate::ui::panes::metrics::trait_name;
use crate::ui::view::View;
use crate::ui::widgets::list::page;
use crate::ui::widgets::numbers;
use super::{At, Chart};

/// Rows are the values of the selected dimension; category if that is people or profiles.
pub struct Drivers;

fn by(view: &View) -> By {
    if matches!(view.looking.by, By::Agent | By::Profile) { By::Category } else { view.looking.by }
}

fn counts(slot: Slot, view: &View) -> Option<Vec<(Trait, usize)>> {
    let groups = view.looking.groups(slot, by(view), &view.looking.cut, view)?;
    Some(
        groups
            .iter()
            .map(|(one, figures)| (one.clone(), figures.value(FigureId::Received).unwrap_or(0.0) as usize))
            .collect(),
    )
}

fn all(view: &View) -> Vec<Driver> {
    let before = counts(Slot::Beside, view);
    drivers(&counts(Slot::Looked, view).unwrap_or_default(), before.as_deref())
}

impl Chart for Drivers {
    fn name(&self) -> &'static str {
        "drivers"
    }

    fn size(&self, view: &View) -> At {
        (all(view).len(), 1)
    }

    fn told(&self, (row, _): At, view: &View) -> String {
        let all = all(view);
        let Some(one) = all.get(row) else { return String::new() };
        let name = trait_name(&one.which, view);
        let share = numbers::percent(Some(one.upto));
        let values = [("name", name.into()), ("n", one.n.into()), ("share", share.into())];
        let mut text = view.tt("chart-drivers-told", &values);
        if let Some(before) = one.before {
            text.push_str(&format!(" · {}", view.tt("chart-drivers-before", &[("n", before.into())])));
        }
        text
    }

    fn draw(&self, frame: &mut Frame, area: Rect, at: Option<At>, view: &View) {
        let theme = view.theme;
        let all = all(view);
        let columns = usize::from(area.width);
        let label = all.iter().map(|one| width(&trait_name(&one.which, view))).max().unwrap_or(0).clamp(4, columns / 3);
        let most = all.first().map_or(1, |one| one.n.max(1));
        let (number, share, moved) = (6, 7, 8);
        let room = columns.saturating_sub(label + 1 + number + share + moved);
        let head = format!(
            "{}{}{}",
            " ".repeat(label + 1 + room + number),
            pad_left(&fit(&view.t("chart-upto"), share - 1), share),
            pad_left(&fit(&view.t("chart-moved"), moved - 1), moved)
        );
        frame.render_widget(Line::styled(head, theme.dim), Rect { height: area.height.min(1), ..area });
        let rows = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        let row = at.map_or(0, |(row, _)| row);
        // Highlight the drivers that make up 80 % of the volume.
        let vital = all.iter().position(|one| one.upto >= 0.8).map_or(all.len(), |at| at + 1);
        for (index, place) in page(row, all.len(), usize::from(rows.height)).zip(rows.rows()) {
            let one = &all[index];
            let here = at.is_some() && index == row;
            let bar = (one.n * room / most).max(usize::from(one.n > 0));
            let (text, style) = match one.moved() {
                Some(0) => ("=".into(), theme.dim),
                Some(by) if by > 0 => (format!("▲ +{by}"), theme.warn),
                Some(by) => (format!("▼ −{}", -by), theme.dim),
                None => (String::new(), theme.dim),
            };
            let name = pad(&fit(&trait_name(&one.which, view), label), label);
            let glyph = if index < vital { "█" } else { "▒" };
            frame.render_widget(
                Line::from(vec![
                    Span::styled(name, if here { theme.selected } else { theme.text }),
                    Span::raw(" "),
                    Span::styled(pad(&glyph.repeat(bar), room), if here { theme.strong } else { theme.accent }),
                    Span::styled(pad_left(&one.n.to_string(), number), theme.text),
                    Span::styled(pad_left(&numbers::percent(Some(one.upto)), share), theme.dim),
                    Span::styled(pad_left(&text, moved), style),
                ]),
                place,
            );
        }
    }

    fn open(&self, (row, _): At, view: &View) -> Effect {
        let all = all(view);
        let Some(one) = all.get(row) else { return Effect::Done };
        let filter = view.looking.cut.and(one.which.clone());
        // A driver without tickets now opens those of the comparison period.
        let slot = if one.n == 0 { Slot::Beside } else { Slot::Looked };
        drill::open(Opened::whole(FigureId::Received, &filter, slot), view)
    }
}
