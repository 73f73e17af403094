//! When people really were there: they check in and out, and what they did is held against the roster.

use chrono::{Days, TimeDelta};
use serde::{Deserialize, Serialize};

use crate::engine::spans::{self, common, joined, total, without};
use crate::events::change::Change;
use crate::model::ids::PersonId;
use crate::model::record::{Numbered, Record, RecordKind};
use crate::model::shift::{Attendance, LONGEST, Shift};
use crate::model::team::Team;
use crate::model::time::{Instant, Period, Zone};

/// Whoever checks in so little after their shift has begun, or out so little before it ends, is on time.
pub const GRACE: TimeDelta = TimeDelta::minutes(5);

/// The part of a shift that a stretch covers; where it begins or ends within [`GRACE`] of the shift, to its very end.
/// `None` if it covers no part of it.
pub fn within(stretch: Period, shift: Period) -> Option<Period> {
    let from = if stretch.from <= shift.from + GRACE { shift.from } else { stretch.from };
    let to = if stretch.to >= shift.to - GRACE { shift.to } else { stretch.to };
    let touches = stretch.from < shift.to && shift.from < stretch.to;
    (touches && from < to).then_some(Period { from, to })
}

/// Whether the team checks in for a shift: whether anybody of it has, between the beginning of the shift's day and its
/// end. Where nobody has, the roster is taken at its word.
pub fn checks_in<'a>(
    zone: Zone,
    shift: &Shift,
    mut team: impl Iterator<Item = &'a Attendance>,
    now: Option<Instant>,
) -> bool {
    let days = Period { from: zone.midnight(shift.day), to: shift.ends(zone) };
    team.any(|it| days.contains(it.from) && is_known(it, now))
}

/// Whether a stretch had begun by `now`.
pub fn is_known(stretch: &Attendance, now: Option<Instant>) -> bool {
    now.is_none_or(|now| stretch.from <= now)
}

/// The parts of a shift in which its person is there, as far as attendance knows. Of a shift during which they were
/// checked in for any time, only that time; of others all, but for somebody who should have come by `now`, [`GRACE`]
/// included, in a team that checks in for it: they are not there up to and including `now`, and may still come.
///
/// `pieces` is the shift without their absences, `own` when they were checked in.
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

/// Whether somebody should have come by now to a shift without their absences.
fn is_due(pieces: &[Period], now: Instant) -> bool {
    pieces.first().is_some_and(|first| first.from + GRACE <= now)
}

/// Why nobody was checked in or out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// They are in since then.
    InSince(Instant),
    /// They were in at that moment, for so long.
    WasIn(Period),
    NotIn,
}

/// The stretch in which a person is there now; one that was forgotten is none.
pub fn stay(team: &Team, person: PersonId, now: Instant) -> Option<&Numbered<Attendance>> {
    let own = team.attendance.iter().filter(|it| it.person == person && it.to.is_none());
    own.rev().find(|it| it.from <= now && now < it.from + LONGEST)
}

/// Somebody comes.
///
/// # Errors
/// If they are there already, were there at that moment, or came later and have not gone.
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

/// Somebody goes. Who came this very moment was never there.
///
/// # Errors
/// If they are not there.
pub fn check_out(team: &Team, person: PersonId, now: Instant) -> Result<Change, Why> {
    let there = stay(team, person, now).ok_or(Why::NotIn)?;
    let stretch = Attendance { to: Some(now), ..there.it.clone() };
    let record = (there.from < now).then_some(Record::Attendance(stretch));
    Ok(Change::Replace { kind: RecordKind::Attendance, id: there.id, record })
}

/// How a shift was kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kept {
    /// Time to work up to now: the shift without its breaks and without absences, whatever their kind.
    pub scheduled: TimeDelta,
    /// The part of it in which they were there.
    pub kept: TimeDelta,
    /// How much later they came than they should, from the first second on; `None` within [`GRACE`].
    pub late: Option<TimeDelta>,
    /// How much earlier they went; only of a shift that is over.
    pub early: Option<TimeDelta>,
    /// They should be there, or should have been, and never came.
    pub missed: bool,
}

