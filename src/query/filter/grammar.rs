//! The table of filter fields. Descriptions are messages under `filter-field-NAME`.

use crate::engine::sla::ClockState;
use crate::model::aging::StuckRule;
use crate::model::ticket::{Priority, Status, WaitsOn};
use crate::query::filter::folded_text::TicketTextPart;

/// A filterable property of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FilterFieldId {
    Status,
    WaitsOn,
    Priority,
    Assignee,
    TimeLeft,
    Due,
    Clock,
    Age,
    Quiet,
    UnansweredFor,
    Stuck,
    Escalation,
    Promise,
    Upset,
    Customer,
    Tier,
    Category,
    Tag,
    Channel,
    Team,
    Language,
    Replies,
    Reopened,
    Reassigned,
    Proactive,
    Subject,
    Id,
    Source,
    SourceId,
    Policy,
}

/// Values a field accepts besides its keywords.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldValueType {
    /// Keywords only.
    Keyword,
    /// Prefix of a word of this text; the whole line with `=`.
    Text(TicketTextPart),
    /// Duration; can be compared.
    Duration,
    /// Number; can be compared.
    Number,
}

/// Meaning of a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeywordMeaning {
    Status(Status),
    /// `None`: solved or closed.
    WaitsOn(Option<WaitsOn>),
    Priority(Priority),
    Clock(ClockState),
    Stuck(StuckRule),
    /// The current user.
    Me,
    /// No value, or false.
    No,
    /// Any value, or true.
    Yes,
    /// Before the current shift ends.
    BeforeShiftEnd,
}

/// A keyword of a field.
#[derive(Debug)]
pub struct FilterKeyword {
    pub name: &'static str,
    pub aliases: &'static [&'static str],
    pub meaning: KeywordMeaning,
}

const fn keyword(word: &'static str, also: &'static [&'static str], fixed: KeywordMeaning) -> FilterKeyword {
    FilterKeyword { name: word, aliases: also, meaning: fixed }
}

/// Definition of a field.
#[derive(Debug)]
pub struct FilterField {
    pub id: FilterFieldId,
    pub name: &'static str,
    pub aliases: &'static [&'static str],
    pub value_type: FieldValueType,
    pub keywords: &'static [FilterKeyword],
    /// Example term.
    pub example: &'static str,
}

impl PartialEq for FilterField {
    /// Fields are unique by id.
    fn eq(&self, other: &FilterField) -> bool {
        self.id == other.id
    }
}

impl Eq for FilterField {}

impl FilterField {
    /// Field with this name or alias, in lower case.
    pub fn from_name(name: &str) -> Option<&'static FilterField> {
        FILTER_FIELDS.iter().find(|field| field.names().any(|known| known == name))
    }

    /// Name and aliases.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        [self.name].into_iter().chain(self.aliases.iter().copied())
    }

    /// Whether `<`, `>=` etc. apply.
    pub fn is_ordered(&self) -> bool {
        matches!(self.value_type, FieldValueType::Duration | FieldValueType::Number)
            || self.id == FilterFieldId::Priority
    }

    /// Keyword equal to `folded`, or with `folded` as an unambiguous prefix.
    pub fn keyword(&self, folded: &str) -> Option<&'static FilterKeyword> {
        let exact = self.keywords.iter().find(|one| one.name == folded || one.aliases.contains(&folded));
        let mut begun = self.keywords.iter().filter(|one| !folded.is_empty() && one.name.starts_with(folded));
        match (exact, begun.next(), begun.next()) {
            (Some(one), ..) | (None, Some(one), None) => Some(one),
            _ => None,
        }
    }
}

const STATUS: &[FilterKeyword] = &[
    keyword("new", &[], KeywordMeaning::Status(Status::New)),
    keyword("open", &[], KeywordMeaning::Status(Status::Open)),
    keyword("pending", &[], KeywordMeaning::Status(Status::Pending)),
    keyword("on_hold", &["hold", "on-hold", "onhold", "on hold"], KeywordMeaning::Status(Status::OnHold)),
    keyword("solved", &[], KeywordMeaning::Status(Status::Solved)),
    keyword("closed", &[], KeywordMeaning::Status(Status::Closed)),
];

const WAITS: &[FilterKeyword] = &[
    keyword("us", &["we", "ours"], KeywordMeaning::WaitsOn(Some(WaitsOn::Us))),
    keyword("customer", &["them", "client"], KeywordMeaning::WaitsOn(Some(WaitsOn::Customer))),
    keyword(
        "third",
        &["third_party", "third party", "3rd", "others"],
        KeywordMeaning::WaitsOn(Some(WaitsOn::ThirdParty)),
    ),
    keyword("nobody", &["none"], KeywordMeaning::WaitsOn(None)),
];

