//! The dialogs, driven by keys.

use crate::support::desk::saturday;
use crate::support::screen::Screen;
use shiftdesk::events::change::{Change, ChangeRequest};
use shiftdesk::model::event::EventPayload;
use shiftdesk::model::ids::TicketId;
use shiftdesk::model::person::{Author, Profile};
use shiftdesk::model::ticket::{Priority, Status};
use shiftdesk::ui::action::Action;

fn screen(size: (u16, u16)) -> Screen {
    Screen::new(size, "", saturday)
}

const SMALL: (u16, u16) = (80, 24);
const LARGE: (u16, u16) = (120, 35);

/// Snapshots the screen after `steps`, small and large, in both languages.
fn pictures(name: &str, steps: impl Fn(&mut Screen)) {
    for (size, language) in [(SMALL, "en"), (LARGE, "en"), (SMALL, "vi"), (LARGE, "vi")] {
        let mut screen = Screen::new(size, &format!("[screen]\nlanguage = '{language}'"), saturday);
        steps(&mut screen);
        let name = format!("{name}-{}x{}-{language}", size.0, size.1);
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, screen.picture());
        });
    }
}

/// Opens ticket `id` from any view.
fn open(screen: &mut Screen, id: &str) {
    screen.press(":").type_text(&format!("#{id}")).press("enter");
}

#[test]
fn a_ticket_to_read() {
    pictures("card", |screen| open(screen, "1"));
}

#[test]
fn an_imported_ticket_shows_the_other_columns_of_its_file() {
    pictures("card-imported", |screen| open(screen, "6"));
}

#[test]
fn the_list_of_people_to_assign_a_ticket_to() {
    pictures("assign", |screen| {
        open(screen, "1");
        screen.press("a");
    });
}

#[test]
fn a_form_says_what_is_wrong_and_loses_nothing() {
    pictures("form", |screen| {
        screen.press("b tab tab").type_text("!").press("ctrl-s");
    });
}

#[test]
fn a_reply_with_what_comes_after() {
    pictures("reply", |screen| {
        open(screen, "1");
        screen.press("r").type_text("Chị Hoa ơi, tiền đã về hôm nay.").press("tab right right right");
    });
}

#[test]
fn all_that_can_be_done() {
    pictures("help", |screen| {
        screen.press("?");
    });
    pictures("palette", |screen| {
        screen.press(":").type_text("mi");
    });
}

#[test]
fn the_tickets_behind_a_number() {
    pictures("drill", |screen| {
        screen.press(":").type_text("minh").press("enter");
    });
}

#[test]
fn messages_replies_and_notes_are_searched() {
    pictures("search", |screen| {
        screen.press("S").type_text("invo");
    });
    pictures("search-nothing", |screen| {
        screen.press("S").type_text("hoan xyz");
    });
}

#[test]
fn a_search_answers_letter_by_letter_and_stays_behind_the_ticket() {
    let mut screen = screen(SMALL);
    screen.press("S");
    assert!(
        screen.text().contains("Searches subjects, messages, replies and notes, newest first."),
        "{}",
        screen.text()
    );
    screen.type_text("banks");
    assert!(screen.text().contains("Banks take up to three working days"), "{}", screen.text());
    screen.press("enter");
    assert!(screen.text().contains("Ticket 1"), "{}", screen.text());
    screen.press("n").type_text("The banks are closed on Monday.").press("ctrl-s esc");
    assert!(screen.text().contains("› banks"), "the search text is still there: {}", screen.text());
    assert!(screen.text().contains("The banks are closed"), "and finds the new note: {}", screen.text());
    screen.press("backspace backspace backspace backspace backspace");
    screen.paste("sai số\n");
    assert!(screen.text().contains("No match. Try fewer words, or the beginning of one."), "{}", screen.text());
    for _ in 0..6 {
        screen.press("backspace");
    }
    screen.paste("món");
    assert!(screen.text().contains("giao thiếu một món"), "{}", screen.text());
}

