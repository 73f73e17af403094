## the frame
demo = DEMO · invented people
enlarge = Enlarge the window to { $wanted } (now { $now }).
move = move
reading = Reading the file…
say-how-to-quit = { $key } quits.
shift = Shift
n-of-m-in = { $n } of { $m } in
breach-before = breach before { $time }
breached = breached
unassigned = unassigned
open-tickets = open
first-reply = first reply
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
nobody = nobody
in = ● in
break = ○ break
off = off
away-sick = ✖ sick
away-leave = ✖ leave
away-training = ✖ course
away-other = ✖ away
profile-customer_champion = champion
profile-field_expert = field expert
profile-operationalist = operationalist
profile-quality_controller = quality contr.
profile-strategist = strategist
profile-analyst = analyst
stuck = Stuck
stuck-silent = silent
stuck-reassigned = passed on
stuck-reopened = reopened
covered = covered
stretched = stretched
gap = gap
not-needed = not needed

## queue
queue = Queue
queue-badge = { $ours } of { $all } wait on us
queue-filtered = { $n } of { $all }
queue-empty = Nothing is waiting. { $key } opens a new ticket.
queue-no-match = No open ticket has all of these words. Esc shows every ticket again.
queue-more = { $n } more below{ $others ->
    [0] {""}
   *[other] {" "}· { $others } wait on others
  }
left = left
subject = subject
channel = channel
age = age
who = who

## aging
aging = Backlog aging
aging-badge = { $n } · oldest { $age }
n-stuck = { $n } stuck
oldest = oldest first
formula-aging = Open tickets by their age since creation; a boundary belongs to the older bucket.
formula-stuck = Tickets that wait on us and have had no event for { $hours } h, were passed on { $reassigned } times or reopened { $reopened } times.
left-out-no-age = { $n } open tickets have no creation time, so they have no age.

## coverage
coverage-today = Coverage today
coverage-badge = { $gaps } h gap · { $stretched } h stretched
all-covered = ● all covered
coverage-empty = Nothing says yet whom the desk needs when. { $key } adds a requirement: a profile, hours, how many.
need-short = nd
slot-covered = { $time } { $profile }: { $who } ({ $seated } of { $need }).
slot-stretched = { $time } { $profile } is stretched: { $seated } of { $need } seats ({ $who }); { $present } hold it, but are needed elsewhere.
slot-gap = { $time } { $profile } is short: { $seated } of { $need } seats ({ $who }).
slot-nobody = { $time } nobody is { $profile }; { $need } needed.
could-step-in = Could step in (hours this week): { $who }
nobody-could-step-in = Nobody else holds this profile.

## people
people-days = People · { $n } days
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
col-rate = solved
col-rate-long = received and solved by now
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
figures-of = { $who } · { $n } days
figures-switch = ← team and people →
median = median
mean = mean
p90 = p90
n = n
figure-received = Received
figure-solved = Solved ÷ received
figure-first-response = First response
figure-unanswered = Still unanswered
figure-response = Response (ART)
figure-resolution-first = Resolution, first
figure-resolution-full = Resolution, full
figure-fcr = First-contact resolution
figure-cohort = Received, solved by now
figure-csat = Satisfied (CSAT)
figure-reopen = Reopened ÷ solved
figure-backlog = Backlog
formula-received = Tickets created in the period; for a person, those given to them in it.
formula-solved = Distinct tickets solved in the period ÷ distinct tickets received in it; may pass 100 %.
formula-first-response = First customer message to first public reply, for replies in the period; for a person from their assignment.
formula-unanswered = Open tickets without a public reply at the end of the period. Proactive ones do not count.
formula-response = Oldest unanswered customer message to the next public reply, for replies in the period.
formula-resolution-first = Creation to first solve, for first solves in the period.
formula-resolution-full = Creation to last solve, for last solves in the period.
formula-fcr = Of tickets last solved in the period with a public reply: those with exactly one and no reopen in the window.
formula-cohort = Of tickets received in the period, the share solved by now.
formula-csat = Ratings of 4–5 of 5, or “good”, ÷ all ratings given in the period.
formula-reopen = Distinct tickets reopened in the period ÷ distinct tickets solved in it.
per-day-received = received per day, at most { $n }
per-day-solved = solved per day, at most { $n }
formula-backlog = Tickets unsolved at the end of the period.
left-out-reply-before-creation = left out: first reply before creation
left-out-solve-before-creation = left out: solved before creation
left-out-no-creation = left out: no creation time, so no age, response or resolution time
left-out-no-messages = left out of response times: the import has no message times
left-out-no-replies = left out of first-contact resolution: no count of replies
left-out-no-solve = left out: solved at an unknown time
left-out-no-rating-time = left out: rated at an unknown time
left-out-no-agent = in the team’s figures only: nobody assigned

## head line
breaching = Breach before the shift ends
formula-breaching = Clocks of open tickets that are used up, or will be before the shift that is on ends.
formula-unassigned = Open tickets that nobody has.
formula-open = Every ticket that is not solved or closed.
