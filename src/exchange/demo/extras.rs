//! What some of the open tickets have gone through beside their states: passed up, promised, handed off, made good for,
//! an upset customer. It happened together with their last event, so that no age and no clock moves by it.

use chrono::TimeDelta;

use super::Told;
use super::scene::Scene;
use super::words::Tongue;
use crate::domain::customer::CustomerId;
use crate::domain::event::{Concession, What};

/// Every so many tickets the same things come again.
const ROUND: usize = 15;

/// The history of the `n`th open ticket with what it has gone through.
pub fn added(scene: &Scene, n: usize, customer: CustomerId, mut told: Vec<Told>) -> Vec<Told> {
    let vi = matches!(scene.tongue(customer), Tongue::Vi);
    let say = |en: &str, vi_text: &str| if vi { vi_text.to_owned() } else { en.to_owned() };
    let Some((at, _, _)) = told.last() else { return told };
    let at = *at;
    // Whoever of the team did something last.
    let Some(by) = told.iter().rev().map(|(_, by, _)| by).find(|by| by.person.is_some()).cloned() else { return told };
    let what = match n % ROUND {
        2 => What::Escalated {
            level: 1,
            reason: say("Third contact about the same thing", "Khách liên hệ lần thứ ba về cùng một việc"),
        },
        9 => What::Escalated { level: 2, reason: say("The cause is not found yet", "Chưa tìm ra nguyên nhân") },
        4 => promise(scene, 4, say("call back with the date", "gọi lại báo ngày")),
        11 => promise(scene, 6, say("send the new invoice", "gửi hóa đơn mới")),
        6 => What::Upset {
            recovery: say("Lan calls, then a voucher", "Lan gọi lại, rồi tặng phiếu giảm giá"),
            follow_up: Some(scene.now + TimeDelta::hours(5)),
        },
        13 => What::Conceded(Concession {
            amount: 1_500,
            currency: "EUR".into(),
            reason: say("late delivery", "giao hàng trễ"),
        }),
        0 => {
            hand_off(&mut told, &say("off shift", "hết ca"), &say("Ask the carrier again.", "Hỏi lại bên vận chuyển."));
            return told;
        }
        _ => return told,
    };
    told.push((at, by, what));
    told
}

/// What will be done within the shift or after it.
fn promise(scene: &Scene, hours: i64, what: String) -> What {
    What::Promised { what, due: scene.now + TimeDelta::hours(hours) }
}

/// The last assignment to somebody becomes a hand-off with its next step.
fn hand_off(told: &mut [Told], why: &str, next: &str) {
    let last = told.iter_mut().rev().find(|(_, _, what)| matches!(what, What::Assigned { to: Some(_) }));
    if let Some((_, _, what)) = last
        && let What::Assigned { to } = *what
    {
        *what = What::HandedOff { to, why: why.to_owned(), next: next.to_owned() };
    }
}
