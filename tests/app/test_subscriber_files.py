"""Residents as a CSV file: read whole or not at all."""

from __future__ import annotations

import pytest

from alerts.tables import load_gazetteer
from alerts.verdicts import Hazard
from app.subscriber_files import BadLinesError, read_subscribers, write_subscribers

GOOD = """chat_id,area,hazards,language
7,RU-BEL,,ru
7,RU-BEL/belgorod,drone missile,ru
-1001234567890,RU-KRS,"drone,shelling",en
"""


def test_what_is_written_is_read_back() -> None:
    """An exported file is what an import reads."""
    residents = read_subscribers(GOOD.splitlines(), load_gazetteer())
    assert [(s.chat_id, s.language, len(areas)) for s, areas in residents] == [
        (7, "ru", 2),
        (-1001234567890, "en", 1),
    ]
    assert residents[0][1][1].hazards == {Hazard.DRONE, Hazard.MISSILE}
    again = read_subscribers(write_subscribers(residents).splitlines(), load_gazetteer())
    assert again == residents


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param("seven,RU-BEL,,ru", "chat_id 'seven'", id="chat"),
        pytest.param("0,RU-BEL,,ru", "chat_id '0'", id="nobody"),
        pytest.param("7,RU-XXX,,ru", "area 'RU-XXX'", id="area"),
        pytest.param("7,RU-BEL,drones,ru", "hazards: drones", id="hazard"),
        pytest.param("7,RU-BEL,,de", "language 'de'", id="language"),
        pytest.param("7", "area ''", id="torn"),
    ],
)
def test_a_bad_line_is_named(line: str, said: str) -> None:
    """The number of a bad line is told with what is wrong, and nothing is imported."""
    with pytest.raises(BadLinesError) as error:
        read_subscribers((GOOD + line).splitlines(), load_gazetteer())
    (told,) = error.value.lines
    assert told.startswith("5: ")
    assert said in told


def test_a_file_without_a_header_is_refused() -> None:
    """A file of another form is not guessed at."""
    with pytest.raises(BadLinesError, match="header"):
        read_subscribers(["7,RU-BEL,,ru"], load_gazetteer())
