# Everything the bot says in English. Short, calm, exact: it is read at night, on a phone.
# HTML tags here are ours; every value that comes from outside is escaped before it gets here.

## What is going on

attack = { $hazard ->
    [drone] Drone attack
    [missile] Missile attack
    [shelling] Shelling
    [aviation] Air strike
    [sabotage] Sabotage
    [fire] Fire
    [weather] Natural disaster
   *[any] Attack
}
threat = { $hazard ->
    [drone] Danger of drone attack
    [missile] Missile danger
    [shelling] Danger of shelling
    [aviation] Danger of air strike
    [sabotage] Danger of sabotage
    [fire] Fire danger
    [weather] Dangerous weather
   *[any] Alert
}
clear = { $hazard ->
    [drone] All clear: drone danger is over
    [missile] All clear: missile danger is over
    [shelling] All clear: shelling danger is over
    [aviation] All clear: air strike danger is over
    [sabotage] All clear: sabotage danger is over
    [fire] All clear: fire danger is over
    [weather] All clear: dangerous weather is over
   *[any] All clear
}

## Moments and lengths

month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
date = { $day } { $month }
dated = { $clock }, { $date }
minutes = { $minutes } min
hours = { $hours } h { $minutes } min
and-more = and { $count } more

## A message of the outbox

headline-attack = 🔴 <b>{ $what }</b>
headline-threat = 🟠 <b>{ $what }</b>
headline-immediate = 🔴 <b>Immediate threat. { $what }</b>
headline-eased = 🟠 <b>{ $what } remains</b>
headline-ended = 🟢 <b>{ $what }</b>
headline-corrected = ✏️ <b>Correction by the source</b>
headline-misread = ✏️ <b>Correction</b>
headline-lowered = ✏️ <b>Correction. { $what } remains</b>
headline-drill = 🔵 <b>Drill. This is not an alert</b>

advice-eased = A partial all-clear: this danger remains. Stay in shelter.
advice-drill = A test of the warning system. You need not do anything.
was-before = Danger has been declared here since { $since }.
excepted = ❗️ <b>Except: { $places }.</b> There the danger remains.
goes-on = 🔁 The danger goes on, confirmed at { $time }.
lasted = It lasted { $duration }, since { $since }.
still-in-force = What is still in force: /now
corrected-text = The alert's post was changed. What is in force now: /now
corrected-gone = The source deleted the alert's post. What is in force now: /now
corrected-misread = We had misread the post: this danger was not declared. What is in force now: /now
lowered-text = The source changed its post: there is less danger than we passed on, but it remains.
lowered-gone = The source deleted its post about the greater danger. This danger remains.
lowered-misread = We had misread the post: there is less danger than we passed on, but it remains.
misread = ✏️ We had misread this post before.
source = Source: { $source }, { $time }
source-forwarded = Source: { $origin }, { $time }, passed on by { $source }
late = It reached us { $delay } later.
open-post = Open the post

## What is in force

now-attack = 🔴 <b>{ $what }</b> since { $since }
now-immediate = 🔴 <b>Immediate threat. { $what }</b> since { $since }
now-threat = 🟠 <b>{ $what }</b> since { $since }
confirmed = Confirmed at { $time }
unconfirmed = No all-clear. No confirmation since { $time }
quiet = No danger is announced that we know of.
unfollowed = ⚠️ We do not follow this region's channels yet: we may miss an alert.
unheard = ⚠️ The region's sources are not heard since { $time }. Silence is not an all-clear.
unheard-ever = ⚠️ The region's sources are not heard yet. Silence is not an all-clear.
aid = Sirens and 112 come before this bot.

## Days and numbers

