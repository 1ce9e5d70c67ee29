"""Each public format of programmes, in an example with all that its published schema asks for."""

import csv
import io
import json
from datetime import UTC, datetime, time, timedelta

import pandas as pd
import pytest

from pacer.core.errors import PacerError
from pacer.runs.programme import read
from tests.runs.test_programme import put, told

# pretalx: schedule.json, https://c3voc.de/schedule/schema.json (the one that frab writes too).
PERSON = {
    "code": "ABCDEF", "name": "Ada Lovelace", "public_name": "Ada Lovelace", "avatar": None,
    "biography": "<script>alert(1)</script>", "answers": [], "guid": "6a0f", "url": "https://x",
}  # fmt: skip


def pretalx_event(title, start, duration, *, date="2026-05-25", room="Main Hall", **more):
    return {
        "guid": "e0b8d5d0-8f2f-5f0e-9f6a-0d3a9c8a1f10", "code": "AB12CD", "id": 7, "logo": "",
        "date": f"{date}T{start}:00+02:00", "start": start, "duration": duration, "room": room,
        "slug": "conf-7", "url": "https://conf.example/talk/AB12CD/", "title": title,
        "subtitle": "", "track": "Data", "type": "Talk", "language": "en", "abstract": "…",
        "description": "", "recording_license": "", "do_not_record": False, "persons": [PERSON],
        "links": [], "feedback_url": "https://x", "origin_url": "https://x", "attachments": [],
        "answers": [], **more,
    }  # fmt: skip


def pretalx(*events, **more):
    rooms = {}
    for event in events:
        rooms.setdefault(event["room"], []).append(event)
    day = {
        "index": 1, "date": "2026-05-25", "day_start": "2026-05-25T04:00:00+02:00",
        "day_end": "2026-05-26T03:59:00+02:00", "rooms": rooms,
    }  # fmt: skip
    conference = {
        "acronym": "conf", "title": "Conf", "start": "2026-05-25", "end": "2026-05-25",
        "daysCount": 1, "timeslot_duration": "00:05", "time_zone_name": "Europe/Berlin",
        "colors": {"primary": "#3aa57c"}, "rooms": [{"name": name, "slug": "7-a", "guid": "a",
                                                     "description": None, "capacity": 250}
                                                    for name in rooms],
        "tracks": [{"name": "Data", "slug": "1-data", "color": "#00f"}], "days": [day],
    }  # fmt: skip
    return json.dumps({
        "$schema": "https://c3voc.de/schedule/schema.json",
        "generator": {"name": "pretalx", "version": "2026.1"},
        "schedule": {"url": "https://conf.example/schedule/", "version": "0.9",
                     "base_url": "https://conf.example", "conference": conference}, **more,
    })  # fmt: skip


def frab_xml(*events):
    """https://c3voc.de/schedule/schema.xsd: a day of one room."""
    told_events = "".join(
        f"<event guid='g{nth}' id='{nth}'><room>Saal 1</room><title>{title}</title>"
        f"<subtitle/><type>lecture</type>{date}<start>{start}</start>"
        f"<duration>{duration}</duration><abstract>&lt;b&gt;x&lt;/b&gt;</abstract><slug>s</slug>"
        "<track>T</track><persons><person id='1'>Ada Lovelace</person><person id='2'>Grace Hopper"
        "</person></persons><language>en</language><description/><recording><license/><optout>"
        "false</optout></recording><links/><attachments/><url>https://x</url></event>"
        for nth, (title, date, start, duration) in enumerate(events, 1)
    )
    return (
        "<?xml version='1.0' encoding='utf-8'?><schedule xmlns:xsi='http://www.w3.org/2001/"
        "XMLSchema-instance' xsi:noNamespaceSchemaLocation='https://c3voc.de/schedule/schema.xsd'>"
        "<generator name='frab' version='0.7'/><version>1.0</version><conference><acronym>c"
        "</acronym><title>C</title><start>2026-05-25</start><end>2026-05-25</end><days>1</days>"
        "<timeslot_duration>00:15</timeslot_duration><base_url>https://x</base_url></conference>"
        "<day index='1' date='2026-05-25' start='2026-05-25T09:00:00+02:00' "
        f"end='2026-05-26T04:00:00+02:00'><room name='Saal 1' guid='r'>{told_events}</room></day>"
        "</schedule>"
    )


def indico_time(time_, date="2026-05-25"):
    return {"date": date, "time": time_, "tz": "Europe/Zurich"}


def indico_entry(kind, title, start, minutes, **more):
    """https://docs.getindico.io: an entry of /export/timetable/<id>.json."""
    return {
        "entryType": kind, "_type": f"{kind}SchEntry", "_fossil": "x", "title": title,
        "startDate": indico_time(start), "endDate": indico_time("23:00:00"), "duration": minutes,
        "description": "<p>x</p>", "location": "CERN", "room": "500/1-001", "url": "/event/1/",
        "id": "c1", "uniqueId": "1", "conferenceId": "1", "attachments": {"files": []},
        "presenters": [{"_type": "ContributionParticipation", "affiliation": "CERN",
                        "displayOrderKey": [0, "Hopper"], "familyName": "Hopper", "firstName":
                        "Grace", "name": "Hopper, Grace", "emailHash": "x"}], **more,
    }  # fmt: skip


