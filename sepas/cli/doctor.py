"""Say in plain words, in Persian and English, what is misconfigured and what to do. Exit code 1 when something is."""

import argparse

from sepas.cli import checkup


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--language", choices=["fa", "en", "both"], default="both")


def run(options: argparse.Namespace) -> int:
    languages = ["fa", "en"] if options.language == "both" else [options.language]
    wrong = 0
    for finding in checkup.examine():
        wrong += finding.wrong
        print(f"{'✗' if finding.wrong else '✓'} {finding.name}")
        for language in languages if finding.wrong else []:
            print(f"    {finding.text[language]}")
    print(f"\n{wrong} problems" if wrong else "\nEverything is in order. همه چیز روبه‌راه است.")
    return 1 if wrong else 0
