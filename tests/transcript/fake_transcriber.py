"""Stands in for `pacer.transcript.transcriber`: a word a second, and mishaps on request."""

import json
import os
import sys

if __name__ == "__main__":  # pytest looks into every module for examples
    asked = json.loads(sys.stdin.readline())
    does = sys.argv[1]
    if does.startswith("refuse:"):
        print(json.dumps({"refused": does.removeprefix("refuse:"), "detail": "why it was"}))
        sys.exit()
    print(json.dumps({"ready": True, "multilingual": True}), flush=True)
    for number, (start_s, end_s, _) in enumerate(asked["stretches"]):
        if does == "die" and number == 2:
            os._exit(9)
        if does == "hang" and number == 2:
            sys.stdin.read()
            os._exit(0)
        words = [[at, at + 0.5, f"w{at}", 0.9] for at in range(int(start_s) + 1, int(end_s))]
        said = {"stretch": number, "words": words, "language": asked["language"] or "en"}
        print(json.dumps(said), flush=True)
    print(json.dumps({"done": True}))
