## Frame
demo-short = DEMO
past = PAST · as it was then, read-only
past-short = PAST
demo = DEMO · fictional data
enlarge = Enlarge the window to { $wanted } (now { $now }).
move = move
reading = Reading the file…
say-how-to-quit = Press { $key } to quit.
shift = Shift
n-of-m-in = { $n } of { $m } in
breach-before = breach before { $time }{ $over ->
    [0] {""}
   *[other] , { $over } already
}
breached = breached
unassigned = unassigned
open-tickets = open
first-response = 1st response
date = { $day } { $month }
date-of-year = { $date } { $year }
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
day-1 = Mon
day-2 = Tue
day-3 = Wed
day-4 = Thu
day-5 = Fri
day-6 = Sat
day-7 = Sun

## Common words
us = us
customer = customer
customer-short = cust
third-short = 3rd
do-choose = choose
nobody = nobody
in = ● in
break = ○ break
off = off
away-sick = ✖ sick
away-leave = ✖ leave
away-training = ✖ course
away-other = ✖ away
profile-customer_champion = champion
profile-field_expert = expert
profile-operationalist = operations
profile-quality_controller = quality
profile-strategist = strategist
profile-analyst = analyst
stuck = Stuck
stuck-silent = no activity
stuck-reassigned = reassigned
stuck-reopened = reopened
covered = covered
stretched = stretched
gap = gap
now-seated = Now
gaps-later-today = Later today
spell-gap = { $from }–{ $to } { $profile }: { $seated } of { $need ->
    [one] 1 seat
   *[other] { $need } seats
  }
spell-stretched = { $from }–{ $to } { $profile }: { $seated } of { $need ->
    [one] 1 seat
   *[other] { $need } seats
  }; { $others }
strip = Who is in
who-is-in-legend = letter = seat, – = in, no seat
not-needed = not needed

## Queue
queue = Queue
queue-badge = { $ours } of { $all } on us
queue-filtered = { $n } of { $all }
queue-empty = The queue is empty. { $key } opens a new ticket.
queue-filter-hint = enter applies · esc clears · tab completes · ↑↓ choose · { $help } explains
queue-no-match = No open ticket matches. { $back } shows all tickets.
queue-more = { $n } more below{ $others ->
    [0] {""}
   *[other] {" "}· { $others } pending
  }
subject = subject
channel = channel
age = age
who = assignee

## Queue columns, filter and views
queue-col-left = left
queue-col-due_at = due
queue-col-clock = SLA
queue-col-id = id
queue-col-subject = subject
queue-col-status = status
queue-col-waits_on = waits on
queue-col-priority = priority
queue-col-customer = customer
queue-col-tier = tier
queue-col-channel = channel
queue-col-category = category
queue-col-tags = tags
queue-col-team = group
queue-col-assignee = assignee
queue-col-age = age
queue-col-quiet = quiet
queue-col-waiting = waiting
queue-col-created_at = created
queue-col-first_reply_at = 1st resp.
queue-col-last_event_at = updated
queue-col-replies = replies
queue-col-reopened = reopened
queue-col-reassigned = reassigned
queue-col-escalation = esc.
queue-col-promise_at = promise
queue-col-stuck = stuck
queue-col-upset = upset
queue-col-proactive = proactive
queue-col-language = lang
queue-col-policy = SLA policy
queue-col-source = source
queue-col-source_id = source ID
queue-about-left = time left of the nearest SLA clock
queue-about-due_at = when the nearest SLA clock is due
queue-about-clock = state of that SLA clock
queue-about-id = ticket number
queue-about-subject = what it is about
queue-about-status = new, open, pending, on hold
queue-about-waits_on = who has to act next
queue-about-priority = how urgent it is
queue-about-customer = the customer
queue-about-tier = the customer’s tier
queue-about-channel = how the customer contacted us
queue-about-category = what kind of request it is
queue-about-tags = its tags
queue-about-team = the group it is assigned to
queue-about-assignee = who it is assigned to
queue-about-age = time since it was created
queue-about-quiet = time since the last activity
queue-about-waiting = how long the customer has waited for a reply
queue-about-created_at = when it was created
queue-about-first_reply_at = when it got its first response
queue-about-last_event_at = when it was last updated
queue-about-replies = number of replies
queue-about-reopened = how often it was reopened
queue-about-reassigned = how often it was reassigned
queue-about-escalation = escalation level
queue-about-promise_at = when the next promise to the customer is due
queue-about-stuck = why it is stuck
queue-about-upset = whether the customer is upset
queue-about-proactive = whether we contacted the customer first
queue-about-language = the customer’s language
queue-about-policy = the SLA policy that applies
queue-about-source = the system it was imported from
queue-about-source_id = its number in that system
filter-field-status = new, open, pending, on_hold, solved, closed
filter-field-waits = who has to act: us, customer, third, nobody
filter-field-prio = priority; > and < work
filter-field-who = a name, me, nobody or any
filter-field-left = time left of the nearest SLA clock; <0: breached
filter-field-due = time until it is due; shift: within this shift
filter-field-clock = breached, risk, ok, paused or none
filter-field-age = time since it was created
filter-field-quiet = time since the last activity
filter-field-wait = how long the customer has waited for a reply
filter-field-stuck = yes, no, or the rule: silent, reassigned, reopened
filter-field-esc = escalation level: 1 lead, 2 experts, 3 management
filter-field-promise = time until the next promise is due; yes, no
filter-field-upset = the customer is upset
filter-field-from = the customer’s name, or its beginning
filter-field-tier = the customer’s tier
filter-field-cat = category
filter-field-tag = one of its tags
filter-field-chan = how the customer contacted us
filter-field-team = the group it is assigned to
filter-field-lang = the customer’s language
filter-field-replies = number of replies
filter-field-reopened = how often it was reopened
filter-field-moved = how often it was reassigned
filter-field-proactive = we contacted the customer first
filter-field-subject = words in the subject only
filter-field-id = ticket number
filter-field-source = the system it was imported from
filter-field-ref = its number in that system
filter-field-policy = the SLA policy that applies
filter-known = { $n } open
filter-word-us = we have to act
filter-word-customer = the customer has to act
filter-word-third = a third party has to act
filter-word-nobody = it is solved or closed
filter-word-me = you
filter-word-no = there is none
filter-word-yes = there is one
filter-word-shift = before the shift ends
filter-help-title = Filter syntax
filter-help-advice = Type to search; enter inserts the term into the filter.
filter-ways = terms
filter-fields = fields
filter-way-all = every word must occur; accents are ignored
filter-way-exact = the exact phrase
filter-way-or = either of them
filter-way-not = everything except this
filter-way-several = any of several values
filter-way-compare = < <= > >=; m, h, d and w for time
filter-way-whole = the whole value, not only its beginning
filter-no-field = Unknown field “{ $text }”; put it in quotes to search for it
filter-no-field-near = Unknown field “{ $text }”; did you mean { $near }?
filter-no-column = Unknown column “{ $text }”
filter-no-column-near = Unknown column “{ $text }”; did you mean { $near }?
filter-no-word = Unknown { $field } “{ $text }”; use { $words }
filter-no-word-near = Unknown { $field } “{ $text }”; did you mean { $near }?
filter-several = “{ $text }” could be { $words }
filter-no-span = “{ $text }” is not a duration; write 45m, 1h30m, 2d or 1w
filter-no-number = “{ $text }” is not a number
filter-no-value = Value missing; write for example { $example }
filter-no-order = { $field } cannot be compared; remove < and >
filter-open-quote = Quotation mark not closed
filter-empty-quote = Nothing between the quotation marks
filter-open-parenthesis = Parenthesis not closed
filter-empty-parenthesis = Nothing between the parentheses
filter-close-parenthesis = Parenthesis never opened
filter-nothing-beside = Term missing beside “or” or “and”
filter-nothing-after-minus = Write what to exclude directly after the minus
filter-too-deep = Too many nested parentheses
columns-title = Columns
columns-take = apply
columns-advice = space shows or hides · J and K move it · 0 restores the default
sort-title = Sort the queue
sort-advice = Choose the current order again to reverse it.
sort-usual = default
sort-usual-hint = waiting on us first, by time left
views-own = your views
views-shipped = built-in views
view-delete = Delete view “{ $name }”
save-view-title = Save this queue view
hint-view-name = A name to find the view again.
field-view-name = name
view-without-name = Enter a name for the view.
do-save-view = save view
queue-marked = { $n } marked
queue-marked-hidden = { $n } marked, { $hidden } not shown
do-mark = mark
about-mark = Mark a ticket; actions apply to all marked.
do-mark-range = mark range
about-mark-range = Mark all from the last marked one to here.
do-mark-all = mark all
about-mark-all = Mark all listed tickets, or unmark all.
views-title = Queue views
views-advice = How many tickets each view has now, and its filter.
view-breaching = Breaching this shift
view-unassigned = Unassigned
view-stuck = Stuck
view-escalated = Escalated
view-promises = Promises due
view-waiting-long = No customer reply for 3 days
view-mine = Mine
view-all = All
third-party = 3rd party

## Backlog aging
aging = Backlog aging
aging-badge = { $n } · oldest { $age }
n-stuck = { $n } stuck
oldest = oldest first
formula-aging = Open tickets by age since creation; an age exactly on a boundary counts in the older bucket.
formula-stuck = Tickets waiting on us with no activity for { $hours } h, reassigned { $reassigned } times or reopened { $reopened } times.
left-out-no-age = { $n } open tickets have no creation time, so they have no age.

## Staffing
hours-of-work = h of work
staffing = Staffing
staffing-short = ✖ short-staffed { $n ->
    [one] in 1 hour today
   *[other] in { $n } hours today
}
staffing-enough = ● enough
hour-enough = enough people
hour-short = short of people
hour-closed = nobody needed
hour-unknown = unknown
staffing-week = week
staffing-today = today
staffing-forecast = forecast
staffing-received = received
staffing-due = due
staffing-needed = needed
staffing-rostered = on shift
staffing-present = present
staffing-state = enough?
staffing-an-hour = tickets per hour
staffing-hour = { $day } { $time }: { $n } expected, based on { $weeks } weeks
staffing-gap = { $time } short of { $n } h
staffing-clear = { $n } working days to clear
staffing-growing = growing
staffing-rates = { $received } received, { $solved } solved per day
staffing-takes = { $n } min per ticket
staffing-fewer = one person fewer
staffing-rostered-now = as rostered
staffing-more = one person more
staffing-open-at = open at { $time }
staffing-no-breach = no SLA breach
staffing-breach = { $id } breaches at { $time }
staffing-more-breaches = and { $n } more in two weeks
staffing-error = Forecast error last week (week held out): { $hour } by hour (four-week mean { $plain }, chance alone { $chance }), { $day } by day (four-week mean { $plain_day }).
staffing-error-short = Error last week: { $hour } by hour (mean { $plain }, chance { $chance }), { $day } by day ({ $plain_day })
staffing-no-error = The forecast error is known after two whole weeks.
staffing-no-forecast = No forecast yet: it needs one whole week of tickets.
staffing-no-handle = Handle time unknown: enter the shifts of the last weeks, or set staffing.handle_minutes.
staffing-channels = Channel
staffing-categories = Category
staffing-a-week = / week
staffing-off = error/day
staffing-plain = 4 weeks
staffing-and-more = … and { $n } more

