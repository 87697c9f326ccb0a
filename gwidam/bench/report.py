"""What came out, as one table for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

RATIO_WANTED = {"intake": 0.5, "bulk": 0.25, "telling": 0.05, "pages": 1.5}
CREATE_WANTED = 5.0  # CPU milliseconds for one voice through the API
SPEED_WANTED = {"T1": 300.0, "T2": 30.0}  # voices a second of one core
MEMORY_WANTED = {"T1": 800.0, "T2": 1500.0}  # megabytes
READ_HEADINGS = ("", "voices/s", "wanted", "MB", "wanted", "s to load")
PLACED_WANTED, ASKED_WANTED = 5.0, 100.0  # milliseconds: one voice placed, one text asked about
SORTED_WANTED = 60.0  # CPU seconds for a night's 100,000 voices, less for fewer
NIGHT = 100_000
MAIL_WANTED = 0.05  # of the mails a second of a bare parse by the standard library
MAIL_HEADINGS = ("", "mails", "KB", "mails/s", "bare", "ratio", "wanted")
STREAM_WANTED = 100.0  # kilobytes of a window
TOLD_WANTED = 2.0  # seconds until a word has reached all of them
HEARD_WANTED = 100.0  # milliseconds from saying a line to hearing it, of 95 in 100
STREAM_HEADINGS = (
    "", "windows", "KB each", "wanted", "s to all", "wanted", "CPU ms each", "p50 ms", "p95 ms", "wanted", "CPU ms",
    "s to open", "idle",
)  # fmt: skip
MEANING_HEADINGS = ("", "voices", "p50 ms", "p95 ms", "CPU ms", "MB", "wanted")
SCORE_HEADINGS = ("", "tier", "learnt", "tried", "seed", "seen", "wanted")
HEADINGS = ("", "rps", "p50 ms", "p99 ms", "CPU ms", "web", "PG", "ratio", "wanted")


def table(found: dict[str, Any]) -> str:
    """The whole report."""
    wish, machine = found["wish"], found["machine"]
    lines = [
        f"Gwidam bench, {machine['date']}: {wish['large']:,} voices against {wish['small']:,}.",
        f"{machine['cores']} cores, load {machine['load_before']:.1f} before and {machine['load_after']:.1f} after.",
        f"A loop of ten million steps took {machine['loop_before']} s of CPU before and {machine['loop_after']} after.",
    ]
    if "filled_in_seconds" in found:
        lines += [
            f"{found['seconds']} s in all, {found['filled_in_seconds']} s of them to fill the houses.",
            "CPU ms is what one request cost the web server and its database backends together.",
            "",
            *columns([HEADINGS, *rows(found)]),
        ]
    if "reading" in found:
        lines += ["", *columns([READ_HEADINGS, *reading_rows(found["reading"])])]
    if "mail" in found:
        lines += ["", *columns([MAIL_HEADINGS, *mail_rows(found["mail"])])]
    if "streams" in found:
        lines += ["", *columns([STREAM_HEADINGS, *stream_rows(found["streams"])])]
    if "meanings" in found:
        lines += ["", *columns([MEANING_HEADINGS, *meaning_rows(found["meanings"])])]
    if found.get("scores"):
        lines += ["", *columns([SCORE_HEADINGS, *score_rows(found["scores"])])]
    return "\n".join(lines)


def mail_rows(mail: dict[str, Any]) -> Iterator[Sequence[str]]:
    """The mail door: mails a second of one core, through the child and every filter, against a bare parse."""
    yield (
        "mail door",
        f"{mail['mails']:,}",
        f"{mail['kilobytes']:,}",
        f"{mail['per_second']:.0f}",
        f"{mail['bare_per_second']:.0f}",
        f"{mail['ratio']:.2f}",
        mark(mail["ratio"] >= MAIL_WANTED, f">= {MAIL_WANTED}"),
    )


def stream_rows(streams: dict[str, Any]) -> Iterator[Sequence[str]]:
    """Windows of live chat on one process: memory of each, how soon a word has reached all, and one its window."""
    yield (
        "live chat",
        f"{streams['windows']:,}",
        f"{streams['kilobytes']:.0f}",
        mark(streams["kilobytes"] <= STREAM_WANTED, f"<= {STREAM_WANTED:.0f}"),
        f"{streams['told_seconds']:.2f}",
        mark(streams["told_seconds"] <= TOLD_WANTED, f"<= {TOLD_WANTED:.0f}"),
        f"{streams['cpu_ms']:.2f}",
        f"{streams['heard_p50_ms']:.0f}",
        f"{streams['heard_p95_ms']:.0f}",
        mark(streams["heard_p95_ms"] <= HEARD_WANTED, f"<= {HEARD_WANTED:.0f}"),
        f"{streams['heard_cpu_ms']:.1f}",
        f"{streams['opened_seconds']:.1f}",
        f"{100 * streams['idle_share']:.1f}%",
    )


def reading_rows(reading: dict[str, Any]) -> Iterator[Sequence[str]]:
    """Reading at each tier: voices a second of one core, and the memory of a worker."""
    for tier, side in reading.items():
        if "missing" in side:
            yield (f"reading at {tier}", "", "", "", "", side["missing"])
            continue
        fast, small = SPEED_WANTED.get(tier), MEMORY_WANTED.get(tier)
        yield (
            f"reading at {tier}",
            f"{side['per_second']:.0f}",
            "" if fast is None else mark(side["per_second"] >= fast, f">= {fast:.0f}"),
            f"{side['megabytes']:.0f}",
            "" if small is None else mark(side["megabytes"] <= small, f"<= {small:.0f}"),
            f"{side['seconds_to_load']:.1f}",
        )


def meaning_rows(parts: dict[str, Any]) -> Iterator[Sequence[str]]:
    """Themes, likeness and finding by meaning: one voice or text, and a night's sorting."""
    if "themes" in parts:
        seen = parts["themes"]
        yield (
            "placing a voice",
            *_clocked(seen, "placing"),
            mark(seen["placing"]["p50_ms"] <= PLACED_WANTED, "<= 5 ms"),
        )
        seconds, megabytes = seen["sorting_cpu_s"], seen["sorting_megabytes"]
        most = SORTED_WANTED * seen["voices"] / NIGHT
        sorting = (f"{seen['voices']:,}", "", "", f"{1000 * seconds:.0f}", str(megabytes))
        yield ("a night's sorting", *sorting, mark(seconds <= most, f"<= {most:.2g} s"))
        yield ("  its memory", "", "", "", "", str(megabytes), mark(megabytes <= MEMORY_WANTED["T1"], "<= 800 MB"))
    for part, name in (("likeness", "others have said this"), ("meaning", "found by meaning")):
        if part in parts:
            seen = parts[part]
            yield (name, *_clocked(seen, "asking"), mark(seen["asking"]["p95_ms"] <= ASKED_WANTED, "<= 100 ms"))


