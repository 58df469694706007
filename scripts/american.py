#!/usr/bin/env python3
"""Rewrites British spellings in names and texts, once: `scripts/american.py FILE…` edits the files in place.

Lists of other people's words (mail providers, universities, passwords, companies, schemas) keep their spelling; German
texts keep their nouns.
"""

import re
import sys

STEMS = [
    ("organisation", "organization"),
    ("enrolment", "enrollment"),
    (r"enrol(?!l)", "enroll"),
    ("colour", "color"),
    ("neighbour", "neighbor"),
    ("favour", "favor"),
    ("cancelled", "canceled"),
    ("cancelling", "canceling"),
    ("recognis", "recogniz"),
    ("normalis", "normaliz"),
    ("optimis(?=ation)", "optimiz"),
    ("catalogue", "catalog"),
    (r"labelled(?!by)", "labeled"),
    ("spelt", "spelled"),
    ("licence", "license"),
]

KEEP = re.compile(
    r"(\.xsd|\.lock|package-lock\.json|/american\.py)$"
    r"|flow/2-referral/src/likeness/\w+\.txt|flow/2-referral/src/likeness/vocabulary\.rs|companies\w*\.csv"
    r"|common_passwords\.txt|crawlers\.txt|isbot\.txt|LICENSE"
)
GERMAN = re.compile(r"(/de\.(json|txt))$")


def american(text, german=False):
    for stem, spelling in STEMS:
        def write(found, spelling=spelling):
            word = found.group(0)
            if word.isupper():
                return spelling.upper()
            if word[0].isupper():
                return spelling[0].upper() + spelling[1:]
            return spelling

        if german:
            text = re.sub(stem, write, text)
        else:
            text = re.sub(stem, write, text, flags=re.IGNORECASE)
    return text


for name in sys.argv[1:]:
    if KEEP.search(name):
        continue
    try:
        with open(name, encoding="utf-8", newline="") as file:
            before = file.read()
    except UnicodeDecodeError:
        continue
    after = american(before, bool(GERMAN.search(name)))
    if after != before:
        with open(name, "w", encoding="utf-8", newline="") as file:
            file.write(after)