## Coverage
coverage-today = Coverage today
coverage-badge = { $gaps } h gap · { $stretched } h stretched
all-covered = ● all covered
coverage-empty = No coverage requirements yet. { $key } adds one: profile, hours, number of people.
need-short = need
slot-covered = { $time } { $profile }: { $who } ({ $seated } of { $need }).
slot-stretched = { $time } { $profile } is stretched: { $seated } of { $need } seats ({ $who }); { $others }.
slot-gap = { $time } { $profile } has a gap: { $seated } of { $need } seats ({ $who }).
slot-nobody = { $time } { $profile }: nobody (need { $need }).
could-step-in = Could step in: { $who }
nobody-could-step-in = Nobody else holds this profile.

## People
people-days = People · { $n } days
people-more = { $n } more
people-empty = Nobody is on the team yet. { $key } adds a person.
col-profiles = profiles
col-profiles-long = profiles
col-in = in
col-in-long = in
col-load = open
col-load-long = open tickets now
col-solved = solved
col-solved-long = solved
col-first = first
col-first-long = first response, median
col-art = ART
col-art-long = response time (ART), median
col-fcr = FCR
col-fcr-long = first-contact resolution
col-csat = CSAT
col-csat-long = satisfied ÷ rated
col-rate = RR
col-rate-long = solved to date: assigned in the period and solved by now
col-reopen = reop.
col-reopen-long = reopened ÷ solved
col-trend = trend
col-trend-long = solved over the period
tickets-of = { $n } { $n ->
    [one] ticket
   *[other] tickets
  } of { $who }
need-reassigning = ▲ { $what } need reassigning today
formula-load = Open tickets assigned to this person now.

## Figures
share = share
hits = cases
open-of = Open tickets of { $who }
shifts-of = Shifts of { $who }
median = median
mean = mean
p90 = p90
n = n
figure-received = Received
figure-solved = Solved
figure-first_response = First response time
figure-unanswered = Unanswered
figure-response = Response time (ART)
figure-resolution_first = First resolution time
figure-resolution_full = Full resolution time
figure-fcr = First-contact resolution
figure-cohort = Solved to date
figure-csat = Satisfaction (CSAT)
figure-reopen = Reopen rate
figure-backlog = Backlog
figure-hold = Time on hold
formula-hold = Time on hold before the last solve, for tickets solved in the period that were on hold; calendar time.
figure-resolution_rate = Resolution rate
formula-resolution_rate = Tickets solved in the period ÷ tickets received in it, each counted once; may exceed 100 %.
figure-nps = Net promoter score (NPS)
formula-nps = Percentage of scores 9–10 minus percentage of scores 0–6, of all scores given in the period: −100 to +100.
figure-ces = Customer effort (CES)
formula-ces = Easy answers (5–7 of 7, or 4–5 of 5) ÷ all answers given in the period.
figure-sla_first = First response within SLA
formula-sla_first = First-response clocks met ÷ first-response clocks met or breached in the period.
figure-sla_next = Next response within SLA
formula-sla_next = Next-response clocks met ÷ next-response clocks met or breached in the period.
figure-sla_resolution = Resolution within SLA
formula-sla_resolution = Resolution clocks met ÷ resolution clocks met or breached in the period.
figure-quality = QA score
formula-quality = Mean of earned ÷ possible points over the QA reviews of the period; an auto-fail makes a review 0.
figure-adherence = Adherence
formula-adherence = Scheduled time worked as scheduled ÷ scheduled time, on days with check-ins.
figure-conformance = Conformance
formula-conformance = Time worked ÷ scheduled time, on days with check-ins; may exceed 100 %.
figure-upset = Upset customers
formula-upset = Of the tickets received in the period, those with an upset customer; for a person, of those assigned to them.
figure-churn = Customer churn
formula-churn = Customers lost in the period ÷ customers at its start. Customers gained in the period are not counted.
figure-retention = Customer retention
formula-retention = 1 − customers lost ÷ customers at the start of the period.
formula-received = Tickets created in the period; for a person, those first assigned to them in it.
formula-solved = Tickets solved in the period, each counted once.
formula-first_response = First customer message to first public reply, for replies in the period; for a person, from their assignment.
formula-unanswered = Open tickets without a public reply at the end of the period. Proactive tickets are not counted.
formula-response = Oldest unanswered customer message to the next public reply, for replies in the period.
formula-resolution_first = Creation to first solve, for first solves in the period.
formula-resolution_full = Creation to last solve, for last solves in the period.
formula-fcr = Of tickets last solved in the period with a public reply: those with exactly one reply and no reopen within the window.
formula-cohort = Of the tickets received in the period, the share solved to date.
formula-csat = Ratings of 4–5 of 5, or “good”, ÷ all ratings given in the period.
formula-reopen = Tickets reopened in the period ÷ tickets solved in it, each counted once.
formula-backlog = Tickets unsolved at the end of the period.
left-out-reply-before-creation = left out: first response before creation
left-out-solve-before-creation = left out: solved before creation
left-out-no-creation = left out: no creation time, so no age, response or resolution time
left-out-no-messages = left out of response times: the import has no message times
left-out-no-replies = left out of first-contact resolution: number of replies unknown
left-out-no-solve = left out: solved at an unknown time
left-out-no-rating-time = left out: rated at an unknown time
left-out-no-reopen-time = left out of reopens: the import counts them without their times
left-out-no-assignment = counted, but a person’s own times run from creation: the import has no assignment history
left-out-merged = merged into another ticket and counted there
left-out-no-agent = in the team’s figures only: nobody assigned

## Headline
promises-due = Promises before the shift ends
promises-before = { $n ->
    [one] promise
   *[other] promises
  } before { $time }
promises-overdue = { $n ->
    [one] promise overdue
   *[other] promises overdue
  }
