//! What desks call the columns of their exports: a table of our fields and of every header that names one.

use serde::Deserialize;

use crate::domain::text::fold;

/// What a column can tell of a ticket. A map file and the JSON write the names in snake case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Id,
    Subject,
    Body,
    Customer,
    Email,
    Phone,
    Organization,
    Tier,
    Assignee,
    Group,
    Channel,
    Category,
    Tags,
    Priority,
    Status,
    /// A coarser status, asked where the status itself is a word of the desk's own.
    StatusCategory,
    Created,
    FirstResponse,
    Solved,
    Closed,
    Updated,
    Replies,
    Reopens,
    Rating,
}

impl Field {
    /// The stable name, in map files and in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            Field::Id => "id",
            Field::Subject => "subject",
            Field::Body => "body",
            Field::Customer => "customer",
            Field::Email => "email",
            Field::Phone => "phone",
            Field::Organization => "organization",
            Field::Tier => "tier",
            Field::Assignee => "assignee",
            Field::Group => "group",
            Field::Channel => "channel",
            Field::Category => "category",
            Field::Tags => "tags",
            Field::Priority => "priority",
            Field::Status => "status",
            Field::StatusCategory => "status_category",
            Field::Created => "created",
            Field::FirstResponse => "first_response",
            Field::Solved => "solved",
            Field::Closed => "closed",
            Field::Updated => "updated",
            Field::Replies => "replies",
            Field::Reopens => "reopens",
            Field::Rating => "rating",
        }
    }

    /// A moment. All but creation and update can also be given as the time that passed since creation.
    pub fn is_time(self) -> bool {
        matches!(self, Field::Created | Field::Updated) || self.may_be_span()
    }

    pub fn may_be_span(self) -> bool {
        matches!(self, Field::FirstResponse | Field::Solved | Field::Closed)
    }
}

/// Every header that is known, by field, the one to be preferred first. Compared by [`key`]. They come from the exports
/// of Zendesk, Freshdesk, Freshservice, Zammad, osTicket, Chatwoot (its API), Jira and JSM, HubSpot and ServiceNow, and
/// from lists that people keep by hand. A column that says something else by a name like ours (Jira's "Time to first
/// response" is what remains of it; article counts count internal notes) is left out on purpose.
pub const HEADERS: &[(Field, &[&str])] = &[
    (
        Field::Id,
        &[
            "Ticket ID",
            "Ticket Number",
            "Ticket No",
            "Ticket",
            "Issue key",
            "hs_object_id",
            "Conversation ID",
            "Case Number",
            "Case ID",
            "Incident Number",
            "Incident ID",
            "Request ID",
            "Display ID",
            "Number",
            "ID",
            "#",
            "Key",
        ],
    ),
    (Field::Subject, &["Ticket Subject", "Subject", "Ticket name", "Summary", "Title", "Short description"]),
    (Field::Body, &["Ticket Description", "Description", "Body", "Content", "Message", "First message"]),
    (
        Field::Customer,
        &[
            "Requester name",
            "Requester",
            "Customer name",
            "Customer",
            "Full name",
            "Contact name",
            "Contact",
            "Reporter",
            "From",
            "Caller",
            "Sender name",
        ],
    ),
    (
        Field::Email,
        &[
            "Requester email",
            "Customer email",
            "Contact email",
            "From Email",
            "Email",
            "Email address",
            "Reporter email",
        ],
    ),
    (Field::Phone, &["Requester phone", "Customer phone", "Contact phone", "Phone", "Phone number"]),
    (
        Field::Organization,
        &[
            "Organization",
            "Organisation",
            "Company Name",
            "Company",
            "Associated Company (Primary)",
            "Associated Company",
            "Account name",
        ],
    ),
    (Field::Tier, &["Customer tier", "Tier"]),
    (
        Field::Assignee,
        &[
            "Assignee",
            "Agent Name",
            "Agent",
            "Assigned agent",
            "Agent Assigned",
            "Ticket owner",
            "Owner",
            "Assigned to",
            "Responder",
        ],
    ),
    (
        Field::Group,
        &["Agent Group", "Group", "Team Assigned", "Team", "Assignment group", "Department", "Queue", "Project name"],
    ),
    (
        Field::Channel,
        &["Ticket Channel", "Channel", "Create Channel", "Via", "Source", "source_type", "Contact type", "Origin"],
    ),
    (
        Field::Category,
        &[
            "Ticket Category",
            "Ticket Category [list]",
            "Category",
            "Topic",
            "Help Topic",
            "Custom field (Request Type)",
            "Request Type",
            "hs_ticket_category",
            "Ticket Type",
            "Issue Type",
            "Type",
        ],
    ),
    (Field::Tags, &["Tags", "Labels", "Tag", "Label"]),
    (Field::Priority, &["Ticket Priority", "Priority", "hs_ticket_priority", "Urgency"]),
    (
        Field::Status,
        &[
            "Ticket Status",
            "Status",
            "Current Status",
            "State",
            "Incident State",
            "hs_pipeline_stage",
            "Pipeline stage",
        ],
    ),
    (Field::StatusCategory, &["Status Category"]),
    (
        Field::Created,
        &[
            "Created at",
            "Created time",
            "Created",
            "Create date",
            "Date Created",
            "Created date",
            "Created on",
            "Creation date",
            "Creation time",
            "Opened at",
            "Opened",
            "Date opened",
            "sys_created_at",
            "Submitted at",
        ],
    ),
    (
        Field::FirstResponse,
        &[
            "First Response At",
            "First reply at",
            "Initial response time",
            "First responded at",
            "first_reply_created_at",
            "first_agent_reply_date",
            "Custom field ([CHART] Date of First Response)",
            "Date of first response",
            "First reply time",
            "First response time",
            "First reply time in minutes",
            "First response time (in hrs)",
            "First Response In Min",
            "Time to first agent email reply (HH:mm:ss)",
            "time_to_first_agent_reply",
        ],
    ),
    (
        Field::Solved,
        &[
            "Solved at",
            "Resolved at",
            "Resolved time",
            "Date resolved",
            "Resolved date",
            "Resolution date",
            "Resolved",
            "Solved",
            "Resolution time",
            "Time to Resolution",
            "Full resolution time in minutes",
            "Resolution time (in hrs)",
        ],
    ),
    (
        Field::Closed,
        &[
            "Closed at",
            "Closed time",
            "Close time",
            "Closed date",
            "Close date",
            "Date closed",
            "Closed on",
            "Closed",
            "Close In Min",
            "Time to close (HH:mm:ss)",
            "time_to_close",
        ],
    ),
    (
        Field::Updated,
        &[
            "Updated at",
            "Last update time",
            "Last updated time",
            "Last updated",
            "Updated",
            "Last activity at",
            "hs_lastmodifieddate",
            "Last modified",
            "sys_updated_at",
        ],
    ),
    (Field::Replies, &["Replies", "Public replies", "Agent interactions", "Agent replies", "Number of replies"]),
    (Field::Reopens, &["Reopens", "Reopen Count", "Reopened count"]),
    (
        Field::Rating,
        &[
            "Satisfaction Score",
            "Satisfaction rating",
            "Survey results",
            "Survey result",
            "Customer Satisfaction Rating",
            "Customer Satisfaction",
            "CSAT",
            "CSAT score",
            "Rating",
        ],
    ),
];

