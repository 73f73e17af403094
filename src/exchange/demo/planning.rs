//! Goals, action items, customer feedback and notices of the demo.
//!
//! Feedback refers to tickets, so this is generated after them ([`RecentTickets`]).

use std::collections::{BTreeMap, VecDeque};

use chrono::{Days, NaiveDate, TimeDelta};

use super::context::DemoContext;
use super::demo_ticket::DemoTicket;
use super::team::{self, person_id};
use crate::model::action_item::{ActionClosure, ActionItem, ActionOrigin, ActionStep};
use crate::model::event::EventPayload;
use crate::model::feedback::{CustomerFeedbackStatus, Feedback, ForwardedToDepartment};
use crate::model::goal::{Goal, GoalReview, GoalScope, Thousandths};
use crate::model::ids::TicketId;
use crate::model::notice::{Notice, NoticeReceipt};
use crate::model::person::Author;
use crate::model::record::Record;
use crate::model::time::Instant;

/// Tickets remembered per category.
const MAX_PER_CATEGORY: usize = 24;

/// The newest tickets of each category.
#[derive(Debug, Default)]
pub struct RecentTickets {
    /// Id of the last ticket.
    last_id: i64,
    newest: BTreeMap<String, VecDeque<TicketId>>,
}

impl RecentTickets {
    /// Adds the next ticket; a new file numbers them from 1 in this order.
    pub fn add(&mut self, story: &DemoTicket) {
        self.last_id += 1;
        let category = story.events.first().and_then(|(_, _, what)| match what {
            EventPayload::Opened(opened) => opened.category.clone(),
            _ => None,
        });
        let newest = self.newest.entry(category.unwrap_or_default()).or_default();
        newest.push_back(TicketId(self.last_id));
        if newest.len() > MAX_PER_CATEGORY {
            newest.pop_front();
        }
    }

    /// Up to `n` tickets of a category: every third of the newest.
    fn sample(&self, category: &str, n: usize, after: usize) -> Vec<TicketId> {
        let newest = self.newest.get(category).into_iter().flatten();
        let mut some: Vec<_> = newest.rev().skip(after).step_by(3).take(n).copied().collect();
        some.sort();
        some
    }
}

/// An author; the login is never a real user's.
fn author(part: usize) -> Author {
    Author { person: Some(person_id(part)), login: "demo".into() }
}

const MINH: usize = 1;
const THAO: usize = 2;
const QUAN: usize = 3;
const JOANNA: usize = 4;
const HUY: usize = 6;
const BINH: usize = 9;
const GRACE: usize = 10;

/// All records.
pub fn planning_records(scene: &DemoContext, seen: &RecentTickets) -> Vec<Record> {
    let today = scene.schedule.today;
    let goals = goals(today).map(Record::Goal);
    let voice = customer_feedback(scene, seen).into_iter().map(Record::Feedback);
    let actions = actions(today).map(Record::Action);
    goals.into_iter().chain(voice).chain(actions).chain(notices(scene).map(Record::Notice)).collect()
}

/// One behind, one on track, one reached.
fn goals(today: NaiveDate) -> [Goal; 3] {
    let ago = |days| today - Days::new(days);
    let review = |days, value, note: &str| GoalReview {
        on: ago(days),
        by: author(team::LEAD),
        value: Some(Thousandths(value)),
        note: note.into(),
    };
    let goal = |name: &str, figure: &str, start, target, (begun, left): (u64, u64), owner| Goal {
        name: name.into(),
        figure: figure.into(),
        of: GoalScope::Team,
        begun: ago(begun),
        start: Thousandths(start),
        target: Thousandths(target),
        due: today + Days::new(left),
        every: Some(14),
        owner: Some(person_id(owner)),
        reviews: Vec::new(),
        closed: None,
    };
    let settled = goal("Settle more with the first answer", "fcr", 580, 780, (62, 28), QUAN);
    let sooner = goal("First answer within a quarter of an hour", "first_response", 2_400_000, 900_000, (40, 50), HUY);
    let happy = goal("Nine of ten customers content", "csat", 840, 900, (75, 16), team::LEAD);
    [
        settled
            .with_review(review(34, 610, "Half of the second contacts are about parcels: see what customers say."))
            .with_review(review(16, 640, "The answer on refunds helps. Locked accounts are next.")),
        sooner.with_review(review(12, 1_560_000, "The late shift is the slow one; Huy looks at how it begins.")),
        happy.with_review(review(5, 890, "Keep an eye on process cases.")),
    ]
}

/// One overdue, one due today, two upcoming, one done; the first originates from the first feedback entry.
fn actions(today: NaiveDate) -> [ActionItem; 5] {
    let ago = |days| today - Days::new(days);
    let item = |title: &str, owner, begun, due, criterion: &str, from| ActionItem {
        title: title.into(),
        owner: Some(person_id(owner)),
        opened: ago(begun),
        due,
        criterion: criterion.into(),
        every: Some(7),
        steps: Vec::new(),
        from: Some(from),
        credit: None,
        ended: None,
    };
    let step = |what: &str, done: Option<u64>| ActionStep { what: what.into(), done: done.map(ago) };
    [
        ActionItem {
            steps: vec![
                step("Agree on the text with shipping", Some(6)),
                step("Have it in both languages", None),
                step("Count the questions for a week", None),
            ],
            credit: Some(person_id(MINH)),
            ..item(
                "Name the delivery day in the order mail",
                MINH,
                18,
                ago(2),
                "Fewer than ten questions about parcels a week",
                ActionOrigin::Feedback(1),
            )
        },
        ActionItem {
            steps: vec![
                step("Collect what was asked back", Some(3)),
                step("Write the answer", Some(1)),
                step("Show it at the huddle", None),
            ],
            ..item(
                "One answer for locked accounts",
                QUAN,
                10,
                today,
                "First-contact share of login tickets above 75 %",
                ActionOrigin::Goal(1),
            )
        },
        item(
            "Let the late shift begin with the queue, not with mail",
            HUY,
            5,
            today + Days::new(5),
            "Median first reply after 14:00 below 20 m",
            ActionOrigin::Goal(2),
        ),
        item(
            "List who may release a refund, in one place",
            BINH,
            3,
            today + Days::new(12),
            "No refund waits for a signature for more than a day",
            ActionOrigin::TouchPoint("refund".into()),
        ),
        ActionItem {
            credit: Some(person_id(JOANNA)),
            ended: Some(ActionClosure { on: ago(3), done: true }),
            ..item(
                "Offer a call where the code by text message fails",
                THAO,
                21,
                ago(1),
                "Nobody asks for the code more than twice",
                ActionOrigin::Feedback(3),
            )
        },
    ]
}

