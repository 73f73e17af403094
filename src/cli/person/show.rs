//! `shiftdesk person show`: a person's profile card; with notes only for leads.

use chrono::NaiveDate;
use serde::Serialize;

use super::skills::{self, SkillJson as Skill};
use crate::cli::context::{CliContext, load_desk};
use crate::cli::formatting;
use crate::cli::output::{OutputArgs, print_result};
use crate::cli::page::{OutputPage, PageCell, PageColumn, PageTable};
use crate::cli::person::member::{find_member, require_lead};
use crate::engine::board;
use crate::engine::metrics::summary::Figures;
use crate::engine::metrics::{MetricsDepth, MetricsWindow};
use crate::engine::presence::{Presence, presence_of, upcoming_shifts};
use crate::engine::skills::skill_gaps;
use crate::engine::targets::{self, PersonTarget, target_state};
use crate::model::coaching::{NoteKind, PersonNote};
use crate::model::figure::FigureId;
use crate::model::ids::WithId;
use crate::model::person::{Person, Profile};
use crate::model::target::FigureReading;
use crate::model::time::{Instant, Period, Zone, format_clock};
use crate::presentation::numbers::NO_VALUE;
use crate::store::worker;

/// Maximum number of upcoming shifts.
const MAX_SHIFTS: usize = 7;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Name, or its beginning
    person: String,
    /// Include the leads' notes; leads only
    #[arg(long)]
    notes: bool,
    #[command(flatten)]
    form: OutputArgs,
}

/// JSON of a person: durations in seconds, shares from 0 to 1, timestamps RFC 3339 in the team's time zone.
#[derive(Debug, Serialize)]
struct PersonJson<'a> {
    id: i64,
    name: &'a str,
    primary: Option<Profile>,
    second: Option<Profile>,
    next_profile: Option<Profile>,
    lead: bool,
    title: Option<&'a str>,
    level: Option<&'a str>,
    target_level: Option<&'a str>,
    reports_to: Option<&'a str>,
    mentor: Option<&'a str>,
    mentor_since: Option<NaiveDate>,
    development: Option<&'a str>,
    employer: Option<&'a str>,
    languages: &'a [String],
    channels: &'a [String],
    email: Option<&'a str>,
    since: Option<NaiveDate>,
    /// in, break, not_yet, away, later or off.
    now: &'static str,
    /// Kind of the current absence.
    away: Option<&'static str>,
    capacity: u32,
    open: usize,
    /// Contract time in seconds per week.
    contract: Option<u32>,
    rostered_this_week: u32,
    shifts: Vec<UpcomingShiftJson>,
    absences: Vec<PersonAbsenceJson<'a>>,
    skills: Vec<Skill>,
    targets: Vec<PersonTargetJson>,
    figures: Option<&'a Figures>,
    /// Only with --notes, for leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<Vec<PersonNoteJson<'a>>>,
}

#[derive(Debug, Serialize)]
struct UpcomingShiftJson {
    from: String,
    to: String,
    name: Option<String>,
}

#[derive(Debug, Serialize)]
struct PersonAbsenceJson<'a> {
    kind: &'static str,
    first: NaiveDate,
    last: NaiveDate,
    from: Option<String>,
    to: Option<String>,
    note: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct PersonTargetJson {
    figure: FigureId,
    profile: Profile,
    /// Seconds, or a share from 0 to 1.
    target: f64,
    stretch: Option<f64>,
    value: Option<f64>,
    n: usize,
    /// stretch, met, short, low_n or no_data.
    state: &'static str,
}

