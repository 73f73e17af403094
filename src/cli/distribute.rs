//! `shiftdesk deal`: suggests assignees for tickets, with reasons and the resulting workload.

use serde::Serialize;

use super::changes;
use super::formatting::{self, PersonNames};
use super::output::{OutputArgs, print_line, print_result};
use super::page::{OutputPage, PageCell, PageColumn, PageTable};
use crate::cli::context::CliContext;
use crate::cli::event_text;
use crate::cli::failure::Failure;
use crate::cli::lookup::find_person;
use crate::engine::desk::{Desk, TicketRow};
use crate::engine::distribution::candidates::DistributionScope;
use crate::engine::distribution::reasons::{AssignmentBlocker, AssignmentReason, Shortage};
use crate::engine::distribution::requirements::TicketRequirement;
use crate::engine::distribution::{self, Distribution};
use crate::model::ids::{PersonId, Seq, TicketId};
use crate::model::text::fit;
use crate::model::time::{Instant, Zone};

/// Width of a subject, so that it fits on one line with the name.
const SUBJECT_WIDTH: usize = 48;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    form: OutputArgs,
    /// Reassign this person's tickets that wait on us, instead of the unassigned ones
    #[arg(long, value_name = "PERSON")]
    of: Option<String>,
    /// Assign as suggested, in one step that `shiftdesk undo` reverts
    #[arg(long)]
    apply: bool,
}

/// JSON of the suggested distribution.
#[derive(Debug, Serialize)]
struct DistributionJson<'a> {
    /// Current assignee of the tickets; null for unassigned tickets.
    of: Option<&'a str>,
    lines: Vec<SuggestedAssignmentJson<'a>>,
    left: Vec<UnassignableTicketJson<'a>>,
    loads: Vec<WorkloadJson<'a>>,
    /// Event sequence number if applied; null for a suggestion.
    event: Option<Seq>,
}

#[derive(Debug, Serialize)]
struct SuggestedAssignmentJson<'a> {
    id: i64,
    subject: &'a str,
    priority: &'static str,
    created: Option<String>,
    from: Option<&'a str>,
    to: &'a str,
    why: &'a [AssignmentReason],
}

#[derive(Debug, Serialize)]
struct UnassignableTicketJson<'a> {
    id: i64,
    subject: &'a str,
    why: &'a Shortage,
}

#[derive(Debug, Serialize)]
struct WorkloadJson<'a> {
    name: &'a str,
    before: u32,
    after: u32,
    capacity: u32,
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let (now, zone) = (context.now(), context.settings.zone);
    // With `--at` in the past, use the desk as it was then.
    let past = context.as_of(&store)?;
    if past.is_some() && args.apply {
        return Err(Failure::usage("That moment is over: leave out --at to deal tickets out now."));
    }
    let desk = match past {
        Some(at) => store.desk_at(zone, at)?,
        None => store.desk(zone, now)?,
    };
    let which = match &args.of {
        Some(name) => DistributionScope::HeldBy(find_person(&store, name)?),
        None => DistributionScope::Unassigned,
    };
    let deal = distribution::distribute(&desk, now, which, context.settings.distribution_config());
    let change = deal.to_change().filter(|_| args.apply);
    let made = change.map(|change| changes::apply_change(context, &mut store, change, Some(desk.seq))).transpose()?;
    let names: PersonNames = desk.team.people.iter().map(|(id, person)| (*id, person.name.clone())).collect();
    let event = made.as_ref().and_then(|outcome| outcome.first_event()).map(|event| event.seq);
    print_result(args.form, &distribution_json(&deal, &desk, event, zone), || page(&deal, &desk, &names, now, zone))?;
    match made {
        Some(outcome) if !args.form.json => print_line(&event_text::describe_bulk_change(&outcome)),
        _ => Ok(()),
    }
}

fn distribution_json<'a>(
    deal: &'a Distribution,
    desk: &'a Desk,
    event: Option<Seq>,
    zone: Zone,
) -> DistributionJson<'a> {
    let name = |person: PersonId| desk.team.name(person).unwrap_or_default();
    let row = |id: TicketId| desk.tickets.get(&id);
    let subject = |id: TicketId| row(id).map_or("", |row| row.subject.as_str());
    let line = |line: &'a distribution::Assignment| SuggestedAssignmentJson {
        id: line.ticket.0,
        subject: subject(line.ticket),
        priority: row(line.ticket).map(|row| row.priority).unwrap_or_default().name(),
        created: row(line.ticket).and_then(|row| row.created).map(|at| zone.rfc3339(at)),
        from: line.from.map(name),
        to: name(line.to),
        why: &line.reasons,
    };
    let left = |left: &'a distribution::UnassignedTicket| UnassignableTicketJson {
        id: left.ticket.0,
        subject: subject(left.ticket),
        why: &left.shortage,
    };
    let load = |load: distribution::LoadChange| {
        let distribution::LoadChange { person, before, after, capacity } = load;
        WorkloadJson { name: name(person), before, after, capacity }
    };
    DistributionJson {
        of: deal.scope.holder().map(name),
        lines: deal.assignments.iter().map(line).collect(),
        left: deal.unassigned.iter().map(left).collect(),
        loads: deal.loads().into_iter().map(load).collect(),
        event,
    }
}

