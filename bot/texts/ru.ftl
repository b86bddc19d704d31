# Everything the bot says in Russian. Short, calm, exact: it is read at night, on a phone.
# HTML tags here are ours; every value that comes from outside is escaped before it gets here.

## What is going on

attack = { $hazard ->
    [drone] Атака беспилотников
    [missile] Ракетная атака
    [shelling] Обстрел
    [aviation] Удар авиации
    [sabotage] Диверсия
    [fire] Пожар
    [weather] Стихийное бедствие
   *[any] Атака
}
threat = { $hazard ->
    [drone] Опасность атаки беспилотников
    [missile] Ракетная опасность
    [shelling] Опасность обстрела
    [aviation] Авиационная опасность
    [sabotage] Опасность диверсии
    [fire] Пожарная опасность
    [weather] Опасная погода
   *[any] Тревога
}
clear = { $hazard ->
    [drone] Отбой опасности атаки беспилотников
    [missile] Отбой ракетной опасности
    [shelling] Отбой опасности обстрела
    [aviation] Отбой авиационной опасности
    [sabotage] Отбой опасности диверсии
    [fire] Отбой пожарной опасности
    [weather] Отбой опасной погоды
   *[any] Отбой тревоги
}

## Moments and lengths

month = { $month ->
    [1] января
    [2] февраля
    [3] марта
    [4] апреля
    [5] мая
    [6] июня
    [7] июля
    [8] августа
    [9] сентября
    [10] октября
    [11] ноября
   *[12] декабря
}
date = { $day } { $month }
dated = { $clock }, { $date }
minutes = { $minutes } мин
hours = { $hours } ч { $minutes } мин
and-more = и ещё { $count }

## A message of the outbox

headline-attack = 🔴 <b>{ $what }</b>
headline-threat = 🟠 <b>{ $what }</b>
headline-immediate = 🔴 <b>Непосредственная угроза. { $what }</b>
headline-eased = 🟠 <b>{ $what } сохраняется</b>
headline-ended = 🟢 <b>{ $what }</b>
headline-corrected = ✏️ <b>Исправление источника</b>
headline-misread = ✏️ <b>Исправление</b>
headline-lowered = ✏️ <b>Исправление. { $what } сохраняется</b>
headline-drill = 🔵 <b>Учения. Это не тревога</b>

advice-eased = Отбой неполный: эта опасность остаётся. Не выходите из укрытия.
advice-drill = Проверка оповещения. Делать ничего не нужно.
was-before = Опасность здесь объявлена с { $since }.
excepted = ❗️ <b>Кроме: { $places }.</b> Там опасность сохраняется.
goes-on = 🔁 Опасность сохраняется, подтверждено в { $time }.
lasted = Длилось { $duration }, с { $since }.
still-in-force = Что ещё действует: /now
corrected-text = Сообщение о тревоге изменено. Что действует сейчас: /now
corrected-gone = Сообщение о тревоге удалено источником. Что действует сейчас: /now
corrected-misread = Прежнее сообщение мы поняли неверно: этой опасности не объявляли. Что действует сейчас: /now
lowered-text = Источник изменил сообщение: опасность меньше, чем мы передали, но она остаётся.
lowered-gone = Источник удалил сообщение о большей опасности. Эта опасность остаётся.
lowered-misread = Прежнее сообщение мы поняли неверно: опасность меньше, чем мы передали, но она остаётся.
misread = ✏️ Раньше мы поняли это сообщение неверно.
source = Источник: { $source }, { $time }
source-forwarded = Источник: { $origin }, { $time }, переслал канал { $source }
late = Дошло до нас через { $delay }.
open-post = Открыть сообщение

## What is in force

now-attack = 🔴 <b>{ $what }</b> с { $since }
now-immediate = 🔴 <b>Непосредственная угроза. { $what }</b> с { $since }
now-threat = 🟠 <b>{ $what }</b> с { $since }
confirmed = Подтверждено в { $time }
unconfirmed = Отбоя не было. Подтверждений нет с { $time }
quiet = Объявленной опасности, о которой мы знаем, нет.
unfollowed = ⚠️ Каналы этого региона мы пока не слушаем: можем не узнать о тревоге.
unheard = ⚠️ С { $time } источники региона не слышны. Тишина не значит отбой.
unheard-ever = ⚠️ Источники региона пока не слышны. Тишина не значит отбой.
aid = Сирены и 112 важнее этого бота.

## Days and numbers

