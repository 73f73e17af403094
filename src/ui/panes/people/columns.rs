//! Columns of the people table: figure, width, alignment, and which to drop first when room is short.

use crate::model::figure::FigureId;
use crate::model::text::{pad, pad_left};

/// A column of the people table, right of the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeopleColumn {
    Presence,
    Profiles,
    Load,
    LoadBar,
    WeekHours,
    Solved,
    FirstResponse,
    ResponseTime,
    Fcr,
    Csat,
    SolvedToDate,
    Reopen,
    Trend,
    SkillGaps,
    NextShift,
    DaysSinceNote,
}

/// Width of ` n 118` behind a figure.
pub const SAMPLE_SIZE_WIDTH: usize = 6;

impl PeopleColumn {
    /// Columns from left to right, with width and drop priority (lowest is dropped first).
    pub const ALL: [(PeopleColumn, usize, u8); 16] = [
        (PeopleColumn::Presence, 11, 4),
        (PeopleColumn::Profiles, 22, 1),
        (PeopleColumn::Load, 6, 9),
        (PeopleColumn::LoadBar, 5, 3),
        (PeopleColumn::WeekHours, 9, 3),
        (PeopleColumn::Solved, 6, 2),
        (PeopleColumn::FirstResponse, 8, 4),
        (PeopleColumn::ResponseTime, 8, 9),
        (PeopleColumn::Fcr, 6, 8),
        (PeopleColumn::Csat, 6, 8),
        (PeopleColumn::SolvedToDate, 6, 6),
        (PeopleColumn::Reopen, 6, 1),
        (PeopleColumn::Trend, 10, 7),
        (PeopleColumn::SkillGaps, 6, 2),
        (PeopleColumn::NextShift, 11, 1),
        (PeopleColumn::DaysSinceNote, 7, 1),
    ];

    /// Width without the sample size.
    pub fn width(self) -> usize {
        PeopleColumn::ALL.into_iter().find(|(column, ..)| *column == self).map_or(0, |(_, width, _)| width)
    }

    /// Message key; `KEY-long` is the badge text.
    pub fn key(self) -> &'static str {
        match self {
            PeopleColumn::Presence => "col-in",
            PeopleColumn::Profiles => "col-profiles",
            PeopleColumn::Load => "col-load",
            PeopleColumn::LoadBar => "col-bar",
            PeopleColumn::WeekHours => "col-week",
            PeopleColumn::Solved => "col-solved",
            PeopleColumn::FirstResponse => "col-first",
            PeopleColumn::ResponseTime => "col-art",
            PeopleColumn::Fcr => "col-fcr",
            PeopleColumn::Csat => "col-csat",
            PeopleColumn::SolvedToDate => "col-rate",
            PeopleColumn::Reopen => "col-reopen",
            PeopleColumn::Trend => "col-trend",
            PeopleColumn::SkillGaps => "col-gaps",
            PeopleColumn::NextShift => "col-next",
            PeopleColumn::DaysSinceNote => "col-note",
        }
    }

    /// The figure whose samples the column opens.
    pub fn figure(self) -> Option<FigureId> {
        match self {
            PeopleColumn::FirstResponse => Some(FigureId::FirstResponse),
            PeopleColumn::ResponseTime => Some(FigureId::ResponseTime),
            PeopleColumn::Fcr => Some(FigureId::Fcr),
            PeopleColumn::Csat => Some(FigureId::Csat),
            PeopleColumn::SolvedToDate => Some(FigureId::SolvedToDate),
            PeopleColumn::Solved | PeopleColumn::Trend => Some(FigureId::Solved),
            PeopleColumn::Reopen => Some(FigureId::Reopen),
            _ => None,
        }
    }

    /// The displayed figure, if it can have a target.
    pub fn comparable_figure(self) -> Option<FigureId> {
        self.figure().filter(|figure| figure.has_better_direction())
    }

    /// Whether the sample size follows the figure where there is room.
    pub fn shows_sample_size(self) -> bool {
        self.comparable_figure().is_some()
    }

    /// Aligns text left and numbers right.
    pub fn align(self, text: &str, columns: usize) -> String {
        match self {
            PeopleColumn::Profiles
            | PeopleColumn::Presence
            | PeopleColumn::Trend
            | PeopleColumn::LoadBar
            | PeopleColumn::NextShift => pad(text, columns),
            _ => pad_left(text, columns),
        }
    }

    /// The next selectable column in that direction; `None` is the name.
    pub fn neighbour(at: Option<PeopleColumn>, step: isize) -> Option<PeopleColumn> {
        let open = || PeopleColumn::ALL.into_iter().map(|(column, ..)| column).filter(|column| column.is_selectable());
        let all: Vec<Option<PeopleColumn>> = [None].into_iter().chain(open().map(Some)).collect();
        let here = all.iter().position(|column| *column == at).unwrap_or(0);
        all[here.saturating_add_signed(step).min(all.len() - 1)]
    }

    /// Whether the cursor stops here: columns that open tickets or can be sorted.
    fn is_selectable(self) -> bool {
        !matches!(self, PeopleColumn::LoadBar | PeopleColumn::Profiles | PeopleColumn::NextShift)
    }
}

