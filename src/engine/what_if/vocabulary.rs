//! Vocabulary of scenario sentences in English and Vietnamese, folded (no diacritics).

use crate::model::person::Profile;
use crate::model::shift::AbsenceKind;

/// Verb of a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhatIfVerb {
    Away(AbsenceKind),
    /// Arrives after the shift starts.
    Late,
    /// Leaves before the shift ends.
    LeavesEarly,
    Works,
    Moves,
    Swaps,
    Holds,
    LeavesTeam,
}

/// Verb phrases; the longest match wins.
pub const VERBS: &[(&str, WhatIfVerb)] = &[
    ("sick", WhatIfVerb::Away(AbsenceKind::Sick)),
    ("ill", WhatIfVerb::Away(AbsenceKind::Sick)),
    ("unwell", WhatIfVerb::Away(AbsenceKind::Sick)),
    ("off sick", WhatIfVerb::Away(AbsenceKind::Sick)),
    ("out sick", WhatIfVerb::Away(AbsenceKind::Sick)),
    ("calls in sick", WhatIfVerb::Away(AbsenceKind::Sick)),
    ("on sick leave", WhatIfVerb::Away(AbsenceKind::Sick)),
    ("om", WhatIfVerb::Away(AbsenceKind::Sick)),
    ("benh", WhatIfVerb::Away(AbsenceKind::Sick)),
    ("nghi om", WhatIfVerb::Away(AbsenceKind::Sick)),
    ("nghi benh", WhatIfVerb::Away(AbsenceKind::Sick)),
    ("om nghi", WhatIfVerb::Away(AbsenceKind::Sick)),
    ("leave", WhatIfVerb::Away(AbsenceKind::Leave)),
    ("on leave", WhatIfVerb::Away(AbsenceKind::Leave)),
    ("takes leave", WhatIfVerb::Away(AbsenceKind::Leave)),
    ("on holiday", WhatIfVerb::Away(AbsenceKind::Leave)),
    ("on vacation", WhatIfVerb::Away(AbsenceKind::Leave)),
    ("nghi phep", WhatIfVerb::Away(AbsenceKind::Leave)),
    ("phep", WhatIfVerb::Away(AbsenceKind::Leave)),
    ("training", WhatIfVerb::Away(AbsenceKind::Training)),
    ("in training", WhatIfVerb::Away(AbsenceKind::Training)),
    ("at training", WhatIfVerb::Away(AbsenceKind::Training)),
    ("on training", WhatIfVerb::Away(AbsenceKind::Training)),
    ("di hoc", WhatIfVerb::Away(AbsenceKind::Training)),
    ("dao tao", WhatIfVerb::Away(AbsenceKind::Training)),
    ("di dao tao", WhatIfVerb::Away(AbsenceKind::Training)),
    ("tap huan", WhatIfVerb::Away(AbsenceKind::Training)),
    ("di tap huan", WhatIfVerb::Away(AbsenceKind::Training)),
    ("off", WhatIfVerb::Away(AbsenceKind::Other)),
    ("away", WhatIfVerb::Away(AbsenceKind::Other)),
    ("absent", WhatIfVerb::Away(AbsenceKind::Other)),
    ("out", WhatIfVerb::Away(AbsenceKind::Other)),
    ("not in", WhatIfVerb::Away(AbsenceKind::Other)),
    ("not here", WhatIfVerb::Away(AbsenceKind::Other)),
    ("busy", WhatIfVerb::Away(AbsenceKind::Other)),
    ("nghi", WhatIfVerb::Away(AbsenceKind::Other)),
    ("vang", WhatIfVerb::Away(AbsenceKind::Other)),
    ("vang mat", WhatIfVerb::Away(AbsenceKind::Other)),
    ("khong lam", WhatIfVerb::Away(AbsenceKind::Other)),
    ("ban", WhatIfVerb::Away(AbsenceKind::Other)),
    ("late", WhatIfVerb::Late),
    ("comes late", WhatIfVerb::Late),
    ("comes at", WhatIfVerb::Late),
    ("den muon", WhatIfVerb::Late),
    ("di muon", WhatIfVerb::Late),
    ("den tre", WhatIfVerb::Late),
    ("di tre", WhatIfVerb::Late),
    ("muon", WhatIfVerb::Late),
    ("tre", WhatIfVerb::Late),
    ("leaves", WhatIfVerb::LeavesEarly),
    ("leaves at", WhatIfVerb::LeavesEarly),
    ("leaves early at", WhatIfVerb::LeavesEarly),
    ("goes home at", WhatIfVerb::LeavesEarly),
    ("ve", WhatIfVerb::LeavesEarly),
    ("ve som", WhatIfVerb::LeavesEarly),
    ("ve luc", WhatIfVerb::LeavesEarly),
    ("ve som luc", WhatIfVerb::LeavesEarly),
    ("works", WhatIfVerb::Works),
    ("work", WhatIfVerb::Works),
    ("working", WhatIfVerb::Works),
    ("comes in", WhatIfVerb::Works),
    ("lam", WhatIfVerb::Works),
    ("lam ca", WhatIfVerb::Works),
    ("lam them", WhatIfVerb::Works),
    ("lam them ca", WhatIfVerb::Works),
    ("di lam", WhatIfVerb::Works),
    ("truc", WhatIfVerb::Works),
    ("truc ca", WhatIfVerb::Works),
    ("moves", WhatIfVerb::Moves),
    ("moves to", WhatIfVerb::Moves),
    ("move to", WhatIfVerb::Moves),
    ("moved to", WhatIfVerb::Moves),
    ("goes to", WhatIfVerb::Moves),
    ("changes to", WhatIfVerb::Moves),
    ("switches to", WhatIfVerb::Moves),
    ("to", WhatIfVerb::Moves),
    ("sang", WhatIfVerb::Moves),
    ("sang ca", WhatIfVerb::Moves),
    ("doi sang", WhatIfVerb::Moves),
    ("doi sang ca", WhatIfVerb::Moves),
    ("chuyen sang", WhatIfVerb::Moves),
    ("chuyen sang ca", WhatIfVerb::Moves),
    ("chuyen qua", WhatIfVerb::Moves),
    ("chuyen qua ca", WhatIfVerb::Moves),
    ("swaps with", WhatIfVerb::Swaps),
    ("swap with", WhatIfVerb::Swaps),
    ("trades with", WhatIfVerb::Swaps),
    ("doi voi", WhatIfVerb::Swaps),
    ("doi ca voi", WhatIfVerb::Swaps),
    ("doi ca cho", WhatIfVerb::Swaps),
    ("also", WhatIfVerb::Holds),
    ("also as", WhatIfVerb::Holds),
    ("also does", WhatIfVerb::Holds),
    ("also holds", WhatIfVerb::Holds),
    ("holds", WhatIfVerb::Holds),
    ("becomes", WhatIfVerb::Holds),
    ("kiem", WhatIfVerb::Holds),
    ("kiem them", WhatIfVerb::Holds),
    ("kiem nhiem", WhatIfVerb::Holds),
    ("cung la", WhatIfVerb::Holds),
    ("giu them", WhatIfVerb::Holds),
    ("giu them vai", WhatIfVerb::Holds),
    ("lam them vai", WhatIfVerb::Holds),
    ("gone", WhatIfVerb::LeavesTeam),
    ("quits", WhatIfVerb::LeavesTeam),
    ("resigns", WhatIfVerb::LeavesTeam),
    ("leaves the team", WhatIfVerb::LeavesTeam),
    ("leaves us", WhatIfVerb::LeavesTeam),
    ("nghi viec", WhatIfVerb::LeavesTeam),
    ("thoi viec", WhatIfVerb::LeavesTeam),
    ("roi nhom", WhatIfVerb::LeavesTeam),
];

