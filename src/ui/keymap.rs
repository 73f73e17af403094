//! Key names and the keymap: defaults of the action table with the user's overrides.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::action::{ACTIONS, Action};

/// A key press: `a`, `G`, `enter`, `ctrl-r`, `f1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    ctrl: bool,
}

const KEY_NAMES: [(&str, KeyCode); 14] = [
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("backtab", KeyCode::BackTab),
    ("space", KeyCode::Char(' ')),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("pgup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("del", KeyCode::Delete),
];

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Key {
        Key { code: event.code, ctrl: event.modifiers.contains(KeyModifiers::CONTROL) }
    }
}

impl Key {
    /// Whether a text field would insert this key.
    pub fn is_text(self) -> bool {
        matches!(self.code, KeyCode::Char(_)) && !self.ctrl
    }
}

impl FromStr for Key {
    type Err = String;

    fn from_str(text: &str) -> Result<Key, String> {
        let (ctrl, name) = match text.strip_prefix("ctrl-") {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let mut letters = name.chars();
        let code = match (KEY_NAMES.iter().find(|(known, _)| *known == name), letters.next(), letters.next()) {
            (Some((_, code)), ..) => *code,
            (None, Some(letter), None) => KeyCode::Char(letter),
            (None, Some('f'), Some(_)) if name[1..].parse::<u8>().is_ok_and(|n| (1..=12).contains(&n)) => {
                KeyCode::F(name[1..].parse().unwrap_or(1))
            }
            _ => return Err(format!("‘{text}’ is not a key; write a, G, enter, ctrl-r or f1")),
        };
        Ok(Key { code, ctrl })
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("ctrl-")?;
        }
        match (KEY_NAMES.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => f.write_str(name),
            (None, KeyCode::Char(letter)) => write!(f, "{letter}"),
            (None, KeyCode::F(n)) => write!(f, "f{n}"),
            (None, _) => f.write_str("?"),
        }
    }
}

/// Bindings of keys to actions.
#[derive(Debug, Clone)]
pub struct Keymap {
    keys: Vec<(Key, Action)>,
}

impl Keymap {
    /// The default keys, with the user's own keys (by action name) replacing them. Invalid or conflicting keys keep
    /// the default and are returned as errors.
    pub fn new(own: &BTreeMap<String, Vec<String>>) -> (Keymap, Vec<String>) {
        let mut wrong = Vec::new();
        let mut keys: Vec<(Key, Action)> = Vec::new();
        for name in own.keys().filter(|name| Action::from_name(name).is_none()) {
            wrong.push(format!("keys.{name}: there is no such action; `?` lists them"));
        }
        for entry in ACTIONS {
            let written =
                own.get(entry.name).map(|keys| keys.iter().map(|key| key.parse()).collect::<Result<Vec<Key>, _>>());
            let wanted = match written {
                Some(Ok(wanted)) => wanted,
                Some(Err(why)) => {
                    wrong.push(format!("keys.{}: {why}", entry.name));
                    parse_defaults(entry.keys)
                }
                None => parse_defaults(entry.keys),
            };
            for key in wanted {
                let meets = |other: &Action| other.scope().is_none_or(|place| place.overlaps(entry.scope));
                match keys.iter().find(|(taken, other)| *taken == key && meets(other)) {
                    Some((_, other)) => wrong.push(format!("keys.{}: ‘{key}’ does {other} already", entry.name)),
                    None => keys.push((key, entry.action)),
                }
            }
        }
        (Keymap { keys }, wrong)
    }

    /// The action of a key regardless of context.
    pub fn action_for(&self, key: Key) -> Option<Action> {
        self.keys.iter().find(|(bound, _)| *bound == key).map(|(_, action)| *action)
    }

    /// The action of a key where `here` is available: one of those, else a global one.
    pub fn action_in_context(&self, key: Key, here: &[Action]) -> Option<Action> {
        let bound = || self.keys.iter().filter(|(bound, _)| *bound == key).map(|(_, action)| *action);
        bound()
            .find(|action| here.contains(action))
            .or_else(|| bound().find(|action| action.is_global()))
            .or(bound().next())
    }

    /// The first key of an action, for display.
    pub fn first_key(&self, action: Action) -> Option<Key> {
        self.keys.iter().find(|(_, bound)| *bound == action).map(|(key, _)| *key)
    }

    /// The first key of an action that works inside a text field.
    pub fn first_non_text_key(&self, action: Action) -> Option<Key> {
        self.keys_for(action).find(|key| !key.is_text())
    }

    pub fn keys_for(&self, action: Action) -> impl Iterator<Item = Key> {
        self.keys.iter().filter(move |(_, bound)| *bound == action).map(|(key, _)| *key)
    }
}

fn parse_defaults(names: &[&str]) -> Vec<Key> {
    names.iter().filter_map(|name| name.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_back_as_they_are_written() {
        for name in ["a", "G", "?", "enter", "ctrl-r", "f1", "f12", "space", "backtab"] {
            assert_eq!(name.parse::<Key>().unwrap().to_string(), name);
        }
        for bad in ["", "f13", "ctrl-", "hyper-x", "enterr"] {
            assert!(bad.parse::<Key>().is_err(), "{bad}");
        }
    }

    #[test]
    fn every_default_key_can_be_read() {
        for entry in ACTIONS {
            assert_eq!(parse_defaults(entry.keys).len(), entry.keys.len(), "{}", entry.name);
        }
        assert_eq!(Keymap::new(&BTreeMap::new()).1, Vec::<String>::new());
    }

    #[test]
    fn own_keys_take_the_place_of_the_table_and_clashes_are_said() {
        let own = BTreeMap::from([("assign".to_owned(), vec!["f5".to_owned()]), ("nonsense".to_owned(), vec![])]);
        let (keymap, wrong) = Keymap::new(&own);
        assert_eq!(keymap.action_for("f5".parse().unwrap()), Some(Action::Assign));
        assert_eq!(keymap.action_for("a".parse().unwrap()), None);
        assert_eq!(wrong.len(), 1);
        let clash = BTreeMap::from([("note".to_owned(), vec!["a".to_owned()])]);
        assert_eq!(Keymap::new(&clash).1.len(), 1);
    }
}
