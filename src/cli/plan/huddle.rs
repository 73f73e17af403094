//! `shiftdesk huddle`: the one-page briefing at the start of a shift or week.
//!
//! The text is in the language of the settings.

use chrono::NaiveDate;
use clap::ValueEnum;
use serde::Serialize;

use crate::cli::context::CliContext;
use crate::cli::output::{self, print_json};
use crate::cli::plan::figures::{current_reading, load_figures};
use crate::engine::board::Board;
use crate::engine::huddle::{Huddle, HuddleKind, build_huddle};
use crate::model::ids::TicketId;
use crate::model::text::clean;
use crate::model::time::Zone;
use crate::presentation::catalog::Catalog;
use crate::presentation::hand_over_page::PageFormatter;
use crate::presentation::plain_text::markdown_to_plain_text;
use crate::store::Store;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Weekly review: what works, what does not, what hurts loyalty, what competitors do
    #[arg(long)]
    week: bool,
    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: HuddleFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum HuddleFormat {
    /// Plain text, for chat or print
    Text,
    Markdown,
    /// IDs of tickets and records, and figures
    Json,
}

/// JSON of a huddle. Timestamps are RFC 3339 in the team's time zone.
#[derive(Debug, Serialize)]
struct HuddleJson<'a> {
    at: String,
    form: &'static str,
    from: String,
    to: String,
    received: usize,
    solved: usize,
    reopened: usize,
    moves: Vec<FigureChangeJson>,
    goals: Vec<HuddleGoalJson>,
    here: Vec<&'a str>,
    away: Vec<&'a str>,
    breached: &'a [TicketId],
    at_risk: &'a [TicketId],
    promises: Vec<TicketId>,
    escalated: &'a [TicketId],
    upset: &'a [TicketId],
    /// Number of intervals with a gap or stretched coverage.
    weak: usize,
    themes: Vec<HuddleThemeJson<'a>>,
    actions: Vec<HuddleActionJson>,
    done: Vec<i64>,
    notices: Vec<HuddleNoticeJson>,
}

#[derive(Debug, Serialize)]
struct FigureChangeJson {
    figure: &'static str,
    now: Option<f64>,
    before: Option<f64>,
    better: bool,
}

#[derive(Debug, Serialize)]
struct HuddleGoalJson {
    id: i64,
    state: &'static str,
    value: Option<f64>,
    progress: Option<f64>,
}

#[derive(Debug, Serialize)]
struct HuddleThemeJson<'a> {
    theme: &'a str,
    entries: usize,
    tickets: usize,
}

#[derive(Debug, Serialize)]
struct HuddleActionJson {
    id: i64,
    due: NaiveDate,
    overdue: bool,
}

#[derive(Debug, Serialize)]
struct HuddleNoticeJson {
    id: i64,
    read: usize,
    asked: usize,
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    let store: Store = context.open_store()?;
    let (now, settings) = (context.now(), &context.settings);
    let desk = match context.as_of(&store)? {
        Some(at) => store.desk_at(settings.zone, at)?,
        None => store.desk(settings.zone, now)?,
    };
    let board_config = settings.board_config();
    let board = Board::from_desk(&desk, now, board_config);
    let form = if args.week { HuddleKind::Week } else { HuddleKind::Day };
    let back = store.huddle_figures(form, &settings.metrics_config(), now)?;
    let figures = load_figures(&store, context)?;
    let huddle = build_huddle(&desk, &board, board_config, now, back, |goal| current_reading(goal, &figures));
    if args.format == HuddleFormat::Json {
        let name = |id| desk.team.name(id);
        return print_json(&huddle_json(&huddle, settings.zone, name));
    }
    let words = Catalog::for_language(settings.language);
    let text = PageFormatter { words: &words, zone: settings.zone, desk: &desk, at: now }.huddle_page(&huddle);
    let text = if args.format == HuddleFormat::Text { markdown_to_plain_text(&text) } else { text };
    output::print_line(clean(&text).trim_end())
}

fn huddle_json<'a>(
    huddle: &'a Huddle,
    zone: Zone,
    name: impl Fn(crate::model::ids::PersonId) -> Option<&'a str>,
) -> HuddleJson<'a> {
    let draft = &huddle.draft;
    let (received, solved, reopened) = crate::engine::goal_figure::ticket_flow(&draft.since.figures);
    let today = zone.date(draft.at);
    HuddleJson {
        at: zone.rfc3339(draft.at),
        form: if huddle.kind == HuddleKind::Day { "day" } else { "week" },
        from: zone.rfc3339(draft.since.period.from),
        to: zone.rfc3339(draft.since.period.to),
        received,
        solved,
        reopened,
        moves: (huddle.figure_changes.iter())
            .map(|one| FigureChangeJson {
                figure: one.figure.name(),
                now: one.now.value,
                before: one.previous.value,
                better: one.better,
            })
            .collect(),
        goals: (huddle.goals.iter())
            .map(|(goal, standing)| HuddleGoalJson {
                id: goal.id,
                state: standing.state.name(),
                value: standing.live.value,
                progress: standing.progress,
            })
            .collect(),
        here: huddle.present.iter().filter_map(|who| name(*who)).collect(),
        away: draft.absences.iter().filter_map(|one| name(one.person)).collect(),
        breached: &draft.breached,
        at_risk: &draft.at_risk,
        promises: draft.promises.iter().map(|(ticket, _)| *ticket).collect(),
        escalated: &draft.escalated,
        upset: &huddle.upset_tickets,
        weak: draft.coverage_shortfalls.len(),
        themes: (huddle.themes.iter())
            .map(|one| HuddleThemeJson { theme: &one.key, entries: one.entries, tickets: one.tickets })
            .collect(),
        actions: (huddle.due_actions.iter())
            .map(|item| HuddleActionJson { id: item.id, due: item.due, overdue: item.is_overdue(today) })
            .collect(),
        done: huddle.completed_actions.iter().map(|item| item.id).collect(),
        notices: (huddle.unread_notices.iter())
            .map(|(notice, read, asked)| HuddleNoticeJson { id: notice.id, read: *read, asked: *asked })
            .collect(),
    }
}
