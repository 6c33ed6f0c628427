"""What a digest says, in both languages, with its pictures: written by hand-made weeks in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from merilo.core.workspace import Workspace

pytestmark = pytest.mark.slow

_WRITE = """
import sys
from datetime import date
from pathlib import Path
from merilo.core.text import set_language
from merilo.core.workspace import Workspace
from merilo.web.start import set_up
place, folder = Workspace.open(Path(sys.argv[1])), Path(sys.argv[1])
set_up(place)
from merilo.people.roles import Person, Role
from merilo.reports.notices.digest import Digest, Drawn
from merilo.reports.pages.my_week import MyWeek, NextUp, Tile
from merilo.web.mails.letter import of_digest
from merilo.web.mails.pictures import pencil
series = {"value": [131, 128, 40], "low": [100] * 3, "middle": [130] * 3, "high": [160] * 3, "shifts": []}
kpi = {"label": "Touches <1>", "kind": "counts", "better": "higher",
       "points": ["2026-02-09", "2026-02-16", "2026-02-23"]}
step = {"due_on": "2026-02-20", "subject": "Call <b>", "account_name": "Acme & Co", "seller": "a"}
expected = {"label": "Won", "period": "2026Q1", "value": 1234567.0, "low": 4320000.0, "high": None, "unit": "money",
            "status": "below", "due": 2664000.0, "needs_help": True}
def week(calm):
    said = [] if calm else [{"kpi": "touches", "sentence": "Touches fell.", "kind": "warning"}]
    tile = Tile("touches", kpi, series, 130.0 if calm else 40.0, 100.0, 160.0)
    up = NextUp("2026-03-02", "RUB", () if calm else (step,), (), 0, 0, ())
    return MyWeek("a", "Ann", "North", "2026-03-01", () if calm else (expected,), (tile,), tuple(said), (), None, up)
def digest(calm):
    drawn = () if calm else (Drawn("touches", "", kpi, series),)
    return Digest(date(2026, 3, 1), week(calm), None, (), (), drawn, "RUB")
ann = Person(7, "ann@example.com", "Ann", Role.SELLER, "a")
with pencil() as drawing:
    for spoken in ("en", "ru"):
        set_language(spoken)
        for calm in (True, False):
            letter = of_digest(ann, digest(calm), "Polaris", drawing.png)
            (folder / f"{spoken}-{calm}.eml").write_bytes(letter.message().as_bytes())
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = Workspace.init(tmp_path_factory.mktemp("letters") / "ws")
    done = subprocess.run([sys.executable, "-c", _WRITE, str(place.root)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return place.root


def _mail(folder: Path, name: str) -> tuple[EmailMessage, str, str]:
    mail = message_from_bytes((folder / f"{name}.eml").read_bytes(), policy=default)
    text, html = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    return mail, " ".join(text.get_content().split()), html.get_content()


@pytest.mark.parametrize(
    ("spoken", "subject", "said"),
    [
        ("en", "Polaris: Your week up to Mar 1, 2026",
         ("1,234,567 of 4,320,000, behind the pace (by now 2,664,000)", "Touches <1>: 40 (usual 100–160), lower than",
          "overdue since Feb 20, 2026: Call <b> Acme & Co", "Touches fell.")),
        ("ru", "Polaris: Ваша неделя по 1 мар. 2026\u202fг.",
         ("1\xa0234\xa0567 из 4\xa0320\xa0000, отстаёт от темпа (к этому дню 2\xa0664\xa0000)",
          "Touches <1>: 40 (обычно 100–160), ниже", "просрочено с 20 февр. 2026\u202fг.: Call <b> Acme & Co")),
    ],
)  # fmt: skip
def test_numbers_with_their_limits_pace_and_steps(folder: Path, spoken: str, subject: str, said: tuple[str]) -> None:
    mail, text, html = _mail(folder, f"{spoken}-False")
    assert mail["Subject"] == subject
    for each in said:
        assert " ".join(each.split()) in text
    assert "Call &lt;b&gt;" in html
    assert f'<html lang="{spoken}">' in html


def test_charts_are_images_inside_with_words_instead(folder: Path) -> None:
    mail, _text, html = _mail(folder, "en-False")
    [image] = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    assert f'src="cid:{image["Content-ID"].strip("<>")}" alt="Touches &lt;1&gt; week by week' in html
    assert image.get_content()[:8] == b"\x89PNG\r\n\x1a\n"
    assert image.get_content_disposition() == "inline"


def test_silence_instead_of_filler(folder: Path) -> None:
    _letter, text, html = _mail(folder, "en-True")
    assert "Nothing out of the ordinary this week." in text
    assert "What changed" not in text
    assert "Next steps" not in text
    assert "<img" not in html
    assert "out of the ordinary" not in _mail(folder, "en-False")[1]