/// The desk whose export has all of these headers, the most telling first. It names the source of the tickets.
const DESKS: &[(&str, &[&str])] = &[
    ("zendesk", &["ID", "Requester", "First reply time in minutes"]),
    ("zendesk", &["ID", "Requester", "Submitter", "Assignee"]),
    ("zendesk", &["ID", "Group stations", "Assignee stations"]),
    ("freshservice", &["Ticket ID", "Due by Time", "Requester Name"]),
    ("freshservice", &["Ticket ID", "Urgency", "Impact", "Created Time"]),
    ("freshdesk", &["Ticket ID", "Due by Time", "Created time"]),
    ("zammad", &["Title", "State", "Create Channel"]),
    ("zammad", &["Title", "First Response In Min", "Close In Min"]),
    ("osticket", &["Ticket Number", "Help Topic"]),
    ("osticket", &["Ticket Number", "Agent Assigned"]),
    ("jira", &["Issue key", "Summary"]),
    ("hubspot", &["Ticket ID", "Ticket name"]),
    ("hubspot", &["hs_object_id", "hs_pipeline_stage"]),
    ("chatwoot", &["inbox_id", "waiting_since", "first_reply_created_at"]),
    ("servicenow", &["Number", "Caller", "Assignment group"]),
    ("servicenow", &["Number", "Incident state"]),
];

/// The form in which headers and words are compared: letters and digits, without case, marks or blanks. A header that
/// has none of them, such as `#`, is its own key.
pub fn key(text: &str) -> String {
    let folded = fold(text);
    let letters: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    if letters.is_empty() { folded.trim().to_owned() } else { letters }
}

/// The desk whose export this is, by its headers' keys.
pub fn desk(keys: &[String]) -> Option<&'static str> {
    let has = |header: &&str| keys.contains(&key(header));
    DESKS.iter().find(|(_, headers)| headers.iter().all(has)).map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn desk_of(headers: &str) -> Option<&'static str> {
        desk(&headers.split(", ").map(key).collect::<Vec<_>>())
    }

    #[test]
    fn no_header_means_two_things() {
        let mut seen = BTreeMap::new();
        for (field, headers) in HEADERS {
            for header in *headers {
                assert_eq!(seen.insert(key(header), *field), None, "{header}");
            }
        }
    }

    #[test]
    fn case_blanks_and_punctuation_do_not_matter() {
        assert_eq!(key("Ticket ID"), key("ticket_id"));
        assert_eq!(key("First response time (in hrs)"), key("First Response Time (in Hrs)"));
        assert_eq!(key("\u{feff}Created-At "), "createdat");
        assert_eq!(key(" # "), "#");
        assert_eq!(key("Número"), "numero");
    }

    #[test]
    fn desks_are_known_by_their_headers() {
        for (headers, name) in [
            ("Summation column, Id, Requester, Requester id, Submitter, Assignee, Group, Subject", "zendesk"),
            ("Ticket ID, Subject, Status, Due by Time, Agent, Created time, Association type", "freshdesk"),
            ("Ticket Id, Subject, Created Time, Due by Time, Requester Name, Requester Email", "freshservice"),
            ("#, Title, State, Priority, Group, Owner, Customer, Create Channel", "zammad"),
            ("Ticket Number, Date Created, Subject, From, Help Topic", "osticket"),
            ("Summary, Issue key, Issue id, Status", "jira"),
            ("Ticket ID, Ticket name, Ticket owner, Create date", "hubspot"),
        ] {
            assert_eq!(desk_of(headers), Some(name));
        }
        assert_eq!(desk_of("Status, Ticket ID, Created time, Agent interactions"), None);
    }
}
