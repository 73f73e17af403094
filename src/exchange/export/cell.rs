//! Text of cells that are not text, for text formats.

use crate::model::table::TableCell;
use crate::model::time::Zone;

/// A non-text cell in text formats; `None` for text.
pub(super) fn format_non_text(cell: &TableCell, zone: Zone) -> Option<String> {
    Some(match cell {
        TableCell::Text(_) => return None,
        TableCell::Empty => String::new(),
        TableCell::Count(n) => n.to_string(),
        TableCell::Number(number) if number.is_finite() => number.to_string(),
        // NaN and infinities are not portable.
        TableCell::Number(_) => String::new(),
        TableCell::Moment(at) => zone.rfc3339(*at),
        TableCell::Duration(span) => span.num_seconds().to_string(),
        TableCell::YesNo(yes) => yes.to_string(),
    })
}
