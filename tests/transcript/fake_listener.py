"""Stands in for `pacer.transcript.listener`: speaks at once, and waits for its end."""

import json
import sys

if __name__ == "__main__":  # pytest looks into every module for examples
    asked = json.loads(sys.stdin.readline())
    print(json.dumps({"speech": "11100", "cells": 5}), flush=True)
    if asked["model"]:
        print(json.dumps({"refused": "model", "detail": asked["model"]}), flush=True)
    sys.stdin.read()