const PRIORITY: &[FilterKeyword] = &[
    keyword("low", &[], KeywordMeaning::Priority(Priority::Low)),
    keyword("normal", &["medium"], KeywordMeaning::Priority(Priority::Normal)),
    keyword("high", &[], KeywordMeaning::Priority(Priority::High)),
    keyword("urgent", &["critical"], KeywordMeaning::Priority(Priority::Urgent)),
];

const WHO: &[FilterKeyword] = &[
    keyword("me", &[], KeywordMeaning::Me),
    keyword("nobody", &["none", "unassigned"], KeywordMeaning::No),
    keyword("any", &["anyone", "somebody"], KeywordMeaning::Yes),
];

const CLOCK: &[FilterKeyword] = &[
    keyword("breached", &["late", "over"], KeywordMeaning::Clock(ClockState::Breached)),
    keyword("risk", &["at_risk", "at-risk", "at risk"], KeywordMeaning::Clock(ClockState::AtRisk)),
    keyword("ok", &[], KeywordMeaning::Clock(ClockState::Ok)),
    keyword("paused", &[], KeywordMeaning::Clock(ClockState::Paused)),
    keyword("none", &["no"], KeywordMeaning::No),
    keyword("any", &["yes"], KeywordMeaning::Yes),
];

const STUCK: &[FilterKeyword] = &[
    keyword("yes", &["y"], KeywordMeaning::Yes),
    keyword("no", &["n"], KeywordMeaning::No),
    keyword("silent", &["quiet"], KeywordMeaning::Stuck(StuckRule::Silent)),
    keyword("reassigned", &["moved"], KeywordMeaning::Stuck(StuckRule::Reassigned)),
    keyword("reopened", &[], KeywordMeaning::Stuck(StuckRule::Reopened)),
];

const YES_NO: &[FilterKeyword] =
    &[keyword("yes", &["y", "any"], KeywordMeaning::Yes), keyword("no", &["n", "none"], KeywordMeaning::No)];

const ANY_NONE: &[FilterKeyword] =
    &[keyword("none", &["no"], KeywordMeaning::No), keyword("any", &["yes"], KeywordMeaning::Yes)];

const DUE: &[FilterKeyword] = &[
    keyword("shift", &[], KeywordMeaning::BeforeShiftEnd),
    keyword("none", &["no"], KeywordMeaning::No),
    keyword("any", &["yes"], KeywordMeaning::Yes),
];

const NO_WORDS: &[FilterKeyword] = &[];

const fn filter_field(
    id: FilterFieldId,
    name: &'static str,
    aliases: &'static [&'static str],
    takes: FieldValueType,
    words: &'static [FilterKeyword],
    example: &'static str,
) -> FilterField {
    FilterField { id, name, aliases, value_type: takes, keywords: words, example }
}

