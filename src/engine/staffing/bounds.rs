//! Range check for numeric input, with its error sentence.

/// Allowed range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bounds {
    /// Greater than.
    Above(f64),
    /// Greater than or equal.
    From(f64),
    /// Closed interval.
    FromTo(f64, f64),
    /// Open interval.
    Between(f64, f64),
    /// Above 0, up to and including.
    UpTo(f64),
    /// Half-open interval, end excluded.
    Below(f64, f64),
}

impl Bounds {
    /// The value if it is in range, else an English sentence (without full stop) that names it.
    pub fn check(self, name: &str, value: f64) -> Result<f64, String> {
        let (fits, wanted) = match self {
            Bounds::Above(least) => (value > least, format!("a number above {least}")),
            Bounds::From(least) => (value >= least, format!("a number from {least} on")),
            Bounds::FromTo(least, most) => {
                (least <= value && value <= most, format!("a number from {least} to {most}"))
            }
            Bounds::Between(least, most) => {
                (least < value && value < most, format!("a number above {least} and below {most}"))
            }
            Bounds::UpTo(most) => (0.0 < value && value <= most, format!("a number above 0, up to {most}")),
            Bounds::Below(least, most) => {
                (least <= value && value < most, format!("a number from {least}, below {most}"))
            }
        };
        if fits && value.is_finite() { Ok(value) } else { Err(refused(name, value, &wanted)) }
    }
}

/// Error sentence for a value out of range.
pub fn refused(name: &str, value: f64, wanted: &str) -> String {
    format!("{name} cannot be {value}; write {wanted}")
}