promise-reminder = Promise to { $customer } due at { $at }: { $what } (#{ $id })
unassigned-list = Unassigned
breaching = Breach before the shift ends
formula-breaching = Open tickets with an SLA clock that is breached, or due before the current shift ends.
formula-promises = Open promises to customers that are overdue, or due before the current shift ends.
formula-unassigned = Open tickets without an assignee.
formula-open = All tickets that are not solved or closed.

## Dialogs

# Actions: do-* for the footer, about-* for the help
do-up = up
about-up = Move the cursor up, or scroll up.
do-down = down
about-down = Move the cursor down, or scroll down.
do-left = left
about-left = Move one to the left.
do-right = right
about-right = Move one to the right.
do-page-up = page up
about-page-up = Move up one page.
do-page-down = page down
about-page-down = Move down one page.
do-top = top
about-top = Go to the first row.
do-bottom = bottom
about-bottom = Go to the last row.
do-open = open
about-open = Open a ticket, or the tickets behind a number.
do-assign = assign
about-assign = Assign the ticket to somebody, or to nobody.
do-deal = distribute
about-deal = Suggest who takes the unassigned tickets.
do-drop = leave out
about-drop = Leave a line out, or include it again.
do-status = status
about-status = Set the status of the ticket.
do-priority = priority
about-priority = Set the priority of the ticket.
do-note = note
about-note = Write a note that only the team can read.
do-reply = reply
about-reply = Record a reply and the status after it.
do-message = message
about-message = Record what the customer wrote or said.
do-edit = edit
about-edit = Edit subject, category, tags and other fields.
do-hand-off = hand off
about-hand-off = Hand the ticket off with the next step.
do-escalate = escalate
about-escalate = Escalate to lead, experts or management.
do-promise = promise
about-promise = Promise the customer something by a time.
do-checklist = checklist
about-checklist = Check off the steps for its category.
do-upset = upset
about-upset = Mark the customer as upset, or recovered.
do-concession = concession
about-concession = Log a concession (refund, credit, gift).
do-ledger = SLA clocks
about-ledger = Show how its SLA clocks were counted.
do-merge = merge
about-merge = Merge it into another ticket.
do-link = link
about-link = Link it with another ticket.
do-split = split
about-split = Split part of it off into its own ticket.
do-editor = editor
about-editor = Write the text in your own editor.
do-save = save
about-save = Save the form.
do-filter = filter
about-filter = Show only tickets that match the filter.
do-sort = sort
about-sort = Choose the order of the queue.
do-columns = columns
about-columns = Choose the columns of the queue.
do-views = views
about-views = Choose a queue view.
do-export = export
about-export = Write the list as shown to a file.
do-new-ticket = new ticket
about-new-ticket = Create a ticket for somebody who contacts us.
do-new-person = new person
about-new-person = Add a person to the team.
do-new-shift = new shift
about-new-shift = Enter a shift, on one day or several.
do-new-absence = absence
about-new-absence = Enter time off or another absence.
do-new-requirement = requirement
about-new-requirement = Set how many of a profile are needed, and when.
do-undo = undo
about-undo = Undo your last change.
do-redo = redo
about-redo = Redo the change you undid last.
do-search = search
about-search = Search subjects, messages, replies and notes.
do-acts = my changes
about-acts = List your changes, and undo any of them.
do-next-pane = next
about-next-pane = Go to the next pane, or the next field.
do-previous-pane = previous
about-previous-pane = Go to the previous pane or field.
do-today = Today
about-today = Show the day on one screen.
do-queue = Queue
about-queue = Show the whole queue.
do-coverage = Coverage
about-coverage = Show which profiles are covered, hour by hour.
do-people = People
about-people = Show how each person is doing.
do-metrics = Metrics
about-metrics = Show figures, charts and backlog aging.
do-commands = commands
about-commands = Find commands, tickets and people.
do-help = help
about-help = List everything you can do here and elsewhere.
do-redraw = redraw
about-redraw = Redraw the screen.
do-back = back
about-back = Close what is open, or go back to Today.
do-quit = quit
about-quit = Quit the program.

# States
status-new = new
status-open = open
status-pending = pending
status-on_hold = on hold
status-solved = solved
status-closed = closed
about-status-new = not assigned yet
about-status-open = waiting on us
about-status-pending = waiting on the customer
about-status-on_hold = waiting on a third party
about-status-solved = done; the customer can still come back to it
about-status-closed = finally closed
priority-low = low
priority-normal = normal
priority-high = high
priority-urgent = urgent
clock-breached = breached
clock-at_risk = at risk
clock-ok = on time
clock-paused = paused
clock-met = met
clock-off = cancelled
clock-first_reply = first response
clock-next_reply = next response
clock-resolution = resolution
clock-left = left
clock-due = due { $at }
clock-ended = ended { $at }
clock-terms = target { $target } ({ $policy })
absence-sick = sick
absence-leave = leave
absence-training = training
absence-other = other

# Choice lists
type-to-find = type to find
nothing-found = Nothing matches all of these words.
n-found = { $n } found
or-else = or
in-now = in now
not-in-now = not in now
has-it = current assignee
as-it-is = current
assign-title = Assign { $ticket }
status-title = Status of { $ticket }
priority-title = Priority of { $ticket }
commands-title = Commands
help-title = Help
commands-advice = Type words for a command, #12 for a ticket, a name for a person’s tickets.
offered-here = here
offered-anywhere = anywhere
offered-elsewhere = on tickets, in lists and in forms
not-in-the-queue = not among the open tickets
person = person
needs-a-ticket = Move the cursor to a ticket first.
not-here = Not available here.

# Ticket actions
n-tickets = { $n } tickets
one-at-a-time = This works on one ticket at a time.
refused-title = Not done
preview-advice = { $n ->
    [0] Nothing would change.
    [one] 1 ticket will change; nothing is saved yet.
   *[other] { $n } tickets will change; nothing is saved yet.
  }
preview-same = { $n ->
    [one] 1 other stays unchanged.
   *[other] { $n } others stay unchanged.
  }
do-apply = apply
n-left = { $span } left
n-over = { $span } over
n-more = { $n } more
n-of-m = { $n } of { $m }
hint-usual = → completes: { $values }
promises-title = Promises on { $ticket }
promise-title = Promise on { $ticket }
promise-usual = call back
promise-kept = promise kept
promise-drop = cancel the promise
promise-another = another promise
upset-title = Upset customer on { $ticket }
recovered = recovered
about-recovered = the customer is no longer upset
still-upset = still upset
about-still-upset = what you do about it, and when to follow up
escalate-title = Escalate { $ticket }
hand-off-title = Hand off { $ticket }
concession-title = Concession on { $ticket }
split-title = Split part of { $ticket } off
edit-title = Edit { $ticket }
checklist-title = Checklist of { $ticket }
no-checklist = No checklist for { $category }; add one under [[checklist]] in the settings.
do-tick = check off
do-untick = uncheck
merge-title = Merge { $ticket } into
merge-advice = The ticket is closed and continues in the other one, with its messages. Type a number or words to find it.
link-title = Link { $ticket } with
link-advice = Type a number or words to find a ticket.
related-title = Related to { $ticket }
of-the-customer = same customer
one-of-them = one of these
linked-and-merged = linked and merged
merged-into = continues there
merged-from = merged into this
link-related = related
link-split-into = split off
link-split-from = split off from

# SLA clock ledger
ledger-title = SLA clocks of { $ticket }
no-clocks = No SLA target: no policy matches this ticket.
ledger-day = day
ledger-from = from
ledger-to = to
ledger-counted = counts
ledger-total = sum
ledger-why = why
ledger-since = since { $at }
ledger-met = met { $at }
ledger-promised = target { $target } by policy ‘{ $policy }’, priority { $priority }
ledger-calendar = counts the hours of ‘{ $name }’ ({ $zone })
ledger-day-and-night = counts around the clock
mode-requester_wait = Runs while new, open or on hold; pauses while pending.
mode-agent_work = Runs while new or open; pauses while pending or on hold.
mode-total = Runs until it is solved, whatever its status.
ledger-opened = These terms apply since { $at }; the time before counts as well.
ledger-replaced = Other terms apply from { $at }: this clock was replaced.
ledger-left = used { $used } + left { $rest } = target { $target }
ledger-over = used { $used } − over by { $rest } = target { $target }
why-status = while { $status }
why-closed = closed hours
why-holiday = holiday: { $name }
why-until-now = { $why }, until now

# Search
search-title = Search
search-advice = Searches subjects, messages, replies and notes, newest first. “Quotes” keep words together.
search-nothing = No match. Try fewer words, or the beginning of one.
searching = searching…
newest-n = the newest { $n }

# My changes
acts-title = My changes
acts-empty = You have no changes to undo.
undo-change = undo
redo-change = redo

# Ticket
do-related = related
do-card-facts = facts
do-card-history = history
label-rating = rating
label-checklist = checklist
label-promises = promises
label-concessions = concessions
label-linked = linked
label-others = others
checklist-next = next: { $item }
concessions-total = total { $sum }
promise-was-kept = kept { $at }
promise-was-late = kept late, { $at }
promise-was-dropped = cancelled { $at }
notice-merged = Merged into ticket { $id }.
notice-next = Next step: { $next }
notice-escalated = Escalated to { $level }: { $reason }
notice-upset = Customer upset
notice-follow-up = follow up { $at }
notice-promise = Promised: { $what }
notice-promise-by = by { $at }
ticket-title = Ticket { $id }
no-such-ticket = No ticket has this number.
history = History
age-unknown = unknown
label-status = status
label-priority = priority
label-moves = moves
label-tier = tier
label-email = e-mail
label-phone = phone
label-organization = company
label-category = category
label-group = group
label-tags = tags
reopened-n = reopened { $n } ×
reassigned-n = reassigned { $n } ×
further-columns = other columns of the file
history-undone = undone
the-customer = the customer
event-opened = created the ticket
event-customer-message = wrote
event-replied = replied
event-replied-then = replied, then { $status }
event-noted = added a note
event-assigned = assigned it to { $who }
event-unassigned = unassigned it
event-status = set the status to { $status }
event-priority = set the priority to { $priority }
event-surveyed = sent a survey
event-rated = recorded a rating of { $score }
event-imported = imported it from { $source }
event-edited = set the { $field } to { $value }
event-escalated = escalated to { $level }: { $reason }
event-unescalated = ended the escalation
event-promised = promised: { $what }, by { $at }
event-promise-kept = kept the promise
event-promise-cancelled = cancelled the promise
event-handed-off = handed it off to { $who }
event-concession = logged a concession of { $amount }: { $reason }
event-upset = marked the customer as upset
event-recovered = marked the customer as recovered
event-checked = checked off: { $item }
event-unchecked = unchecked: { $item }
event-merged = merged it into ticket { $id }
event-merged-from = merged ticket { $id } into this one
event-linked = linked it with ticket { $id }
event-split = split off ticket { $id }
event-split-from = split it off from ticket { $id }
level-1 = the lead
level-2 = the experts
level-3 = management
nothing = nothing
event-other = changed it
event-undone = undid: { $what }
import-created = created
import-first-response = first response
import-solved = solved
import-closed = closed
import-status = status
import-agent = agent
import-replies = replies
import-reopens = reopened
import-rating = rating

# Distribution
distribute-title = Distribute
distribute-unassigned = unassigned tickets
distribute-of = tickets of { $who }
distribute-badge = { $n } of { $m } distributed
distribute-assign = assign { $n }
distribute-other = somebody else
distribute-include = include
distribute-person = distribute
distribute-to = assign to
distribute-loads = Open tickets now → after / capacity
distribute-time-left = { $left } left
distribute-not-assigned = Not assigned: { $n }
distribute-left-out = left out
distribute-changed = changed
distribute-why-left-out = Left out: the ticket stays as it is.
distribute-why-changed = Somebody changed this ticket meanwhile, so it is not assigned.
distribute-none-included = All lines are left out: include one, or leave without a change.
distribute-to-whom = Assign { $ticket } to…
distribute-may = can take it
distribute-may-not = breaks a rule
distribute-suggested = suggested now
distribute-both = { $one } and { $other }
distribute-nothing = Nothing to distribute: everything on us is assigned.
distribute-nothing-of = { $who } has no tickets waiting on us.
distribute-nothing-but = Every ticket is assigned. { $who } is away with { $n } of them: { $key } in People distributes them.
reason-by-hand = your choice
reason-despite = breaks a rule: { $rule }
reason-first = { $profile } as first profile
reason-second = { $profile } as second profile
reason-skill = { $skill } { $level } of 5
reason-language = speaks { $language }
reason-language-unknown = not known whether they speak { $language }
reason-only = nobody else on shift can take it
reason-better-full = { $n ->
    [one] the better match is at capacity
   *[other] the { $n } better matches are at capacity
  }
reason-even = evens out the load among { $n } equal matches
reason-best = best match of { $n } who can take it
reason-on-break = on a break; tickets can still be assigned
bar-off = not on shift
bar-full = at capacity
bar-profile = does not hold { $profile }
bar-skill = { $skill } below { $level }
bar-channel = does not take { $channel }
bar-language = does not speak { $language }
shortage-nobody-in = Nobody is on shift now.
shortage-nobody = Nobody on shift { $needs }.
shortage-full = Everybody who can take it is at capacity: { $who }.
need-profile = holds { $profile }
need-skill = has { $skill } at { $level } or above
need-channel = takes { $channel }
need-language = speaks { $language }

# Drill-down
column-id = id
column-created = created
thousands-separator = ,
first-n-of-m = First { $n } of { $m }; move down for more.
n-in-m-tickets = { $n } in { $m } tickets
drill-empty = No tickets behind this number.

# Export
written = { $n } { $n ->
    [one] ticket
   *[other] tickets
  } exported to { $path }
export-title = Export { $n } { $n ->
    [one] ticket
   *[other] tickets
  }
field-format = format
hint-format = ← → choose: xlsx for spreadsheets, csv for programs, md for chats.
field-file = file
hint-file = Relative to the start folder. Existing files are not overwritten.
name-a-file = Enter a file name.

# Forms
note-title = Note on { $ticket }
reply-title = Reply to { $ticket }
message-title = Customer’s message on { $ticket }
new-ticket-title = New ticket
new-person-title = New person
new-shift-title = New shift
new-absence-title = New absence
new-requirement-title = New requirement
field-note = Note
hint-note = Only the team can read it.
field-reply = Reply
hint-reply = Your reply to the customer. It is recorded here, not sent.
field-message = Message
hint-message = What the customer wrote or said.
field-then = status after
hint-then = Status of the ticket afterwards; ← and → change it.
field-subject = subject
hint-subject = The topic in a few words.
field-customer = customer
hint-customer = A name; a new customer is added. Optional.
field-channel = channel
hint-channel = How they contacted you: phone, e-mail, chat. Optional.
field-tags = tags
field-language = language
field-cause = cause
field-stage = stage
field-status = status
field-escalation = escalation
field-upset = upset
field-category = category
hint-category = Kind of request. Optional.
field-priority = priority
hint-priority = ← and → change it, letters find it.
field-assignee = assignee
hint-assignee = Who gets the ticket; ← and → change it, letters find a name.
field-body = Message
hint-body = In the customer’s words. Optional.
field-proactive = proactive
hint-proactive = Yes if you contacted them first; ← and → change it.
field-level = to
hint-level = Escalation level; ← and → change it. Ending it needs no reason.
field-reason = reason
hint-reason = The first thing that the new owner reads.
field-promise = what
hint-promise = What you promised; whoever keeps it reads this.
field-due = by
hint-due = 15:00, tomorrow 9:00, mon 9:00, +2h or 2026-03-02 15:00.
field-hand-to = to
hint-hand-to = ← and → or letters; people in and below capacity come first.
field-hand-why = reason
hint-hand-why = Optional.
field-next-step = next step
hint-next-step = The first step for whoever takes over.
field-amount = amount
hint-amount = 12, 12.50, 1,500,000
field-currency = currency
hint-currency = VND, EUR, USD.
field-concession-reason = reason
hint-concession-reason = What it compensates for.
field-recovery = recovery
hint-recovery = What you do about it. Optional.
field-follow-up = follow up
hint-follow-up = 15:00, tomorrow 9:00, +2h. Optional.
hint-tags = Separated by commas or spaces. Optional.
hint-language = The customer’s language: vi, en. Optional.
hint-stage = Where the customer is in the buying process. Optional.
hint-cause = The root cause, once known. Optional.
stage-looking = pre-sale
stage-buying = purchase
stage-after = after-sale
field-all-category = category
hint-all-category = Category for all of them. Empty leaves them unchanged.
field-add-tags = add tags
hint-add-tags = Separated by commas or spaces.
field-drop-tags = remove tags
hint-drop-tags = Separated by commas or spaces.
level-0 = nobody: end the escalation
field-name = name
hint-name = A name, or several with a role: Minh agent, Lan lead.
field-preset = role
hint-preset = agent, lead, analyst, manager: fills both profiles; ← → change it.
field-primary = profile
hint-primary = First profile; letters find it.
field-second = 2nd profile
hint-second = Second profile, or none.
field-capacity = capacity
hint-capacity = Maximum of open tickets; empty: the team’s default.
field-email = e-mail
hint-email = Optional.
field-lead = team lead
hint-lead = Whether the person leads the team.
field-person = person
hint-person = ← and → change it, letters find a name.
field-day = day
hint-day = 2026-03-02, today or tomorrow.
field-from = from
hint-from = Start: 8, 8:30.
field-to = to
hint-to = End: 16, 16:30; an earlier time is on the next day.
field-shift-name = name
hint-shift-name = Name of the shift: Morning. Optional.
field-break = break
hint-break = From and to: 12-12:30. Optional.
field-repeat = days
hint-repeat = Number of days in a row, including this one.
field-absence = reason
hint-absence = ← and → change it, letters find it.
field-first = first day
hint-first = 2026-03-02, today or tomorrow.
field-last = last day
hint-last = The last day away: 2026-03-02, today or tomorrow.
field-hours = hours
hint-hours = Only these hours of each day: 9-12. Empty: the whole day.
field-absence-note = note
hint-absence-note = Optional.
field-profile = profile
hint-profile = ← and → change it, letters find it.
field-weekdays = days
hint-weekdays = ← and → move, space turns a day on or off.
field-need = people
hint-need = People needed at the same time.
word-yesterday = yesterday
word-today = today
word-tomorrow = tomorrow
then-as-it-is = unchanged
preset-none = –
preset-agent = agent
preset-lead = team lead
no-profile = none
no = no
yes = yes
nothing-to-pick = nobody yet
saving = saving…
press-again-to-discard = Press { $key } again to discard
write-something = Enter a text first.
wrong-subject = Enter a subject.
wrong-name = Enter a name.
name-taken = { $name } exists already; enter a different name.
same-profile = Both profiles are the same; remove the second one.
primary-first = Choose the first profile before the second.
no-people = Nobody is on the team yet; add a person first.
wrong-day = “{ $text }” is not a day; write 2026-03-02, today or tomorrow.
wrong-moment = “{ $text }” is not a time; write 15:00, tomorrow 9:00 or +2h.
moment-past = That time is in the past; enter a later one.
wrong-reason = Enter a reason; the new owner reads it first.
wrong-next-step = Enter the next step for whoever takes over.
wrong-amount = “{ $text }” is not an amount above 0; write 12 or 12.50.
wrong-currency = Enter a currency: VND, EUR.
wrong-concession-reason = Enter what it compensates for.
wrong-clock = “{ $text }” is not a time of day; write 9:30.
wrong-hours = “{ $text }” is not a time range; write 12-12:30.
wrong-number = “{ $text }” is not valid; write a number from { $least } to { $most }.
wrong-shift = A shift has to start before midnight.
break-outside = The break is outside the shift.
last-before-first = The last day is before the first.
no-weekday = Choose at least one day.

# Confirmations
undo-hint = { $key } undoes
undone = Undone: { $what }.
redone = Redone: { $what }.
nothing-changed = Already so; nothing changed.
done-opened = Ticket { $id } created: { $subject }
done-asked = Customer’s message added to ticket { $id }
done-replied = Reply added to ticket { $id }
done-replied-then = Reply added to ticket { $id }; status: { $status }
done-noted = Note added to ticket { $id }
done-assigned = Ticket { $id } assigned to { $who }
done-unassigned = Ticket { $id } assigned to nobody
done-status = Ticket { $id } is { $status }
done-priority = Ticket { $id } has priority { $priority }
done-many = Done: { $what }
done-ticket = Ticket { $id }: { $what }
was-ticket = ticket { $id }: { $what }
done-view = Saved: view { $name }
was-view = the view { $name }
did-assigned = { $n ->
    [one] assigned ticket { $id }
   *[other] assigned { $n } tickets
}
did-opened = { $n ->
    [one] created ticket { $id }
   *[other] created { $n } tickets
}
did-handed_off = { $n ->
    [one] handed off ticket { $id }
   *[other] handed off { $n } tickets
}
did-promised = { $n ->
    [one] promised something on ticket { $id }
   *[other] promised something on { $n } tickets
}
did-linked = { $n ->
    [one] linked ticket { $id }
   *[other] linked { $n } tickets
}
did-status_set = { $n ->
    [one] set the status of ticket { $id }
   *[other] set the status of { $n } tickets
}
did-priority_set = { $n ->
    [one] set the priority of ticket { $id }
   *[other] set the priority of { $n } tickets
}
did-noted = { $n ->
    [one] added a note to ticket { $id }
   *[other] added notes to { $n } tickets
}
did-replied = { $n ->
    [one] replied to ticket { $id }
   *[other] replied to { $n } tickets
}
did-merged_into = { $n ->
    [one] merged ticket { $id }
   *[other] merged { $n } tickets
}
did-edited = { $n ->
    [one] edited ticket { $id }
   *[other] edited { $n } tickets
}
did-escalated = { $n ->
    [one] escalated ticket { $id }
   *[other] escalated { $n } tickets
}
did-put = { $n ->
    [one] changed 1 record
   *[other] changed { $n } records
}
did-changed = { $n ->
    [one] changed ticket { $id }
   *[other] changed { $n } tickets
}
done-person = Saved: { $name }
done-customer = Saved: customer { $name }
done-shift = Saved: shift of { $name } on { $day }
done-absence = Saved: absence of { $name } from { $day }
done-requirement = Saved: requirement for { $profile }
was-opened = created ticket { $id }, { $subject }
was-asked = a customer’s message on ticket { $id }
was-replied = a reply on ticket { $id }
was-replied-then = a reply on ticket { $id } that left it { $status }
was-noted = a note on ticket { $id }
was-assigned = assigned ticket { $id } to { $who }
was-unassigned = assigned ticket { $id } to nobody
was-status = set ticket { $id } to { $status }
was-priority = set the priority of ticket { $id } to { $priority }
was-person = saved { $name }
was-customer = saved the customer { $name }
was-shift = a shift of { $name } on { $day }
was-absence = an absence of { $name } from { $day }
was-requirement = a requirement for { $profile }

# Tabs
do-next-face = next tab
about-next-face = Show the next tab of this view.
do-previous-face = previous tab
about-previous-face = Show the previous tab of this view.
face-day = Day
face-team = Team
face-staffing = Staffing

# Team records
absence-late = late
done-template = Saved: shift template { $name }
was-template = the shift template { $name }
done-attendance = Saved: attendance of { $name }
was-attendance = an attendance of { $name }
done-note = Saved: note on { $name }
was-note = a note on { $name }
done-hand_over = Saved: hand-over
was-hand_over = a hand-over
done-survey = Saved: survey answer
was-survey = a survey answer ({ $kind })
done-review = Saved: QA review of ticket { $id }
was-review = a QA review of ticket { $id }
done-gone = Removed: { $what }

# People: card and skills
away-late = ✖ late
not-yet = ◌ not yet
person-removed = This person was removed from the team.
person-leads = leads the team
do-tickets = tickets
about-tickets = List the person’s open tickets.
do-skills = skills
about-skills = Show the team’s skills and possible successors.
do-card = open
do-notes = notes
do-next-cover = successors
do-add-skill = add
do-edit-skill = edit
do-drop-skill = remove
do-add-note = new note
do-edit-note = edit
do-drop-note = remove
mentor-since = { $who }, since { $day }
hours-of = { $hours } h of { $contract } h
fact-now = now
fact-profiles = profiles
fact-load = load
fact-week = this week
fact-next-profile = next role
fact-level = level
fact-reports-to = reports to
fact-mentor = mentor
fact-wants = development
fact-languages = languages
fact-channels = channels
fact-employer = employer
fact-since = first day
fact-email = e-mail
skill-not-rated = not rated
skill-enough = met
skill-short = { $n } below
skill-stale = { $day } · outdated
measure-first_response = first response
measure-response = response
measure-resolution_first = first resolution
measure-resolution_full = full resolution
measure-fcr = first contact
measure-resolution_rate = resolution rate
measure-csat = satisfaction
measure-hold = on hold
measure-nps = NPS
measure-ces = CES
measure-sla_first = first in SLA
measure-sla_next = next in SLA
measure-sla_resolution = solved in SLA
measure-quality = QA score
measure-adherence = adherence
measure-upset = upset customers
measure-churn = churn
measure-retention = retention
measure-cohort = solved to date
measure-reopen = reopen rate
target-stretch = exceptional
target-met = met
short-of-target = below target
target-short = below
target-low_n = low n
target-no_data = no data
card-week = Shifts
card-no-shifts = No shifts scheduled.
card-open = { $n ->
    [0] No open tickets
    [one] 1 open ticket
   *[other] { $n } open tickets
}
card-more-tickets = { $n } more; { $key } lists them all
card-skills = Skills
card-gaps = { $n ->
    [one] ▼ 1 gap
   *[other] ▼ { $n } gaps
}
card-not-rated = ○ { $n } not rated
card-no-skills = No skills recorded, and none required.
card-figures = Figures and targets
card-days = { $n } days
card-no-figures = No figures in this period.
card-notes = Notes
notes-for-leads = Notes by leads appear here.
notes-leads = leads only
notes-leads-only = Notes on people are for leads only.
notes-empty = No notes yet. { $key } writes one.
notes-of = Notes on { $who }
skills-of = Skills of { $who }
skills-hint = 1–5 sets the level as of today: 1 beginner, 3 works alone, 5 can teach it.
skills-title = Skills of the team
skills-badge = one person only { $one } · nobody { $nobody }
skills-asked = need
skills-empty = Nobody has a profile or a skill yet.
skills-legend = 1–5 sets a level · 3▼1 one below · ○ not rated · 4~ rated over a year ago
holders-none = ✖ nobody
holders-one = ▲ one
next-title = Possible successors
next-now = now: { $who }
next-asks-nothing = No skills are required for this profile; add them under [[profile]] in the settings.
next-nobody = Nobody else.
next-levels = { $n ->
    [0] ✓ ready
    [one] ▼ 1 level
   *[other] ▼ { $n } levels
}
next-wants-role = wants this role
next-ready = meets all requirements
preset-analyst = analyst
preset-manager = manager
field-person-name = name
hint-person-name = The name the team uses.
field-title = title
hint-title = Job title. Optional.
field-contract = hours a week
hint-contract = Contract hours a week: 40, 37.5. Optional.
field-languages = languages
hint-languages = Separated by commas: vi, en. Empty: all languages.
field-channels = channels
hint-channels = Separated by commas. Empty: all channels.
field-employer = employer
hint-employer = If it is not your own company. Optional.
field-since = first day
hint-since = 2026-03-02. Optional.
field-reports-to = reports to
hint-reports-to = ← and → change it, letters find a name.
field-mentor = mentor
hint-mentor = Who mentors them; letters find a name.
field-mentor-since = mentor since
hint-mentor-since = 2026-03-02. Empty: today, for a new mentor.
field-person-level = level
hint-person-level = Current level: agent, team lead, manager.
field-target-level = target level
hint-target-level = The level they want next. Optional.
field-next-profile = next role
hint-next-profile = The profile they should take on next.
field-development = development
hint-development = What they want to learn or become, in their own words.
field-person-note = Note
hint-person-note = Only leads can read it. It is never exported.
field-note-day = date
hint-note-day = The day the note is about: 2026-03-02, today.
field-skills = skills
hint-skills = Skills with levels: product knowledge 4, empathy 3.
field-seen-on = rated on
hint-seen-on = Day of the rating: 2026-03-02, today.
edit-person-title = Edit { $who }
person-note-title = Note on { $who }
several-no-name = “{ $word }” has no name before it; write Minh { $word }.
several-twice = { $name } appears twice; change one of the names.
several-one-email = Several people cannot share one address; leave it empty.
skill-no-level = “{ $text }” has no level; end it with a number from 1 to 5.
skill-no-name = “{ $text }” has no skill; write product knowledge 3.
skill-twice = “{ $name }” appears twice; remove one of them.
skill-nothing = Write skills with their levels: product knowledge 3, empathy 4.
wrong-contract = “{ $text }” is not a number of hours a week; write 40 or 37.5.
col-bar = load
col-bar-long = open tickets ÷ capacity
col-week = h/week
col-week-long = scheduled hours this week / contract
col-gaps = gaps
col-gaps-long = skills below what their profiles need
col-next = next shift
col-next-long = next shift
col-note = note
col-note-long = days since the last note

# Roster
roster-adherence = adherence
roster-lates = late
do-template = template
about-template = Fill the cells with a shift template.
do-again = again
about-again = Fill the cells with the last shift used.
do-copy = copy
about-copy = Copy the cell, or the marked ones.
do-take = cut
about-take = Cut shifts, to paste them elsewhere.
do-paste = paste
about-paste = Paste the shifts that were copied or cut.
do-swap = swap
about-swap = Swap the shifts of two cells.
do-weekdays = Mon–Fri
about-weekdays = Copy this day’s shift to Monday to Friday.
do-next-week = repeat week
about-next-week = Copy this whole week to the next one.
do-away = away
about-away = Enter an absence for these days.
do-break = break
about-break = Set the break of the shifts.
do-check-in = check in
about-check-in = Record that the person has arrived.
do-check-out = check out
about-check-out = Record that the person has left.
do-hours = hours
do-clear = clear
do-split-shift = split
do-swap-here = swap here
do-apply-hours = apply
face-roster = Roster
needs-the-roster = Not available here: go to People, tab Roster or Team.
attend-in-since = { $who } has been in since { $time }.
attend-was-in = { $who } was already in from { $from } to { $to }.
attend-not-in = { $who } is not in; check them in first.
roster-week = Week { $week } · { $from } – { $to }
roster-n-flagged = ▲ { $n } flagged
roster-n-marked = ◆ { $n } marked
roster-empty = Nobody is on the team yet: { $key } adds people. Then fill in their week here.
roster-hours = hours
roster-people = people
roster-cover = coverage
roster-more =   +{ $n } below
roster-covered = all
roster-stretched = str.
roster-gap = gap
roster-day-gap = { $hours } h gap that day
roster-day-stretched = { $hours } h stretched that day
roster-this-week = { $hours } this week
roster-overtime = { $hours } overtime
roster-breaks = break { $breaks }
roster-nothing-here = No shift. { $fill } uses a template, { $hours } takes hours such as 8-16.
roster-not-loaded = This day is not loaded; one month back and two ahead are.
roster-no-earlier = No earlier days are loaded; use `shiftdesk roster show --week`.
roster-no-later = Only two months ahead are loaded; use `shiftdesk roster` for more.
roster-flagged = Flagged this week
roster-more-flagged = … and { $n } more; `shiftdesk roster flags` lists them all.
roster-legend = ▲ flagged  ● in  ◷ late  ○ not in  ◔ partly away  ◆ marked
roster-legend-lately = adherence and late: the last four weeks
roster-legend-coverage = coverage: ● all covered  ◐ stretched  ✖ gap
roster-flag-days = { $a } days in a row; limit { $b }
roster-flag-turnaround = only { $a } of rest before; minimum { $b }
roster-flag-hours = { $a } in the week: { $over } above { $b }
roster-flag-rest = longest rest of the week { $a }; minimum { $b }
roster-flag-break = { $a } without a break; required after { $b }
roster-late = { $span } late
roster-early = left { $span } early
roster-in-since = ● in since { $time }
roster-awaited = ○ not checked in yet
roster-missed = ○ no show
roster-on-time = on time
roster-swap-with = Move to the other cell and press the same key.
roster-copied = Copied.
roster-cut = Cut; paste it in another cell. It replaces the shift there.
roster-nothing-to-cut = No shift here to cut.
roster-no-place = { $n ->
    [one] One shift does not fit there: below the last person, or outside the loaded days. Nothing was changed.
   *[other] { $n } shifts do not fit there: below the last person, or outside the loaded days. Nothing was changed.
}
roster-partly = { $n ->
    [one] One shift does not fit here; press the same key again to leave it out.
   *[other] { $n } shifts do not fit here; press the same key again to leave them out.
}
roster-nothing-copied = Nothing copied yet.
roster-nothing-filled = Nothing filled in yet.
roster-week-empty = Nobody has a shift this week, so there is nothing to repeat.
roster-ask-hours = Hours: 8-16, 22-6, 8-12 13-17 for two shifts, 8-16/12-12:30 with a break, or a template’s first letters; empty clears the cell.
roster-ask-break = Break: 12-12:30; separate several with spaces; empty removes it.
roster-ask-split = Split the shift at: 12, 12:30.
roster-ask-late = Comes at: 9, 9:30.
roster-ask-away = { $n ->
    [one] Away on this day:
   *[other] Away on these { $n } days:
}
roster-ask-template = { $n ->
    [one] Fill this cell with:
   *[other] Fill { $n } cells with:
}
roster-ask-first = No templates yet. One key creates these three and fills one in:
roster-ask-edit = Edit which template?
roster-ask-remove = Remove which template? Its shifts stay.
roster-template-new = new
roster-template-edit = edit one
roster-template-remove = remove one
roster-present = present
roster-morning = Morning
roster-evening = Evening
roster-night = Night
roster-wrong-hours = “{ $text }” is not a time range such as 8-16, nor a template.
roster-wrong-break = “{ $text }” is not a break; write 12-12:30.
roster-break-outside = No shift here includes “{ $text }”.
roster-wrong-clock = “{ $text }” is not a time of day; write 12:30.
roster-split-outside = The shift does not run at “{ $text }”, or has its break then.
roster-late-outside = No shift here runs at “{ $text }”.
new-template-title = New shift template
edit-template-title = Shift template
edit-shift-title = Shift
edit-absence-title = Absence
template-none = – custom hours
template-needs-name = Enter a name for the template: Morning.
field-template = template
hint-template = Fills in hours, name and break; ← and → change it.
field-template-name = name
hint-template-name = Name of the shift: Morning.

# Coverage: week, month, what if
letter-customer_champion = c
letter-field_expert = e
letter-operationalist = o
letter-quality_controller = q
letter-strategist = s
letter-analyst = a
do-requirements = requirements
about-requirements = List and edit the coverage requirements.
do-what-if = what if
about-what-if = Try a change and see its effect on coverage.
do-earlier = earlier
about-earlier = Go to the previous day, week or period.
do-later = later
about-later = Go to the next day, week or period.
do-to-now = today
about-to-now = Go back to today.
face-week = Week
face-month = Month
coverage-on = Coverage { $day }
coverage-week = Coverage week { $week }
coverage-past = Coverage · last { $n } days
coverage-not-that-day = Nobody is needed on that day. { $key } adds a requirement: profile, hours, number of people.
coverage-no-further = The roster is not loaded that far; use `shiftdesk coverage --date`.
n-covered = { $share } covered
verb-who = who and why
verb-open-day = open day
verb-apply = apply
verb-add-shift = add shift
verb-preview = preview
verb-remove = remove
and-n-more = and { $n } more
slot-stretched-nobody = { $time } { $profile } is stretched, with nobody in { $need ->
    [one] its seat
   *[other] its { $need } seats
  }: { $others }.
slot-gap-elsewhere = { $time } { $profile } has a gap: 0 of { $need } seats; { $others }.
needed-as = { $who } holds it, but is needed as { $profile }
needed-as-short = { $who } is needed as { $profile }
candidate = { $who } ({ $hours } h this week, { $standing })
n-h-this-week = { $n } h this week
standing-spare = in, without a seat
standing-seated = seated as { $profile }
standing-break = on a break until { $at }
standing-absent = { $kind } until { $at }
standing-absent-days = { $kind } up to { $at }
standing-not-in = not checked in
standing-later = shift from { $at }
standing-over = shift until { $at }
standing-off-today = off today
standing-off = off that day
gaps-that-day = Gaps and stretched hours that day
gaps-from-today = Gaps and stretched hours from today
alone-title = One person for two profiles
alone = { $who } is the only one for { $one } and for { $other }: { $times }
coverage-change = { $profile } { $time }: { $before } → { $after }{ $reason }
nobody-holds-it = nobody present holds it
n-of-m-seats = { $n } of { $m ->
    [one] 1 seat
   *[other] { $m } seats
  }
week-cell = { $day } { $profile }: of { $needed } h needed, { $covered } h covered, { $stretched } h stretched, { $gap } h gap.
week-cell-not-needed = { $day } { $profile }: nobody is needed.
week-sign = each sign: the worst hour
covered-short = cov.
stretched-short = str.
gap-short = gap
split-role-title-hours = By hour of the day · covered share of the needed hours, in percent
split-role-nearest = Nobody is over the limit. Closest:
month-legend = worst of the day; shares of the needed hours
split-role-title = Split this role? · over { $limit } of hours stretched between two profiles
split-role-needed = { $one } + { $other } need two people: { $who } was stretched between them { $hours } of { $worked } h ({ $share }).
split-role-nobody-else = For { $alone } h nobody else present held either profile.
split-role-closest-person = { $who } was stretched between { $one } and { $other } { $hours } of { $worked } h ({ $share })
split-role-none = Nobody was stretched between two profiles.
seats-empty = { $n ->
    [one] 1 seat is empty
   *[other] { $n } seats are empty
  }
lacks-profile = does not hold this profile
seat-spare = In, without a seat
seat-could = Could step in
seat-not-needed = Nobody is needed here any more.
seat-hint = A new shift or a what-if covers { $hours }.
on-shift-already = { $who } is on shift already; move the break, or change the shift.
first-profile = first profile
second-profile = second profile
sits-first = first profile
sits-second-not-needed = second profile; { $first }, the first, is not needed now
sits-second-filled = second profile; { $first }, the first, is filled by others
elsewhere-else-short = holds it, but is seated as { $profile }: otherwise { $short } would have fewer seats filled
elsewhere-first = holds it, but is seated as { $profile }, the first profile; as many seats are filled
elsewhere-equal = holds it, but is seated as { $profile }; the other way round would be as good
requirements-title = Coverage requirements
requirements-hint = ← fewer, → more. Entries for the same hours add up.
edit-requirement-title = Requirement
every-day = every day
col-need = need
col-profile = profile
col-weekdays = days
col-hours = hours
least-need = The minimum is 1; { $key } removes it.
what-if-title = What if
what-if-banner = what if: { $text }
what-if-ends = { $back } ends it, { $save } applies it
what-if-changes = What would change
what-if-text-works = { $who } works { $hours }
what-if-examples-title = Examples
what-if-examples = { $one } is sick tomorrow · { $two } is off 14-16 · { $three } moves to evening · { $one } works 14-22 on sat · swap { $one } and { $two } · without { $three } · { $two } also expert · need 1 more expert 10-12
what-if-empty = Type a change to try; nothing is saved.
what-if-nobody = Nobody on the team is called ‘{ $text }’.
what-if-several = ‘{ $text }’ could be { $names }; type more of the name.
what-if-no-verb = { $name } does what? is sick, is off 14-16, works 14-22, moves to evening, also expert …
what-if-not-understood = ‘{ $text }’ is not understood; see the examples.
what-if-no-hours = { $name }: from when to when? 14-22, until 10, or the name of a shift.
what-if-no-shift-named = No shift here is called ‘{ $text }’; use { $names }, or hours such as 14-22.
what-if-no-shift-names = The team’s shifts have no names; write hours such as 14-22.
what-if-no-shift = { $name } has no shift on { $day }; write ‘works 14-22’.
what-if-nothing-to-swap = Neither of them has a shift on { $day }.
what-if-no-profile = { $name }: which profile? champion, expert, operationalist, quality, strategist, analyst.
what-if-holds-already = { $name } holds { $profile } already.
what-if-too-long = Only two months around today are loaded; choose a day among them.
what-if-overlap = { $name } would be in two shifts at once on { $day }.
scenario-away = { $who } is away ({ $kind }): { $days }
scenario-works = { $who } works { $day } { $hours }
scenario-moves = { $who }’s shift of { $day } becomes { $hours }
scenario-swap = { $one } and { $other } swap shifts on { $day }
scenario-without = Without { $who } from { $day }: shifts up to { $last } are removed; later shifts and the person stay saved
scenario-holds = { $who } also holds { $profile }
scenario-instead = (instead of { $profile })
scenario-needs = { $n } more { $profile } needed, { $day } { $hours }, every week
scenario-person = { $who }: { $n } open tickets
scenario-person-hours = { $who }: { $n } open tickets, { $before } → { $after } h this week
scenario-over = ▲ over the contract of { $contract } h
scenario-no-change = No change on { $day } from now on.
scenario-changes = What changes on { $day } from now on

# Hand-over
do-hand-over = hand-over
about-hand-over = Read, draft or leave the shift’s hand-over.
handovers-title = Hand-overs
handovers-none = No hand-over yet. The first one is being drafted.
handover-title = Hand-over
handover-of = Hand-over of { $who }, { $when }
handover-leave-title = New hand-over
handover-read = read
handover-draft = draft the next
handover-take = take over
handover-tickets = its tickets
handover-named = Tickets in the hand-over
formula-handover = The tickets named in the hand-over, as they are now.
handover-taken = taken over by { $who }, { $when }
handover-waits = not taken over yet{ $key ->
    [none] {""}
   *[other] : { $key }
}
handover-one-waits = hand-over waiting
handover-taken-already = It was taken over already.
handover-is-yours = This hand-over is yours; the next shift takes it over.
handover-stays = A saved hand-over cannot be changed; draft the next one instead.
handover-empty = Enter what the next shift has to know.
field-handover = What the next shift has to know
hint-handover = Edit it as you like; it is saved as shown here.
handover-summary =
    Until { $until }: { $breached ->
        [one] 1 breached
       *[other] { $breached } breached
    }, { $risk ->
        [one] 1 at risk
       *[other] { $risk } at risk
    }, { $promises ->
        [one] 1 promise due
       *[other] { $promises } promises due
    }; { $escalated } escalated, { $unassigned } unassigned, { $open } open
handover-since = Since the hand-over of { $who }, { $when }
handover-since-morning = Since { $when }
handover-flow = { $received } received, { $solved } solved, { $reopened } reopened
handover-first-response = First response: median { $median } of { $n }; { $unanswered } unanswered
handover-became = Of the { $n } tickets in the last hand-over, { $gone } { $gone ->
        [one] is
       *[other] are
    } done; still open: { $which }
handover-became-all =
    { $n ->
        [one] The ticket in the last hand-over is done
       *[other] All { $n } tickets in the last hand-over are done
    }
handover-more = and { $n } more
handover-more-tail = and { $n } more
handover-breached = Breached
handover-risk = At risk
handover-promises = Promises due
handover-escalated = Escalated
handover-waiting = Also waiting on us
handover-coverage = Coverage ahead
handover-away = Away
handover-own = My notes
handover-nobody = nobody
handover-overdue = overdue since { $when }
handover-due = due { $when }
handover-nobody-there = **{ $profile }** { $time }: nobody, { $need } needed
handover-gap = **{ $profile }** { $time }: gap, { $seated } of { $need } seats
handover-stretched = **{ $profile }** { $time }: stretched, { $seated } of { $need } seats; the others who hold it are needed in their other profile

## Plan: goals, action items, customer feedback, notices, huddle
do-plan = Plan
about-plan = Show goals, action items, feedback and notices.
do-huddle = huddle
about-huddle = Show the agenda for a shift or a week.
do-notices = notices
about-notices = Read the notices that wait for you.
do-feedback = log feedback
about-feedback = Log customer feedback for a department.
face-plan = Plan
face-voice = Feedback
face-notices = Notices
plan-goals = Goals
plan-actions = Action items
plan-notices = Notices
plan-state = state
plan-by = logged by
plan-read = open
plan-reopen = reopen
plan-drop = drop
plan-removed = This entry was removed.
card-goal = Goal
card-action = Action item
card-feedback = Customer feedback
card-notice = Notice
goal-missed = missed
goal-behind = behind
goal-on_track = on track
goal-reached = reached
goal-no_data = no data
goal-dropped = dropped
goal-goes-on = continues
goal-new = new goal
goal-look = review
goal-close = reached
goal-team = the team
goal-now = now
goal-n = n { $n }
goal-pace = expected
goal-pace-says = { $way } of the way by now
goal-next-review = next review
goal-review-due = review due
goal-reviews = Reviews
goal-is-closed = The goal is closed; reopen it first.
goal-new-title = New goal
goal-edit-title = Edit goal
goal-review-title = { $goal }: { $now } now
goals-behind = { $n } behind
goals-to-review =
    { $n ->
        [one] 1 to review
       *[other] { $n } to review
    }
goals-none = No goals yet. { $key } adds one: a figure, a target and a due date. Progress is read from the figure.
every-n-days =
    { $n ->
        [one] every day
       *[other] every { $n } days
    }
action-open = open
action-today = due today
action-overdue = overdue
action-done = done
action-dropped = dropped
action-new = new item
action-finish = done
action-new-title = New action item
action-edit-title = Edit action item
actions-open = { $n } open
actions-late = { $n } open · { $late } overdue
actions-none = No action items. { $key } adds one: who does what by when, and how to know that it helped.
from-nothing = nothing
from-goal = goal: { $name }
from-voice = voice: { $name }
from-point = touchpoint: { $name }
voice-new = new
voice-passed_on = passed on
voice-answered = answered
voice-done = done
voice-declined = declined
about-voice-new = not passed on yet
about-voice-passed_on = the department knows
about-voice-answered = the department has answered
about-voice-done = improved, and the customers know
about-voice-declined = nothing will change
voice-log = log feedback
voice-next-step = next step
voice-decline = decline
voice-link = link a ticket
voice-see-tickets = tickets
voice-new-title = New customer feedback
voice-edit-title = Edit customer feedback
voice-status-title = Status of { $theme }
voice-link-title = { $theme }: link another ticket
voice-link-advice = Type a number or words to find an open ticket.
voice-tickets = { $theme }: tickets
voice-no-tickets = No ticket is linked yet; link one.
voice-log-title = Log feedback from { $ticket }
voice-something-new = New feedback
voice-existing = Add to existing feedback
voice-passed-by = passed on by
voice-by-theme = By theme
voice-by-department = By department
voice-sort-theme = by theme
voice-sort-department = by department
voice-count =
    { $n ->
        [one] 1 open
       *[other] { $n } open
    } · { $tickets ->
        [one] 1 ticket
       *[other] { $tickets } tickets
    }
voice-none = No feedback logged. { $key } logs what customers say; on a ticket, log feedback links the ticket as well.
voice-n-tickets =
    { $n ->
        [one] 1 ticket
       *[other] { $n } tickets
    }
n-entries =
    { $n ->
        [one] 1 entry
       *[other] { $n } entries
    }
formula-voice = Tickets with this feedback; each counts once
notice-new = new notice
notice-read-it = mark as read
notice-remove = remove
notice-new-title = New notice
notice-edit-title = Edit notice
notice-everybody = everybody
notice-further = until further notice
notice-until-day = until { $day }
notice-n-of-m = { $n } of { $m } read
notice-read = read
notice-missing = not yet
notice-read-already = You have read it already.
notice-who-are-you = The program does not know who you are; start shiftdesk with --as NAME.
notices-all-read = You have no unread notices.
notices-for-you = { $n } unread
notices-wait =
    { $n ->
        [one] 1 unread notice
       *[other] { $n } unread notices
    }
notices-none = No notices. { $key } adds one: everybody, or everybody with a profile, confirms having read it. Without an end date it is a policy page.
done-goal = Saved: goal { $name }
was-goal = the goal { $name }
done-action = Saved: { $name }
was-action = the action item { $name }
done-feedback = Saved: feedback on { $name }
was-feedback = feedback on { $name }
done-notice = Saved: notice { $name }
was-notice = the notice { $name }
field-goal-name = goal
hint-goal-name = The goal in a few words
field-goal-figure = figure
hint-goal-figure = The figure that measures progress
field-goal-of = of
hint-goal-of = The team, everybody with this first profile, or one person
field-goal-start = start
hint-goal-start = 45m, 2h or 80%; empty: the current value
field-goal-target = target
hint-goal-target = 30m, 2h, 92% or 40
field-goal-due = by
hint-goal-due = The last day: 2026-12-31
field-goal-every = review
hint-goal-every = Days between two reviews; empty for none
field-goal-review = findings, decisions
hint-goal-review = The current value is saved with it
field-goal-outcome = outcome
hint-goal-outcome = ← → continue the goal or close it
field-owner = owner
hint-owner = ← → or type a name
field-action-title = what
hint-action-title = What is to be done
field-action-due = by
hint-action-due = The last day: 2026-12-31, tomorrow
field-action-criterion = success if
hint-action-criterion = How to know: “fewer than five calls a week”
field-action-every = check
hint-action-every = Days between two checks that it helps; empty for none
field-action-from = comes from
hint-action-from = A goal or customer feedback; ← → or type
field-action-tickets = tickets
hint-action-tickets = Ticket numbers, if it comes from tickets
field-touch-point = touchpoint
hint-touch-point = Where customers meet the company: “order mail”
field-credit = idea by
hint-credit = Who had the idea
field-action-steps = steps
hint-action-steps = One per line; each can be checked off
field-voice-theme = theme
hint-voice-theme = A few words to use again: “delivery date”
field-voice-department = department
hint-voice-department = The department that can change it
field-voice-tickets = tickets
hint-voice-tickets = Numbers of the tickets with this feedback
field-voice-said = feedback
hint-voice-said = In the customer’s words, if possible
field-voice-answer = answer
hint-voice-answer = What the department answered
field-notice-title = title
hint-notice-title = What it is about
field-notice-to = for
hint-notice-to = Everybody, or everybody with a profile
field-notice-until = until
hint-notice-until = Last day to read it; empty: until further notice
field-notice-body = text
hint-notice-body = Markdown; a changed text has to be read again
wrong-figure-value = ‘{ $text }’ is not a value of this figure; write 45m or 2h for a time, 92% for a share, 40 for a score or a number.
wrong-goal-name = Enter the goal in a few words.
wrong-goal-target = Enter a target.
wrong-goal-start = The figure has no value yet; enter a start value.
wrong-goal-way = Start and target are the same; enter a different target.
wrong-goal-due = The due date is before the start; enter a later day.
wrong-action-title = Enter what is to be done.
wrong-ticket-number = ‘{ $text }’ is not a ticket number; write 12 15.
wrong-voice-theme = Enter the theme in a few words.
wrong-voice-department = Enter the department that can change it.
wrong-voice-said = Enter what the customer said.
wrong-notice-title = Enter a title.
huddle-title = Huddle
huddle-week-title = Weekly review
huddle-yesterday = Yesterday, { $day }
huddle-week-numbers = The week in numbers
huddle-goals = Goals
huddle-today = Today
huddle-in = In now ({ $n }): { $who }
huddle-covered = All profiles are covered for the rest of the day
huddle-breaches = Breaches today
huddle-voice = Customer feedback, 7 days
huddle-voice-waits =
    { $n ->
        [one] 1 older entry is still open
       *[other] { $n } older entries are still open
    }
huddle-actions = Action items
huddle-notices = Unread notices
huddle-thanks = Thank you
huddle-better = Better (before): { $which }
huddle-worse = Worse (before): { $which }
huddle-goal = { $figure }: now { $now }, target { $target } by { $due }, { $way } of the way
huddle-few = n { $n }, low
huddle-overdue = overdue since { $day }
huddle-due-today = today
huddle-that-day = yesterday { $value }
huddle-due = by { $day }
huddle-thank = **{ $who }** · { $what }
huddle-theme = **{ $theme }** · { $department } · { $n ->
        [one] 1 entry
       *[other] { $n } entries
    }, { $tickets ->
        [one] 1 ticket
       *[other] { $tickets } tickets
    }
huddle-settled = Done: **{ $theme }** with { $department }
huddle-unread = **{ $title }** · { $by } · { $n } of { $m } have read it; not yet: { $who }
huddle-works = What works?
huddle-fails = What does not?
huddle-loyalty = What hurts customer loyalty?
huddle-competitors = What are competitors doing?
huddle-next-week = Next week
huddle-review = Review the goal **{ $goal }**
huddle-breached-now =
    { $n ->
        [one] 1 open ticket has breached its SLA
       *[other] { $n } open tickets have breached their SLA
    }
huddle-upset =
    { $n ->
        [one] 1 upset customer has not recovered: { $which }
       *[other] { $n } upset customers have not recovered: { $which }
    }
huddle-unhappy = { $n } of { $of } ratings were bad
huddle-reopened =
    { $n ->
        [one] 1 ticket was reopened
       *[other] { $n } tickets were reopened
    }

## QA reviews and coaching
face-care = Coaching
face-reviews = QA reviews
do-coach = coach
about-coach = Log coaching feedback to deliver.
do-talk = 1:1
about-talk = Log a 1:1 with somebody.
do-praise = recognition
about-praise = Log recognition for somebody.
do-trainings = training
about-trainings = Show completed and missing training.
needs-care = Not available here: go to People, tab Coaching or QA reviews.
done-training = Saved: training { $name }
was-training = the training { $name }
done-trained = Saved: training completed by { $name }
was-trained = a training completed by { $name }

note-kind-all = all
note-kind-note = note
note-kind-coaching = coaching
note-kind-one_on_one = 1:1
note-kind-review = quarterly review
note-kind-feedback = feedback
note-kind-recognition = recognition
note-kind-incident = incident
note-kind-title = { $who } · { $kind }
note-on-ticket-title = { $who } · { $kind } on { $id }
note-from = from { $who }
note-from-nobody = –
notes-none-of-kind = None of this kind. { $key } writes one, ← → show the others.
field-note-kind = kind
hint-note-kind = ← → choose what kind of note it is.
field-note-given = delivered on
hint-note-given = Day the feedback was delivered. Empty: not yet, it stays due.
field-note-from = from
hint-note-from = Who gave it: a peer, or a team member about their lead.
do-delivered = delivered
only-coaching-is-delivered = Only coaching feedback can be marked as delivered.
delivered-after = { $n ->
        [0] delivered the same day
        [one] delivered after 1 day
       *[other] delivered after { $n } days
    }
delivery-overdue = { $n ->
        [one] 1 day overdue
       *[other] { $n } days overdue
    }
delivery-due = { $n ->
        [0] due today
        [one] due by tomorrow
       *[other] due in { $n } days
    }

care-title = 1:1s and reviews
care-badge = { $over } overdue · { $soon } due soon
care-leads-only = Coaching is for leads only. Start with --as and your name.
care-empty = Nobody holds a profile yet; set one with e in the tab Team.
care-talk = last 1:1
care-review = review
care-say = feedback due
care-learn = training
care-praise = recogn.
care-score = last QA
care-days = { $n } d
care-ago = · { $n } d
care-in = { $n ->
        [0] today
       *[other] in { $n } d
    }
care-over = { $n } d over
care-never = never
care-learnt = all done
care-expiring = { $n } expiring
care-lacking = { $n } missing
care-log = Log of { $who } · { $n }
care-due = Due · { $n }
owed-feedback = feedback due
owed-one_on_one = 1:1
owed-review = quarterly review
do-log = log

trainings-of = Training of { $who }
trainings-empty = No trainings yet. { $key } adds one.
trainings-hint = ▲ missing or expired · ○ expires within 30 days
do-trained = done today
do-add-training = new training
training-title = Training
new-training-title = New training
training-missing = missing
training-not-theirs = not required
training-expired = expired { $day }
training-expires = until { $day }
training-until = until { $day }
training-no-expiry = no expiry
training-done = done { $day }
training-everybody = everybody
field-training-name = name
hint-training-name = Name of the training.
field-training-place = where
hint-training-place = Link, room or trainer. Optional.
field-training-days = valid for
hint-training-days = Days until it has to be repeated. Empty: no expiry.
field-training-profile = for
hint-training-profile = ← → choose: everybody, or everybody with a profile.

reviews-title = Tickets to review
reviews-of = Tickets to review · { $who }
reviews-badge = { $n } to review
reviews-reviewers-only = QA reviews are for quality controllers and leads. Start with --as and your name.
reviews-empty = Nobody solved a ticket this week or last week; there is nothing to review.
do-review = review
review-week = Week { $week } · { $read } of { $n } reviewed
review-week-so-far = Week { $week }, so far · { $read } of { $n } reviewed
review-open = to review
review-second = 2nd review due
review-of-two = · two reviewers
review-done = { $score }
review-yours = yours
review-own = These are your own tickets; another reviewer reviews them.
review-no-card = No scorecard matches this ticket; add a [[scorecard]] without conditions to the team's settings.
review-agreement = Two reviewers: { $share } of the items scored alike, scores { $points } points apart, n { $n }
review-no-pairs = Two reviewers: no ticket has two reviews yet
review-scores = QA score { $score }, n { $n } in { $days } days; weakest: { $weak }
review-title = QA review of { $id } · { $who }
review-comment = Comment
review-hint = 0–9 points · x N/A
review-fatal = ▲ Auto-fail: missing it scores 0.
review-score = Score
review-points = { $earned } of { $possible }
review-failed = auto-fail item missed
review-still = { $n } to score
review-not-applicable = –
review-item-open = Score the item ‘{ $item }’ first.
review-too-many = This item has { $most } points at most.
do-all-or-nothing = full or zero
do-not-applicable = N/A
do-to-comment = comment
do-to-items = items
do-earlier-messages = earlier
do-later-messages = later

## Surveys and customers
field-dissatisfied = dissatisfied with
hint-dissatisfied = What the customer was dissatisfied with. Optional.
blame-agent = the agent
blame-process = the process
blame-product = the product
do-customers = customers
about-customers = List customers: churn risk, whom to contact.
do-done = done
do-all-customers = show all
do-to-contact = contact ({ $n })
do-cause = set cause
do-edit-customer = edit
customers-title = Customers · { $n } days
customers-due-title = Customers to contact
customers-hint = mine · key · risk · lost · tier:gold · a name
customers-not-mine = nobody is signed in, so no customer is yours; start with --as
customers-empty = No customers yet. They come with tickets, or from a file: shiftdesk customer import.
customers-no-match = No customer matches. Esc clears the filter.
customers-nobody-due = Nobody to contact: no follow-ups due, every detractor answered, no key account silent.
customers-none-at-start = There were no customers { $n } days ago, so churn is unknown.
customers-churn = { $days } days: lost { $lost } of { $start }, churn { $churn }, retained { $stayed }
customers-name = customer
customers-tier = tier
customers-owner = owner
customers-tickets = tickets
customers-hours = us (h)
customers-repeats = repeats
customers-nps = NPS
customers-bad = bad★
customers-silent = last
customers-why = churn risk
customers-due-for = waiting
customers-due-why = why
customers-lost-on = lost { $day }
n-d = { $n } d
risk-upset = upset
risk-detractor = scored { $n } of 10
risk-bad-ratings =
    { $n ->
        [one] { $n } bad rating
       *[other] { $n } bad ratings
    }
risk-repeats =
    { $n ->
        [one] 1 repeat contact
       *[other] { $n } repeat contacts
    }
risk-silent =
    { $n ->
        [one] no contact for { $n } day
       *[other] no contact for { $n } days
    }
due-follow-up = upset; follow up on ticket { $id }
due-detractor = scored { $n } of 10, not answered
due-silent = key account, no contact
survey-unanswered = no answer
account-badge = { $tickets ->
        [one] { $tickets } ticket
       *[other] { $tickets } tickets
    } · { $answers ->
        [one] { $answers } answer
       *[other] { $answers } answers
    }
account-empty = No tickets and no survey answers.
customer-removed = This customer was removed.
cause-of-bad-only = Only a bad answer can have a cause.
cause-title = { $kind } { $score }: what was it about?
edit-customer-title = { $who }
field-keeper = owner
hint-keeper = A customer with an owner is a key account, flagged when silent.
field-tier = tier
hint-tier = SLA policies can match it: gold, vip. Optional.
field-customer-since = customer since
hint-customer-since = First day: 2026-03-02. Optional.
field-lost = lost on
hint-lost = Day they left: 2026-03-02. Churn also needs “customer since”.
field-customer-name = name
hint-customer-name = The customer’s name.
field-customer-email = e-mail
hint-customer-email = Matches the customer of incoming tickets. Optional.
field-customer-phone = phone
hint-customer-phone = Optional.
field-organization = company
hint-organization = The customer’s company. Optional.
wrong-customer-name = Enter the customer’s name.
wrong-lost = “lost on” is before “customer since”; correct one of the two days.

## Metrics
face-figures = Figures
face-apart = Breakdown
face-charts = Charts
face-person = Person
face-aging = Aging
do-period = period
about-period = Choose the period
do-against = compare to
about-against = Compare with
do-apart = break down
about-apart = Break down by
do-business = business
about-business = Switch between business and calendar time
do-page = person
about-page = Open the figures of one person
do-next-person = next person
do-next-chart = next chart
do-narrow = drill down
do-compare = compare
period-advice = Or type FIRST..END, where END is the day after the last: 2026-01-01..2026-04-01
period-7-days = Last 7 days
period-30-days = Last 30 days
period-90-days = Last 90 days
period-year-days = Last 365 days
period-this-week = This week
period-last-week = Last week
period-this-month = This month
period-last-month = Last month
period-this-quarter = This quarter
period-last-quarter = Last quarter
period-this-year = This year
period-last-year = Last year
against-before = Previous period
against-year-ago = Same period last year
against-baseline = Baseline
against-nothing = No comparison
by-agent = Person
by-profile = Profile
by-channel = Channel
by-category = Category
by-priority = Priority
by-group = Group
by-tier = Customer tier
n-solved = { $n } solved
n-hits = { $n ->
    [one] { $n } case
   *[other] { $n } cases
}
low-mark = low{" "}
points = pt
metrics-comparison = vs { $days }
metrics-no-comparison = no comparison
metrics-no-baseline = no baseline in the settings
metrics-calendar = calendar time
metrics-business = business time of { $name }
metrics-in-business = Shown in business time.
metrics-calendar-only = calendar time: business time is unknown for this figure
metrics-no-calendar = No business calendar; add one under [[calendar]] in the settings.
metrics-still = still showing { $days }
metrics-as-of = as of { $at }
metrics-no-further = There is no period after the current one.
metrics-nobody = Nobody is on the team yet.
metrics-no-groups = No data in this period. Choose another one.
metrics-value = value
metrics-delta = ▲ = better
metrics-then = before
metrics-team = team
metrics-target = target
metrics-trend = trend
metrics-two = ▲ first better
metrics-trend-title = { $figure } over time
metrics-legend = ★ exceptional ✓ met ▼ below ~ few samples
metrics-low-n = low n: only { $n }
metrics-provisional = { $n } provisional: a reopen can still change them
metrics-answered = response rate { $rate } ({ $n } of { $m })
metrics-few-answered = ▲ response rate only { $rate } ({ $n } of { $m }): the others may think differently
metrics-nps-groups = { $promoters } promoters, { $passives } passives, { $detractors } detractors
metrics-stock = waiting on us { $us }, on the customer { $customer }, on third parties { $third }
metrics-targets = target: { $what }
metrics-credited = replies are credited to their author, solves to the solver
credit-replier = A rating is credited to the author of the last reply before it.
credit-solver = A rating is credited to the person who solved the ticket.
credit-assignee = A rating is credited to the assignee of the ticket.
targets-met = { $n } of { $m } targets met
targets-short = below target: { $what }
targets-none-short = all targets met
chart-flow = Received and solved
chart-flow-summary = { $days } · received { $received } · solved { $solved } · backlog { $backlog }
chart-came = received
chart-solved = solved
chart-backlog = Backlog · { $n } at the end
chart-backlog-team = Backlog of the whole team · { $n } at the end
chart-spread = Time distribution
chart-spread-summary = { $bin } · { $n } · { $share } within this time
chart-spread-switch = ← other figure →
chart-arrivals = Arrivals by hour
chart-arrivals-summary = { $hour } · { $n } received
chart-an-hour = per hour of the week
chart-satisfaction = Satisfaction
chart-promises = SLA attainment
chart-level-summary = { $figure } · { $days } · { $value } · n { $n }
chart-drivers = Contact reasons
chart-drivers-summary = { $name } · { $n } received · cumulative { $share }
chart-drivers-before = before { $n }
chart-upto = cum.
chart-moved = change
chart-targets = Targets met
chart-empty = No data in this period.
drill-day = day
drill-what = what
drill-ticket = ticket
drill-answer = survey
drill-review = QA review
drill-work = worked
drill-customer = customer
short-first_response = 1st resp.
short-response = ART
short-resolution_first = 1st resol.
short-resolution_full = resolution
short-hold = on hold
short-resolution_rate = RR
short-cohort = to date
short-fcr = FCR
short-csat = CSAT
short-nps = NPS
short-ces = CES
short-reopen = reopened
short-sla_first = 1st SLA
short-sla_next = next SLA
short-sla_resolution = res. SLA
short-quality = QA
short-adherence = adherence
short-conformance = conformance
short-upset = upset
short-churn = churn
short-retention = retention
short-received = received
short-solved = solved
short-unanswered = unanswered
short-backlog = backlog

## Reports
report-day = Daily report
report-week = Weekly report
report-month = Monthly report
report-quarter = Quarterly report
report-year = Yearly report
report-head = Key figures
report-charts = Over time
report-all-figures = All figures
report-figure = figure
report-value = value
report-mean = mean
report-p90 = p90
report-business = open hours
report-before = before
report-change = change
report-based-on = based on
report-against-target = target
report-notes = Notes
report-formulas = How each figure is calculated
report-review = For the weekly review
report-works = What works?
report-works-not = What does not?
report-loyalty = What hurts customer loyalty?
report-family-work = Work
report-family-speed = Speed and SLA
report-family-quality = Quality and customers
report-by-agent = By person
report-by-profile = By profile
report-by-channel = By channel
report-by-category = By category
report-by-priority = By priority
report-by-group = By group
report-by-tier = By customer tier
report-none-of-these = not set
report-no-category = without category
report-others = other
report-more-parts = The spreadsheet and the JSON have { $n } more.
report-chart-flow-hour = Received and solved, by hour
report-chart-flow-day = Received and solved, by day
report-chart-flow-week = Received and solved, by week
report-chart-flow-month = Received and solved, by month
report-backlog-right = backlog at the end (right)
report-chart-answers = First response times
report-chart-promises = SLA attainment
report-kept = met ÷ (met + breached)
report-chart-drivers = Contact reasons
report-drivers-legend = change · cumulative
report-chart-heat = Arrivals by hour
report-at-most = at most { $n } per hour
report-hollow = hollow: fewer than 10 samples
report-turn-better = better
report-turn-worse = worse
report-turn-same = no change
report-turn-moved = {""}
report-points = { $n } pt
report-seconds = { $n } s
report-minutes = { $n } m
report-hours = { $n } h { $m }
report-days = { $n } d { $m } h
report-whole-hours = { $n } h
report-whole-days = { $n } d
report-thousands = ,
report-decimal = .
report-waits-on = us { $us }, customer { $customer }, third party { $third }
report-low-n = low n
report-low-mark = ° fewer than 10 samples
report-provisional = { $n } provisional
report-mean-score = mean { $mean }
report-offered = response rate { $share } of { $n }
report-target = { $state }, target { $target }
report-meeting = { $met } of { $of } people meet their target
report-note-running = Not complete yet: as of { $at }.
report-note-beside = Compared with { $days }.
report-note-median = A time is the median; mean and p90 are next to it. A change in points is a difference of percentages.
report-note-calendar = Open hours are those of the calendar “{ $calendar }”.
report-note-no-calendar = There is no business calendar, so all times are calendar time.
report-note-credit-replier = A rating is credited to the author of the last reply before it.
report-note-credit-solver = A rating is credited to the person who solved the ticket.
report-note-credit-assignee = A rating is credited to the assignee of the ticket.
report-note-provisional =
    { $n ->
        [one] One first-contact resolution is
       *[other] { $n } first-contact resolutions are
    } provisional: a reopen within { $days } days of the solve removes it.
report-note-low = Small samples (under 10): { $figures }.
report-note-left-out =
    { $n ->
        [one] One ticket
       *[other] { $n } tickets
    }: { $why }.
report-note-made = Created { $at }, { $zone }.
report-short-first_response = 1st response
report-short-response = response (ART)
report-short-resolution_first = 1st resolution
report-short-resolution_full = full resolution
report-short-hold = on hold
report-short-resolution_rate = resolution rate
report-short-cohort = solved to date
report-short-fcr = FCR
report-short-csat = CSAT
report-short-nps = NPS
report-short-ces = CES
report-short-reopen = reopen rate
report-short-sla_first = first in SLA
report-short-sla_next = next in SLA
report-short-sla_resolution = solved in SLA
report-short-quality = QA
report-short-upset = upset
report-short-churn = churn
report-short-retention = retention
report-short-received = received
report-short-solved = solved
report-short-unanswered = unanswered
report-short-backlog = backlog
do-report = report
about-report = Write the figures of a period to a file.
report-title = Report
report-written = Report written to { $path }.
report-whole-team = the whole team
report-against-before = the previous period
report-against-year-ago = the same period last year
report-against-baseline = the baseline
report-against-nothing = no comparison
report-to-come = That day is in the future; enter an earlier one.
lang-en = English
lang-vi = Tiếng Việt
field-report-kind = report
hint-report-kind = ← → choose the length of the period.
field-report-day = day in the period
hint-report-day = Any day in the period.
field-report-of = of
hint-report-of = ← → choose the team or one person.
field-report-against = compare to
hint-report-against = ← → choose the period to compare with.
field-report-lang = language
hint-report-lang = ← → choose the language of the report.
field-report-form = format
hint-report-form = ← → choose: html to read and print, markdown and text for messages.
report-family-roster = Roster
report-short-adherence = adherence
report-short-conformance = conformance
do-their-figures = figures

## Plan: goal remarks, reviews, notices
goal-there-already = the figure has reached the target already
goal-day-is-over = the due date has passed already
goal-beyond = so far
goal-beyond-says = { $way } of the way
done-notice-read = Read: { $name }
done-goal-reviewed = Reviewed: { $name }
done-goal-reviewed-next = Reviewed: { $name }, next on { $day }
huddle-to-discuss = to be discussed in the huddle
notices-wait-short =
    { $n ->
        [one] 1 notice
       *[other] { $n } notices
    }
wrong-pick = ‘{ $text }’ is not an option; ← → shows the options.

## Metrics: typed periods, targets of people
period-wrong = Unknown period. Type FIRST..END such as 2026-01-01..2026-04-01; END is the day after the last.
period-backwards = This period ends before it begins. END is the day after the last: 2026-01-01..2026-04-01.
period-long = This period is longer than { $years } years. Type a shorter one, such as 2026-01-01..2026-04-01.
metrics-comparison-part = vs { $days } up to { $at }
metrics-people-meet = { $n } of { $m } people meet their target: { $what }
metrics-people-few = too few samples to judge any person: { $what }
metrics-n-more = … { $n } more
drill-value = value
