# Why a post was read as it was, in Russian: for operators, in their chat and at the terminal.

reading-kind = { $kind ->
    [attack] 🔴 АТАКА
    [threat] 🟠 ОПАСНОСТЬ
    [all_clear] 🟢 ОТБОЙ
    [aftermath] ПОСЛЕДСТВИЯ
    [summary] СВОДКА
    [advisory] РЕКОМЕНДАЦИИ
    [drill] 🔵 УЧЕНИЯ
   *[other] ПРОЧЕЕ
}
reading-hazard = { $hazard ->
    [drone] БПЛА
    [missile] ракеты
    [shelling] обстрел
    [aviation] авиация
    [sabotage] диверсия
    [fire] пожар
    [weather] погода
    [other] иное
   *[any] угроза не названа
}
reading-where = где: { $places }
reading-parts = внутри: { $places }
reading-except = кроме: { $places }
reading-unknown = место не известно, записано как услышано: { $places }
reading-ground = { $why ->
    [attack] идёт атака или работает ПВО
    [raid] названа атака, и не сказано, что она кончилась
    [shot] сбито или отражено
    [struck] удар или то, что он сделал
    [hurt] вред или пострадавшие
    [danger] объявлена опасность
    [siren] звучат сирены
    [stays] опасность остаётся
    [awaited] отбоя ещё не было
    [clear] сказано, что опасность кончилась
    [eased] уровень опасности понижен
    [denial] опровержение
    [howto] правила поведения
    [instruct] указание жителям
    [restriction] ограничение
    [drill] проверка, учения
    [finished] уже прошло
    [harm_done] вред рассказан как случившееся
    [partial] отбой неполный: другая опасность остаётся
    [reminder] нового не объявлено, только напоминание
    [immediate] верхний из двух уровней опасности
    [continues] опасность была известна и продолжается
    [no_hazard] не сказано, чего опасаться: считается любая угроза
    [home] места не названо: весь регион канала
    [nowhere] места не названо, а канал федеральный: нигде
   *[other] прочее
}
reading-words = { $ground }: { $words }
reading-nothing = ни одно правило ничего не нашло
reading-tally = Подсчёт: { $total }
reading-tally-unstated = не названо, сколько всего
reading-tally-period = за период { $since }–{ $until }
reading-tally-part = { $place } { $count }
reading-tally-left = части не объясняют: { $count }
reading-tally-over = частей больше, чем всего, на { $count }
reading-killed = Погибших: { $count }
reading-injured = Пострадавших: { $count }
reading-aside = Отложено в сторону
reading-aside-line = { $words } – { $fact }? Нет: { $against }
reading-aside-fact = { $fact ->
    [attack] идёт атака
    [raid] атака
    [danger] опасность
    [siren] сирены
    [stays] опасность остаётся
    [awaited] отбоя ещё нет
    [eased] уровень понижен
   *[clear] отбой
}
reading-against = { $why ->
    [denied] сказано с «не» или «нет»
    [condition] на случай, если это будет
    [cause] лишь причина другого
    [question] это вопрос
    [no_end] ничего не заканчивает
    [title] только заголовок того, что кончилось
    [already] то же сказано и так
    [drill] учения
    [hearsay] слух или опровержение
    [conduct] правила поведения
    [finished] уже прошло
    [counted] подсчёт прошлого
    [told] рассказано как случившееся
    [not_yet] ещё не наступило
    [until] ждут, но ещё нет
    [elsewhere] в другом месте
    [earlier] о прежнем сигнале
    [habit] так бывает вообще
    [restriction] об ограничениях
    [ended] названо в связи с концом
    [other_matter] о другом деле
    [lasts] уже объявлено
   *[other_words] другие слова мешают
}
reading-unsure = Не уверены: { $why ->
    [place_unknown] место не известно, поэтому оно никому не сообщено
    [danger_set_aside] слова об опасности отложены по слабой причине
    [end_set_aside] слова об отбое отложены
    [end_doubted] отбой стоит рядом с тем, что ему противоречит
    [not_read] прочитать не удалось: ошибка у нас
    [danger_denied] рядом с опасностью стоит «не»
   *[tenses_mixed] атака названа идущей, а вред уже случившимся
}

## One post, and its correction

why-usage = Напишите ссылку на сообщение: /why https://t.me/канал/123
why-unknown = Этого сообщения мы не слышали. Следим ли за каналом, видно в /channels
why-heard = Опубликовано { $time }, услышано через { $lag } ({ $source })
why-forwarded = Переслано, первый автор: { $origin }
why-revision = { $state ->
    [deleted] Удалено источником в { $time }
   *[edited] Правка { $number } в { $time }
} → { $kind ->
    [attack] атака
    [threat] опасность
    [all_clear] отбой
    [aftermath] последствия
    [summary] сводка
    [advisory] рекомендации
    [drill] учения
   *[other] прочее
}
why-corrected = ✏️ Исправлено: { $who }, { $time }. Было: { $was }
why-now-otherwise = Правила с тех пор изменились. Сейчас было бы: { $what }
why-deeds = <b>Что из этого вышло</b>
why-may-not-act = · Ведомство лишь считает: тревог не открывает и не заканчивает.
why-no-deed = · Тревог не открыло и не закончило.
why-deed = · { $deed ->
    [ended] Закончило
    [eased] Смягчило
   *[opened] Открыло
} тревогу ({ $hazard ->
    [drone] БПЛА
    [missile] ракеты
    [shelling] обстрел
    [aviation] авиация
    [sabotage] диверсия
    [fire] пожар
    [weather] погода
    [other] иное
   *[any] любая угроза
}): { $place }, с { $since }, { $state ->
    [ended] до { $until }
   *[open] ещё действует
}
why-told = · Жителям: { $what }. Чатов: { $count }, дошло { $sent }, ждут { $waiting }
told-what = { $reason ->
    [opened] тревога «{ $what }»
    [worse] стало хуже «{ $what }»
    [refreshed] подтверждено «{ $what }» (без звука)
    [eased] смягчено «{ $what }»
    [ended] «{ $what }»
    [corrected] исправление: опасности не было
    [lowered] исправление: только «{ $what }»
    [drill] учения
    [too_old] поздно, без звонка «{ $what }»
   *[other] «{ $what }»
}
told-line = · { $what }, { $places }. Чатов: { $count }
told-nobody = · Жителям ничего не придёт.
correct-usage = Напишите: /correct ссылка вид, например
    /correct t.me/канал/123 отбой
    /correct t.me/канал/123 опасность БПЛА Белгород
    Виды: { $kinds }
correct-unclear = «{ $word }» – не вид, не угроза и не место, которое мы знаем.
correct-deleted = Источник удалил это сообщение: исправлять нечего.
correct-ask = { $state ->
    [done] ✅ Исправлено: { $post }
   *[asked] <b>Исправить</b> { $post }?
}
correct-was = { $state ->
    [done] Было: { $what }
   *[asked] Сейчас: { $what }
}
correct-will = { $state ->
    [done] Стало: { $what }
   *[asked] Станет: { $what }
}
correct-told = <b>Что получат люди</b>
correct-again = Это было слишком давно, или сообщение с тех пор изменилось. Ещё раз: /correct
correct-not = Ничего не изменено.
button-correct = ✏️ Исправить
button-correct-yes = Исправить
button-correct-no = Оставить как есть
correct-kinds = Что это на самом деле?

## What the rules are unsure of

doubts-title = ❓ <b>Правила не уверены: { $count }</b>
doubts-line = { $time } { $post } { $kind }
doubts-why = Подробно и исправить: { $command }
