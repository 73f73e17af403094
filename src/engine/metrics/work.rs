//! Collects the samples of adherence and conformance, per person and day.

use chrono::Days;

use crate::engine::attendance::{AttendanceSummary, attendance_summary};
use crate::engine::metrics::cut::Facet;
use crate::engine::metrics::over_time::{Bucket, edges};
use crate::engine::metrics::sample::{Of, Value};
use crate::engine::metrics::{Samples, Window};
use crate::model::figure::FigureId;
use crate::model::team::Team;
use crate::model::time::Period;

/// Longer than any shift: limits which shifts and check-ins can overlap a day.
const AROUND: Days = Days::new(3);

impl Samples {
    /// Adds a sample per day and person with known attendance. `team` must hold shifts and attendance of the period
    /// plus [`SHIFT_MARGIN`], sorted by time.
    pub fn add_work(&mut self, team: &Team, window: &Window) {
        let zone = window.counting.zone;
        let to = window.period.to.min(window.now);
        let days = edges(zone, Period { to, ..window.period }, Bucket::Day);
        let came: Vec<_> = team.attendance.iter().map(|it| zone.date(it.from)).collect();
        for day in days.windows(2).map(|day| Period { from: day[0], to: day[1] }) {
            let (first, last) = (zone.date(day.from) - AROUND, zone.date(day.to) + AROUND);
            let shifts =
                team.shifts.partition_point(|it| it.day < first)..team.shifts.partition_point(|it| it.day <= last);
            let there = came.partition_point(|on| *on < first)..came.partition_point(|on| *on <= last);
            // No shift and no attendance: nothing to measure.
            if shifts.is_empty() && there.is_empty() {
                continue;
            }
            let around = Team {
                shifts: team.shifts[shifts].to_vec(),
                absences: team.absences.iter().filter(|it| first <= it.last && it.first <= last).cloned().collect(),
                attendance: team.attendance[there].to_vec(),
                ..Team::default()
            };
            for person in team.people.keys() {
                let Some(AttendanceSummary { scheduled, worked_as_scheduled: kept, worked, .. }) = attendance_summary(&around, zone, *person, day, window.now) else {
                    continue;
                };
                self.thing(Of::Work(*person), None, None, Facet::default());
                for (figure, part) in [(FigureId::Adherence, kept), (FigureId::Conformance, worked)] {
                    let value = Value::Part { part, whole: scheduled };
                    self.keep(figure, Some(*person), day.from, value);
                }
            }
        }
    }
}
