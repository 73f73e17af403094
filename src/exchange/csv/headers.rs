//! Known headers per field, and signatures of help-desk exports.

use serde::Deserialize;

use crate::model::text::fold;

/// A ticket field that a column can provide. Map files and JSON use the snake-case name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportField {
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
    /// Coarser status, used when the status word is unknown.
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

impl ImportField {
    /// The stable name in map files and JSON.
    pub fn name(self) -> &'static str {
        match self {
            ImportField::Id => "id",
            ImportField::Subject => "subject",
            ImportField::Body => "body",
            ImportField::Customer => "customer",
            ImportField::Email => "email",
            ImportField::Phone => "phone",
            ImportField::Organization => "organization",
            ImportField::Tier => "tier",
            ImportField::Assignee => "assignee",
            ImportField::Group => "group",
            ImportField::Channel => "channel",
            ImportField::Category => "category",
            ImportField::Tags => "tags",
            ImportField::Priority => "priority",
            ImportField::Status => "status",
            ImportField::StatusCategory => "status_category",
            ImportField::Created => "created",
            ImportField::FirstResponse => "first_response",
            ImportField::Solved => "solved",
            ImportField::Closed => "closed",
            ImportField::Updated => "updated",
            ImportField::Replies => "replies",
            ImportField::Reopens => "reopens",
            ImportField::Rating => "rating",
        }
    }

    /// Whether it is a time. All but created and updated may also be given as time since creation.
    pub fn is_time(self) -> bool {
        matches!(self, ImportField::Created | ImportField::Updated) || self.may_be_duration()
    }

    pub fn may_be_duration(self) -> bool {
        matches!(self, ImportField::FirstResponse | ImportField::Solved | ImportField::Closed)
    }
}

/// Known headers by field, preferred first; compared by [`match_key`]. From the exports of Zendesk, Freshdesk,
/// Freshservice, Zammad, osTicket, Chatwoot (API), Jira and JSM, HubSpot, ServiceNow, and hand-kept lists. Deliberately
/// absent: headers that look alike but mean something else (Jira's "Time to first response" is the time left; article
/// counts include internal notes).
pub const HEADERS: &[(ImportField, &[&str])] = &[
    (
        ImportField::Id,
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
    (ImportField::Subject, &["Ticket Subject", "Subject", "Ticket name", "Summary", "Title", "Short description"]),
    (ImportField::Body, &["Ticket Description", "Description", "Body", "Content", "Message", "First message"]),
    (
        ImportField::Customer,
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
        ImportField::Email,
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
    (ImportField::Phone, &["Requester phone", "Customer phone", "Contact phone", "Phone", "Phone number"]),
    (
        ImportField::Organization,
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
    (ImportField::Tier, &["Customer tier", "Tier"]),
    (
        ImportField::Assignee,
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
        ImportField::Group,
        &["Agent Group", "Group", "Team Assigned", "Team", "Assignment group", "Department", "Queue", "Project name"],
    ),
    (
        ImportField::Channel,
        &["Ticket Channel", "Channel", "Create Channel", "Via", "Source", "source_type", "Contact type", "Origin"],
    ),
    (
        ImportField::Category,
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
    (ImportField::Tags, &["Tags", "Labels", "Tag", "Label"]),
    (ImportField::Priority, &["Ticket Priority", "Priority", "hs_ticket_priority", "Urgency"]),
    (
        ImportField::Status,
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
    (ImportField::StatusCategory, &["Status Category"]),
    (
        ImportField::Created,
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
        ImportField::FirstResponse,
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
        ImportField::Solved,
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
        ImportField::Closed,
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
        ImportField::Updated,
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
    (ImportField::Replies, &["Replies", "Public replies", "Agent interactions", "Agent replies", "Number of replies"]),
    (ImportField::Reopens, &["Reopens", "Reopen Count", "Reopened count"]),
    (
        ImportField::Rating,
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

/// Headers that together identify an export's source system, most specific first.
const SOURCE_SIGNATURES: &[(&str, &[&str])] = &[
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

/// Normalized form for comparing headers and words: letters and digits only, without case and diacritics. Text without
/// any, such as `#`, is kept.
pub fn match_key(text: &str) -> String {
    let folded = fold(text);
    let letters: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    if letters.is_empty() { folded.trim().to_owned() } else { letters }
}

/// The source system that these header keys identify.
pub fn detect_source(keys: &[String]) -> Option<&'static str> {
    let has = |header: &&str| keys.contains(&match_key(header));
    SOURCE_SIGNATURES.iter().find(|(_, headers)| headers.iter().all(has)).map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn desk_of(headers: &str) -> Option<&'static str> {
        detect_source(&headers.split(", ").map(match_key).collect::<Vec<_>>())
    }

    #[test]
    fn no_header_means_two_things() {
        let mut seen = BTreeMap::new();
        for (field, headers) in HEADERS {
            for header in *headers {
                assert_eq!(seen.insert(match_key(header), *field), None, "{header}");
            }
        }
    }

    #[test]
    fn case_blanks_and_punctuation_do_not_matter() {
        assert_eq!(match_key("Ticket ID"), match_key("ticket_id"));
        assert_eq!(match_key("First response time (in hrs)"), match_key("First Response Time (in Hrs)"));
        assert_eq!(match_key("\u{feff}Created-At "), "createdat");
        assert_eq!(match_key(" # "), "#");
        assert_eq!(match_key("Número"), "numero");
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
