//! All that panes may look at, kept apart from them.

use crate::config::Settings;
use crate::config::settings::Color;
use crate::domain::board::{Board, House};
use crate::domain::desk::Desk;
use crate::domain::dialogue::Metrics;
use crate::domain::event::Author;
use crate::domain::filter::Index;
use crate::domain::time::Instant;

use super::keymap::Keymap;
use super::outside::Said;
use super::theme::Theme;
use super::view::View;
use super::words::Words;

/// All that panes may look at; apart from them, so that one can change while it looks.
pub struct Scene {
    pub(super) settings: Settings,
    pub(super) author: Author,
    pub(super) now: Instant,
    pub(super) desk: Desk,
    /// Whether the live set has arrived.
    pub(super) ready: bool,
    pub(super) board: Board,
    pub(super) index: Index,
    /// Counts how often what is said of the desk was worked out.
    pub(super) version: u64,
    pub(super) metrics: Option<Metrics>,
    pub(super) theme: Theme,
    pub(super) words: Words,
    pub(super) keys: Keymap,
}

impl Scene {
    /// A scene without a desk, and what is to be said of the settings.
    pub fn new(settings: Settings, author: Author, now: Instant, color: bool) -> (Scene, Option<Said>) {
        let mut scene = Scene {
            theme: Theme::named(&settings.theme, color),
            words: Words::of(settings.language),
            keys: Keymap::new(&settings.keys).0,
            settings: settings.clone(),
            author,
            now,
            desk: Desk::default(),
            ready: false,
            board: Board::default(),
            index: Index::default(),
            version: 0,
            metrics: None,
        };
        let said = scene.set_settings(settings, color);
        (scene, said)
    }

    /// Takes other settings; what is wrong with their keys is to be said. The settings decide on colour, and leave it to
    /// the terminal if they say nothing.
    pub fn set_settings(&mut self, settings: Settings, color: bool) -> Option<Said> {
        let color = match settings.color {
            Color::Auto => color,
            Color::Always => true,
            Color::Never => false,
        };
        let (keys, wrong) = Keymap::new(&settings.keys);
        self.theme = Theme::named(&settings.theme, color);
        self.words = Words::of(settings.language);
        self.keys = keys;
        self.settings = settings;
        wrong.into_iter().next().map(|text| Said { text, bad: true })
    }

    pub fn view(&self, focused: bool) -> View<'_> {
        View {
            now: self.now,
            settings: &self.settings,
            desk: &self.desk,
            ready: self.ready,
            board: &self.board,
            index: &self.index,
            version: self.version,
            metrics: self.metrics.as_ref(),
            author: &self.author,
            theme: &self.theme,
            words: &self.words,
            keys: &self.keys,
            focused,
        }
    }

    /// Works out anew what is said of the desk.
    pub fn refresh(&mut self) {
        let house = House {
            zone: self.settings.zone,
            buckets: &self.settings.buckets,
            stuck: &self.settings.stuck,
            importance: self.settings.importance,
            slot_minutes: self.settings.slot_minutes,
        };
        self.board = Board::of(&self.desk, self.now, house);
        self.version += 1;
    }
}
