//! Collects the samples of adherence and conformance, per person and day.

use chrono::Days;

use crate::engine::attendance::{AttendanceSummary, attendance_summary};
use crate::engine::metrics::filter::SampleAttributes;
use crate::engine::metrics::sample::{SampleSubject, SampleValue};
use crate::engine::metrics::time_series::{TimeBucket, bucket_edges};
use crate::engine::metrics::{MetricsWindow, Samples};
use crate::model::figure::FigureId;
use crate::model::team::Team;
use crate::model::time::Period;

/// Longer than any shift: limits which shifts and check-ins can overlap a day.
const SHIFT_MARGIN: Days = Days::new(3);

impl Samples {
    /// Adds a sample per day and person with known attendance. `team` must hold shifts and attendance of the period
    /// plus [`SHIFT_MARGIN`], sorted by time.
    pub fn add_attendance(&mut self, team: &Team, window: &MetricsWindow) {
        let zone = window.config.zone;
        let to = window.period.to.min(window.now);
        let days = bucket_edges(zone, Period { to, ..window.period }, TimeBucket::Day);
        let came: Vec<_> = team.attendance.iter().map(|it| zone.date(it.from)).collect();
        for day in days.windows(2).map(|day| Period { from: day[0], to: day[1] }) {
            let (first, last) = (zone.date(day.from) - SHIFT_MARGIN, zone.date(day.to) + SHIFT_MARGIN);
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
                let Some(AttendanceSummary { scheduled, worked_as_scheduled: kept, worked, .. }) =
                    attendance_summary(&around, zone, *person, day, window.now)
                else {
                    continue;
                };
                self.begin_subject(SampleSubject::WorkDay(*person), None, None, SampleAttributes::default());
                for (figure, part) in [(FigureId::Adherence, kept), (FigureId::Conformance, worked)] {
                    let value = SampleValue::Portion { part, whole: scheduled };
                    self.push_sample(figure, Some(*person), day.from, value);
                }
            }
        }
    }
}
