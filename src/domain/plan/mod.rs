//! What the team wants to reach and what it does for it: goals, action items, the voice of the customer, notices, and the
//! huddle that is drawn from them.
