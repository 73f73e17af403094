//! Customer list filter: `mine`, `key`, `risk`, `lost`, `tier:gold`, and any part of a name.

use crate::engine::customers::ChurnRisk;
use crate::model::customer::Customer;
use crate::model::ids::PersonId;
use crate::model::text::fold;

/// Conditions that must all hold; empty matches every customer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CustomerFilter {
    /// Account owner.
    pub owner: Option<PersonId>,
    /// Key accounts only (those with an owner).
    pub key_account: bool,
    pub at_risk: bool,
    /// Lost customers only; by default they are hidden.
    pub lost: bool,
    /// Folded tier.
    pub tier: Option<String>,
    /// Folded words; each must occur in the name, e-mail address or organization.
    pub words: Vec<String>,
}

impl CustomerFilter {
    /// Parses filter text; `me` resolves "mine".
    ///
    /// # Errors
    /// If "mine" is used but `me` is unknown.
    pub fn parse(text: &str, me: Option<PersonId>) -> Result<CustomerFilter, String> {
        let mut filter = CustomerFilter::default();
        for word in text.split_whitespace().map(fold) {
            match word.as_str() {
                "mine" => {
                    let nobody = "it is not known who you are, so nothing is yours; start with --as, or set me";
                    filter.owner = Some(me.ok_or(nobody)?);
                }
                "key" => filter.key_account = true,
                "risk" => filter.at_risk = true,
                "lost" => filter.lost = true,
                other => match other.strip_prefix("tier:") {
                    Some(tier) => filter.tier = Some(tier.to_owned()),
                    None => filter.words.push(word),
                },
            }
        }
        Ok(filter)
    }

    /// Whether a customer matches, ignoring churn risks.
    pub fn matches(&self, customer: &Customer) -> bool {
        let texts = || [Some(&customer.name), customer.email.as_ref(), customer.organization.as_ref()];
        let says = |word: &String| texts().into_iter().flatten().any(|text| fold(text).contains(word.as_str()));
        let tier = || customer.tier.as_deref().map(fold).unwrap_or_default();
        self.lost == customer.lost.is_some()
            && self.owner.is_none_or(|owner| customer.owner == Some(owner))
            && (!self.key_account || customer.owner.is_some())
            && self.tier.as_ref().is_none_or(|wanted| tier() == *wanted)
            && self.words.iter().all(says)
    }

    /// Whether the risk condition holds.
    pub fn matches_risks(&self, risks: &[ChurnRisk]) -> bool {
        !self.at_risk || !risks.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use crate::query::customer_filter::*;

    #[test]
    fn every_word_has_to_be_so() {
        let gold = Customer {
            name: "Công ty Hòa Bình".into(),
            tier: Some("Gold".into()),
            owner: Some(PersonId(3)),
            ..Customer::default()
        };
        let fits = |text: &str| CustomerFilter::parse(text, Some(PersonId(3))).unwrap().matches(&gold);
        for text in ["", "mine", "key", "tier:gold", "hoa binh", "mine tier:GOLD Hòa", "risk"] {
            assert!(fits(text), "{text}");
        }
        for text in ["lost", "tier:silver", "hoa thanh"] {
            assert!(!fits(text), "{text}");
        }
        assert!(!CustomerFilter::parse("mine", Some(PersonId(4))).unwrap().matches(&gold));
        assert!(CustomerFilter::parse("mine", None).is_err());
    }
}
