"""What is written into sheets: statuses, headers, their notes, a row's warnings."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sync.messages import header_note, languages, owned_field, owned_header, severity_words, status_word, warnings_text
from sync.messages.words import LONGEST_NOTE
from sync.model.cells import CellRef
from sync.model.findings import Finding, Language, Message, Severity
from sync.model.rows import OWNED_FIELDS, Field
from sync.model.scores import Status
from sync.options import ScoringOptions

LANGUAGES = languages()


def finding(code: str, severity: Severity, message: str, hint: str = "", about_objective: bool = False) -> Finding:
    return Finding(code, severity, Message(message), Message(hint), CellRef("OKR", 2, 1), 2, about_objective)


def test_vietnamese_words_are_those_of_the_domain() -> None:
    words = {status.value: status_word(status, "vi") for status in Status}
    assert words == {
        "not started": "Chưa bắt đầu",
        "no data": "Chưa có số liệu",
        "done": "Hoàn thành",
        "on track": "Đúng tiến độ",
        "at risk": "Có rủi ro",
        "behind": "Chậm tiến độ",
        "healthy": "Trong ngưỡng",
        "out of range": "Ngoài ngưỡng",
        "left out": "Không tính điểm",
    }
    assert [severity_words([severity], "vi") for severity in Severity] == ["Lỗi", "Cảnh báo", "Gợi ý"]
    assert status_word(Status.on_track, "en") == "On track"


def test_owned_headers_carry_the_mark() -> None:
    assert {field.value: (owned_header(field, "en"), owned_header(field, "vi")) for field in OWNED_FIELDS} == {
        "progress": ("Progress ⟳", "Tiến độ ⟳"),
        "score": ("Score ⟳", "Điểm ⟳"),
        "status": ("Status ⟳", "Trạng thái ⟳"),
        "warnings": ("Warnings ⟳", "Nhận xét ⟳"),
        "objective_score": ("Objective score ⟳", "Điểm mục tiêu ⟳"),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_owned_headers_are_known_again_in_each_language(language: Language) -> None:
    for field in OWNED_FIELDS:
        assert owned_field(f" {owned_header(field, language).upper()}") == (field, language)
    assert owned_field("Owner ⟳") is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("field", OWNED_FIELDS)
def test_a_headers_note_fits_where_excel_shows_it(field: Field, language: Language) -> None:
    scoring = ScoringOptions(on_track=Decimal("0.8333"), at_risk=Decimal("0.6667"), grace=Decimal("0.125"))
    for options in (ScoringOptions(), scoring, ScoringOptions(missing_current="skip")):
        note = header_note(field, language, options)
        assert len(note) <= LONGEST_NOTE
        assert "okr-sync" in note
        assert len(header_note(field, language, options, of_kpis=True)) <= LONGEST_NOTE


def test_a_kpis_status_is_explained_by_its_range_and_not_by_the_time() -> None:
    note = header_note(Field.status, "vi", ScoringOptions(), of_kpis=True)
    assert "ngưỡng" in note
    assert "%" not in note


def test_a_headers_note_states_the_thresholds_that_hold() -> None:
    note = header_note(Field.status, "vi", ScoringOptions(on_track=Decimal("0.85"), at_risk=Decimal("0.5")))
    assert "85%" in note
    assert "50%" in note
    skipping = ScoringOptions(missing_current="skip")
    skips = header_note(Field.objective_score, "en", skipping)
    assert skips != header_note(Field.objective_score, "en", ScoringOptions())


def test_a_rows_warnings_begin_with_the_severest_whoevers_they_are() -> None:
    findings = (
        finding("OKR301", Severity.warning, "No current value yet"),
        finding("OKR110", Severity.error, "The target is missing", "Enter the value to reach"),
        finding("OKR204", Severity.info, "Only one key result", about_objective=True),
    )
    assert warnings_text(findings, "en").split("\n") == [
        "[OKR110] The target is missing → Enter the value to reach",
        "[OKR301] No current value yet",
        "O: [OKR204] Only one key result",
    ]
    assert warnings_text(findings[1:2], "vi") == "[OKR110] Thiếu chỉ tiêu → Nhập giá trị cần đạt"


def test_a_rows_text_is_the_same_in_whatever_order_two_like_findings_come() -> None:
    gone = [finding("OKR406", Severity.warning, f"“{name}” is gone") for name in ("Users", "Shops")]
    assert warnings_text(gone, "en") == warnings_text(reversed(gone), "en")


def test_a_row_without_findings_has_no_text_and_the_same_finding_is_said_once() -> None:
    one = finding("OKR110", Severity.error, "The target is missing")
    assert warnings_text((), "vi") == ""
    assert warnings_text((one, one), "en", "; ") == "[OKR110] The target is missing"


def test_warnings_never_look_like_a_formula() -> None:
    text = warnings_text((finding("OKR110", Severity.error, "=1+1"),), "en")
    assert text[0] not in "=+-@"