today-title = <b>Since midnight</b>, { $date }
today-everywhere = <b>The whole country since midnight</b>, { $date }
day-title = <b>The last 24 hours</b>
digest-title = <b>The last 24 hours</b>, { $date }
digest-places = { $places }
digest-calm = A calm day: nothing was announced.
no-alerts = Nothing was announced.
under-alert = Under alert: { $duration }
span-attack = 🔴 { $since }–{ $until } { $what }
span-threat = 🟠 { $since }–{ $until } { $what }
open-attack = 🔴 since { $since } { $what }, not over
open-threat = 🟠 since { $since } { $what }, not over
numbers-title = <b>Numbers from official reports</b>
drones = { $count ->
    [one] { $count } drone
   *[other] { $count } drones
}
drones-of = { $drones } (of { $total } in the report)
targets = { $count ->
    [one] { $count } target
   *[other] { $count } targets
}
number-line = { $numbers }, { $source }
killed = killed: { $count }
injured = injured: { $count }
aftermath-title = <b>Aftermath</b>

## Places

start = <b>Tocsin</b> relays official warnings: by governors, regional headquarters and the emergency ministry. Each names its source and the source's time.

    It is an aid, not a replacement for sirens, 112 and the channels themselves: a message can be late or lost. Silence is not an all-clear.

    Choose a place, and its alerts and all-clears will come here.
start-here = Send alerts and all-clears for <b>{ $place }</b>?
choose-region = Choose a region. Or write: /subscribe Belgorod
choose-place = <b>{ $region }</b>
    Tick the whole region or single places. An alert for the whole region reaches them too.
subscribed = ✅ <b>{ $place }</b>: you will be told of danger and of its end.
added = Added: { $place }
removed = Removed: { $place }
already-whole = Included already: the whole region is chosen
which-place = Which place?
not-found = No place called “{ $query }” is known. Check the name or choose from the list.
own-none = No places are chosen yet.
own-title = Press a place to remove it.
own-removed = Removed. No places are left: no alerts will come.
region-ask = Write a place after the command: /region Belgorod

## Settings

digest-ask = When should the daily digest come? By local clocks, which now show { $clock }.
digest-set = The digest will come at { $time }.
digest-off = The digest is off.
language-ask = Язык сообщений / Language
language-set = English from now on.
forget-ask = Delete all we know of this chat: places, settings, waiting messages? No alerts will come.
forgotten = Deleted. To come back: /start
kept = Nothing was deleted.
hint = Write the name of a place, “Belgorod” for example, or open /help.
failed = We could not answer: the fault is ours. Please try again. Alerts come as before.
help = <b>What Tocsin can do</b>

    /subscribe – choose places
    /unsubscribe – remove places
    /now – what is in force
    /today – what happened since midnight
    /region Belgorod – about any place
    /history Belgorod – alerts over 30 days
    /why – why you were woken, or not
    /digest – a daily digest
    /language – language
    /forget – delete all about you

    🔴 attack, 🟠 danger, 🟢 all clear, 🔵 drill.

    Unmute this chat: a muted chat will not wake you, and the bot cannot change that. Only official channels are relayed, each message has its link. Sirens and 112 come before this bot.

## Buttons

button-place = Choose a place
button-language = Язык / Language
button-whole = The whole region
button-regions = ‹ Regions
button-done = Done
button-all = Remove all
button-subscribe = Send me alerts
button-unsubscribe = ✅ Alerts come, remove
button-yes = Yes, send them
button-other = Another place
button-off = No digest
button-forget = Delete all
button-keep = Keep

## The menu of commands

command-subscribe = Choose places
command-unsubscribe = Remove places
command-now = What is in force now
command-today = What happened since midnight
command-region = About any place: /region Belgorod
command-digest = Daily digest
command-language = Язык / Language
command-help = Help
command-forget = Delete all about you
command-why = How a post was read: /why link
command-correct = Correct it: /correct link kind
command-channels = How every channel is heard
command-watch = Look at a channel and follow it
command-unwatch = Follow a channel no more
command-stats = what became of messages
command-paid = paid broadcasts of alarms

## Operators

