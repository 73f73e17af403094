//! Range check for numeric input, with its error sentence.

/// Allowed range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NumberRange {
    /// Greater than.
    Above(f64),
    /// Greater than or equal.
    AtLeast(f64),
    /// Closed interval.
    Closed(f64, f64),
    /// Open interval.
    Open(f64, f64),
    /// Above 0, up to and including.
    PositiveUpTo(f64),
    /// Half-open interval, end excluded.
    ClosedOpen(f64, f64),
}

impl NumberRange {
    /// The value if it is in range, else an English sentence (without full stop) that names it.
    pub fn check(self, name: &str, value: f64) -> Result<f64, String> {
        let (fits, wanted) = match self {
            NumberRange::Above(least) => (value > least, format!("a number above {least}")),
            NumberRange::AtLeast(least) => (value >= least, format!("a number from {least} on")),
            NumberRange::Closed(least, most) => {
                (least <= value && value <= most, format!("a number from {least} to {most}"))
            }
            NumberRange::Open(least, most) => {
                (least < value && value < most, format!("a number above {least} and below {most}"))
            }
            NumberRange::PositiveUpTo(most) => {
                (0.0 < value && value <= most, format!("a number above 0, up to {most}"))
            }
            NumberRange::ClosedOpen(least, most) => {
                (least <= value && value < most, format!("a number from {least}, below {most}"))
            }
        };
        if fits && value.is_finite() { Ok(value) } else { Err(out_of_range_message(name, value, &wanted)) }
    }
}

/// Error sentence for a value out of range.
pub fn out_of_range_message(name: &str, value: f64, wanted: &str) -> String {
    format!("{name} cannot be {value}; write {wanted}")
}
