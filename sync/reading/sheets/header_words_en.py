"""The words that people head their columns with in English, field by field: bare."""

from __future__ import annotations

from collections.abc import Mapping

from sync.model.rows import Field

ENGLISH: Mapping[Field, str] = {
    Field.objective: """
        personal objective, individual objective, objective, objectives, o, objective o, objective title, objective
        name, objective description, team objective, team objectives, department objective, strategic objective,
        objective statement, what we want to achieve, objective text, quarterly objective, annual objective, company
        objectives, key objective, objective goal, objective or goal, our objective, objective summary, business
        objective, strategic goal, strategic goals, strategic priority, strategic priorities, obj, dept objective, dept
        objectives, department objectives, division objective, squad objective, business unit objective, bu objective,
        functional objective, function objective, unit objective, dept obj, team obj, department goal, dept goal
    """,
    Field.objective_id: """
        objective id, o id, obj id, objective code, objective no, objective number, objective ref, obj no, objective
        #, o #, objective key, key of objective, objective code number, o identifier, obj #, obj code, obj ref,
        objective identifier, objective num, objective index, o no, o number, o code, o ref, objective reference,
        objective uid, goal id
    """,
    Field.key_result: """
        team key result, team key results, team kr, company key result, department key result, individual key result,
        personal key result, key result, key results, kr, krs, key result kr, key results krs, key result description,
        key result title, key result name, kr description, kr name, kr title, measurable key result, key result
        statement, keyresult, keyresults, measurable result, measurable results, sub goal, sub goals,
        department kr, individual kr, personal kr, company kr
    """,
    Field.key_result_id: """
        kr id, key result id, kr code, kr no, kr number, kr ref, key result code, kr #, id key result, kr key, kr
        identifier, key result no, key result number, key result ref, key result #, kr num, kr index, kr uid, key
        result key, key result identifier, key result reference, key result uid, kr reference,
        kr#, kpi id, kpi code, kpi no
    """,
    Field.row_kind: """
        row type, row kind, item type, record type, okr type, o or kr, entry type, object type, node type, line type,
        okr level, objective or kr, objective key result type, item level, item kind, kind of row, type of row, type
        of item, metatype, work item type, issue type, issuetype, ticket type, card type, type of issue
    """,
    Field.item: """
        okr, okrs, objectives and key results, objective and key results, objective and key result, objective key
        result, objectives key results, okr title, okr name, okr description, objective or key result, objectives krs,
        objective krs, objective kr, okr statement, goals and key results, okr text, okr item, okr details, okr
        description text, objectives and krs, objective and kr, okr list
    """,
    Field.parent: """
        parent, parent objective, parent id, belongs to, aligned to, aligns to, align with, aligned with, supports,
        company objective, parent okr, parent goal, part of, alignment, rolls up to, linked objective, ladders up to,
        contributes to, parent item, parent okr id, aligned objective, supporting objective, supported objective,
        aligned okr, goal alignment, strategic alignment, parent key result, cascades from
    """,
    Field.baseline: """
        baseline, base line, baseline value, start value, starting value, starting, starting point, initial, initial
        value, from, start of quarter, beginning value, previous value, base, base value, opening value, initial
        baseline, prior value, value at start, start point, starts at, last quarter, metric start value, start metric,
        starting metric, baseline metric, target baseline, as is, last month, last week, as is value, last q, last qtr,
        last quarter actual, last quarter result, last quarter end, prior quarter, prior q, prior qtr, previous quarter,
        prev quarter, previous q, prev q, previous qtr, prior period, previous period, last period, previous month,
        prior month, previous cycle, last cycle, prior cycle, end of last quarter, original value, starting number,
        starting level, initial level, initial number, initial metric
    """,
    Field.target: """
        tgt, weekly target, weekly goal, monthly target, daily target,
        where we want to be, where we want to get,
        metric target value, target, targets, target value, goal value, expected target, expected, target expected,
        end value, target metric, target number, target amount, final target, desired value, target level, committed
        target, expected value, target goal, quarter target, quarterly target, realistic target, aim, ends at, target
        outcome, planned value, ytd target, target ytd, ytd plan, mtd target, target mtd, mtd plan, qtd target, target
        qtd, qtd plan, to be, to be target, to be value, from to, from and to, baseline to target, baseline target,
        start to target, start target, start to end, from x to y
    """,
    Field.target_minimum: """
        min acceptable, lowest acceptable, least acceptable, acceptable minimum,
        minimum target, target minimum, target min, min target, threshold target, minimum acceptable, floor target,
        minimal target, minimum target value, target lower bound, minimum outcome, lower target, commit target,
        baseline target floor, must have target, threshold value target, at least target, target floor, minimum goal,
        minimum expected, acceptable target, bottom target, must hit, pass mark, worst case target
    """,
    Field.target_stretch: """
        stretch, stretch target, target stretch, stretch goal, ambitious target, moonshot, stretch value, excellent,
        target max, max target, ambitious, stretch target value, stretched target, target upper bound, stretch
        outcome, stretch metric, dream target, best case target, aspirational target, aspirational value, aspirational
        goal, target ceiling, upside target, exceeds expectations, wow target
    """,
    Field.current: """
        metric current value, current, current value, now, where we are today,
        where we are, where we are now, actual, actuals, act, actual
        value, latest, latest value, to date, ytd, achieved, attained, current actual, actual to date, actual result,
        current result, current status value, today, current level, progress value, latest actual, current number,
        result to date, actual achieved, current metric, qtd, live value, so far, actual so far, result so far,
        cumulative, cumulative total, cumulative to date, cumulative actual, ytd actual, actual ytd, mtd actual, actual
        mtd, qtd actual, actual qtd, ytd actuals, mtd actuals, qtd actuals,
        this month, this week, this quarter, current month, current quarter
    """,
    Field.done: """
        done, is done, done yet, done or not, completed, complete, finished, ticked off, done y n, is complete, is
        completed, is finished, finished yet, completed yet, complete y n, completed y n, all done, kr done, done x,
        tick when done, done tick, mark done, check when done, marked done, delivered y n, tick off, done check, met, is
        met, met y n, met yes no, met not met, met missed, kr met, key result met, goal met, goal met y n, target met y
        n, achieved y n, achieved yes no, achieved not achieved, is achieved, kr achieved, goal achieved, goal achieved
        y n, reached, reached y n, is reached, reached not reached, pass fail, passed, passed failed, passed y n, done
        yes no
    """,
    Field.lower: """
        lower, lower bound, lower limit, healthy from, healthy min, min healthy, healthy minimum, lower threshold,
        minimum healthy, low threshold, healthy low, lcl, range from, green from, no lower than, lower control limit,
        min bound, minimum bound, min limit, minimum limit, lower range, range minimum, acceptable from, safe from,
        lower spec
    """,
    Field.upper: """
        upper, upper bound, upper limit, healthy to, healthy max, max healthy, healthy maximum, upper threshold,
        maximum healthy, high threshold, healthy high, ucl, range to, green to, no higher than, upper control limit,
        max bound, maximum bound, max limit, maximum limit, upper range, range maximum, acceptable to, safe to, upper
        spec
    """,
    Field.healthy_range: """
        healthy range, range, healthy, acceptable range, healthy bound, healthy bounds, threshold, thresholds, bound,
        bounds, normal range, target range, green range, safe range, healthy when, healthy if, guardrail, guardrails,
        acceptable bounds, control limits, control range, expected range, tolerance range, allowed range, safe zone,
        healthy zone, healthy band
    """,
    Field.tolerance: """
        tolerance, allowed deviation, margin, permitted deviation, tolerances, tolerance %, tolerance allowed,
        tolerance limit, tolerance level, deviation tolerated, tolerance width, allowed variance, permitted variance,
        acceptable deviation, acceptable variance, max deviation, maximum deviation, deviation allowed, variance
        allowed, margin of error, error margin, tolerance band, tolerance margin, tolerance value, plus minus,
        tolerated deviation, tolerated variance
    """,
    Field.direction: """
        good is, good when, good if, good to be, better, better is, better when, better if, best is, polarity, kpi
        polarity, measure polarity, desired direction, direction, measure direction, metric direction, good direction,
        right direction, direction of good, direction of improvement, improvement direction, target direction, goal
        direction, desired trend, preferred direction, favourable direction, favorable direction, intended direction,
        higher or lower, higher lower, up or down, high or low, low or high, what is good, which is better, which way
        is good, bigger is better, smaller is better
    """,
    Field.unit: """
        unit, units, uom, unit of measure, unit of measurement, measurement unit, metric unit, currency unit, kr unit,
        key result unit, kpi unit, measured in, measure unit, unit type, units of measure, unit of metric, metric
        units, value unit, metric type, measurement type, measured as, number format unit, unit name, unit label, unit
        symbol, unit measure
    """,
    Field.weight: """
        weight, weighting, weightage, weight kr, relative weight, importance weight, wt, weights, weights %, weight of
        kr, weight of key result, kr share, weight %, kr weight, key result weight, weight factor, weighing,
        importance %, weight pct, weight percentage, percentage weight, share of objective, kr weighting, contribution
        weight, weight in objective, relative importance, weight value, priority weight
    """,
    Field.confidence: """
        confidence, confidence level, confidence score, confidence rating, confident, confidence to hit target,
        confidence in target, confidence %, confidence today, confidence of owner, probability of hitting target, kr
        confidence, confidence index, how confident, how confident are we, confidence in kr, current confidence,
        likelihood of success, probability of success, confidence now, confidence this week, confidence rag, team
        confidence, owner confidence, chance of success, confidence estimate, confidence 1 10
    """,
    Field.owner: """
        assign to, owner, owners, pic, assignee, dri, responsible, accountable, person responsible, owner name, in
        charge, person in charge, who, led by, responsible person, assigned to, champion, driver, lead, key result
        owner, kr owner, owner email, owner email id, responsible owner, dri name, kr lead, goal owner
    """,
    Field.team: """
        team, department, squad, dept, team name, business unit, tribe, org unit, team department, team or department,
        team dept, department team, team responsible, team in charge, department in charge, owning department,
        responsible department, department name, branch, store, region, business area, group name, division, team squad,
        unit team, dept name, product team, owning team, responsible team, team owner
    """,
    Field.cycle: """
        cycle, quarter, okr cycle, okr period, cycle name, fiscal quarter, time period, timeframe, period, okr
        quarter, okr timeframe, okr time frame, cycle id, okr term, planning cycle, planning period, goal period, time
        frame, cycle quarter, okr cycle name, fiscal period, review period, performance period, cycle period, timebox,
        planning session
    """,
    Field.start: """
        start date, from date, start day, begin date, date started, started on, begins, starts on, kr start date,
        start of work, start date planned, planned start, actual start date, start on, effective from,
        effective date, kick off date, kickoff date, beginning date, commencement date, start time, date start, opened
        on, valid from, day started, launch of kr
    """,
    Field.due: """
        due, due date, deadline, end date, target date, by when, due by, due on, completion date, due day, finish
        date, delivery date, date due, expected completion, due time, end time, ends on, due on date, target
        completion date, planned end, finish by, expires on, complete by
    """,
    Field.updated: """
        updated, last updated, last update, update date, last check in, date updated, updated on, last checkin,
        updated at, latest check in, latest update, last checked, last modified, as of, updated date, last edited,
        date of last update, date last updated, most recent update, last refresh, refreshed on,
        reading date, data date
    """,
    Field.note: """
        note, notes, comment, comments, remark, remarks, commentary, notes comments, comments notes, update notes,
        check in notes, context, status note, status notes, comment s, check in comment, check in comments, weekly
        notes, additional notes, check in note, checkin note, checkin notes, update note, progress note, progress notes,
        weekly note
    """,
    Field.commitment: """
        commitment, committed aspirational, committed or aspirational, aspirational committed, ambition, committed
        okr, okr commitment, committed aspirational type, commitment type, commit type, okr kind, commit or stretch,
        committed vs aspirational, committed stretch, type of okr, aspirational or committed, commit aspirational,
        commitment level, stretch or committed, roofshot moonshot, moonshot roofshot, committed y n, committed yes no,
        is committed, is it committed, committed kr, commit y n, aspirational y n, aspirational yes no, is aspirational,
        is it aspirational, aspirational okr, aspirational kr, moonshot y n, is moonshot, is it a moonshot,
        is a moonshot, stretch y n, stretch yes no, is stretch, is it a stretch, stretch goal y n
    """,
    Field.kpi: """
        kpi, kpis, linked kpi, kpi name, related kpi, key performance indicator, kpi metric, source kpi, kpi title,
        kpi ref, kpi reference, kpi link, kpi tracked, tracks kpi, kpi measured, performance measure, performance
        measures
    """,
    Field.pace: """
        pace, pacing, planned pace, expected pace, pace plan, trajectory, planned trajectory, planned path, path, path
        to target, glide path, glidepath, progress plan, progress curve, planned curve, curve, interim targets,
        interim target, intermediate targets, checkpoints, checkpoint values, targets by date, targets by month,
        milestones by date, milestone targets, phasing, phased targets, target phasing, ramp, ramp up, run rate plan
    """,
    Field.aggregation: """
        aggregation, roll up, rollup, aggregate, aggregation method, how aggregated, aggregate by, aggregate method,
        aggregate function, summarised by, summarized by, summary method, period aggregation, roll up method, rollup
        method, rollup rule, calculation type, how it adds up, how to aggregate, combine by, combine method,
        consolidation, consolidation method, period method, sum or last, last or sum
    """,
    Field.day: """
        date, day, check in date, checkin date, timestamp, date of check in, reported on, reporting date, entry date,
        date reported, date recorded, recorded on, report date, check in day, checked in on, check in on, log date,
        measured on, date measured, measurement date, date logged, as at date, week of, week ending, week commencing
    """,
    Field.value: """
        value, new value, check in value, checkin value, reported value, measured value, reading, kr value, value
        measured, value entered, logged value, recorded value, value reported, value recorded, reported number, number
        reported, check in number, check in metric, current reading, value at check in, value now, reported actual,
        observed value, value logged, entered value, latest reading
    """,
    Field.progress: """
        progress, completion, % complete, % completed, percent complete, percentage complete, achievement, attainment,
        % done, done %, complete %, % achieved, achieved %, percent achieved, percent done, progress to date, overall
        progress, completion rate, achievement rate, percent progress, progress toward target, current progress, pct
        complete, progress %, a t, a p, goal progress
    """,
    Field.score: """
        score, okr score, grade, kr score, final score, scoring, grading, final grade, self score, rating, kr grade,
        okr final score, final score of kr, okr grade, end score, final okr score, self grade, score 0 1, quarter
        score, end of quarter score, closing score, manager score, final rating, grade 0 1, points scored, kr rating
    """,
    Field.status: """
        status, state, health, rag, rag status, current status, kr status, traffic light, health status, okr status,
        kr health, kr traffic light, kr colour, kr color, status now, status this week, rag colour, rag color, traffic
        lights, progress status, overall status, tracking status, kr rag, status rag, current health, status color,
        status colour, goal status
    """,
    Field.warnings: """
        warnings, warning, findings, kr warnings, warnings and errors, errors and warnings, okr check, sheet issues,
        row issues, row warnings, okr warnings, warnings found, issues found, okr issues, okr findings, issue list,
        data issues, data warnings, automatic warnings, automatic findings, check findings, check results, quality
        issues, sheet warnings, sheet findings, validation messages, problems found
    """,
    Field.objective_score: """
        objective score, objective progress, o score, objective average, average progress, average score, objective
        grade, overall objective progress, overall score, objective %, score of objective, objective total, objective
        rating, objective result, o progress, objective completion, objective attainment, o average, average of krs,
        avg score, avg progress, mean progress, mean score, objective mean, overall objective score
    """,
}
