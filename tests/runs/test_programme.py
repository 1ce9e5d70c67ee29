"""Programmes as conferences publish them, each in a small example of its format."""

import json

import pandas as pd
import pytest

from pacer.core.errors import PacerError
from pacer.runs.programme import read


def put(tmp_path, text, name="p.txt"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def told(made):
    """``"A 0+1500 (300)"``: a title, its start and slot, its questions; breaks in brackets."""
    return ", ".join(
        f"{'[' * (row.kind == 'break')}{row.title} {row.start_s:g}+{row.slot_s:g}"
        f"{f' ({row.questions_s:g})' if row.questions_s else ''}{']' * (row.kind == 'break')}"
        for row in made.itertuples()
    )


EVENT = {"title": "Clocks", "start": "10:00", "duration": "00:25", "type": "Talk",
         "date": "2026-05-25T10:00:00+02:00", "persons": [{"public_name": "Ada L"}]}  # fmt: skip
FRAB = {"schedule": {"version": "1", "conference": {"acronym": "x", "days": [
    {"index": 1, "date": "2026-05-25", "rooms": {
        "Aula": [EVENT, {**EVENT, "title": "Coffee break", "date": "2026-05-25T10:25:00+02:00"},
                 {**EVENT, "title": "Drift", "duration": "1:30",
                  "date": "2026-05-25T11:00:00+02:00"}],
        "Cellar": [{**EVENT, "title": "Below"}]}},
    {"index": 2, "date": "2026-05-26",
     "rooms": {"Aula": [{**EVENT, "title": "Late"}]}}]}}}  # fmt: skip
XML = """<?xml version='1.0' encoding='utf-8' ?>
<schedule><version>1</version><day index='1' date='2026-05-25'><room name='Aula'>
<event id='1'><date>2026-05-25T10:00:00+02:00</date><start>10:00</start><duration>00:25</duration>
<room>Aula</room><title>Clocks</title><persons><person id='1'>Ada L</person></persons></event>
<event id='2'><date>2026-05-25T10:30:00+02:00</date><start>10:30</start><duration>00:45</duration>
<room>Aula</room><title>Drift</title><persons></persons></event></room></day></schedule>
"""
INDICO = {"results": {"12": {"20260525": {
    "c2": {"entryType": "Contribution", "title": "Drift", "duration": 45, "room": "Aula",
           "startDate": {"date": "2026-05-25", "time": "10:30:00", "tz": "Europe/Zurich"},
           "presenters": [{"firstName": "Grace", "familyName": "H"}]},
    "s1": {"entryType": "Session", "title": "Morning", "duration": 90, "room": "Aula",
           "startDate": {"date": "2026-05-25", "time": "10:00:00", "tz": "Europe/Zurich"},
           "entries": {"c1": {"entryType": "Contribution", "title": "Clocks", "duration": 25.0,
                              "startDate": {"date": "2026-05-25", "time": "10:00:00",
                                            "tz": "Europe/Zurich"}, "presenters": []}}},
    "b1": {"entryType": "Break", "title": "Refreshments", "duration": 5, "room": "Aula",
           "startDate": {"date": "2026-05-25", "time": "10:25:00", "tz": "Europe/Zurich"}},
}}}}  # fmt: skip
ICS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;TZID=Europe/Berlin:20260525T100000\r\n"
    "DTEND:20260525T082500Z\r\nSUMMARY:Clocks\\, and what\r\n  drives them\r\nLOCATION:Aula\r\n"
    "END:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART:20260525T083000Z\r\nDURATION:PT45M\r\nSUMMARY:Drift\r\n"
    "LOCATION:Aula\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART:20260525T090000Z\r\nDURATION:PT45M\r\n"
    "SUMMARY:Off\r\nSTATUS:CANCELLED\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)

READ = {
    "slot": ("title,slot,questions\nA,25:00,5:00\nB,20min,\n", "A 0+1500 (300), B 1500+1200"),
    "semicolons": ("Titel;Dauer;Fragen\nA;30:00;5:00\n", "A 0+1800 (300)"),
    "cp1252": ("titre;durée\nÀ la carte;30min\n".encode("cp1252"), "À la carte 0+1800"),
    "blank rows": ("title,slot\nA,20:00\n,\n\nB,20:00\n", "A 0+1200, B 1200+1200"),
    "bare minutes": ("Title,Duration\nA,20\nB,15\n", "A 0+1200, B 1200+900"),
    "zero questions": ("title,slot,questions\nA,15:00,0\n", "A 0+900"),
    "hours and minutes": ("title,slot\nA,00:30\nB,01:15\n", "A 0+1800, B 1800+4500"),
    "h:mm:ss": ("title,slot\nA,00:30:00\n", "A 0+1800"),
    "ISO 8601": ("title,slot\nA,PT30M\n", "A 0+1800"),
    "starts and ends": ("talk,from,to\nA,10:00,10:25\nB,10:30,10:55\n", "A 0+1500, B 1800+1500"),
    "dots and AM": ("talk,start,end\nA,9.30,10.00\nB,10.00,10.20\n", "A 0+1800, B 1800+1200"),
    "AM and PM": ("title,start,slot\nA,11:30 AM,20min\nB,1:00 PM,20min\n", "A 0+1200, B 5400+1200"),
    "midnight": ("title,start,end\nA,23:30,0:15\nB,0:15,1:00\n", "A 0+2700, B 2700+2700"),
    "until the next": ("title,start,slot\nA,10:00,\nB,10:20,15min\n", "A 0+1200, B 1200+900"),
    "breaks": (
        "title,start,slot\nA,10:00,25:00\nCoffee,10:25,5:00\nB,10:30,25:00\n",
        "A 0+1500, [Coffee 1500+300], B 1800+1500",
    ),
    "changeovers": ("title,slot,changeover\nA,20min,\nB,20min,5\n", "A 0+1200, B 1500+1200"),
    "out of order": ("title,start,slot\nB,10:30,20min\nA,10:00,20min\n", "A 0+1200, B 1800+1200"),
    "dated": (
        "Title,Date,Duration\nA,2026-05-25 10:00,20\nB,2026-05-25 10:30,20\n",
        "A 0+1200, B 1800+1200",
    ),
    "day beside start": (
        "Title,Day,Start,Duration\nA,2026-05-25,10:00,20\nB,2026-05-25,10:30,20\n",
        "A 0+1200, B 1800+1200",
    ),
    "html": ("title,slot\n<script>x</script>,20:00\n", "<script>x</script> 0+1200"),
    "schedule.xml": (XML, "Clocks 0+1500, Drift 1800+2700"),
    "indico timetable": (
        json.dumps(INDICO),
        "Clocks 0+1500, [Refreshments 1500+300], Drift 1800+2700",
    ),
    "iCalendar": (ICS, "Clocks, and what drives them 0+1500, Drift 1800+2700"),
}


@pytest.mark.parametrize("name", READ)
def test_each_programme_is_read(tmp_path, name):
    text, expected = READ[name]
    assert told(read(put(tmp_path, text))) == expected


def test_of_a_conference_one_room_and_one_day_are_read(tmp_path):
    path = put(tmp_path, json.dumps(FRAB), "schedule.json")
    with pytest.raises(PacerError) as refused:
        read(path)
    assert str(refused.value) == (
        "schedule.json: has 2 days (1 2026-05-25, 2 2026-05-26) and 2 rooms (Aula, Cellar): say "
        "which, --day 2026-05-25 --room \"Aula\" (in Python day='2026-05-25', room='Aula')"
    )
    with pytest.raises(PacerError, match=r'has 2 rooms \(Aula, Cellar\): say which, --room "Aula"'):
        read(path, day="1")
    made = read(path, day="2026-05-25", room="aula")
    assert told(made) == "Clocks 0+1500, [Coffee break 1500+1500], Drift 3600+5400"
    assert made["speaker"][0] == "Ada L"
    assert told(read(path, day=1, room="aul")) == told(made)
    assert read(path, day=2, room="Aula")["title"].tolist() == ["Late"]
    for wrong, why in (
        ({"room": "Attic"}, "has no room 'Attic'; there are Aula, Cellar"),
        ({"room": "l"}, "'l' may be Aula, Cellar: write it in full"),
        ({"room": "Aula", "day": 3}, "has no day '3'; there are 2026-05-25, 2026-05-26"),
    ):
        with pytest.raises(PacerError, match=why):
            read(path, **wrong)


def test_what_was_assumed_is_said(tmp_path):
    made = read(put(tmp_path, "title,slot\nA,00:30\n"))
    assert made.attrs["remarks"] == ("slots such as 00:30 were read as hours:minutes",)
    made = read(put(tmp_path, "title,slot\nA,30\n"))
    assert made.attrs["remarks"] == ("numbers without a unit were read as minutes",)


def test_a_frame_s_numbers_are_minutes():
    made = read(pd.DataFrame({"title": ["A", "B"], "slot": [20, 12.5], "questions": [5, None]}))
    assert told(made) == "A 0+1200 (300), B 1200+750"
    with pytest.raises(PacerError, match="row 1: 'A' would have 20:00:00, which is no slot"):
        read(pd.DataFrame({"title": ["A"], "slot": [1200]}))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("title,start,end\nA,10:00,10:30\nB,10:15,10:45\n", "line 3: 'B' begins before 'A' ends"),
        ("title,start,slot\nA,10:00,20min\nB,10:20,\n", "line 3: 'B' has no slot"),
        ("title,slot\nA,20:00\nB,soon\n", "line 3: 'soon' is not a time"),
        ("title,slot\nA,00:30\nB,25:00\n", "hours and minutes, as '00:30' elsewhere is, or"),
        ("title,slot,questions\nA,5:00,5:00\n", "line 2: its questions leave no time"),
        ("title,start\nA,2026-02-30 10:00\n", "line 2: .*no such date"),
        ('{"schedule": {"conference": {"days": [{"rooms": {"A": [3]}}]}}}', "talk 1: is no talk"),
        ('{"talks": []}', "no programme that pacer knows"),
        ("<html><body>Programme</body></html>", "no schedule"),
        ("<schedule><day>", "no XML"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nEND:VEVENT\n", "line 2: 'A' does not say"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:soon\nEND:VEVENT\n", "line 2: 'soon' is no"),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "no talk is in it"),
        ("title,slot\n", "no talk is in it"),
    ],
)  # fmt: skip
def test_a_programme_that_cannot_be_meant_is_one_clear_line(tmp_path, text, why):
    with pytest.raises(PacerError, match=why) as refused:
        read(put(tmp_path, text))
    assert str(refused.value).startswith("p.txt")
    assert "\n" not in str(refused.value)


def test_a_conference_of_two_thousand_talks(tmp_path):
    rows = [
        f"Talk {nth},R{room},2026-05-{day:02},{9 + nth // 3:02}:{nth % 3 * 20:02},20"
        for day in range(1, 11) for room in range(10) for nth in range(20)
    ]  # fmt: skip
    path = put(tmp_path, "\n".join(["title,room,day,start,minutes", *rows]))
    made = read(path, room="R3", day="2026-05-07")
    assert (len(made), made["start_s"].iloc[-1]) == (20, 19 * 1200.0)