#[test]
fn a_late_answer_is_not_shown_for_another_text() {
    let mut screen = screen(SMALL);
    screen.press("S").type_text("bank");
    let late = screen.store.search("kettle", 10, None).unwrap();
    assert!(!late.is_empty());
    screen.app.on_response(shiftdesk::query::protocol::Response::SearchResults("kettle".into(), late));
    assert!(!screen.text().contains("kettle back"), "{}", screen.text());
}

#[test]
fn any_change_of_mine_is_undone_and_redone() {
    let acts = |screen: &mut Screen| {
        open(screen, "2");
        screen.press("a").type_text("thao").press("enter s").type_text("pend").press("enter p").type_text("urg");
        screen.press("enter esc Y");
    };
    pictures("acts", |screen| {
        acts(screen);
        screen.press("down enter");
    });
    let mut screen = screen(SMALL);
    acts(&mut screen);
    let ticket = |screen: &Screen| screen.store.ticket(TicketId(2)).unwrap().unwrap().ticket;
    screen.press("down down enter");
    assert!(screen.foot().contains("Undone: assigned ticket 2 to Thảo."), "{}", screen.foot());
    assert_eq!((ticket(&screen).assignee, ticket(&screen).status), (None, Status::Pending), "that one alone");
    assert!(screen.text().contains("undone"), "{}", screen.text());
    screen.press("enter");
    assert!(screen.foot().contains("Redone: assigned ticket 2 to Thảo."), "{}", screen.foot());
    assert!(ticket(&screen).assignee.is_some());
    // Somebody else has reassigned it: the reason is shown, and nothing is undone.
    let other = Author { person: None, login: "minh".into() };
    let change = Change::Assign { ticket: TicketId(2), to: None };
    screen.store.apply(&ChangeRequest { change, by: other, seen_seq: None }, screen.now).unwrap();
    screen.hear_changes();
    screen.press("enter");
    assert!(screen.foot().contains("cannot be undone any more"), "{}", screen.foot());
}

#[test]
fn an_assignment_is_confirmed_and_undone() {
    let mut screen = screen(SMALL);
    open(&mut screen, "2");
    screen.press("a").type_text("thao").press("enter");
    assert!(screen.foot().contains("Ticket 2 assigned to Thảo · u undoes"), "{}", screen.foot());
    assert!(screen.text().contains("Lan assigned it to Thảo"), "the card is reloaded:\n{}", screen.text());
    screen.press("u");
    assert!(screen.foot().contains("Undone: assigned ticket 2 to Thảo."), "{}", screen.foot());
    assert!(screen.text().contains("assigned it to Thảo · undone"), "{}", screen.text());
    assert!(screen.text().contains("undid: assigned it to Thảo"));
}

#[test]
fn status_and_priority_are_picked_by_their_words() {
    let mut screen = screen(SMALL);
    open(&mut screen, "2");
    screen.press("s").type_text("pend").press("enter");
    assert!(screen.foot().contains("Ticket 2 is pending"), "{}", screen.foot());
    screen.press("p").type_text("urg").press("enter");
    assert!(screen.foot().contains("Ticket 2 has priority urgent"), "{}", screen.foot());
    screen.press("p enter");
    assert!(screen.foot().contains("Already so; nothing changed."), "{}", screen.foot());
    let ticket = screen.store.ticket(TicketId(2)).unwrap().unwrap().ticket;
    assert_eq!((ticket.status, ticket.priority), (Status::Pending, Priority::Urgent));
}

#[test]
fn a_note_takes_letters_as_text_and_is_discarded_only_after_a_second_esc() {
    let mut screen = screen(SMALL);
    open(&mut screen, "2");
    screen.press("n").type_text("q?1u: a").press("enter").type_text("second").press("esc");
    assert!(screen.foot().contains("Press esc again to discard"), "{}", screen.foot());
    assert!(screen.text().contains("q?1u: a"));
    screen.press("left esc");
    assert!(screen.text().contains("q?1u: a"), "another key resets the question");
    screen.press("ctrl-c");
    assert!(!screen.quit, "quitting asks as well");
    screen.press("ctrl-s");
    assert!(screen.foot().contains("Note added to ticket 2"), "{}", screen.foot());
    let detail = screen.store.ticket(TicketId(2)).unwrap().unwrap();
    let notes = detail.events.iter().filter_map(|event| match &event.what {
        EventPayload::Noted { body } => Some(body.as_str()),
        _ => None,
    });
    assert_eq!(notes.collect::<Vec<_>>(), ["q?1u: a\nsecond"]);
}

