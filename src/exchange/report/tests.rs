//! Tests common to all report formats.

use std::collections::BTreeSet;

use super::page::FIGURE_FAMILIES;
use crate::model::figure::FigureId;

#[test]
fn every_figure_stands_in_one_of_the_tables() {
    let all: Vec<FigureId> = FIGURE_FAMILIES.iter().flat_map(|(_, figures)| *figures).copied().collect();
    assert_eq!(all.len(), FigureId::COUNT);
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), FigureId::COUNT, "each in one");
}
