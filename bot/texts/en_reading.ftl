# Why a post was read as it was, in English: for operators, in their chat and at the terminal.

reading-kind = { $kind ->
    [attack] 🔴 ATTACK
    [threat] 🟠 THREAT
    [all_clear] 🟢 ALL CLEAR
    [aftermath] AFTERMATH
    [summary] SUMMARY
    [advisory] ADVISORY
    [drill] 🔵 DRILL
   *[other] OTHER
}
reading-hazard = { $hazard ->
    [drone] drones
    [missile] missiles
    [shelling] shelling
    [aviation] aviation
    [sabotage] sabotage
    [fire] fire
    [weather] weather
    [other] other
   *[any] no hazard named
}
reading-where = where: { $places }
reading-parts = inside: { $places }
reading-except = except: { $places }
reading-unknown = place not known, kept as heard: { $places }
reading-ground = { $why ->
    [attack] an attack is going on, or air defence is at work
    [raid] an attack is named, and nothing says that it is over
    [shot] shot down or beaten off
    [struck] a strike, or what it did
    [hurt] harm, or people hurt
    [danger] danger is declared
    [siren] sirens sound
    [stays] danger stays in force
    [awaited] its end is still awaited
    [clear] danger is said to be over
    [eased] the level of danger is lowered
    [denial] a denial
    [howto] rules of conduct
    [instruct] an instruction to residents
    [restriction] a restriction
    [drill] a test, a drill
    [finished] past
    [harm_done] the harm is told as done
    [partial] a partial end: another danger stays
    [reminder] nothing new is declared, it is a reminder
    [immediate] the upper of two levels of danger
    [continues] known before, and still so
    [no_hazard] no hazard is named: it counts as any
    [home] no place is named: all of the channel’s region
    [nowhere] no place is named and the channel is federal: nowhere
   *[other] other
}
reading-words = { $ground }: { $words }
reading-nothing = no rule found anything
reading-tally = Count: { $total }
reading-tally-unstated = no total is stated
reading-tally-period = over { $since }–{ $until }
reading-tally-part = { $place } { $count }
reading-tally-left = not explained by its parts: { $count }
reading-tally-over = its parts exceed it by { $count }
reading-killed = Killed: { $count }
reading-injured = Injured: { $count }
reading-aside = Set aside
reading-aside-line = { $words } – { $fact }? No: { $against }
reading-aside-fact = { $fact ->
    [attack] an attack going on
    [raid] an attack
    [danger] danger
    [siren] sirens
    [stays] danger that stays
    [awaited] an end still awaited
    [eased] a lowered level
   *[clear] an all clear
}
reading-against = { $why ->
    [denied] it is said with a “not”
    [condition] only in case it comes
    [cause] only the cause of something else
    [question] it is a question
    [no_end] does not end anything
    [title] only the title of what has ended
    [already] the same is said anyway
    [drill] a drill
    [hearsay] hearsay or a denial
    [conduct] rules of conduct
    [finished] past
    [counted] a count of what is past
    [told] told as done
    [not_yet] not yet
    [until] awaited, not there yet
    [elsewhere] elsewhere
    [earlier] about a signal before this one
    [habit] so it is in general
    [restriction] about restrictions
    [ended] named with its end
    [other_matter] another matter
    [lasts] declared before
   *[other_words] other words forbid it
}
reading-unsure = Unsure: { $why ->
    [place_unknown] the place is not known, so nobody is told of it
    [danger_set_aside] words of danger were set aside for a weak reason
    [end_set_aside] words of an end were set aside
    [end_doubted] the end stands beside what contradicts it
    [not_read] it could not be read: a fault of ours
    [danger_denied] a “not” stands beside the danger
   *[tenses_mixed] an attack is going on, but its harm is told as done
}

## One post, and its correction

why-usage = Write the link to a post: /why https://t.me/channel/123
why-unknown = We have not heard this post. Whether its channel is followed is in /channels
why-heard = Published { $time }, heard { $lag } later ({ $source })
why-forwarded = Forwarded, first said by { $origin }
why-revision = { $state ->
    [deleted] Deleted by its source at { $time }
   *[edited] Edit { $number } at { $time }
} → { $kind ->
    [attack] attack
    [threat] threat
    [all_clear] all clear
    [aftermath] aftermath
    [summary] summary
    [advisory] advisory
    [drill] drill
   *[other] other
}
why-corrected = ✏️ Corrected by { $who }, { $time }. It was: { $was }
why-now-otherwise = The rules have changed since. Now it would be: { $what }
why-deeds = <b>What came of it</b>
why-may-not-act = · This body only counts: it opens and ends no alerts.
why-no-deed = · It opened and ended no alerts.
why-deed = · It { $deed ->
    [ended] ended
    [eased] eased
   *[opened] opened
} an alert ({ $hazard ->
    [drone] drones
    [missile] missiles
    [shelling] shelling
    [aviation] aviation
    [sabotage] sabotage
    [fire] fire
    [weather] weather
    [other] other
   *[any] any hazard
}): { $place }, from { $since }, { $state ->
    [ended] until { $until }
   *[open] still in force
}
why-told = · Residents: { $what }. Chats: { $count }, reached { $sent }, waiting { $waiting }
told-what = { $reason ->
    [opened] alarm “{ $what }”
    [worse] it got worse “{ $what }”
    [refreshed] confirmed “{ $what }” (silent)
    [eased] eased “{ $what }”
    [ended] “{ $what }”
    [corrected] a correction: there was no danger
    [lowered] a correction: only “{ $what }”
    [drill] a drill
    [too_old] too late to ring “{ $what }”
   *[other] “{ $what }”
}
told-line = · { $what }, { $places }. Chats: { $count }
told-nobody = · Residents are told nothing.
correct-usage = Write: /correct link kind, for example
    /correct t.me/channel/123 all_clear
    /correct t.me/channel/123 threat drone Belgorod
    Kinds: { $kinds }
correct-unclear = “{ $word }” is no kind, no hazard and no place we know.
correct-deleted = Its source has deleted this post: there is nothing to correct.
correct-ask = { $state ->
    [done] ✅ Corrected: { $post }
   *[asked] <b>Correct</b> { $post }?
}
correct-was = { $state ->
    [done] It was: { $what }
   *[asked] Now: { $what }
}
correct-will = { $state ->
    [done] It is: { $what }
   *[asked] Then: { $what }
}
correct-told = <b>What people get</b>
correct-again = That was too long ago, or the post has changed since. Once more: /correct
correct-not = Nothing was changed.
button-correct = ✏️ Correct
button-correct-yes = Correct it
button-correct-no = Leave it as it is
correct-kinds = What is it really?

## What the rules are unsure of

doubts-title = ❓ <b>The rules are unsure: { $count }</b>
doubts-line = { $time } { $post } { $kind }
doubts-why = Details, and to correct it: { $command }