source-preview = the channel’s page
source-account = account { $account }
seconds = { NUMBER($seconds, maximumFractionDigits: 1) } s
kind = { $kind ->
    [attack] 🔴 attack
    [threat] 🟠 danger
    [all_clear] 🟢 all clear
    [aftermath] aftermath
    [summary] numbers
    [advisory] advice
    [drill] 🔵 drill
   *[other] other
}
role = { $role ->
    [governor] governor
    [headquarters] operational headquarters
    [government] regional government
    [mayor] mayor, head of a municipality
    [emergency] emergency ministry
    [defence] ministry of defence
    [aviation] aviation agency
   *[other] { $role }
}
help-operators = <b>For operators</b>

    /channels – how every channel is heard
    /watch @name RU-BEL governor – look at a channel and follow it
    /unwatch @name – follow it no more
    /why link – how a post was understood, and why
    /correct link kind – correct it, and people are told
    /unconfirmed – alerts nobody has confirmed for long; end one by hand
    /stats – what became of messages
    /paid – paid broadcasts of alarms and their price
watch-usage = Write: /watch @name RU-BEL governor
    A city’s channel has its municipality: /watch @name RU-BEL/belgorod mayor
    A federal body has no region. Roles: { $roles }
watch-unclear = “{ $word }” is neither a region, a municipality nor a role.
watch-region = The role { $role } needs a region. Name it: /watch @{ $channel } RU-BEL { $role }
watch-mayor = A mayor speaks for a municipality. Name it: /watch @{ $channel } RU-BEL/belgorod mayor
watch-already = @{ $channel } is followed already: /channels
watch-looking = Looking at @{ $channel }…
watch-unseen = @{ $channel } cannot be looked at: { $why }
watch-federal = all regions it names
watch-ask = Follow <b>@{ $channel }</b> as { $role }, for { $place }? Whoever speaks there will wake people.
watch-again = That was too long ago. Once more: /watch @{ $channel }
watch-mismatch = Not added: this channel is followed under another name, or @{ $channel } is another channel than before.
watch-added = ✅ @{ $channel } is followed.
watch-not = Nothing was changed.
unwatch-usage = Write which followed channel: /unwatch @name. The list: /channels
unwatch-config = @{ $channel } stands in the configuration: remove it there.
unwatch-ask = Follow @{ $channel } no more? Its alerts will not come. Alerts in force stay until another source ends them.
unwatched = @{ $channel } is followed no more.
look-id = Number { $id }, seen through { $through }
look-verified = { $set ->
    [yes] ✅ Verified by Telegram
    [no] Not verified by Telegram
   *[unknown] Whether it is verified cannot be seen
}
look-warned = ⚠️ Telegram warns of this channel: scam or fake.
look-renamed = ⚠️ Its present name is @{ $username }
look-unknown = ⚠️ It is not on our list of known official channels: make sure whose it is.
look-other-id = ⚠️ The list knows another channel under this name, number { $id }. Do not follow it unless you know why.
look-was-other = ⚠️ This name was another channel’s before, number { $id }. Make sure that you want the new one.
look-not-advised = ⚠️ The list advises against it: its owner may have left the office.
look-subscribers = Subscribers: { $count }
look-empty = It has no posts to be seen.
look-last = Last post: { $time }
look-posts = Its last { $count } posts, newest first, as they would be understood:
channels-title = <b>Channels: { $count }</b>, need attention: { $ill }
channels-none = No channel is followed. To begin: /watch @name RU-BEL
channel-heard = Last post { $post }, heard { $heard } ({ $source })
channel-unheard-ever = Last post { $post }, not heard yet
channel-lags = { $source }: delay usually { $median }, worst { $worst }
channel-dead = No source hears it.
channel-unheard = Nobody has looked at it for more than 10 minutes.
channel-trouble = { $source }: { $trouble }
channel-silent = Silent longer than usual (usually up to { $usual }).
channel-renamed = Its name is now @{ $username }. It is followed by its number.
channel-stranger = Another channel ({ $number }) has taken its name and is not followed.
operators-changed = ⚠️ <b>@{ $channel } has changed</b>
operators-stranger = ⛔️ <b>@{ $channel } now belongs to another channel</b>
    It was { $pinned }, it is { $number }. The new one is not followed. If it is the right one: /unwatch, then /watch @{ $channel }