/// Columns that fit, with their widths; the selected one always stays. Notes are for leads only.
pub fn fitting_columns(room: usize, under_cursor: Option<PeopleColumn>, lead: bool) -> Vec<(PeopleColumn, usize)> {
    let mut chosen: Vec<_> =
        PeopleColumn::ALL.into_iter().filter(|(column, ..)| lead || *column != PeopleColumn::DaysSinceNote).collect();
    for (column, _, keep) in &mut chosen {
        if Some(*column) == under_cursor {
            *keep = 10;
        }
    }
    let wide = |chosen: &[(PeopleColumn, usize, u8)]| chosen.iter().map(|(_, width, _)| width + 1).sum::<usize>();
    while wide(&chosen) > room && chosen.len() > 1 {
        let least = chosen.iter().enumerate().min_by_key(|(_, (.., keep))| *keep).map_or(0, |(index, _)| index);
        chosen.remove(least);
    }
    let spare = room.saturating_sub(wide(&chosen));
    let counted = chosen.iter().filter(|(column, ..)| column.shows_sample_size()).count();
    let n = if spare >= counted * SAMPLE_SIZE_WIDTH { SAMPLE_SIZE_WIDTH } else { 0 };
    chosen
        .into_iter()
        .map(|(column, width, _)| (column, width + if column.shows_sample_size() { n } else { 0 }))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_matters_least_goes_first_and_what_is_under_the_cursor_never() {
        let names =
            |room, at| fitting_columns(room, at, true).into_iter().map(|(column, _)| column).collect::<Vec<_>>();
        assert_eq!(names(500, None).len(), PeopleColumn::ALL.len());
        let few = names(60, None);
        assert!(
            few.contains(&PeopleColumn::Load)
                && few.contains(&PeopleColumn::ResponseTime)
                && !few.contains(&PeopleColumn::DaysSinceNote),
            "{few:?}"
        );
        assert!(names(60, Some(PeopleColumn::SkillGaps)).contains(&PeopleColumn::SkillGaps));
        assert!(
            !fitting_columns(500, None, false).iter().any(|(column, _)| *column == PeopleColumn::DaysSinceNote),
            "for leads alone"
        );
        let wide = fitting_columns(500, None, true)
            .into_iter()
            .find(|(column, _)| *column == PeopleColumn::ResponseTime)
            .unwrap();
        assert_eq!(wide.1, 8 + SAMPLE_SIZE_WIDTH);
        for room in 0..200 {
            let used: usize = fitting_columns(room, None, true).iter().map(|(_, width)| width + 1).sum();
            assert!(used <= room.max(9), "{room}");
        }
    }

    #[test]
    fn the_cursor_goes_from_the_name_to_the_last_column_and_back() {
        let mut at = None;
        for _ in 0..40 {
            at = PeopleColumn::neighbour(at, 1);
        }
        assert_eq!(at, Some(PeopleColumn::DaysSinceNote));
        for _ in 0..40 {
            at = PeopleColumn::neighbour(at, -1);
        }
        assert_eq!(at, None);
    }
}
