//! Ticket actions in dialogs: on one ticket, and on several at once.

use crate::support::desk::saturday;
use crate::support::screen::Screen;
use shiftdesk::events::change::{Change, ChangeRequest};
use shiftdesk::model::ids::TicketId;
use shiftdesk::model::person::Author;
use shiftdesk::model::ticket::{LinkKind, Status, Ticket};
use shiftdesk::model::time::parse_moment;
use shiftdesk::ui::action::Action;

const SMALL: (u16, u16) = (80, 24);
const LARGE: (u16, u16) = (120, 35);

fn screen(size: (u16, u16)) -> Screen {
    Screen::new(size, "", saturday)
}

fn in_language(size: (u16, u16), language: &str) -> Screen {
    Screen::new(size, &format!("[screen]\nlanguage = '{language}'"), saturday)
}

/// Snapshots the screen after `steps`, small and large, in both languages.
fn pictures(name: &str, steps: impl Fn(&mut Screen)) {
    for (size, language) in [(SMALL, "en"), (LARGE, "en"), (SMALL, "vi"), (LARGE, "vi")] {
        let mut screen = in_language(size, language);
        steps(&mut screen);
        let name = format!("{name}-{}x{}-{language}", size.0, size.1);
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, screen.picture());
        });
    }
}

/// Opens ticket `id` from any view.
fn open(screen: &mut Screen, id: i64) -> &mut Screen {
    screen.press(":").type_text(&format!("#{id}")).press("enter")
}

fn ticket(screen: &Screen, id: i64) -> Ticket {
    screen.store.ticket(TicketId(id)).unwrap().unwrap().ticket
}

/// Ticket 1 with everything that can be added to a ticket.
fn eventful(screen: &mut Screen) {
    open(screen, 1);
    screen.press("E").type_text("2").press("tab").type_text("The bank does not answer").press("ctrl-s");
    screen.press("P tab").type_text("9:25").press("ctrl-s");
    screen.press("P end enter").type_text("send the trace number").press("tab").type_text("+5h").press("ctrl-s");
    screen.press("U").type_text("Call her before noon").press("tab").type_text("+3h").press("ctrl-s");
    screen.press("C").type_text("250000").press("tab tab").type_text("kettle late").press("ctrl-s");
    screen.press("C").type_text("50.000").press("tab tab").type_text("postage").press("ctrl-s");
    screen.press("T enter down enter esc");
    screen.press("K").type_text("3").press("enter");
    screen.press("H").type_text("thao").press("tab").type_text("My shift ends").press("tab");
    screen.type_text("Ask the bank for the trace number").press("ctrl-s");
}

#[test]
fn everything_added_to_a_ticket_is_on_its_card() {
    pictures("card-full", eventful);
    pictures("card-facts", |screen| {
        eventful(screen);
        screen.press("tab end");
    });
    let mut wide = screen((200, 60));
    eventful(&mut wide);
    let text = wide.text();
    for part in [
        "Next step: Ask the bank for the trace number · Minh → Thảo",
        "Escalated to the experts: The bank does not answer",
        "Promised: call back · by 09:25 · 0:23 left",
        "Customer upset: Call her before noon · follow up 12:02",
        "total 300,000 VND",
        "#3 related · Cannot log in after reset",
        "2 of 3",
        "#2 ○ 0 h Đơn hàng giao thiếu một món",
    ] {
        assert!(text.contains(part) || text.contains(&part.replace("0 h", "55 m")), "{part}\n{text}");
    }
}

#[test]
fn a_promise_is_made_kept_and_cancelled() {
    let mut screen = screen(SMALL);
    open(&mut screen, 2).press("P tab").type_text("8:00").press("ctrl-s");
    let tomorrow = parse_moment("2026-11-22T08:00", "Asia/Ho_Chi_Minh".parse().unwrap()).unwrap();
    let made = ticket(&screen, 2).promises;
    assert_eq!((made[0].what.as_str(), made[0].due), ("call back", tomorrow), "8:00 is already past today");
    screen.press("P").type_text("kept").press("enter");
    assert_eq!(ticket(&screen, 2).promises[0].ended, Some((screen.now, true)));
    screen.press("P tab").type_text("mon 9").press("ctrl-s P").type_text("cancel the promise").press("enter");
    let ended: Vec<_> = ticket(&screen, 2).promises.iter().map(|promise| promise.ended.unwrap().1).collect();
    assert_eq!(ended, [true, false]);
    screen.press("P tab").type_text("soon").press("ctrl-s");
    assert!(screen.text().contains("“soon” is not a time"), "{}", screen.text());
}

