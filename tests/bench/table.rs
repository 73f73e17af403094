//! The table that is printed: what was measured, the reference beside it, the goal and whether it is met. It tells and
//! never judges; what is missing is a row with the reason.

use std::time::Duration;

use crate::numbers::Amount;

/// How good is good enough.
#[derive(Debug, Clone, Copy)]
pub enum Goal {
    AtMost(Amount),
    AtLeast(Amount),
}

impl Goal {
    /// At most so many times the reference.
    pub fn times(n: f64) -> Goal {
        Goal::AtMost(Amount::Times(n))
    }

    fn met_by(self, amount: Amount) -> bool {
        match self {
            Goal::AtMost(most) => amount.size() <= most.size(),
            Goal::AtLeast(least) => amount.size() >= least.size(),
        }
    }

    fn words(self) -> String {
        match self {
            Goal::AtMost(most) => format!("≤ {most}"),
            Goal::AtLeast(least) => format!("≥ {least}"),
        }
    }
}

/// One line of the table.
#[derive(Debug, Clone, Default)]
pub struct Row {
    what: String,
    ours: String,
    reference: String,
    ratio: String,
    goal: String,
    met: Option<bool>,
}

impl Row {
    /// Our time against that of a reference, which is named.
    pub fn against(what: &str, ours: Duration, name: &str, theirs: Duration, goal: Goal) -> Row {
        let ratio = Amount::Times(ours.as_secs_f64() / theirs.as_secs_f64());
        Row::ratio(what, Amount::Time(ours), &format!("{name}: {}", Amount::Time(theirs)), ratio, goal)
    }

    /// The same thing of ours at two sizes: the larger ÷ the smaller.
    pub fn growth(what: &str, (name, small): (&str, Duration), large: Duration, goal: Goal) -> Row {
        Row::against(what, large, &format!("at {name}"), small, goal)
    }

    /// An amount, what it is measured against, and the ratio between them, which the goal is about.
    pub fn ratio(what: &str, ours: Amount, reference: &str, ratio: Amount, goal: Goal) -> Row {
        Row {
            what: what.into(),
            ours: ours.to_string(),
            reference: reference.into(),
            ratio: ratio.to_string(),
            goal: goal.words(),
            met: Some(goal.met_by(ratio)),
        }
    }

    /// An amount that has a goal of its own.
    pub fn alone(what: &str, ours: Amount, goal: Goal) -> Row {
        let (goal, met) = (goal.words(), Some(goal.met_by(ours)));
        Row { what: what.into(), ours: ours.to_string(), goal, met, ..Row::default() }
    }

    /// An amount that is good to know.
    pub fn told(what: &str, ours: Amount) -> Row {
        Row { what: what.into(), ours: ours.to_string(), ..Row::default() }
    }

    /// What could not be measured, and why not.
    pub fn missing(what: &str, why: &str) -> Row {
        Row { what: what.into(), ours: why.into(), ..Row::default() }
    }

    /// With something said beside the reference.
    pub fn beside(mut self, words: &str) -> Row {
        if words.is_empty() {
            return self;
        }
        let comma = if self.reference.is_empty() { "" } else { "; " };
        self.reference = format!("{}{comma}{words}", self.reference);
        self
    }

    /// The row as a line of a markdown table.
    pub fn line(&self) -> String {
        let met = match self.met {
            Some(true) => "yes",
            Some(false) => "**no**",
            None => "",
        };
        let cells = [&self.what, &self.ours, &self.reference, &self.ratio, &self.goal, met]
            .map(|cell| if cell.is_empty() { "–".to_owned() } else { cell.replace('|', "/") });
        format!("| {} |", cells.join(" | "))
    }
}

/// The lines above the first row.
pub const HEAD: &str = "| what | ours | reference | ratio | goal | met |\n|---|---|---|---|---|---|";
