## the frame
demo-short = DEMO
past = PAST · as it was then, nothing can be changed
past-short = PAST
demo = DEMO · invented people
enlarge = Enlarge the window to { $wanted } (now { $now }).
move = move
reading = Reading the file…
say-how-to-quit = { $key } quits.
shift = Shift
n-of-m-in = { $n } of { $m } in
breach-before = breach before { $time }{ $over ->
    [0] {""}
   *[other] , { $over } already
}
breached = breached
unassigned = unassigned
open-tickets = open
first-reply = first reply
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

## words of the desk
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
stuck-silent = silent
stuck-reassigned = passed on
stuck-reopened = reopened
covered = covered
stretched = stretched
gap = gap
now-seated = Now
weak-ahead = Ahead today
spell-gap = { $from }–{ $to } { $profile }: { $seated } of { $need ->
    [one] 1 seat
   *[other] { $need } seats
  }
spell-stretched = { $from }–{ $to } { $profile }: { $seated } of { $need ->
    [one] 1 seat
   *[other] { $need } seats
  }; { $others }
strip = Who is in
strip-legend = a letter is the seat, – in without a seat
not-needed = not needed

## queue
queue = Queue
queue-badge = { $ours } of { $all } wait on us
queue-filtered = { $n } of { $all }
queue-empty = Nothing is waiting. { $key } opens a new ticket.
queue-filter-hint = enter keeps it · esc drops it · tab completes · ↑↓ choose · { $help } explains
queue-no-match = No open ticket fits. { $back } shows every ticket again.
queue-more = { $n } more below{ $others ->
    [0] {""}
   *[other] {" "}· { $others } wait on others
  }
subject = subject
channel = channel
age = age
who = who

## how the queue is shown
queue-col-left = left
queue-col-due_at = due
queue-col-clock = clock
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
queue-col-team = team
queue-col-assignee = who
queue-col-age = age
queue-col-quiet = quiet
queue-col-waiting = waiting
queue-col-created_at = created
queue-col-first_reply_at = 1st reply
queue-col-last_event_at = last
queue-col-replies = replies
queue-col-reopened = reopened
queue-col-reassigned = moved
queue-col-escalation = level
queue-col-promise_at = promised
queue-col-stuck = stuck
queue-col-upset = upset
queue-col-proactive = proactive
queue-col-language = lang
queue-col-policy = policy
queue-col-source = source
queue-col-source_id = number there
queue-about-left = time until the nearest clock runs out
queue-about-due_at = when the nearest clock runs out
queue-about-clock = how that clock stands
queue-about-id = number
queue-about-subject = what it is about
queue-about-status = new, open, pending, on hold
queue-about-waits_on = whose move it is
queue-about-priority = how urgent it is
queue-about-customer = whose ticket it is
queue-about-tier = the customer’s tier
queue-about-channel = how they reached us
queue-about-category = what kind of request it is
queue-about-tags = what it is labelled with
queue-about-team = the group that it belongs to
queue-about-assignee = who has it
queue-about-age = time since it was created
queue-about-quiet = time since anything happened to it
queue-about-waiting = time that the customer waits for an answer
queue-about-created_at = when it was created
queue-about-first_reply_at = when it was first answered
queue-about-last_event_at = when something last happened to it
queue-about-replies = how often it was answered
queue-about-reopened = how often it came back
queue-about-reassigned = how often it was passed on
queue-about-escalation = how far up it has been passed
queue-about-promise_at = when the next promise to the customer is due
queue-about-stuck = why it is stuck
queue-about-upset = whether the customer is upset
queue-about-proactive = whether we wrote first
queue-about-language = the language that the customer writes in
queue-about-policy = the promise that its clock goes by
queue-about-source = the desk that it was brought from
queue-about-source_id = its number there
filter-field-status = new, open, pending, on_hold, solved, closed
filter-field-waits = whose move it is: us, customer, third, nobody
filter-field-prio = priority; > and < work
filter-field-who = a name, me, nobody or any
filter-field-left = time left of the nearest clock; <0 is late
filter-field-due = time until it is due; shift: within this shift
filter-field-clock = breached, risk, ok, paused or none
filter-field-age = time since it was created
filter-field-quiet = time since anything happened to it
filter-field-wait = time that the customer waits for an answer
filter-field-stuck = yes, no, or the rule: silent, reassigned, reopened
filter-field-esc = how far up: 1 lead, 2 experts, 3 management
filter-field-promise = time until the next promise is due; yes, no
filter-field-upset = the customer is upset
filter-field-from = the customer’s name, or its beginning
filter-field-tier = the customer’s tier
filter-field-cat = category
filter-field-tag = one of its tags
filter-field-chan = how they reached us
filter-field-team = the group that it belongs to
filter-field-lang = the language that the customer writes in
filter-field-replies = how often it was answered
filter-field-reopened = how often it came back
filter-field-moved = how often it was passed on
filter-field-proactive = we wrote before the customer did
filter-field-subject = words of the subject alone
filter-field-id = its number
filter-field-source = the desk that it was brought from
filter-field-ref = its number there
filter-field-policy = the promise that its clock goes by
filter-known = { $n } open
filter-word-us = our move
filter-word-customer = the customer’s move
filter-word-third = somebody else’s move
filter-word-nobody = it is done
filter-word-me = whoever looks
filter-word-no = there is none
filter-word-yes = there is one
filter-word-shift = before the shift ends
filter-help-title = What the filter understands
filter-help-advice = Type to find; enter puts the field into the filter.
filter-ways = terms
filter-fields = fields
filter-way-all = every word has to occur; accents do not matter
filter-way-exact = exactly these words
filter-way-or = one of them is enough
filter-way-not = everything but that
filter-way-several = one of several values
filter-way-compare = < <= > >=; m, h, d and w for time
filter-way-whole = the whole text, not only its beginning
filter-no-field = “{ $text }” is no field; in quotes it is searched for
filter-no-field-near = “{ $text }” is no field; did you mean { $near }?
filter-no-column = “{ $text }” is no column of the queue
filter-no-column-near = “{ $text }” is no column of the queue; did you mean { $near }?
filter-no-word = “{ $text }” is no { $field }; { $words }
filter-no-word-near = “{ $text }” is no { $field }; did you mean { $near }?
filter-several = “{ $text }” could be { $words }
filter-no-span = “{ $text }” is no duration; write 45m, 1h30m, 2d or 1w
filter-no-number = “{ $text }” is no number
filter-no-value = a value is missing, as in { $example }
filter-no-order = { $field } has no order; leave < and > out
filter-open-quote = the quotation mark is not closed yet
filter-empty-quote = nothing stands between the quotation marks
filter-open-parenthesis = the parenthesis is not closed yet
filter-empty-parenthesis = nothing stands between the parentheses
filter-close-parenthesis = this parenthesis was never opened
filter-nothing-beside = a term is missing beside “or” or “and”
filter-nothing-after-minus = what is to be left out follows the minus at once
filter-too-deep = too many parentheses within each other
columns-title = Columns
columns-take = take
columns-advice = space shows or hides · J and K move it · 0 is as usual
sort-title = Order of the queue
sort-advice = The one in force, chosen again, is turned round.
sort-usual = as usual
sort-usual-hint = what waits on us first, by the time that is left
views-own = yours
views-shipped = for the lead
view-take-away = take away { $name }
keep-view-title = Keep this view of the queue
hint-view-name = the name under which you find it again
field-view-name = name
view-without-name = Give the view a name to find it by.
do-keep-view = keep view
queue-marked = { $n } marked
queue-marked-hidden = { $n } marked, { $hidden } not shown
do-mark = mark
about-mark = Marks a ticket; acts go to all marked.
do-mark-range = mark range
about-mark-range = Marks all from the last marked one to here.
do-mark-all = mark all
about-mark-all = Marks all that are listed, or none.
views-title = Views of the queue
views-advice = How many tickets each has now, and what it asks for.
view-breaching = Breaching this shift
view-unassigned = Unassigned
view-stuck = Stuck
view-escalated = Escalated
view-promises = Promises due
view-waiting-long = Customer silent too long
view-mine = Mine
view-all = All
third-party = 3rd party

## aging
aging = Backlog aging
aging-badge = { $n } · oldest { $age }
n-stuck = { $n } stuck
oldest = oldest first
formula-aging = Open tickets by their age since creation; a boundary belongs to the older bucket.
formula-stuck = Tickets that wait on us and have had no event for { $hours } h, were passed on { $reassigned } times or reopened { $reopened } times.
left-out-no-age = { $n } open tickets have no creation time, so they have no age.

## staffing
hours-of-work = h of work
staffing = Staffing
staffing-short = ✖ { $n ->
    [one] short in 1 hour of today
   *[other] short in { $n } hours of today
}
staffing-enough = ● enough
hour-enough = enough people
hour-short = short of people
hour-closed = nobody needed
hour-unknown = not known
staffing-week = week
staffing-today = today
staffing-forecast = forecast
staffing-came = came
staffing-due = due
staffing-needed = needed
staffing-rostered = on shift
staffing-present = present
staffing-state = enough?
staffing-an-hour = tickets an hour
staffing-hour = { $day } { $time }: { $n } expected, from { $weeks } weeks
staffing-gap = { $time } short of { $n } h
staffing-clear = { $n } working days to clear
staffing-growing = growing
staffing-rates = { $received } come, { $solved } solved a day
staffing-takes = { $n } m each
staffing-fewer = one person fewer
staffing-rostered-now = as rostered
staffing-more = one person more
staffing-open-at = open at { $time }
staffing-no-lapse = no promise lapses
staffing-lapses = { $id } lapses at { $time }
staffing-lapsing = and { $n } more in two weeks
staffing-error = Off last week, which it had not seen: { $hour } by the hour (mean of four weeks { $plain }, chance alone { $chance }), { $day } by the day (mean of four weeks { $plain_day }).
staffing-error-short = Off last week: { $hour } by hour (plain { $plain }, chance { $chance }), { $day } by day ({ $plain_day })
staffing-no-error = How far off it is can be said after two whole weeks.
staffing-no-forecast = No forecast yet: it takes a whole week of tickets.
staffing-no-handle = How long a ticket takes is not known: roster the last weeks, or set staffing.handle_minutes.
staffing-channels = Channel
staffing-categories = Category
staffing-a-week = a week
staffing-off = off, day
staffing-plain = 4 weeks
staffing-and-more = … and { $n } more

