//! Vocabulary of scenario sentences in English and Vietnamese, folded (no diacritics).

use crate::model::person::Profile;
use crate::model::shift::AbsenceKind;

/// Verb of a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    Away(AbsenceKind),
    /// Arrives after the shift starts.
    Late,
    /// Leaves before the shift ends.
    Leaves,
    Works,
    Moves,
    Swaps,
    Holds,
    Gone,
}

/// Verb phrases; the longest match wins.
pub const VERBS: &[(&str, Verb)] = &[
    ("sick", Verb::Away(AbsenceKind::Sick)),
    ("ill", Verb::Away(AbsenceKind::Sick)),
    ("unwell", Verb::Away(AbsenceKind::Sick)),
    ("off sick", Verb::Away(AbsenceKind::Sick)),
    ("out sick", Verb::Away(AbsenceKind::Sick)),
    ("calls in sick", Verb::Away(AbsenceKind::Sick)),
    ("on sick leave", Verb::Away(AbsenceKind::Sick)),
    ("om", Verb::Away(AbsenceKind::Sick)),
    ("benh", Verb::Away(AbsenceKind::Sick)),
    ("nghi om", Verb::Away(AbsenceKind::Sick)),
    ("nghi benh", Verb::Away(AbsenceKind::Sick)),
    ("om nghi", Verb::Away(AbsenceKind::Sick)),
    ("leave", Verb::Away(AbsenceKind::Leave)),
    ("on leave", Verb::Away(AbsenceKind::Leave)),
    ("takes leave", Verb::Away(AbsenceKind::Leave)),
    ("on holiday", Verb::Away(AbsenceKind::Leave)),
    ("on vacation", Verb::Away(AbsenceKind::Leave)),
    ("nghi phep", Verb::Away(AbsenceKind::Leave)),
    ("phep", Verb::Away(AbsenceKind::Leave)),
    ("training", Verb::Away(AbsenceKind::Training)),
    ("in training", Verb::Away(AbsenceKind::Training)),
    ("at training", Verb::Away(AbsenceKind::Training)),
    ("on training", Verb::Away(AbsenceKind::Training)),
    ("di hoc", Verb::Away(AbsenceKind::Training)),
    ("dao tao", Verb::Away(AbsenceKind::Training)),
    ("di dao tao", Verb::Away(AbsenceKind::Training)),
    ("tap huan", Verb::Away(AbsenceKind::Training)),
    ("di tap huan", Verb::Away(AbsenceKind::Training)),
    ("off", Verb::Away(AbsenceKind::Other)),
    ("away", Verb::Away(AbsenceKind::Other)),
    ("absent", Verb::Away(AbsenceKind::Other)),
    ("out", Verb::Away(AbsenceKind::Other)),
    ("not in", Verb::Away(AbsenceKind::Other)),
    ("not here", Verb::Away(AbsenceKind::Other)),
    ("busy", Verb::Away(AbsenceKind::Other)),
    ("nghi", Verb::Away(AbsenceKind::Other)),
    ("vang", Verb::Away(AbsenceKind::Other)),
    ("vang mat", Verb::Away(AbsenceKind::Other)),
    ("khong lam", Verb::Away(AbsenceKind::Other)),
    ("ban", Verb::Away(AbsenceKind::Other)),
    ("late", Verb::Late),
    ("comes late", Verb::Late),
    ("comes at", Verb::Late),
    ("den muon", Verb::Late),
    ("di muon", Verb::Late),
    ("den tre", Verb::Late),
    ("di tre", Verb::Late),
    ("muon", Verb::Late),
    ("tre", Verb::Late),
    ("leaves", Verb::Leaves),
    ("leaves at", Verb::Leaves),
    ("leaves early at", Verb::Leaves),
    ("goes home at", Verb::Leaves),
    ("ve", Verb::Leaves),
    ("ve som", Verb::Leaves),
    ("ve luc", Verb::Leaves),
    ("ve som luc", Verb::Leaves),
    ("works", Verb::Works),
    ("work", Verb::Works),
    ("working", Verb::Works),
    ("comes in", Verb::Works),
    ("lam", Verb::Works),
    ("lam ca", Verb::Works),
    ("lam them", Verb::Works),
    ("lam them ca", Verb::Works),
    ("di lam", Verb::Works),
    ("truc", Verb::Works),
    ("truc ca", Verb::Works),
    ("moves", Verb::Moves),
    ("moves to", Verb::Moves),
    ("move to", Verb::Moves),
    ("moved to", Verb::Moves),
    ("goes to", Verb::Moves),
    ("changes to", Verb::Moves),
    ("switches to", Verb::Moves),
    ("to", Verb::Moves),
    ("sang", Verb::Moves),
    ("sang ca", Verb::Moves),
    ("doi sang", Verb::Moves),
    ("doi sang ca", Verb::Moves),
    ("chuyen sang", Verb::Moves),
    ("chuyen sang ca", Verb::Moves),
    ("chuyen qua", Verb::Moves),
    ("chuyen qua ca", Verb::Moves),
    ("swaps with", Verb::Swaps),
    ("swap with", Verb::Swaps),
    ("trades with", Verb::Swaps),
    ("doi voi", Verb::Swaps),
    ("doi ca voi", Verb::Swaps),
    ("doi ca cho", Verb::Swaps),
    ("also", Verb::Holds),
    ("also as", Verb::Holds),
    ("also does", Verb::Holds),
    ("also holds", Verb::Holds),
    ("holds", Verb::Holds),
    ("becomes", Verb::Holds),
    ("kiem", Verb::Holds),
    ("kiem them", Verb::Holds),
    ("kiem nhiem", Verb::Holds),
    ("cung la", Verb::Holds),
    ("giu them", Verb::Holds),
    ("giu them vai", Verb::Holds),
    ("lam them vai", Verb::Holds),
    ("gone", Verb::Gone),
    ("quits", Verb::Gone),
    ("resigns", Verb::Gone),
    ("leaves the team", Verb::Gone),
    ("leaves us", Verb::Gone),
    ("nghi viec", Verb::Gone),
    ("thoi viec", Verb::Gone),
    ("roi nhom", Verb::Gone),
];