/// Prefixes of a swap.
pub const SWAP_PREFIXES: &[&str] = &["swap", "trade", "hoan doi", "hoan doi ca", "doi ca", "doi"];

/// Prefixes of people who leave.
pub const WITHOUT_PREFIXES: &[&str] = &["without", "khong co", "thieu"];

/// Prefixes of a requirement.
pub const NEED_PREFIXES: &[&str] = &["need", "needs", "we need", "can", "can them"];

/// Separators between people or clauses.
pub const CONJUNCTIONS: &[&str] = &["and", "va", "then"];

/// Optional sentence prefixes.
pub const IF_PREFIXES: &[&str] = &["if", "what if", "suppose", "neu", "gia su"];

/// Optional words before a verb.
pub const AUXILIARY_VERBS: &[&str] =
    &["is", "are", "be", "will", "would", "will be", "bi", "se", "dang", "phai", "xin"];

/// Words ignored among arguments.
pub const FILLER_WORDS: &[&str] = &[
    "on", "at", "in", "the", "a", "an", "as", "for", "to", "of", "shift", "ca", "vao", "luc", "ngay", "buoi", "gio",
    "vai", "nguoi", "la", "more", "them", "people", "from", "tu", "this",
];

/// End of a time range.
pub const UNTIL_WORDS: &[&str] = &["until", "till", "before", "up to", "to", "den", "toi", "truoc", "cho den"];

/// Start of a time range.
pub const FROM_WORDS: &[&str] = &["from", "after", "since", "tu", "sau"];

/// Part of the day: names, start times of matching shifts, and the hours meant without a shift.
pub struct DayPart {
    pub names: &'static [&'static str],
    /// Minutes after midnight.
    pub shift_starts: std::ops::Range<u32>,
    pub hours: (u32, u32),
}

const MINUTES_PER_HOUR: u32 = 60;

pub const DAY_PARTS: &[DayPart] = &[
    DayPart {
        names: &["morning", "early", "sang", "som"],
        shift_starts: 4 * MINUTES_PER_HOUR..11 * MINUTES_PER_HOUR,
        hours: (6 * MINUTES_PER_HOUR, 12 * MINUTES_PER_HOUR),
    },
    DayPart {
        names: &["afternoon", "midday", "chieu", "trua"],
        shift_starts: 11 * MINUTES_PER_HOUR..15 * MINUTES_PER_HOUR,
        hours: (12 * MINUTES_PER_HOUR, 18 * MINUTES_PER_HOUR),
    },
    DayPart {
        names: &["evening", "late", "toi", "chieu toi"],
        shift_starts: 13 * MINUTES_PER_HOUR..20 * MINUTES_PER_HOUR,
        hours: (18 * MINUTES_PER_HOUR, 24 * MINUTES_PER_HOUR),
    },
    DayPart {
        names: &["night", "dem", "khuya"],
        shift_starts: 20 * MINUTES_PER_HOUR..24 * MINUTES_PER_HOUR,
        hours: (22 * MINUTES_PER_HOUR, 30 * MINUTES_PER_HOUR),
    },
];

/// Relative days, as days after today.
pub const RELATIVE_DAYS: &[(&str, u64)] = &[
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
