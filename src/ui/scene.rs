//! All that panes may look at, kept apart from them.

use crate::config::Settings;
use crate::config::settings::Color;
use crate::domain::board::Board;
use crate::domain::desk::{Delta, Desk};
use crate::domain::dialogue::{Metrics, Slot};
use crate::domain::event::{Author, Seq};
use crate::domain::filter::Index;
use crate::domain::staffing::Past;
use crate::domain::time::{Instant, Period};

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

/// So many tickets are prepared for being searched in a moment of leisure: a millisecond's work or two.
const A_MOMENT: usize = 500;

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
    /// What of all this has changed, and when.
    pub(super) trail: Trail,
    pub(super) metrics: Option<Metrics>,
    pub(super) looked: Option<Metrics>,
    pub(super) beside: Option<Metrics>,
    pub(super) profiles: Profiles,
    /// How figures are looked at in Metrics.
    pub(super) looking: Looking,
    pub(super) staffing: Reckoned,
    /// How coverage is looked at.
    pub(super) lens: Lens,
    pub(super) theme: Theme,
    pub(super) words: Words,
    pub(super) keys: Keymap,
}

impl Scene {
    /// A scene without a desk, and what is to be said of the settings.
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
            index: Index::default(),
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

    /// Takes other settings; what is wrong with their keys is to be said. The settings decide on colour, and leave it to
    /// the terminal if they say nothing.
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

    /// Takes another desk; all that is said of it is worked out anew.
    pub fn take(&mut self, desk: Desk) {
        self.index = Index::of(&desk);
        // Of a small desk that is all.
        self.index.warm(&desk, A_MOMENT);
        self.desk = desk;
        self.ready = true;
        self.refresh();
    }

    /// Takes what staffing knows of the past.
    pub fn take_past(&mut self, past: Past) {
        self.staffing.take(past);
        self.trail.anew();
    }

    /// The period that one of the places of Metrics shows, and the newest event that its figures know.
    pub fn shown(&self, slot: Slot) -> Option<(Period, Seq)> {
        let metrics = match slot {
            Slot::Lately => &self.metrics,
            Slot::Looked => &self.looked,
            Slot::Beside => &self.beside,
        };
        metrics.as_ref().map(|metrics| (metrics.report.period, metrics.seq))
    }

    /// Takes the figures of one of the places of Metrics.
    pub fn take_figures(&mut self, slot: Slot, metrics: Metrics) {
        self.looking.forget();
        match slot {
            Slot::Lately => self.metrics = Some(metrics),
            Slot::Looked => self.looked = Some(metrics),
            Slot::Beside => self.beside = Some(metrics),
        }
    }

    /// Prepares more of the tickets for being searched; false once all of them are.
    pub fn use_leisure(&mut self) -> bool {
        self.index.warm(&self.desk, A_MOMENT)
    }

    /// Takes in what has changed on the desk.
    pub fn follow(&mut self, delta: Delta) {
        let news = self.desk.apply(delta);
        self.index.follow(&news, &self.desk);
        self.board.follow(&self.desk, &news, self.now, self.settings.for_the_board());
        match news.team {
            true => self.trail.anew(),
            false => self.trail.touch(news.tickets.into_keys()),
        }
    }

    /// Looks at coverage another way.
    pub fn look(&mut self, look: Look) {
        self.lens.take(look);
    }

    /// Takes another moment.
    pub fn tick(&mut self, now: Instant) {
        self.now = now;
        self.board.tick(&self.desk.team, now, self.settings.for_the_board());
        self.trail.anew();
    }

    /// Works out anew what is said of the desk.
    fn refresh(&mut self) {
        self.board = Board::of(&self.desk, self.now, self.settings.for_the_board());
        self.trail.anew();
    }
}

/// How things are coloured, called and reached by these settings, and what is wrong with their keys.
fn looks(settings: &Settings, color: bool) -> (Theme, Words, (Keymap, Vec<String>)) {
    let color = match settings.color {
        Color::Auto => color,
        Color::Always => true,
        Color::Never => false,
    };
    (Theme::named(&settings.theme, color), Words::of(settings.language), Keymap::new(&settings.keys))
}

/// One fault at a time is said.
fn said(wrong: Vec<String>) -> Option<Said> {
    wrong.into_iter().next().map(|text| Said { text, tone: Tone::Bad })
}
