//! Attendance: check-in and check-out, compared with the roster.

use chrono::{Days, TimeDelta};

use crate::engine::spans::{self, difference, intersection, merge_overlapping, total_duration};
use crate::events::change::Change;
use crate::model::ids::{PersonId, WithId};
use crate::model::record::{Record, RecordKind};
use crate::model::shift::{Attendance, MAX_ATTENDANCE, Shift};
use crate::model::team::Team;
use crate::model::time::{Instant, Period, Zone};

/// Check-ins this late and check-outs this early still count as on time.
pub const PUNCTUALITY_GRACE: TimeDelta = TimeDelta::minutes(5);

/// Clips an attendance period to a shift; ends within [`PUNCTUALITY_GRACE`] of the shift's count as on time. `None` if
/// they do not overlap.
pub fn clip_to_shift(stretch: Period, shift: Period) -> Option<Period> {
    let from = if stretch.from <= shift.from + PUNCTUALITY_GRACE { shift.from } else { stretch.from };
    let to = if stretch.to >= shift.to - PUNCTUALITY_GRACE { shift.to } else { stretch.to };
    let touches = stretch.from < shift.to && shift.from < stretch.to;
    (touches && from < to).then_some(Period { from, to })
}

/// Whether the team records attendance for a shift: somebody checked in between the start of the shift's day and its
/// end. If nobody did, the roster is trusted.
pub fn team_checks_in<'a>(
    zone: Zone,
    shift: &Shift,
    mut team: impl Iterator<Item = &'a Attendance>,
    now: Option<Instant>,
) -> bool {
    let days = Period { from: zone.midnight(shift.day), to: shift.ends(zone) };
    team.any(|it| days.contains(it.from) && has_begun(it, now))
}

/// Whether it began by `now`.
pub fn has_begun(stretch: &Attendance, now: Option<Instant>) -> bool {
    now.is_none_or(|now| stretch.from <= now)
}

/// The parts of a shift in which the person is present. With attendance in the shift, only that time. Without, the
/// whole shift, unless the team checks in for it and the person is overdue by [`PUNCTUALITY_GRACE`]: then only the time
/// after `now`, as they may still come.
///
/// `pieces` is the shift minus absences, `own` the person's attendance periods.
pub fn periods_present(
    shift: Period,
    pieces: &[Period],
    own: &[Period],
    checks_in: bool,
    now: Option<Instant>,
) -> Vec<Period> {
    let parts: Vec<Period> = own.iter().filter_map(|stretch| clip_to_shift(*stretch, shift)).collect();
    match now {
        _ if !parts.is_empty() => parts,
        Some(now) if checks_in && is_overdue(pieces, now) => {
            let from = shift.from.max(now + TimeDelta::milliseconds(1));
            if from < shift.to { vec![Period { from, ..shift }] } else { Vec::new() }
        }
        _ => vec![shift],
    }
}

/// Whether the check-in for a shift (minus absences) is overdue.
fn is_overdue(pieces: &[Period], now: Instant) -> bool {
    pieces.first().is_some_and(|first| first.from + PUNCTUALITY_GRACE <= now)
}

/// Why a check-in or check-out is rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckInError {
    /// Checked in since this instant.
    AlreadyIn(Instant),
    /// Already recorded as present in this period.
    AlreadyRecorded(Period),
    NotIn,
}

/// The current attendance of a person; a forgotten check-out is none.
pub fn current_attendance(team: &Team, person: PersonId, now: Instant) -> Option<&WithId<Attendance>> {
    let own = team.attendance.iter().filter(|it| it.person == person && it.to.is_none());
    own.rev().find(|it| it.from <= now && now < it.from + MAX_ATTENDANCE)
}

/// Checks a person in.
///
/// # Errors
/// If they are checked in, were recorded as present at `now`, or checked in later and have not checked out.
pub fn check_in(team: &Team, person: PersonId, now: Instant) -> Result<Change, CheckInError> {
    let own = || team.attendance.iter().filter(|it| it.person == person);
    let open = || own().filter(|it| it.to.is_none());
    if let Some(there) = open().find(|it| it.covers(now)).or_else(|| open().find(|it| now < it.from)) {
        return Err(CheckInError::AlreadyIn(there.from));
    }
    match own().find(|it| it.covers(now)) {
        Some(there) => Err(CheckInError::AlreadyRecorded(there.period())),
        None => Ok(Change::AddRecord(Record::Attendance(Attendance { person, from: now, to: None }))),
    }
}

