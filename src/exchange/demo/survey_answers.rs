//! Survey answers of the demo's customers: NPS and CES. Most surveys are unanswered.

use chrono::TimeDelta;
use fastrand::Rng;

use super::context::DemoContext;
use super::rng::{RngStream, pick, stream, weighted_index, with_probability};
use super::team;
use super::texts::{CustomerLanguage, TOPICS};
use crate::model::ids::CustomerId;
use crate::model::survey::{DissatisfactionDriver, Survey, SurveyKind};

/// Kind, surveys sent in the last [`DAYS`], and response rate.
const SURVEYS_SENT: [(SurveyKind, u64, f64); 2] = [(SurveyKind::Nps, 130, 0.44), (SurveyKind::Ces, 60, 0.4)];
const DAYS: i64 = 60;

/// Comments in English and Vietnamese; negative ones with the driver of dissatisfaction.
const NEGATIVE_COMMENTS: [(DissatisfactionDriver, &str, &str); 7] = [
    (
        DissatisfactionDriver::Process,
        "Three transfers before anybody could help",
        "Chuyển qua ba người mới có ai giúp được",
    ),
    (DissatisfactionDriver::Process, "I had to send the same photo twice", "Phải gửi cùng một tấm ảnh hai lần"),
    (DissatisfactionDriver::Process, "Waited a week for a simple refund", "Chờ cả tuần cho một lần hoàn tiền đơn giản"),
    (DissatisfactionDriver::Product, "It broke again after a month", "Dùng một tháng lại hỏng"),
    (DissatisfactionDriver::Product, "The app keeps logging me out", "Ứng dụng cứ tự đăng xuất"),
    (
        DissatisfactionDriver::Agent,
        "The answer was curt and did not fit my question",
        "Trả lời cộc lốc, không đúng câu hỏi",
    ),
    (DissatisfactionDriver::Agent, "Promised a call back that never came", "Hứa gọi lại mà không gọi"),
];
const POSITIVE_COMMENTS: [(&str, &str); 4] = [
    ("Quick and friendly, thank you!", "Nhanh và thân thiện, cảm ơn!"),
    ("Solved in one message", "Một tin nhắn là xong"),
    ("They even called to check", "Còn gọi lại hỏi thăm"),
    ("Clear steps, it worked at once", "Hướng dẫn rõ, làm được ngay"),
];

/// All surveys, answered or not, oldest first, for customers with ids up to `customers`.
pub fn generate_surveys(scene: &DemoContext, customers: u64) -> Vec<Survey> {
    let mut all: Vec<Survey> = SURVEYS_SENT
        .into_iter()
        .zip(0..)
        .flat_map(|((kind, asked, share), round)| (0..asked).map(move |n| (kind, share, round * 1_000 + n)))
        .map(|(kind, share, n)| {
            let mut rng = stream(scene.seed, RngStream::Answers, n);
            generate_survey(scene, &mut rng, kind, share, customers.max(1))
        })
        .collect();
    all.sort_by_key(|survey| survey.at);
    all
}

fn generate_survey(scene: &DemoContext, rng: &mut Rng, kind: SurveyKind, share: f64, customers: u64) -> Survey {
    let id = CustomerId(1 + i64::try_from(rng.u64(..customers)).unwrap_or(0));
    let back = TimeDelta::minutes(rng.i64(60..DAYS * 24 * 60));
    let answered = with_probability(rng, share);
    let scale = kind.default_scale();
    let score = match kind {
        // Skewed to high scores, with a peak at 9.
        SurveyKind::Nps => weighted_index(rng, [1, 0, 1, 2, 2, 4, 6, 14, 20, 26, 24].into_iter()),
        _ => 1 + weighted_index(rng, [2, 3, 5, 8, 22, 34, 26].into_iter()),
    };
    let credit = team::person_id(rng.usize(..scene.sizes.people));
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
    let (vi, says, known) =
        (scene.language(id) == CustomerLanguage::Vi, with_probability(rng, 0.5), with_probability(rng, 0.7));
    let text = |en: &str, vi_text: &str| Some(if vi { vi_text } else { en }.to_owned());
    match (survey.is_bad(), survey.is_good()) {
        (Some(true), _) => {
            let (blame, en, vi_text) = pick(rng, &NEGATIVE_COMMENTS);
            survey.comment = text(en, vi_text);
            survey.cause = Some(*blame).filter(|_| known);
        }
        (_, Some(true)) if says => {
            let (en, vi_text) = pick(rng, &POSITIVE_COMMENTS);
            survey.comment = text(en, vi_text);
        }
        _ => {}
    }
    survey
}
