//! What some customers of the demo answered when they were asked whether they would recommend, and how easy it was; most
//! of those who were asked have not answered.

use chrono::TimeDelta;
use fastrand::Rng;

use super::cast;
use super::chance::{Stream, chance, pick, stream, weighted};
use super::scene::Scene;
use super::words::{TOPICS, Tongue};
use crate::domain::customer::CustomerId;
use crate::domain::survey::{Blame, Survey, SurveyKind};

/// How many were asked in the last [`DAYS`], of each kind, and how many of a hundred answered.
const ASKED: [(SurveyKind, u64, f64); 2] = [(SurveyKind::Nps, 130, 0.44), (SurveyKind::Ces, 60, 0.4)];
const DAYS: i64 = 60;

/// What they say, in English and Vietnamese: of bad answers with what each is about.
const BAD: [(Blame, &str, &str); 7] = [
    (Blame::Process, "Three transfers before anybody could help", "Chuyển qua ba người mới có ai giúp được"),
    (Blame::Process, "I had to send the same photo twice", "Phải gửi cùng một tấm ảnh hai lần"),
    (Blame::Process, "Waited a week for a simple refund", "Chờ cả tuần cho một lần hoàn tiền đơn giản"),
    (Blame::Product, "It broke again after a month", "Dùng một tháng lại hỏng"),
    (Blame::Product, "The app keeps logging me out", "Ứng dụng cứ tự đăng xuất"),
    (Blame::Agent, "The answer was curt and did not fit my question", "Trả lời cộc lốc, không đúng câu hỏi"),
    (Blame::Agent, "Promised a call back that never came", "Hứa gọi lại mà không gọi"),
];
const GOOD: [(&str, &str); 4] = [
    ("Quick and friendly, thank you!", "Nhanh và thân thiện, cảm ơn!"),
    ("Solved in one message", "Một tin nhắn là xong"),
    ("They even called to check", "Còn gọi lại hỏi thăm"),
    ("Clear steps, it worked at once", "Hướng dẫn rõ, làm được ngay"),
];

/// Every answer and every question without one, oldest first; the customers are those with numbers up to `customers`.
pub fn answers(scene: &Scene, customers: u64) -> Vec<Survey> {
    let mut all: Vec<Survey> = ASKED
        .into_iter()
        .zip(0..)
        .flat_map(|((kind, asked, share), round)| (0..asked).map(move |n| (kind, share, round * 1_000 + n)))
        .map(|(kind, share, n)| {
            let mut rng = stream(scene.seed, Stream::Answers, n);
            answer(scene, &mut rng, kind, share, customers.max(1))
        })
        .collect();
    all.sort_by_key(|survey| survey.at);
    all
}

fn answer(scene: &Scene, rng: &mut Rng, kind: SurveyKind, share: f64, customers: u64) -> Survey {
    let id = CustomerId(1 + i64::try_from(rng.u64(..customers)).unwrap_or(0));
    let back = TimeDelta::minutes(rng.i64(60..DAYS * 24 * 60));
    let answered = chance(rng, share);
    let scale = kind.scale();
    let score = match kind {
        // The higher, the more often; but seven and eight are what most people give.
        SurveyKind::Nps => weighted(rng, [1, 0, 1, 2, 2, 4, 6, 14, 20, 26, 24].into_iter()),
        _ => 1 + weighted(rng, [2, 3, 5, 8, 22, 34, 26].into_iter()),
    };
    let credit = cast::id(rng.usize(..scene.sizes.people));
    let topic = pick(rng, &TOPICS.topics);
    let mut survey = Survey {
        kind,
        at: scene.now - back,
        score: u8::try_from(score).ok().filter(|_| answered),
        scale,
        customer: Some(id),
        ticket: None,
        credit: Some(credit),
        about: Some(topic.category.clone()),
        comment: None,
        cause: None,
        source: None,
    };
    let (vi, says, known) = (scene.tongue(id) == Tongue::Vi, chance(rng, 0.5), chance(rng, 0.7));
    let text = |en: &str, vi_text: &str| Some(if vi { vi_text } else { en }.to_owned());
    match (survey.is_bad(), survey.is_good()) {
        (Some(true), _) => {
            let (blame, en, vi_text) = pick(rng, &BAD);
            survey.comment = text(en, vi_text);
            survey.cause = Some(*blame).filter(|_| known);
        }
        (_, Some(true)) if says => {
            let (en, vi_text) = pick(rng, &GOOD);
            survey.comment = text(en, vi_text);
        }
        _ => {}
    }
    survey
}
