//! The table of filter fields. Descriptions are messages under `filter-field-NAME`.

use crate::engine::sla::State;
use crate::model::aging::StuckRule;
use crate::model::ticket::{Priority, Status, WaitsOn};
use crate::query::filter::index::Part;

/// A filterable property of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FieldId {
    Status,
    Waits,
    Priority,
    Who,
    Left,
    Due,
    Clock,
    Age,
    Quiet,
    Wait,
    Stuck,
    Escalation,
    Promise,
    Upset,
    From,
    Tier,
    Category,
    Tag,
    Channel,
    Team,
    Language,
    Replies,
    Reopened,
    Moved,
    Proactive,
    Subject,
    Id,
    Source,
    Ref,
    Policy,
}

/// Values a field accepts besides its keywords.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Keywords only.
    Words,
    /// Prefix of a word of this text; the whole line with `=`.
    Text(Part),
    /// Duration; can be compared.
    Span,
    /// Number; can be compared.
    Number,
}

/// Meaning of a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fixed {
    Status(Status),
    /// `None`: solved or closed.
    Waits(Option<WaitsOn>),
    Priority(Priority),
    Clock(State),
    Stuck(StuckRule),
    /// The current user.
    Me,
    /// No value, or false.
    No,
    /// Any value, or true.
    Yes,
    /// Before the current shift ends.
    Shift,
}

/// A keyword of a field.
#[derive(Debug)]
pub struct Word {
    pub word: &'static str,
    pub also: &'static [&'static str],
    pub fixed: Fixed,
}

const fn word(word: &'static str, also: &'static [&'static str], fixed: Fixed) -> Word {
    Word { word, also, fixed }
}

/// Definition of a field.
#[derive(Debug)]
pub struct Field {
    pub id: FieldId,
    pub name: &'static str,
    pub aliases: &'static [&'static str],
    pub takes: Takes,
    pub words: &'static [Word],
    /// Example term.
    pub example: &'static str,
}

impl PartialEq for Field {
    /// Fields are unique by id.
    fn eq(&self, other: &Field) -> bool {
        self.id == other.id
    }
}

impl Eq for Field {}

impl Field {
    /// Field with this name or alias, in lower case.
    pub fn named(name: &str) -> Option<&'static Field> {
        GRAMMAR.iter().find(|field| field.names().any(|known| known == name))
    }

    /// Name and aliases.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        [self.name].into_iter().chain(self.aliases.iter().copied())
    }

    /// Whether `<`, `>=` etc. apply.
    pub fn is_ordered(&self) -> bool {
        matches!(self.takes, Takes::Span | Takes::Number) || self.id == FieldId::Priority
    }

    /// Keyword equal to `folded`, or with `folded` as an unambiguous prefix.
    pub fn word(&self, folded: &str) -> Option<&'static Word> {
        let exact = self.words.iter().find(|one| one.word == folded || one.also.contains(&folded));
        let mut begun = self.words.iter().filter(|one| !folded.is_empty() && one.word.starts_with(folded));
        match (exact, begun.next(), begun.next()) {
            (Some(one), ..) | (None, Some(one), None) => Some(one),
            _ => None,
        }
    }
}

const STATUS: &[Word] = &[
    word("new", &[], Fixed::Status(Status::New)),
    word("open", &[], Fixed::Status(Status::Open)),
    word("pending", &[], Fixed::Status(Status::Pending)),
    word("on_hold", &["hold", "on-hold", "onhold", "on hold"], Fixed::Status(Status::OnHold)),
    word("solved", &[], Fixed::Status(Status::Solved)),
    word("closed", &[], Fixed::Status(Status::Closed)),
];

const WAITS: &[Word] = &[
    word("us", &["we", "ours"], Fixed::Waits(Some(WaitsOn::Us))),
    word("customer", &["them", "client"], Fixed::Waits(Some(WaitsOn::Customer))),
    word("third", &["third_party", "third party", "3rd", "others"], Fixed::Waits(Some(WaitsOn::ThirdParty))),
    word("nobody", &["none"], Fixed::Waits(None)),
];

const PRIORITY: &[Word] = &[
    word("low", &[], Fixed::Priority(Priority::Low)),
    word("normal", &["medium"], Fixed::Priority(Priority::Normal)),
    word("high", &[], Fixed::Priority(Priority::High)),
    word("urgent", &["critical"], Fixed::Priority(Priority::Urgent)),
];

const WHO: &[Word] = &[
    word("me", &[], Fixed::Me),
    word("nobody", &["none", "unassigned"], Fixed::No),
    word("any", &["anyone", "somebody"], Fixed::Yes),
];

const CLOCK: &[Word] = &[
    word("breached", &["late", "over"], Fixed::Clock(State::Breached)),
    word("risk", &["at_risk", "at-risk", "at risk"], Fixed::Clock(State::AtRisk)),
    word("ok", &[], Fixed::Clock(State::Ok)),
    word("paused", &[], Fixed::Clock(State::Paused)),
    word("none", &["no"], Fixed::No),
    word("any", &["yes"], Fixed::Yes),
];

