"""The command line as an operator meets it: its help, its mistakes, its exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import COMMANDS
from bot.menu import COMMANDS as BOT_COMMANDS
from tests.fixtures.program import run

ROOT = Path(__file__).parents[2]
TOCSIN = Path(sys.executable).with_name("tocsin")
TOKEN = "123456:" + "s" * 35


def config(folder: Path, text: str) -> None:
    """Write a configuration."""
    (folder / "config.toml").write_text(text, encoding="utf-8")


def test_the_command_is_installed(tmp_path: Path) -> None:
    """What stands beside the interpreter is the program; the other tests begin it themselves."""
    ended = subprocess.run([TOCSIN, "check"], cwd=tmp_path, capture_output=True, check=False)  # noqa: S603 - our own program
    assert ended.returncode == 2
    assert ended.stderr == b"tocsin: config.toml: No such file or directory\n"


@pytest.mark.parametrize("command", COMMANDS)
async def test_every_command_explains_itself(command: str, tmp_path: Path) -> None:
    """`--help` of each command works and says something."""
    ended = await run(command, "--help", folder=tmp_path)
    assert ended.code == 0, ended.err
    assert f"Usage: tocsin {command}" in ended.out


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_names_every_command(command: str) -> None:
    """A command that the README does not name is one that nobody finds."""
    assert f"tocsin {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", BOT_COMMANDS)
def test_the_readme_names_every_command_of_the_bot(command: str) -> None:
    """What residents can ask stands in the README."""
    assert f"| /{command}" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["ring"], "No such command 'ring'", id="unknown command"),
        pytest.param(["check", "--confg", "x"], "No such option '--confg'", id="unknown option"),
        pytest.param(["check"], "config.toml: No such file", id="no config"),
        pytest.param(["run", "--config", "no.toml"], "no.toml: No such file", id="run, no config"),
        pytest.param(["import", "no.json", "--channel", "a"], "config.toml", id="import"),
        pytest.param(["evaluate", "no.jsonl"], "no.jsonl", id="evaluate"),
        pytest.param(["replay", "no.jsonl"], "no.jsonl", id="replay"),
        pytest.param(["run", "--port", "99999"], "--port", id="port"),
        pytest.param(["run", "--only", "send"], "needs a configuration", id="a part"),
        pytest.param(["run", "--only", "sing"], "--only", id="no such part"),
        pytest.param(["subscribers", "import", "no.csv"], "config.toml", id="subscribers"),
    ],
)
async def test_a_mistake_is_one_line_and_exit_2(
    arguments: list[str], said: str, tmp_path: Path
) -> None:
    """The operator's mistake is told in one line, never as a traceback."""
    ended = await run(*arguments, folder=tmp_path)
    assert ended.code == 2, ended.err
    assert len(ended.err.splitlines()) == 1
    assert said in ended.err


async def test_check_tells_every_mistake(tmp_path: Path) -> None:
    """Mistakes that only the gazetteer, the database and Telegram know of are told as well."""
    config(
        tmp_path,
        '[bot]\ntoken = "x"\n[database]\nurl = "mysql://root:hush@db/x"\n'
        '[[channels]]\nusername = "a"\nrole = "governor"\nregion = "RU-XXX"\n'
        '[[channels]]\nusername = "b"\nrole = "mayor"\nregion = "RU-BEL"\n'
        '[[channels]]\nusername = "c"\nrole = "mayor"\nregion = "RU-BEL"\n'
        'municipality = "RU-KRS/kursk"\n'
        '[[channels]]\nusername = "d"\nrole = "mayor"\nregion = "UA-40"\n'
        '[[channels]]\nusername = "e"\nrole = "mayor"\n'
        '[replay]\nfile = "night.jsonl"\n',
    )
    ended = await run("check", folder=tmp_path)
    assert ended.code == 2
    lines = ended.err.splitlines()
    for key in (
        "bot.token",
        "database.url",
        "channels.0.region",
        "channels.1.municipality",
        "channels.2.municipality",
        "channels.4.municipality",
        "replay.file",
    ):
        assert sum(key in line for line in lines) == 1
    assert not any("channels.3" in line for line in lines)
    assert "hush" not in ended.err


