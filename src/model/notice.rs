//! A notice that everyone, or everyone with a profile, must read, with read receipts. Without an end date it is a
//! policy or procedure.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::model::ids::{PersonId, WithId};
use crate::model::person::{Author, Profile};
use crate::model::team::Team;
use crate::model::time::Instant;

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub title: String,
    /// Markdown.
    pub body: String,
    pub by: Author,
    pub at: Instant,
    /// Last day on which it must be read; `None` = until further notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Profile that must read it; `None` = everyone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Profile>,
    /// Read receipts, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub read: Vec<NoticeReceipt>,
}

/// Read receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeReceipt {
    pub by: PersonId,
    pub at: Instant,
}

impl Notice {
    /// Whether it is in force on a day.
    pub fn is_active(&self, today: NaiveDate) -> bool {
        self.until.is_none_or(|until| today <= until)
    }

    /// Everyone who must read it, except the author.
    pub fn recipients<'a>(&'a self, team: &'a Team) -> impl Iterator<Item = PersonId> + 'a {
        let fits = |profile: Option<Profile>| self.to.is_none() || profile == self.to;
        let all = team.people.iter().filter(move |(_, person)| fits(person.primary) || fits(person.second));
        all.map(|(id, _)| *id).filter(|id| self.by.person != Some(*id))
    }

    pub fn has_read(&self, person: PersonId) -> bool {
        self.read.iter().any(|read| read.by == person)
    }

    /// Number of recipients who have read it, and number of recipients.
    pub fn read_count(&self, team: &Team) -> (usize, usize) {
        self.recipients(team).fold((0, 0), |(read, all), person| (read + usize::from(self.has_read(person)), all + 1))
    }

    /// Whether the person still has to read it.
    pub fn is_unread_by(&self, person: PersonId, team: &Team, today: NaiveDate) -> bool {
        self.is_active(today) && !self.has_read(person) && self.recipients(team).any(|asked| asked == person)
    }

    /// Adds a read receipt; `None` if there already is one.
    pub fn acknowledge(&self, by: PersonId, at: Instant) -> Option<Notice> {
        let read = self.read.iter().cloned().chain([NoticeReceipt { by, at }]).collect();
        (!self.has_read(by)).then(|| Notice { read, ..self.clone() })
    }

    /// Replaces the text and, if it changed, clears the receipts.
    pub fn with_text(&self, title: String, body: String) -> Notice {
        let same = title == self.title && body == self.body;
        let read = if same { self.read.clone() } else { Vec::new() };
        Notice { title, body, read, ..self.clone() }
    }
}

/// Notices the person still has to read, oldest first.
pub fn unread_notices<'a>(
    notices: &'a [WithId<Notice>],
    person: PersonId,
    team: &'a Team,
    today: NaiveDate,
) -> impl Iterator<Item = &'a WithId<Notice>> {
    notices.iter().filter(move |notice| notice.is_unread_by(person, team, today))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::person::Person;
    use crate::model::time::from_millis;

    fn team() -> Team {
        let person = |name: &str, profile| Person { primary: Some(profile), ..Person::with_name(name) };
        let people = [
            (PersonId(1), person("Lan", Profile::Operationalist)),
            (PersonId(2), Person { second: Some(Profile::FieldExpert), ..person("Minh", Profile::CustomerChampion) }),
            (PersonId(3), person("Hoa", Profile::CustomerChampion)),
        ];
        Team { people: people.into(), ..Team::default() }
    }

    fn notice(to: Option<Profile>) -> Notice {
        Notice {
            title: "Refunds".into(),
            body: "Up to 20 € without asking.".into(),
            by: Author { person: Some(PersonId(1)), login: "lan".into() },
            at: from_millis(0).unwrap(),
            until: Some("2026-03-05".parse().unwrap()),
            to,
            read: Vec::new(),
        }
    }

    #[test]
    fn it_waits_for_whoever_it_is_for_until_they_have_read_it_or_it_is_over() {
        let (team, day, after) = (team(), "2026-03-05".parse().unwrap(), "2026-03-06".parse().unwrap());
        let all = notice(None);
        assert!(!all.is_unread_by(PersonId(1), &team, day), "who wrote it knows it");
        assert!(all.is_unread_by(PersonId(2), &team, day) && !all.is_unread_by(PersonId(2), &team, after));
        let read = all.acknowledge(PersonId(2), from_millis(1).unwrap()).unwrap();
        assert!(!read.is_unread_by(PersonId(2), &team, day) && read.is_unread_by(PersonId(3), &team, day));
        assert_eq!((all.read_count(&team), read.read_count(&team)), ((0, 2), (1, 2)));
        assert_eq!(read.acknowledge(PersonId(2), from_millis(2).unwrap()), None);
        let experts = notice(Some(Profile::FieldExpert));
        assert_eq!(experts.recipients(&team).collect::<Vec<_>>(), [PersonId(2)], "a second profile counts");
    }

    #[test]
    fn another_text_has_to_be_read_again() {
        let read = notice(None).acknowledge(PersonId(2), from_millis(1).unwrap()).unwrap();
        assert_eq!(read.with_text("Refunds".into(), "Up to 30 €.".into()).read, []);
        assert_eq!(read.with_text(read.title.clone(), read.body.clone()), read);
    }
}
