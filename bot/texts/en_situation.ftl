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

## Why one was woken, or was not

woken-title = <b>Why you heard it, or did not</b>, over two days
woken-none = Nothing was announced in your places.
woken-not-yours = Not sent: you did not follow this place then.
woken-too-old = Not sent: we learnt of it after { $delay }, too late for an alarm.
woken-waiting = Still waiting to be sent.
woken-lost = Telegram did not take the message.
woken-why = { $reason ->
    [opened] Sent with a sound: danger was declared.
    [worse] Sent with a sound: it got worse.
    [refreshed] The message you had was changed without a sound: danger goes on or has grown.
    [eased] Sent as an answer to the alarm: there is less danger, but some is left.
    [ended] Sent as an answer to the alarm: danger is over.
    [corrected] Sent as an answer to the alarm: a correction, no such danger was declared.
    [lowered] Sent without a sound: a correction, there is less danger than was said, but some is left.
    [in_force] Sent without a sound: we were cut off and learnt of it late.
    [ended_before_sent] Not sent: it was over before its turn came.
    [filtered] Not sent: you did not ask for such danger.
    [snoozed] Sent without a sound: you snooze.
    [quiet_hours] Sent without a sound: you are in quiet hours.
   *[nothing_new] Not sent: nothing new, the danger had been declared before.
}

## Looking back

history-title = <b>{ $place }</b>, over { $days } days
history-ask = Write a place after the command: /history Belgorod
history-alerts = Alerts: { $count }, with an attack: { $attacks }
history-longest = The longest: { $duration }, { $what }, since { $since }
history-hazard = · { $what }: { $count }, { $duration }
history-line = { $since }, { $duration }: { $what }, { $place }
history-open = { $since }, still in force: { $what }, { $place }
command-history = Alerts of a place over 30 days: /history Belgorod
