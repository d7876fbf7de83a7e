"""The words that people head their columns with, in both languages, and what each may hold.

Words are bare: folded, without marks. A word that may head several things stands in ``EITHER`` with its candidates in
the order of likelihood; the column's content decides. ``OTHER`` are words that are known to be none of ours, so that
nobody is asked about them.
"""

from __future__ import annotations

from collections.abc import Mapping

from sync.model import Field

VIETNAMESE: Mapping[Field, str] = {
    Field.objective: """
        muc tieu o, o muc tieu, muc tieu chinh, ten muc tieu, noi dung muc tieu, muc tieu objective, muc tieu okr,
        muc tieu chien luoc, muc tieu lon, muc tieu cua doi, muc tieu dinh tinh, muc tieu phong ban, muc tieu bo
        phan
    """,
    Field.objective_id: "ma muc tieu, id muc tieu, ma o, id o, so muc tieu, ma objective",
    Field.key_result: """
        ket qua then chot, ket qua then chot kr, ket qua chinh, ket qua chinh kr, ket qua quan trong, ket qua mau
        chot, ket qua cot loi, kqtc, ten kr, noi dung kr, noi dung ket qua then chot, ket qua can dat kr, ten ket
        qua then chot, ket qua trong yeu, ket qua chu chot
    """,
    Field.key_result_id: "ma kr, id kr, ma ket qua, ma ket qua then chot, kr so, ma key result, ma ket qua chinh",
    Field.row_kind: "loai dong, phan loai dong, o kr, o hay kr, loai muc",
    Field.item: """
        muc tieu va ket qua then chot, muc tieu ket qua then chot, muc tieu va ket qua chinh, muc tieu va kr, muc
        tieu va ket qua, noi dung okr, ten okr, danh sach okr, muc tieu ket qua chinh, cac muc tieu va ket qua then
        chot, mo ta okr
    """,
    Field.parent: """
        muc tieu cha, thuoc muc tieu, muc tieu cap tren, muc tieu lien ket, lien ket muc tieu, okr cha, muc cha,
        truc thuoc, lien ket voi, muc tieu cong ty, okr cap tren, thuoc ve, dong gop cho, dong cha, ma cha, thuoc o
    """,
    Field.baseline: """
        gia tri dau, gia tri ban dau, xuat phat, diem xuat phat, gia tri xuat phat, gia tri dau ky, dau ky, gia tri
        khoi diem, khoi diem, gia tri goc, moc ban dau, so dau ky, gia tri nen, co so, gia tri co so, duong co so,
        ban dau, muc nen, diem bat dau, gia tri bat dau, so ban dau, hien trang dau ky, dau quy, gia tri dau quy,
        ket qua ky truoc, ky truoc, quy truoc, thuc dat ky truoc, muc hien trang dau ky, so lieu dau ky, so goc, gia
        tri tham chieu, muc ban dau, muc dau ky, muc khoi diem, muc xuat phat
    """,
    Field.target: """
        muc tieu can dat, gia tri muc tieu, gia tri can dat, dich, dich den, gia tri dich, muc tieu so, chi tieu can
        dat, can dat, ky vong, muc ky vong, muc tieu ky vong, chi tieu ky vong, so can dat, muc can dat, con so muc
        tieu, gia tri cuoi ky, gia tri ky vong, muc tieu cuoi ky, chi tieu so, chi tieu dat, muc tieu dinh luong,
        chi tieu ke hoach, muc tieu phai dat, muc muc tieu, muc chi tieu
    """,
    Field.target_minimum: """
        chi tieu toi thieu, muc tieu toi thieu, muc san, nguong dat, muc dat toi thieu
    """,
    Field.target_stretch: """
        vuot troi, vuon len, muc vuon len, thach thuc, muc thach thuc, chi tieu vuon len, muc tieu vuon len, muc
        tieu thach thuc, chi tieu thach thuc, xuat sac, muc xuat sac, muc vuot troi, tham vong, muc tham vong
    """,
    Field.current: """
        hien tai, gia tri hien tai, thuc dat, thuc te, ket qua hien tai, ket qua thuc te, ket qua dat duoc, da dat,
        dat duoc, so thuc te, gia tri thuc te, so hien tai, so lieu hien tai, ket qua dat, muc hien tai, thuc te
        dat, thuc te dat duoc, da dat duoc, hien tai dat, luy ke, gia tri moi nhat, so lieu moi nhat, ket qua den
        nay, dat duoc den nay, muc dat duoc, ket qua moi nhat, so thuc dat
    """,
    Field.lower: """
        nguong duoi, can duoi, gioi han duoi, muc thap nhat, thap nhat, nguong toi thieu, khoe manh tu, nguong thap
    """,
    Field.upper: """
        nguong tren, can tren, gioi han tren, muc cao nhat, cao nhat, nguong toi da, khoe manh den, nguong cao
    """,
    Field.healthy_range: """
        khoang khoe manh, nguong khoe manh, nguong, khoang an toan, nguong an toan, vung an toan, muc chuan, nguong
        chap nhan, gioi han, vung khoe manh, khoang chap nhan, nguong cho phep, khoang cho phep, mien khoe manh
    """,
    Field.tolerance: "dung sai, sai so, sai so cho phep, bien do, bien do cho phep, do lech cho phep",
    Field.unit: "don vi, don vi tinh, dvt, dv tinh, don vi do, don vi do luong, dv do",
    Field.weight: "trong so, ty trong, ti trong, trong so kr, muc do quan trong, ty le trong so, ts",
    Field.confidence: """
        muc do tu tin, tu tin, do tu tin, muc tu tin, kha nang dat, kha nang hoan thanh, diem tu tin, chi so tu tin,
        muc do tin tuong, do tin cay, kha nang dat duoc
    """,
    Field.owner: """
        nguoi phu trach, chu so huu, phu trach, nguoi chiu trach nhiem, nguoi so huu, nguoi thuc hien, chu tri,
        nguoi chu tri, nguoi dam nhiem, nhan su phu trach, nguoi lam, so huu, trach nhiem, chiu trach nhiem, nguoi
        phu trach chinh, dau moi, nguoi dan dat, nhan vien phu trach, nguoi quan ly, phu trach chinh
    """,
    Field.team: """
        doi, nhom, phong ban, bo phan, phong, don vi phu trach, bo phan phu trach, khoi, ten doi, ten nhom, doi
        nhom, phong ban phu trach, doi phu trach, to, phong bo phan
    """,
    Field.cycle: "chu ky, quy, quy nam, chu ky okr, ky okr, giai doan, ky danh gia, ky",
    Field.start: "ngay bat dau, tu ngay, ngay khoi dau, thoi gian bat dau, thoi diem bat dau",
    Field.due: """
        han, han chot, han hoan thanh, ngay hoan thanh, ngay ket thuc, thoi han, den ngay, ngay den han, han cuoi,
        thoi gian hoan thanh, thoi han hoan thanh, thoi gian ket thuc, moc hoan thanh, han cuoi cung, ngay can dat
    """,
    Field.updated: """
        ngay cap nhat, cap nhat lan cuoi, ngay cap nhat cuoi, check in gan nhat, cap nhat cuoi, lan cap nhat, cap
        nhat gan nhat, lan cap nhat cuoi, ngay cap nhat gan nhat, thoi gian cap nhat, lan check in gan nhat
    """,
    Field.note: """
        ghi chu, binh luan, dien giai, giai thich, y kien, nhan dinh, ghi chu them, chu thich, luu y, danh gia chung
    """,
    Field.commitment: "loai cam ket, cam ket vuon len, cam ket hay vuon len, kieu okr, tinh chat, cam ket thach thuc",
    Field.kpi: """
        chi so kpi, ten kpi, ten chi so, kpi lien quan, kpi lien ket, chi so do luong, chi so hieu suat, kpi chi so,
        chi so hieu qua, chi so danh gia, ten chi tieu, do bang kpi, chi tieu kpi, kpi nguon
    """,
    Field.pace: """
        lo trinh, lo trinh dat, nhip do, nhip tien do, ke hoach tien do, cac moc, moc tien do, moc theo thoi gian,
        duong di
    """,
    Field.aggregation: "cach tinh, cach tong hop, cach tinh ky, phuong phap tinh, cach cong don",
    Field.day: """
        ngay, ngay check in, ngay ghi nhan, thoi diem, ngay do, ngay bao cao, ngay nhap, thoi diem ghi nhan
    """,
    Field.value: "gia tri, gia tri moi, so lieu, so do, ket qua do, gia tri ghi nhan, gia tri cap nhat",
    Field.progress: """
        tien do, % hoan thanh, hoan thanh %, ty le hoan thanh, muc do hoan thanh, ty le dat, muc hoan thanh, tien do
        hoan thanh, phan tram hoan thanh, tien do thuc hien, ti le hoan thanh, ti le dat, ty le, muc do dat, tien do
        kr, % dat, % thuc hien
    """,
    Field.score: "diem, diem so, diem okr, cham diem, diem danh gia, diem kr, diem cuoi ky, diem tu cham",
    Field.status: """
        trang thai, tinh trang, tinh hinh, tinh trang thuc hien, den bao, den giao thong, trang thai kr
    """,
    Field.warnings: "canh bao",
    Field.objective_score: """
        diem muc tieu, diem trung binh, diem tb, tien do muc tieu, tien do o, diem o, tien do trung binh, trung binh
        muc tieu
    """,
}

