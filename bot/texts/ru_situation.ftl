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
