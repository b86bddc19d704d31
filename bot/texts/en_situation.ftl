# What the bot says of danger itself: unconfirmed, caught up with, looked back at.

## Danger that nobody confirms, ended by hand

headline-ended-by-hand = ⚪️ <b>No longer in force: { $what }</b>
no-official-clear = <b>There was no official all-clear:</b> an operator ended it, since nobody had confirmed it for long. Check the official channels.
source-operator = Source: an operator of Tocsin, { $time }
unconfirmed-none = No alert has been unconfirmed for long.
unconfirmed-title = <b>Unconfirmed for long: { $count }</b>
    They are in force until cleared. End one only if you know that there is no danger.
unconfirmed-line = { $number }. { $what }, { $place }
    Since { $since }, no confirmation since { $time }
end-ask = End <b>{ $what }, { $place }</b>, since { $since }? There was no official all-clear. Everybody who got the alarm is told that an operator ended it. Your name stays in the journal.
end-done = Ended: { $what }, { $place }. In the journal: { $who }.
end-over = This alert is no longer in force.
end-not = The alert stays in force.
button-end = End { $number }
button-end-sure = End it: there is no danger
button-end-not = Leave it
command-unconfirmed = Alerts without confirmation

## After an outage

caught-up = ⚠️ <b>We were cut off. In force now:</b>
caught-up-end = The all-clear will come here. In force now: /now
