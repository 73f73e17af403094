//! Customer import: matches file rows with customers and plans the changes.

use std::collections::{HashMap, HashSet};

use crate::events::change::Change;
use crate::model::customer::Customer;
use crate::model::ids::{CustomerId, PersonId};
use crate::model::record::{Record, RecordKind};
use crate::model::text::fold;

/// A file row; the owner by name. Empty cells are `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerImportRow {
    pub line: u64,
    pub customer: Customer,
    pub owner: Option<String>,
}

/// Existing customers, by the keys that rows are matched on.
#[derive(Debug, Clone, Default)]
pub struct CustomerImportContext {
    customers: HashMap<CustomerId, Customer>,
    emails: HashMap<String, CustomerId>,
    names: HashMap<String, CustomerId>,
    /// Team members by folded name.
    pub people: HashMap<String, PersonId>,
}

impl CustomerImportContext {
    pub fn add(&mut self, id: CustomerId, customer: Customer) {
        if let Some(email) = &customer.email {
            self.emails.entry(email.to_lowercase()).or_insert(id);
        }
        self.names.entry(customer.name.clone()).or_insert(id);
        self.customers.insert(id, customer);
    }

    /// The customer with that e-mail address, else with that name unless the addresses differ.
    fn find(&self, imported: &Customer) -> Option<CustomerId> {
        let email = imported.email.as_ref().map(|email| email.to_lowercase());
        let by_email = email.as_ref().and_then(|email| self.emails.get(email));
        let by_name = || {
            let id = self.names.get(&imported.name)?;
            let other = self.customers.get(id).and_then(|customer| customer.email.as_ref());
            Some(id).filter(|_| email.is_none() || other.is_none())
        };
        by_email.or_else(by_name).copied()
    }
}

/// Planned changes and rejected rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CustomerImportPlan {
    pub changes: Vec<Change>,
    pub added: usize,
    pub updated: usize,
    pub unchanged: usize,
    pub rejected: Vec<(u64, String)>,
}

/// Plans the import. Empty cells leave existing values unchanged.
pub fn plan_customer_import(rows: Vec<CustomerImportRow>, known: &CustomerImportContext) -> CustomerImportPlan {
    let mut plan = CustomerImportPlan::default();
    let mut met: HashSet<String> = HashSet::new();
    for CustomerImportRow { line, customer: imported, owner } in rows {
        let owner = match owner.as_ref().map(|name| (name, known.people.get(&fold(name.trim())))) {
            Some((name, None)) => {
                plan.rejected.push((line, format!("there is nobody named {name} in the team to own the account")));
                continue;
            }
            Some((_, owner)) => owner.copied(),
            None => None,
        };
        if !met.insert(imported.email.as_ref().map_or_else(|| imported.name.clone(), |email| email.to_lowercase())) {
            plan.rejected.push((line, format!("{} stands in the file twice; the first row was taken", imported.name)));
            continue;
        }
        let found = known.find(&imported).and_then(|id| Some((id, known.customers.get(&id)?)));
        let Some((id, before)) = found else {
            plan.added += 1;
            plan.changes.push(Change::AddRecord(Record::Customer(Customer { owner, ..imported })));
            continue;
        };
        let after = Customer {
            name: if imported.name.trim().is_empty() { before.name.clone() } else { imported.name },
            email: imported.email.or(before.email.clone()),
            phone: imported.phone.or(before.phone.clone()),
            organization: imported.organization.or(before.organization.clone()),
            tier: imported.tier.or(before.tier.clone()),
            owner: owner.or(before.owner),
            since: imported.since.or(before.since),
            lost: imported.lost.or(before.lost),
        };
        if after == *before {
            plan.unchanged += 1;
            continue;
        }
        plan.updated += 1;
        let record = Some(Record::Customer(after));
        plan.changes.push(Change::ReplaceRecord { kind: RecordKind::Customer, id: id.0, record });
    }
    plan
}

#[cfg(test)]
mod tests {
    use crate::engine::customer_import::*;

    fn row(line: u64, name: &str, email: &str, tier: &str) -> CustomerImportRow {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let imported = Customer { name: name.into(), email: text(email), tier: text(tier), ..Customer::default() };
        CustomerImportRow { line, customer: imported, owner: None }
    }

    #[test]
    fn customers_are_known_by_address_then_by_name_and_nothing_is_emptied() {
        let mut known = CustomerImportContext::default();
        let hoa = Customer {
            name: "Hoa".into(),
            email: Some("hoa@x.example".into()),
            phone: Some("1".into()),
            ..Customer::default()
        };
        known.add(CustomerId(1), hoa);
        known.add(CustomerId(2), Customer { name: "An".into(), ..Customer::default() });
        let rows = vec![
            row(2, "Hoa N.", "HOA@x.example", "gold"),
            row(3, "An", "an@x.example", ""),
            row(4, "Hoa", "other@x.example", ""),
            row(5, "An", "an@x.example", "gold"),
            CustomerImportRow { owner: Some("Nobody".into()), ..row(6, "Binh", "", "") },
        ];
        let found = plan_customer_import(rows, &known);
        assert_eq!((found.added, found.updated, found.unchanged), (1, 2, 0), "another address is another Hoa");
        assert_eq!(found.rejected.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [5, 6]);
        let Change::ReplaceRecord { id: 1, record: Some(Record::Customer(hoa)), .. } = &found.changes[0] else {
            panic!("{found:?}")
        };
        assert_eq!((hoa.name.as_str(), hoa.tier.as_deref(), hoa.phone.as_deref()), ("Hoa N.", Some("gold"), Some("1")));
    }
}