/// Customer feedback, oldest first.
fn customer_feedback(scene: &DemoContext, seen: &RecentTickets) -> Vec<Feedback> {
    let at = |days, hours| scene.now - TimeDelta::days(days) - TimeDelta::hours(hours);
    let entry = |theme: &str, point: &str, department: &str, said: &str, tickets, at: Instant, part| Feedback {
        theme: theme.into(),
        touch_point: Some(point.into()),
        department: department.into(),
        said: said.into(),
        tickets,
        at,
        by: author(part),
        status: CustomerFeedbackStatus::New,
        passed: None,
        answer: String::new(),
    };
    let passed = |entry: Feedback, part, days| {
        let passed = Some(ForwardedToDepartment { by: author(part), at: at(days, 1) });
        Feedback { status: CustomerFeedbackStatus::PassedOn, passed, ..entry }
    };
    let dates = entry(
        "delivery day",
        "order mail",
        "shipping",
        "“It says ‘soon’. I have to take a day off for it, so tell me which.”",
        seen.sample("delivery", 5, 4),
        at(19, 2),
        MINH,
    );
    let window = entry(
        "delivery day",
        "tracking page",
        "shipping",
        "The page says ‘out for delivery’ for two days. People call to ask whether the parcel is lost.",
        seen.sample("delivery", 3, 0),
        at(3, 5),
        THAO,
    );
    let code = entry(
        "login code",
        "login",
        "IT",
        "“Five times, and no code.” One network refuses our messages.",
        seen.sample("login", 4, 2),
        at(24, 3),
        JOANNA,
    );
    let invoice = entry(
        "invoice address",
        "checkout",
        "product",
        "Companies cannot name another address for the invoice, and write to us for every order.",
        seen.sample("billing", 4, 1),
        at(6, 4),
        QUAN,
    );
    let refund = entry(
        "refund time",
        "refund mail",
        "billing",
        "“You say it is done, my bank says it is not.” The mail does not say that banks take three days.",
        seen.sample("refund", 3, 2),
        at(2, 1),
        BINH,
    );
    let voucher = entry(
        "vouchers",
        "newsletter",
        "marketing",
        "The voucher of the newsletter had ended a day before it came.",
        seen.sample("billing", 2, 9),
        at(1, 6),
        HUY,
    );
    let code = Feedback {
        status: CustomerFeedbackStatus::Done,
        answer: "The messages go another way since Monday; who fails twice is offered a call.".into(),
        ..passed(code, team::LEAD, 23)
    };
    let answer = "Planned for the next release; the field is designed.";
    let invoice =
        Feedback { status: CustomerFeedbackStatus::Answered, answer: answer.into(), ..passed(invoice, team::LEAD, 5) };
    // The first and the third are the origins of action items.
    vec![passed(dates, team::LEAD, 18), window, code, invoice, refund, voucher]
}

/// A notice that the lead has not read, and a policy that nearly everybody has.
fn notices(scene: &DemoContext) -> [Notice; 2] {
    let read = |parts: &[usize], first: Instant| -> Vec<NoticeReceipt> {
        let read = |(n, part): (usize, &usize)| NoticeReceipt {
            by: person_id(*part),
            at: first + TimeDelta::minutes(17 * n as i64),
        };
        parts.iter().enumerate().map(read).collect()
    };
    let ago = |days: i64| scene.now - TimeDelta::days(days);
    let closed = scene.schedule.last_closing();
    [
        Notice {
            title: "When a customer is upset".into(),
            body: "\
## What we do
- Listen to the end, then say back in one sentence what went wrong.
- Mark the ticket (U), so that the lead sees it.
- Say what happens next and by when, and promise it (P).

## What we do not do
- Explain our process before we have said that we are sorry.
- Pass somebody on who has told their story twice.
"
            .into(),
            by: author(team::LEAD),
            at: ago(60),
            until: None,
            to: None,
            read: read(&[1, 2, 3, 4, 5, HUY, 7, 8, BINH, 11], ago(59)),
        },
        Notice {
            title: "Refunds up to 20 € without asking".into(),
            body: "\
From Monday on, everybody may release a refund of up to **20 €** without a signature.

- Write the reason as a concession on the ticket (C).
- Above 20 €, ask the lead of the shift as before.
- We look at the sum at the end of the month.
"
            .into(),
            by: author(GRACE),
            at: closed - TimeDelta::hours(5),
            until: Some(scene.schedule.today + Days::new(9)),
            to: None,
            read: read(&[HUY, 8, BINH, 11], closed - TimeDelta::hours(4)),
        },
    ]
}
