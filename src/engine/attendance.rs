//! Attendance: check-in and check-out, compared with the roster.

use chrono::{Days, TimeDelta};
use serde::{Deserialize, Serialize};

use crate::engine::spans::{self, common, joined, total, without};
use crate::events::change::Change;
use crate::model::ids::PersonId;
use crate::model::record::{Numbered, Record, RecordKind};
use crate::model::shift::{Attendance, LONGEST, Shift};
use crate::model::team::Team;
use crate::model::time::{Instant, Period, Zone};

/// Check-ins this late and check-outs this early still count as on time.
pub const GRACE: TimeDelta = TimeDelta::minutes(5);

/// Clips an attendance period to a shift; ends within [`PUNCTUALITY_GRACE`] of the shift's count as on time. `None` if
/// they do not overlap.
pub fn within(stretch: Period, shift: Period) -> Option<Period> {
    let from = if stretch.from <= shift.from + GRACE { shift.from } else { stretch.from };
    let to = if stretch.to >= shift.to - GRACE { shift.to } else { stretch.to };
    let touches = stretch.from < shift.to && shift.from < stretch.to;
    (touches && from < to).then_some(Period { from, to })
}

/// Whether the team records attendance for a shift: somebody checked in between the start of the shift's day and its
/// end. If nobody did, the roster is trusted.
pub fn checks_in<'a>(
    zone: Zone,
    shift: &Shift,
    mut team: impl Iterator<Item = &'a Attendance>,
    now: Option<Instant>,
) -> bool {
    let days = Period { from: zone.midnight(shift.day), to: shift.ends(zone) };
    team.any(|it| days.contains(it.from) && is_known(it, now))
}

/// Whether it began by `now`.
pub fn is_known(stretch: &Attendance, now: Option<Instant>) -> bool {
    now.is_none_or(|now| stretch.from <= now)
}

/// The parts of a shift in which the person is present. With attendance in the shift, only that time. Without, the
/// whole shift, unless the team checks in for it and the person is overdue by [`PUNCTUALITY_GRACE`]: then only the time
/// after `now`, as they may still come.
///
/// `pieces` is the shift minus absences, `own` the person's attendance periods.
pub fn there(shift: Period, pieces: &[Period], own: &[Period], checks_in: bool, now: Option<Instant>) -> Vec<Period> {
    let parts: Vec<Period> = own.iter().filter_map(|stretch| within(*stretch, shift)).collect();
    match now {
        _ if !parts.is_empty() => parts,
        Some(now) if checks_in && is_due(pieces, now) => {
            let from = shift.from.max(now + TimeDelta::milliseconds(1));
            if from < shift.to { vec![Period { from, ..shift }] } else { Vec::new() }
        }
        _ => vec![shift],
    }
}

/// Whether the check-in for a shift (minus absences) is overdue.
fn is_due(pieces: &[Period], now: Instant) -> bool {
    pieces.first().is_some_and(|first| first.from + GRACE <= now)
}

/// Why a check-in or check-out is rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Checked in since this instant.
    InSince(Instant),
    /// Already recorded as present in this period.
    WasIn(Period),
    NotIn,
}

/// The current attendance of a person; a forgotten check-out is none.
pub fn stay(team: &Team, person: PersonId, now: Instant) -> Option<&Numbered<Attendance>> {
    let own = team.attendance.iter().filter(|it| it.person == person && it.to.is_none());
    own.rev().find(|it| it.from <= now && now < it.from + LONGEST)
}

/// Checks a person in.
///
/// # Errors
/// If they are checked in, were recorded as present at `now`, or checked in later and have not checked out.
pub fn check_in(team: &Team, person: PersonId, now: Instant) -> Result<Change, Why> {
    let own = || team.attendance.iter().filter(|it| it.person == person);
    let open = || own().filter(|it| it.to.is_none());
    if let Some(there) = open().find(|it| it.covers(now)).or_else(|| open().find(|it| now < it.from)) {
        return Err(Why::InSince(there.from));
    }
    match own().find(|it| it.covers(now)) {
        Some(there) => Err(Why::WasIn(there.time())),
        None => Ok(Change::Add(Record::Attendance(Attendance { person, from: now, to: None }))),
    }
}

/// Checks a person out. A check-out at the instant of the check-in deletes the attendance.
///
/// # Errors
/// If they are not checked in.
pub fn check_out(team: &Team, person: PersonId, now: Instant) -> Result<Change, Why> {
    let there = stay(team, person, now).ok_or(Why::NotIn)?;
    let stretch = Attendance { to: Some(now), ..there.it.clone() };
    let record = (there.from < now).then_some(Record::Attendance(stretch));
    Ok(Change::Replace { kind: RecordKind::Attendance, id: there.id, record })
}

