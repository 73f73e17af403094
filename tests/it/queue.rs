//! The queue on the screen: filter, views, order and columns.

use crate::support::desk::saturday;
use crate::support::screen::Screen;

const SMALL: (u16, u16) = (80, 24);
const LARGE: (u16, u16) = (120, 35);

fn queue(size: (u16, u16)) -> Screen {
    let mut screen = Screen::new(size, "", saturday);
    screen.press("2");
    screen
}

/// Snapshots the screen after `steps` in the queue, small and large, in both languages.
fn pictures(name: &str, steps: impl Fn(&mut Screen)) {
    for (size, language) in [(SMALL, "en"), (LARGE, "en"), (SMALL, "vi"), (LARGE, "vi")] {
        let mut screen = Screen::new(size, &format!("[screen]\nlanguage = '{language}'"), saturday);
        screen.press("2");
        steps(&mut screen);
        let name = format!("{name}-{}x{}-{language}", size.0, size.1);
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, screen.picture());
        });
    }
}

/// The numbers of the tickets listed, from the top.
fn listed(screen: &Screen) -> Vec<i64> {
    let text = screen.text();
    let rows = text.lines().skip(3).take_while(|line| !line.contains("───"));
    rows.filter_map(|line| line.split_whitespace().find_map(|word| word.parse().ok())).collect()
}

#[test]
fn the_filter_with_what_could_be_meant() {
    pictures("filter", |screen| {
        screen.press("/").type_text("status:open ca").press("down");
    });
}

#[test]
fn a_mistake_below_its_place() {
    pictures("filter-mistake", |screen| {
        screen.press("/").type_text("status:open prio:>=hgih");
    });
}

#[test]
fn the_language_to_look_up() {
    pictures("filter-help", |screen| {
        screen.press("/ f1");
    });
}

#[test]
fn the_views_of_the_queue() {
    pictures("views", |screen| {
        screen.press("F");
    });
}

#[test]
fn the_columns_to_choose() {
    pictures("columns", |screen| {
        screen.press("v J space");
    });
}

#[test]
fn the_list_follows_each_key_and_what_is_understood() {
    let mut screen = queue(SMALL);
    let all = listed(&screen);
    assert_eq!(all.len(), 5, "{}", screen.text());
    screen.press("/").type_text("hang");
    assert_eq!(listed(&screen), [2], "accents do not matter");
    screen.press("ctrl-u").type_text("status:open ");
    let open = listed(&screen);
    screen.type_text("prio:>=");
    assert_eq!(listed(&screen), open, "an unfinished term does not filter yet");
    screen.type_text("hgih");
    assert!(screen.text().contains("did you mean high?"), "{}", screen.text());
    assert_eq!(listed(&screen), open);
    screen.press("enter");
    assert!(screen.text().contains("/status:open prio:>=hgih"), "a filter with a mistake is not applied");
    screen.press("backspace backspace backspace").type_text("igh").press("enter");
    assert_eq!(listed(&screen), [1]);
    assert!(screen.text().contains("Queue / status:open prio:>=high"), "{}", screen.text());
    screen.press("esc");
    assert_eq!(listed(&screen), all);
}

#[test]
fn tab_takes_the_first_proposal_and_arrows_choose_another() {
    let mut screen = queue(SMALL);
    screen.press("/").type_text("sta").press("tab");
    assert!(screen.text().contains("/status:"), "{}", screen.text());
    screen.press("down down enter");
    assert!(screen.text().contains("/status:open"), "{}", screen.text());
    screen.type_text(" who:th").press("tab enter");
    assert!(screen.text().contains("Queue / status:open who:Thảo"), "{}", screen.text());
    screen.press("/ f1").type_text("stuck").press("enter").type_text("y").press("tab enter");
    assert!(screen.text().contains("who:Thảo stuck:yes"), "{}", screen.text());
}

#[test]
fn a_view_is_filter_order_and_columns_and_esc_leaves_it() {
    let mut screen = queue(LARGE);
    let all = listed(&screen);
    screen.press("F").type_text("mine").press("enter");
    assert!(screen.text().contains("Queue · Mine"), "{}", screen.text());
    assert_eq!(listed(&screen), [3]);
    screen.press("1 F").type_text("stuck").press("enter");
    assert!(screen.text().contains("Queue · Stuck"), "{}", screen.text());
    screen.press("esc 2");
    assert_eq!(listed(&screen), all);
    screen.press("enter");
    assert!(screen.text().contains("History"), "{}", screen.text());
    screen.press("F").type_text("mine").press("enter");
    assert!(!screen.text().contains("History"), "no pane is above the chosen view: {}", screen.text());
    screen.press("4 F enter");
    assert!(
        screen.text().contains("Queue · Breaching this shift"),
        "from a view without the queue, the queue is opened"
    );
}

#[test]
fn the_same_order_again_is_reversed() {
    let mut screen = queue(LARGE);
    screen.press("o").type_text("id").press("enter");
    assert_eq!(listed(&screen), [1, 2, 3, 4, 5]);
    assert!(screen.text().contains("id↑"), "{}", screen.text());
    screen.press("o enter");
    assert_eq!(listed(&screen), [5, 4, 3, 2, 1]);
    assert!(screen.text().contains("id↓") && screen.text().contains("↓ id"), "{}", screen.text());
    screen.press("esc");
    assert!(!screen.text().contains("id↓"));
}

#[test]
fn columns_are_shown_hidden_and_moved() {
    let mut screen = queue(LARGE);
    // The time left is hidden, the number moves behind the subject.
    screen.press("v space down J enter");
    let text = screen.text();
    let header = text.lines().nth(3).unwrap_or_default();
    assert!(!header.contains("left"), "{header}");
    assert!(header.find("subject") < header.find("id"), "{header}");
    screen.press("v 0");
    assert!(screen.text().lines().nth(3).unwrap_or_default().contains("left    id"), "{}", screen.text());
}

#[test]
fn what_somebody_else_does_changes_a_filtered_list() {
    use shiftdesk::events::change::{Change, ChangeRequest};
    use shiftdesk::model::ids::TicketId;
    use shiftdesk::model::person::Author;
    use shiftdesk::model::ticket::Priority;
    let mut screen = queue(SMALL);
    screen.press("/").type_text("prio:urgent").press("enter");
    assert_eq!(listed(&screen), Vec::<i64>::new());
    let change = Change::SetPriority { ticket: TicketId(4), priority: Priority::Urgent };
    let by = Author { person: None, login: "other".into() };
    let now = screen.now;
    screen.store.apply(&ChangeRequest { change, by, seen_seq: None }, now).unwrap();
    screen.hear_changes();
    assert_eq!(listed(&screen), [4]);
}
