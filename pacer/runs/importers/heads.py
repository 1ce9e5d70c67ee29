"""Which column a head names, in any case, language and unit."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

# Column -> the heads it may have. `time` may be how long or when.
_HEADS: Final[Mapping[str, str]] = {
    "slide": "slide, slides, slide number, slide no, slide nr, slide id, slide key, slide index, "
    "number, no, nr, #, position, folie, foliennummer, folien nr, diapositive, diapositiva, "
    "diapositivo, eslaide, diapo, dia, lamina, slajd, snimek, numero, num, bild, lysbilde, "
    "lysbillede, kalvo, слайд, スライド, スライド番号, 幻灯片, 投影片, 슬라이드, slayt",
    "page": "page, pages, page number, page no, seite, pagina, strona, stranka, sida, side, sivu, "
    "страница, ページ, 页, 页码, 頁, 페이지, sayfa",
    "lap": "lap, laps, lap number, lap no, runde, tour, vuelta, giro",
    "title": "title, slide title, name, slide name, label, chapter, heading, marker name, "
    "titel, titre, titulo, titolo, nom, nombre, bezeichnung, kapitel, tytuł, nazev, rubrik, "
    "tittel, otsikko, название, заголовок, タイトル, 题目, 标题, 標題, 제목, başlık",
    # The title where nothing else names the slide.
    "note": "description, task, activity, beschreibung, tatigkeit",
    "start": "start, starts, start time, started, started at, begin, begins, from, in, enter, "
    "entered, timestamp, beginn, anfang, von, debut, inicio, inizio, desde, de, da, van, początek, "
    "od, zacatek, borjan, fran, fra, alku, начало, 開始, 開始時刻, 開始時間, 开始, 开始时间, "
    "시작, başlangıç",
    "end": "end, ends, end time, ended, stop, to, until, out, leave, left, finish, cumulative, "
    "running total, elapsed, split, ende, bis, fin, fine, fim, hasta, a, tot, einde, koniec, "
    "konec, slut, slutt, till, loppu, конец, 終了, 終了時刻, 结束, 结束时间, 結束時間, 종료, bitiş",
    "seconds": "seconds, secs, sec, s, duration, dwell, length, time spent, spent, time on slide, "
    "time spent on slide, time per slide, actual, actual time, actual duration, actual seconds, "
    "lap time, laptime, dauer, sekunden, duree, duracion, duração, durata, duur, secondes, "
    "segundos, secondi, seconden, sekundy, czas trwania, trvani, delka, sekunder, langd, "
    "varaktighet, varighet, varighed, kesto, sekuntia, секунды, сек, длительность, "
    "продолжительность, 秒, 秒数, 所要時間, 时长, 時長, 持续时间, 초, süre, saniye",
    "minutes": "minutes, mins, min, minuten, minutos, minuti, minuty, minuter, minutter, минуты, "
    "мин, 分, 分钟, 분, dakika",
    "ms": "ms, msec, millis, milliseconds, millisekunden, millisecondes, milisegundos, "
    "millisecondi",
    "hours": "hours, hrs, h, stunden, heures, horas, ore",
    "time": "time, times, zeit, temps, tiempo, tempo, tijd, hora, heure, uhrzeit, czas, cas, tid, "
    "aika, время, 時間, 時刻, 时间, 시간, zaman",
    # Which of several runs a row is of.
    "run": "run, run id, run number, run no, take, attempt, rehearsal, durchgang, durchlauf, lauf, "
    "versuch, probe, essai, intento, ensayo, tentativa, prova",
    # What a transcript has in place of a slide.
    "said": "text, transcript, utterance, speech, caption, subtitle, sentence, speaker",
}  # fmt: skip
# How a bare number under these is multiplied.
LENGTHS: Final = {"seconds": 1.0, "minutes": 60.0, "ms": 0.001, "hours": 3600.0}
# Units a head may end in, and by how much a bare number under it is multiplied.
_UNITS: Final = {
    **dict.fromkeys(("s", "sec", "secs", "seconds", "sek", "sekunden", "secondes", "seg",
                     "segundos", "secondi", "sekundy", "sekunder", "сек", "秒", "초"), 1.0),
    **dict.fromkeys(("min", "mins", "minutes", "minuten", "minutos", "minuti", "minuty", "minuter",
                     "мин", "分", "分钟", "분"), 60.0),
    **dict.fromkeys(("ms", "msec", "millis", "milliseconds"), 0.001),
    **dict.fromkeys(("h", "hrs", "hours", "stunden"), 3600.0),
}  # fmt: skip
_SHAPES: Final = re.compile(r"\s+(?:m{1,2} ss|h{1,2} mm ss|hms)$")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def column(folded: str) -> str:
    """The column that a folded head names; "" for none."""
    return _columns().get(folded, "")


@cache
def _columns() -> dict[str, str]:
    """Folded head -> the column it names; the first that knows it."""
    return {
        _plain(head): column
        for column, heads in reversed(list(_HEADS.items()))
        for head in heads.split(", ")
    }


def fold(head: str) -> tuple[str, float | None]:
    """``Start_s``, ``start (s)`` and ``START`` are one head; and what its unit multiplies by."""
    plain = _SHAPES.sub("", _plain(head))
    words = plain.rsplit(" ", 1)
    if len(words) == 2 and words[1] in _UNITS:
        return words[0], _UNITS[words[1]]
    return plain, None


def _plain(head: str) -> str:
    parted = _CAMEL.sub(" ", head[:80])
    bare = unicodedata.normalize("NFKD", parted.casefold())
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return re.sub(r"[\s_\-.:/()\[\]（）]+", " ", bare).strip()