ENGLISH: Mapping[Field, str] = {
    Field.objective: """
        objective, objectives, o, objective o, objective title, objective name, objective description, team
        objective, team objectives, department objective, strategic objective, objective statement, what we want to
        achieve
    """,
    Field.objective_id: """
        objective id, o id, obj id, objective code, objective no, objective number, objective ref, obj no, objective
        #, o #
    """,
    Field.key_result: """
        key result, key results, kr, krs, key result kr, key results krs, key result description, key result title,
        key result name, kr description, kr name, kr title, measurable key result, key result statement, keyresult,
        keyresults
    """,
    Field.key_result_id: "kr id, key result id, kr code, kr no, kr number, kr ref, key result code, kr #",
    Field.row_kind: "row type, row kind, item type, record type, okr type, o or kr, entry type",
    Field.item: """
        okr, okrs, objectives and key results, objective and key results, objective and key result, objective key
        result, objectives key results, okr title, okr name, okr
        description, objective or key result, objectives krs, objective krs, objective kr, okr statement, goals and
        key results
    """,
    Field.parent: """
        parent, parent objective, parent id, belongs to, aligned to, aligns to, align with, aligned with, supports,
        company objective, parent okr, parent goal, part of, alignment, rolls up to, linked objective, ladders up
        to, contributes to, parent item
    """,
    Field.baseline: """
        baseline, base line, baseline value, start value, starting value, starting, starting point, initial,
        initial value, from, start of quarter, beginning value, previous value, base, base value, opening value, initial
        baseline, prior value, value at start, start point, starts at, last quarter
    """,
    Field.target: """
        target, targets, target value, goal value, expected target, expected, target expected, end value, target
        metric, target number, target amount, final target, desired value, target level, committed target, expected
        value, target goal, quarter target, quarterly target, realistic target, aim, ends at, target outcome,
        planned value
    """,
    Field.target_minimum: """
        minimum target, target minimum, target min, min target, threshold target, minimum acceptable, floor target,
        minimal target
    """,
    Field.target_stretch: """
        stretch, stretch target, target stretch, stretch goal, ambitious target, moonshot, stretch value, excellent,
        target max, max target, ambitious
    """,
    Field.current: """
        current, current value, now, where we are, where we are now, actual,
        actuals, actual value, latest, latest value, to date, ytd, achieved,
        attained, current actual, actual to date, actual result, current result, current status value, today,
        current level, progress value, latest actual, current number, result to date, actual achieved, current
        metric, qtd, live value
    """,
    Field.lower: """
        lower, lower bound, lower limit, healthy from, healthy min, min healthy, healthy minimum, lower threshold,
        minimum healthy, low threshold, healthy low, lcl, range from, green from, no lower than
    """,
    Field.upper: """
        upper, upper bound, upper limit, healthy to, healthy max, max healthy, healthy maximum, upper threshold,
        maximum healthy, high threshold, healthy high, ucl, range to, green to, no higher than
    """,
    Field.healthy_range: """
        healthy range, range, healthy, acceptable range, healthy bound, healthy bounds, threshold, thresholds,
        bound, bounds, normal range, target range, green range, safe range, healthy when, healthy if, guardrail,
        guardrails
    """,
    Field.tolerance: "tolerance, allowed deviation, margin, permitted deviation",
    Field.unit: """
        unit, units, uom, unit of measure, unit of measurement, measurement unit, metric unit, currency unit
    """,
    Field.weight: "weight, weighting, weightage, weight kr, relative weight, importance weight, wt",
    Field.confidence: """
        confidence, confidence level, confidence score, confidence rating, confident, confidence to hit target,
        confidence in target
    """,
    Field.owner: """
        owner, owners, pic, assignee, dri, responsible, accountable, person responsible, owner name, in charge,
        person in charge, who, led by, responsible person, assigned to, champion, driver, lead, key result owner
    """,
    Field.team: "team, department, squad, dept, team name, business unit, tribe, org unit, team department",
    Field.cycle: """
        cycle, quarter, okr cycle, okr period, cycle name, fiscal quarter, time period, timeframe, period
    """,
    Field.start: "start date, from date, start day, begin date, date started, started on, begins",
    Field.due: """
        due, due date, deadline, end date, target date, by when, due by, due on, completion date, due day, finish
        date, delivery date, date due, expected completion
    """,
    Field.updated: """
        updated, last updated, last update, update date, last check in, date updated, updated on, last checkin,
        updated at, latest check in, latest update, last checked, last modified, as of
    """,
    Field.note: """
        note, notes, comment, comments, remark, remarks, commentary, notes comments, comments notes, update notes,
        check in notes, context
    """,
    Field.commitment: """
        commitment, committed aspirational, committed or aspirational, aspirational committed, ambition
    """,
    Field.kpi: """
        kpi, kpis, linked kpi, kpi name, related kpi, key performance indicator, kpi metric, source kpi, kpi title
    """,
    Field.pace: """
        pace, pacing, planned pace, trajectory, planned path, glide path, progress plan, interim targets,
        milestones by date
    """,
    Field.aggregation: "aggregation, roll up, rollup, aggregate, aggregation method, how aggregated",
    Field.day: """
        date, day, check in date, checkin date, timestamp, date of check in, reported on, reporting date, entry date
    """,
    Field.value: "value, new value, check in value, checkin value, reported value, measured value, reading",
    Field.progress: """
        progress, completion, % complete, % completed, percent complete, percentage complete, achievement,
        attainment, % done, done %, complete %, % achieved, achieved %, percent achieved, percent done, progress to
        date, overall progress, completion rate, achievement rate, percent progress, progress toward target, current
        progress, pct complete
    """,
    Field.score: """
        score, okr score, grade, kr score, final score, scoring, grading, final grade, self score, rating
    """,
    Field.status: """
        status, state, health, rag, rag status, current status, kr status, traffic light, health status, okr status
    """,
    Field.warnings: "warnings, warning, findings",
    Field.objective_score: """
        objective score, objective progress, o score, objective average, average progress, average score, objective
        grade, overall objective progress, overall score
    """,
}

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
    "plan": (Field.target, Field.note),
    "planned": (Field.target, Field.note),
    "to": (Field.target, Field.upper, Field.due),
    "result": (Field.key_result, Field.current),
    "results": (Field.key_result, Field.current),
    "outcome": (Field.key_result, Field.current),
    "outcomes": (Field.key_result, Field.current),
    "start": (Field.start, Field.baseline),
    "end": (Field.due, Field.target),
    "update": (Field.note, Field.updated, Field.current),
    "updates": (Field.note, Field.updated, Field.current),
    "check in": (Field.current, Field.updated, Field.note),
    "checkin": (Field.current, Field.updated, Field.note),
    "type": (Field.row_kind, Field.commitment),
    "kind": (Field.row_kind, Field.commitment),
    "category": (Field.row_kind, Field.commitment),
    "level": (Field.row_kind, Field.commitment),
    "committed": (Field.commitment, Field.target),
    "min": (Field.target_minimum, Field.lower),
    "minimum": (Field.target_minimum, Field.lower),
    "max": (Field.target_stretch, Field.upper),
    "maximum": (Field.target_stretch, Field.upper),
    "metric": (Field.kpi, Field.key_result),
    "metrics": (Field.kpi, Field.key_result),
    "measure": (Field.kpi, Field.key_result),
    "measures": (Field.kpi, Field.key_result),
    "indicator": (Field.kpi, Field.key_result),
    "indicators": (Field.kpi, Field.key_result),
    "measure of success": (Field.key_result, Field.kpi),
    "success measure": (Field.key_result, Field.kpi),
    "success metric": (Field.key_result, Field.kpi),
    "success criteria": (Field.key_result, Field.kpi),
    "item": (Field.item,),
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
        noi dung, mo ta, hang muc, ten, tieu de, item, description, name, title, ma, ma so, id, code, ref, stt, tt,
        so tt, no, #, type, kind, category, level, loai, phan loai, kieu, cap, cap do, result, results, outcome,
        outcomes, ket qua, metric, metrics, measure, measures, indicator, indicators, tieu chi, plan, planned, ke
        hoach, kh, th, to, from, tu, den, goal, goals, range, bound, cap nhat, update, updates
    """.replace("\n", " ").split(",")
)
"""Words that head columns of every kind of list: by themselves they say nothing of OKRs."""

OTHER = frozenset(
    " ".join(word.split())
    for word in """
        initiative, initiatives, sang kien, cong viec, hanh dong, ke hoach hanh dong, action, actions, action plan,
        task, tasks, next step, next steps, buoc tiep theo, viec can lam, link, url, lien ket, tai lieu, document,
        priority, uu tien, do uu tien, muc do uu tien, gap, chenh lech, variance, delta, remaining, con lai, can
        them, expected progress, tien do ky vong, forecast, du bao, progress bar, thanh tien do, bieu do, chart,
        trend, xu huong, source, nguon, nguon du lieu, nguon so lieu, data source, tan suat, frequency, cong thuc,
        formula, cach do, cach do luong, phuong phap do, how measured, dinh nghia, definition, vai tro, role, email,
        hyperlink, blockers, blocker, risks, risk, rui ro, kho khan, giai phap, solution, lessons, bai hoc,
        dependencies, phu thuoc, ho tro, support, ngan sach, budget, chi phi, cost, kpi owner id, weight objective,
        objective weight, trong so muc tieu, trong so o, o weight, objective owner, nguoi phu trach muc tieu, chu so
        huu muc tieu, objective status, trang thai muc tieu, tags, tag, nhan, quarter to date, last value, previous,
        gia tri truoc, lan truoc, thay doi, change, tang truong, growth, yoy, mom, qoq, so voi ky truoc, ngay tao,
        created, created at, created on, nguoi tao, created by, if the pace holds, projected
    """.replace("\n", " ").split(",")
)
