//! Checks the terminal: size, TERM, color, multiplexer, locale and character widths.

use std::io::IsTerminal;

use crate::cli::doctor::finding::Finding;
use crate::config::Settings;
use crate::config::settings::ColorMode;
use crate::model::text::width;

/// Minimum columns and rows of the screen.
const MIN_SCREEN_SIZE: (u16, u16) = (60, 15);

/// Environment of the process, replaceable in tests.
pub struct TerminalEnvironment {
    pub variable: fn(&str) -> Option<String>,
    pub input_is_terminal: bool,
    pub output_is_terminal: bool,
    /// Columns and rows.
    pub size: Option<(u16, u16)>,
}

impl TerminalEnvironment {
    pub fn from_process() -> TerminalEnvironment {
        let output = std::io::stdout();
        let size = rustix::termios::tcgetwinsize(&output).ok().map(|size| (size.ws_col, size.ws_row));
        TerminalEnvironment {
            variable: |name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()),
            input_is_terminal: std::io::stdin().is_terminal(),
            output_is_terminal: output.is_terminal(),
            size,
        }
    }

    /// A non-empty environment variable.
    fn get(&self, name: &str) -> Option<String> {
        (self.variable)(name).filter(|value| !value.is_empty())
    }
}

pub fn check(settings: &Settings, around: &TerminalEnvironment) -> Vec<Finding> {
    vec![screen(around), term(around), color(settings, around), multiplexer(around), locale(around), character_widths()]
}

fn screen(around: &TerminalEnvironment) -> Finding {
    let size = match around.size {
        Some((columns, rows)) if around.output_is_terminal => format!("{columns}×{rows}"),
        _ => "none".into(),
    };
    let found = Finding::ok("terminal", size);
    match (around.input_is_terminal && around.output_is_terminal, around.size) {
        (false, _) => found
            .note("Input or output is a file or a pipe.", "Commands work so; run `shiftdesk` itself in a terminal."),
        (true, Some((columns, rows))) if columns < MIN_SCREEN_SIZE.0 || rows < MIN_SCREEN_SIZE.1 => found.note(
            "The screen has no room here.",
            format!("Enlarge it to {}×{} or more.", MIN_SCREEN_SIZE.0, MIN_SCREEN_SIZE.1),
        ),
        _ => found,
    }
}

fn term(around: &TerminalEnvironment) -> Finding {
    match around.get("TERM").as_deref() {
        None => Finding::ok("TERM", "not set")
            .note("The terminal does not say what it is.", "`export TERM=xterm-256color`, or use the commands."),
        Some("dumb") => Finding::ok("TERM", "dumb")
            .note("The terminal says that it can only print lines.", "Use the commands, such as `shiftdesk queue`."),
        Some(term) => Finding::ok("TERM", term),
    }
}

fn color(settings: &Settings, around: &TerminalEnvironment) -> Finding {
    let why = match settings.color {
        ColorMode::Never => Some("the settings say never"),
        ColorMode::Auto if around.get("NO_COLOR").is_some() => Some("NO_COLOR is set"),
        ColorMode::Auto if around.get("TERM").is_none_or(|term| term == "dumb") => Some("of TERM"),
        ColorMode::Auto | ColorMode::Always => None,
    };
    let most = around.get("COLORTERM").map(|most| format!(", COLORTERM {most}")).unwrap_or_default();
    match why {
        Some(why) => Finding::ok("colour", format!("none, because {why}")),
        None => Finding::ok("colour", format!("theme {}{most}", settings.theme)),
    }
}

fn multiplexer(around: &TerminalEnvironment) -> Finding {
    let inside = match (around.get("TMUX"), around.get("STY")) {
        (Some(_), _) => "tmux",
        (None, Some(_)) => "screen",
        (None, None) => "none",
    };
    Finding::ok("multiplexer", inside)
}

fn locale(around: &TerminalEnvironment) -> Finding {
    let set = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| Some((*name, around.get(name)?)));
    let (found, utf8) = match set {
        Some((name, value)) => {
            let charset = value.to_lowercase().replace('-', "");
            (format!("{name}={value}"), charset.contains("utf8"))
        }
        None => ("not set".into(), false),
    };
    let found = Finding::ok("locale", found);
    match utf8 {
        true => found,
        false => found.fault(
            "Terminal and programs may take letters beyond ASCII for something else.",
            "`export LANG=C.UTF-8`, and take LC_ALL and LC_CTYPE back if they are set.",
        ),
    }
}

/// Prints two bars that align if the terminal measures characters as we do; only the user can see it.
fn character_widths() -> Finding {
    let sample = "Nguyễn Thị Thu Hằng ▲●◐✖–→ ";
    let ruler = "·".repeat(width(sample));
    let value = format!("{sample}│\n{ruler}│\nsound if both bars stand under each other");
    Finding::ok("letters", value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::doctor::finding::Verdict;

    fn around(variable: fn(&str) -> Option<String>) -> TerminalEnvironment {
        TerminalEnvironment { variable, input_is_terminal: true, output_is_terminal: true, size: Some((80, 24)) }
    }

    #[test]
    fn a_locale_without_utf_8_is_a_fault() {
        let of = |variable| locale(&around(variable));
        assert!(of(|_| None).is_fault());
        assert!(of(|name| (name == "LANG").then(|| "en_US.ISO-8859-1".into())).is_fault());
        assert!(of(|name| Some(if name == "LC_ALL" { "POSIX".into() } else { "C.UTF-8".into() })).is_fault());
        assert_eq!(of(|name| (name == "LANG").then(|| "vi_VN.utf8".into())).verdict, Verdict::Ok);
        assert_eq!(
            of(|name| Some(if name == "LC_ALL" { "".into() } else { "C.UTF-8".into() })).value,
            "LC_CTYPE=C.UTF-8"
        );
    }

    #[test]
    fn a_poor_terminal_is_a_note_and_never_a_fault() {
        let note = |finding: Finding| matches!(finding.verdict, Verdict::Note(_));
        assert!(note(term(&around(|_| None))) && note(term(&around(|_| Some("dumb".into())))));
        let pipe = TerminalEnvironment { output_is_terminal: false, size: None, ..around(|_| None) };
        assert!(note(screen(&pipe)));
        let small = TerminalEnvironment { size: Some((40, 10)), ..around(|_| None) };
        assert!(note(screen(&small)));
        assert_eq!(screen(&around(|_| None)), Finding::ok("terminal", "80×24"));
    }

    #[test]
    fn the_bars_stand_under_each_other() {
        let shown = character_widths().value;
        let bars: Vec<_> = shown.lines().filter_map(|line| Some(width(line.split_once('│')?.0))).collect();
        assert!(bars.len() == 2 && bars[0] == bars[1], "{bars:?}");
    }
}