#[derive(Debug, Serialize)]
struct PersonNoteJson<'a> {
    id: i64,
    kind: NoteKind,
    on: NaiveDate,
    by: String,
    body: &'a str,
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    let store = context.open_store()?;
    let desk = load_desk(context, &store)?;
    if args.notes {
        require_lead(context, &store, &desk)?;
    }
    let (id, person) = find_member(&args.person, &store, &desk)?;
    let (settings, now, team) = (&context.settings, context.now(), &desk.team);
    let (zone, today) = (settings.zone, settings.zone.date(now));
    let period = Period::last_days(zone, now, settings.period_days);
    let counting = settings.metrics_config();
    let window = MetricsWindow { period, now, config: &counting, depth: MetricsDepth::Summary };
    let report = worker::compute_metrics(&store, window)?.report;
    let figures = report.agent(id);
    let names = store.person_names()?;
    let is = presence_of(team, id, zone, now);
    let on = team.shifts.iter().filter(|shift| shift.person == id && shift.covers(zone, now));
    let shifts = on.chain(upcoming_shifts(team, id, zone, now)).take(MAX_SHIFTS).map(|shift| UpcomingShiftJson {
        from: zone.rfc3339(shift.starts(zone)),
        to: zone.rfc3339(shift.ends(zone)),
        name: shift.name.clone(),
    });
    let notes = args.notes.then(|| {
        let theirs = team.notes.iter().filter(|note| note.person == id);
        let note = |note| note_json(note, &names);
        theirs.rev().map(note).collect()
    });
    let name = |other| team.name(other);
    let shown = PersonJson {
        id: id.0,
        name: &person.name,
        primary: person.primary,
        second: person.second,
        next_profile: person.next_profile,
        lead: person.lead,
        title: person.title.as_deref(),
        level: person.level.as_deref(),
        target_level: person.target_level.as_deref(),
        reports_to: person.reports_to.and_then(name),
        mentor: person.mentor.and_then(name),
        mentor_since: person.mentor_since,
        development: person.development.as_deref(),
        employer: person.employer.as_deref(),
        languages: &person.languages,
        channels: &person.channels,
        email: person.email.as_deref(),
        since: person.since,
        now: is.name(),
        away: match is {
            Presence::Away(kind) => Some(kind.name()),
            _ => None,
        },
        capacity: person.capacity.unwrap_or(settings.capacity),
        open: board::open_tickets_per_person(&desk).get(&id).copied().unwrap_or(0),
        contract: person.weekly_minutes.map(|minutes| minutes * 60),
        rostered_this_week: team.roster(zone, settings.profile_order).minutes_in_week(id, today) * 60,
        shifts: shifts.collect(),
        absences: team.absences.iter().filter(|one| one.person == id && today <= one.last).map(absence_json).collect(),
        skills: skill_gaps(person, &settings.profile_requirements, today).into_iter().map(Skill::from).collect(),
        targets: targets::targets_of_person(person, &settings.profile_requirements)
            .iter()
            .map(|due| target_json(due, figures))
            .collect(),
        figures,
        notes,
    };
    print_result(args.form, &shown, || page(&shown, person, settings.period_days, zone, now))
}

fn note_json<'a>(note: &'a WithId<PersonNote>, names: &formatting::PersonNames) -> PersonNoteJson<'a> {
    let by =
        note.author.person.map_or_else(|| note.author.login.clone(), |person| formatting::person_name(person, names));
    PersonNoteJson { id: note.id, kind: note.kind, on: note.on, by, body: &note.it.body }
}

fn absence_json(absence: &WithId<crate::model::shift::Absence>) -> PersonAbsenceJson<'_> {
    PersonAbsenceJson {
        kind: absence.kind.name(),
        first: absence.first,
        last: absence.last,
        from: absence.hours.map(|hours| format_clock(hours.from)),
        to: absence.hours.map(|hours| format_clock(hours.clock_end())),
        note: absence.it.note.as_deref(),
    }
}

fn target_json(due: &PersonTarget, figures: Option<&Figures>) -> PersonTargetJson {
    let reading = figures.map(|figures| FigureReading::from_figures(due.figure, figures)).unwrap_or_default();
    PersonTargetJson {
        figure: due.figure,
        profile: due.profile,
        target: due.target.good,
        stretch: due.target.stretch,
        value: reading.value,
        n: reading.n,
        state: target_state(due.figure, &due.target, reading).name(),
    }
}

