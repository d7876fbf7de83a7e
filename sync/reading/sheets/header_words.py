"""The words that people head their columns with, in both languages, and what each may hold.

Words are bare: folded, without marks. A word that may head several things stands in ``EITHER`` with its candidates in
the order of likelihood; the column's content decides. ``OTHER`` are words that are known to be none of ours, so that
nobody is asked about them.
"""

from __future__ import annotations

from collections.abc import Mapping

from sync.model.rows import Field
from sync.reading.sheets.header_words_en import ENGLISH
from sync.reading.sheets.header_words_vi import VIETNAMESE

__all__ = ["EITHER", "ENGLISH", "OTHER", "VIETNAMESE", "WEAK"]

EITHER: Mapping[str, tuple[Field, ...]] = {
    # Vietnamese
    "muc tieu": (Field.objective, Field.target),
    "muc tieu quy": (Field.objective, Field.target),
    "muc tieu nam": (Field.objective, Field.target),
    "chi tieu": (Field.target, Field.kpi),
    "ke hoach": (Field.target, Field.note),
    "kh": (Field.target,),
    "th": (Field.current,),
    "ket qua": (Field.key_result, Field.current, Field.value),
    "ket qua can dat": (Field.key_result, Field.target),
    "ket qua mong doi": (Field.key_result, Field.target),
    "hien trang": (Field.current, Field.baseline),
    "thuc hien": (Field.current, Field.owner, Field.note),
    "bat dau": (Field.start, Field.baseline),
    "ket thuc": (Field.due, Field.target),
    "tu": (Field.baseline, Field.start, Field.lower),
    "den": (Field.target, Field.due, Field.upper),
    "cap nhat": (Field.updated, Field.current, Field.note),
    "loai": (Field.row_kind, Field.commitment),
    "phan loai": (Field.row_kind, Field.commitment),
    "loai okr": (Field.row_kind, Field.commitment),
    "loai muc tieu": (Field.commitment, Field.row_kind),
    "cam ket": (Field.commitment, Field.target, Field.owner),
    "muc cam ket": (Field.commitment, Field.target),
    "kieu": (Field.row_kind, Field.commitment),
    "cap": (Field.row_kind,),
    "cap do": (Field.row_kind,),
    "toi thieu": (Field.target_minimum, Field.lower),
    "muc toi thieu": (Field.target_minimum, Field.lower),
    "toi da": (Field.target_stretch, Field.upper),
    "muc toi da": (Field.target_stretch, Field.upper),
    "san": (Field.target_minimum, Field.lower),
    "tran": (Field.target_stretch, Field.upper),
    "chi so": (Field.kpi, Field.key_result),
    "thuoc do": (Field.kpi, Field.key_result),
    "tieu chi": (Field.kpi, Field.key_result),
    "tieu chi danh gia": (Field.kpi, Field.key_result),
    "chi tieu danh gia": (Field.kpi, Field.key_result),
    "do luong": (Field.key_result, Field.kpi),
    "tieu chi do luong": (Field.key_result, Field.kpi),
    "chi tieu do luong": (Field.key_result, Field.kpi),
    "tieu chi dat": (Field.target, Field.note),
    "noi dung": (Field.item,),
    "mo ta": (Field.item,),
    "hang muc": (Field.item,),
    "ten": (Field.item,),
    "tieu de": (Field.item,),
    "ma": (Field.key_result_id,),
    "ma so": (Field.key_result_id,),
    "stt": (Field.row_kind,),
    "tt": (Field.row_kind,),
    "so tt": (Field.row_kind,),
    "nhan xet": (Field.note,),
    # English
    "goal": (Field.objective, Field.target),
    "goals": (Field.objective, Field.target),
    "goal name": (Field.objective,),
    "goal title": (Field.objective,),
    "goal type": (Field.row_kind, Field.commitment),
    "target name": (Field.key_result,),
    "plan": (Field.target, Field.note),
    "planned": (Field.target, Field.note),
    "to": (Field.target, Field.upper, Field.due),
    "result": (Field.key_result, Field.current),
    "results": (Field.key_result, Field.current),
    "outcome": (Field.key_result, Field.current),
    "outcomes": (Field.key_result, Field.current),
    "start": (Field.start, Field.baseline),
    "kr start": (Field.start, Field.baseline),
    "beginning": (Field.baseline, Field.start),
    "end": (Field.due, Field.target),
    "update": (Field.note, Field.updated, Field.current),
    "updates": (Field.note, Field.updated, Field.current),
    "check in": (Field.current, Field.updated, Field.note),
    "checkin": (Field.current, Field.updated, Field.note),
    "type": (Field.row_kind, Field.commitment),
    "kind": (Field.row_kind, Field.commitment),
    "category": (Field.row_kind, Field.commitment),
    "level": (Field.row_kind, Field.commitment),
    "previous": (Field.baseline,),
    "prev": (Field.baseline,),
    "last value": (Field.baseline,),
    "gia tri truoc": (Field.baseline,),
    "committed": (Field.commitment, Field.target),
    "aspirational": (Field.commitment, Field.target_stretch),
    "commit": (Field.commitment, Field.target_minimum),
    "min": (Field.target_minimum, Field.lower),
    "minimum": (Field.target_minimum, Field.lower),
    "max": (Field.target_stretch, Field.upper),
    "maximum": (Field.target_stretch, Field.upper),
    "metric name": (Field.kpi, Field.key_result),
    "measure name": (Field.kpi, Field.key_result),
    "indicator name": (Field.kpi, Field.key_result),
    "metric": (Field.kpi, Field.key_result),
    "metrics": (Field.kpi, Field.key_result),
    "measure": (Field.kpi, Field.key_result),
    "measures": (Field.kpi, Field.key_result),
    "indicator": (Field.kpi, Field.key_result),
    "indicators": (Field.kpi, Field.key_result),
    "measurable": (Field.kpi, Field.key_result),
    "measurables": (Field.kpi, Field.key_result),
    "measure of success": (Field.key_result, Field.kpi),
    "chi so thanh cong": (Field.key_result, Field.kpi),
    "tieu chi thanh cong": (Field.key_result, Field.kpi),
    "thuoc do thanh cong": (Field.key_result, Field.kpi),
    "success measure": (Field.key_result, Field.kpi),
    "success metric": (Field.key_result, Field.kpi),
    "success criteria": (Field.key_result, Field.kpi),
    "key metric": (Field.kpi, Field.key_result),
    "key metrics": (Field.kpi, Field.key_result),
    "item": (Field.item,),
    "summary": (Field.item,),
    "description": (Field.item,),
    "name": (Field.item,),
    "title": (Field.item,),
    "id": (Field.key_result_id,),
    "code": (Field.key_result_id,),
    "ref": (Field.key_result_id,),
    "no": (Field.row_kind,),
    "#": (Field.row_kind,),
    "%": (Field.progress,),
}