INDICO = json.dumps({
    "count": 1, "additionalInfo": {}, "_type": "HTTPAPIResult", "complete": True, "ts": 1,
    "url": "https://indico.example/export/timetable/1.json", "results": {"1": {"20260525": {
        "s1": indico_entry("Session", "Morning", "10:00:00", 60, entries={
            "c2": indico_entry("Contribution", "Drift", "10:30:00", 25),
            "c1": indico_entry("Contribution", "Clocks", "10:00:00", 25)}),
        "b1": indico_entry("Break", "Refreshments", "10:55:00", 20),
        "c3": indico_entry("Contribution", "Time", "11:15:00", 45),
    }}},
})  # fmt: skip
INDICO_EVENT = json.dumps({
    "count": 1, "_type": "HTTPAPIResult", "results": [{
        "_type": "Conference", "id": "1", "title": "Conf", "startDate": indico_time("09:00:00"),
        "endDate": indico_time("18:00:00"), "timezone": "Europe/Zurich", "room": "", "location": "",
        "contributions": [{
            "_type": "Contribution", "id": "3", "db_id": 3, "title": "Clocks", "duration": 25,
            "startDate": indico_time("10:00:00"), "endDate": indico_time("10:25:00"),
            "room": "Aula", "roomFullname": "Aula", "location": "CERN", "session": None,
            "type": "Oral", "speakers": [{"_type": "ContributionParticipation", "first_name": "Ada",
                                          "last_name": "Lovelace", "fullName": "Lovelace, Ada",
                                          "affiliation": "x", "person_id": 1}],
            "primaryauthors": [], "coauthors": [], "track": None, "keywords": [], "url": "x",
        }]}],
})  # fmt: skip
# RFC 5545, with a zone of its own, an alarm, a folded line and an entry of a whole day.
ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//pretalx//conf.example//
X-WR-TIMEZONE:Europe/Berlin
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:19701025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:pretalx-conf-1
DTSTAMP:20260501T120000Z
DTSTART;TZID="Europe/Berlin":20260525T233000
DTEND;TZID=Europe/Berlin:20260526T001500
SUMMARY:Clocks\\, and what
  drives them
