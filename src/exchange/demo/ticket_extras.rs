//! Adds escalations, promises, hand-offs, concessions and upset customers to some open tickets. They share the time of
//! the last event, so that ages and clocks stay the same.

use chrono::TimeDelta;

use super::context::DemoContext;
use super::demo_ticket::TimedEvent;
use super::texts::CustomerLanguage;
use crate::model::event::EventPayload;
use crate::model::ids::CustomerId;
use crate::model::ticket::Concession;

/// The extras repeat after this many tickets.
const PERIOD: usize = 15;

/// The history of the `n`th open ticket with its extras.
pub fn add_extras(scene: &DemoContext, n: usize, customer: CustomerId, mut events: Vec<TimedEvent>) -> Vec<TimedEvent> {
    let vi = matches!(scene.language(customer), CustomerLanguage::Vi);
    let say = |en: &str, vi_text: &str| if vi { vi_text.to_owned() } else { en.to_owned() };
    let Some((at, _, _)) = events.last() else { return events };
    let at = *at;
    // The last staff author.
    let Some(by) = events.iter().rev().map(|(_, by, _)| by).find(|by| by.person.is_some()).cloned() else {
        return events;
    };
    let what = match n % PERIOD {
        2 => EventPayload::Escalated {
            level: 1,
            reason: say("Third contact about the same thing", "Khách liên hệ lần thứ ba về cùng một việc"),
        },
        9 => EventPayload::Escalated {
            level: 2, reason: say("The cause is not found yet", "Chưa tìm ra nguyên nhân")
        },
        4 => promise(scene, 4, say("call back with the date", "gọi lại báo ngày")),
        11 => promise(scene, 6, say("send the new invoice", "gửi hóa đơn mới")),
        6 => EventPayload::Upset {
            recovery: say("Lan calls, then a voucher", "Lan gọi lại, rồi tặng phiếu giảm giá"),
            follow_up: Some(scene.now + TimeDelta::hours(5)),
        },
        13 => EventPayload::Conceded(Concession {
            amount: 1_500,
            currency: "EUR".into(),
            reason: say("late delivery", "giao hàng trễ"),
        }),
        0 => {
            hand_off(
                &mut events,
                &say("off shift", "hết ca"),
                &say("Ask the carrier again.", "Hỏi lại bên vận chuyển."),
            );
            return events;
        }
        _ => return events,
    };
    events.push((at, by, what));
    events
}

/// A promise that is due in `hours`.
fn promise(scene: &DemoContext, hours: i64, what: String) -> EventPayload {
    EventPayload::Promised { what, due: scene.now + TimeDelta::hours(hours) }
}

/// Turns the last assignment into a hand-off with a next step.
fn hand_off(events: &mut [TimedEvent], why: &str, next: &str) {
    let last = events.iter_mut().rev().find(|(_, _, what)| matches!(what, EventPayload::Assigned { to: Some(_) }));
    if let Some((_, _, what)) = last
        && let EventPayload::Assigned { to } = *what
    {
        *what = EventPayload::HandedOff { to, why: why.to_owned(), next: next.to_owned() };
    }
}
