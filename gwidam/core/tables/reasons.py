"""Why a row, or a whole file, could not be taken: each reason in both languages."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class SpokenReason(Enum):
    """A reason with a sentence in Korean and one in English. Other rooms add their own by subclassing."""

    ko: str
    en: str

    def __new__(cls, ko: str, en: str) -> SpokenReason:
        member = object.__new__(cls)
        member._value_ = (ko, en)
        member.ko, member.en = ko, en
        return member

    def into(self, language: str) -> str:
        """The sentence in 'ko' or 'en'."""
        return self.en if language == "en" else self.ko


class Reason(SpokenReason):
    """What the readers of tables refuse."""

    # of one row
    TOO_MANY_CELLS = (
        "제목 줄보다 칸이 많아요. 쉼표가 들어간 글은 큰따옴표로 묶어 주세요.",
        "There are more cells than headings. Put text that contains the separator in double quotes.",
    )
    UNCLOSED_QUOTE = (
        "큰따옴표가 열린 채 닫히지 않았어요. 다음 줄부터 다시 읽었어요.",
        "A double quote was opened and never closed. Reading went on with the next row.",
    )
    TOO_LARGE = (
        "한 줄이 너무 길어요. 나누어 주세요.",
        "This row is too long to be one row. Please split it.",
    )
    EMPTY_ROW = ("모든 칸이 비어 있어요.", "Every cell of this row is empty.")
    REPEATED_HEADING = ("제목 줄이 한 번 더 나왔어요.", "The heading stands here once more.")
    BAD_JSON = ("이 줄은 올바른 JSON이 아니에요.", "This line is not valid JSON.")
    NOT_AN_OBJECT = (
        "이 줄은 이름과 값으로 된 JSON 객체가 아니에요.",
        "This line is JSON, but not an object of names and values.",
    )

    # of a whole file
    NOT_A_TABLE = (
        "표로 읽을 수 없는 파일이에요. CSV, TSV, XLSX, NDJSON 가운데 하나로 저장해 주세요.",
        "This file is not a table. Please save it as CSV, TSV, XLSX or NDJSON.",
    )
    TOO_MANY_COLUMNS = (
        "열이 1,000개를 넘어요. 필요한 열만 남겨 주세요.",
        "There are more than 1,000 columns. Please keep only those that are needed.",
    )
    JSON_ARRAY = (
        "파일 전체가 하나의 JSON 배열이에요. 한 줄에 객체 하나씩(NDJSON) 적어 주세요.",
        "The whole file is one JSON array. Please write one object a line (NDJSON).",
    )
    OLD_OR_LOCKED_WORKBOOK = (
        "옛 엑셀 형식(.xls)이거나 암호가 걸린 파일이에요. 암호 없는 XLSX나 CSV로 저장해 주세요.",
        "This is an old Excel file (.xls) or one with a password. Save it as plain XLSX or CSV.",
    )
    BROKEN_WORKBOOK = (
        "엑셀 파일이 깨져 있어 여기서부터 읽지 못했어요.",
        "The workbook is damaged; it could not be read from here on.",
    )
    WORKBOOK_TOO_MANY_PARTS = (
        "엑셀 파일 안에 조각이 너무 많아 열지 않았어요.",
        "The workbook has too many parts inside; it was not opened.",
    )
    WORKBOOK_TOO_LARGE = (
        "압축을 풀면 너무 커지는 엑셀 파일이라 열지 않았어요. CSV로 저장해 주세요.",
        "Unpacked, this workbook would be too large; it was not opened. Please save it as CSV.",
    )
    WORKBOOK_TOO_DENSE = (
        "압축률이 지나치게 높은 엑셀 파일이라 열지 않았어요. 믿을 만한 파일이면 CSV로 저장해 주세요.",
        "This workbook is packed suspiciously tight; it was not opened. If you trust it, save it as CSV.",
    )
    SHEET_TOO_LONG = (
        "시트에 줄이나 칸이 너무 많아요. CSV로 저장하면 길이에 제한이 없어요.",
        "The sheet has too many rows or cells. Saved as CSV there is no limit.",
    )
    WORKBOOK_WITH_ENTITIES = (
        "엑셀 파일 안에 외부 문서나 치환 정의가 들어 있어 열지 않았어요.",
        "The workbook defines a document type or entities, which none needs; it was not opened.",
    )


class Row(NamedTuple):
    """One row that could be read. `line` counts from 1 in the file (in a workbook: in the sheet)."""

    line: int
    cells: dict[str, str]


class Refused(NamedTuple):
    """One row that could not; line 1 with a reason about the file stands for the whole file."""

    line: int
    reason: SpokenReason
    raw: str
    cells: tuple[str, ...] = ()