/// Attendance compared with one shift.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kept {
    /// Working time due up to now: the shift minus breaks and absences.
    pub scheduled: TimeDelta,
    /// Scheduled time in which they were present.
    pub kept: TimeDelta,
    /// Lateness from the start of the shift; `None` within [`PUNCTUALITY_GRACE`].
    pub late: Option<TimeDelta>,
    /// Early departure; only for finished shifts.
    pub early: Option<TimeDelta>,
    /// No-show: due, but never present.
    pub missed: bool,
}

/// Compares a shift with attendance up to `now`. `None` if no working time was due yet (absences included), or if
/// neither the person nor the team checked in for it.
pub fn kept(team: &Team, zone: Zone, shift: &Shift, now: Instant) -> Option<Kept> {
    let Scheduled { pieces, work, here, came } = Scheduled::of(team, zone, shift, now);
    let (first, last) = (pieces.first()?, pieces.last()?);
    if now <= first.from || (came.is_none() && !checks_in(zone, shift, around(team, shift, zone), Some(now))) {
        return None;
    }
    let late = came.map(|came| came - first.from).filter(|late| *late > TimeDelta::zero());
    let early = here.last().map(|went| last.to - went.to).filter(|early| *early > TimeDelta::zero() && last.to <= now);
    let missed = came.is_none() && is_due(&pieces, now);
    Some(Kept { scheduled: total(&work), kept: total(&common(&work, &here)), late, early, missed })
}

/// Attendance that can concern a shift. The list is in time order, and nobody stays for days.
fn around<'a>(team: &'a Team, shift: &Shift, zone: Zone) -> impl Iterator<Item = &'a Attendance> {
    let (from, to) = (shift.starts(zone) - LONGEST * 3, shift.ends(zone));
    let first = team.attendance.partition_point(|it| it.from < from);
    team.attendance[first..].iter().map(|it| &it.it).take_while(move |it| it.from < to)
}

/// A shift matched with attendance, up to `now`.
struct Scheduled {
    /// The shift minus absences, to its end.
    pieces: Vec<Period>,
    /// The same minus breaks, up to `now`.
    work: Vec<Period>,
    /// Time present, up to `now`; within [`PUNCTUALITY_GRACE`] counts as on time.
    here: Vec<Period>,
    /// Arrival, even if it is exactly `now`.
    came: Option<Instant>,
}

impl Scheduled {
    fn of(team: &Team, zone: Zone, shift: &Shift, now: Instant) -> Scheduled {
        let whole = Period { from: shift.starts(zone), to: shift.ends(zone) };
        let (first, last) = (shift.day - Days::new(1), shift.day + Days::new(1));
        let own = team.absences.iter().filter(|absence| absence.person == shift.person);
        let off: Vec<Period> = own.flat_map(|absence| spans::away(zone, absence, first, last)).collect();
        let pieces = without(&[whole], &off);
        let breaks: Vec<Period> = shift.breaks.iter().filter_map(|hours| spans::of(zone, shift.day, *hours)).collect();
        let past = [Period { from: whole.from, to: now.max(whole.from) }];
        let here = around(team, shift, zone).filter(|it| it.person == shift.person && it.from <= now);
        let here = here.flat_map(|it| pieces.iter().filter_map(|piece| within(it.time(), *piece)));
        let here = joined(here.collect());
        let came = here.first().map(|here| here.from).filter(|came| *came <= now);
        Scheduled { work: common(&without(&pieces, &breaks), &past), pieces, here: common(&here, &past), came }
    }
}

/// A person's schedule adherence over a period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Shifts with working time due.
    pub shifts: u32,
    pub scheduled: TimeDelta,
    /// Worked as scheduled.
    pub kept: TimeDelta,
    /// Total time worked, without breaks.
    pub worked: TimeDelta,
    /// Worked outside all shifts, in periods longer than [`PUNCTUALITY_GRACE`].
    pub overtime: TimeDelta,
    /// Late arrivals: number and total.
    pub late: u32,
    pub late_by: TimeDelta,
    /// Early departures: number and total.
    pub early: u32,
    pub early_by: TimeDelta,
    /// No-shows.
    pub missed: u32,
}

impl Tally {
    /// Worked as scheduled ÷ scheduled (*when*). `None` if nothing was scheduled.
    pub fn adherence(&self) -> Option<f64> {
        share(self.kept, self.scheduled)
    }

    /// Worked ÷ scheduled (*how much*). May exceed 1.
    pub fn conformance(&self) -> Option<f64> {
        share(self.worked, self.scheduled)
    }
}