/// How a shift was kept up to now; `None` where nothing of it was to be worked yet, be it for absences, and where it is
/// not known: they did not check in, and nor did the team for this shift.
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

/// The stretches that can have to do with a shift: they are in order of time, and nobody stays for days.
fn around<'a>(team: &'a Team, shift: &Shift, zone: Zone) -> impl Iterator<Item = &'a Attendance> {
    let (from, to) = (shift.starts(zone) - LONGEST * 3, shift.ends(zone));
    let first = team.attendance.partition_point(|it| it.from < from);
    team.attendance[first..].iter().map(|it| &it.it).take_while(move |it| it.from < to)
}

/// A shift held against who was there, up to now.
struct Scheduled {
    /// The shift without absences, to its end.
    pieces: Vec<Period>,
    /// The same without breaks, up to now.
    work: Vec<Period>,
    /// When the person was there of it, up to now; within [`GRACE`] counts as on time.
    here: Vec<Period>,
    /// When they came, even if that is this very moment.
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

/// How a person kept to the roster over some time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Shifts of which something was to be worked.
    pub shifts: u32,
    pub scheduled: TimeDelta,
    /// Worked as scheduled.
    pub kept: TimeDelta,
    /// Worked at all; breaks are taken off.
    pub worked: TimeDelta,
    /// Worked outside of every shift, in stretches of more than [`GRACE`].
    pub overtime: TimeDelta,
    /// How often and how much they came late.
    pub late: u32,
    pub late_by: TimeDelta,
    /// How often and how much they went early.
    pub early: u32,
    pub early_by: TimeDelta,
    /// Shifts to which they never came.
    pub missed: u32,
}

impl Tally {
    /// Worked as scheduled ÷ scheduled: *when*. `None` where nothing was scheduled.
    pub fn adherence(&self) -> Option<f64> {
        share(self.kept, self.scheduled)
    }

    /// Worked ÷ scheduled: *how much*. May pass 1.
    pub fn conformance(&self) -> Option<f64> {
        share(self.worked, self.scheduled)
    }
}

fn share(part: TimeDelta, whole: TimeDelta) -> Option<f64> {
    (whole > TimeDelta::zero()).then(|| part.num_milliseconds() as f64 / whole.num_milliseconds() as f64)
}

/// What a person's shifts that begin in a period come to by now. As in workforce management, absences that are known are
/// off the schedule, and so are breaks. A shift counts if they or others of the team checked in for it, see
/// [`checks_in`]; whoever alone did not come missed it. Of other shifts nobody can tell.
///
/// Who has not checked out yet has worked to the end of their shifts of that day at most, and so has whoever forgot it.
///
/// `None` where they never checked in within it, nor anybody else for any of these shifts: that is not known, and not 0.
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
    // Of who has not checked out, nobody knows how long they stay beyond the shifts of the day on which they came.
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
    // A night shift that began within the period goes on beyond it.
    let reach = rostered.iter().filter(|shift| from <= shift.from && shift.from < to).map(|shift| shift.to).max();
    let before = rostered.iter().filter(|shift| shift.from < from).map(|shift| shift.to).max();
    let counted = [Period { from: from.max(before.unwrap_or(from)), to: to.max(reach.unwrap_or(to)).min(now) }];
    let there = common(&joined(there), &counted);
    sum.worked = total(&joined(as_scheduled.into_iter().chain(without(&there, &breaks)).collect()));
    let beyond = without(&there, &rostered);
    sum.overtime = beyond.iter().map(|span| span.to - span.from).filter(|span| *span > GRACE).sum();
    Some(sum)
}

/// Who should be there and has not come, and since when, the one who is missed longest first. Nobody where the team does
/// not check in for the shift, see [`checks_in`].
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
