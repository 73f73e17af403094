//! Formats the daily or weekly huddle page as Markdown in the user's language, for the screen and the command line.
//! Shares its lines with the hand-over page.

use crate::engine::goal_figure;
use crate::engine::huddle::{FigureChange, Huddle, HuddleKind};
use crate::engine::summary::LOW_SAMPLE_COUNT;
use crate::model::action_item::ActionItem;
use crate::model::feedback::{CustomerFeedbackStatus, Feedback, FeedbackTally};
use crate::model::goal::{Goal, GoalScope, GoalState, GoalStatus};
use crate::model::ids::WithId;
use crate::model::notice::Notice;
use crate::model::person::Author;
use crate::model::text::{clean_line, fit};
use crate::presentation::hand_over_page::{MarkdownPage, PageFormatter, escape_markdown};

/// Maximum items per section, to keep it to one page.
const MAX_LISTED: usize = 6;
/// Maximum names of people who have not read a notice.
const MAX_NAMES: usize = 5;

impl PageFormatter<'_> {
    /// The huddle page.
    pub fn huddle_page(&self, huddle: &Huddle) -> String {
        match huddle.kind {
            HuddleKind::Day => self.daily_page(huddle),
            HuddleKind::Week => self.weekly_page(huddle),
        }
    }

    fn daily_page(&self, huddle: &Huddle) -> String {
        let (mut out, draft) = (MarkdownPage::default(), &huddle.draft);
        let shift = draft.shift.as_deref().map(|shift| format!("{} · ", escape_markdown(shift))).unwrap_or_default();
        out.line(&format!("# {} · {shift}{}", self.t("huddle-title"), self.format_full_moment(draft.at)));
        let day = self.format_day(self.zone.date(draft.since.period.from));
        out.heading(&self.tt("huddle-yesterday", &[("day", day.into())]));
        self.ticket_flow_items(huddle, &mut out);
        self.section(
            "huddle-goals",
            huddle.goals.iter().map(|one| self.goal_line_with_day(one, huddle)).collect(),
            MAX_LISTED,
            &mut out,
        );
        out.heading(&self.t("huddle-today"));
        let here: Vec<_> = huddle.present.iter().map(|who| escape_markdown(&self.person_name(*who))).collect();
        let who = if here.is_empty() { self.t("handover-nobody") } else { here.join(", ") };
        out.item(&self.tt("huddle-in", &[("n", here.len().into()), ("who", who.into())]));
        draft.absences.iter().for_each(|one| out.item(&self.absence_line(one)));
        if draft.coverage_shortfalls.is_empty() && !self.desk.team.requirements.is_empty() {
            out.item(&self.t("huddle-covered"));
        }
        self.section(
            "handover-coverage",
            draft.coverage_shortfalls.iter().map(|spell| self.coverage_line(spell)).collect(),
            MAX_LISTED,
            &mut out,
        );
        let clocks = draft.breached.iter().chain(&draft.at_risk).map(|id| self.sla_clock_line(*id, draft.at)).collect();
        self.section("huddle-breaches", clocks, MAX_LISTED, &mut out);
        let promises = draft.promises.iter().map(|(id, due)| self.promise_line(*id, *due, draft.at)).collect();
        self.section("handover-promises", promises, MAX_LISTED, &mut out);
        let escalated = draft.escalated.iter().map(|id| self.escalation_line(*id)).collect();
        self.section("handover-escalated", escalated, MAX_LISTED, &mut out);
        self.section("huddle-voice", self.theme_lines(huddle), MAX_LISTED, &mut out);
        self.section(
            "huddle-actions",
            huddle.due_actions.iter().map(|item| self.action_item_line(item)).collect(),
            MAX_LISTED,
            &mut out,
        );
        self.section(
            "huddle-notices",
            huddle.unread_notices.iter().map(|one| self.unread_notice_line(one)).collect(),
            MAX_LISTED,
            &mut out,
        );
        self.section(
            "huddle-thanks",
            huddle.completed_actions.iter().map(|item| self.thanks_line(item)).collect(),
            MAX_LISTED,
            &mut out,
        );
        out.heading(&self.t("handover-own"));
        out.item(&self.t("huddle-to-discuss"));
        out.text
    }

    /// The weekly questions of continuous improvement, each with the relevant figures.
    fn weekly_page(&self, huddle: &Huddle) -> String {
        let (mut out, draft) = (MarkdownPage::default(), &huddle.draft);
        let last = self.zone.date(draft.since.period.to - chrono::TimeDelta::seconds(1));
        let days = format!("{} – {}", self.format_day(self.zone.date(draft.since.period.from)), self.format_day(last));
        out.line(&format!("# {} · {days}", self.t("huddle-week-title")));
        out.heading(&self.t("huddle-week-numbers"));
        self.ticket_flow_items(huddle, &mut out);
        let good = [GoalState::Reached, GoalState::OnTrack];
        let works = huddle.goals_in(&good).map(|one| self.goal_line(one));
        let works = works
            .chain(self.figure_changes(huddle, true))
            .chain(huddle.completed_actions.iter().map(|item| self.thanks_line(item)));
        let settled = huddle
            .recent_feedback
            .iter()
            .filter(|one| one.status == CustomerFeedbackStatus::Done)
            .map(|one| self.settled_feedback_line(one));
        self.question_section("huddle-works", works.chain(settled).collect(), &mut out);
        let bad = [GoalState::Missed, GoalState::Behind];
        let today = self.zone.date(draft.at);
        let overdue =
            huddle.due_actions.iter().filter(|item| item.is_overdue(today)).map(|item| self.action_item_line(item));
        let fails = huddle
            .goals_in(&bad)
            .map(|one| self.goal_line(one))
            .chain(self.figure_changes(huddle, false))
            .chain(overdue);
        let late = draft.breached.len();
        let late = (late > 0).then(|| self.tt("huddle-breached-now", &[("n", late.into())]));
        self.question_section("huddle-fails", fails.chain(late).collect(), &mut out);
        self.question_section("huddle-loyalty", self.loyalty_lines(huddle), &mut out);
        self.question_section("huddle-competitors", Vec::new(), &mut out);
        let ahead =
            huddle.due_actions.iter().filter(|item| !item.is_overdue(today)).map(|item| self.action_item_line(item));
        let reviews = huddle.goals.iter().filter(|(_, standing)| standing.is_review_due(today));
        let reviews =
            reviews.map(|(goal, _)| self.tt("huddle-review", &[("goal", escape_markdown(&goal.name).into())]));
        self.question_section("huddle-next-week", reviews.chain(ahead).collect(), &mut out);
        out.text
    }

    /// A question and its lines; left to the team if there are none.
    fn question_section(&self, key: &str, lines: Vec<String>, out: &mut MarkdownPage) {
        out.heading(&self.t(key));
        if lines.is_empty() {
            out.item(&self.t("huddle-to-discuss"));
        }
        lines.iter().for_each(|line| out.item(line));
    }

    fn ticket_flow_items(&self, huddle: &Huddle, out: &mut MarkdownPage) {
        let (received, solved, reopened) = goal_figure::ticket_flow(&huddle.draft.since.figures);
        let values = [("received", received.into()), ("solved", solved.into()), ("reopened", reopened.into())];
        out.item(&self.tt("handover-flow", &values));
        if huddle.kind == HuddleKind::Day {
            self.figure_changes(huddle, true)
                .into_iter()
                .chain(self.figure_changes(huddle, false))
                .for_each(|line| out.item(&line));
        }
    }

    /// The figures that improved, or that got worse, in one line; `None` if there are none.
    fn figure_changes(&self, huddle: &Huddle, better: bool) -> Option<String> {
        let line_text = |one: &FigureChange| {
            let figure = crate::presentation::goals::figure_label(one.figure.name(), self.words);
            let [now, before] = [one.now, one.previous]
                .map(|reading| crate::presentation::goals::format_figure_value(one.figure.name(), reading.value));
            format!("{figure} {now} ({before})")
        };
        let all: Vec<_> = huddle.figure_changes.iter().filter(|one| one.better == better).map(line_text).collect();
        let key = if better { "huddle-better" } else { "huddle-worse" };
        (!all.is_empty()).then(|| self.tt(key, &[("which", all.join(" · ").into())]))
    }

    /// `▼ behind · **Answer sooner** · first response: now 25 m, target 15 m by 31 Dec, 40 % of the way`.
    fn goal_line(&self, (goal, standing): &(WithId<Goal>, GoalStatus)) -> String {
        let state = self.t(&format!("goal-{}", standing.state.name()));
        let few = if (1..LOW_SAMPLE_COUNT).contains(&standing.live.n) {
            format!(" ({})", self.tt("huddle-few", &[("n", standing.live.n.into())]))
        } else {
            String::new()
        };
        let values = [
            ("figure", crate::presentation::goals::figure_label(&goal.figure, self.words).into()),
            ("now", (crate::presentation::goals::format_figure_value(&goal.figure, standing.live.value) + &few).into()),
            (
                "target",
                crate::presentation::goals::format_figure_value(&goal.figure, Some(goal.target.to_f64())).into(),
            ),
            ("due", self.format_day(goal.due).into()),
            ("way", crate::presentation::goals::format_progress(standing.displayed_progress()).into()),
        ];
        let line_text = self.tt("huddle-goal", &values);
        let review = if standing.is_review_due(self.zone.date(self.at)) {
            format!(" · {}", self.t("goal-review-due"))
        } else {
            String::new()
        };
        format!(
            "{} {state} · **{}** · {line_text}{review}",
            crate::presentation::goals::goal_glyph(standing.state),
            escape_markdown(&goal.name)
        )
    }

    /// The goal line with the figure of the reviewed day, for team goals.
    fn goal_line_with_day(&self, one: &(WithId<Goal>, GoalStatus), huddle: &Huddle) -> String {
        let (goal, line_text) = (&one.0, self.goal_line(one));
        let then = crate::model::goal::figure_by_name(&goal.figure)
            .and_then(|figure| huddle.draft.since.figures.value(figure));
        match (goal.of, then) {
            (GoalScope::Team, value @ Some(_)) => {
                let then = crate::presentation::goals::format_figure_value(&goal.figure, value);
                format!("{line_text} · {}", self.tt("huddle-that-day", &[("value", then.into())]))
            }
            _ => line_text,
        }
    }

    fn action_item_line(&self, item: &ActionItem) -> String {
        let today = self.zone.date(self.at);
        let key = match item.due {
            due if due < today => "huddle-overdue",
            due if due == today => "huddle-due-today",
            _ => "huddle-due",
        };
        let due = self.tt(key, &[("day", self.format_day(item.due).into())]);
        let who = item.owner.map_or_else(|| self.t("handover-nobody"), |who| self.person_name(who));
        format!("**{}** · {} · {due}", escape_markdown(&item.title), escape_markdown(&who))
    }

    fn thanks_line(&self, item: &ActionItem) -> String {
        let who = item.credit.or(item.owner).map_or_else(|| self.t("handover-nobody"), |who| self.person_name(who));
        let values = [("who", escape_markdown(&who).into()), ("what", escape_markdown(&item.title).into())];
        self.tt("huddle-thank", &values)
    }

    /// Recent feedback themes with their counts, then the number of older open entries.
    fn theme_lines(&self, huddle: &Huddle) -> Vec<String> {
        let theme = |tally: &FeedbackTally| {
            let of = huddle.recent_feedback.iter().find(|one| one.theme == tally.key);
            let values = [
                ("theme", escape_markdown(&tally.key).into()),
                ("n", tally.entries.into()),
                ("tickets", tally.tickets.into()),
                ("department", of.map_or_else(String::new, |one| escape_markdown(&one.department)).into()),
            ];
            self.tt("huddle-theme", &values)
        };
        let before = (huddle.older_open_feedback > 0)
            .then(|| self.tt("huddle-voice-waits", &[("n", huddle.older_open_feedback.into())]));
        huddle.themes.iter().map(theme).chain(before).collect()
    }

    fn settled_feedback_line(&self, one: &Feedback) -> String {
        let values =
            [("theme", escape_markdown(&one.theme).into()), ("department", escape_markdown(&one.department).into())];
        self.tt("huddle-settled", &values)
    }

    fn loyalty_lines(&self, huddle: &Huddle) -> Vec<String> {
        let figures = &huddle.draft.since.figures;
        let (ratings, bad) = goal_figure::ratings_and_unsatisfied(figures);
        let (_, _, reopened) = goal_figure::ticket_flow(figures);
        let many = |n: usize, key: &str| (n > 0).then(|| self.tt(key, &[("n", n.into()), ("of", ratings.into())]));
        let upset =
            huddle.upset_tickets.iter().take(MAX_LISTED).map(|id| format!("#{id}")).collect::<Vec<_>>().join(", ");
        let values = [("n", huddle.upset_tickets.len().into()), ("which", upset.into())];
        let upset = (!huddle.upset_tickets.is_empty()).then(|| self.tt("huddle-upset", &values));
        let counted = [upset, many(bad, "huddle-unhappy"), many(reopened, "huddle-reopened")];
        counted.into_iter().flatten().chain(self.theme_lines(huddle)).collect()
    }

    fn unread_notice_line(&self, (notice, read, asked): &(WithId<Notice>, usize, usize)) -> String {
        let missing: Vec<_> = notice.recipients(&self.desk.team).filter(|who| !notice.has_read(*who)).collect();
        let mut names: Vec<_> =
            missing.iter().take(MAX_NAMES).map(|who| escape_markdown(&self.person_name(*who))).collect();
        if missing.len() > MAX_NAMES {
            names.push(self.tt("handover-more-tail", &[("n", (missing.len() - MAX_NAMES).into())]));
        }
        let values = [
            ("title", escape_markdown(&fit(&clean_line(&notice.title), 60)).into()),
            ("by", escape_markdown(&self.author_name(&notice.by)).into()),
            ("n", (*read).into()),
            ("m", (*asked).into()),
            ("who", names.join(", ").into()),
        ];
        self.tt("huddle-unread", &values)
    }

    fn author_name(&self, author: &Author) -> String {
        author.person.map_or_else(|| author.login.clone(), |who| self.person_name(who))
    }
}