fn share(part: TimeDelta, whole: TimeDelta) -> Option<f64> {
    (whole > TimeDelta::zero()).then(|| part.num_milliseconds() as f64 / whole.num_milliseconds() as f64)
}

/// Summarizes attendance over the person's shifts that begin in `period`, up to `now`. As usual in workforce
/// management, known absences and breaks are not scheduled time. A shift counts if the person or a teammate checked in
/// for it ([`team_checks_in`]); otherwise its attendance is unknown.
///
/// Without a check-out, work ends with the person's shifts of that day at the latest.
///
/// `None` (unknown, not 0) if nobody checked in for any of these shifts and the person never did in the period.
pub fn tally(team: &Team, zone: Zone, person: PersonId, period: Period, now: Instant) -> Option<Tally> {
    let own = || team.attendance.iter().filter(|it| it.person == person && it.from <= now);
    let (from, to) = (period.from, period.to.min(now));
    let mut known = own().any(|it| from < it.time().to && it.from < to);
    let mut sum = Tally::default();
    let (mut as_scheduled, mut breaks, mut rostered, mut days) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for shift in team.shifts.iter().filter(|shift| shift.person == person) {
        let whole = Period { from: shift.starts(zone), to: shift.ends(zone) };
        breaks.extend(shift.breaks.iter().filter_map(|hours| spans::of(zone, shift.day, *hours)));
        rostered.push(whole);
        days.push((shift.day, whole));
        if whole.from < from || to <= whole.from {
            continue;
        }
        known |= checks_in(zone, shift, around(team, shift, zone), Some(now));
        let Some(kept) = kept(team, zone, &shift.it, now) else { continue };
        let Scheduled { work, here, .. } = Scheduled::of(team, zone, &shift.it, now);
        as_scheduled.extend(common(&work, &here));
        sum.shifts += 1;
        sum.scheduled += kept.scheduled;
        sum.kept += kept.kept;
        sum.late += u32::from(kept.late.is_some());
        sum.late_by += kept.late.unwrap_or_default();
        sum.early += u32::from(kept.early.is_some());
        sum.early_by += kept.early.unwrap_or_default();
        sum.missed += u32::from(kept.missed);
    }
    if !known {
        return None;
    }
    // Without a check-out, assume they left at the end of the shifts of the day they came.
    let ends = |it: &Attendance| {
        let time = it.time();
        let touching = || days.iter().filter(|(_, shift)| shift.from < time.to && time.from < shift.to);
        let day = touching().min_by_key(|(_, shift)| shift.from).map(|(day, _)| *day);
        let end = touching().filter(|(on, _)| Some(*on) == day).map(|(_, shift)| shift.to).max();
        it.to.unwrap_or(match end {
            Some(end) => end.min(now),
            None if now < time.to => now,
            None => it.from,
        })
    };
    let there: Vec<Period> = own().map(|it| Period { from: it.from, to: ends(it) }).collect();
    // A night shift that began in the period extends beyond it.
    let reach = rostered.iter().filter(|shift| from <= shift.from && shift.from < to).map(|shift| shift.to).max();
    let before = rostered.iter().filter(|shift| shift.from < from).map(|shift| shift.to).max();
    let counted = [Period { from: from.max(before.unwrap_or(from)), to: to.max(reach.unwrap_or(to)).min(now) }];
    let there = common(&joined(there), &counted);
    sum.worked = total(&joined(as_scheduled.into_iter().chain(without(&there, &breaks)).collect()));
    let beyond = without(&there, &rostered);
    sum.overtime = beyond.iter().map(|span| span.to - span.from).filter(|span| *span > GRACE).sum();
    Some(sum)
}

/// People due but not present, with the start of their shift, longest overdue first. Empty if the team does not check
/// in for it ([`team_checks_in`]).
pub fn awaited(team: &Team, zone: Zone, now: Instant) -> Vec<(PersonId, Instant)> {
    let on = team.shifts.iter().filter(|shift| shift.covers(zone, now) && team.people.contains_key(&shift.person));
    let mut awaited: Vec<(PersonId, Instant)> = on
        .filter(|shift| kept(team, zone, &shift.it, now).is_some_and(|kept| kept.missed))
        .filter_map(|shift| {
            let first = *Scheduled::of(team, zone, &shift.it, now).pieces.iter().find(|piece| now < piece.to)?;
            (first.from + GRACE <= now).then_some((shift.person, first.from))
        })
        .collect();
    awaited.sort_by_key(|(person, since)| (*since, *person));
    awaited
}

#[cfg(test)]
mod tests;