def _clocked(seen: dict[str, Any], what: str) -> tuple[str, ...]:
    took = seen[what]
    times = (f"{took[name]:.1f}" for name in ("p50_ms", "p95_ms", "cpu_ms"))
    return (f"{seen['voices']:,}", *times, str(seen["megabytes"]))


def score_rows(scores: Sequence[dict[str, Any]]) -> Iterator[Sequence[str]]:
    """How right reading is on known texts, learnt from one part and tried on another."""
    for each in scores:
        yield (
            f"{each['name']} ({each['file']})",
            each["tier"],
            f"{each['learnt']:,}",
            f"{each['tried']:,}",
            str(each["seed"]),
            f"{each['figure']} {each['seen']:.4f}",
            mark(each["seen"] >= each["wanted"], f">= {each['wanted']}"),
        )


def rows(found: dict[str, Any]) -> Iterator[Sequence[str]]:
    """The rows of the table."""
    if "intake" in found:
        yield from intake_rows(found["intake"])
    if "bulk" in found:
        yield from bulk_rows(found["bulk"])
    if "telling" in found:
        yield from telling_rows(found["telling"])
    for name, page in found.get("pages", {}).items():
        yield from page_rows(name, page)
    for name, counts in found.get("queries", {}).items():
        few, many = counts.values()
        judged = "is not there" if few is None or many is None else mark(many <= few, "no more")
        yield (f"queries: {name}", "", "", "", "", "", "", f"{few} -> {many}", judged)


