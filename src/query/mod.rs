//! List queries: filter, columns, views, search, and the requests and responses between screen and store.

pub mod column_list;
pub mod column_values;
pub mod columns;
pub mod customer_filter;
pub mod customer_sort;
pub mod customers;
pub mod filter;
pub mod protocol;
pub mod search_terms;
pub mod sort;
pub mod ticket_list;
pub mod views;

#[cfg(test)]
mod tests;