## coverage
coverage-today = Coverage today
coverage-badge = { $gaps } h gap · { $stretched } h stretched
all-covered = ● all covered
coverage-empty = Nothing says yet whom the desk needs when. { $key } adds a requirement: a profile, hours, how many.
need-short = nd
slot-covered = { $time } { $profile }: { $who } ({ $seated } of { $need }).
slot-stretched = { $time } { $profile } is stretched: { $seated } of { $need } seats ({ $who }); { $others }.
slot-gap = { $time } { $profile } is short: { $seated } of { $need } seats ({ $who }).
slot-nobody = { $time } { $profile }: nobody (need { $need }).
could-step-in = Could step in: { $who }
nobody-could-step-in = Nobody else holds this profile.

## people
people-days = People · { $n } days
people-more = { $n } more
people-empty = Nobody is on the team yet. { $key } adds a person.
col-profiles = profiles
col-profiles-long = profiles
col-in = in
col-in-long = in
col-load = load
col-load-long = open tickets now
col-solved = solved
col-solved-long = solved
col-first = first
col-first-long = first response, median
col-art = ART
col-art-long = average response, median
col-fcr = FCR
col-fcr-long = first-contact resolution
col-csat = CSAT
col-csat-long = satisfied of rated
col-rate = RR
col-rate-long = resolution rate: given and solved by now
col-reopen = reop.
col-reopen-long = reopened of solved
col-trend = trend
col-trend-long = solved, over the period
tickets-of = { $n } { $n ->
    [one] ticket
   *[other] tickets
  } of { $who }
have-no-one = ▲ { $what } have no one today
formula-load = Open tickets that are assigned to this person now.

## figures
share = share
hits = hits
open-of = Open tickets of { $who }
shifts-of = Shifts of { $who }
median = median
mean = mean
p90 = p90
n = n
figure-received = Received
figure-solved = Solved
figure-first_response = First response
figure-unanswered = Still unanswered
figure-response = Response (ART)
figure-resolution_first = Resolution, first
figure-resolution_full = Resolution, full
figure-fcr = First-contact resolution
figure-cohort = Received, solved by now
figure-csat = Satisfied (CSAT)
figure-reopen = Reopened ÷ solved
figure-backlog = Backlog
figure-hold = Time on hold
formula-hold = Time on hold until the last solve, for tickets solved in the period that were on hold; in calendar time.
figure-resolution_rate = Solved ÷ received
formula-resolution_rate = Distinct tickets solved in the period ÷ distinct tickets received in it; may pass 100 %.
figure-nps = Would recommend (NPS)
formula-nps = Answers of 9–10 less answers of 0–6, in percent of all answers given in the period: −100 to +100.
figure-ces = Easy (CES)
formula-ces = Answers of 5–7 of 7, or 4–5 of 5, ÷ all answers given in the period.
figure-sla_first = First replies in time
formula-sla_first = Promised first replies that came in time ÷ those whose promise ended in the period, kept or broken.
figure-sla_next = Next replies in time
formula-sla_next = Promised next replies that came in time ÷ those whose promise ended in the period, kept or broken.
figure-sla_resolution = Solved in time
formula-sla_resolution = Tickets solved within the promised time ÷ those whose promise ended in the period, kept or broken.
figure-quality = Review score (QC)
formula-quality = The mean of earned ÷ possible points over the reviews of the period; a fatal miss makes a review 0.
figure-adherence = Adherence
formula-adherence = Scheduled time that was worked as scheduled ÷ scheduled time, of the days on which the team checked in.
figure-conformance = Conformance
formula-conformance = Time worked ÷ scheduled time, of the days on which the team checked in; may pass 100 %.
figure-upset = Upset customers
formula-upset = Of tickets received in the period, those whose customer was upset; for a person, of those given to them.
figure-churn = Customers lost
formula-churn = Customers lost in the period ÷ customers at its start. Those gained in it are in neither.
figure-retention = Customers kept
formula-retention = 1 − customers lost ÷ customers at the start of the period.
formula-received = Tickets created in the period; for a person, those given to them in it.
formula-solved = Distinct tickets solved in the period.
formula-first_response = First customer message to first public reply, for replies in the period; for a person from their assignment.
formula-unanswered = Open tickets without a public reply at the end of the period. Proactive ones do not count.
formula-response = Oldest unanswered customer message to the next public reply, for replies in the period.
formula-resolution_first = Creation to first solve, for first solves in the period.
formula-resolution_full = Creation to last solve, for last solves in the period.
formula-fcr = Of tickets last solved in the period with a public reply: those with exactly one and no reopen in the window.
formula-cohort = Of tickets received in the period, the share solved by now.
formula-csat = Ratings of 4–5 of 5, or “good”, ÷ all ratings given in the period.
formula-reopen = Distinct tickets reopened in the period ÷ distinct tickets solved in it.
formula-backlog = Tickets unsolved at the end of the period.
left-out-reply-before-creation = left out: first reply before creation
left-out-solve-before-creation = left out: solved before creation
left-out-no-creation = left out: no creation time, so no age, response or resolution time
left-out-no-messages = left out of response times: the import has no message times
left-out-no-replies = left out of first-contact resolution: no count of replies
left-out-no-solve = left out: solved at an unknown time
left-out-no-rating-time = left out: rated at an unknown time
left-out-no-reopen-time = left out of reopens: the import counts them without their times
left-out-no-assignment = count, but a person’s own time runs from creation: the import has no history of who had them
left-out-merged = merged into another ticket and counted there
left-out-no-agent = in the team’s figures only: nobody assigned

## head line
promises-due = Promises before the shift ends
promises-before = { $n ->
    [one] promise
   *[other] promises
  } before { $time }
promises-lapsed = { $n ->
    [one] promise has lapsed
   *[other] promises have lapsed
  }