WEAK = frozenset(
    " ".join(word.split())
    for word in """
        noi dung, mo ta, hang muc, ten, tieu de, item, summary, description, name, title, ma, ma so, id, code, ref,
        stt, tt,
        so tt, no, #, type, kind, category, level, loai, phan loai, kieu, cap, cap do, result, results, outcome,
        outcomes, ket qua, metric, metrics, measure, measures, indicator, indicators, measurable,
        measurables, metric name, measure name, indicator name, key metric, key metrics, do luong, tieu chi do luong,
        chi tieu do luong, chi tieu danh gia,
        tieu chi, tieu chi danh gia, tieu chi dat, nguong thanh cong, nguong muc tieu, plan, planned, ke
        hoach, kh, th, to, from, tu, den, goal, goals, goal name,
        goal title, goal type, target name, range, bound, cap nhat, update, updates, chi nhanh, cua hang,
        khu vuc, branch, store, region, owner email, owner email id,
        this month, this week, this quarter, thang nay, tuan nay, quy nay, ky nay
    """.replace("\n", " ").split(",")
)
"""Words that head columns of every kind of list: by themselves they say nothing of OKRs."""

OTHER = frozenset(
    " ".join(word.split())
    for word in """
        initiative, initiatives, sang kien, cong viec, hanh dong, ke hoach hanh dong, action, actions, action plan,
        task, tasks, next step, next steps, buoc tiep theo, viec can lam, link, url, lien ket, tai lieu, document,
        priority, uu tien, do uu tien, muc do uu tien, gap, chenh lech, variance, delta, remaining, con lai, can them,
        expected progress, tien do ky vong, forecast, du bao, progress bar, thanh tien do, bieu do, chart, trend, xu
        huong, source, nguon, nguon du lieu, nguon so lieu, data source, tan suat, frequency, cong thuc, formula, cach
        do, cach do luong, phuong phap do, how measured, dinh nghia, definition, vai tro, role, email, hyperlink,
        blockers, blocker, risks, risk, rui ro, kho khan, giai phap, solution, lessons, bai hoc, dependencies, phu
        thuoc, ho tro, support, ngan sach, budget, chi phi, cost, kpi owner id, weight objective, objective weight,
        trong so muc tieu, trong so o, o weight, objective owner, nguoi phu trach muc tieu, chu so huu muc tieu,
        objective status, trang thai muc tieu, tags, tag, nhan,
        lan truoc, thay doi, change, tang truong, growth, yoy, mom, qoq, so voi ky truoc, ngay tao, scope, pham vi,
        followers, watchers, privacy, created, created at, created on, nguoi tao, created by, if the pace holds,
        diem uu tien, muc uu tien, stage, phase, currency, tien te, rate, vote, votes, effort, impact, rank, ranking,
        reviewer, approver, nguoi duyet, size, estimate,
        projected, con thieu, target met, target reached, on target, dat chi tieu, dat muc tieu, var, var %, diff,
        difference, fcst, outlook, latest estimate, vs ly, vs py, vs last year, vs prior year, so cung ky, so voi cung
        ky, direction of travel, direction of change, travel, dot, uoc thuc hien, uoc th, uth, bud, du toan, dinh muc,
        aop, annual operating plan, target type
    """.replace("\n", " ").split(",")
)
