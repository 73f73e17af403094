//! Texts for distribution reasons: why a person gets a ticket, what excludes them, why nobody gets it.

use crate::engine::distribution::reasons::{AssignmentBlocker, AssignmentReason, Shortage};
use crate::engine::distribution::requirements::TicketRequirement;
use crate::model::person::Profile;
use crate::model::text::clean_line;
use crate::presentation::catalog::CatalogValue;
use crate::ui::view::View;

/// Reasons for an assignment.
pub fn format_reasons(why: &[AssignmentReason], view: &View) -> String {
    why.iter().map(|reason| self::format_reason(reason, view)).collect::<Vec<_>>().join(" · ")
}

fn format_reason(reason: &AssignmentReason, view: &View) -> String {
    let say = |key: &str, values: &[(&str, CatalogValue)]| view.tt(&format!("reason-{key}"), values);
    match reason {
        AssignmentReason::ByHand => say("by-hand", &[]),
        AssignmentReason::Despite { rule } => say("despite", &[("rule", format_obstacle(rule, view).into())]),
        AssignmentReason::First { profile } => say("first", &[("profile", self::profile_value(*profile, view))]),
        AssignmentReason::Second { profile } => say("second", &[("profile", self::profile_value(*profile, view))]),
        AssignmentReason::Skill { skill, level } => {
            say("skill", &[("skill", text_value(skill)), ("level", usize::from(*level).into())])
        }
        AssignmentReason::Language { language } => say("language", &[("language", text_value(language))]),
        AssignmentReason::LanguageUnknown { language } => {
            say("language-unknown", &[("language", text_value(language))])
        }
        AssignmentReason::Only => say("only", &[]),
        AssignmentReason::BetterFull { n } => say("better-full", &[("n", (*n).into())]),
        AssignmentReason::Even { of } => say("even", &[("n", (*of).into())]),
        AssignmentReason::Best { of } => say("best", &[("n", (*of).into())]),
        AssignmentReason::OnBreak => say("on-break", &[]),
    }
}

/// Obstacles that exclude a person.
pub fn format_obstacles(bars: &[AssignmentBlocker], view: &View) -> String {
    bars.iter().map(|bar| self::format_obstacle(bar, view)).collect::<Vec<_>>().join(" · ")
}

fn format_obstacle(bar: &AssignmentBlocker, view: &View) -> String {
    let say = |key: &str, values: &[(&str, CatalogValue)]| view.tt(&format!("bar-{key}"), values);
    match bar {
        AssignmentBlocker::OffShift => say("off", &[]),
        AssignmentBlocker::Away { why } => view.t(&format!("absence-{}", why.name())),
        AssignmentBlocker::Full => say("full", &[]),
        AssignmentBlocker::Lacks(TicketRequirement::Profile { profile }) => {
            say("profile", &[("profile", self::profile_value(*profile, view))])
        }
        AssignmentBlocker::Lacks(TicketRequirement::Skill { skill, level }) => {
            say("skill", &[("skill", text_value(skill)), ("level", usize::from(*level).into())])
        }
        AssignmentBlocker::Lacks(TicketRequirement::Channel { channel }) => {
            say("channel", &[("channel", text_value(channel))])
        }
        AssignmentBlocker::Lacks(TicketRequirement::Language { language }) => {
            say("language", &[("language", text_value(language))])
        }
    }
}

/// Why no person is eligible.
pub fn format_shortage(why: &Shortage, view: &View) -> String {
    match why {
        Shortage::NobodyIn => view.t("shortage-nobody-in"),
        Shortage::Nobody { needs } => {
            let needs = needs.iter().map(|need| self::format_need(need, view));
            let all =
                needs.reduce(|all, one| view.tt("distribute-both", &[("one", all.into()), ("other", one.into())]));
            view.tt("shortage-nobody", &[("needs", all.unwrap_or_default().into())])
        }
        Shortage::AllFull { people } => {
            let names: Vec<_> = people.iter().map(|person| clean_line(view.person_name(Some(*person)))).collect();
            view.tt("shortage-full", &[("who", names.join(", ").into())])
        }
    }
}

fn format_need(need: &TicketRequirement, view: &View) -> String {
    let say = |key: &str, values: &[(&str, CatalogValue)]| view.tt(&format!("need-{key}"), values);
    match need {
        TicketRequirement::Profile { profile } => say("profile", &[("profile", self::profile_value(*profile, view))]),
        TicketRequirement::Skill { skill, level } => {
            say("skill", &[("skill", text_value(skill)), ("level", usize::from(*level).into())])
        }
        TicketRequirement::Channel { channel } => say("channel", &[("channel", text_value(channel))]),
        TicketRequirement::Language { language } => say("language", &[("language", text_value(language))]),
    }
}

fn profile_value(profile: Profile, view: &View) -> CatalogValue<'static> {
    view.t(&format!("profile-{profile}")).into()
}

fn text_value(text: &str) -> CatalogValue<'_> {
    CatalogValue::Text(clean_line(text))
}
