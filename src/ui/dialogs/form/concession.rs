//! Form for a concession to a customer: refund, credit, gift.

use super::FormSpec;
use super::field::FormField;
use super::values::{FieldError, FormValues};
use crate::events::change::Change;
use crate::model::ids::TicketId;
use crate::model::ticket::Concession;
use crate::ui::dialogs::ticket_actions::target::ticket_label;
use crate::ui::view::View;

/// The form.
pub struct ConcessionForm {
    ticket: TicketId,
    ticket_label: String,
}

impl ConcessionForm {
    pub fn new(ticket: TicketId, view: &View) -> ConcessionForm {
        ConcessionForm { ticket, ticket_label: ticket_label(ticket, view) }
    }
}

impl FormSpec for ConcessionForm {
    fn title(&self, view: &View) -> String {
        view.tt("concession-title", &[("ticket", self.ticket_label.as_str().into())])
    }

    fn fields(&self, view: &View) -> Vec<FormField> {
        vec![
            FormField::line("amount", ""),
            FormField::line("currency", view.settings.currency.as_str()),
            FormField::line("concession-reason", ""),
        ]
    }

    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        let text = filled.text("amount");
        let amount = parse_hundredths(&text).filter(|amount| *amount > 0);
        let amount = amount.ok_or_else(|| filled.error("amount", "wrong-amount", &[("text", text.into())]))?;
        let concession = Concession {
            amount,
            currency: filled.required("currency", "wrong-currency")?.to_uppercase(),
            reason: filled.required("concession-reason", "wrong-concession-reason")?,
        };
        Ok(vec![Change::GrantConcession { ticket: self.ticket, concession }])
    }
}

/// An amount in hundredths, in English or Vietnamese notation: `12`, `12.5`, `12,50`, `1.500.000`, `1,234.50`. One or
/// two digits after the last separator are decimals, three are thousands.
fn parse_hundredths(text: &str) -> Option<i64> {
    let text = text.replace([' ', '\u{a0}'], "");
    let (whole, rest) = match text.rsplit_once(['.', ',']) {
        Some((whole, rest)) if rest.len() < 3 => (whole, rest),
        _ => (text.as_str(), ""),
    };
    let mut groups = whole.split(['.', ',']);
    let first = groups.next()?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let grouped: Vec<&str> = groups.collect();
    let sound = digits(first)
        && grouped.iter().all(|group| group.len() == 3 && digits(group))
        && (grouped.is_empty() || first.len() <= 3)
        && (rest.is_empty() || digits(rest))
        && !text.ends_with(['.', ',']);
    if !sound {
        return None;
    }
    let whole: i64 = format!("{first}{}", grouped.concat()).parse().ok()?;
    let rest: i64 = format!("{rest:0<2}").parse().ok()?;
    whole.checked_mul(100)?.checked_add(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_as_they_are_written_in_either_language() {
        let read = ["12", "12.5", "12,50", "1.500.000", "1,234.50", "500 000", "0.07"].map(parse_hundredths);
        assert_eq!(read, [1200, 1250, 1250, 150_000_000, 123_450, 50_000_000, 7].map(Some));
        for wrong in ["", ".", "12.", "1.50.000", "1234,567.5", "-5", "12,5000", "ten", "99999999999999999999"] {
            assert_eq!(parse_hundredths(wrong), None, "{wrong}");
        }
    }
}