@pytest.mark.parametrize(
    ("url", "said"),
    [
        pytest.param("postgresql+asyncpg://u:hush@h:x/d", "is not the address", id="port x"),
        pytest.param("postgresql+asyncpg://u:hush@h:99999/d", "port 99999", id="port 99999"),
        pytest.param("sqlite+aiosqlite://", "must name a file", id="memory"),
        pytest.param("sqlite+aiosqlite:///.", "is a folder", id="folder"),
        pytest.param("sqlite+aiosqlite:///no/where.db", "no folder no", id="no folder"),
    ],
)
async def test_check_tells_a_database_that_cannot_be(url: str, said: str, tmp_path: Path) -> None:
    """An address that no database can have is told before anything runs, without its password."""
    config(
        tmp_path,
        f'[bot]\ntoken = "{TOKEN}"\n[database]\nurl = "{url}"\n'
        '[[channels]]\nusername = "a"\nrole = "governor"\nregion = "RU-BEL"\n',
    )
    ended = await run("check", folder=tmp_path)
    (line,) = ended.err.splitlines()
    assert ended.code == 2
    assert said in line
    assert "hush" not in line


async def test_check_accepts_a_good_config(tmp_path: Path) -> None:
    """A config that would run is said to."""
    config(
        tmp_path,
        f'[bot]\ntoken = "{TOKEN}"\n[[channels]]\nusername = "a"\nrole = "governor"\n'
        'region = "RU-BEL"\n',
    )
    ended = await run("check", folder=tmp_path)
    assert (ended.code, ended.err) == (0, "")
    assert "would run, following 1 channels" in ended.out


async def test_an_export_of_another_channel_is_refused(tmp_path: Path) -> None:
    """A history with another number than the channel's own is a mistake, told in one line."""
    config(
        tmp_path,
        f'[bot]\ntoken = "{TOKEN}"\n[[channels]]\nusername = "a"\nrole = "governor"\n'
        'region = "RU-BEL"\nid = 31\n',
    )
    post = {"id": 1, "type": "message", "date_unixtime": "1700000000", "text": "Отбой"}
    chat = {"name": "B", "type": "public_channel", "id": 32, "messages": [post]}
    (tmp_path / "result.json").write_text(json.dumps(chat), encoding="utf-8")
    ended = await run("import", "result.json", "--channel", "a", folder=tmp_path)
    assert ended.code == 2
    assert ended.err.splitlines()[-1] == (
        "tocsin: channels: @a is known as channel 31, but was heard as 32; correct its id"
    )
    assert "Traceback" not in ended.err


async def test_doctor_says_what_to_do(tmp_path: Path) -> None:
    """A Bot API that is not there and channels nobody listened to are told with advice."""
    config(
        tmp_path,
        f'[bot]\ntoken = "{TOKEN}"\napi_url = "http://127.0.0.1:9"\n'
        '[[channels]]\nusername = "a"\nrole = "governor"\nregion = "RU-BEL"\n',
    )
    ended = await run("doctor", folder=tmp_path)
    assert ended.code == 1
    assert "ILL  bot: http://127.0.0.1:9 does not answer" in ended.out
    assert "→ check bot.api_url" in ended.out
    assert "ok   database: empty or not there yet" in ended.out
    assert not (tmp_path / "tocsin.db").exists()
    assert TOKEN not in ended.out + ended.err


def test_classify_starts_light(tmp_path: Path) -> None:
    """Reading a post needs neither the bot, the database nor the web."""
    code = (
        "import sys; from click.testing import CliRunner; from app.cli import tocsin; "
        "CliRunner().invoke(tocsin, ['classify', '--jsonl'], input='{}'); "
        "print([m for m in ('aiogram', 'sqlalchemy', 'aiohttp', 'pydantic') if m in sys.modules])"
    )
    ended = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert ended.stdout.strip() == "[]"
