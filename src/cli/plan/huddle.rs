//! `shiftdesk huddle`: the one-page briefing at the start of a shift or week.
//!
//! The text is in the language of the settings.

use chrono::NaiveDate;
use clap::ValueEnum;
use serde::Serialize;

use crate::cli::Context;
use crate::cli::output::{self, json};
use crate::engine::board::Board;
use crate::engine::huddle::{Form, Huddle, huddle};
use crate::model::ids::TicketId;
use crate::model::text::clean;
use crate::model::time::Zone;
use crate::presentation::plain_text::plain;
use crate::store::Store;
use crate::ui::handover::Teller;
use crate::ui::words::Words;
use super::{figures, live};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Weekly review: what works, what does not, what hurts loyalty, what competitors do
    #[arg(long)]
    week: bool,
    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Plain text, for chat or print
    Text,
    Markdown,
    /// IDs of tickets and records, and figures
    Json,
}

/// JSON of a huddle. Timestamps are RFC 3339 in the team's time zone.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    at: String,
    form: &'static str,
    from: String,
    to: String,
    received: usize,
    solved: usize,
    reopened: usize,
    moves: Vec<ShownMove>,
    goals: Vec<ShownGoal>,
    here: Vec<&'a str>,
    away: Vec<&'a str>,
    breached: &'a [TicketId],
    at_risk: &'a [TicketId],
    promises: Vec<TicketId>,
    escalated: &'a [TicketId],
    upset: &'a [TicketId],
    /// Number of intervals with a gap or stretched coverage.
    weak: usize,
    themes: Vec<ShownTheme<'a>>,
    actions: Vec<ShownDue>,
    done: Vec<i64>,
    notices: Vec<ShownNotice>,
}

#[derive(Debug, Serialize)]
struct ShownMove {
    figure: &'static str,
    now: Option<f64>,
    before: Option<f64>,
    better: bool,
}

#[derive(Debug, Serialize)]
struct ShownGoal {
    id: i64,
    state: &'static str,
    value: Option<f64>,
    progress: Option<f64>,
}

#[derive(Debug, Serialize)]
struct ShownTheme<'a> {
    theme: &'a str,
    entries: usize,
    tickets: usize,
}

#[derive(Debug, Serialize)]
struct ShownDue {
    id: i64,
    due: NaiveDate,
    overdue: bool,
}

#[derive(Debug, Serialize)]
struct ShownNotice {
    id: i64,
    read: usize,
    asked: usize,
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    let store: Store = context.store()?;
    let (now, settings) = (context.now(), &context.settings);
    let desk = match context.past(&store)? {
        Some(at) => store.desk_at(settings.zone, at)?,
        None => store.desk(settings.zone, now)?,
    };
    let board_config = settings.board_config();
    let board = Board::from_desk(&desk, now, board_config);
    let form = if args.week { Form::Week } else { Form::Day };
    let back = store.huddle_figures(form, &settings.metrics_config(), now)?;
    let figures = figures(&store, context)?;
    let huddle = huddle(&desk, &board, board_config, now, back, |goal| live(goal, &figures));
    if args.format == Format::Json {
        let name = |id| desk.team.name(id);
        return json(&shown(&huddle, settings.zone, name));
    }
    let words = Words::of(settings.language);
    let text = Teller { words: &words, zone: settings.zone, desk: &desk, at: now }.huddle(&huddle);
    let text = if args.format == Format::Text { plain(&text) } else { text };
    output::line(clean(&text).trim_end())
}

fn shown<'a>(
    huddle: &'a Huddle,
    zone: Zone,
    name: impl Fn(crate::model::ids::PersonId) -> Option<&'a str>,
) -> Shown<'a> {
    let draft = &huddle.draft;
    let (received, solved, reopened) = crate::engine::goal_figure::flow(&draft.since.figures);
    let today = zone.date(draft.at);
    Shown {
        at: zone.rfc3339(draft.at),
        form: if huddle.form == Form::Day { "day" } else { "week" },
        from: zone.rfc3339(draft.since.period.from),
        to: zone.rfc3339(draft.since.period.to),
        received,
        solved,
        reopened,
        moves: (huddle.moves.iter())
            .map(|one| ShownMove {
                figure: one.figure.name(),
                now: one.now.value,
                before: one.before.value,
                better: one.better,
            })
            .collect(),
        goals: (huddle.goals.iter())
            .map(|(goal, standing)| ShownGoal {
                id: goal.id,
                state: standing.state.name(),
                value: standing.live.value,
                progress: standing.progress,
            })
            .collect(),
        here: huddle.here.iter().filter_map(|who| name(*who)).collect(),
        away: draft.absences.iter().filter_map(|one| name(one.person)).collect(),
        breached: &draft.breached,
        at_risk: &draft.at_risk,
        promises: draft.promises.iter().map(|(ticket, _)| *ticket).collect(),
        escalated: &draft.escalated,
        upset: &huddle.upset,
        weak: draft.weak.len(),
        themes: (huddle.themes.iter())
            .map(|one| ShownTheme { theme: &one.key, entries: one.entries, tickets: one.tickets })
            .collect(),
        actions: (huddle.actions.iter())
            .map(|item| ShownDue { id: item.id, due: item.due, overdue: item.is_overdue(today) })
            .collect(),
        done: huddle.done.iter().map(|item| item.id).collect(),
        notices: (huddle.notices.iter())
            .map(|(notice, read, asked)| ShownNotice { id: notice.id, read: *read, asked: *asked })
            .collect(),
    }
}
