//! The state that panes can read.

use super::change_tracker::ChangeTracker;
use super::keymap::Keymap;
use super::theme::Theme;
use super::view::View;
use crate::config::Settings;
use crate::config::settings::ColorMode;
use crate::engine::board::Board;
use crate::engine::desk::{Desk, DeskDelta};
use crate::engine::staffing::StaffingHistory;
use crate::model::ids::Seq;
use crate::model::person::Author;
use crate::model::time::{Instant, Period};
use crate::presentation::catalog::Catalog;
use crate::query::filter::text_index::TextIndex;
use crate::query::protocol::{MetricsSlot, MetricsSnapshot};
use crate::ui::app::messages::{StatusMessage, Tone};
use crate::ui::state::coverage::{CoverageView, SetCoverageView};
use crate::ui::state::metrics::MetricsView;
use crate::ui::state::profile_figures::ProfileFigures;
use crate::ui::state::staffing::StaffingCache;

/// Tickets indexed per idle tick (~1–2 ms).
const INDEX_BATCH: usize = 500;

/// The state that panes can read, separate from them so that a pane can change while it borrows this.
pub struct AppState {
    pub(super) settings: Settings,
    pub(super) author: Author,
    pub(super) now: Instant,
    pub(super) desk: Desk,
    /// Whether the live set is loaded.
    pub(super) ready: bool,
    pub(super) board: Board,
    pub(super) index: TextIndex,
    /// Change version for caches.
    pub(super) changes: ChangeTracker,
    pub(super) recent_metrics: Option<MetricsSnapshot>,
    pub(super) selected_metrics: Option<MetricsSnapshot>,
    pub(super) comparison_metrics: Option<MetricsSnapshot>,
    pub(super) profile_figures: ProfileFigures,
    pub(super) metrics_view: MetricsView,
    pub(super) staffing: StaffingCache,
    pub(super) coverage_view: CoverageView,
    pub(super) theme: Theme,
    pub(super) catalog: Catalog,
    pub(super) keymap: Keymap,
}

impl AppState {
    /// State without data, and the first settings error.
    pub fn new(settings: Settings, author: Author, now: Instant, color: bool) -> (AppState, Option<StatusMessage>) {
        let (theme, words, (keys, wrong)) = load_presentation(&settings, color);
        let scene = AppState {
            theme,
            catalog: words,
            keymap: keys,
            settings,
            author,
            now,
            desk: Desk::default(),
            ready: false,
            board: Board::default(),
            index: TextIndex::default(),
            changes: ChangeTracker::default(),
            recent_metrics: None,
            selected_metrics: None,
            comparison_metrics: None,
            profile_figures: ProfileFigures::default(),
            metrics_view: MetricsView::default(),
            staffing: StaffingCache::default(),
            coverage_view: CoverageView::default(),
        };
        (scene, first_error_message(wrong))
    }

    /// Applies new settings; returns the first error in their keys. The `color` setting overrides the terminal's.
    pub fn set_settings(&mut self, settings: Settings, color: bool) -> Option<StatusMessage> {
        let (theme, words, (keys, wrong)) = load_presentation(&settings, color);
        (self.theme, self.catalog, self.keymap, self.settings) = (theme, words, keys, settings);
        self.rebuild();
        first_error_message(wrong)
    }

    pub fn view(&self, focused: bool) -> View<'_> {
        View {
            now: self.now,
            settings: &self.settings,
            desk: &self.desk,
            ready: self.ready,
            board: &self.board,
            index: &self.index,
            changes: &self.changes,
            recent_metrics: self.recent_metrics.as_ref(),
            selected_metrics: self.selected_metrics.as_ref(),
            comparison_metrics: self.comparison_metrics.as_ref(),
            profile_figures: &self.profile_figures,
            metrics_view: &self.metrics_view,
            staffing: &self.staffing,
            coverage_view: &self.coverage_view,
            author: &self.author,
            theme: &self.theme,
            catalog: &self.catalog,
            keymap: &self.keymap,
            focused,
        }
    }

    /// Replaces the desk and rebuilds what depends on it.
    pub fn set_desk(&mut self, desk: Desk) {
        self.index = TextIndex::for_desk(&desk);
        // A small desk is indexed completely here.
        self.index.fold_next(&desk, INDEX_BATCH);
        self.desk = desk;
        self.ready = true;
        self.rebuild();
    }

    /// Sets the history for staffing.
    pub fn set_staffing_history(&mut self, past: StaffingHistory) {
        self.staffing.set_history(past);
        self.changes.invalidate_all();
    }

    /// Period and newest event of the figures in a slot.
    pub fn loaded_figures(&self, slot: MetricsSlot) -> Option<(Period, Seq)> {
        let metrics = match slot {
            MetricsSlot::Recent => &self.recent_metrics,
            MetricsSlot::Selected => &self.selected_metrics,
            MetricsSlot::Comparison => &self.comparison_metrics,
        };
        metrics.as_ref().map(|metrics| (metrics.report.period, metrics.seq))
    }

    /// Sets the figures of a slot.
    pub fn set_figures(&mut self, slot: MetricsSlot, metrics: MetricsSnapshot) {
        self.metrics_view.clear_cache();
        match slot {
            MetricsSlot::Recent => self.recent_metrics = Some(metrics),
            MetricsSlot::Selected => self.selected_metrics = Some(metrics),
            MetricsSlot::Comparison => self.comparison_metrics = Some(metrics),
        }
    }

    /// Indexes more tickets for search; false once all are indexed.
    pub fn index_more(&mut self) -> bool {
        self.index.fold_next(&self.desk, INDEX_BATCH)
    }

    /// Applies changes of the desk.
    pub fn apply_delta(&mut self, delta: DeskDelta) {
        let news = self.desk.apply(delta);
        self.index.apply_changes(&news, &self.desk);
        self.board.apply_changes(&self.desk, &news, self.now, self.settings.board_config());
        match news.team_changed {
            true => self.changes.invalidate_all(),
            false => self.changes.invalidate(news.tickets.into_keys()),
        }
    }

    /// Changes the coverage view.
    pub fn set_coverage_view(&mut self, look: SetCoverageView) {
        self.coverage_view.apply(look);
    }

    /// Advances the clock.
    pub fn set_now(&mut self, now: Instant) {
        self.now = now;
        self.board.tick(&self.desk.team, now, self.settings.board_config());
        self.changes.invalidate_all();
    }

    /// Rebuilds the board.
    fn rebuild(&mut self) {
        self.board = Board::from_desk(&self.desk, self.now, self.settings.board_config());
        self.changes.invalidate_all();
    }
}

/// Theme, catalog and keymap of the settings, and errors in the keys.
fn load_presentation(settings: &Settings, color: bool) -> (Theme, Catalog, (Keymap, Vec<String>)) {
    let color = match settings.color {
        ColorMode::Auto => color,
        ColorMode::Always => true,
        ColorMode::Never => false,
    };
    (
        Theme::from_name(&settings.theme, color),
        Catalog::for_language(settings.language),
        Keymap::new(&settings.key_bindings),
    )
}

/// Only the first error is shown.
fn first_error_message(wrong: Vec<String>) -> Option<StatusMessage> {
    wrong.into_iter().next().map(|text| StatusMessage { text, tone: Tone::Error })
}