today-title = <b>С полуночи</b>, { $date }
today-everywhere = <b>Вся страна с полуночи</b>, { $date }
day-title = <b>За сутки</b>
digest-title = <b>Сводка за сутки</b>, { $date }
digest-places = { $places }
digest-calm = Спокойные сутки: объявлений не было.
no-alerts = Объявлений не было.
under-alert = Под тревогой: { $duration }
span-attack = 🔴 { $since }–{ $until } { $what }
span-threat = 🟠 { $since }–{ $until } { $what }
open-attack = 🔴 с { $since } { $what }, не закончилась
open-threat = 🟠 с { $since } { $what }, не закончилась
numbers-title = <b>Числа из официальных сводок</b>
drones = { $count ->
    [one] { $count } беспилотник
    [few] { $count } беспилотника
   *[many] { $count } беспилотников
}
drones-of = { $drones } (всего в сводке { $total })
targets = { $count ->
    [one] { $count } цель
    [few] { $count } цели
   *[many] { $count } целей
}
number-line = { $numbers }, { $source }
killed = погибших: { $count }
injured = пострадавших: { $count }
aftermath-title = <b>Последствия</b>

## Places

start = <b>Набат</b> пересылает официальные сообщения об опасности: губернаторов, оперативных штабов, МЧС. В каждом указаны источник и его время.

    Это подспорье, а не замена сиренам, 112 и самим каналам: связь может опоздать или пропасть. Тишина не значит отбой.

    Выберите место, и сюда придут тревоги и отбои.
start-here = Присылать тревоги и отбои: <b>{ $place }</b>?
choose-region = Выберите регион. Или напишите: /subscribe Белгород
choose-place = <b>{ $region }</b>
    Отметьте весь регион или отдельные места. Тревога на весь регион придёт и в них.
subscribed = ✅ <b>{ $place }</b>: сообщу, когда объявят опасность и отбой.
added = Добавлено: { $place }
removed = Убрано: { $place }
already-whole = Уже входит: выбран весь регион
which-place = Какое место?
not-found = Не знаю места «{ $query }». Проверьте название или выберите из списка.
own-none = Места пока не выбраны.
own-title = Нажмите на место, чтобы убрать его.
own-removed = Убрано. Больше мест нет: тревоги приходить не будут.
region-ask = Напишите место после команды: /region Белгород

## Settings

digest-ask = Когда присылать сводку за сутки? По местным часам, на них сейчас { $clock }.
digest-set = Сводка будет приходить в { $time }.
digest-off = Сводка отключена.
language-ask = Язык сообщений / Language
language-set = Дальше по-русски.
forget-ask = Удалить всё, что мы знаем об этом чате: места, настройки, очередь сообщений? Тревоги приходить не будут.
forgotten = Удалено. Чтобы вернуться: /start
kept = Ничего не удалено.
hint = Напишите название места, например «Белгород», или откройте /help.
failed = Не получилось ответить: ошибка у нас. Попробуйте ещё раз. Тревоги приходят как прежде.
help = <b>Что умеет Набат</b>

    /subscribe – выбрать места
    /unsubscribe – убрать места
    /now – что действует сейчас
    /today – что было с полуночи
    /region Белгород – о любом месте
    /history Белгород – тревоги за 30 дней
    /why – почему вас разбудили или нет
    /digest – ежедневная сводка
    /language – язык
    /forget – удалить всё о себе

    🔴 атака, 🟠 опасность, 🟢 отбой, 🔵 учения.

    Снимите с чата «без звука»: приглушённый чат не разбудит, и бот не может этого изменить. Пересылаются только официальные каналы, у каждого сообщения есть ссылка. Сирены и 112 важнее этого бота.

## Buttons

button-place = Выбрать место
button-language = Язык / Language
button-whole = Весь регион
button-regions = ‹ Регионы
button-done = Готово
button-all = Убрать все
button-subscribe = Присылать тревоги
button-unsubscribe = ✅ Приходят, убрать
button-yes = Да, присылать
button-other = Другое место
button-off = Не присылать
button-forget = Удалить всё
button-keep = Оставить

## The menu of commands

command-subscribe = Выбрать места
command-unsubscribe = Убрать места
command-now = Что действует сейчас
command-today = Что было с полуночи
command-region = О любом месте: /region Белгород
command-digest = Ежедневная сводка
command-language = Язык / Language
command-help = Помощь
command-forget = Удалить всё о себе
command-why = Как понято сообщение: /why ссылка
command-correct = Исправить: /correct ссылка вид
command-channels = Как слышны каналы
command-watch = Посмотреть канал и следить за ним
command-unwatch = Больше не следить за каналом
command-stats = что стало с сообщениями
command-paid = платная рассылка тревог

## Operators