/// Every field, in the order of help and completions: most used first.
pub const FILTER_FIELDS: &[FilterField] = &[
    filter_field(
        FilterFieldId::Status,
        "status",
        &["state", "is"],
        FieldValueType::Keyword,
        STATUS,
        "status:open,pending",
    ),
    filter_field(
        FilterFieldId::WaitsOn,
        "waits",
        &["waits_on", "waiting_on"],
        FieldValueType::Keyword,
        WAITS,
        "waits:us",
    ),
    filter_field(FilterFieldId::Priority, "prio", &["priority", "p"], FieldValueType::Keyword, PRIORITY, "prio:>=high"),
    filter_field(
        FilterFieldId::Assignee,
        "who",
        &["assignee", "agent", "owner"],
        FieldValueType::Text(TicketTextPart::Assignee),
        WHO,
        "who:me,nobody",
    ),
    filter_field(FilterFieldId::TimeLeft, "left", &["sla", "time"], FieldValueType::Duration, ANY_NONE, "left:<1h30m"),
    filter_field(FilterFieldId::Due, "due", &["breaks", "due_at"], FieldValueType::Duration, DUE, "due:shift"),
    filter_field(FilterFieldId::Clock, "clock", &[], FieldValueType::Keyword, CLOCK, "clock:breached,risk"),
    filter_field(FilterFieldId::Age, "age", &["created", "old"], FieldValueType::Duration, ANY_NONE, "age:>3d"),
    filter_field(
        FilterFieldId::Quiet,
        "quiet",
        &["idle", "last_event"],
        FieldValueType::Duration,
        NO_WORDS,
        "quiet:>=24h",
    ),
    filter_field(
        FilterFieldId::UnansweredFor,
        "wait",
        &["waiting", "unanswered"],
        FieldValueType::Duration,
        ANY_NONE,
        "wait:>4h",
    ),
    filter_field(FilterFieldId::Stuck, "stuck", &[], FieldValueType::Keyword, STUCK, "stuck:yes"),
    filter_field(
        FilterFieldId::Escalation,
        "esc",
        &["escalation", "escalated", "level"],
        FieldValueType::Number,
        YES_NO,
        "esc:>=2",
    ),
    filter_field(
        FilterFieldId::Promise,
        "promise",
        &["promised", "promise_at"],
        FieldValueType::Duration,
        YES_NO,
        "promise:<1h",
    ),
    filter_field(FilterFieldId::Upset, "upset", &["angry"], FieldValueType::Keyword, YES_NO, "upset:yes"),
    filter_field(
        FilterFieldId::Customer,
        "from",
        &["customer", "client"],
        FieldValueType::Text(TicketTextPart::Customer),
        ANY_NONE,
        "from:\"hoa nguyen\"",
    ),
    filter_field(
        FilterFieldId::Tier,
        "tier",
        &["plan"],
        FieldValueType::Text(TicketTextPart::Tier),
        ANY_NONE,
        "tier:gold",
    ),
    filter_field(
        FilterFieldId::Category,
        "cat",
        &["category", "topic"],
        FieldValueType::Text(TicketTextPart::Category),
        ANY_NONE,
        "cat:refund",
    ),
    filter_field(
        FilterFieldId::Tag,
        "tag",
        &["tags", "label"],
        FieldValueType::Text(TicketTextPart::Tags),
        ANY_NONE,
        "tag:vip",
    ),
    filter_field(
        FilterFieldId::Channel,
        "chan",
        &["channel", "via"],
        FieldValueType::Text(TicketTextPart::Channel),
        ANY_NONE,
        "chan:e-mail",
    ),
    filter_field(
        FilterFieldId::Team,
        "team",
        &["group"],
        FieldValueType::Text(TicketTextPart::Team),
        ANY_NONE,
        "team:billing",
    ),
    filter_field(
        FilterFieldId::Language,
        "lang",
        &["language"],
        FieldValueType::Text(TicketTextPart::Language),
        ANY_NONE,
        "lang:vi",
    ),
    filter_field(FilterFieldId::Replies, "replies", &["answers"], FieldValueType::Number, ANY_NONE, "replies:0"),
    filter_field(FilterFieldId::Reopened, "reopened", &["reopens"], FieldValueType::Number, YES_NO, "reopened:>=2"),
    filter_field(
        FilterFieldId::Reassigned,
        "moved",
        &["reassigned", "passed"],
        FieldValueType::Number,
        YES_NO,
        "moved:>=3",
    ),
    filter_field(FilterFieldId::Proactive, "proactive", &[], FieldValueType::Keyword, YES_NO, "proactive:no"),
    filter_field(
        FilterFieldId::Subject,
        "subject",
        &["title"],
        FieldValueType::Text(TicketTextPart::Subject),
        ANY_NONE,
        "subject:invoice",
    ),
    filter_field(FilterFieldId::Id, "id", &["number", "ticket"], FieldValueType::Number, NO_WORDS, "id:12,15"),
    filter_field(
        FilterFieldId::Source,
        "source",
        &["imported"],
        FieldValueType::Text(TicketTextPart::Source),
        ANY_NONE,
        "source:zendesk",
    ),
    filter_field(
        FilterFieldId::SourceId,
        "ref",
        &["source_id", "external"],
        FieldValueType::Text(TicketTextPart::SourceId),
        ANY_NONE,
        "ref:99120",
    ),
    filter_field(
        FilterFieldId::Policy,
        "policy",
        &[],
        FieldValueType::Text(TicketTextPart::Policy),
        ANY_NONE,
        "policy:standard",
    ),
];

/// Syntax examples, described by `filter-way-NAME` in the language files.
pub const SYNTAX_EXAMPLES: [(&str, &str); 7] = [
    ("all", "refund hoa"),
    ("exact", "\"log in\""),
    ("or", "(refund or parcel)"),
    ("not", "-tag:vip"),
    ("several", "status:open,new"),
    ("compare", "left:<1h30m"),
    ("whole", "cat:=refund"),
];