operators-lost = ⚠️ <b>Not heard</b> ({ $source }): { $channels }
    { $why }
operators-back = ✅ <b>Heard again</b> ({ $source }). It was: { $why }
changed-nameless = It has no username any more; it is followed by its number.
changed-username = Username: @{ $before } → @{ $after }. It is followed by its number.
changed-title = Title: { $before } → { $after }
changed-mark = { $mark ->
    [verified] { $set ->
        [yes] Telegram now marks it as verified.
       *[no] It has lost Telegram’s mark of a verified channel.
    }
    [scam] { $set ->
        [yes] Telegram now warns: scam.
       *[no] Telegram no longer warns: scam.
    }
    [fake] { $set ->
        [yes] Telegram now warns: fake.
       *[no] Telegram no longer warns: fake.
    }
   *[restricted] { $set ->
        [yes] Telegram restricts access to it.
       *[no] Telegram no longer restricts access to it.
    }
}
mirror-well = ✅ The mirror { $name } gets alarms again.
mirror-ill = ⚠️ <b>The mirror { $name } gets no alarms</b>
    { $why ->
        [rights] The bot is no administrator there or may not post. Make it one that may post and edit messages.
        [unknown] There is no such channel, or the bot does not know it. Check the name and add the bot as an administrator.
       *[other] Telegram said: { $answer }
    }
    Residents get their alarms as before. With the next alarm I try again.
paid-title = 💫 <b>Paid broadcasts of alarms</b>
paid-now-off = Now off.
paid-now-on = On: { $since }, { $who }.
paid-residents = Residents of this bot: { $count }
paid-times = The last one learns of an alarm: free of charge after { $free }, paid after { $paid }
paid-cost = One alarm to everybody: up to { $stars } Stars
paid-balance = Balance { $stars } Stars, alarms before it falls below { $least }: { $alarms }
paid-balance-low = ⚠️ Balance { $stars } Stars. Telegram wants at least { $least } and 10,000 users a month, else it refuses.
paid-balance-unknown = ⚠️ The balance is not known.
paid-ask = Only new alarms will cost: attack and threat. The price is 0.1 Star for each message above 30 a second. Turn it on?
paid-usage = /paid on – turn it on, /paid off – turn it off
paid-is-on = 💫 On: new alarms leave at up to 1,000 a second, for Stars. To turn it off: /paid off
paid-is-off = Off: everything is free of charge, at about 30 messages a second.
paid-refused = ⚠️ <b>Paid broadcasts are off</b>
    Telegram refused: { $answer }
    Alarms go out free of charge. Top the balance up and turn it on again: /paid on
button-pay = Turn it on
button-pay-not = Leave it off
stats-bot = 📊 <b>Bot { $bot }</b>, residents: { $residents }
stats-paid = 💫 Alarms are sent as paid broadcasts.
stats-mirrors = { $ill ->
    [0] 📢 Mirrors: { $count }
   *[other] 📢 Mirrors: { $count }, without posts: { $ill }
}
stats-no-alarm = There has been no alarm yet.
stats-last = <b>Last alarm</b>, { $time }
stats-day = <b>Last 24 hours</b>, alarms: { $alarms }
stats-nothing = No messages.
stats-delivered = ✅ Delivered { $count } of { $planned }
stats-under-way = ✈️ On their way { $flying }, waiting { $waiting }
stats-outcome = { $outcome ->
    [deferred] ⏸ Put off at times: { $count }
    [unreachable] 🚫 Unreachable: { $count }
    [dropped] ✂️ No longer needed: { $count }
    [failed] ❗️ Rejected by Telegram: { $count }
    [doubled] 🔁 May have come twice: { $count }
   *[lost] ❓ Answer lost, not repeated: { $count }
}
stats-retired = 👋 Chats gone: { $count }
stats-delays = ⏱ From post to Telegram: half within { $half }, 95 % within { $most }, { $ended ->
        [yes] all
       *[no] so far all
    } within { $last }
button-watch = Follow
button-watch-not = Do not follow
button-unwatch = Follow no more
button-watch-keep = Keep following