source-preview = страница канала
source-account = аккаунт { $account }
seconds = { NUMBER($seconds, maximumFractionDigits: 1) } с
kind = { $kind ->
    [attack] 🔴 атака
    [threat] 🟠 опасность
    [all_clear] 🟢 отбой
    [aftermath] последствия
    [summary] сводка
    [advisory] рекомендации
    [drill] 🔵 учения
   *[other] прочее
}
role = { $role ->
    [governor] губернатор
    [headquarters] оперативный штаб
    [government] правительство региона
    [mayor] мэр, глава муниципалитета
    [emergency] МЧС
    [defence] Минобороны
    [aviation] Росавиация
   *[other] { $role }
}
help-operators = <b>Для операторов</b>

    /channels – как слышен каждый канал
    /watch @name RU-BEL governor – посмотреть канал и следить за ним
    /unwatch @name – больше не следить
    /why ссылка – как понято сообщение и почему
    /correct ссылка вид – исправить, и люди узнают
    /unconfirmed – тревоги, которых давно никто не подтверждал; снять вручную
    /stats – что стало с сообщениями
    /paid – платная рассылка тревог и её цена
watch-usage = Напишите: /watch @name RU-BEL governor
    У канала города есть муниципалитет: /watch @name RU-BEL/belgorod mayor
    У федерального ведомства региона нет. Роли: { $roles }
watch-unclear = «{ $word }» не регион, не муниципалитет и не роль.
watch-region = Для роли { $role } нужен регион. Назовите его: /watch @{ $channel } RU-BEL { $role }
watch-mayor = Мэр говорит за муниципалитет. Назовите его: /watch @{ $channel } RU-BEL/belgorod mayor
watch-already = За @{ $channel } уже следим: /channels
watch-looking = Смотрю @{ $channel }…
watch-unseen = @{ $channel } посмотреть не удалось: { $why }
watch-federal = все регионы, которые он назовёт
watch-ask = Следить за <b>@{ $channel }</b>? Чей голос: { $role }, место: { $place }. Кто пишет туда, тот будит людей.
watch-again = Это было слишком давно. Ещё раз: /watch @{ $channel }
watch-mismatch = Не добавлено: за этим каналом уже следим под другим именем или @{ $channel } теперь другой канал.
watch-added = ✅ Следим за @{ $channel }.
watch-not = Ничего не изменено.
unwatch-usage = Напишите, за каким каналом больше не следить: /unwatch @name. Список: /channels
unwatch-config = @{ $channel } записан в настройках: уберите его там.
unwatch-ask = Больше не следить за @{ $channel }? Тревоги из него приходить не будут. Объявленные тревоги останутся, пока их не отменит другой источник.
unwatched = За @{ $channel } больше не следим.
look-id = Номер { $id }, источник: { $through }
look-verified = { $set ->
    [yes] ✅ Подтверждён Telegram
    [no] Не подтверждён Telegram
   *[unknown] Подтверждён ли он, не видно
}
look-warned = ⚠️ Telegram предупреждает об этом канале: мошенничество или подделка.
look-renamed = ⚠️ Сейчас его имя @{ $username }
look-unknown = ⚠️ Его нет в нашем списке официальных каналов: убедитесь, чей он.
look-other-id = ⚠️ В списке под этим именем другой канал, номер { $id }. Не добавляйте его, если не знаете причины.
look-was-other = ⚠️ Раньше это имя было у другого канала, номер { $id }. Убедитесь, что вам нужен новый.
look-not-advised = ⚠️ Список не советует его: владелец мог оставить должность.
look-subscribers = Подписчиков: { $count }
look-empty = Сообщений не видно.
look-last = Последнее сообщение: { $time }
look-posts = Последние сообщения ({ $count }), сначала новые, и как они были бы поняты:
channels-title = <b>Каналов: { $count }</b>, требуют внимания: { $ill }
channels-none = Ни за одним каналом не следим. Чтобы начать: /watch @name RU-BEL
channel-heard = Последнее сообщение { $post }, слышен { $heard } ({ $source })
channel-unheard-ever = Последнее сообщение { $post }, ещё не слышен
channel-lags = { $source }: опоздание обычно { $median }, худшее { $worst }
channel-dead = Ни один источник его не слышит.
channel-unheard = Больше 10 минут его никто не смотрел.
channel-trouble = { $source }: { $trouble }
channel-silent = Молчит дольше обычного (обычно до { $usual }).
channel-renamed = Его имя теперь @{ $username }. Следим по номеру.
channel-stranger = Его имя занял другой канал ({ $number }), за ним не следим.
operators-changed = ⚠️ <b>@{ $channel } изменился</b>
operators-stranger = ⛔️ <b>@{ $channel } теперь принадлежит другому каналу</b>
    Был { $pinned }, стал { $number }. За новым не следим. Если он верный: /unwatch, затем /watch @{ $channel }
