//! Columns of the people table: figure, width, alignment, and which to drop first when room is short.

use crate::model::figure::FigureId;
use crate::model::text::{pad, pad_left};

/// A column of the people table, right of the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    In,
    Profiles,
    Load,
    Bar,
    Week,
    Solved,
    First,
    Art,
    Fcr,
    Csat,
    Rate,
    Reopen,
    Trend,
    Gaps,
    Next,
    Note,
}

/// Width of ` n 118` behind a figure.
pub const N: usize = 6;

impl Column {
    /// Columns from left to right, with width and drop priority (lowest is dropped first).
    pub const ALL: [(Column, usize, u8); 16] = [
        (Column::In, 11, 4),
        (Column::Profiles, 22, 1),
        (Column::Load, 6, 9),
        (Column::Bar, 5, 3),
        (Column::Week, 9, 3),
        (Column::Solved, 6, 2),
        (Column::First, 8, 4),
        (Column::Art, 8, 9),
        (Column::Fcr, 6, 8),
        (Column::Csat, 6, 8),
        (Column::Rate, 6, 6),
        (Column::Reopen, 6, 1),
        (Column::Trend, 10, 7),
        (Column::Gaps, 6, 2),
        (Column::Next, 11, 1),
        (Column::Note, 7, 1),
    ];

    /// Width without the sample size.
    pub fn width(self) -> usize {
        Column::ALL.into_iter().find(|(column, ..)| *column == self).map_or(0, |(_, width, _)| width)
    }

    /// Message key; `KEY-long` is the badge text.
    pub fn key(self) -> &'static str {
        match self {
            Column::In => "col-in",
            Column::Profiles => "col-profiles",
            Column::Load => "col-load",
            Column::Bar => "col-bar",
            Column::Week => "col-week",
            Column::Solved => "col-solved",
            Column::First => "col-first",
            Column::Art => "col-art",
            Column::Fcr => "col-fcr",
            Column::Csat => "col-csat",
            Column::Rate => "col-rate",
            Column::Reopen => "col-reopen",
            Column::Trend => "col-trend",
            Column::Gaps => "col-gaps",
            Column::Next => "col-next",
            Column::Note => "col-note",
        }
    }

    /// The figure whose samples the column opens.
    pub fn figure(self) -> Option<FigureId> {
        match self {
            Column::First => Some(FigureId::FirstResponse),
            Column::Art => Some(FigureId::Response),
            Column::Fcr => Some(FigureId::Fcr),
            Column::Csat => Some(FigureId::Csat),
            Column::Rate => Some(FigureId::Cohort),
            Column::Solved | Column::Trend => Some(FigureId::Solved),
            Column::Reopen => Some(FigureId::Reopen),
            _ => None,
        }
    }

    /// The displayed figure, if it can have a target.
    pub fn measure(self) -> Option<FigureId> {
        self.figure().filter(|figure| figure.can_be_better())
    }

    /// Whether the sample size follows the figure where there is room.
    pub fn has_n(self) -> bool {
        self.measure().is_some()
    }

    /// Aligns text left and numbers right.
    pub fn aligned(self, text: &str, columns: usize) -> String {
        match self {
            Column::Profiles | Column::In | Column::Trend | Column::Bar | Column::Next => pad(text, columns),
            _ => pad_left(text, columns),
        }
    }

    /// The next selectable column in that direction; `None` is the name.
    pub fn next(at: Option<Column>, step: isize) -> Option<Column> {
        let open = || Column::ALL.into_iter().map(|(column, ..)| column).filter(|column| column.stops());
        let all: Vec<Option<Column>> = [None].into_iter().chain(open().map(Some)).collect();
        let here = all.iter().position(|column| *column == at).unwrap_or(0);
        all[here.saturating_add_signed(step).min(all.len() - 1)]
    }

    /// Whether the cursor stops here: columns that open tickets or can be sorted.
    fn stops(self) -> bool {
        !matches!(self, Column::Bar | Column::Profiles | Column::Next)
    }
}

/// Columns that fit, with their widths; the selected one always stays. Notes are for leads only.
pub fn fitting(room: usize, under_cursor: Option<Column>, lead: bool) -> Vec<(Column, usize)> {
    let mut chosen: Vec<_> = Column::ALL.into_iter().filter(|(column, ..)| lead || *column != Column::Note).collect();
    for (column, _, keep) in &mut chosen {
        if Some(*column) == under_cursor {
            *keep = 10;
        }
    }
    let wide = |chosen: &[(Column, usize, u8)]| chosen.iter().map(|(_, width, _)| width + 1).sum::<usize>();
    while wide(&chosen) > room && chosen.len() > 1 {
        let least = chosen.iter().enumerate().min_by_key(|(_, (.., keep))| *keep).map_or(0, |(index, _)| index);
        chosen.remove(least);
    }
    let spare = room.saturating_sub(wide(&chosen));
    let counted = chosen.iter().filter(|(column, ..)| column.has_n()).count();
    let n = if spare >= counted * N { N } else { 0 };
    chosen.into_iter().map(|(column, width, _)| (column, width + if column.has_n() { n } else { 0 })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_matters_least_goes_first_and_what_is_under_the_cursor_never() {
        let names = |room, at| fitting(room, at, true).into_iter().map(|(column, _)| column).collect::<Vec<_>>();
        assert_eq!(names(500, None).len(), Column::ALL.len());
        let few = names(60, None);
        assert!(few.contains(&Column::Load) && few.contains(&Column::Art) && !few.contains(&Column::Note), "{few:?}");
        assert!(names(60, Some(Column::Gaps)).contains(&Column::Gaps));
        assert!(!fitting(500, None, false).iter().any(|(column, _)| *column == Column::Note), "for leads alone");
        let wide = fitting(500, None, true).into_iter().find(|(column, _)| *column == Column::Art).unwrap();
        assert_eq!(wide.1, 8 + N);
        for room in 0..200 {
            let used: usize = fitting(room, None, true).iter().map(|(_, width)| width + 1).sum();
            assert!(used <= room.max(9), "{room}");
        }
    }

    #[test]
    fn the_cursor_goes_from_the_name_to_the_last_column_and_back() {
        let mut at = None;
        for _ in 0..40 {
            at = Column::next(at, 1);
        }
        assert_eq!(at, Some(Column::Note));
        for _ in 0..40 {
            at = Column::next(at, -1);
        }
        assert_eq!(at, None);
    }
}
