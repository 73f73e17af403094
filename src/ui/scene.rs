//! The state that panes can read.

use crate::config::Settings;
use crate::config::settings::ColorMode;
use crate::engine::board::Board;
use crate::engine::desk::{Delta, Desk};
use crate::engine::staffing::Past;
use crate::model::ids::Seq;
use crate::model::person::Author;
use crate::model::time::{Instant, Period};
use crate::query::filter::index::TextIndex;
use crate::query::protocol::{Metrics, Slot};
use super::keymap::Keymap;
use super::lens::{Lens, Look};
use super::looking::Looking;
use super::outside::{Said, Tone};
use super::plan::Profiles;
use super::staffed::Reckoned;
use super::theme::Theme;
use super::trail::Trail;
use super::view::View;
use super::words::Words;

/// Tickets indexed per idle tick (~1–2 ms).
const A_MOMENT: usize = 500;

/// The state that panes can read, separate from them so that a pane can change while it borrows this.
pub struct Scene {
    pub(super) settings: Settings,
    pub(super) author: Author,
    pub(super) now: Instant,
    pub(super) desk: Desk,
    /// Whether the live set is loaded.
    pub(super) ready: bool,
    pub(super) board: Board,
    pub(super) index: TextIndex,
    /// Change version for caches.
    pub(super) trail: Trail,
    pub(super) metrics: Option<Metrics>,
    pub(super) looked: Option<Metrics>,
    pub(super) beside: Option<Metrics>,
    pub(super) profiles: Profiles,
    pub(super) looking: Looking,
    pub(super) staffing: Reckoned,
    pub(super) lens: Lens,
    pub(super) theme: Theme,
    pub(super) words: Words,
    pub(super) keys: Keymap,
}

impl Scene {
    /// State without data, and the first settings error.
    pub fn new(settings: Settings, author: Author, now: Instant, color: bool) -> (Scene, Option<Said>) {
        let (theme, words, (keys, wrong)) = looks(&settings, color);
        let scene = Scene {
            theme,
            words,
            keys,
            settings,
            author,
            now,
            desk: Desk::default(),
            ready: false,
            board: Board::default(),
            index: TextIndex::default(),
            trail: Trail::default(),
            metrics: None,
            looked: None,
            beside: None,
            profiles: Profiles::default(),
            looking: Looking::default(),
            staffing: Reckoned::default(),
            lens: Lens::default(),
        };
        (scene, said(wrong))
    }

    /// Applies new settings; returns the first error in their keys. The `color` setting overrides the terminal's.
    pub fn set_settings(&mut self, settings: Settings, color: bool) -> Option<Said> {
        let (theme, words, (keys, wrong)) = looks(&settings, color);
        (self.theme, self.words, self.keys, self.settings) = (theme, words, keys, settings);
        self.refresh();
        said(wrong)
    }

    pub fn view(&self, focused: bool) -> View<'_> {
        View {
            now: self.now,
            settings: &self.settings,
            desk: &self.desk,
            ready: self.ready,
            board: &self.board,
            index: &self.index,
            trail: &self.trail,
            metrics: self.metrics.as_ref(),
            looked: self.looked.as_ref(),
            beside: self.beside.as_ref(),
            profiles: &self.profiles,
            looking: &self.looking,
            staffing: &self.staffing,
            lens: &self.lens,
            author: &self.author,
            theme: &self.theme,
            words: &self.words,
            keys: &self.keys,
            focused,
        }
    }

    /// Replaces the desk and rebuilds what depends on it.
    pub fn take(&mut self, desk: Desk) {
        self.index = TextIndex::for_desk(&desk);
        // A small desk is indexed completely here.
        self.index.fold_next(&desk, A_MOMENT);
        self.desk = desk;
        self.ready = true;
        self.refresh();
    }

    /// Sets the history for staffing.
    pub fn take_past(&mut self, past: Past) {
        self.staffing.take(past);
        self.trail.anew();
    }

    /// Period and newest event of the figures in a slot.
    pub fn shown(&self, slot: Slot) -> Option<(Period, Seq)> {
        let metrics = match slot {
            Slot::Lately => &self.metrics,
            Slot::Looked => &self.looked,
            Slot::Beside => &self.beside,
        };
        metrics.as_ref().map(|metrics| (metrics.report.period, metrics.seq))
    }

    /// Sets the figures of a slot.
    pub fn take_figures(&mut self, slot: Slot, metrics: Metrics) {
        self.looking.forget();
        match slot {
            Slot::Lately => self.metrics = Some(metrics),
            Slot::Looked => self.looked = Some(metrics),
            Slot::Beside => self.beside = Some(metrics),
        }
    }

    /// Indexes more tickets for search; false once all are indexed.
    pub fn use_leisure(&mut self) -> bool {
        self.index.fold_next(&self.desk, A_MOMENT)
    }

    /// Applies changes of the desk.
    pub fn follow(&mut self, delta: Delta) {
        let news = self.desk.apply(delta);
        self.index.apply_changes(&news, &self.desk);
        self.board.apply_changes(&self.desk, &news, self.now, self.settings.board_config());
        match news.team {
            true => self.trail.anew(),
            false => self.trail.touch(news.tickets.into_keys()),
        }
    }

    /// Changes the coverage view.
    pub fn look(&mut self, look: Look) {
        self.lens.take(look);
    }

    /// Advances the clock.
    pub fn tick(&mut self, now: Instant) {
        self.now = now;
        self.board.tick(&self.desk.team, now, self.settings.board_config());
        self.trail.anew();
    }

    /// Rebuilds the board.
    fn refresh(&mut self) {
        self.board = Board::from_desk(&self.desk, self.now, self.settings.board_config());
        self.trail.anew();
    }
}

/// Theme, catalog and keymap of the settings, and errors in the keys.
fn looks(settings: &Settings, color: bool) -> (Theme, Words, (Keymap, Vec<String>)) {
    let color = match settings.color {
        ColorMode::Auto => color,
        ColorMode::Always => true,
        ColorMode::Never => false,
    };
    (Theme::named(&settings.theme, color), Words::of(settings.language), Keymap::new(&settings.key_bindings))
}

/// Only the first error is shown.
fn said(wrong: Vec<String>) -> Option<Said> {
    wrong.into_iter().next().map(|text| Said { text, tone: Tone::Bad })
}