const STUCK: &[Word] = &[
    word("yes", &["y"], Fixed::Yes),
    word("no", &["n"], Fixed::No),
    word("silent", &["quiet"], Fixed::Stuck(StuckRule::Silent)),
    word("reassigned", &["moved"], Fixed::Stuck(StuckRule::Reassigned)),
    word("reopened", &[], Fixed::Stuck(StuckRule::Reopened)),
];

const YES_NO: &[Word] = &[word("yes", &["y", "any"], Fixed::Yes), word("no", &["n", "none"], Fixed::No)];

const ANY_NONE: &[Word] = &[word("none", &["no"], Fixed::No), word("any", &["yes"], Fixed::Yes)];

const DUE: &[Word] =
    &[word("shift", &[], Fixed::Shift), word("none", &["no"], Fixed::No), word("any", &["yes"], Fixed::Yes)];

const NO_WORDS: &[Word] = &[];

const fn field(
    id: FieldId,
    name: &'static str,
    aliases: &'static [&'static str],
    takes: Takes,
    words: &'static [Word],
    example: &'static str,
) -> Field {
    Field { id, name, aliases, takes, words, example }
}

/// Every field, in the order of help and completions: most used first.
pub const GRAMMAR: &[Field] = &[
    field(FieldId::Status, "status", &["state", "is"], Takes::Words, STATUS, "status:open,pending"),
    field(FieldId::Waits, "waits", &["waits_on", "waiting_on"], Takes::Words, WAITS, "waits:us"),
    field(FieldId::Priority, "prio", &["priority", "p"], Takes::Words, PRIORITY, "prio:>=high"),
    field(FieldId::Who, "who", &["assignee", "agent", "owner"], Takes::Text(Part::Assignee), WHO, "who:me,nobody"),
    field(FieldId::Left, "left", &["sla", "time"], Takes::Span, ANY_NONE, "left:<1h30m"),
    field(FieldId::Due, "due", &["breaks", "due_at"], Takes::Span, DUE, "due:shift"),
    field(FieldId::Clock, "clock", &[], Takes::Words, CLOCK, "clock:breached,risk"),
    field(FieldId::Age, "age", &["created", "old"], Takes::Span, ANY_NONE, "age:>3d"),
    field(FieldId::Quiet, "quiet", &["idle", "last_event"], Takes::Span, NO_WORDS, "quiet:>=24h"),
    field(FieldId::Wait, "wait", &["waiting", "unanswered"], Takes::Span, ANY_NONE, "wait:>4h"),
    field(FieldId::Stuck, "stuck", &[], Takes::Words, STUCK, "stuck:yes"),
    field(FieldId::Escalation, "esc", &["escalation", "escalated", "level"], Takes::Number, YES_NO, "esc:>=2"),
    field(FieldId::Promise, "promise", &["promised", "promise_at"], Takes::Span, YES_NO, "promise:<1h"),
    field(FieldId::Upset, "upset", &["angry"], Takes::Words, YES_NO, "upset:yes"),
    field(FieldId::From, "from", &["customer", "client"], Takes::Text(Part::Customer), ANY_NONE, "from:\"hoa nguyen\""),
    field(FieldId::Tier, "tier", &["plan"], Takes::Text(Part::Tier), ANY_NONE, "tier:gold"),
    field(FieldId::Category, "cat", &["category", "topic"], Takes::Text(Part::Category), ANY_NONE, "cat:refund"),
    field(FieldId::Tag, "tag", &["tags", "label"], Takes::Text(Part::Tags), ANY_NONE, "tag:vip"),
    field(FieldId::Channel, "chan", &["channel", "via"], Takes::Text(Part::Channel), ANY_NONE, "chan:e-mail"),
    field(FieldId::Team, "team", &["group"], Takes::Text(Part::Team), ANY_NONE, "team:billing"),
    field(FieldId::Language, "lang", &["language"], Takes::Text(Part::Language), ANY_NONE, "lang:vi"),
    field(FieldId::Replies, "replies", &["answers"], Takes::Number, ANY_NONE, "replies:0"),
    field(FieldId::Reopened, "reopened", &["reopens"], Takes::Number, YES_NO, "reopened:>=2"),
    field(FieldId::Moved, "moved", &["reassigned", "passed"], Takes::Number, YES_NO, "moved:>=3"),
    field(FieldId::Proactive, "proactive", &[], Takes::Words, YES_NO, "proactive:no"),
    field(FieldId::Subject, "subject", &["title"], Takes::Text(Part::Subject), ANY_NONE, "subject:invoice"),
    field(FieldId::Id, "id", &["number", "ticket"], Takes::Number, NO_WORDS, "id:12,15"),
    field(FieldId::Source, "source", &["imported"], Takes::Text(Part::Source), ANY_NONE, "source:zendesk"),
    field(FieldId::Ref, "ref", &["source_id", "external"], Takes::Text(Part::SourceId), ANY_NONE, "ref:99120"),
    field(FieldId::Policy, "policy", &[], Takes::Text(Part::Policy), ANY_NONE, "policy:standard"),
];
