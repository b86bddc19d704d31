# What the bot says of danger itself: unconfirmed, caught up with, looked back at.

## Danger that nobody confirms, ended by hand

headline-ended-by-hand = ⚪️ <b>Больше не действует: { $what }</b>
no-official-clear = <b>Официального отбоя не было:</b> тревогу снял оператор, её давно никто не подтверждал. Сверьтесь с официальными каналами.
source-operator = Источник: оператор «Набата», { $time }
unconfirmed-none = Давно не подтверждённых тревог нет.
unconfirmed-title = <b>Давно не подтверждены: { $count }</b>
    Они действуют, пока нет отбоя. Снимайте, только если знаете, что опасности нет.
unconfirmed-line = { $number }. { $what }, { $place }
    С { $since }, подтверждений нет с { $time }
end-ask = Снять: <b>{ $what }, { $place }</b>, с { $since }? Официального отбоя не было. Всем, кто получил тревогу, будет сказано, что её снял оператор. Ваше имя останется в журнале.
end-done = Снято: { $what }, { $place }. В журнале: { $who }.
end-over = Эта тревога уже не действует.
end-not = Тревога действует по-прежнему.
button-end = Снять { $number }
button-end-sure = Снять: опасности нет
button-end-not = Оставить
command-unconfirmed = Тревоги без подтверждений

## After an outage

caught-up = ⚠️ <b>Мы были не на связи. Сейчас действует:</b>
caught-up-end = Отбой придёт сюда же. Что действует сейчас: /now

## Why one was woken, or was not

woken-title = <b>Почему вы услышали или не услышали</b>, за двое суток
woken-none = В ваших местах ничего не объявляли.
woken-not-yours = Не присылали: тогда вы не следили за этим местом.
woken-too-old = Не присылали: узнали через { $delay }, это слишком поздно для тревоги.
woken-waiting = Ещё в очереди на отправку.
woken-lost = Telegram не принял сообщение.
woken-why = { $reason ->
    [opened] Прислали со звуком: опасность объявлена.
    [worse] Прислали со звуком: стало опаснее.
    [refreshed] Изменили прежнее сообщение без звука: опасность сохраняется или стала шире.
    [eased] Прислали ответом на тревогу: опасность стала меньше, но остаётся.
    [ended] Прислали ответом на тревогу: опасность закончилась.
    [corrected] Прислали ответом на тревогу: исправление, такой опасности не объявляли.
    [lowered] Прислали без звука: исправление, опасность меньше, чем было сказано, но остаётся.
    [in_force] Прислали без звука: мы были не на связи и узнали поздно.
    [ended_before_sent] Не прислали: закончилось раньше, чем дошла очередь.
    [filtered] Не прислали: о такой опасности вы не просили.
    [snoozed] Прислали без звука: вы отложили уведомления.
    [quiet_hours] Прислали без звука: у вас тихие часы.
   *[nothing_new] Не беспокоили: ничего нового, опасность уже была объявлена.
}

## Looking back

history-title = <b>{ $place }</b>, за { $days } дней
history-ask = Напишите место после команды: /history Белгород
history-alerts = Тревог: { $count }, из них с атакой: { $attacks }
history-longest = Самая долгая: { $duration }, { $what }, с { $since }
history-hazard = · { $what }: { $count }, { $duration }
history-line = { $since }, { $duration }: { $what }, { $place }
history-open = { $since }, ещё действует: { $what }, { $place }
command-history = Тревоги места за 30 дней: /history Белгород