LOCATION:Aula
ORGANIZER;CN="Lovelace: Ada":mailto:ada@example.org
BEGIN:VALARM
TRIGGER:-PT5M
DURATION:PT1M
END:VALARM
END:VEVENT
BEGIN:VEVENT
DTSTART:20260525T221500Z
DURATION:PT45M
SUMMARY:Drift
LOCATION:Aula
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260525
SUMMARY:First day
END:VEVENT
END:VCALENDAR
"""
GOOGLE = (
    "Subject,Start Date,Start Time,End Date,End Time,All Day Event,Description,Location\n"
    "Clocks,05/25/2026,10:00 AM,05/25/2026,10:25 AM,False,<b>x</b>,Aula\n"
    "Drift,05/25/2026,10:30 AM,05/25/2026,11:15 AM,False,,Aula\n"
)

READ = {
    "pretalx schedule.json": (
        pretalx(pretalx_event("Clocks", "10:00", "00:25"), pretalx_event("Drift", "10:30", "0:45"),
                pretalx_event("Lunch", "12:00", "01:00", type="Break")),
        "Clocks 0+1500, Drift 1800+2700, [Lunch 7200+3600]", "2026-05-25T10:00:00+02:00", "10:00",
    ),
    "frab schedule.xml": (
        frab_xml(("Clocks", "<date>2026-05-25T10:00:00+02:00</date>", "10:00", "00:25"),
                 ("Drift", "<date>2026-05-25T10:30:00+02:00</date>", "10:30", "01:30")),
        "Clocks 0+1500, Drift 1800+5400", "2026-05-25T10:00:00+02:00", "10:00",
    ),
    "frab's older schedule.xml, past midnight": (
        frab_xml(("Clocks", "", "23:30", "00:45"), ("Drift", "", "00:30", "00:30")),
        "Clocks 0+2700, Drift 3600+1800", "2026-05-25T23:30:00", "23:30",
    ),
    "Indico's timetable": (
        INDICO, "Clocks 0+1500, Drift 1800+1500, [Refreshments 3300+1200], Time 4500+2700",
        "2026-05-25T10:00:00+02:00", "10:00",
    ),
    "Indico's event": (INDICO_EVENT, "Clocks 0+1500", "2026-05-25T10:00:00+02:00", "10:00"),
    "iCalendar, past midnight": (
        ICS, "Clocks, and what drives them 0+2700, Drift 2700+2700", "2026-05-25T23:30:00+02:00",
        "23:30",
    ),
    "a calendar's CSV": (GOOGLE, "Clocks 0+1500, Drift 1800+2700", "2026-05-25T10:00:00", "10:00"),
    "a sheet in German": (
        ("Programm;;;\nBeginn;Titel;Referent;Dauer (min)\n9.30 Uhr;Uhren;Ada;25\n10h00;Pause;;10\n"
        "10:10;Drift;Grace;20\n"),
        "Uhren 0+1500, [Pause 1800+600], Drift 2400+1200", "09:30", "09:30",
    ),
    "a break without a start": (
        "title,start,slot\nClocks,10:00,25min\nCoffee,,5min\nDrift,10:30,25min\n",
        "Clocks 0+1500, [Coffee 1500+300], Drift 1800+1500", "10:00", "10:00",
    ),
    "a zone beside the time": (
        ("title,start,end\nClocks,2026-05-25T10:00+02:00,10:25\nDrift,2026-05-25T08:30Z,"
        "2026-05-25T09:00Z\n"),
        "Clocks 0+1500, Drift 1800+1800", "2026-05-25T10:00:00+02:00", "10:00",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_each_public_format_is_read(tmp_path, name):
    text, expected, starts_at, begins = READ[name]
    made = read(put(tmp_path, text))
    assert told(made) == expected
    assert made.attrs["starts_at"] == starts_at
    assert made["begins"].iloc[0] == begins


def test_who_speaks_is_told(tmp_path):
    def speakers(text):
        return read(put(tmp_path, text))["speaker"].tolist()

    assert speakers(READ["pretalx schedule.json"][0])[0] == "Ada Lovelace"
    assert speakers(READ["frab schedule.xml"][0])[0] == "Ada Lovelace, Grace Hopper"
    assert speakers(INDICO_EVENT) == ["Lovelace, Ada"]
    assert speakers(ICS) == ["Lovelace: Ada", ""]


def test_what_a_calendar_leaves_open_is_said(tmp_path):
    assert read(put(tmp_path, ICS)).attrs["remarks"] == (
        "entries of whole days were left out, such as 'First day'",
    )
    utc = "\n".join(
        each for each in ICS.splitlines() if "WR-TIMEZONE" not in each and "TZID" not in each
    )
    utc = utc.replace("BEGIN:VEVENT\nUID", "BEGIN:VEVENT\nDTSTART:20260525T210000Z\nUID")
    utc = utc.replace("DRIFT", "Drift").replace("ORGANIZER", "DURATION:PT30M\nORGANIZER", 1)
    assert (
        "times are in UTC, as the calendar gives them"
        in (read(put(tmp_path, utc)).attrs["remarks"])
    )


def test_a_zone_that_nobody_knows_is_the_clock_on_the_wall(tmp_path):
    text = ICS.replace("X-WR-TIMEZONE:Europe/Berlin\n", "").replace("Europe/Berlin", "Atlantis")
    with pytest.raises(PacerError, match="or a time zone, and some have none: write all alike"):
        read(put(tmp_path, text))
    wall = text.replace("20260525T221500Z", "20260526T001500")
    assert told(read(put(tmp_path, wall))).endswith("Drift 2700+2700")


def test_a_frame_may_hold_moments_and_lengths():
    zone = UTC
    starts = [datetime(2026, 5, 25, 10, 0, tzinfo=zone), datetime(2026, 5, 25, 10, 30, tzinfo=zone)]
    frame = pd.DataFrame({"Talk": ["Clocks", "Drift"], "Start": starts})
    frame["Duration"] = pd.to_timedelta(["25min", "45min"])
    assert told(read(frame)) == "Clocks 0+1500, Drift 1800+2700"
    days = pd.DataFrame({"title": ["A", "B"], "from": [time(10), time(10, 30)],
                         "to": [time(10, 25), time(11)]})  # fmt: skip
    assert told(read(days)) == "A 0+1500, B 1800+1800"
    lengths = pd.DataFrame({"title": ["A"], "slot": [timedelta(minutes=20)], "questions": [None]})
    assert told(read(lengths)) == "A 0+1200"


def test_a_break_gives_way_to_a_talk_and_talks_never_overlap(tmp_path):
    rows = "Clocks,10:00,10:25\nCoffee,10:20,10:40\nDrift,10:30,11:00\nLunch,10:40,10:50\n"
    made = read(put(tmp_path, f"title,start,end\n{rows}"))
    assert told(made) == "Clocks 0+1500, [Coffee 1500+300], Drift 1800+1800"


def test_two_thousand_talks_in_one_room_are_read_in_order(tmp_path):
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["title", "start", "end"])
    for nth in range(2000):
        at = datetime(2026, 5, 25, 4, tzinfo=UTC) + timedelta(
            minutes=nth * 10 % 1440, days=nth * 10 // 1440
        )
        rows.writerow([f"Talk {nth}", f"{at:%Y-%m-%d %H:%M}", f"{at + timedelta(minutes=9):%H:%M}"])
    path = put(tmp_path, out.getvalue())
    with pytest.raises(PacerError, match=r"has 14 days \(1 2026-05-25, .* … 6 more\): say which"):
        read(path)
    assert len(read(path, day=14)) == 2000 - 13 * 144
