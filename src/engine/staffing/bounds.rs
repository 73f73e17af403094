//! What a number that somebody gives may be, and the sentence for one that is not.

/// From where to where a number may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bounds {
    /// More than this.
    Above(f64),
    /// This or more.
    From(f64),
    /// Both ends may be taken.
    FromTo(f64, f64),
    /// Neither end may be taken.
    Between(f64, f64),
    /// More than 0, this at most.
    UpTo(f64),
    /// The first end may be taken, the second one not.
    Below(f64, f64),
}

impl Bounds {
    /// The number if it lies within, else a sentence without its full stop that names it.
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

/// The sentence for a number that cannot be.
pub fn refused(name: &str, value: f64, wanted: &str) -> String {
    format!("{name} cannot be {value}; write {wanted}")
}
