# ruff: noqa: E501 - a log is a row of a table
"""A table of logs as tools and people write them, and what each tells of one deck.

`OUTCOMES` holds, for each log, the seconds on each slide (``?`` where the log does not say how
long), or what the refusal says. Read by `test_logs` and counted by ``python -m
tests.runs.importers.logs``.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple

from pacer.core.errors import RunError
from pacer.runs import dwell, load, visits
from pacer.runs.importers import import_file
from tests.runs.making import make_slides

TITLES = ["Opening", "Why measure", "Kinds of clocks", "Drift", "Mending it", "Results", "The end"]
# The same as pages: frame 2 has three pages, frame 5 two.
PAGES = [1, 4, 5, 6, 8, 9, 10]


class Log(NamedTuple):
    """A log, and what is right: `told`, or the `refused` of which the message holds this."""

    name: str
    text: str | bytes
    told: str = ""
    refused: str = ""
    says: str = ""
    unit: str | None = None
    paged: bool = False
    hidden: tuple[int, ...] = ()


OPEN = "1 60 2 90 3 ?"
WHOLE = "1 60 2 90 3 120"

LOGS = [
    # --- not one run, or not in its order --------------------------------------------------
    Log("csv-two-runs", "run,slide,seconds\n1,1,60\n1,2,90\n2,1,50\n2,2,80\n", refused="holds 2 runs"),
    Log("csv-one-run", "Run,Slide,Seconds\nA,1,60\nA,2,90\nA,3,120\n", WHOLE),
    Log("csv-last-first", "Lap,Lap time,Overall\n3,02:00,04:30\n2,01:30,02:30\n1,01:00,01:00\n", WHOLE, says="last row comes first"),
    Log("csv-starts-last-first", "slide,start\n3,2:30\n2,1:00\n1,0:00\n", OPEN, says="last row comes first"),
    Log("csv-elapsed", "slide,elapsed\n1,1:00\n2,2:30\n3,4:30\n", WHOLE),
    Log("csv-elapsed-from-0", "slide,elapsed\n1,0:00\n2,1:00\n3,2:30\n", OPEN, says="begins at 0"),
    Log("csv-thousands", "slide;seconds\n1;1.200\n2;1.500\n3;1.100\n", refused="is no talk"),
    Log("csv-three-decimals", "slide;seconds\n1;60.000\n2;90.000\n3;120.000\n", WHOLE),
    Log("csv-camel", "SlideIndex,SlideID,Enter,Leave\n1,256,14:00:00,14:01:00\n2,257,14:01:00,14:02:30\n3,258,14:02:30,14:04:30\n", WHOLE),
    Log("csv-planned-actual", "slide,planned,actual\n1,2:00,1:00\n2,2:00,1:30\n3,2:00,2:00\n", WHOLE),
    Log("csv-of-a-spreadsheet", "slide,start\n1,1899-12-30 00:00:00\n2,1899-12-30 00:01:00\n3,1899-12-30 00:02:30\n", OPEN, says="by the file"),
    Log("csv-of-presenter", "Slide\tTime on slide\n1 of 7\t1:00\n2 of 7\t1:30\n3 of 7\t2:00\n", WHOLE),
    # --- when, and how long, in any dress -------------------------------------------------
    Log("csv", "slide,seconds\n1,60\n2,90\n3,120\n", WHOLE),
    Log("csv-capitals", "SLIDE;START;END\n1;0:00;1:00\n2;1:00;2:30\n3;2:30;4:30\n", WHOLE),
    Log("csv-decimal-comma", "Folie;Sekunden\n1;60,0\n2;90,0\n3;120,0\n", WHOLE),
    Log("csv-sep-line", "sep=;\nslide;seconds\n1;60\n2;90\n3;120\n", WHOLE),
    Log("csv-minutes-head", "Folie;Dauer (Min.)\n1;1\n2;1,5\n3;2\n", WHOLE),
    Log("csv-millis", "slide,duration_ms\n1,60000\n2,90000\n3,120000\n", WHOLE),
    Log("csv-letters", "slide,duration\n1,1m\n2,1m30s\n3,2 min\n", WHOLE),
    Log("csv-hours", "slide,duration\n1,0h01m\n2,1m30\n3,1h10m\n", "1 60 2 90 3 4200"),
    Log("csv-iso-duration", "slide,duration\n1,PT1M\n2,PT1M30S\n3,PT2M\n", WHOLE),
    Log("csv-primes", "slide,duration\n1,1'00\"\n2,1'30\"\n3,2'\n", WHOLE),
    Log("csv-french", "Diapositive;Durée\n1;1:00\n2;1:30\n3;2:00\n".encode("cp1252"), WHOLE),
    Log("csv-portuguese", "Slide;Duração\n1;1:00\n2;1:30\n3;2:00\n", WHOLE),
    Log("csv-polish", "Slajd;Czas trwania\n1;1:00\n2;1:30\n3;2:00\n", WHOLE),
    Log("csv-czech", "Snímek;Sekundy\n1;60\n2;90\n3;120\n", WHOLE),
    Log("csv-swedish", "Bild;Tid (sek)\n1;60\n2;90\n3;40\n", "1 60 2 90 3 40", says="how long"),
    Log("csv-russian", "Слайд;Секунды\n1;60\n2;90\n3;120\n", WHOLE),
    Log("csv-japanese", "スライド,時間(秒)\n1,60\n2,90\n3,40\n", "1 60 2 90 3 40", says="how long"),
    Log("csv-chinese", "幻灯片,时长\n1,1:00\n2,1:30\n3,2:00\n", WHOLE),
    Log("csv-hours-head", "slide,hours\n1,0.5\n2,0.25\n", "1 1800 2 900"),
    Log("csv-millis-grouped", 'slide,ms\n1,"60,000"\n2,"90,000"\n3,"120,000"\n', WHOLE),
    Log("csv-millis-swiss", "slide;ms\n1;60'000\n2;90'000\n3;120.000\n", WHOLE),
    Log("csv-total-french", "Diapo;Secondes\n1;60\n2;90\n3;120\nTotal général;270\n", WHOLE),
    Log("csv-average", "slide,seconds\n1,60\n2,90\n3,120\nTotal,270\nAverage,90\n", WHOLE, says="'Average' was left out"),
    Log("csv-epoch", "slide,start\n1,1716663852\n2,1716663912\n3,1716664002\n", OPEN, says="2024-05-25 19:04 UTC"),
    Log("csv-epoch-millis", "slide,start\n1,1716663852000\n2,1716663912000\n3,1716664002000\n", OPEN),
    Log("csv-iso-basic", "slide,start\n1,20240525T190412Z\n2,20240525T190512Z\n3,20240525T190642Z\n", OPEN, says="2024-05-25"),
    Log("csv-said", "start,end,text\n0.0,4.0,good morning\n4.0,9.0,Results\n", refused="what was said"),
    Log("csv-said-speaker", "Time\tSpeaker\tUtterance\n0:00\tA\tgood morning\n0:04\tA\tResults\n", refused="what was said"),
    Log("unit-sure-but-wrong", "slide,ms\n1,60\n2,90\n3,120\n", refused="is no talk.*another unit"),
    Log("macro-seconds", "Slide 1: 60 s\nSlide 2: 90 s\nSlide 3: 120 s\nTotal: 270 s\n", WHOLE),
    Log("macro-words", "Slide 1 took 1 minute\nSlide 2 took 1 min and 30 sec\nSlide 3 took 2 minutes\n", WHOLE),
    Log("macro-german", "Folie 1: 60 Sekunden\nFolie 2: 90 Sekunden\nFolie 3: 2 Minuten\n", WHOLE),
    Log("macro-again", "Slide #1 - 60.0 sec\nSlide #2 - 90.0 sec\nSlide #1 - 30.0 sec\n", "1 90 2 90"),
    Log("macro-clocks", "Slide 1: 00:01:00\nSlide 2: 00:01:30\nSlide 3: 00:02:00\n", refused="how long it was shown"),
    Log("lines-of", "0:00 Slide 1 of 7\n1:00 Slide 2 of 7\n2:30 Slide 3/7\n", OPEN),
    Log("lines-letters", "0h00m00s Opening\n0h01m00s Why measure\n0h02m30s Kinds of clocks\n", OPEN),
    Log("said-otter", "Speaker A  0:00\nGood morning.\n\nSpeaker B  0:12\nThank you.\n\nSpeaker A  1:05\nResults.\n", refused="what was said"),
    Log("said-zoom-text", "[Anna] 10:00:00\nGood morning.\n\n[Anna] 10:00:07\nResults\n\n[Ben] 10:00:30\nA question?\n", refused="what was said"),
    Log("csv-utf16", "slide\tseconds\n1\t60\n2\t90\n3\t120\n".encode("utf-16"), WHOLE),
    Log("csv-utf16-unmarked", "slide\tseconds\n1\t60\n2\t90\n".encode("utf-16-le"), "1 60 2 90"),
    Log("csv-bom-crlf", b"\xef\xbb\xbfslide,seconds\r\n1,60\r\n2,90\r\n3,120\r\n", WHOLE),
    Log("csv-total", "slide,seconds\n1,60\n2,90\n3,120\nGesamt,270\n", WHOLE),
    Log("csv-total-more", "slide,seconds\n1,60\n2,90\n3,120\nTotal,400\n", WHOLE, says="its total is 6:40"),
    Log("csv-below-a-title", "Rehearsal of 12 May\n\nslide,seconds\n1,60\n2,90\n3,120\n", WHOLE),
    Log("csv-markdown", "| slide | seconds |\n|---|---:|\n| 1 | 60 |\n| 2 | 90 |\n| 3 | 120 |\n", WHOLE),
    Log("csv-blanks", "slide seconds\n1 60\n2 90\n3 120\n", WHOLE),
    Log("csv-end-only", "slide,end\n1,1:00\n2,2:30\n3,4:30\n", WHOLE),
    Log("csv-end-row", "slide,start\n1,0:00\n2,1:00\n3,2:30\nend,4:30\n", WHOLE),
    Log("csv-ampm", "slide,start\n1,11:58:00 AM\n2,11:59:00 AM\n3,12:00:30 PM\n", OPEN),
    Log("csv-iso", "slide,start,end\n1,2026-03-01T10:00:00+01:00,2026-03-01T10:01:00+01:00\n"
        "2,2026-03-01T10:01:00+01:00,2026-03-01T10:02:30+01:00\n", "1 60 2 90", says="2026-03-01 09:00 UTC"),
    Log("csv-german-date", "Folie;Beginn\n1;31.12.2025 23:59:00\n2;01.01.2026 00:00:00\n3;01.01.2026 00:01:30\n", OPEN),
    Log("csv-american-date", "slide,start\n1,12/31/2025 11:59:00 PM\n2,1/1/2026 12:00:00 AM\n3,1/1/2026 12:01:30 AM\n", OPEN),
    Log("csv-midnight", "slide,start\n1,23:59:00\n2,00:00:00\n3,00:01:30\n", OPEN, says="past midnight"),
    Log("csv-mixed-clocks", "slide,start\n1,2026-03-01 10:00:00\n2,10:01:00\n", refused="line 3.*a date, or none"),
    Log("csv-time-long", "Slide,Time\n1,1:00\n2,1:30\n3,0:40\n", "1 60 2 90 3 40", says="how long"),
    Log("csv-time-when", "Slide,Time\n1,0:00\n2,1:00\n3,2:30\n", OPEN),
    Log("csv-time-of-day", "Slide,Time\n1,14:00:10\n2,14:01:10\n3,14:02:40\n", OPEN),
    Log("csv-time-unclear", "Slide,Time\n1,0:20\n2,0:50\n3,1:20\n4,1:50\n5,2:30\n",
        refused="only rise.*'Time' start.*seconds"),
    Log("csv-laps", "Lap,Lap Time,Total\n1,1:00.0,1:00.0\n2,1:30.0,2:30.0\n3,2:00.0,4:30.0\n", WHOLE, says="laps"),
    Log("csv-no-heads", "1,60\n2,90\n3,40\n", "1 60 2 90 3 40", says="no heads"),
    Log("csv-timer", "1,36000.5\n2,36060.5\n3,36150.5\n", OPEN),
    Log("csv-from-align", "start_s,end_s,slide,page\n0.0,60.0,1,1\n60.0,150.0,2,4\n150.0,270.0,3,5\n", WHOLE),
    Log("csv-from-zero", "slide,seconds\n0,60\n1,90\n2,120\n", WHOLE, says="begin at 0"),
    Log("csv-reaper", "#,Name,Start,End,Length\nR1,Opening,0:00.000,1:00.000,1:00.000\n"
        "R2,Why measure,1:00.000,2:30.000,1:30.000\n", "1 60 2 90"),
    Log("csv-tracker", "User,Description,Start date,Start time,End date,End time,Duration\n"
        "me,Opening,2026-05-25,19:00:00,2026-05-25,19:01:00,00:01:00\n"
        "me,Why measure,2026-05-25,19:01:00,2026-05-25,19:02:30,00:01:30\n", "1 60 2 90"),
    Log("csv-time-ms", "slide,time_ms\n1,60000\n2,90000\n3,50000\n", "1 60 2 90 3 50"),
    # --- a unit that is in doubt ----------------------------------------------------------
    Log("unit-dots", "slide,start\n1,0.00\n2,1.00\n3,2.30\n", refused="--unit seconds, --unit minutes or --unit hms"),
    Log("unit-dots-hms", "slide,start\n1,0.00\n2,1.00\n3,2.30\n", OPEN, unit="hms"),
    Log("unit-dots-minutes", "slide,start\n1,0.0\n2,1.0\n3,2.5\n", OPEN, unit="minutes"),
    Log("unit-dots-seconds", "slide,start\n1,0.0\n2,1.0\n3,2.5\n", "1 1 2 1.5 3 ?", unit="seconds"),
    Log("unit-hours", "slide,duration\n1,00:01\n2,00:02\n3,00:01\n", refused="minutes and seconds, or hours and minutes"),
    Log("unit-hours-minutes", "slide,duration\n1,00:01\n2,00:02\n3,00:01\n", "1 60 2 120 3 60", unit="minutes"),
    Log("unit-of-day", "slide,start\n1,14:00\n2,14:01\n3,14:03\n4,14:04\n", refused="--unit minutes"),
    Log("unit-minutes-bare", "slide,duration\n1,1\n2,2\n3,1\n", refused="--unit minutes"),
    Log("unit-excel-hours", "slide,duration\n1,1:00:00\n2,1:30:00\n3,2:00:00\n", refused="no talk.*minutes"),
    Log("unit-as-millis", "slide,seconds\n1,6000\n2,9000\n3,12000\n", refused="milliseconds"),
    Log("unit-clicks",
        "0.0\t0.4\tOpening\n0.4\t0.9\tWhy measure\n0.9\t1.2\tDrift\n1.2\t1.6\tResults\n1.6\t2.0\tThe end\n",
        refused="clicking through"),
    # --- pages are not slides -------------------------------------------------------------
    Log("pages-impressive", " 1 1:00 0:00 1:00\n 2 0:30 1:00 1:30\n 4 1:00 1:30 2:30\n 5 2:00 2:30 4:30\n", WHOLE, paged=True),
    Log("pages-overview", " 1 1:00 0:00 1:00\nover 0:10 1:00 1:10\n 5 2:00 1:10 3:10\n", "1 60 3 120", paged=True),
    Log("pages-pympress", "Opening 00:00 01:00 1 (1/10)\nWhy 01:00 01:30 2 (3/10)\nKinds 02:30 02:00 3 (5/10)\n", WHOLE, paged=True),
    Log("pages-of-another", "Opening 00:00 01:00 1 (1/12)\nWhy 01:00 01:30 2 (3/12)\n", "1 60 2 90", paged=True, says="12 pages"),
    Log("pages-csv", "page,seconds\n1,60\n2,50\n3,40\n5,120\n", WHOLE, paged=True),
    Log("pages-as-slides", "slide,seconds\n1,60\n4,90\n5,120\n10,30\n", "1 60 2 90 3 120 7 30", paged=True, says="taken as pages"),
    Log("slides-of-pages", "slide,seconds\n1,60\n2,90\n3,120\n", WHOLE, paged=True, says="taken as slides"),
    Log("pages-hidden", "A 00:00 01:00 1 (1/6)\nB 01:00 01:30 2 (2/6)\n", "1 60 3 90", hidden=(2,), says="not hidden"),
    # --- chapters -------------------------------------------------------------------------
    Log("lines", "0:00 Opening\n1:00 Why measure\n2:30 Kinds of clocks\n", OPEN),
    Log("lines-title-first", "My talk\n\nOpening 0:00\nWhy measure 1:00\nKinds of clocks 2:30\n", OPEN),
    Log("lines-brackets", "1. Opening (00:00)\n2. Why measure (01:00)\n3. Kinds of clocks [02:30]\n", OPEN),
    Log("lines-dash", "0:00- Opening\n1:00- Why measure\n2:30- Kinds of clocks\n", OPEN),
    Log("lines-dots", "Opening ...... 0:00\nWhy measure .... 1:00\nKinds of clocks 2:30\n", OPEN),
    Log("lines-millis", "00:00:00.000 Opening\n00:01:00.000 Why measure\n00:02:30.000 Kinds of clocks\n", OPEN),
    Log("lines-ranges", "0:00 - 1:00 Opening\n1:00 - 2:30 Why measure\n2:30 - 4:30 Kinds of clocks\n", WHOLE),
    Log("lines-late", "0:10 Opening\n1:10 Why measure\n2:40 Kinds of clocks\n", OPEN, says="first chapter is at 0:10"),
    Log("lines-end", "0:00 Opening\n1:00 Why measure\n2:30 Kinds of clocks\n4:30 End\n", WHOLE),
    Log("lines-above", "0:00\nOpening\n1:00\nWhy measure\n2:30\nKinds of clocks\n", OPEN),
    Log("lines-times", "0:00\n1:00\n2:30\n", OPEN, says="slides in order"),
    Log("lines-times-hidden", "0:00\n1:00\n2:30\n", "1 60 3 90 4 ?", hidden=(2,)),
    Log("lines-times-too-many", "".join(f"{n}:00\n" for n in range(10)), refused="10 times without titles"),
    Log("lines-lengths", "Opening 1:00\nWhy measure 1:30\nKinds of clocks 2:00\n", refused="how long it was shown"),
    Log("lines-macro", "2026-03-01 10:00:00 Slide 1\n2026-03-01 10:01:00 Slide 2\n2026-03-01 10:02:30 Slide 3\n", OPEN, says="2026-03-01"),
    Log("lines-macro-last", "Slide 1: 10:00:00 AM\nSlide 2: 10:01:00 AM\nSlide 3: 10:02:30 AM\n", OPEN),
    Log("labels-clock", "0:00:00\t0:01:00\tOpening\n0:01:00\t0:02:30\tWhy measure\n", "1 60 2 90"),
    Log("labels-blank", "0.0\t0.0\t\n60.0\t60.0\t\n150.0\t150.0\t\n", OPEN),
    Log("vtt-short", "WEBVTT\n\n0:00 --> 1:00\nOpening\n\n1:00 --> 2:30\nWhy measure\n", "1 60 2 90"),
    Log("sbv", "0:00:00.000,0:01:00.000\nOpening\n\n0:01:00.000,0:02:30.000\nWhy measure\n", "1 60 2 90"),
    Log("json-yt-dlp", '{"duration": 270, "chapters": [{"start_time": 0.0, "end_time": 60.0, "title": "Opening"},'
        ' {"start_time": 60.0, "title": "Why measure"}, {"start_time": 150, "title": "Kinds of clocks"}]}', WHOLE),
    Log("json-ffprobe", '{"chapters": [{"id": 0, "time_base": "1/1000", "start": 0, "start_time": "0.000000",'
        ' "end": 60000, "end_time": "60.000000", "tags": {"title": "Opening"}},'
        ' {"start": 60000, "start_time": "60.0", "end_time": "150.0", "tags": {"title": "Why measure"}}]}', "1 60 2 90"),
    Log("json-podcast", '{"version": "1.2.0", "chapters": [{"startTime": 0, "title": "Opening"},'
        ' {"startTime": 20, "toc": false, "img": "x"}, {"startTime": 60, "endTime": 150, "title": "Why measure"}]}', "1 60 2 90"),
    Log("xml-nested", '<?xml version="1.0"?><Chapters><EditionEntry><ChapterAtom><ChapterTimeStart>00:00:00.0'
        "</ChapterTimeStart><ChapterDisplay><ChapterString>Part one</ChapterString></ChapterDisplay>"
        "<ChapterAtom><ChapterTimeStart>00:00:00.0</ChapterTimeStart><ChapterDisplay><ChapterString>Opening"
        "</ChapterString></ChapterDisplay></ChapterAtom><ChapterAtom><ChapterTimeStart>00:01:00.0</ChapterTimeStart>"
        "<ChapterTimeEnd>00:02:30.0</ChapterTimeEnd><ChapterDisplay><ChapterString>Why measure</ChapterString>"
        "</ChapterDisplay></ChapterAtom></ChapterAtom></EditionEntry></Chapters>", "1 60 2 90"),
    Log("xml-podlove", '<psc:chapters version="1.2" xmlns:psc="http://podlove.org/simple-chapters">'
        '<psc:chapter start="00:00:00.000" title="Opening"/><psc:chapter start="00:01:00" title="Why measure"/>'
        '<psc:chapter start="00:02:30" title="Kinds of clocks"/></psc:chapters>', OPEN),
    Log("xml-bomb", '<!DOCTYPE a [<!ENTITY b "' + "x" * 999 + '"><!ENTITY c "' + "&b;" * 99 + '">]>'
        "<Chapters><ChapterAtom><ChapterTimeStart>&c;</ChapterTimeStart></ChapterAtom></Chapters>", refused="begins|time"),
    Log("lines-markdown", "- **0:00** Opening\n- **1:00** Why measure\n- `2:30` Kinds of clocks\n", OPEN),
    Log("lines-numbered", "1. 0:00 Opening\n2. 1:00 Why measure\n3. 2:30 Kinds of clocks\n", OPEN),
    Log("lines-signs", "⏱ 0:00 Opening\n⏱ 1:00 Why measure\n⏱ 2:30 Kinds of clocks\n", OPEN),
    Log("lines-in-brackets", "[00:00:00] Opening\n[00:01:00] Why measure\n[00:02:30] Kinds of clocks\n", OPEN),
    Log("lines-lyrics", "[00:00.00]Opening\n[01:00.00]Why measure\n[02:30.00]Kinds of clocks\n", OPEN),
    Log("lines-log", "INFO 2026-05-25 19:00:00 slide 1\nINFO 2026-05-25 19:01:00 slide 2\nINFO 2026-05-25 19:02:30 slide 3\n", OPEN),
    # --- the tools of this job ------------------------------------------------------------
    Log("pptimer-two", "Starting presentation a.pptm at 5/1/2026 9:00:00 AM\n000000 #001 a.pptm\n000005 #002 a.pptm\n"
        "Ending presentation a.pptm at 5/1/2026 9:00:09 AM; elapsed time = 9\n"
        "Starting presentation a.pptm at 5/1/2026 9:30:00 AM\n000000 #001 a.pptm\n000060 #002 a.pptm\n"
        "000150 #003 a.pptm\nEnding presentation a.pptm at 5/1/2026 9:34:30 AM; elapsed time = 270\n", WHOLE, says="2 shows"),
    Log("pptimer-cut-off", "Starting presentation a.pptm at 5/1/2026 9:30:00 AM\n000000 #001 a.pptm\n000060 #002 a.pptm\n"
        "000150 #003 a.pptm\n", OPEN),
    Log("pptwatch", "1\t60\t01:00\t01:00\n2\t90\t01:30\t02:30\n3\t120\t02:00\t04:30\n", WHOLE),
    Log("pptwatch-end-screen", "1\t60\t01:00\t01:00\n2\t90\t01:30\t02:30\n8\t20\t00:20\t02:50\n", "1 60 2 90"),
    Log("pdfpc", '{"pdfpcFormat": 2, "duration": 20, "pages": []}', refused="notes and a duration"),
    # --- what a log does not say ----------------------------------------------------------
    Log("marks-srt", "1\n00:00:00,000 --> 00:00:05,000\nOpening\n\n2\n00:01:00,000 --> 00:01:05,000\nWhy measure\n\n"
        "3\n00:02:30,000 --> 00:02:35,000\nKinds of clocks\n", OPEN, says="taken as marks"),
    Log("marks-none", "Name\tStart\tDuration\nOpening\t0:00.000\t0:00.000\nWhy measure\t1:00.000\t0:00.000\n"
        "Kinds of clocks\t2:30.000\t0:00.000\n", OPEN, says="taken as marks"),
    Log("gaps", "slide,start,end\n1,0:00,1:00\n2,3:00,4:30\n", "1 60 2 90", says="2:00 between the rows"),
    Log("stated-end", '{"version": 1, "elapsedMs": 270000, "sections": [{"name": "Opening", "actualMs": 60000},'
        ' {"name": "Why measure", "actualMs": 90000}]}', "1 60 2 90", says="2:00 between the rows"),
    Log("break", "slide,seconds\n1,60\nCoffee break,600\n2,90\n", "1 60 2 90"),
    # --- no run of this deck --------------------------------------------------------------
    Log("said-zoom", "WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\nAda L: Opening words, hello.\n\n2\n00:00:05.000 --> 00:00:09.000\n"
        "Ada L: We begin.\n\n3\n00:00:10.000 --> 00:00:12.000\nResults\n", refused="what was said.*pacer align"),
    Log("said-teams", "WEBVTT\n\n0:00 --> 0:05\n<v Ada>Opening</v>\n\n0:05 --> 0:09\n<v Ada>Results</v>\n", refused="what was said"),
    Log("said-youtube", "0:00\thello and welcome\n0:03\tthis is about clocks\n0:05\tdrift\n0:09\t5: is a number\n0:12\tthank you\n",
        refused="what was said"),
    Log("said-lines", "0:00\nhello and welcome everybody here\n0:03\nthis is a talk about many clocks\n0:05\ndrift\n",
        refused="what was said"),
    Log("said-whisper", '{"text": "x", "segments": [{"start": 0.0, "end": 4.0, "text": " Opening words."},'
        ' {"start": 4.0, "end": 9.0, "text": " Results."}]}', refused="what was said"),
    Log("other-talk", "slide,seconds\nCats,60\nDogs,90\nDrift,20\n", refused="only 1 of its 3 rows"),
    Log("other-titles", "slide,title,seconds\n1,Cats,60\n2,Dogs,90\n3,Mice,20\n", refused="no slide of this deck is called 'Cats'"),
    Log("other-time", "slide,seconds\n1,20\n2,30\nCats,300\n", refused="only 0:50 of its 5:50"),
    Log("near-time", "slide,Laufzeit\n1,60\n2,90\n", refused="slide, Laufzeit.*start.*seconds"),
    Log("near-slide", "thing,seconds\n1,60\n2,90\n", refused="none names the slide"),
    Log("numbered-otherwise", "5: that is a number,60\n", refused="no format|none"),
    Log("numbers-beyond", "slide,seconds\n1,60\n2,90\n3,120\n20,10\n", WHOLE + " - 10", says="go to 20"),
]  # fmt: skip


def deck(log: Log):
    slides = make_slides(TITLES)
    slides["hidden"] = [position in log.hidden for position in slides["position"]]
    return slides.assign(page=PAGES) if log.paged else slides


def outcome(log: Log, folder: Path) -> tuple[str, str]:
    """What pacer makes of it: the seconds on each slide, or ``""``; and what it says."""
    path = folder / f"{log.name}.txt"
    path.write_bytes(log.text if isinstance(log.text, bytes) else log.text.encode())
    try:
        taken = import_file(path, deck(log), folder / log.name, unit=log.unit)
    except RunError as error:
        return "", str(error)
    spent = dwell(visits(load(folder / log.name).marks))
    known = [
        f"{int(key[3:]) - 255 if key.startswith('id:') else '-'} "
        f"{'?' if censored and not seconds else f'{round(seconds, 3):g}'}"
        for key, seconds, censored in zip(
            spent["slide_key"], spent["dwell_s"], spent["censored"], strict=True
        )
    ]
    return " ".join(known), taken.message


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = [(log, *outcome(log, Path(folder))) for log in LOGS]
    wrong = [(log.name, told) for log, told, _ in found if told and told != log.told]
    right = sum(told == log.told for log, told, _ in found)
    print(f"{len(LOGS)} logs: {right} right, {len(wrong)} read wrong {wrong or ''}")


if __name__ == "__main__":
    main()