/// Checks a person out. A check-out at the instant of the check-in deletes the attendance.
///
/// # Errors
/// If they are not checked in.
pub fn check_out(team: &Team, person: PersonId, now: Instant) -> Result<Change, CheckInError> {
    let there = current_attendance(team, person, now).ok_or(CheckInError::NotIn)?;
    let stretch = Attendance { to: Some(now), ..there.it.clone() };
    let record = (there.from < now).then_some(Record::Attendance(stretch));
    Ok(Change::ReplaceRecord { kind: RecordKind::Attendance, id: there.id, record })
}

/// Attendance compared with one shift.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ShiftAttendance {
    /// Working time due up to now: the shift minus breaks and absences.
    pub scheduled: TimeDelta,
    /// Scheduled time in which they were present.
    pub worked_as_scheduled: TimeDelta,
    /// Lateness from the start of the shift; `None` within [`PUNCTUALITY_GRACE`].
    pub late_by: Option<TimeDelta>,
    /// Early departure; only for finished shifts.
    pub left_early_by: Option<TimeDelta>,
    /// No-show: due, but never present.
    pub missed: bool,
}

/// Compares a shift with attendance up to `now`. `None` if no working time was due yet (absences included), or if
/// neither the person nor the team checked in for it.
pub fn shift_attendance(team: &Team, zone: Zone, shift: &Shift, now: Instant) -> Option<ShiftAttendance> {
    let ScheduledShift { periods: pieces, working_time: work, present: here, arrived_at: came } =
        ScheduledShift::new(team, zone, shift, now);
    let (first, last) = (pieces.first()?, pieces.last()?);
    if now <= first.from
        || (came.is_none() && !team_checks_in(zone, shift, attendance_around(team, shift, zone), Some(now)))
    {
        return None;
    }
    let late = came.map(|came| came - first.from).filter(|late| *late > TimeDelta::zero());
    let early = here.last().map(|went| last.to - went.to).filter(|early| *early > TimeDelta::zero() && last.to <= now);
    let missed = came.is_none() && is_overdue(&pieces, now);
    Some(ShiftAttendance {
        scheduled: total_duration(&work),
        worked_as_scheduled: total_duration(&intersection(&work, &here)),
        late_by: late,
        left_early_by: early,
        missed,
    })
}

/// Attendance that can concern a shift. The list is in time order, and nobody stays for days.
fn attendance_around<'a>(team: &'a Team, shift: &Shift, zone: Zone) -> impl Iterator<Item = &'a Attendance> {
    let (from, to) = (shift.starts(zone) - MAX_ATTENDANCE * 3, shift.ends(zone));
    let first = team.attendance.partition_point(|it| it.from < from);
    team.attendance[first..].iter().map(|it| &it.it).take_while(move |it| it.from < to)
}

/// A shift matched with attendance, up to `now`.
struct ScheduledShift {
    /// The shift minus absences, to its end.
    periods: Vec<Period>,
    /// The same minus breaks, up to `now`.
    working_time: Vec<Period>,
    /// Time present, up to `now`; within [`PUNCTUALITY_GRACE`] counts as on time.
    present: Vec<Period>,
    /// Arrival, even if it is exactly `now`.
    arrived_at: Option<Instant>,
}

impl ScheduledShift {
    fn new(team: &Team, zone: Zone, shift: &Shift, now: Instant) -> ScheduledShift {
        let whole = Period { from: shift.starts(zone), to: shift.ends(zone) };
        let (first, last) = (shift.day - Days::new(1), shift.day + Days::new(1));
        let own = team.absences.iter().filter(|absence| absence.person == shift.person);
        let off: Vec<Period> = own.flat_map(|absence| spans::absence_periods(zone, absence, first, last)).collect();
        let pieces = difference(&[whole], &off);
        let breaks: Vec<Period> =
            shift.breaks.iter().filter_map(|hours| spans::hours_on_day(zone, shift.day, *hours)).collect();
        let past = [Period { from: whole.from, to: now.max(whole.from) }];
        let here = attendance_around(team, shift, zone).filter(|it| it.person == shift.person && it.from <= now);
        let here = here.flat_map(|it| pieces.iter().filter_map(|piece| clip_to_shift(it.period(), *piece)));
        let here = merge_overlapping(here.collect());
        let came = here.first().map(|here| here.from).filter(|came| *came <= now);
        ScheduledShift {
            working_time: intersection(&difference(&pieces, &breaks), &past),
            periods: pieces,
            present: intersection(&here, &past),
            arrived_at: came,
        }
    }
}

/// A person's schedule adherence over a period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AttendanceSummary {
    /// Shifts with working time due.
    pub shifts: u32,
    pub scheduled: TimeDelta,
    /// Worked as scheduled.
    pub worked_as_scheduled: TimeDelta,
    /// Total time worked, without breaks.
    pub worked: TimeDelta,
    /// Worked outside all shifts, in periods longer than [`PUNCTUALITY_GRACE`].
    pub overtime: TimeDelta,
    /// Late arrivals: number and total.
    pub late: u32,
    pub late_by: TimeDelta,
    /// Early departures: number and total.
    pub left_early: u32,
    pub left_early_by: TimeDelta,
    /// No-shows.
    pub missed: u32,
}

