//! A small desk of one Saturday morning, for the tests of the screen.

use chrono::{Days, TimeDelta};

use shiftdesk::model::customer::Customer;
use shiftdesk::model::event::{EventPayload, ImportedTicket, OpenedTicket, TicketImportRow};
use shiftdesk::model::ids::PersonId;
use shiftdesk::model::person::{Author, Person, Profile};
use shiftdesk::model::rating::Score;
use shiftdesk::model::record::Record;
use shiftdesk::model::shift::{Absence, AbsenceKind, Hours, Shift};
use shiftdesk::model::ticket::{Priority, Status};
use shiftdesk::model::time::Instant;
use shiftdesk::store::Store;

/// Puts four people, their shifts and six tickets into the file; Lan is the one who looks.
///
/// Ticket 1 has a conversation, 2 is in Vietnamese, 3 to 5 are plain, 6 comes from a foreign file and is closed.
pub fn saturday(store: &mut Store, now: Instant) -> Author {
    let login = Author { person: None, login: "desk".into() };
    let mut batch = store.begin_import_batch(login.clone(), now).unwrap();
    let people: Vec<PersonId> = [
        ("Lan", Some(Profile::QualityController), Some(Profile::Operationalist), true),
        ("Minh", Some(Profile::CustomerChampion), Some(Profile::FieldExpert), false),
        ("Thảo", Some(Profile::FieldExpert), None, false),
        ("Quân", Some(Profile::CustomerChampion), None, false),
    ]
    .map(|(name, primary, second, lead)| {
        batch.add_person(&Person { primary, second, lead, capacity: Some(8), ..Person::with_name(name) }).unwrap()
    })
    .into();
    let today = (now + TimeDelta::hours(7)).date_naive();
    for person in &people {
        let shift = Shift {
            person: *person,
            day: today,
            hours: Hours::new(8 * 60, 16 * 60),
            name: Some("Morning".into()),
            breaks: vec![],
        };
        batch.add_record(&Record::Shift(shift)).unwrap();
    }
    let sick = Absence {
        person: people[3],
        kind: AbsenceKind::Sick,
        first: today,
        last: today + Days::new(1),
        hours: None,
        note: None,
    };
    batch.add_record(&Record::Absence(sick)).unwrap();
    let by = |person: usize| Author { person: Some(people[person]), login: "desk".into() };
    let ago = |minutes: i64| now - TimeDelta::minutes(minutes);
    let hoa = Customer {
        name: "Hoa Nguyễn".into(),
        email: Some("hoa@example.com".into()),
        tier: Some("gold".into()),
        ..Customer::default()
    };
    let hoa = batch.find_or_add_customer(&hoa).unwrap();
    let opened = |subject: &str, body: &str| OpenedTicket {
        subject: subject.into(),
        body: body.into(),
        customer: Some(hoa),
        channel: Some("e-mail".into()),
        category: Some("billing".into()),
        ..OpenedTicket::default()
    };
    let refund = OpenedTicket { priority: Priority::High, ..opened("Refund still missing after 9 days", BODY) };
    batch
        .add_ticket_history([
            (ago(3 * 1440 + 51), by(0), EventPayload::Opened(refund)),
            (ago(3 * 1440 + 40), by(0), EventPayload::Assigned { to: Some(people[1]) }),
            (ago(3 * 1440 + 12), by(1), EventPayload::Replied { body: REPLY.into(), then: Some(Status::Pending) }),
            (ago(1440), by(1), EventPayload::Noted { body: "The bank says Friday. Ask for the trace number.".into() }),
            (ago(47), by(0), EventPayload::Asked { body: "It is Saturday now. Where is it?".into() }),
        ])
        .unwrap();
    let vietnamese = opened("Đơn hàng giao thiếu một món", "Tôi đặt hai bộ chén mà chỉ nhận được một.");
    batch.add_ticket_history([(ago(55), by(2), EventPayload::Opened(vietnamese))]).unwrap();
    for (n, subject) in ["Cannot log in after reset", "Invoice shows the wrong VAT number", "Voucher not accepted"]
        .into_iter()
        .enumerate()
    {
        let at = ago(200 + 90 * n as i64);
        batch
            .add_ticket_history([
                (at, by(1), EventPayload::Opened(opened(subject, ""))),
                (at + TimeDelta::minutes(5), by(1), EventPayload::Assigned { to: Some(people[n]) }),
            ])
            .unwrap();
    }
    let facts = ImportedTicket {
        source: "zendesk".into(),
        source_id: "99120".into(),
        subject: "Parcel came without the invoice".into(),
        body: "There was no invoice in the box.".into(),
        status: Status::Closed,
        created: Some(ago(40 * 1440)),
        first_reply: Some(ago(40 * 1440 - 95)),
        solved: Some(ago(38 * 1440)),
        closed: Some(ago(34 * 1440)),
        replies: Some(2),
        reopens: Some(1),
        rating: Some(Score { score: 4, out_of: 5 }),
        extra: [("Country", "Việt Nam"), ("Plan", "yearly")].map(|(k, v)| (k.to_owned(), v.to_owned())).into(),
        ..ImportedTicket::default()
    };
    let customer = Customer { name: "Contoso".into(), ..Customer::default() };
    batch.import(TicketImportRow { facts, customer: Some(customer), assignee: Some("Thảo".into()) }).unwrap();
    batch.commit().unwrap();
    by(0)
}

const BODY: &str = "Hello,

I sent the kettle back on 12 November and your driver signed for it. Nine days later there is still no money on my \
account. The order number is VN-88213.

Hoa Nguyễn";

const REPLY: &str = "Dear Hoa, the refund left us on the 16th. Banks take up to three working days. I look again on \
Friday and write to you.";
