//! Person dialog: facts, skills, targets and metrics, shifts and absences, open tickets, and the leads' notes, with
//! actions to edit each of them.

pub mod facts;
pub mod notes;
pub mod rows;
pub mod sections;
pub mod skill_matrix;
pub mod skills;
pub mod succession;
pub mod training;

pub use self::facts::{format_week_hours, load_bar, load_style, presence_mark};

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;

use super::form;
use super::ticket_list::TicketListDialog;
use crate::model::coaching::NoteKind;
use crate::model::ids::PersonId;
use crate::model::person::Person;
use crate::model::text::clean_line;
use crate::ui::action::Action;
use crate::ui::dialogs::person::notes::open_note_form;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::scroll::Scroll;

/// Minimum widths of the two-column and three-column layouts.
const TWO_COLUMN_WIDTH: u16 = 104;
const THREE_COLUMN_WIDTH: u16 = 156;
/// Space between columns.
const COLUMN_GAP: u16 = 3;

/// Opens the list of a person's open tickets.
pub fn open_tickets(person: PersonId, view: &View) -> Effect {
    let title = format!("{} · {}", view.t("col-load-long"), view.person_name(Some(person)));
    TicketListDialog::open(
        title,
        view.t("formula-load"),
        view.board.first_tickets_of(person, usize::MAX),
        Vec::new(),
        view,
    )
}

/// Runs an action on a person, from any list of people.
pub fn run_person_action(action: Action, id: PersonId, view: &View) -> Effect {
    let Some(person) = view.desk.team.people.get(&id) else { return Effect::Message(view.t("person-removed")) };
    match action {
        Action::Edit => form::open(form::person::edit::EditPerson::new(id, person, view), view),
        Action::Note if view.viewer_is_lead() => open_note_form(id, NoteKind::Note, view),
        Action::Note => Effect::Message(view.t("notes-leads-only")),
        Action::PersonTickets => open_tickets(id, view),
        Action::NewAbsence => form::open(form::absence::AbsenceForm::new(Some(id), None, view), view),
        Action::NewShift => form::open(form::shift::ShiftForm::new(Some(id), None, view), view),
        _ => Effect::Ignored,
    }
}

/// Person dialog.
pub struct PersonDialog {
    id: PersonId,
    scroll: Scroll,
}

impl PersonDialog {
    pub fn open(id: PersonId) -> Effect {
        Effect::Open(Box::new(PersonDialog { id, scroll: Scroll::default() }))
    }
}

/// Distributes the sections over the columns.
fn section_columns(id: PersonId, person: &Person, widths: &[usize], view: &View) -> Vec<Vec<Line<'static>>> {
    let all = |columns: usize| sections::person_sections(id, person, columns, view);
    match *widths {
        [one] => {
            let [facts, week, load, skills, targets, notes] = all(one);
            vec![stack_sections(vec![facts, skills, targets, load, week, notes])]
        }
        [left, right] => {
            let ([facts, week, load, ..], [_, _, _, skills, targets, notes]) = (all(left), all(right));
            vec![stack_sections(vec![facts, week, load]), stack_sections(vec![skills, targets, notes])]
        }
        [left, middle, right, ..] => {
            let ([facts, week, ..], [_, _, _, skills, targets, _], [_, _, load, _, _, notes]) =
                (all(left), all(middle), all(right));
            vec![
                stack_sections(vec![facts, week]),
                stack_sections(vec![skills, targets]),
                stack_sections(vec![load, notes]),
            ]
        }
        [] => Vec::new(),
    }
}

/// The columns that fit, with their content.
fn layout_columns(id: PersonId, person: &Person, area: Rect, view: &View) -> Vec<(Rect, Vec<Line<'static>>)> {
    // Skills and targets have the widest rows.
    let shares: &[u16] = match area.width {
        THREE_COLUMN_WIDTH.. => &[3, 5, 4],
        TWO_COLUMN_WIDTH.. => &[4, 5],
        _ => &[1],
    };
    let shares = shares.iter().map(|share| Constraint::Fill(*share));
    let places = Layout::horizontal(shares).spacing(COLUMN_GAP).split(area);
    let widths: Vec<usize> = places.iter().map(|place| usize::from(place.width)).collect();
    places.iter().copied().zip(section_columns(id, person, &widths, view)).collect()
}

/// Draws the card inside a pane, cut off at the bottom.
pub fn draw_person(frame: &mut Frame, area: Rect, id: PersonId, view: &View) {
    let Some(person) = view.desk.team.people.get(&id) else { return };
    for (place, lines) in layout_columns(id, person, area, view) {
        for (line, row) in lines.into_iter().zip(place.rows()) {
            frame.render_widget(line, row);
        }
    }
}

/// Stacks the non-empty sections with a blank row between them.
fn stack_sections(sections: Vec<Vec<Line<'static>>>) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for section in sections.into_iter().filter(|section| !section.is_empty()) {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.extend(section);
    }
    lines
}

impl Pane for PersonDialog {
    fn title(&self, view: &View) -> String {
        let title = view.desk.team.people.get(&self.id).and_then(|person| person.title.as_deref());
        let name = clean_line(view.person_name(Some(self.id))).into_owned();
        title.map_or(name.clone(), |title| format!("{name} · {}", clean_line(title)))
    }

    fn badge(&self, view: &View) -> String {
        let since = view.desk.team.people.get(&self.id).is_some_and(|person| person.lead);
        if since { view.t("person-leads") } else { String::new() }
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let note = view.viewer_is_lead().then_some(Action::Note);
        let acts = [Action::Edit, Action::Skills].into_iter().chain(note);
        acts.chain([Action::PersonTickets, Action::NewAbsence, Action::NewShift]).chain(Action::CURSOR_MOVES).collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        (action == Action::Note).then(|| view.t("do-notes"))
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        if self.scroll.on_action(action) {
            return Effect::Handled;
        }
        match action {
            Action::Skills => skills::PersonSkillsDialog::open(self.id),
            Action::Note if view.viewer_is_lead() => notes::PersonNotesDialog::open(self.id),
            Action::Open => Effect::Handled,
            _ => run_person_action(action, self.id, view),
        }
    }

    fn size(&self, view: &View) -> (u16, u16) {
        let Some(person) = view.desk.team.people.get(&self.id) else { return (60, 5) };
        let rows = section_columns(self.id, person, &[60, 60], view).iter().map(Vec::len).max().unwrap_or(0);
        (200, u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(4).clamp(24, 58))
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let Some(person) = view.desk.team.people.get(&self.id) else {
            return frame.render_widget(Line::raw(view.t("person-removed")), area);
        };
        let columns = layout_columns(self.id, person, area, view);
        let rows = columns.iter().map(|(_, lines)| lines.len()).max().unwrap_or(0);
        let overflows = rows > usize::from(area.height);
        let foot = u16::from(overflows);
        for (place, lines) in columns {
            let place = Rect { height: place.height.saturating_sub(foot), ..place };
            self.scroll.draw_rows(frame, place, rows, |n| lines.get(n).cloned().unwrap_or_default());
        }
        if overflows {
            let last = Rect { y: area.bottom() - 1, height: 1, ..area };
            self.scroll.draw_hidden_count(frame, last, rows, usize::from(area.height - foot), view.theme.accent);
        }
    }
}