impl AttendanceSummary {
    /// Worked as scheduled ÷ scheduled (*when*). `None` if nothing was scheduled.
    pub fn adherence(&self) -> Option<f64> {
        time_ratio(self.worked_as_scheduled, self.scheduled)
    }

    /// Worked ÷ scheduled (*how much*). May exceed 1.
    pub fn conformance(&self) -> Option<f64> {
        time_ratio(self.worked, self.scheduled)
    }
}

fn time_ratio(part: TimeDelta, whole: TimeDelta) -> Option<f64> {
    (whole > TimeDelta::zero()).then(|| part.num_milliseconds() as f64 / whole.num_milliseconds() as f64)
}

/// Summarizes attendance over the person's shifts that begin in `period`, up to `now`. As usual in workforce
/// management, known absences and breaks are not scheduled time. A shift counts if the person or a teammate checked in
/// for it ([`team_checks_in`]); otherwise its attendance is unknown.
///
/// Without a check-out, work ends with the person's shifts of that day at the latest.
///
/// `None` (unknown, not 0) if nobody checked in for any of these shifts and the person never did in the period.
pub fn attendance_summary(
    team: &Team,
    zone: Zone,
    person: PersonId,
    period: Period,
    now: Instant,
) -> Option<AttendanceSummary> {
    let own = || team.attendance.iter().filter(|it| it.person == person && it.from <= now);
    let (from, to) = (period.from, period.to.min(now));
    let mut known = own().any(|it| from < it.period().to && it.from < to);
    let mut sum = AttendanceSummary::default();
    let (mut as_scheduled, mut breaks, mut rostered, mut days) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for shift in team.shifts.iter().filter(|shift| shift.person == person) {
        let whole = Period { from: shift.starts(zone), to: shift.ends(zone) };
        breaks.extend(shift.breaks.iter().filter_map(|hours| spans::hours_on_day(zone, shift.day, *hours)));
        rostered.push(whole);
        days.push((shift.day, whole));
        if whole.from < from || to <= whole.from {
            continue;
        }
        known |= team_checks_in(zone, shift, attendance_around(team, shift, zone), Some(now));
        let Some(kept) = shift_attendance(team, zone, &shift.it, now) else { continue };
        let ScheduledShift { working_time: work, present: here, .. } = ScheduledShift::new(team, zone, &shift.it, now);
        as_scheduled.extend(intersection(&work, &here));
        sum.shifts += 1;
        sum.scheduled += kept.scheduled;
        sum.worked_as_scheduled += kept.worked_as_scheduled;
        sum.late += u32::from(kept.late_by.is_some());
        sum.late_by += kept.late_by.unwrap_or_default();
        sum.left_early += u32::from(kept.left_early_by.is_some());
        sum.left_early_by += kept.left_early_by.unwrap_or_default();
        sum.missed += u32::from(kept.missed);
    }
    if !known {
        return None;
    }
    // Without a check-out, assume they left at the end of the shifts of the day they came.
    let ends = |it: &Attendance| {
        let time = it.period();
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
    let there = intersection(&merge_overlapping(there), &counted);
    sum.worked =
        total_duration(&merge_overlapping(as_scheduled.into_iter().chain(difference(&there, &breaks)).collect()));
    let beyond = difference(&there, &rostered);
    sum.overtime = beyond.iter().map(|span| span.to - span.from).filter(|span| *span > PUNCTUALITY_GRACE).sum();
    Some(sum)
}

/// People due but not present, with the start of their shift, longest overdue first. Empty if the team does not check
/// in for it ([`team_checks_in`]).
pub fn missing_people(team: &Team, zone: Zone, now: Instant) -> Vec<(PersonId, Instant)> {
    let on = team.shifts.iter().filter(|shift| shift.covers(zone, now) && team.people.contains_key(&shift.person));
    let mut awaited: Vec<(PersonId, Instant)> = on
        .filter(|shift| shift_attendance(team, zone, &shift.it, now).is_some_and(|kept| kept.missed))
        .filter_map(|shift| {
            let first = *ScheduledShift::new(team, zone, &shift.it, now).periods.iter().find(|piece| now < piece.to)?;
            (first.from + PUNCTUALITY_GRACE <= now).then_some((shift.person, first.from))
        })
        .collect();
    awaited.sort_by_key(|(person, since)| (*since, *person));
    awaited
}

#[cfg(test)]
mod tests;