fn page(deal: &Distribution, desk: &Desk, names: &PersonNames, now: Instant, zone: Zone) -> OutputPage {
    let whose = match deal.scope {
        DistributionScope::Unassigned => "what nobody has".to_owned(),
        DistributionScope::HeldBy(person) => format!("what {} has", formatting::person_name(person, names)),
    };
    let head = format!("Deal out {whose} · {}", formatting::format_timestamp(now, zone));
    if deal.is_empty() {
        let none = match deal.scope {
            DistributionScope::Unassigned => {
                "Nothing to deal out: every ticket that waits on us has somebody.".to_owned()
            }
            DistributionScope::HeldBy(person) => {
                format!("{} has no ticket that waits on us.", formatting::person_name(person, names))
            }
        };
        return OutputPage::new(head).line(none);
    }
    let mut page = OutputPage::new(head);
    for line in &deal.assignments {
        let ticket = desk.tickets.get(&line.ticket).map_or_else(String::new, ticket_line);
        let why = line.reasons.iter().map(describe_reason).collect::<Vec<_>>().join("; ");
        page = page.line(format!("{ticket} → {}", formatting::person_name(line.to, names))).text(&why);
    }
    for left in &deal.unassigned {
        let ticket = desk.tickets.get(&left.ticket).map_or_else(String::new, ticket_line);
        page = page.line(format!("{ticket} → nobody")).text(&describe_shortage(&left.shortage, names));
    }
    let mut table = PageTable::new([
        PageColumn::truncatable("who", 8),
        PageColumn::right("open now"),
        PageColumn::right("then"),
        PageColumn::right("at most"),
        PageColumn::left(""),
    ]);
    for distribution::LoadChange { person, before, after, capacity } in deal.loads() {
        let change = i64::from(after) - i64::from(before);
        table.add_row([
            PageCell::text(formatting::person_name(person, names)),
            PageCell::number(before),
            PageCell::number(after),
            PageCell::number(capacity),
            PageCell::with_plain_text(
                if change == 0 { String::new() } else { format!("{change:+}") },
                format!("change {change:+}"),
            ),
        ]);
    }
    page.table(table)
}

/// `#4190 Refund still missing, high`.
fn ticket_line(row: &TicketRow) -> String {
    format!("#{} {}, {}", row.id, fit(row.title(), SUBJECT_WIDTH), row.priority.name())
}

fn describe_reason(reason: &AssignmentReason) -> String {
    match reason {
        AssignmentReason::ByHand => "your choice".into(),
        AssignmentReason::Despite { rule } => format!("passes over: {}", describe_obstacle(rule)),
        AssignmentReason::First { profile } => format!("{} as first profile", formatting::humanize(profile.name())),
        AssignmentReason::Second { profile } => format!("{} as second profile", formatting::humanize(profile.name())),
        AssignmentReason::Skill { skill, level } => format!("{skill} {level} of 5"),
        AssignmentReason::Language { language } => format!("speaks {language}"),
        AssignmentReason::LanguageUnknown { language } => format!("not known whether they speak {language}"),
        AssignmentReason::Only => "nobody else on shift may take it".into(),
        AssignmentReason::BetterFull { n: 1 } => "the one who fits better is full".into(),
        AssignmentReason::BetterFull { n } => format!("the {n} who fit better are full"),
        AssignmentReason::Even { of } => format!("keeps the load even among {of} who fit alike"),
        AssignmentReason::Best { of } => format!("fits best of {of} who may take it"),
        AssignmentReason::OnBreak => "on a break, which keeps nobody from tickets".into(),
    }
}

fn describe_obstacle(bar: &AssignmentBlocker) -> String {
    match bar {
        AssignmentBlocker::OffShift => "not on shift".into(),
        AssignmentBlocker::Away { why } => why.name().into(),
        AssignmentBlocker::Full => "full".into(),
        AssignmentBlocker::Lacks(TicketRequirement::Profile { profile }) => {
            format!("is no {}", formatting::humanize(profile.name()))
        }
        AssignmentBlocker::Lacks(TicketRequirement::Skill { skill, level }) => format!("{skill} below {level}"),
        AssignmentBlocker::Lacks(TicketRequirement::Channel { channel }) => format!("does not take {channel}"),
        AssignmentBlocker::Lacks(TicketRequirement::Language { language }) => format!("does not speak {language}"),
    }
}

fn describe_shortage(why: &Shortage, names: &PersonNames) -> String {
    match why {
        Shortage::NobodyIn => "Nobody is on shift now; `shiftdesk shift add` enters a shift.".into(),
        Shortage::Nobody { needs } => {
            format!("Nobody on shift {}.", needs.iter().map(describe_need).collect::<Vec<_>>().join(" and "))
        }
        Shortage::AllFull { people } => {
            let full =
                people.iter().map(|person| formatting::person_name(*person, names)).collect::<Vec<_>>().join(", ");
            format!("Everybody who may take it is full: {full}.")
        }
    }
}

fn describe_need(need: &TicketRequirement) -> String {
    match need {
        TicketRequirement::Profile { profile } => format!("is {}", formatting::humanize(profile.name())),
        TicketRequirement::Skill { skill, level } => format!("has {skill} at {level} or above"),
        TicketRequirement::Channel { channel } => format!("takes {channel}"),
        TicketRequirement::Language { language } => format!("speaks {language}"),
    }
}