promise-rings = Promise to { $customer } is due at { $at }: { $what } (#{ $id })
unassigned-list = Unassigned
breaching = Breach before the shift ends
formula-breaching = Clocks of open tickets that are used up, or will be before the shift that is on ends.
formula-promises = Open promises to customers that have lapsed, or are due before the shift that is on ends.
formula-unassigned = Open tickets that nobody has.
formula-open = Every ticket that is not solved or closed.

## dialogs

# actions: a few words for the footer, a sentence for the help
do-up = up
about-up = Moves the cursor up, or scrolls up.
do-down = down
about-down = Moves the cursor down, or scrolls down.
do-left = left
about-left = Goes one to the left.
do-right = right
about-right = Goes one to the right.
do-page-up = page up
about-page-up = Moves up by a page.
do-page-down = page down
about-page-down = Moves down by a page.
do-top = top
about-top = Goes to the first row.
do-bottom = bottom
about-bottom = Goes to the last row.
do-open = open
about-open = Opens a ticket, or those behind a number.
do-assign = assign
about-assign = Gives the ticket to somebody, or back to nobody.
do-deal = deal out
about-deal = Proposes who takes the tickets that nobody has.
do-drop = drop
about-drop = Leaves a line out of what is dealt, or not.
do-status = status
about-status = Sets the status of the ticket.
do-priority = priority
about-priority = Sets how urgent the ticket is.
do-note = note
about-note = Writes a note that only the team reads.
do-reply = reply
about-reply = Records a reply, and the status after it.
do-message = message
about-message = Records what the customer wrote or said.
do-edit = edit
about-edit = Edits subject, category, tags and the like.
do-hand-off = hand off
about-hand-off = Hands it over with the next step.
do-escalate = escalate
about-escalate = Passes it up to lead, experts or management.
do-promise = promise
about-promise = Promises the customer something by a time.
do-checklist = checklist
about-checklist = Ticks off what is done for its category.
do-upset = upset
about-upset = Marks the customer as upset, or won back.
do-concession = concession
about-concession = Records what was given to make up for it.
do-ledger = clocks
about-ledger = Shows how its clocks were counted, span by span.
do-merge = merge
about-merge = Lets it go on in another ticket.
do-link = link
about-link = Links it with another ticket.
do-split = split
about-split = Makes a part of it a ticket of its own.
do-editor = editor
about-editor = Writes the text in your own editor.
do-save = save
about-save = Saves what was written in a form.
do-filter = filter
about-filter = Shows only tickets that fit what is typed.
do-sort = sort
about-sort = Chooses the order of the queue.
do-columns = columns
about-columns = Chooses what the queue shows of a ticket.
do-views = views
about-views = Chooses one of the views of the queue.
do-export = export
about-export = Writes the list as it is shown into a file.
do-new-ticket = new ticket
about-new-ticket = Opens a ticket for somebody who calls or writes.
do-new-person = new person
about-new-person = Adds a person to the team.
do-new-shift = new shift
about-new-shift = Enters a shift, or the same one on several days.
do-new-absence = absence
about-new-absence = Enters that somebody is away.
do-new-requirement = requirement
about-new-requirement = Says how many of a profile are needed, and when.
do-undo = undo
about-undo = Takes back the last thing that you did.
do-redo = redo
about-redo = Does again what you took back last.
do-search = search
about-search = Finds words in everything ever said.
do-acts = what I did
about-acts = Lists what you did, to take any of it back.
do-next-pane = next
about-next-pane = Goes to the next pane, or the next field.
do-previous-pane = before
about-previous-pane = Goes to the pane or field before.
do-today = Today
about-today = Shows the day on one screen.
do-queue = Queue
about-queue = Shows the whole queue.
do-coverage = Coverage
about-coverage = Shows which profiles are covered, hour by hour.
do-people = People
about-people = Shows how each person is doing.
do-metrics = Metrics
about-metrics = Shows the figures, the charts and the aging.
do-commands = commands
about-commands = Finds commands, tickets and people.
do-help = help
about-help = Lists what can be done here and elsewhere.
do-redraw = redraw
about-redraw = Draws the screen anew.
do-back = back
about-back = Closes what is open, or goes back to Today.
do-quit = quit
about-quit = Leaves the program.

# states
status-new = new
status-open = open
status-pending = pending
status-on_hold = on hold
status-solved = solved
status-closed = closed
about-status-new = nobody has looked at it yet
about-status-open = waits on us
about-status-pending = waits on the customer
about-status-on_hold = waits on a third party
about-status-solved = done; the customer can still come back to it
about-status-closed = done for good
priority-low = low
priority-normal = normal
priority-high = high
priority-urgent = urgent
clock-breached = breached
clock-at_risk = at risk
clock-ok = on time
clock-paused = paused
clock-met = met
clock-off = no longer counts
clock-first_reply = first reply
clock-next_reply = next reply
clock-resolution = resolution
clock-left = left
clock-due = due { $at }
clock-ended = ended { $at }
clock-terms = { $target } promised ({ $policy })
absence-sick = sick
absence-leave = leave
absence-training = training
absence-other = other

# lists to pick from
type-to-find = type to find
nothing-found = Nothing has all of these words.
n-found = { $n } found
or-else = or
in-now = in now
not-in-now = not in now
has-it = has it
as-it-is = as it is
assign-title = Assign { $ticket }
status-title = Status of { $ticket }
priority-title = Priority of { $ticket }
commands-title = Commands
help-title = Help
commands-advice = Words find commands, #12 finds a ticket, a name finds a person’s tickets.
offered-here = here
offered-anywhere = anywhere
offered-elsewhere = on tickets, in lists and in forms
not-in-the-queue = not among the open tickets
person = person
needs-a-ticket = That is done to a ticket: put the cursor on one first.
not-here = That is not offered here.

# acts on one ticket or on several
n-tickets = { $n } tickets
one-at-a-time = That is done to one ticket at a time.
refused-title = Not done
preview-advice = { $n ->
    [0] Nothing would change.
    [one] 1 ticket changes; nothing is done yet.
   *[other] { $n } tickets change; nothing is done yet.
  }
preview-same = { $n ->
    [one] 1 other stays as it is.
   *[other] { $n } others stay as they are.
  }
do-make-it = do it
n-left = { $span } left
n-over = { $span } over
n-more = { $n } more
n-of-m = { $n } of { $m }
hint-usual = → completes: { $values }
promises-title = Promises on { $ticket }
promise-title = Promise on { $ticket }
promise-usual = call back
promise-kept = it was kept
promise-drop = call it off
promise-another = another promise
upset-title = Upset customer on { $ticket }
soothed = won back
about-soothed = the customer is no longer upset
still-upset = still upset
about-still-upset = what is done about it, and when somebody looks again
escalate-title = Pass up { $ticket }
hand-off-title = Hand off { $ticket }
concession-title = Concession on { $ticket }
split-title = Split a part off { $ticket }
edit-title = Edit { $ticket }
checklist-title = Checklist of { $ticket }
no-checklist = There is no checklist for { $category }; [[checklist]] in the settings makes one.
do-tick = tick off
do-untick = untick
merge-title = Merge { $ticket } into
merge-advice = It is closed and goes on there, with all that was said. A number or words find other tickets.
link-title = Link { $ticket } with
link-advice = A number or words find other tickets.
see-also-title = What { $ticket } has to do with
of-the-customer = of the same customer
one-of-them = one of them
ties = linked and merged
goes-on-in = goes on there
merged-from = merged into this
link-related = related
link-split-into = split off
link-split-from = split off from

# the ledger
ledger-title = Clocks of { $ticket }
no-clocks = Nothing was promised for this ticket: no policy fits it.
ledger-day = day
ledger-from = from
ledger-to = to
ledger-counted = counts
ledger-total = sum
ledger-why = why
ledger-since = since { $at }
ledger-met = done { $at }
ledger-promised = { $target } promised by policy ‘{ $policy }’, priority { $priority }
ledger-calendar = counts in the hours of ‘{ $name }’ ({ $zone })
ledger-day-and-night = counts day and night
mode-requester_wait = Runs while new, open or on hold; pauses while pending.
mode-agent_work = Runs while new or open; pauses while pending or on hold.
mode-total = Runs until it is solved, whatever its status.
ledger-opened = These terms are in force since { $at }; the time before them counts as well.
ledger-replaced = Other terms from { $at } on: this clock was replaced.
ledger-left = used { $used } + left { $rest } = target { $target }
ledger-over = used { $used } − over by { $rest } = target { $target }
why-status = while { $status }
why-closed = closed hours
why-holiday = holiday: { $name }
why-until-now = { $why }, until now

# everything ever said
search-title = Search
search-advice = Words are looked for in everything ever said: subjects, messages, replies, notes. The newest come first. “Quotes” keep words together.
search-nothing = Nothing was said like this. Fewer words, or the beginning of one, find more.
searching = searching…
newest-n = the newest { $n }

# what I did
acts-title = What I did
acts-empty = There is nothing of yours to take back.
take-it-back = take back
do-it-again = do again

# a ticket
do-see-also = related
do-card-facts = facts
do-card-history = history
label-rating = rating
label-checklist = checklist
label-promises = promises
label-concessions = given
label-ties = tied to
label-others = others
checklist-next = next: { $item }
concessions-total = { $sum } in all
promise-was-kept = kept { $at }
promise-was-late = kept late, { $at }
promise-was-dropped = called off { $at }
notice-merged = It goes on in ticket { $id }.
notice-next = Next step: { $next }
notice-escalated = With { $level }: { $reason }
notice-upset = Customer upset
notice-follow-up = follow up { $at }
notice-promise = Promised: { $what }
notice-promise-by = by { $at }
ticket-title = Ticket { $id }
no-such-ticket = There is no ticket with this number.
history = History
age-unknown = unknown
label-status = status
label-priority = priority
label-moves = was
label-tier = tier
label-email = e-mail
label-phone = phone
label-organization = company
label-category = category
label-group = group
label-tags = tags
reopened-n = reopened { $n } ×
reassigned-n = passed on { $n } ×
further-columns = what else the file said
taken-back = taken back
the-customer = the customer
told-opened = opened it
told-asked = wrote
told-replied = replied
told-replied-then = replied, then { $status }
told-noted = noted for the team
told-assigned = gave it to { $who }
told-unassigned = gave it back to nobody
told-status = set it to { $status }
told-priority = set its priority to { $priority }
told-surveyed = sent a survey
told-rated = recorded a rating of { $score }
told-imported = read it from { $source }
told-edited = set the { $field } to { $value }
told-escalated = passed it up to { $level }: { $reason }
told-unescalated = took it back down
told-promised = promised: { $what }, by { $at }
told-promise-kept = kept the promise
told-promise-dropped = called the promise off
told-handed = handed it to { $who }
told-conceded = gave { $amount }: { $reason }
told-upset = marked the customer as upset
told-soothed = marked the customer as no longer upset
told-ticked = ticked off: { $item }
told-unticked = unticked: { $item }
told-merged = merged it into ticket { $id }
told-absorbed = merged ticket { $id } into it
told-linked = linked it with ticket { $id }
told-split = split ticket { $id } off
told-split-from = split it off ticket { $id }
level-1 = the lead
level-2 = the experts
level-3 = management
nothing = nothing
told-other = changed it
told-undone = took back: { $what }
told-created = created
told-first-reply = first reply
told-solved = solved
told-closed = closed
told-status-was = status
told-agent = agent
told-replies = replies
told-reopens = reopened
told-rating = rating

# dealing out
deal-title = Deal out
deal-unassigned = what nobody has
deal-of = what { $who } has
deal-badge = { $n } of { $m } dealt
deal-make = deal { $n } out
deal-other = somebody else
deal-keep = keep
deal-theirs = deal theirs
deal-to = goes to
deal-loads = Open tickets now → then / at most
deal-time-left = { $left } left
deal-left = Left over: { $n }
deal-stays = stays
deal-taken = taken
deal-why-stays = Dropped: the ticket stays as it is.
deal-why-taken = Somebody has seen to it meanwhile, so it is not dealt.
deal-none-kept = Every line is dropped: keep one, or leave without a change.
deal-to-whom = { $ticket } goes to…
deal-may = may take it
deal-may-not = a rule would be passed over
deal-gets-it = gets it now
deal-both = { $one } and { $other }
deal-nothing = Nothing to deal out: every ticket that waits on us has somebody.
deal-nothing-of = { $who } has no ticket that waits on us.
deal-nothing-but = Every ticket has somebody. { $who } is away with { $n } of them: { $key } in People deals them out.
reason-by-hand = your choice
reason-despite = passes over: { $rule }
reason-first = { $profile } as first profile
reason-second = { $profile } as second profile
reason-skill = { $skill } { $level } of 5
reason-language = speaks { $language }
reason-language-unknown = not known whether they speak { $language }
reason-only = nobody else on shift may take it
reason-better-full = { $n ->
    [one] the one who fits better is full
   *[other] the { $n } who fit better are full
  }
reason-even = keeps the load even among { $n } who fit alike
reason-best = fits best of { $n } who may take it
reason-on-break = on a break, which keeps nobody from tickets
bar-off = not on shift
bar-full = full
bar-profile = is no { $profile }
bar-skill = { $skill } below { $level }
bar-channel = does not take { $channel }
bar-language = does not speak { $language }
shortage-nobody-in = Nobody is on shift now.
shortage-nobody = Nobody on shift { $needs }.
shortage-full = Everybody who may take it is full: { $who }.
need-profile = is { $profile }
need-skill = has { $skill } at { $level } or above
need-channel = takes { $channel }
need-language = speaks { $language }

# the tickets behind a number
column-id = id
column-created = created
digits-apart = ,
first-n-of-m = The first { $n } of { $m }; the next ones come as you go down.
n-in-m-tickets = { $n } in { $m } tickets
nothing-behind = No ticket is behind this number.

# lists that are written into files
written = { $n } { $n ->
    [one] ticket
   *[other] tickets
  } written to { $path }
export-title = Write { $n } { $n ->
    [one] ticket
   *[other] tickets
  } into a file
field-format = as
hint-format = ← → choose: xlsx for spreadsheets, csv for programs, md for chats.
field-file = file
hint-file = From the folder the program started in. Nothing is written over.
name-a-file = Name the file.

# forms
note-title = Note on { $ticket }
reply-title = Reply to { $ticket }
message-title = Customer’s message on { $ticket }
new-ticket-title = New ticket
new-person-title = New person
new-shift-title = New shift
new-absence-title = New absence
new-requirement-title = New requirement
field-note = Note
hint-note = Only the team reads it.
field-reply = Reply
hint-reply = What was said to the customer. It is recorded here, not sent.
field-message = Message
hint-message = What the customer wrote or said.
field-then = afterwards
hint-then = What the ticket is afterwards; ← and → change it.
field-subject = subject
hint-subject = What it is about, in a few words.
field-customer = customer
hint-customer = A name; a new one is added. May stay empty.
field-channel = channel
hint-channel = How they reached you: phone, e-mail, chat. May stay empty.
field-tags = tags
field-language = language
field-cause = cause
field-stage = stage
field-status = status
field-escalation = escalation
field-upset = upset
field-category = category
hint-category = What kind of request it is. May stay empty.
field-priority = priority
hint-priority = ← and → change it, letters find it.
field-assignee = who
hint-assignee = Who takes it; ← and → change it, letters find a name.
field-body = What they said
hint-body = In their words. May stay empty.
field-proactive = proactive
hint-proactive = Whether you came to them before they asked; ← and → change it.
field-level = to
hint-level = How far up; ← and → change it. Back down needs no reason.
field-reason = reason
hint-reason = Whoever gets it reads this first.
field-promise = what
hint-promise = What was promised; whoever keeps it reads this.
field-due = by
hint-due = 15:00, tomorrow 9:00, mon 9:00, +2h or 2026-03-02 15:00.
field-hand-to = to
hint-hand-to = ← and → or letters; who is in and has room comes first.
field-hand-why = why
hint-hand-why = May stay empty.
field-next-step = next step
hint-next-step = Whoever takes over begins with it.
field-amount = amount
hint-amount = 12, 12.50, 1,500,000
field-currency = currency
hint-currency = VND, EUR, USD.
field-concession-reason = reason
hint-concession-reason = What it makes up for.
field-recovery = recovery
hint-recovery = What is done to win them back. May stay empty.
field-follow-up = look again
hint-follow-up = 15:00, tomorrow 9:00, +2h. May stay empty.
hint-tags = With commas or blanks between them. May stay empty.
hint-language = The language that the customer writes in: vi, en. May stay empty.
hint-stage = Where on their way the customer is. May stay empty.
hint-cause = The root cause, once it is found. May stay empty.
stage-looking = looking
stage-buying = buying
stage-after = after the sale
field-all-category = category
hint-all-category = What kind of request they all are. Empty leaves it as it is.
field-add-tags = add tags
hint-add-tags = With commas or blanks between them.
field-drop-tags = take off tags
hint-drop-tags = With commas or blanks between them.
level-0 = nobody: back down
field-name = name
hint-name = A name, or several with commas: Minh agent, Lan lead.
field-preset = usual pair
hint-preset = Fills in the two profiles; ← and → change it.
field-primary = profile
hint-primary = What they are for; letters find it.
field-second = second
hint-second = What they can do beside it; may be none.
field-capacity = capacity
hint-capacity = How many open tickets they can carry; empty is the team’s usual number.
field-email = e-mail
hint-email = May stay empty.
field-lead = leads
hint-lead = Whether they lead the team.
field-person = person
hint-person = ← and → change it, letters find a name.
field-day = day
hint-day = 2026-03-02, today or tomorrow.
field-from = from
hint-from = The hour at which it begins: 8, 8:30.
field-to = to
hint-to = The hour at which it ends; an earlier one is on the next day.
field-shift-name = called
hint-shift-name = What the team calls it: Morning. May stay empty.
field-break = break
hint-break = From and to: 12-12:30. May stay empty.
field-repeat = days
hint-repeat = On how many days in a row, this one included.
field-absence = why
hint-absence = ← and → change it, letters find it.
field-first = first day
hint-first = 2026-03-02, today or tomorrow.
field-last = last day
hint-last = The last day away: 2026-03-02, today or tomorrow.
field-hours = hours
hint-hours = Only these hours of each day: 9-12. Empty is the whole day.
field-absence-note = note
hint-absence-note = May stay empty.
field-profile = profile
hint-profile = ← and → change it, letters find it.
field-weekdays = on
hint-weekdays = ← and → move, space switches a day on and off.
field-need = people
hint-need = How many of them are needed at once.
word-yesterday = yesterday
word-today = today
word-tomorrow = tomorrow
then-as-it-is = as it is
preset-none = –
preset-agent = agent
preset-lead = team lead
no-profile = none
no = no
yes = yes
nothing-to-pick = nobody is there yet
saving = saving…
again-throws-away = { $key } again throws away what was written.
write-something = Write something first.
wrong-subject = A ticket needs a subject.
wrong-name = A person needs a name.
name-taken = There is a { $name } already; give the new one a name of their own.
same-profile = The two profiles are the same; leave the second one out.
primary-first = The first profile is missing; the second one comes beside it.
no-people = Nobody is on the team yet; add a person first.
wrong-day = “{ $text }” is not a day; write 2026-03-02, today or tomorrow.
wrong-moment = “{ $text }” is not a time; write 15:00, tomorrow 9:00 or +2h.
moment-past = That time is over; name one that is still to come.
wrong-reason = Say why; whoever gets it reads that first.
wrong-next-step = Say what the next step is; whoever takes over begins with it.
wrong-amount = “{ $text }” is not an amount above 0; write 12 or 12.50.
wrong-currency = Say in which currency: VND, EUR.
wrong-concession-reason = Say what it makes up for.
wrong-clock = “{ $text }” is not a time of day; write it as 9:30.
wrong-hours = “{ $text }” are no hours; write them as 12-12:30.
wrong-number = “{ $text }” does not do; write a number from { $least } to { $most }.
wrong-shift = A shift begins before midnight.
break-outside = The break lies outside the shift.
last-before-first = The last day is before the first.
no-weekday = Choose at least one day.

# what was done
undo-hint = { $key } undoes
undone = Taken back: { $what }.
redone = Done again: { $what }.
nothing-changed = It is like that already.
done-opened = Ticket { $id } is opened: { $subject }
done-asked = The customer’s message is on ticket { $id }
done-replied = The reply is on ticket { $id }
done-replied-then = The reply is on ticket { $id }, which is { $status } now
done-noted = The note is on ticket { $id }
done-assigned = Ticket { $id } is assigned to { $who }
done-unassigned = Ticket { $id } is assigned to nobody
done-status = Ticket { $id } is { $status }
done-priority = Ticket { $id } has priority { $priority }
done-many = Done: { $what }
done-ticket = Ticket { $id }: { $what }
was-ticket = ticket { $id }: { $what }
done-view = The view { $name } is kept
was-view = the view { $name }
did-assigned = { $n ->
    [one] assigned ticket { $id }
   *[other] assigned { $n } tickets
}
did-opened = { $n ->
    [one] opened ticket { $id }
   *[other] opened { $n } tickets
}
did-handed_off = { $n ->
    [one] handed over ticket { $id }
   *[other] handed over { $n } tickets
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
    [one] noted on ticket { $id }
   *[other] noted on { $n } tickets
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
    [one] changed an entry
   *[other] changed { $n } entries
}
did-changed = { $n ->
    [one] changed ticket { $id }
   *[other] changed { $n } tickets
}
done-person = { $name } is on the team
done-customer = { $name } is a customer
done-shift = { $name } has a shift on { $day }
done-absence = { $name } is away on { $day }
done-requirement = The need for { $profile } is entered
was-opened = opened ticket { $id }, { $subject }
was-asked = a customer’s message on ticket { $id }
was-replied = a reply on ticket { $id }
was-replied-then = a reply on ticket { $id } that left it { $status }
was-noted = a note on ticket { $id }
was-assigned = assigned ticket { $id } to { $who }
was-unassigned = assigned ticket { $id } to nobody
was-status = set ticket { $id } to { $status }
was-priority = set the priority of ticket { $id } to { $priority }
was-person = added { $name } to the team
was-customer = added the customer { $name }
was-shift = a shift of { $name } on { $day }
was-absence = an absence of { $name } on { $day }
was-requirement = a requirement for { $profile }

# faces of a view
do-next-face = next face
about-next-face = Shows the next face of this view.
do-previous-face = previous
about-previous-face = Shows the face before this one.
face-day = Day
face-team = Team
face-staffing = Staffing

# records kept of the team
absence-late = late
done-template = The shift template { $name } is kept
was-template = the shift template { $name }
done-attendance = The attendance of { $name } is entered
was-attendance = an attendance of { $name }
done-note = The note on { $name } is kept
was-note = a note on { $name }
done-hand_over = The hand-over is kept
was-hand_over = a hand-over
done-survey = The answer is kept
was-survey = an answer to a survey ({ $kind })
done-review = The review of ticket { $id } is kept
was-review = a review of ticket { $id }
done-gone = Removed: { $what }

# people: card and skills
away-late = ✖ late
not-yet = ◌ not yet
person-gone = This person is not on the team any more.
person-leads = leads the team
do-tickets = tickets
about-tickets = Lists the person’s open tickets.
do-skills = skills
about-skills = Shows who can do what, and who could follow.
do-card = open
do-notes = notes
do-next-cover = who is next
do-add-skill = add
do-edit-skill = edit
do-drop-skill = take off
do-add-note = new note
do-edit-note = edit
do-drop-note = remove
mentor-since = { $who }, since { $day }
hours-of = { $hours } h of { $contract } h
fact-now = now
fact-profiles = profiles
fact-load = load
fact-week = this week
fact-next-profile = to hold one day
fact-level = level
fact-reports-to = reports to
fact-mentor = mentor
fact-wants = wants
fact-languages = languages
fact-channels = channels
fact-employer = employer
fact-since = first day
fact-email = e-mail
skill-unseen = not seen
skill-enough = enough
skill-short = { $n } short
skill-stale = { $day } · old
measure-first_response = first response
measure-response = response
measure-resolution_first = first resolution
measure-resolution_full = full resolution
measure-fcr = first contact
measure-resolution_rate = solved of received
measure-csat = satisfaction
measure-hold = on hold
measure-nps = NPS
measure-ces = easy
measure-sla_first = first in time
measure-sla_next = next in time
measure-sla_resolution = solved in time
measure-quality = review score
measure-adherence = adherence
measure-upset = upset
measure-churn = lost
measure-retention = kept
measure-cohort = received, solved
measure-reopen = reopened
target-stretch = exceptional
target-met = met
short-of-target = short of the target
target-short = short
target-low_n = low n
target-no_data = no data
card-week = Shifts
card-no-shifts = No shift is planned.
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
card-unseen = ○ { $n } not seen
card-no-skills = No skill is known, and none is asked for.
card-figures = Figures and targets
card-days = { $n } days
card-no-figures = No figures in this period.
card-notes = Notes
notes-for-leads = Leads keep notes here.
notes-leads = for leads alone
notes-leads-only = Notes on people are for leads alone.
notes-empty = Nothing is noted yet. { $key } writes a note.
notes-of = Notes on { $who }
skills-of = Skills of { $who }
skills-hint = 1–5 sets the level as of today: 1 just begun, 3 alone, 5 teaches it.
skills-title = Skills of the team
skills-badge = on one { $one } · on nobody { $nobody }
skills-asked = asked
skills-empty = Nobody has a profile or a skill yet.
skills-legend = 1–5 sets a level · 3▼1 one short · ○ not seen · 4~ seen over a year ago
rests-nobody = ✖ nobody
rests-one = ▲ one
next-title = Who could cover it next
next-now = now: { $who }
next-asks-nothing = The settings ask for no skills here; list them under [[profile]].
next-nobody = There is nobody else.
next-levels = { $n ->
    [0] ✓ ready
    [one] ▼ 1 level
   *[other] ▼ { $n } levels
}
next-aims = aims at it
next-ready = has all that is asked
preset-analyst = analyst
preset-manager = manager
field-person-name = name
hint-person-name = The name that the team uses.
field-title = title
hint-title = What they are in the company. May stay empty.
field-contract = hours a week
hint-contract = By their contract: 40, 37.5. May stay empty.
field-languages = languages
hint-languages = With commas between them: vi, en. Empty is every one.
field-channels = channels
hint-channels = With commas between them. Empty is every one.
field-employer = employer
hint-employer = Where that is not your own company. May stay empty.
field-since = first day
hint-since = 2026-03-02. May stay empty.
field-reports-to = reports to
hint-reports-to = ← and → change it, letters find a name.
field-mentor = mentor
hint-mentor = Who helps them to grow; letters find a name.
field-mentor-since = mentor since
hint-mentor-since = 2026-03-02. Of a new mentor, today unless you say otherwise.
field-person-level = level
hint-person-level = Where they stand: agent, team lead, manager.
field-target-level = wants to be
hint-target-level = Where they want to stand next. May stay empty.
field-next-profile = next profile
hint-next-profile = The profile that they are to hold one day.
field-development = wants
hint-development = What they want to learn or become, in their own words.
field-person-note = Note
hint-person-note = Only leads are shown it. No list takes it out of the file.
field-note-day = about
hint-note-day = The day that it is about: 2026-03-02, today.
field-skills = skills
hint-skills = With their levels: product knowledge 4, empathy 3.
field-seen-on = seen on
hint-seen-on = The day on which that was seen: 2026-03-02, today.
edit-person-title = Edit { $who }
person-note-title = Note on { $who }
several-no-name = “{ $word }” has no name before it; write Minh { $word }.
several-twice = { $name } is named twice; give one of them another name.
several-one-email = Several people do not share one address; leave it empty.
skill-no-level = “{ $text }” has no level from 1 to 5 at its end.
skill-no-name = “{ $text }” names no skill; write product knowledge 3.
skill-twice = “{ $name }” is named twice; leave one of them out.
skill-nothing = Write skills with their levels: product knowledge 3, empathy 4.
wrong-contract = “{ $text }” are no hours of a week; write 40 or 37.5.
col-bar = full
col-bar-long = open tickets of what they can carry
col-week = h/week
col-week-long = hours on the roster this week, of their contract
col-gaps = gaps
col-gaps-long = skills below what their profiles ask
col-next = next shift
col-next-long = next shift
col-note = noted
col-note-long = days since the last note

# roster
roster-adherence = adherence
roster-lates = late
do-template = template
about-template = Fills the cells with one of the team’s shifts.
do-again = again
about-again = Fills the cells with what was filled in last.
do-copy = copy
about-copy = Copies the cell, or the marked ones.
do-take = take along
about-take = Picks shifts up, to be put down elsewhere.
do-paste = paste
about-paste = Puts down what was copied or picked up.
do-swap = swap
about-swap = Swaps the shifts of two cells.
do-weekdays = Mon–Fri
about-weekdays = Puts this day’s shift on Monday to Friday.
do-next-week = repeat week
about-next-week = Puts this whole week into the next one too.
do-away = away
about-away = Says why somebody is away on these days.
do-break = break
about-break = Sets the break of the shifts.
do-check-in = check in
about-check-in = Writes down that the person has come.
do-check-out = check out
about-check-out = Writes down that the person has gone.
do-hours = hours
do-clear = clear
do-split-shift = split
do-swap-here = swap here
do-take-over = take over
face-roster = Roster
needs-the-roster = That is done in the roster or the list of people.
attend-in-since = { $who } is in since { $time }.
attend-was-in = { $who } was in from { $from } to { $to } already.
attend-not-in = { $who } is not in; check them in first.
roster-week = Week { $week } · { $from } – { $to }
roster-n-flagged = ▲ { $n } flagged
roster-n-marked = ◆ { $n } marked
roster-empty = Nobody is in the team yet: { $key } adds people. Then their week is filled here.
roster-hours = hours
roster-people = people
roster-cover = coverage
roster-more =   +{ $n } below
roster-covered = all
roster-stretched = thin
roster-gap = gap
roster-day-gap = { $hours } h without enough people that day
roster-day-stretched = { $hours } h stretched that day
roster-this-week = { $hours } this week
roster-overtime = { $hours } overtime
roster-breaks = break { $breaks }
roster-nothing-here = No shift. { $fill } fills it from a template, { $hours } takes hours such as 8-16.
roster-not-loaded = This day is not loaded; the screen knows a month back and two ahead.
roster-no-earlier = The screen knows no earlier days; `shiftdesk roster show --week` does.
roster-no-later = The screen knows two months ahead and no more; `shiftdesk roster` knows all.
roster-flagged = Flagged this week
roster-more-flagged = … and { $n } more; `shiftdesk roster flags` lists them all.
roster-legend = ▲ flagged  ● in  ◷ came late  ○ not come  ◔ away for hours  ◆ marked
roster-legend-lately = adherence and late: the last four weeks
roster-legend-coverage = coverage: ● all covered  ◐ stretched  ✖ gap
roster-flag-days = { $a } days in a row; { $b } are usual
roster-flag-turnaround = only { $a } of rest before; { $b } are needed
roster-flag-hours = { $a } in the week: { $over } above { $b }
roster-flag-rest = the week’s longest rest is { $a }; { $b } are needed
roster-flag-break = { $a } without a break; one is due after { $b }
roster-late = { $span } late
roster-early = left { $span } early
roster-in-since = ● in since { $time }
roster-awaited = ○ has not come yet
roster-missed = ○ never came
roster-on-time = on time
roster-swap-with = Go to the other cell and press the same key.
roster-copied = Copied.
roster-taken = Picked up; put it down where it belongs. It takes the place of what stands there.
roster-nothing-taken = No shift here to pick up.
roster-no-place = { $n ->
    [one] One shift finds no place there: below the last person, or outside of the loaded days. Nothing was changed.
   *[other] { $n } shifts find no place there: below the last person, or outside of the loaded days. Nothing was changed.
}
roster-partly = { $n ->
    [one] One shift finds no place here; the same key again leaves it out.
   *[other] { $n } shifts find no place here; the same key again leaves them out.
}
roster-nothing-copied = Nothing is copied yet.
roster-nothing-filled = Nothing was filled in yet.
roster-week-empty = Nobody has a shift this week, so there is nothing to repeat.
roster-ask-hours = Hours: 8-16, 22-6, 8-12 13-17 for two shifts, 8-16/12-12:30 with a break, or a template’s first letters; empty clears.
roster-ask-break = Break: 12-12:30; several with a blank between them; empty takes it away.
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
roster-ask-first = There are no templates yet. These three can be made, and one filled in, by one key:
roster-ask-edit = Change which template?
roster-ask-remove = Remove which template? Shifts made from it stay.
roster-template-new = new
roster-template-edit = change one
roster-template-remove = remove one
roster-present = not away
roster-morning = Morning
roster-evening = Evening
roster-night = Night
roster-wrong-hours = “{ $text }” is neither hours such as 8-16 nor a template.
roster-wrong-break = “{ $text }” is not a break; write 12-12:30.
roster-break-outside = No shift here has “{ $text }” in it.
roster-wrong-clock = “{ $text }” is not a time of day; write 12:30.
roster-split-outside = The shift does not go on at “{ $text }”, or has its break then.
roster-late-outside = No shift here goes on at “{ $text }”.
new-template-title = New shift template
edit-template-title = Shift template
edit-shift-title = Shift
edit-absence-title = Absence
template-none = – own hours
template-needs-name = A template needs a name: Morning.
field-template = template
hint-template = Fills in hours, name and break; ← and → change it.
field-template-name = called
hint-template-name = What the team calls it: Morning.

# coverage: week, month, what if
letter-customer_champion = c
letter-field_expert = e
letter-operationalist = o
letter-quality_controller = q
letter-strategist = s
letter-analyst = a
do-requirements = needs
about-requirements = Lists what the desk needs, to change any of it.
do-what-if = what if
about-what-if = Supposes something and shows what would be.
do-earlier = earlier
about-earlier = Goes to the day or the week before.
do-later = later
about-later = Goes to the day or the week after.
do-to-now = today
about-to-now = Goes back to today.
face-week = Week
face-month = Month
coverage-on = Coverage { $day }
coverage-week = Coverage week { $week }
coverage-past = Coverage · last { $n } days
coverage-not-that-day = Nobody is needed then. { $key } adds a requirement: a profile, hours, how many.
coverage-no-further = The screen knows no roster further away; `shiftdesk coverage --date` does.
n-covered = { $share } covered
verb-who = who and why
verb-open-day = the day
verb-make-it-so = make it so
verb-add-shift = add shift
verb-show-it = show it
verb-remove = remove
and-n-more = and { $n } more
slot-stretched-nobody = { $time } { $profile } is stretched, with nobody in { $need ->
    [one] its seat
   *[other] its { $need } seats
  }: { $others }.
slot-gap-elsewhere = { $time } { $profile } is short: 0 of { $need } seats; { $others }.
needed-as = { $who } holds it, but is needed as { $profile }
needed-as-short = { $who } is needed as { $profile }
candidate = { $who } ({ $hours } h this week, { $standing })
n-h-this-week = { $n } h this week
standing-spare = in, without a seat
standing-seated = sits as { $profile }
standing-break = on a break until { $at }
standing-absent = { $kind } until { $at }
standing-absent-days = { $kind } up to { $at }
standing-not-in = not checked in
standing-later = shift from { $at }
standing-over = shift until { $at }
standing-off-today = off today
standing-off = off that day
weak-that-day = Weak on that day
weak-week = Weak from today on
alone-title = Alone in two profiles
alone = { $who } is the only one for { $one } and for { $other }: { $times }
turn = { $profile } { $time }: { $before } → { $after }{ $reason }
nobody-holds-it = nobody who is in holds it
n-of-m-seats = { $n } of { $m ->
    [one] 1 seat
   *[other] { $m } seats
  }
week-cell = { $day } { $profile }: of { $needed } h needed, { $covered } h covered, { $stretched } h stretched, { $gap } h gap.
week-cell-not-needed = { $day } { $profile }: nobody is needed.
week-sign = a sign shows the worst of its hours
covered-short = cov.
stretched-short = str.
gap-short = gap
hats-title-hours = By the hour of the day · covered share of the needed hours, in percent
hats-nearest = Nobody is past it. Nearest:
month-legend = the worst of the day; shares are of the needed hours
hats-title = One hat only · over { $limit } of somebody’s hours between the same two profiles is too much
hats-two = { $one } + { $other } now need two people: { $who } was stretched between them { $hours } of { $worked } h ({ $share }).
hats-alone = For { $alone } h nobody else in held either.
hats-some = { $who } was stretched between { $one } and { $other } { $hours } of { $worked } h ({ $share })
hats-none = Nobody was stretched between two profiles.
seats-empty = { $n ->
    [one] 1 seat is empty
   *[other] { $n } seats are empty
  }
holds-it-not = does not hold it
seat-spare = In, without a seat
seat-could = Could step in
seat-not-needed = Nobody is needed here any more.
seat-hint = A shift or a what-if is for { $hours }, as long as it stays like this.
on-shift-already = { $who } is on shift already; move the break, or change the shift.
first-profile = first profile
second-profile = second profile
sits-first = first profile
sits-second-not-needed = second profile; { $first }, the first, is not needed now
sits-second-filled = second profile; { $first }, the first, is filled by others
elsewhere-else-short = holds it, but sits as { $profile }: else fewer seats of { $short } would be filled
elsewhere-first = holds it, but sits as { $profile }, the first profile; as many seats would be filled
elsewhere-equal = holds it, but sits as { $profile }; it would be as good the other way round
requirements-title = What the desk needs
requirements-hint = ← fewer, → more. What is listed twice for the same hours adds up.
edit-requirement-title = Requirement
every-day = every day
col-need = need
col-profile = profile
col-weekdays = on
col-hours = hours
least-need = One is the least; { $key } removes it.
suppose-title = What if
suppose-banner = what if: { $text }
suppose-ends = { $back } ends it, { $save } makes it so
suppose-turns = What would be otherwise
suppose-text-works = { $who } works { $hours }
suppose-examples-title = Such as
suppose-examples = { $one } is sick tomorrow · { $two } is off 14-16 · { $three } moves to evening · { $one } works 14-22 on sat · swap { $one } and { $two } · without { $three } · { $two } also expert · need 1 more expert 10-12
suppose-empty = Say what might be; nothing is changed by it.
suppose-nobody = Nobody in the team is called ‘{ $text }’.
suppose-several = ‘{ $text }’ could be { $names }; type more of the name.
suppose-no-verb = { $name } does what? is sick, is off 14-16, works 14-22, moves to evening, also expert …
suppose-not-understood = ‘{ $text }’ is not understood here.
suppose-no-hours = { $name }: from when to when? 14-22, until 10, or the name of a shift.
suppose-no-shift-named = No shift here is called ‘{ $text }’; there are { $names }. Hours such as 14-22 will do.
suppose-no-shift-names = The team has no names for shifts; say the hours, as in 14-22.
suppose-no-shift = { $name } has no shift on { $day }; say ‘works 14-22’.
suppose-nothing-to-swap = Neither of them has a shift on { $day }.
suppose-no-profile = { $name }: which profile? champion, expert, operationalist, quality, strategist, analyst.
suppose-holds-already = { $name } holds { $profile } already.
suppose-too-long = Two months around today are known; name a day among them.
suppose-overlap = { $name } would be in two shifts at once on { $day }.
supposed-away = { $who } is away ({ $kind }): { $days }
supposed-works = { $who } works { $day } { $hours }
supposed-moves = { $who }’s shift of { $day } becomes { $hours }
supposed-swap = { $one } and { $other } swap shifts on { $day }
supposed-gone = Without { $who } from { $day } on: the shifts up to { $last } are gone, later ones and the person stay on file
supposed-holds = { $who } also holds { $profile }
supposed-instead = (instead of { $profile })
supposed-needs = { $n } more { $profile } needed, { $day } { $hours }, every week
supposed-person = { $who }: { $n } open tickets
supposed-person-hours = { $who }: { $n } open tickets, { $before } → { $after } h this week
supposed-over = ▲ over the { $contract } h agreed
supposed-nothing = Nothing would be otherwise on { $day }, from now on.
supposed-changes = Otherwise on { $day }, from now on

# staffing

# hand-over
do-hand-over = hand-over
about-hand-over = Reads, drafts and leaves the shift’s hand-over.
handovers-title = Hand-overs
handovers-none = Nobody has left a hand-over yet. The first one is being drafted.
handover-title = Hand-over
handover-of = Hand-over of { $who }, { $when }
handover-leave-title = Hand-over to leave
handover-read = read
handover-draft = draft the next
handover-take = take over
handover-tickets = its tickets
handover-named = Named in the hand-over
formula-handover = The tickets that the hand-over named, as they stand now.
handover-taken = taken over by { $who }, { $when }
handover-waits = waits to be taken over{ $key ->
    [none] {""}
   *[other] : { $key }
}
handover-one-waits = a hand-over waits
handover-taken-already = Somebody has taken it over already.
handover-is-yours = It is yours; whoever comes next takes it over.
handover-stays = It stays as it was left; draft the next one instead.
handover-empty = Write what the next shift has to know.
field-handover = What the next shift has to know
hint-handover = Yours to change; it is left as it stands here.
handover-summary =
    Until { $until }: { $breached ->
        [one] one clock is breached
       *[other] { $breached } clocks are breached
    }, { $risk ->
        [one] one more lapses
       *[other] { $risk } more lapse
    }; { $promises ->
        [one] one promise is due
       *[other] { $promises } promises are due
    }; { $escalated } passed up; nobody has { $unassigned } of what waits on us; { $open } open in all.
handover-since = Since the hand-over of { $who }, { $when }
handover-since-morning = Since { $when }
handover-flow = { $received } came in, { $solved } solved, { $reopened } reopened
handover-first-reply = First reply: median { $median } of { $n }; { $unanswered } still without one
handover-became = Of the { $n } tickets named then, { $gone } { $gone ->
        [one] is
       *[other] are
    } done; still open: { $which }
handover-became-all =
    { $n ->
        [one] The ticket named then is done
       *[other] All { $n } tickets named then are done
    }
handover-more = and { $n } more
handover-more-tail = and { $n } more
handover-breached = Breached
handover-risk = At risk
handover-promises = Promises due
handover-escalated = Passed up
handover-waiting = Else waits on us
handover-coverage = Coverage ahead
handover-away = Away
handover-own = From me
handover-nobody = nobody
handover-lapsed = lapsed { $when }
handover-due = due { $when }
handover-nobody-there = **{ $profile }** { $time }: nobody there, { $need } needed
handover-gap = **{ $profile }** { $time }: { $seated } of { $need } there
handover-stretched = **{ $profile }** { $time }: stretched, { $seated } of { $need } seated; the others who hold it are needed in their other profile

## plan: goals, action items, voice of the customer, notices, huddle
do-plan = Plan
about-plan = goals, to do, what customers say, notices
do-huddle = huddle
about-huddle = the page with which a shift or week begins
do-notices = notices
about-notices = read the notice that waits for you
do-feedback = log feedback
about-feedback = what its customer says, for a department
face-plan = Plan
face-voice = Voice
face-notices = Notices
plan-goals = Goals
plan-actions = To do
plan-notices = Notices
plan-state = state
plan-by = logged by
plan-read = read
plan-reopen = reopen
plan-drop = drop
plan-gone = It is not there any more.
card-goal = Goal
card-action = To do
card-feedback = What customers say
card-notice = Notice
goal-missed = missed
goal-behind = behind
goal-on_track = on track
goal-reached = reached
goal-no_data = no data
goal-dropped = dropped
goal-goes-on = goes on
goal-new = new goal
goal-look = review
goal-close = reached
goal-team = the team
goal-now = now
goal-n = n { $n }
goal-pace = steady pace
goal-pace-says = { $way } of the way by now
goal-next-review = next review
goal-review-due = review due
goal-reviews = Reviews
goal-is-closed = It is closed; reopen it first.
goal-new-title = New goal
goal-edit-title = Edit goal
goal-review-title = { $goal }: { $now } now
goals-behind = { $n } behind
goals-to-review =
    { $n ->
        [one] 1 to review
       *[other] { $n } to review
    }
goals-none = No goal yet. { $key } sets one: a figure, what it is to reach, by when; how far it has come is read from the figure.
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
actions-none = Nothing to be done. { $key } writes down what somebody does by a day, and how one will know that it helped.
from-nothing = nothing
from-goal = goal: { $name }
from-voice = voice: { $name }
from-point = at: { $name }
voice-new = new
voice-passed_on = passed on
voice-answered = answered
voice-done = done
voice-declined = declined
about-voice-new = nobody has passed it on yet
about-voice-passed_on = the department knows
about-voice-answered = the department has answered
about-voice-done = it is better now, and the customers know
about-voice-declined = it stays as it is
voice-log = log feedback
voice-on = one on
voice-decline = decline
voice-link = link a ticket
voice-see-tickets = tickets
voice-new-title = What the customer says
voice-edit-title = Edit what customers say
voice-status-title = { $theme }: what became of it
voice-link-title = { $theme }: a ticket more
voice-link-advice = Type a number or words of an open ticket.
voice-tickets = { $theme }: tickets
voice-no-tickets = No ticket is behind it yet; link one.
voice-log-title = Log feedback from { $ticket }
voice-something-new = Something new
voice-says-too = The same as
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
voice-none = Nothing logged. { $key } writes down what customers say; on a ticket, log feedback does it with the ticket behind it.
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
formula-voice = Tickets in which customers say this; each counts once
notice-new = new notice
notice-read-it = I have read it
notice-remove = take down
notice-new-title = New notice
notice-edit-title = Edit notice
notice-everybody = everybody
notice-further = until further notice
notice-until-day = until { $day }
notice-n-of-m = { $n } of { $m } read
notice-read = read
notice-missing = not yet
notice-read-already = You have read it already.
notice-who-are-you = Nobody knows who you are, so nobody would know who has read it; open shiftdesk with --as NAME.
notices-all-read = There is no notice that you have not read.
notices-for-you = { $n } for you to read
notices-wait =
    { $n ->
        [one] a notice to read
       *[other] { $n } notices to read
    }
notices-none = No notice. { $key } puts one up: everybody, or everybody of a profile, says when they have read it. Without an end it is a page of policy.
done-goal = The goal { $name } is kept
was-goal = the goal { $name }
done-action = { $name } is kept
was-action = the action item { $name }
done-feedback = Feedback on { $name } is kept
was-feedback = feedback on { $name }
done-notice = The notice { $name } is kept
was-notice = the notice { $name }
field-goal-name = goal
hint-goal-name = What is wanted, in few words
field-goal-figure = figure
hint-goal-figure = What is measured, and so is how far it has come
field-goal-of = of
hint-goal-of = The team, everybody whose first profile it is, or one person
field-goal-start = start
hint-goal-start = 45m, 2h, or 80%; empty: what the figure says now
field-goal-target = target
hint-goal-target = 30m, 2h, 92%, or 40
field-goal-due = by
hint-goal-due = The last day: 2026-12-31
field-goal-every = review
hint-goal-every = Days between two reviews; empty for none
field-goal-review = what was seen or decided
hint-goal-review = What the figure says now is kept with it
field-goal-outcome = the goal
hint-goal-outcome = ← → whether it goes on
field-owner = owner
hint-owner = ← → or type a name
field-action-title = what
hint-action-title = What is to be done
field-action-due = by
hint-action-due = The last day: 2026-12-31, tomorrow
field-action-criterion = it helped if
hint-action-criterion = How one will know: “fewer than five calls a week”
field-action-every = measured
hint-action-every = Days between two looks at whether it helps; empty for none
field-action-from = comes from
hint-action-from = A goal, or what customers say; ← → or type
field-action-tickets = tickets
hint-action-tickets = Where it comes from tickets: their numbers
field-touch-point = touch point
hint-touch-point = Where customers meet the company: “order mail”
field-credit = whose idea
hint-credit = Who is to be thanked for it
field-action-steps = steps
hint-action-steps = One a line; each can be ticked off by itself
field-voice-theme = theme
hint-voice-theme = In few words that come again: “delivery date”
field-voice-department = for
hint-voice-department = The department that can change it
field-voice-tickets = tickets
hint-voice-tickets = The numbers of the tickets in which it was said
field-voice-said = what was said
hint-voice-said = In the customer’s words, if you can
field-voice-answer = answer
hint-voice-answer = What the department said
field-notice-title = title
hint-notice-title = What it is about
field-notice-to = who reads it
hint-notice-to = Everybody, or whoever holds a profile
field-notice-until = until
hint-notice-until = The last day on which it is asked for; empty: until further notice
field-notice-body = text
hint-notice-body = Markdown; another text has to be read again
wrong-figure-value = ‘{ $text }’ is no value of this figure; write 45m or 2h for a time, 92% for a share, 40 for a score or a number.
wrong-goal-name = Say in few words what is wanted.
wrong-goal-target = Say what the figure is to reach.
wrong-goal-start = The figure says nothing yet; say where the goal starts.
wrong-goal-way = It is where it starts; name a target that differs from the start.
wrong-goal-due = It would be due before it begins; give it a later day.
wrong-action-title = Say what is to be done.
wrong-ticket-number = ‘{ $text }’ is no number of a ticket; write 12 15.
wrong-voice-theme = Say in few words what it is about.
wrong-voice-department = Say which department can change it.
wrong-voice-said = Write what the customer said.
wrong-notice-title = Say what it is about.
huddle-title = Huddle
huddle-week-title = Weekly review
huddle-yesterday = Yesterday, { $day }
huddle-week-numbers = The week in numbers
huddle-goals = Goals
huddle-today = Today
huddle-in = In now ({ $n }): { $who }
huddle-covered = Every profile is covered for the rest of the day
huddle-breaches = Breaches today
huddle-voice = What customers say, 7 days
huddle-voice-waits =
    { $n ->
        [one] 1 older entry still waits
       *[other] { $n } older entries still wait
    }
huddle-actions = To do
huddle-notices = Still to be read
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
huddle-settled = Settled: **{ $theme }** with { $department }
huddle-unread = **{ $title }** · { $by } · { $n } of { $m } have read it; not yet: { $who }
huddle-works = What works?
huddle-fails = What does not?
huddle-loyalty = What gets in the way of loyalty?
huddle-rivals = How do others do it?
huddle-next-week = Next week
huddle-review = Review the goal **{ $goal }**
huddle-breached-now =
    { $n ->
        [one] 1 open ticket is past its time
       *[other] { $n } open tickets are past their time
    }
huddle-upset =
    { $n ->
        [one] An upset customer has not been won back: { $which }
       *[other] { $n } upset customers have not been won back: { $which }
    }
huddle-unhappy = { $n } of { $of } ratings were not good
huddle-reopened =
    { $n ->
        [one] 1 ticket was reopened
       *[other] { $n } tickets were reopened
    }
## quality and care
face-care = Care
face-reviews = Reviews
do-coach = coach
about-coach = Notes what somebody did and starts its clock.
do-talk = 1:1
about-talk = Logs a talk with somebody.
do-praise = praise
about-praise = Notes what somebody is recognised for.
do-trainings = training
about-trainings = Shows what somebody has learnt and lacks.
needs-care = That is done under People, on the faces Care and Reviews.
done-training = The training { $name } is kept
was-training = the training { $name }
done-trained = { $name } has done the training
was-trained = a training done by { $name }

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
notes-none-of-kind = There is none of this kind. { $key } writes one, ← → show the others.
field-note-kind = kind
hint-note-kind = ← → choose: note, coaching, 1:1, quarterly review, feedback, recognition, incident.
field-note-given = said on
hint-note-given = The day on which they were told. Empty: not yet, and the clock runs.
field-note-from = from
hint-note-from = Who says so: a peer, or of a lead somebody of the team.
do-said = said today
only-coaching-is-said = Only coaching has a clock that stops when it is said.
said-after = { $n ->
        [0] said the same day
        [one] said after 1 day
       *[other] said after { $n } days
    }
say-over = { $n ->
        [one] 1 day overdue
       *[other] { $n } days overdue
    }
say-within = { $n ->
        [0] to be said today
        [one] to be said by tomorrow
       *[other] to be said in { $n } days
    }

care-title = People care
care-badge = { $over } overdue · { $soon } due soon
care-leads-only = Care for people is for leads alone. Say with --as which lead you are.
care-empty = Nobody holds a profile yet; give people one with e on the face Team.
care-talk = last 1:1
care-review = review
care-say = to be said
care-learn = training
care-praise = praise
care-score = last QC
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
owed-feedback = feedback to be said
owed-one_on_one = 1:1
owed-review = quarterly review
do-log = log

trainings-of = Training of { $who }
trainings-empty = The team has no trainings yet. { $key } adds one.
trainings-hint = ▲ missing or run out · ○ runs out within 30 days
do-trained = done today
do-add-training = new training
training-title = Training
new-training-title = New training
training-missing = missing
training-not-theirs = not theirs
training-expired = run out since { $day }
training-expires = until { $day }
training-until = until { $day }
training-for-ever = for ever
training-done = done { $day }
training-everybody = everybody
field-training-name = name
hint-training-name = What is learnt.
field-training-place = where
hint-training-place = A link, a room, a person. May stay empty.
field-training-days = counts for
hint-training-days = So many days, then it is due again. Empty: for ever.
field-training-profile = for
hint-training-profile = ← → choose: everybody, or those who hold a profile.

reviews-title = Answers to review
reviews-of = Answers of { $who }
reviews-badge = { $n } to read
reviews-reviewers-only = Reviews are for quality controllers and leads. Say with --as who you are.
reviews-empty = Nobody has solved a ticket this week or last; there is nothing to review.
do-review = review
review-week = Week { $week } · { $read } of { $n } read
review-week-so-far = Week { $week }, so far · { $read } of { $n } read
review-open = to read
review-second = a second reader
review-of-two = · two readers
review-done = { $score }
review-yours = yours
review-own = These are your own answers; another reviewer reads them.
review-no-card = No scorecard fits this ticket; add a [[scorecard]] without conditions to the team's settings.
review-agreement = Two readers: { $share } of the items alike, scores { $points } points apart, n { $n }
review-no-pairs = Two readers: no answer was read by two yet
review-scores = Score { $score }, n { $n } in { $days } days; weakest: { $weak }
review-title = Review of { $id } · { $who }
review-comment = What to say about it
review-hint = 0–9 points · x not applicable
review-fatal = ▲ Fatal: whoever misses it has 0.
review-score = Score
review-points = { $earned } of { $possible }
review-failed = fatal item missed
review-still = { $n } to mark
review-not-applicable = –
review-item-open = ‘{ $item }’ is still to be marked.
review-too-many = The item has { $most } points at most.
do-all-or-nothing = all or nothing
do-not-applicable = does not apply
do-to-comment = comment
do-to-items = items
do-earlier-messages = earlier
do-later-messages = later
## Surveys and customers
field-dissatisfied = dissatisfied with
hint-dissatisfied = What a dissatisfied customer was dissatisfied with. May stay as it is.
blame-agent = the agent
blame-process = the process
blame-product = the product
do-customers = customers
about-customers = Customers: who may leave, whom to contact
do-done = done
do-all-customers = all customers
do-to-contact = to contact ({ $n })
do-cause = say the cause
do-edit-customer = edit
customers-title = Customers · { $n } days
customers-due-title = Customers to contact
customers-hint = mine · key · risk · lost · tier:gold · a name
customers-not-mine = nobody is acting here, so nothing is theirs
customers-empty = No customers yet. They come with their tickets, or from a file: shiftdesk customer import.
customers-no-match = No customer is so. Esc clears the filter.
customers-nobody-due = Nobody waits for a word: no follow-up is due, no detractor is unheard, no key account is silent.
customers-none-at-start = No customer was there { $n } days ago, so nobody can have been lost since.
customers-churn = { $days } days: lost { $lost } of { $start }, churn { $churn }, { $stayed } stayed
customers-name = customer
customers-tier = tier
customers-owner = owner
customers-tickets = tickets
customers-hours = with us
customers-repeats = repeats
customers-nps = NPS
customers-bad = bad
customers-silent = silent
customers-why = may leave
customers-due-for = waits
customers-due-why = why
customers-lost-on = left { $day }
n-d = { $n } d
risk-upset = upset
risk-detractor = gave { $n } of 10
risk-bad-ratings =
    { $n ->
        [one] { $n } bad rating
       *[other] { $n } bad ratings
    }
risk-repeats =
    { $n ->
        [one] came back once
       *[other] came back { $n } times
    }
risk-silent =
    { $n ->
        [one] silent for { $n } day
       *[other] silent for { $n } days
    }
due-follow-up = upset; see ticket { $id } again
due-detractor = gave { $n } of 10, unanswered since
due-silent = key account, silent since
survey-unanswered = no answer
account-badge = { $tickets ->
        [one] { $tickets } ticket
       *[other] { $tickets } tickets
    } · { $answers ->
        [one] { $answers } answer
       *[other] { $answers } answers
    }
account-empty = Neither tickets nor answers.
customer-gone = This customer is no more.
cause-of-bad-only = Only of a bad answer it is said what it was about.
cause-title = { $kind } { $score }: what was it about?
edit-customer-title = { $who }
field-keeper = looked after by
hint-keeper = Whoever has an owner is a key account; silence is noticed then.
field-tier = tier
hint-tier = What a promise can ask for: gold, vip. May stay empty.
field-customer-since = customer since
hint-customer-since = The day: 2026-03-02. May stay empty.
field-lost = lost on
hint-lost = The day they left: 2026-03-02, today. Without a first day they are in no churn.
field-customer-name = name
hint-customer-name = What they are called.
field-customer-email = e-mail
hint-customer-email = By this address they are known when tickets come in. May stay empty.
field-customer-phone = phone
hint-customer-phone = May stay empty.
field-organization = organization
hint-organization = The company. May stay empty.
wrong-customer-name = A customer needs a name.
wrong-lost = They cannot be lost before they came; correct one of the two days.
## metrics
face-figures = Figures
face-apart = Told apart
face-charts = Charts
face-person = Person
face-aging = Aging
do-period = period
about-period = The days that figures are looked at
do-against = against
about-against = What figures are held against
do-apart = by
about-apart = What figures are told apart by
do-business = business
about-business = Times in business time, or in calendar time
do-page = person
about-page = Opens the figures of one person
do-next-person = next person
do-next-chart = next chart
do-narrow = narrow
do-compare = compare
period-advice = Or type FIRST..END, END not included: 2026-01-01..2026-04-01
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
against-before = The period before
against-year-ago = The same a year ago
against-baseline = The baseline
against-nothing = Nothing
by-agent = Person
by-profile = Profile
by-channel = Channel
by-category = Category
by-priority = Priority
by-group = Group
by-tier = Customer tier
n-solved = { $n } solved
n-hits = { $n ->
    [one] { $n } hit
   *[other] { $n } hits
}
low-mark = few{" "}
points = pts
metrics-against = against { $days }
metrics-against-nothing = held against nothing
metrics-no-baseline = no baseline in the settings
metrics-calendar = calendar time
metrics-business = business time of { $name }
metrics-in-business = Here in business time.
metrics-calendar-only = in calendar time: business time is not known for it
metrics-no-calendar = There is no calendar of business hours; the settings can have one under [[calendar]].
metrics-still = still showing { $days }
metrics-as-of = as of { $at }
metrics-no-further = There is no later period than the present one.
metrics-nobody = Nobody is in the team yet.
metrics-no-groups = Nothing in this period. Try other days.
metrics-value = value
metrics-delta = ▲ = better
metrics-then = before
metrics-team = team
metrics-target = target
metrics-trend = trend
metrics-two = ▲ first better
metrics-course = { $figure } over time
metrics-legend = ★ exceptional ✓ met ▼ short ~ few samples
metrics-low-n = low n: only { $n }
metrics-provisional = { $n } provisional: a reopen may still spoil them
metrics-answered = { $n } of { $m } answered, { $rate }
metrics-few-answered = ▲ only { $n } of { $m } answered, { $rate }: those who did not may think otherwise
metrics-camps = { $promoters } promoters, { $passives } passives, { $detractors } detractors
metrics-stock = waiting on us { $us }, on the customer { $customer }, on others { $third }
metrics-targets = target: { $what }
metrics-credited = credited: replies to who wrote them, solves to who solved
credit-replier = A rating is credited to who wrote the last reply before it.
credit-solver = A rating is credited to who solved the ticket.
credit-assignee = A rating is credited to who had the ticket.
targets-met = { $n } of { $m } targets met
targets-short = short of target: { $what }
targets-none-short = no target missed
chart-flow = Received and solved
chart-flow-told = { $days } · received { $received } · solved { $solved } · backlog { $backlog }
chart-came = came
chart-solved = solved
chart-backlog = Backlog · { $n } at the end
chart-backlog-team = Backlog of the whole team · { $n } at the end
chart-spread = How long it took
chart-spread-told = { $bin } · { $n } · { $share } by then
chart-spread-switch = ← other times →
chart-arrivals = When work comes
chart-arrivals-told = { $hour } · { $n } received
chart-an-hour = in an hour of the week
chart-satisfaction = Satisfaction
chart-promises = Promises kept
chart-level-told = { $figure } · { $days } · { $value } · n { $n }
chart-drivers = What brings the work
chart-drivers-told = { $name } · { $n } received · { $share } up to here
chart-drivers-before = before { $n }
chart-upto = up to
chart-moved = moved
chart-targets = Targets met
chart-empty = Nothing in this period.
behind-day = day
behind-what = what
behind-ticket = ticket
behind-answer = answer
behind-review = review
behind-work = at work
behind-customer = customer
short-first_response = first reply
short-response = reply
short-resolution_first = first solve
short-resolution_full = resolution
short-hold = on hold
short-resolution_rate = flow
short-cohort = solved by now
short-fcr = FCR
short-csat = CSAT
short-nps = NPS
short-ces = CES
short-reopen = reopened
short-sla_first = 1st in time
short-sla_next = next in time
short-sla_resolution = in time
short-quality = QC
short-adherence = adherence
short-conformance = conformance
short-upset = upset
short-churn = churn
short-retention = kept
short-received = received
short-solved = solved
short-unanswered = unanswered
short-backlog = backlog
## reports
report-day = Daily report
report-week = Weekly report
report-month = Monthly report
report-quarter = Quarterly report
report-year = Yearly report
report-head = The figures in short
report-charts = Over time
report-all-figures = Every figure
report-figure = figure
report-value = value
report-mean = mean
report-p90 = p90
report-business = open hours
report-before = before
report-change = change
report-rests-on = rests on
report-against-target = target
report-notes = Notes
report-formulas = How each is counted
report-review = For the weekly review
report-works = What works?
report-works-not = What does not?
report-loyalty = What keeps customers from staying loyal?
report-family-work = Work
report-family-speed = Speed and promises
report-family-quality = Quality and customers
report-by-agent = By person
report-by-profile = By profile
report-by-channel = By channel
report-by-category = By category
report-by-priority = By priority
report-by-group = By group
report-by-tier = By customer tier
report-none-of-these = none given
report-no-category = without category
report-others = others
report-more-parts = { $n } more are in the spreadsheet and the JSON.
report-chart-flow-hour = Received and solved, by hour
report-chart-flow-day = Received and solved, by day
report-chart-flow-week = Received and solved, by week
report-chart-flow-month = Received and solved, by month
report-backlog-right = backlog at the end (right)
report-chart-answers = How long first replies took
report-chart-promises = Promises kept (SLA)
report-kept = kept ÷ all that ended
report-chart-drivers = Why customers write
report-drivers-legend = change · running total
report-chart-heat = When customers write
report-at-most = at most { $n } an hour
report-hollow = hollow: fewer than 10
report-turn-better = better
report-turn-worse = worse
report-turn-same = as before
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
report-low-mark = ° rests on fewer than 10.
report-provisional = { $n } provisional
report-mean-score = mean { $mean }
report-offered = { $share } of { $n } asked
report-target = { $state }, target { $target }
report-meeting = { $met } of { $of } meet their target
report-note-running = Not over yet: as of { $at }.
report-note-beside = Compared with { $days }.
report-note-median = A time is the median; mean and p90 stand beside it. A change in points is a difference of percentages.
report-note-calendar = Open hours are those of the calendar “{ $calendar }”.
report-note-no-calendar = There is no business calendar, so times are calendar time.
report-note-credit-replier = A rating is credited to who sent the last reply before it.
report-note-credit-solver = A rating is credited to who solved the ticket.
report-note-credit-assignee = A rating is credited to who had the ticket.
report-note-provisional =
    { $n ->
        [one] One first-contact resolution is
       *[other] { $n } first-contact resolutions are
    } provisional: a reopen within { $days } days of the solve would take it back.
report-note-low = On fewer than 10 rest: { $figures }.
report-note-left-out =
    { $n ->
        [one] One ticket
       *[other] { $n } tickets
    }: { $why }.
report-note-made = Made { $at }, { $zone }.
report-short-first_response = first reply
report-short-response = reply (ART)
report-short-resolution_first = first solve
report-short-resolution_full = last solve
report-short-hold = on hold
report-short-resolution_rate = solved ÷ received
report-short-cohort = solved by now
report-short-fcr = FCR
report-short-csat = CSAT
report-short-nps = NPS
report-short-ces = CES
report-short-reopen = reopened
report-short-sla_first = first in time
report-short-sla_next = next in time
report-short-sla_resolution = solved in time
report-short-quality = QC
report-short-upset = upset
report-short-churn = lost
report-short-retention = kept
report-short-received = received
report-short-solved = solved
report-short-unanswered = unanswered
report-short-backlog = backlog
do-report = report
about-report = Writes the figures of a time into a file.
report-title = A report for others
report-written = Report written to { $path }.
report-whole-team = the whole team
report-against-before = the time before
report-against-year-ago = a year before
report-against-baseline = the baseline
report-against-nothing = nothing
report-to-come = That is still to come; name a day that has been.
lang-en = English
lang-vi = Tiếng Việt
field-report-kind = report
hint-report-kind = ← → choose how long a time it is about.
field-report-day = day in it
hint-report-day = Any day of the time that it is about.
field-report-of = of
hint-report-of = ← → choose the team or one person.
field-report-against = against
hint-report-against = ← → choose what it is held against.
field-report-lang = language
hint-report-lang = ← → choose the language of the report.
field-report-form = as
hint-report-form = ← → choose: html for reading and paper, markdown and text for a message.
report-family-roster = The roster
report-short-adherence = adherence
report-short-conformance = conformance
do-their-figures = figures

## plan: what is there already, what was read and reviewed
goal-there-already = the figure is there already
goal-day-is-over = its last day is over already
goal-beyond = so far
goal-beyond-says = { $way } of the way
done-notice-read = Read: { $name }
done-goal-reviewed = Reviewed: { $name }
done-goal-reviewed-next = Reviewed: { $name }, next on { $day }
huddle-room = to be said at the huddle
notices-wait-short =
    { $n ->
        [one] 1 notice
       *[other] { $n } notices
    }
wrong-pick = Nothing here is called ‘{ $text }’; ← → shows what there is.
## Metrics: days that are typed, targets of people, what has no room

period-wrong = No period of that name. Type FIRST..END as 2026-01-01..2026-04-01; the second day is the one after the last.
period-backwards = These days end before they begin. The second day is the one after the last: 2026-01-01..2026-04-01.
period-long = That is longer than { $years } years. Type a shorter stretch, such as 2026-01-01..2026-04-01.
metrics-against-part = against { $days } up to { $at }
metrics-people-meet = { $n } of { $m } people meet their target: { $what }
metrics-people-few = too few samples to hold anybody against their target: { $what }
metrics-n-more = … { $n } more
behind-value = value