def intake_rows(intake: dict[str, Any]) -> Iterator[Sequence[str]]:
    """Intake: the bare view, then the API in both houses with what it reaches of the bare view's rate."""
    yield ("bare view", *numbers(intake["bare"]), "", "")
    yield ("intake, small house", *numbers(intake["small"]), "", "")
    large = intake["large"]
    ratio = large["per_second"] / intake["bare"]["per_second"]
    wanted = RATIO_WANTED["intake"]
    yield ("intake, large house", *numbers(large), f"{ratio:.2f}", mark(ratio >= wanted, f">= {wanted}"))
    yield (
        "  CPU of one voice", "", "", "", f"{large['cpu_ms']:.2f}", "", "", "",
        mark(large["cpu_ms"] <= CREATE_WANTED, f"<= {CREATE_WANTED:.0f} ms"),
    )  # fmt: skip


def bulk_rows(bulk: dict[str, Any]) -> Iterator[Sequence[str]]:
    """Bulk intake: voices a second, against COPY of the same rows."""
    for house, sides in bulk.items():
        ratio = sides["bulk"]["per_second"] / sides["copy"]["per_second"]
        wanted = RATIO_WANTED["bulk"]
        for kind in ("copy", "bulk"):
            side = sides[kind]
            judged = (f"{ratio:.2f}", mark(ratio >= wanted, f">= {wanted}")) if kind == "bulk" else ("", "")
            label = "COPY of the same rows" if kind == "copy" else "bulk intake"
            yield (
                f"{label}, {house} house", f"{side['per_second']:.0f}", "", "", f"{side['cpu_ms']:.2f}", "", "",
                *judged,
            )  # fmt: skip


def telling_rows(telling: dict[str, Any]) -> Iterator[Sequence[str]]:
    """Telling: people a second, each with a letter in their own words, against COPY of the same rows."""
    ratio = telling["told"]["per_second"] / telling["copy"]["per_second"]
    wanted = RATIO_WANTED["telling"]
    for kind, label in (("copy", "COPY of the same letters"), ("told", "telling")):
        side = telling[kind]
        judged = (f"{ratio:.2f}", mark(ratio >= wanted, f">= {wanted}")) if kind == "told" else ("", "")
        yield (
            f"{label}, {telling['people']:,} people", f"{side['per_second']:.0f}", "", "", f"{side['cpu_ms']:.2f}",
            "", "", *judged,
        )  # fmt: skip


def page_rows(name: str, page: dict[str, Any]) -> Iterator[Sequence[str]]:
    """A page in both houses; the ratios are those of the median and of the CPU time."""
    small, large = page["small"], page["large"]
    if small["other"] or large["other"]:
        yield (name, "", "", "", "", "", "", "", f"answers {', '.join({**small['other'], **large['other']})}")
        return
    clock, cpu = (large[key] / max(small[key], 0.001) for key in ("p50_ms", "cpu_ms"))
    wanted = RATIO_WANTED["pages"]
    limit = page["cpu_wanted_ms"]
    is_good = clock <= wanted and (limit is None or large["cpu_ms"] <= limit)
    goal = f"<= {wanted}" + (f", <= {limit:.0f} ms" if limit else "")
    yield (f"{name}, small house", *numbers(small), "", "")
    yield (f"{name}, large house", *numbers(large), f"{clock:.2f} / {cpu:.2f}", mark(is_good, goal))


def numbers(side: dict[str, Any]) -> tuple[str, ...]:
    """The middle columns of one side."""
    return (
        f"{side['per_second']:.0f}",
        f"{side['p50_ms']:.1f}",
        f"{side['p99_ms']:.1f}",
        f"{side['cpu_ms']:.2f}",
        f"{side['cpu_web_ms']:.2f}",
        f"{side['cpu_backends_ms']:.2f}",
    )


def mark(is_good: bool, goal: str) -> str:
    """The goal, and whether it was reached."""
    return f"{goal} {'ok' if is_good else 'MISSED'}"


def columns(lines: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows with their cells under one another, words to the left, numbers to the right."""
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    last = len(widths) - 1
    for line in lines:
        cells = [
            text.ljust(width) if place in (0, last) else text.rjust(width)
            for place, (text, width) in enumerate(zip(line, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()
