"""Runs both programs over the samples, and compares everything they print and write, byte for byte.

usage: compare.py WORK LINUX-PROGRAM WINDOWS-PROGRAM...   (the last is a command: wine and the program)

Each program gets a copy of the samples of its own, in a folder with a Japanese name and a space; both run the same
commands there, one after the other, at the same time as the other program. Compared are the exit status, what is
printed, and at the end every file of the two folders. Taken for the same are, in what a person reads, the folder itself
and the two slashes; in pictures inside Word files a handful of dots (dots.py); and `.fugi/`, which is made again at any
time and holds when that was. Words of wine itself are left out.
"""

import collections
import pathlib
import re
import shutil
import subprocess
import sys
import threading
import time

from dots import same_but_for_dots

ROOT = pathlib.Path(__file__).resolve().parents[3]
WORK = pathlib.Path(sys.argv[1])
PROGRAMS = {"linux": [sys.argv[2]], "windows": sys.argv[3:]}
COPIED = ["fugi.yaml", "policies", "samples", "evidence", "docs", "tests/data"]
FOLDER = "見本 区の資料"
# Commands whose answer depends on the day are asked about this one.
DAY = "2026-11-01"
DATED = {"audit", "check", "erasure", "incident", "render", "status", "verify"}
FORMATS = "pdf,docx,xlsx,html,md,svg,json"
# What a sample may lack; any other refusal is a fault of the list below.
LACKING = ("調べる契約がありません", "委託業務がありません", "流れの図がありません")
# A command that takes longer hangs.
LIMIT = 900


def workspaces():
    """Every workspace with its years, and the matters of each."""
    for ward in sorted(ROOT.glob("samples/*/fugi.yaml")) + [ROOT / "fugi.yaml"]:
        years = {}
        for year in sorted((ward.parent / "policies").iterdir()):
            if year.name != "common":
                years[year.name] = [own.stem for own in sorted(year.glob("*.yaml")) if own.stem != "parties"]
        yield ward.parent.relative_to(ROOT), years


def commands():
    """(folder, arguments) of every run that is done, with or without findings. `--format json` and the like are
    compared as they are."""
    for place, years in workspaces():

        def run(text):
            return asked(str(place), text)

        def both(text):
            yield run(text)
            yield run(text + " --format json")

        yield from both("check")
        yield run("check --format sarif")
        yield run("check --places --lang en")
        yield run("check --undecided")
        for year in years:
            yield from both(f"check policies/{year}")
        for table in ["handles", "parties", "items", "flows", "contracts", "copies"]:
            yield from both(f"show {table}")
        yield from both("status")
        yield run("status --format html --out 期限.html")
        yield run("status --format ics --out 期限.ics")
        yield from both("erasure status --all")
        yield from both("explain --list")
        yield run("explain --list --format json --lang en")
        yield run("fmt --check")
        for year in years:
            yield from both(f"audit plan --year {year}")
            yield run(f"render --agenda policies/{year} --format {FORMATS}")
        for old, new in zip(years, list(years)[1:]):
            for pair in [(old, new), (new, old)]:
                yield from both("diff policies/{} policies/{}".format(*pair))
                yield run("diff policies/{} policies/{} --format html,docx,md --out 対照/{}".format(*pair, pair[0]))
        for year, matters in years.items():
            for matter in matters:
                name = f"{year}/{matter}"
                yield run(f"show flow {name}")
                yield run(f"show flow {name} --format json")
                yield run(f"render policies/{name}.yaml --format {FORMATS} -q")
                yield run(f"render policies/{name}.yaml --part file-register --format docx,xlsx --out 簿/{year} -q")
                yield run(f"book export {name} --out ブック/{year}-{matter}.xlsx")

    for text in [
        "verify",
        "verify --trust docs/mihon-trust.txt",
        "incident start --party delivery --since 2026-12-03 policies/r08/mihon-itaku.yaml --no-form",
        "observe docs/layout.csv --flow ticket --step 3 r08/mihon-itaku",
        "parties check --year r08 tests/data/corporate-numbers.csv",
        "explain データ連携事業者 納付書番号 --matter policies/r07",
        "explain emoney 確認番号 --matter policies/r07",
        "explain item-outside-receiver-scope",
    ]:
        yield asked(".", text)
        yield asked(".", text + " --format json")
    for text in [
        "export --out 控え",
        "export --out 控え.zip",
        "audit sheet r08/mihon-itaku/result mihon-data --out 監査票.xlsx",
        "schema --out 語彙",
        "template export ひな形",
        "licenses",
        "init 新しい区 --year r09",
        "new matter --like",
        "check --workspace 新しい区",
        "render policies/r07/koki-iryo-cashless.yaml --final",
        "log list",
        "key list",
    ]:
        yield asked(".", text)


