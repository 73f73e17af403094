//! `shiftdesk config`: show the settings files, check them, print the defaults.

use clap::Subcommand;

use super::output;
use crate::cli::context::CliContext;
use crate::cli::failure::Failure;
use crate::config::calendars;
use crate::config::last_good::LastGoodCopies;
use crate::config::layers::{self, ConfigPaths, ConfigSource, SourceKind, SourceState};
use crate::model::text::{clean_line, pad};
use crate::session;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: ConfigCommand,
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// List the settings files, highest precedence last
    Path,
    /// Validate the settings files; exit code 6 if there are errors
    Check,
    /// Print all settings with their defaults
    Default,
    /// Print the public holidays of Vietnam, 2025 to 2027, as an iCalendar file for `holidays_ics`
    Holidays,
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    let places = ConfigPaths::resolve(context.global.config.as_deref(), &context.db);
    match args.command {
        ConfigCommand::Path => {
            let (_, sources) = layers::read_layers(&places);
            output::print_line(list_sources(&sources, places.last_good.as_ref()).trim_end())
        }
        ConfigCommand::Check => {
            let (written, sources) = layers::read_layers(&places);
            // Only the UI's keymap can validate key bindings.
            let keys = session::check_keys(&written.keys);
            let faults = sources.iter().filter_map(|source| source.state.error()).map(ToString::to_string);
            let faults: Vec<_> = faults.chain(keys).collect();
            if !faults.is_empty() {
                return Err(Failure::invalid(faults.join("\n\n")));
            }
            let read = sources.iter().filter(|source| source.state == SourceState::Active).count();
            output::print_line(&format!(
                "The settings are sound: {read} of {} files are there, over the defaults.",
                sources.len()
            ))
        }
        ConfigCommand::Default => output::print_line(layers::DEFAULT_CONFIG.trim_end()),
        ConfigCommand::Holidays => output::print_line(calendars::VIETNAM_HOLIDAYS_ICS.trim_end()),
    }
}

/// One line per source, highest precedence last.
fn list_sources(sources: &[ConfigSource], copies: Option<&LastGoodCopies>) -> String {
    let mut out = String::new();
    let mut line = |state: &str, name: &str, place: &str| {
        out += format!("{}{}{}", pad(name, 12), pad(state, 14), clean_line(place)).trim_end();
        out.push('\n');
    };
    line("in force", "defaults", "in the program; `shiftdesk config default` prints them");
    for source in sources {
        let name = owner_name(source.kind);
        line(state_name(&source.state), name, &source.path.display().to_string());
        for holidays in &source.holiday_files {
            line("", "holidays", &holidays.display().to_string());
        }
    }
    if let Some(copies) = copies {
        line("", "last good", &copies.folder().display().to_string());
    }
    out
}

/// Owner of a settings file, in one word.
pub(super) fn owner_name(whose: SourceKind) -> &'static str {
    match whose {
        SourceKind::User | SourceKind::Explicit => "own",
        SourceKind::Team => "team",
    }
}

/// State of a settings file, in two words.
pub(super) fn state_name(state: &SourceState) -> &'static str {
    match state {
        SourceState::Missing => "not there",
        SourceState::Active => "in force",
        SourceState::LastGood(_) => "last good",
        SourceState::Ignored(_) => "left out",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_places_are_listed_with_what_became_of_them() {
        let source = |whose, path: &str, state| ConfigSource {
            kind: whose,
            path: path.into(),
            state,
            holiday_files: Vec::new(),
        };
        let sources = [
            source(SourceKind::User, "/home/lan/config.toml", SourceState::Active),
            source(SourceKind::Team, "/srv/\u{1b}[2Jt.toml", SourceState::Missing),
        ];
        let copies = LastGoodCopies::new("/home/lan/state".into());
        let expected = "\
defaults    in force      in the program; `shiftdesk config default` prints them
own         in force      /home/lan/config.toml
team        not there     /srv/t.toml
last good                 /home/lan/state
";
        assert_eq!(list_sources(&sources, Some(&copies)), expected);
    }
}
