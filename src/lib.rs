//! shiftdesk: the first screen of a customer-service team lead.

pub mod domain;
