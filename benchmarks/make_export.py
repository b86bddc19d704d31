"""Write a synthetic Telegram Desktop export to standard output: make_export.py MEGABYTES > FILE.

The posts are of our own writing; the same size gives the same file, byte for byte.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta, timezone
from itertools import count
from typing import Any, Final

_MEGABYTE: Final = 2**20
_FIRST_POST: Final = datetime(2023, 1, 1, tzinfo=UTC)
_EXPORTER: Final = timezone(timedelta(hours=3))
_PLACES: Final = ("Белгород", "Шебекино", "Грайворон", "Валуйки", "Губкин", "Алексеевка", "Короча")
_SENTENCES: Final = (
    "Внимание! На территории города объявлена ракетная опасность, пройдите в укрытие.",
    "Отбой ракетной опасности. Спасибо всем за терпение и взаимную помощь.",
    "По предварительным данным, пострадавших нет; оперативные службы осматривают дворы.",
    "Над пригородом работает система ПВО, просим не подходить к окнам до отбоя.",
    "Повреждены остекление и фасады двух домов; комиссия начнёт обход с восьми утра.",
    "Завтра школы работают дистанционно, детские сады открывают дежурные группы.",
)


def message(number: int) -> dict[str, Any]:
    """Return a message: text, at times marked, forwarded, edited, a picture or service."""
    moment = _FIRST_POST + timedelta(minutes=7 * number)
    head = {
        "id": number,
        "type": "message",
        "date": f"{moment.astimezone(_EXPORTER):%Y-%m-%dT%H:%M:%S}",
        "date_unixtime": str(int(moment.timestamp())),
    }
    if number % 50 == 1:
        return head | {"type": "service", "action": "pin_message", "message_id": number - 1}
    place = _PLACES[number % len(_PLACES)]
    sentences = [_SENTENCES[(number * 5 + step) % len(_SENTENCES)] for step in range(number % 5)]
    body = "\n".join(sentences)
    sender: dict[str, Any] = {"from": "Оперативный штаб", "from_id": "channel1000000001"}
    if number % 10 == 1:
        sender |= {"edited": head["date"], "edited_unixtime": head["date_unixtime"]}
    if number % 13 == 0:
        sender |= {"forwarded_from": "Губернатор"}
    if number % 6 == 0:
        sender |= {"photo": f"photos/photo_{number}.jpg", "width": 1280, "height": 960}
    marked = [{"type": "bold", "text": f"❗️{place}."}, {"type": "plain", "text": f" {body}"}]
    text = [marked[0], f" {body}"] if number % 3 == 0 else f"{place}. {body}"
    entities = marked if number % 3 == 0 else [{"type": "plain", "text": text}]
    return head | sender | {"text": text, "text_entities": entities}


def main() -> None:
    """Write messages until the file has the asked size."""
    size = int(sys.argv[1]) * _MEGABYTE
    out = sys.stdout.buffer
    written = out.write(
        '{\n "name": "Оперативный штаб",\n "type": "public_channel",\n "id": 1000000001,\n'
        ' "messages": ['.encode()
    )
    for number in count(1):
        piece = json.dumps(message(number), ensure_ascii=False, indent=1).replace("\n", "\n  ")
        written += out.write(f"{',' if number > 1 else ''}\n  {piece}".encode())
        if written >= size:
            break
    out.write(b"\n ]\n}")


if __name__ == "__main__":
    main()