fn page(shown: &PersonJson, person: &Person, days: u32, zone: Zone, now: Instant) -> OutputPage {
    let head = match shown.title {
        Some(title) => format!("{} · {title}", shown.name),
        None => shown.name.to_owned(),
    };
    let mut page = OutputPage::new(head).facts(person_facts(shown, person));
    page = page.line("Skills").table(skills::skills_table(&shown.skills));
    page = page.line(format!("Targets · {days} days")).table(targets_table(&shown.targets));
    let mut table =
        PageTable::new([PageColumn::left("shift"), PageColumn::left("hours"), PageColumn::truncatable("name", 8)]);
    for shift in &shown.shifts {
        let (Ok(from), Ok(to)) = (parse_rfc3339(&shift.from), parse_rfc3339(&shift.to)) else { continue };
        let (from, to) = (zone.civil(from), zone.civil(to));
        table.add_row([
            PageCell::text(formatting::format_date(from.date())),
            PageCell::text(format!("{}–{}", from.format("%H:%M"), to.format("%H:%M"))),
            PageCell::optional(shift.name.as_ref()),
        ]);
    }
    page = page.line(format!("Shifts from {} on", formatting::format_timestamp(now, zone))).table(table);
    for absence in &shown.absences {
        let (first, last) = (formatting::format_date(absence.first), formatting::format_date(absence.last));
        page = page.line(format!("Away, {}: {first} to {last}.", absence.kind));
    }
    match &shown.notes {
        None => page.line("Leads keep notes here; --notes shows them to a lead."),
        Some(notes) if notes.is_empty() => page.line("There are no notes yet."),
        Some(notes) => notes.iter().fold(page.line("Notes, for leads alone"), |page, note| {
            let kind = if note.kind.is_plain() {
                String::new()
            } else {
                format!("{} · ", formatting::humanize(note.kind.name()))
            };
            page.line(format!("{kind}{} · {} · number {}", formatting::format_date(note.on), note.by, note.id))
                .text(note.body)
        }),
    }
}

fn parse_rfc3339(text: &str) -> Result<Instant, chrono::ParseError> {
    chrono::DateTime::parse_from_rfc3339(text).map(|at| at.to_utc())
}

fn person_facts(shown: &PersonJson, person: &Person) -> Vec<(&'static str, PageCell)> {
    let hours = |seconds: u32| format!("{} h", f64::from(seconds / 60) / 60.0);
    let profile = |profile: Option<Profile>| profile.map(|profile| formatting::humanize(profile.name()));
    let state = match shown.away {
        Some(why) => format!("away, {why}"),
        None => formatting::humanize(shown.now),
    };
    let level = match (shown.level, shown.target_level) {
        (level, Some(target)) => Some(format!("{} → {target}", level.unwrap_or(NO_VALUE))),
        (level, None) => level.map(str::to_owned),
    };
    let mentor = shown.mentor.map(|mentor| match shown.mentor_since {
        Some(since) => format!("{mentor}, since {}", formatting::format_date(since)),
        None => mentor.to_owned(),
    });
    let week = match shown.contract {
        Some(contract) => format!("{} of {}", hours(shown.rostered_this_week), hours(contract)),
        None => hours(shown.rostered_this_week),
    };
    vec![
        ("now", PageCell::text(state)),
        ("profiles", PageCell::optional(Some(formatting::profile_names(person)))),
        ("next profile", PageCell::optional(profile(shown.next_profile))),
        ("leads", PageCell::text(if shown.lead { "yes" } else { "no" })),
        ("level", PageCell::optional(level)),
        ("reports to", PageCell::optional(shown.reports_to)),
        ("mentor", PageCell::optional(mentor)),
        ("wants", PageCell::optional(shown.development)),
        ("open tickets", PageCell::text(format!("{} of {}", shown.open, shown.capacity))),
        ("hours this week", PageCell::text(week)),
        ("languages", PageCell::optional(Some(shown.languages.join(", ")))),
        ("channels", PageCell::optional(Some(shown.channels.join(", ")))),
        ("employer", PageCell::optional(shown.employer)),
        ("first day", PageCell::optional(shown.since.map(formatting::format_date))),
        ("e-mail", PageCell::optional(shown.email)),
    ]
}

fn targets_table(targets: &[PersonTargetJson]) -> PageTable {
    let mut table = PageTable::new([
        PageColumn::left("figure"),
        PageColumn::right("value"),
        PageColumn::right("n"),
        PageColumn::left("stands"),
        PageColumn::right("good"),
        PageColumn::right("exceptional"),
        PageColumn::left("for"),
    ]);
    for target in targets {
        let value = |value: Option<f64>| formatting::figure_cell(target.figure, value);
        let state = match target.state {
            "stretch" => "★ exceptional",
            "met" => "✓ met",
            "short" => "▼ short",
            "low_n" => "· low n",
            _ => "– no data",
        };
        table.add_row([
            PageCell::text(formatting::humanize(target.figure.name())),
            value(target.value),
            PageCell::number(target.n),
            PageCell::text(state),
            value(Some(target.target)),
            value(target.stretch),
            PageCell::text(formatting::humanize(target.profile.name())),
        ]);
    }
    table
}
