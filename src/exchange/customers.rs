//! Imports customers from a table: name, e-mail, phone, organization, tier, owner, since, lost.

use super::csv::ImportError;
use super::csv::dates::DateFormat;
use super::csv::table::CsvTable;
use crate::engine::customer_import::CustomerImportRow;
use crate::model::customer::Customer;

/// Known headers per column, the preferred one first.
const HEADERS: [&[&str]; 8] = [
    &[
        "name",
        "customer",
        "customer name",
        "full name",
        "contact",
        "account",
        "account name",
        "customer id",
        "khách hàng",
    ],
    &["email", "email address", "customer email"],
    &["phone", "phone number", "telephone", "mobile", "điện thoại"],
    &["organization", "organisation", "company", "company name", "công ty"],
    &["tier", "customer tier", "segment", "level", "plan", "contract", "hạng"],
    &["owner", "account owner", "account manager", "key account manager", "phụ trách"],
    &["since", "customer since", "start", "start date", "joined", "từ ngày"],
    &["lost", "lost on", "end", "end date", "churned", "churn date", "cancelled on", "left", "ngày rời"],
];

/// A parsed customer file.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerFile {
    pub rows: Vec<CustomerImportRow>,
    pub rejected: Vec<(u64, String)>,
    /// Recognised columns: header and field.
    pub columns: Vec<(String, &'static str)>,
}

/// Parses the customers of a table.
///
/// # Errors
/// [`ImportError::NeedsInput`] if no column names the customers, or dates are ambiguous.
pub fn parse_customers(table: &CsvTable, written: Option<&DateFormat>) -> Result<CustomerFile, ImportError> {
    let places = HEADERS.map(|names| table.find_column(names));
    let [name, email, phone, organization, tier, owner, since, lost] = places;
    if name.or(email).is_none() {
        return Err(ImportError::NeedsInput(format!(
            "No column names the customers. The columns are {}; one of them has to be called name or email.",
            table.header_list()
        )));
    }
    let days: Vec<usize> = [since, lost].into_iter().flatten().collect();
    let dates = table.date_parser(&days, written)?;
    let named = HEADERS.iter().zip(places);
    let columns = named.filter_map(|(names, at)| Some((table.headers[at?].clone(), names[0])));
    let mut read = CustomerFile {
        rows: Vec::new(),
        rejected: table.rejected.iter().map(|row| (row.line, row.reason.clone())).collect(),
        columns: columns.collect(),
    };
    for row in &table.rows {
        let text = |column| row.cell(column).map(str::to_owned);
        let day = |column| match row.cell(column) {
            None => Ok(None),
            Some(text) => dates.day(text).map(Some).ok_or_else(|| format!("‘{text}’ is not a day; write 2026-11-23")),
        };
        let Some(called) = text(name).or_else(|| text(email)) else {
            read.rejected.push((row.line, "this row names nobody".into()));
            continue;
        };
        let told = match (day(since), day(lost)) {
            (Err(why), _) | (_, Err(why)) => {
                read.rejected.push((row.line, why));
                continue;
            }
            (Ok(Some(since)), Ok(Some(lost))) if lost < since => {
                read.rejected.push((row.line, format!("they were lost on {lost}, before they came on {since}")));
                continue;
            }
            (Ok(since), Ok(lost)) => Customer {
                name: called,
                email: text(email),
                phone: text(phone),
                organization: text(organization),
                tier: text(tier),
                owner: None,
                since,
                lost,
            },
        };
        read.rows.push(CustomerImportRow { line: row.line, customer: told, owner: text(owner) });
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn what_cannot_be_is_refused_row_by_row() {
        let text = "Customer ID;Email;Contract;Account manager;Customer since;Lost\n\
                    7590;;Month-to-month;Lan;25.12.2019;\n;a@x.example;;;;\n;;gold;;;\n\
                    1;;;;01.02.2020;31.01.2020\n2;;;;soon;\n";
        let table = CsvTable::read(Cursor::new(text.as_bytes().to_vec())).unwrap();
        let read = parse_customers(&table, None).unwrap();
        let told: Vec<_> =
            read.rows.iter().map(|row| (row.customer.name.as_str(), row.customer.tier.as_deref())).collect();
        assert_eq!(told, [("7590", Some("Month-to-month")), ("a@x.example", None)]);
        assert_eq!(
            (read.rows[0].owner.as_deref(), read.rows[0].customer.since),
            (Some("Lan"), "2019-12-25".parse().ok())
        );
        assert_eq!(read.rejected.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [4, 5, 6]);
    }
}
