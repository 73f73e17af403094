//! Groups and footers of the table of figures.

use ratatui::text::Line;

use crate::engine::metrics::summary::Figures as Numbers;
use crate::model::figure::{FigureId, FigureShape};
use crate::model::text::wrap;
use crate::ui::panes::metrics::cells;
use crate::ui::view::View;

/// Row group: 0 durations, 1 shares and scores, 2 counts.
pub fn figure_group(figure: FigureId) -> u8 {
    match figure.shape() {
        FigureShape::Time => 0,
        FigureShape::Share
        | FigureShape::Ratio(_)
        | FigureShape::Mean
        | FigureShape::Portion
        | FigureShape::NetScore => 1,
        FigureShape::Count | FigureShape::Stock => 2,
    }
}

/// Formula, warnings and notes of the selected figure.
pub fn footer_lines(
    figure: FigureId,
    figures: &Numbers,
    targets: Option<String>,
    columns: usize,
    view: &View,
) -> Vec<Line<'static>> {
    let theme = view.theme;
    let formula = wrap(&view.t(&format!("formula-{}", figure.name())), columns);
    let mut lines: Vec<Line> = formula.into_iter().map(|text| Line::styled(text, theme.accent)).collect();
    let notes = cells::figure_notes(figure, figures, view);
    let warnings: Vec<&str> = notes.iter().filter(|(_, bad)| *bad).map(|(text, _)| text.as_str()).collect();
    lines.extend(wrap(&warnings.join(" · "), columns).into_iter().map(|text| Line::styled(text, theme.warn)));
    let mut remarks: Vec<String> = notes.iter().filter(|(_, bad)| !*bad).map(|(text, _)| text.clone()).collect();
    remarks.extend(targets);
    lines.extend(wrap(&remarks.join(" · "), columns).into_iter().map(|text| Line::styled(text, theme.dim)));
    lines.retain(|line| line.width() > 0);
    lines
}