#[test]
fn a_reply_leaves_the_status_as_it_is_unless_it_says_so() {
    let mut screen = screen(SMALL);
    open(&mut screen, "1");
    let status = |screen: &Screen| screen.store.ticket(TicketId(1)).unwrap().unwrap().ticket.status;
    let before = status(&screen);
    screen.press("r").type_text("On its way.").press("ctrl-s");
    assert_eq!(status(&screen), before);
    screen.press("r").type_text("It is there.").press("tab").type_text("sol").press("enter");
    assert_eq!(status(&screen), Status::Solved);
    assert!(screen.foot().contains("Reply added to ticket 1; status: solved"), "{}", screen.foot());
}

#[test]
fn a_shift_on_three_days_is_three_shifts() {
    let mut screen = screen(SMALL);
    screen.press("W").type_text("th").press("tab ctrl-u").type_text("tomorrow").press("tab ctrl-u").type_text("22");
    screen.press("tab ctrl-u").type_text("6").press("tab tab").type_text("2-2:30").press("tab ctrl-u").type_text("3");
    screen.press("enter");
    assert!(screen.foot().contains("changed 3 records"), "{}\n{}", screen.foot(), screen.text());
    let first = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    let shifts = screen.store.shifts(first, first + chrono::Days::new(9)).unwrap();
    let days: Vec<_> = shifts.iter().map(|shift| shift.day.to_string()).collect();
    assert_eq!(days, ["2026-11-22", "2026-11-23", "2026-11-24"]);
    assert_eq!(shifts[0].hours.minutes(), 8 * 60, "through the night");
    assert_eq!(shifts[0].breaks[0].from, 26 * 60, "the break is after midnight");
}

#[test]
fn a_form_refused_by_the_store_keeps_its_values() {
    let mut screen = screen(SMALL);
    screen
        .press("+")
        .type_text("Huy")
        .press("ctrl-s b")
        .type_text("huy")
        .press("up tab tab tab tab tab")
        .type_text("flu");
    // From another terminal, the addition of Huy is undone while the form is open.
    let undo = ChangeRequest { change: Change::Undo, by: screen.author.clone(), seen_seq: None };
    screen.store.apply(&undo, screen.now).unwrap();
    screen.press("ctrl-s");
    assert!(screen.text().contains("▲ There is no person 5"), "{}", screen.text());
    assert!(screen.text().contains("Huy") && screen.text().contains("flu"), "nothing is lost");
    screen.press("up up up up up").type_text("lan").press("ctrl-s");
    assert!(screen.foot().contains("Saved: absence of Lan from Sat 21 Nov"), "{}", screen.foot());
}

#[test]
fn a_decision_on_a_value_changed_meanwhile_is_refused() {
    let mut screen = screen(SMALL);
    screen.press("p");
    let id = TicketId(screen.text().split('#').nth(1).unwrap().split(' ').next().unwrap().parse().unwrap());
    // From another terminal, somebody else changes it while the list is open, and the screen is notified.
    let other = Author { person: None, login: "minh".into() };
    let low = Change::SetPriority { ticket: id, priority: Priority::Low };
    screen.store.apply(&ChangeRequest { change: low, by: other, seen_seq: None }, screen.now).unwrap();
    screen.hear_changes();
    screen.type_text("urgent").press("enter");
    assert!(screen.foot().contains("Somebody else changed the priority"), "{}", screen.foot());
    assert_eq!(screen.store.ticket(id).unwrap().unwrap().ticket.priority, Priority::Low);
    screen.press("p").type_text("urgent").press("enter");
    assert_eq!(
        screen.store.ticket(id).unwrap().unwrap().ticket.priority,
        Priority::Urgent,
        "the new value has been seen now"
    );
}