operators-lost = ⚠️ <b>Нет связи</b> ({ $source }): { $channels }
    { $why }
operators-back = ✅ <b>Связь снова есть</b> ({ $source }). Было: { $why }
changed-nameless = У него больше нет имени; следим по номеру.
changed-username = Имя: @{ $before } → @{ $after }. Следим по номеру.
changed-title = Название: { $before } → { $after }
changed-mark = { $mark ->
    [verified] { $set ->
        [yes] Telegram теперь подтверждает его.
       *[no] Telegram больше не подтверждает его.
    }
    [scam] { $set ->
        [yes] Telegram теперь предупреждает: мошенничество.
       *[no] Telegram больше не предупреждает о мошенничестве.
    }
    [fake] { $set ->
        [yes] Telegram теперь предупреждает: подделка.
       *[no] Telegram больше не предупреждает о подделке.
    }
   *[restricted] { $set ->
        [yes] Telegram ограничил доступ к нему.
       *[no] Telegram снял ограничение доступа.
    }
}
mirror-well = ✅ Зеркало { $name } снова получает тревоги.
mirror-ill = ⚠️ <b>Зеркало { $name } не получает тревог</b>
    { $why ->
        [rights] Бот там не администратор или не может писать. Сделайте его администратором с правом писать и изменять сообщения.
        [unknown] Такого канала нет, или бот о нём не знает. Проверьте имя и добавьте бота администратором.
       *[other] Telegram ответил: { $answer }
    }
    Жители получают тревоги как прежде. Со следующей тревогой попробую снова.
paid-title = 💫 <b>Платная рассылка тревог</b>
paid-now-off = Сейчас выключена.
paid-now-on = Включена: { $since }, { $who }.
paid-residents = Жителей у бота: { $count }
paid-times = Последний узнаёт о тревоге: бесплатно через { $free }, платно через { $paid }
paid-cost = Одна тревога всем: до { $stars } звёзд
paid-balance = На балансе { $stars } звёзд, до остатка { $least } хватит тревог: { $alarms }
paid-balance-low = ⚠️ На балансе { $stars } звёзд. Telegram требует не меньше { $least } и 10 000 пользователей в месяц, иначе откажет.
paid-balance-unknown = ⚠️ Баланс узнать не удалось.
paid-ask = Платными станут только новые тревоги: атака и угроза. Цена: 0,1 звезды за сообщение сверх 30 в секунду. Включить?
paid-usage = /paid on – включить, /paid off – выключить
paid-is-on = 💫 Включена: новые тревоги уходят до 1000 в секунду за звёзды. Выключить: /paid off
paid-is-off = Выключена: всё бесплатно, около 30 сообщений в секунду.
paid-refused = ⚠️ <b>Платная рассылка выключена</b>
    Telegram отказал: { $answer }
    Тревоги уходят бесплатно. Пополните баланс и включите снова: /paid on
button-pay = Включить
button-pay-not = Не включать
stats-bot = 📊 <b>Бот { $bot }</b>, жителей: { $residents }
stats-paid = 💫 Платная рассылка тревог включена.
stats-mirrors = { $ill ->
    [0] 📢 Зеркал: { $count }
   *[other] 📢 Зеркал: { $count }, не получают: { $ill }
}
stats-no-alarm = Тревог ещё не было.
stats-last = <b>Последняя тревога</b>, { $time }
stats-day = <b>За 24 часа</b>, тревог: { $alarms }
stats-nothing = Сообщений не было.
stats-delivered = ✅ Доставлено { $count } из { $planned }
stats-under-way = ✈️ В пути { $flying }, ждут { $waiting }
stats-outcome = { $outcome ->
    [deferred] ⏸ Откладывались: { $count }
    [unreachable] 🚫 Недоступны: { $count }
    [dropped] ✂️ Стали не нужны: { $count }
    [failed] ❗️ Telegram отклонил: { $count }
    [doubled] 🔁 Могли прийти дважды: { $count }
   *[lost] ❓ Ответ потерян, не повторяли: { $count }
}
stats-retired = 👋 Чатов больше не доступно: { $count }
stats-delays = ⏱ От поста до Telegram: половина за { $half }, 95 % за { $most }, { $ended ->
        [yes] все
       *[no] пока все
    } за { $last }
button-watch = Следить
button-watch-not = Не следить
button-unwatch = Больше не следить
button-watch-keep = Следить дальше