#[test]
fn a_promise_rings_once_and_is_counted_on_the_first_line() {
    let mut screen = screen(LARGE);
    open(&mut screen, 2).press("P").type_text("call back").press("tab").type_text("+40m").press("ctrl-s 1");
    assert!(screen.text().contains("◷ 1 promise before 16:00"), "{}", screen.text());
    let rings = "Promise to Hoa Nguyễn due at 09:42: call back (#2)";
    assert!(!screen.foot().contains(rings), "{}", screen.foot());
    screen.tick(9);
    assert!(!screen.foot().contains(rings), "{}", screen.foot());
    // The reminder waits while a form is being filled in.
    screen.press("c").type_text("Kett").tick(1);
    assert!(screen.foot().contains(rings), "{}", screen.foot());
    screen.type_text("le").press("esc esc down");
    assert!(!screen.foot().contains(rings), "{}", screen.foot());
    screen.tick(5);
    assert!(!screen.foot().contains(rings), "it rings only once: {}", screen.foot());
    screen.tick(40).press("1 tab tab tab tab");
    assert!(screen.text().contains("◷ 1 promise before 16:00"), "an overdue promise stays: {}", screen.text());
}

#[test]
fn a_ticket_is_escalated_and_de_escalated() {
    let mut screen = screen(SMALL);
    open(&mut screen, 2).press("E ctrl-s");
    assert!(screen.text().contains("Enter a reason; the new owner reads it first."), "{}", screen.text());
    screen.type_text("wants a lawyer").press("ctrl-s");
    assert_eq!(ticket(&screen, 2).escalation.unwrap().level, 1);
    screen.press("E ctrl-s");
    assert_eq!(ticket(&screen, 2).escalation.unwrap().level, 2, "escalating again suggests the next level");
    screen.press("E").type_text("nobody").press("ctrl-s");
    assert_eq!(ticket(&screen, 2).escalation, None);
}

#[test]
fn fields_are_edited_in_place() {
    let mut screen = screen(SMALL);
    open(&mut screen, 2).press("e").type_text(" và một đĩa").press("tab tab ctrl-u").type_text("del");
    assert!(screen.text().contains("→ completes: delivery"), "{}", screen.text());
    screen.press("right tab").type_text("#vip, fragile").press("tab").type_text("vi").press("tab tab");
    screen.type_text("packing line 2").press("ctrl-s");
    let edited = ticket(&screen, 2);
    assert_eq!(edited.subject, "Đơn hàng giao thiếu một món và một đĩa");
    assert_eq!((edited.category.as_deref(), edited.channel.as_deref()), (Some("delivery"), Some("e-mail")));
    assert_eq!((edited.language.as_deref(), edited.cause.as_deref()), (Some("vi"), Some("packing line 2")));
    assert_eq!(edited.tags, ["vip", "fragile"]);
    screen.press("u");
    assert_eq!(ticket(&screen, 2).category.as_deref(), Some("billing"), "one change, undone as one");
}

#[test]
fn tickets_are_split_linked_and_merged_with_their_messages() {
    let mut screen = screen(LARGE);
    open(&mut screen, 1).press("X").type_text("The kettle's lid").press("ctrl-s");
    let part = ticket(&screen, 7);
    assert_eq!((part.customer, part.channel.as_deref()), (ticket(&screen, 1).customer, Some("e-mail")));
    assert!(ticket(&screen, 1).links.contains(&(TicketId(7), LinkKind::SplitInto)));
    screen.press("M").type_text("giao thieu").press("enter");
    assert_eq!(ticket(&screen, 1).merged_into, Some(TicketId(2)));
    assert!(screen.text().contains("Merged into ticket 2."), "{}", screen.text());
    // From the card of the merged ticket to the card of the other, which shows the messages of both.
    screen.press("enter").type_text("2 continues").press("enter");
    assert!(screen.text().contains("Ticket 2 "), "{}", screen.text());
    assert!(screen.text().contains("▸ #1 Minh replied, then pending"), "{}", screen.text());
    screen.press("M").type_text("99").press("enter");
    assert!(screen.foot().contains("There is no ticket 99"), "{}", screen.foot());
}

#[test]
fn several_tickets_are_previewed_and_changed_as_one() {
    let mut screen = screen(LARGE);
    screen.act_on(Action::Assign, &[2, 5, 4]).type_text("minh").press("enter");
    let text = screen.text();
    assert!(
        text.contains("2 tickets will change; nothing is saved yet.") && text.contains("1 other stays unchanged."),
        "{text}"
    );
    assert!(text.contains("#2  Đơn hàng giao thiếu một món") && text.contains("nobody → Minh"), "{text}");
    assert_eq!(ticket(&screen, 2).assignee, None);
    screen.press("enter");
    assert!(screen.foot().contains("assigned 2 tickets"), "{}", screen.foot());
    assert!(ticket(&screen, 2).assignee.is_some());
    screen.press("u");
    assert_eq!(ticket(&screen, 2).assignee, None);
    screen.act_on(Action::Promise, &[1, 2]);
    assert!(screen.foot().contains("This works on one ticket at a time."), "{}", screen.foot());
}