#[test]
fn a_ticket_taken_at_the_phone() {
    let mut screen = screen(SMALL);
    screen.press("c enter enter enter enter enter enter").type_text("Hello").press("ctrl-s");
    assert!(screen.text().contains("Enter a subject."), "{}", screen.text());
    screen.type_text("Máy pha cà phê rò nước").press("enter").paste("Bùi\nAn").press("ctrl-s");
    assert!(screen.foot().contains("Ticket 7 created: Máy pha cà phê rò nước"), "{}", screen.foot());
    let detail = screen.store.ticket(TicketId(7)).unwrap().unwrap();
    assert_eq!(detail.customer.unwrap().name, "Bùi An");
}

#[test]
fn a_role_fills_in_both_profiles() {
    let mut screen = screen(SMALL);
    screen.press("+").type_text("Huy").press("tab right right ctrl-s");
    assert!(screen.foot().contains("Saved: Huy"), "{}", screen.foot());
    let team = screen.store.team(chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()).unwrap();
    let huy = team.people.values().find(|person| person.name == "Huy").unwrap();
    assert_eq!((huy.primary, huy.second), (Some(Profile::QualityController), Some(Profile::Operationalist)));
    assert!(huy.lead);
    screen.press("+").type_text("HUY").press("ctrl-s");
    assert!(screen.text().contains("HUY exists already; enter a different name."), "{}", screen.text());
}

#[test]
fn the_palette_runs_commands_and_says_when_a_ticket_is_needed() {
    let mut screen = screen(SMALL);
    screen.press("5 ?").type_text("to nobody").press("enter");
    assert!(screen.foot().contains("Move the cursor to a ticket first."), "{}", screen.foot());
    screen.press(":").type_text("whole queue").press("enter");
    assert!(screen.text().lines().nth(1).unwrap_or_default().contains("Queue"), "{}", screen.text());
}

#[test]
fn a_missing_ticket_is_reported() {
    let mut screen = screen(SMALL);
    open(&mut screen, "99");
    assert!(screen.text().contains("No ticket has this number."), "{}", screen.text());
    screen.press("a esc");
    assert!(!screen.text().contains("Ticket 99"));
}

#[test]
fn every_dialog_can_be_drawn_in_every_window() {
    let ways = [
        "enter",
        "enter tab",
        "enter enter",
        "enter a",
        "enter s",
        "enter p",
        "enter n",
        "enter r",
        "enter m",
        "enter e",
        "enter E",
        "enter P",
        "enter H",
        "enter C",
        "enter M",
        "enter K",
        "enter X",
        "enter U",
        "enter T",
        "L",
        "?",
        "c",
        "+",
        "W",
        "w",
        "b",
        "R",
        "S",
        "Y",
        "F",
        "A",
        "A tab",
        "A enter",
        "A e",
        "4 enter",
        "enter A",
        "enter n",
        "enter e",
        "e",
        "n",
    ];
    let many = [Action::Assign, Action::Edit, Action::Escalate, Action::HandOff, Action::Merge, Action::Note];
    for size in [(60, 15), (61, 15), (79, 17), (105, 19), (111, 30), (200, 60), (20, 5), (1, 1)] {
        let mut screen = screen(size);
        for way in ways {
            screen.press(way).press("ctrl-s");
            screen.picture();
            screen.press("up down pgdn end").type_text("x").press("tab backtab");
            screen.picture();
            // Closes all dialogs, discarding typed text.
            screen.press("esc esc esc esc");
        }
        for action in many {
            screen.act_on(action, &[1, 2, 3]).picture();
            screen.type_text("a").press("enter tab").type_text("b").press("ctrl-s").picture();
            screen.press("up down pgdn end left right").picture();
            screen.press("esc esc esc esc");
        }
    }
}