def asked(place, text):
    words = text.split()
    return place, words + ["--as-of", DAY] * (words[0] in DATED)


def is_for_programs(arguments):
    return any(word in ("json", "sarif") for word in arguments)


def copy(side):
    folder = WORK / side / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    for name in COPIED:
        to = folder / name
        to.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, to)
    return folder


def run_all(side, results, seconds):
    folder = copy(side)
    begun = time.monotonic()
    for place, arguments in commands():
        done = subprocess.run(
            PROGRAMS[side] + arguments,
            cwd=folder / place,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LIMIT,
        )
        results.append((done.returncode, done.stdout, done.stderr))
    seconds[side] = time.monotonic() - begun


def told(side, text):
    """What a person reads, with the folder of the run under one name."""
    text = text.decode()
    folder = str(WORK / side / FOLDER)
    for own in [folder, "Z:" + folder.replace("/", "\\")]:
        text = text.replace(own, "<DIR>")
    text = re.sub(r"^wine: .*\n", "", text, flags=re.MULTILINE)
    return text.replace("\\", "/").replace("fugi.exe", "fugi")


def files(side):
    folder = WORK / side / FOLDER
    all_files = [own.relative_to(folder) for own in sorted(folder.rglob("*")) if own.is_file()]
    return {str(own): folder / own for own in all_files if ".fugi" not in own.parts}


def main():
    results = {side: [] for side in PROGRAMS}
    seconds, threads = {}, []
    for side in PROGRAMS:
        threads.append(threading.Thread(target=run_all, args=(side, results[side], seconds)))
        threads[-1].start()
    for thread in threads:
        thread.join()
    runs = list(commands())
    if any(len(results[side]) != len(runs) for side in PROGRAMS):
        sys.exit("a program did not run to its end")
    wrong, machine = [], 0
    for (place, arguments), here, there in zip(runs, results["linux"], results["windows"]):
        line = f"{place}: fugi {' '.join(arguments)}"
        if here[0] not in (0, 1) and not any(own in here[2].decode() for own in LACKING):
            wrong.append(f"{line}: exit {here[0]} on Linux\n{here[2].decode()[:800]}")
        if here[0] != there[0]:
            wrong.append(f"{line}: exit {here[0]} on Linux, {there[0]} on Windows\n{there[2].decode()[:800]}")
        if is_for_programs(arguments):
            machine += 1
            if here[1] != there[1]:
                wrong.append(f"{line}: other output\n{first_difference(here[1].decode(), there[1].decode())}")
        elif told("linux", here[1]) != told("windows", there[1]):
            wrong.append(f"{line}: other text\n{first_difference(told('linux', here[1]), told('windows', there[1]))}")
        if told("linux", here[2]) != told("windows", there[2]):
            wrong.append(f"{line}: other notes\n{first_difference(told('linux', here[2]), told('windows', there[2]))}")
    here, there = files("linux"), files("windows")
    for name in sorted(here.keys() ^ there.keys()):
        wrong.append(f"{name}: written on one side only")
    counted = collections.Counter()
    given = set()
    for name in COPIED:
        given |= {str(own.relative_to(ROOT)) for own in [ROOT / name, *(ROOT / name).rglob("*")] if own.is_file()}
    dotted = {}
    for name in sorted(here.keys() & there.keys()):
        mine, its = here[name].read_bytes(), there[name].read_bytes()
        if mine != its:
            dotted[name] = same_but_for_dots(mine, its) if name.endswith(".docx") else None
            if dotted[name] is None:
                wrong.append(f"{name}: other bytes")
                del dotted[name]
        elif name not in given:
            counted[pathlib.Path(name).suffix or "other"] += 1
    for one in wrong:
        print(one)
    papers = ", ".join(f"{ending} {count}" for ending, count in sorted(counted.items()))
    print(f"{len(runs)} runs ({machine} for programs), {sum(counted.values())} files written alike: {papers}")
    for name, dots in dotted.items():
        print(f"{name}: the same but for {dots} bytes of colour in a picture")
    print(f"linux {seconds['linux']:.0f} s, windows {seconds['windows']:.0f} s")
    for ending in [".pdf", ".docx", ".xlsx", ".html", ".md", ".svg", ".json", ".ics", ".zip"]:
        if counted[ending] == 0 and not wrong:
            sys.exit(f"no {ending} was written: nothing was compared")
    if wrong:
        sys.exit(f"{len(wrong)} differences")


def first_difference(one, other):
    ones, others = one.splitlines(), other.splitlines()
    for here, there in zip(ones, others):
        if here != there:
            return f"  linux:   {here[:300]}\n  windows: {there[:300]}"
    return f"  {len(ones)} lines on Linux, {len(others)} on Windows"


main()