/// Prefixes of a swap.
pub const SWAP: &[&str] = &["swap", "trade", "hoan doi", "hoan doi ca", "doi ca", "doi"];

/// Prefixes of people who leave.
pub const WITHOUT: &[&str] = &["without", "khong co", "thieu"];

/// Prefixes of a requirement.
pub const NEED: &[&str] = &["need", "needs", "we need", "can", "can them"];

/// Separators between people or clauses.
pub const AND: &[&str] = &["and", "va", "then"];

/// Optional sentence prefixes.
pub const IF: &[&str] = &["if", "what if", "suppose", "neu", "gia su"];

/// Optional words before a verb.
pub const BE: &[&str] = &["is", "are", "be", "will", "would", "will be", "bi", "se", "dang", "phai", "xin"];

/// Words ignored among arguments.
pub const FILL: &[&str] = &[
    "on", "at", "in", "the", "a", "an", "as", "for", "to", "of", "shift", "ca", "vao", "luc", "ngay", "buoi", "gio",
    "vai", "nguoi", "la", "more", "them", "people", "from", "tu", "this",
];

/// End of a time range.
pub const UNTIL: &[&str] = &["until", "till", "before", "up to", "to", "den", "toi", "truoc", "cho den"];

/// Start of a time range.
pub const FROM: &[&str] = &["from", "after", "since", "tu", "sau"];

/// Part of the day: names, start times of matching shifts, and the hours meant without a shift.
pub struct Part {
    pub names: &'static [&'static str],
    /// Minutes after midnight.
    pub begins: std::ops::Range<u32>,
    pub hours: (u32, u32),
}

const H: u32 = 60;

pub const PARTS: &[Part] = &[
    Part { names: &["morning", "early", "sang", "som"], begins: 4 * H..11 * H, hours: (6 * H, 12 * H) },
    Part { names: &["afternoon", "midday", "chieu", "trua"], begins: 11 * H..15 * H, hours: (12 * H, 18 * H) },
    Part { names: &["evening", "late", "toi", "chieu toi"], begins: 13 * H..20 * H, hours: (18 * H, 24 * H) },
    Part { names: &["night", "dem", "khuya"], begins: 20 * H..24 * H, hours: (22 * H, 30 * H) },
];

/// Relative days, as days after today.
pub const DAYS: &[(&str, u64)] = &[
    ("today", 0),
    ("hom nay", 0),
    ("nay", 0),
    ("tonight", 0),
    ("tomorrow", 1),
    ("ngay mai", 1),
    ("mai", 1),
    ("ngay kia", 2),
    ("the day after tomorrow", 2),
];

/// Weekdays, Monday first.
pub const WEEKDAYS: [&[&str]; 7] = [
    &["monday", "mon", "thu hai", "thu 2", "t2"],
    &["tuesday", "tue", "thu ba", "thu 3", "t3"],
    &["wednesday", "wed", "thu tu", "thu 4", "t4"],
    &["thursday", "thu", "thu nam", "thu 5", "t5"],
    &["friday", "fri", "thu sau", "thu 6", "t6"],
    &["saturday", "sat", "thu bay", "thu 7", "t7"],
    &["sunday", "sun", "chu nhat", "cn"],
];

pub const THIS_WEEK: &[&str] = &["this week", "all week", "tuan nay", "ca tuan"];
pub const NEXT_WEEK: &[&str] = &["next week", "tuan sau", "tuan toi"];
pub const ALL_DAY: &[&str] = &["all day", "ca ngay", "the whole day"];

/// Vietnamese and short profile names; the English names are in `Profile`.
pub const PROFILES: &[(&str, Profile)] = &[
    ("tiep khach", Profile::CustomerChampion),
    ("cham soc khach hang", Profile::CustomerChampion),
    ("chuyen gia", Profile::FieldExpert),
    ("van hanh", Profile::Operationalist),
    ("operations", Profile::Operationalist),
    ("chat luong", Profile::QualityController),
    ("kiem soat chat luong", Profile::QualityController),
    ("quality", Profile::QualityController),
    ("chien luoc", Profile::Strategist),
    ("phan tich", Profile::Analyst),
];
