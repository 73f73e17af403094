//! Formats the daily or weekly huddle page as Markdown in the user's language, for the screen and the command line.
//! Shares its lines with the hand-over page.

use crate::engine::goal_figure;
use crate::engine::huddle::{Form, Huddle, Move};
use crate::engine::summary::LOW_SAMPLE_COUNT;
use crate::model::action_item::ActionItem;
use crate::model::feedback::{Feedback, Status, Tally};
use crate::model::goal::{Goal, Standing, State, Whose};
use crate::model::notice::Notice;
use crate::model::person::Author;
use crate::model::record::Numbered;
use crate::model::text::{clean_line, fit};
use super::handover::{Teller, Written, escaped};
use super::plan;

/// Maximum items per section, to keep it to one page.
const MOST: usize = 6;
/// Maximum names of people who have not read a notice.
const NAMES: usize = 5;

impl Teller<'_> {
    /// The huddle page.
    pub fn huddle(&self, huddle: &Huddle) -> String {
        match huddle.form {
            Form::Day => self.morning(huddle),
            Form::Week => self.week(huddle),
        }
    }

    fn morning(&self, huddle: &Huddle) -> String {
        let (mut out, draft) = (Written::default(), &huddle.draft);
        let shift = draft.shift.as_deref().map(|shift| format!("{} · ", escaped(shift))).unwrap_or_default();
        out.line(&format!("# {} · {shift}{}", self.t("huddle-title"), self.in_full(draft.at)));
        let day = self.day(self.zone.date(draft.since.period.from));
        out.heading(&self.tt("huddle-yesterday", &[("day", day.into())]));
        self.numbers(huddle, &mut out);
        self.section(
            "huddle-goals",
            huddle.goals.iter().map(|one| self.goal_and_day(one, huddle)).collect(),
            MOST,
            &mut out,
        );
        out.heading(&self.t("huddle-today"));
        let here: Vec<_> = huddle.here.iter().map(|who| escaped(&self.name(*who))).collect();
        let who = if here.is_empty() { self.t("handover-nobody") } else { here.join(", ") };
        out.item(&self.tt("huddle-in", &[("n", here.len().into()), ("who", who.into())]));
        draft.absences.iter().for_each(|one| out.item(&self.away(one)));
        if draft.weak.is_empty() && !self.desk.team.requirements.is_empty() {
            out.item(&self.t("huddle-covered"));
        }
        self.section("handover-coverage", draft.weak.iter().map(|spell| self.spell(spell)).collect(), MOST, &mut out);
        let clocks = draft.breached.iter().chain(&draft.at_risk).map(|id| self.clock(*id, draft.at)).collect();
        self.section("huddle-breaches", clocks, MOST, &mut out);
        let promises = draft.promises.iter().map(|(id, due)| self.promise(*id, *due, draft.at)).collect();
        self.section("handover-promises", promises, MOST, &mut out);
        let escalated = draft.escalated.iter().map(|id| self.escalated(*id)).collect();
        self.section("handover-escalated", escalated, MOST, &mut out);
        self.section("huddle-voice", self.themes(huddle), MOST, &mut out);
        self.section("huddle-actions", huddle.actions.iter().map(|item| self.to_do(item)).collect(), MOST, &mut out);
        self.section("huddle-notices", huddle.notices.iter().map(|one| self.unread(one)).collect(), MOST, &mut out);
        self.section("huddle-thanks", huddle.done.iter().map(|item| self.thanks(item)).collect(), MOST, &mut out);
        out.heading(&self.t("handover-own"));
        out.item(&self.t("huddle-room"));
        out.text
    }

    /// The weekly questions of continuous improvement, each with the relevant figures.
    fn week(&self, huddle: &Huddle) -> String {
        let (mut out, draft) = (Written::default(), &huddle.draft);
        let last = self.zone.date(draft.since.period.to - chrono::TimeDelta::seconds(1));
        let days = format!("{} – {}", self.day(self.zone.date(draft.since.period.from)), self.day(last));
        out.line(&format!("# {} · {days}", self.t("huddle-week-title")));
        out.heading(&self.t("huddle-week-numbers"));
        self.numbers(huddle, &mut out);
        let good = [State::Reached, State::OnTrack];
        let works = huddle.goals_in(&good).map(|one| self.goal(one));
        let works = works.chain(self.moves(huddle, true)).chain(huddle.done.iter().map(|item| self.thanks(item)));
        let settled = huddle.voice.iter().filter(|one| one.status == Status::Done).map(|one| self.said(one));
        self.question("huddle-works", works.chain(settled).collect(), &mut out);
        let bad = [State::Missed, State::Behind];
        let today = self.zone.date(draft.at);
        let overdue = huddle.actions.iter().filter(|item| item.is_overdue(today)).map(|item| self.to_do(item));
        let fails = huddle.goals_in(&bad).map(|one| self.goal(one)).chain(self.moves(huddle, false)).chain(overdue);
        let late = draft.breached.len();
        let late = (late > 0).then(|| self.tt("huddle-breached-now", &[("n", late.into())]));
        self.question("huddle-fails", fails.chain(late).collect(), &mut out);
        self.question("huddle-loyalty", self.loyalty(huddle), &mut out);
        self.question("huddle-rivals", Vec::new(), &mut out);
        let ahead = huddle.actions.iter().filter(|item| !item.is_overdue(today)).map(|item| self.to_do(item));
        let reviews = huddle.goals.iter().filter(|(_, standing)| standing.wants_review(today));
        let reviews = reviews.map(|(goal, _)| self.tt("huddle-review", &[("goal", escaped(&goal.name).into())]));
        self.question("huddle-next-week", reviews.chain(ahead).collect(), &mut out);
        out.text
    }

    /// A question and its lines; left to the team if there are none.
    fn question(&self, key: &str, lines: Vec<String>, out: &mut Written) {
        out.heading(&self.t(key));
        if lines.is_empty() {
            out.item(&self.t("huddle-room"));
        }
        lines.iter().for_each(|line| out.item(line));
    }

    fn numbers(&self, huddle: &Huddle, out: &mut Written) {
        let (received, solved, reopened) = goal_figure::flow(&huddle.draft.since.figures);
        let values = [("received", received.into()), ("solved", solved.into()), ("reopened", reopened.into())];
        out.item(&self.tt("handover-flow", &values));
        if huddle.form == Form::Day {
            self.moves(huddle, true).into_iter().chain(self.moves(huddle, false)).for_each(|line| out.item(&line));
        }
    }

    /// The figures that improved, or that got worse, in one line; `None` if there are none.
    fn moves(&self, huddle: &Huddle, better: bool) -> Option<String> {
        let line_text = |one: &Move| {
            let figure = plan::figure_word(one.figure.name(), self.words);
            let [now, before] = [one.now, one.before].map(|reading| plan::amount(one.figure.name(), reading.value));
            format!("{figure} {now} ({before})")
        };
        let all: Vec<_> = huddle.moves.iter().filter(|one| one.better == better).map(line_text).collect();
        let key = if better { "huddle-better" } else { "huddle-worse" };
        (!all.is_empty()).then(|| self.tt(key, &[("which", all.join(" · ").into())]))
    }

    /// `▼ behind · **Answer sooner** · first response: now 25 m, target 15 m by 31 Dec, 40 % of the way`.
    fn goal(&self, (goal, standing): &(Numbered<Goal>, Standing)) -> String {
        let state = self.t(&format!("goal-{}", standing.state.name()));
        let few = if (1..LOW_SAMPLE_COUNT).contains(&standing.live.n) {
            format!(" ({})", self.tt("huddle-few", &[("n", standing.live.n.into())]))
        } else {
            String::new()
        };
        let values = [
            ("figure", plan::figure_word(&goal.figure, self.words).into()),
            ("now", (plan::amount(&goal.figure, standing.live.value) + &few).into()),
            ("target", plan::amount(&goal.figure, Some(goal.target.value())).into()),
            ("due", self.day(goal.due).into()),
            ("way", plan::way(standing.way()).into()),
        ];
        let line_text = self.tt("huddle-goal", &values);
        let review = if standing.wants_review(self.zone.date(self.at)) {
            format!(" · {}", self.t("goal-review-due"))
        } else {
            String::new()
        };
        format!("{} {state} · **{}** · {line_text}{review}", plan::glyph(standing.state), escaped(&goal.name))
    }

    /// The goal line with the figure of the reviewed day, for team goals.
    fn goal_and_day(&self, one: &(Numbered<Goal>, Standing), huddle: &Huddle) -> String {
        let (goal, line_text) = (&one.0, self.goal(one));
        let then = goal_figure::known(&goal.figure).and_then(|figure| huddle.draft.since.figures.value(figure));
        match (goal.of, then) {
            (Whose::Team, value @ Some(_)) => {
                let then = plan::amount(&goal.figure, value);
                format!("{line_text} · {}", self.tt("huddle-that-day", &[("value", then.into())]))
            }
            _ => line_text,
        }
    }

    fn to_do(&self, item: &ActionItem) -> String {
        let today = self.zone.date(self.at);
        let key = match item.due {
            due if due < today => "huddle-overdue",
            due if due == today => "huddle-due-today",
            _ => "huddle-due",
        };
        let due = self.tt(key, &[("day", self.day(item.due).into())]);
        let who = item.owner.map_or_else(|| self.t("handover-nobody"), |who| self.name(who));
        format!("**{}** · {} · {due}", escaped(&item.title), escaped(&who))
    }

    fn thanks(&self, item: &ActionItem) -> String {
        let who = item.credit.or(item.owner).map_or_else(|| self.t("handover-nobody"), |who| self.name(who));
        let values = [("who", escaped(&who).into()), ("what", escaped(&item.title).into())];
        self.tt("huddle-thank", &values)
    }

    /// Recent feedback themes with their counts, then the number of older open entries.
    fn themes(&self, huddle: &Huddle) -> Vec<String> {
        let theme = |tally: &Tally| {
            let of = huddle.voice.iter().find(|one| one.theme == tally.key);
            let values = [
                ("theme", escaped(&tally.key).into()),
                ("n", tally.entries.into()),
                ("tickets", tally.tickets.into()),
                ("department", of.map_or_else(String::new, |one| escaped(&one.department)).into()),
            ];
            self.tt("huddle-theme", &values)
        };
        let before = (huddle.waiting > 0).then(|| self.tt("huddle-voice-waits", &[("n", huddle.waiting.into())]));
        huddle.themes.iter().map(theme).chain(before).collect()
    }

    fn said(&self, one: &Feedback) -> String {
        let values = [("theme", escaped(&one.theme).into()), ("department", escaped(&one.department).into())];
        self.tt("huddle-settled", &values)
    }

    fn loyalty(&self, huddle: &Huddle) -> Vec<String> {
        let figures = &huddle.draft.since.figures;
        let (ratings, bad) = goal_figure::unhappy(figures);
        let (_, _, reopened) = goal_figure::flow(figures);
        let many = |n: usize, key: &str| (n > 0).then(|| self.tt(key, &[("n", n.into()), ("of", ratings.into())]));
        let upset = huddle.upset.iter().take(MOST).map(|id| format!("#{id}")).collect::<Vec<_>>().join(", ");
        let values = [("n", huddle.upset.len().into()), ("which", upset.into())];
        let upset = (!huddle.upset.is_empty()).then(|| self.tt("huddle-upset", &values));
        let counted = [upset, many(bad, "huddle-unhappy"), many(reopened, "huddle-reopened")];
        counted.into_iter().flatten().chain(self.themes(huddle)).collect()
    }

    fn unread(&self, (notice, read, asked): &(Numbered<Notice>, usize, usize)) -> String {
        let missing: Vec<_> = notice.asked(&self.desk.team).filter(|who| !notice.has_read(*who)).collect();
        let mut names: Vec<_> = missing.iter().take(NAMES).map(|who| escaped(&self.name(*who))).collect();
        if missing.len() > NAMES {
            names.push(self.tt("handover-more-tail", &[("n", (missing.len() - NAMES).into())]));
        }
        let values = [
            ("title", escaped(&fit(&clean_line(&notice.title), 60)).into()),
            ("by", escaped(&self.author(&notice.by)).into()),
            ("n", (*read).into()),
            ("m", (*asked).into()),
            ("who", names.join(", ").into()),
        ];
        self.tt("huddle-unread", &values)
    }

    fn author(&self, author: &Author) -> String {
        author.person.map_or_else(|| author.login.clone(), |who| self.name(who))
    }
}
