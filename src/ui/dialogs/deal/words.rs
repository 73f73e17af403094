//! Texts for distribution reasons: why a person gets a ticket, what excludes them, why nobody gets it.

use crate::engine::deal::need::Need;
use crate::engine::deal::why::{Bar, Reason, Shortage};
use crate::model::person::Profile;
use crate::model::text::clean_line;
use crate::ui::view::View;
use crate::ui::words::Value;

/// Reasons for an assignment.
pub fn reasons(why: &[Reason], view: &View) -> String {
    why.iter().map(|reason| self::reason(reason, view)).collect::<Vec<_>>().join(" · ")
}

fn reason(reason: &Reason, view: &View) -> String {
    let say = |key: &str, values: &[(&str, Value)]| view.tt(&format!("reason-{key}"), values);
    match reason {
        Reason::ByHand => say("by-hand", &[]),
        Reason::Despite { rule } => say("despite", &[("rule", bar(rule, view).into())]),
        Reason::First { profile } => say("first", &[("profile", self::profile(*profile, view))]),
        Reason::Second { profile } => say("second", &[("profile", self::profile(*profile, view))]),
        Reason::Skill { skill, level } => {
            say("skill", &[("skill", clean(skill)), ("level", usize::from(*level).into())])
        }
        Reason::Language { language } => say("language", &[("language", clean(language))]),
        Reason::LanguageUnknown { language } => say("language-unknown", &[("language", clean(language))]),
        Reason::Only => say("only", &[]),
        Reason::BetterFull { n } => say("better-full", &[("n", (*n).into())]),
        Reason::Even { of } => say("even", &[("n", (*of).into())]),
        Reason::Best { of } => say("best", &[("n", (*of).into())]),
        Reason::OnBreak => say("on-break", &[]),
    }
}

/// Obstacles that exclude a person.
pub fn bars(bars: &[Bar], view: &View) -> String {
    bars.iter().map(|bar| self::bar(bar, view)).collect::<Vec<_>>().join(" · ")
}

fn bar(bar: &Bar, view: &View) -> String {
    let say = |key: &str, values: &[(&str, Value)]| view.tt(&format!("bar-{key}"), values);
    match bar {
        Bar::OffShift => say("off", &[]),
        Bar::Away { why } => view.t(&format!("absence-{}", why.name())),
        Bar::Full => say("full", &[]),
        Bar::Lacks(Need::Profile { profile }) => say("profile", &[("profile", self::profile(*profile, view))]),
        Bar::Lacks(Need::Skill { skill, level }) => {
            say("skill", &[("skill", clean(skill)), ("level", usize::from(*level).into())])
        }
        Bar::Lacks(Need::Channel { channel }) => say("channel", &[("channel", clean(channel))]),
        Bar::Lacks(Need::Language { language }) => say("language", &[("language", clean(language))]),
    }
}

/// Why no person is eligible.
pub fn shortage(why: &Shortage, view: &View) -> String {
    match why {
        Shortage::NobodyIn => view.t("shortage-nobody-in"),
        Shortage::Nobody { needs } => {
            let needs = needs.iter().map(|need| self::need(need, view));
            let all = needs.reduce(|all, one| view.tt("deal-both", &[("one", all.into()), ("other", one.into())]));
            view.tt("shortage-nobody", &[("needs", all.unwrap_or_default().into())])
        }
        Shortage::AllFull { people } => {
            let names: Vec<_> = people.iter().map(|person| clean_line(view.name(Some(*person)))).collect();
            view.tt("shortage-full", &[("who", names.join(", ").into())])
        }
    }
}

fn need(need: &Need, view: &View) -> String {
    let say = |key: &str, values: &[(&str, Value)]| view.tt(&format!("need-{key}"), values);
    match need {
        Need::Profile { profile } => say("profile", &[("profile", self::profile(*profile, view))]),
        Need::Skill { skill, level } => say("skill", &[("skill", clean(skill)), ("level", usize::from(*level).into())]),
        Need::Channel { channel } => say("channel", &[("channel", clean(channel))]),
        Need::Language { language } => say("language", &[("language", clean(language))]),
    }
}

fn profile(profile: Profile, view: &View) -> Value<'static> {
    view.t(&format!("profile-{profile}")).into()
}

fn clean(text: &str) -> Value<'_> {
    Value::Text(clean_line(text))
}