#[test]
fn a_form_for_several_tickets_returns_until_it_is_saved() {
    let mut screen = screen(LARGE);
    screen.act_on(Action::Edit, &[1, 2, 3]).type_text("refund").press("tab").type_text("vip").press("ctrl-s");
    assert!(screen.text().contains("billing → refund · +vip"), "{}", screen.text());
    screen.press("esc");
    assert!(screen.text().contains("add tags") && screen.text().contains("vip"), "{}", screen.text());
    screen.press("ctrl-s enter");
    assert!(screen.foot().contains("edited 3 tickets"), "{}", screen.foot());
    assert!(!screen.text().contains("add tags"), "{}", screen.text());
    assert_eq!((ticket(&screen, 3).category.as_deref(), ticket(&screen, 3).tags), (Some("refund"), vec!["vip".into()]));
    screen.act_on(Action::Edit, &[1, 2]).press("tab tab").type_text("vip").press("ctrl-s enter");
    assert!(ticket(&screen, 1).tags.is_empty() && !ticket(&screen, 3).tags.is_empty());
    screen.act_on(Action::Merge, &[1, 2, 3]).type_text("#2").press("enter enter");
    assert_eq!(ticket(&screen, 2).merged_from, [TicketId(1), TicketId(3)].into());
    assert_eq!(ticket(&screen, 3).status, Status::Closed);
}

#[test]
fn the_preview_of_a_change_to_several_tickets() {
    pictures("preview", |screen| {
        screen.act_on(Action::HandOff, &[1, 2, 3, 4, 5]).type_text("thao").press("tab tab");
        screen.type_text("Call them").press("ctrl-s");
    });
}

#[test]
fn a_refused_change_to_several_tickets_gives_every_reason() {
    let mut screen = screen(LARGE);
    screen.act_on(Action::Status, &[1, 2, 3]).type_text("solved").press("enter");
    // Meanwhile somebody else changes two of them from another terminal.
    let other = Author { person: None, login: "minh".into() };
    for id in [1, 3] {
        let change = Change::SetStatus { ticket: TicketId(id), status: Status::OnHold };
        screen.store.apply(&ChangeRequest { change, by: other.clone(), seen_seq: None }, screen.now).unwrap();
    }
    screen.press("enter");
    let text = screen.text();
    for part in ["because 2 of it could not be", "status of ticket 1 meanwhile", "status of ticket 3 meanwhile"] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert_eq!(ticket(&screen, 2).status, Status::New, "all or nothing");
    screen.press("esc");
    assert!(
        screen.text().contains("2 tickets will change") || screen.text().contains("3 tickets will change"),
        "{}",
        screen.text()
    );
}

#[test]
fn a_ledger_adds_up() {
    pictures("ledger", |screen| {
        open(screen, 1);
        screen.press("p home enter L right right");
    });
    let mut screen = screen(SMALL);
    // The customer's last message is 47 minutes old; the target is two hours.
    open(&mut screen, 1).press("L");
    let text = screen.text();
    assert!(text.contains("used 0:47 + left 1:13 = target 2:00"), "{text}");
    assert!(text.contains("08:15  09:02  ● ") && text.contains("while open, until now"), "{text}");
    screen.tick(80);
    assert!(screen.text().contains("used 2:07 − over by 0:07 = target 2:00"), "{}", screen.text());
}

#[test]
fn a_ledger_of_business_hours_names_closed_hours_and_holidays() {
    let calendar = "[[calendar]]\nname = 'office'\nfriday = ['08:00-12:00', '13:00-17:00']\nsaturday = ['08:00-12:00']\n\
                    holidays = [{ date = '2026-11-19', name = 'Founders’ day of the whole company' }]\nthursday = ['08:00-17:00']\n\
                    [[sla]]\nname = 'all'\nfirst_reply = '4h'\nresolution = '20h'\ncalendar = 'office'\nmode = 'total'";
    let mut screen = Screen::new(SMALL, calendar, saturday);
    open(&mut screen, 1).press("L");
    let text = screen.text();
    // The sentence is wrapped at 80 columns.
    assert!(text.contains("counts the hours of ‘office’ │\n│ (Asia/Ho_Chi_Minh)"), "{text}");
    assert!(text.contains("holiday: Founders’") && text.contains("closed hours"), "{text}");
    // Friday's eight hours, and one hour and two minutes of Saturday.
    assert!(text.contains("used 9:02 + left 10:58 = target 20:00"), "{text}");
}

#[test]
fn the_editor_gets_the_text_and_returns_it() {
    let mut screen = screen(SMALL);
    open(&mut screen, 2).press("r").type_text("on its way");
    assert!(screen.foot().contains("ctrl-e editor"), "{}", screen.foot());
    screen.press("ctrl-e ctrl-s");
    let said = screen.store.ticket(TicketId(2)).unwrap().unwrap().events;
    assert!(format!("{said:?}").contains("ON ITS WAY"), "{said:?}");
    // In a one-line field the key moves to the end of the line.
    screen.press("e home ctrl-e").type_text("!").press("ctrl-s");
    assert!(ticket(&screen, 2).subject.ends_with("món!"), "{}", ticket(&screen, 2).subject);
}
