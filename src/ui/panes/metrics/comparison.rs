//! Side-by-side comparison of two groups, figure by figure.

use ratatui::text::{Line, Span};

use super::cells;
use crate::engine::metrics::summary::{FigureSummary, Figures};
use crate::model::figure::FigureId;
use crate::model::text::{fit, pad, pad_left};
use crate::ui::view::View;

/// One row per figure that either side has; the change says how the first compares.
pub fn comparison_lines(a: (&str, &Figures), b: (&str, &Figures), columns: usize, view: &View) -> Vec<Line<'static>> {
    let theme = view.theme;
    let each = if columns >= 100 { 16 } else { 12 };
    let name = columns.saturating_sub(3 * each + 10).clamp(18, 34);
    let head = format!(
        "{}{}{}{}",
        pad("", name),
        pad_left(&fit(a.0, each - 1), each),
        pad_left(&fit(b.0, each - 1), each),
        pad_left(&view.t("metrics-two"), each + 4)
    );
    let mut lines = vec![Line::styled(fit(&head, columns), theme.mark)];
    for figure in FigureId::ALL {
        let (x, y) = (a.1.get(figure), b.1.get(figure));
        if x.value().is_none() && y.value().is_none() {
            continue;
        }
        let (text, style) = cells::format_change(figure, x, Some(y), view);
        let label = cells::figure_name(figure, name - 1, view);
        let number = |sum: &FigureSummary| {
            let low = if sum.is_low() { "~" } else { "" };
            pad_left(&format!("{low}{}", cells::format_value(figure, sum, view)), each)
        };
        lines.push(Line::from(vec![
            Span::styled(pad(&label, name), theme.text),
            Span::styled(number(x), cells::value_style(x, view)),
            Span::styled(number(y), cells::value_style(y, view)),
            Span::styled(pad_left(&text, each + 4), style),
        ]));
    }
    lines
}
