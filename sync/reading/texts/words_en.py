"""The English words that carry meaning in the text of a key result, and what each does there."""

from __future__ import annotations

from sync.reading.texts.marks import Mark, Marks

ENGLISH: dict[Marks, str] = {
    Mark.nothing: (
        "lost time | lost-time | continuous improvement | near miss | near misses | near-miss | near-misses | "
        "cut-off | up to date | drop-in | bring forward | brought forward | of the time | drop off | double-digit | "
        "raise awareness | limited edition | double opt-in | double entry | double-entry | double shift | "
        "double rooms | double occupancy | triple glazing | fall campaign | fall fundraiser | fall sales | "
        "fall enrollment | fall risk | late night | overnight stays | stay interviews | lost customers regained | "
        "kept on | saved for | tax return | tax returns | story time | screen time | spare time | lift maintenance | "
        "lift shaft | lift cars"
    ),
    Mark.up: (
        "increase | increases | increased | increasing | grow | grows | growing | growth | growth of | raise | "
        "raises | raising | boost | lift | expand | gain | gains | rise | rises | ramp up | scale | scale up | "
        "step up | uplift | extend | extends | raised | boosted | lifted | expanded | expanding | gained | grew | "
        "grown | rose | risen | rising | climb | climbs | climbed | extended | ↑ | ↗ | ▲ | ⬆"
    ),
    Mark.down: (
        "reduce | reduces | reduced | reducing | decrease | decreases | decreased | decreasing | cut | cuts | "
        "lower | lowers | lowering | lose | drop | drops | shorten | shrink | decline | minimize | minimise | "
        "bring down | slash | trim | reduction | reduction of | save | saves | saving | lowered | shortened | "
        "shortens | dropped | fall | falls | fell | fallen | falling | declined | declines | cutting | trimmed | "
        "trims | shrinks | shrunk | narrowed | narrow | narrows | lost | saved | brought down | slashed | "
        "minimized | minimised | curb | curbed | shave | shaves | shaved | ↓ | ↘ | ▼ | ⬇"
    ),
    Mark.limit: "limit | limits | limited | cap | caps | capped | restrict | restricted | contain | contained",
    Mark.spends: "pay | pay off | borrow | award | spend | invest | allocate | donate | budget",
    Mark.saves: "save | saves | saving",
    Mark.streak: "in a row | consecutive | straight | running",
    Mark.served: (
        "reply | respond | resolve | answer | review | acknowledge | triage | refund | ship | deliver | fix | "
        "approve | settle | process | pay | return | close out | call back | contact | dispatch"
    ),
    Mark.improve: (
        "enhance | enhances | enhancing | "
        "speed up | accelerate | accelerates | streamline | improve | improves | bring | get | move | take | drive | "
        "push | change | shift | optimize | optimise | turn | improvement | improvement of | go | goes | improved | "
        "improving | moved | moves | brought | brings"
    ),
    Mark.reach: (
        "completes | completed | make up | makes up | made up | account for | accounts for | stand at | stands at | "
        "reach | reaches | reached | reaching | achieve | achieves | achieved | achieving | hit | hits | attain | "
        "be | is | equals | equal | get to | complete | = | : | arrive at | obtain | secure | earn | generate | "
        "make | got to"
    ),
    Mark.exceed: "past | beyond | exceed | exceeds | surpass | surpasses | beat | beats | exceeding | outperform",
    Mark.add: (
        "add | land | lands | "
        "hire | hires | recruit | sign | sign up | acquire | win | onboard | attract | enroll | enrol | gain | "
        "bring in | close | partner with | team up with | take on | recover"
    ),
    Mark.do: (
        "put on | puts on | hand over | hands over | handed over | take over | held | follow up | set up | clean up | "
        "back up | "
        "wrap up | pick up | write up | plant | issue | form | "
        "grade | store | publish | write | hold | run | conduct | interview | organize | organise | host | launch | "
        "ship | deliver | release | sell | open | train | visit | call | meet | book | create | produce | build | "
        "read | collect | send | migrate | implement | finish | post | present | have | merge | consolidate | "
        "combine | fix | repair | install | replace | audit | translate | document | draft | teach | investigate | "
        "resolve | develop | establish | appoint | localize | localise | deadlift | squat"
    ),
    Mark.keep: (
        "keep | keeps | keeping | maintain | maintains | maintaining | stay | stays | staying | hold | "
        "holds | sustain | remain | remains | kept | held | maintained"
    ),
    Mark.start: "from | frm | up from | down from | from about | from around",
    Mark.end: "to | into | to about | to around | towards",
    Mark.end_down: "down to",
    Mark.up_to: "up to | upto",
    Mark.by: "by | by about | by around | by another",
    Mark.new: "new | net new | brand-new",
    Mark.more: "more | additional | extra | another | further",
    Mark.at_least: (
        "lower limit | lower limit of | lower bound | at least | at the least | a minimum of | minimum of | "
        "minimum | min | min . | no less than | not less than | "
        "no fewer than | no lower than | not below | at or above | at or over | atleast | nothing less than | "
        "nothing below | nothing under | nothing lower than | from falling below | from dropping below | "
        "from going below | from slipping below | from dipping below | from falling under | from dropping under"
    ),
    Mark.at_most: (
        "upper limit | upper limit of | upper bound | at most | at the most | a maximum of | maximum of | maximum | "
        "max | max . | no more than | "
        "not more than | not exceed | not exceeding | at or below | at or under | no higher than | not above | "
        "from exceeding | from going above | from going over | from rising above | from climbing above | "
        "from growing beyond | avoid more than | avoid over | sub - | atmost | "
        "no deeper than | no larger than | no bigger than | no longer than | no greater than | not longer than | "
        "not higher than | not greater than | not over"
    ),
    Mark.above: "tren | north of | in excess of | upwards of",
    Mark.below: "duoi | south of | shy of | beneath",
    Mark.or_more: (
        "or longer | or bigger | or larger | or more | or higher | or above | or better | and above | or greater | plus"
    ),
    Mark.or_less: (
        "or shorter | or quicker | or sooner | or less | or fewer | or lower | or below | or under | or faster"
    ),
    Mark.between: "between | in the range of | in the range | within the range of",
    Mark.both: "and | as well as | along with",
    Mark.within: (
        "within | inside | in | after | during | over the next | over the last | for | in the next | in under | "
        "in less than | throughout | over the past | in the first | in the last | the next | the last | the first"
    ),
    Mark.other: "per | versus | vs | vs . | compared to | compared with | relative to | for every | against | than",
    Mark.now: (
        "instead of | rather than | currently | current | baseline | today | was | currently at | now | now at | "
        "currently around | starting at"
    ),
    Mark.never: (
        "not | no | never | nobody | no one | no-one | without | cannot | don't | doesn't | can't | couldn't | "
        "mustn't | shouldn't | won't | "
        "wouldn't | isn't | aren't | needn't | dont | doesnt | cant | couldnt | mustnt | shouldnt | wont | "
        "wouldnt | isnt | arent | can not"
    ),
    Mark.aside: (
        "totalling | totaling | total value of | of which | averaging | with | who | that | which | worth | "
        "including | incl | incl . | thereof | so that | where | whose | having | spending | rated | when | via | "
        "through | using | for | at | "
        "while | among | across | on"
    ),
    Mark.filler: (
        "inbox zero | on hold | "
        "on time | real time | full time | part time | first time | all time | one time | a | an | the | about | "
        "around | approximately | roughly | total | total of | a total of | level | level of | some | approx | at | "
        "our | enough | nearly | almost | just | well | all | successfully | rate of | score of | an average of | "
        "average of | average | on average | with | of"
    ),
    Mark.stop: (
        "in | of | for | with | from | by | per | to | on | at | who | that | which | within | and | or | each | "
        "every | before | after | across | through | via | into | over | under | until | as | using | during | "
        "out of | off | is | are | was | be | this | next | last | than | up | down | a | the | while | when | so | but"
    ),
    Mark.every: "per | each | every | a | an | / | in a | in each",
    Mark.factor: "double | doubles | triple | triples | quadruple | halve | halves | half",
    Mark.name: (
        "type | month | top | phase | version | tier | level | stage | wave | sprint | batch | no. | number | iso | "
        "soc | ios | android | "
        "kr | okr | quarter | fy | q | week | day | series | python | windows | step | round | part | "
        "chapter | room | group | class | page | web | gpt | article | section | release | bug | ticket | issue | "
        "building | unit | store | plant | warehouse | terminal | year | grade | gate | lot | incident | ward | "
        "line | form | scope | berth | pier | runway | boiler | kiln | furnace | turbine | reactor | hangar | hall | "
        "silo | route | platform | corridor | junction | "
        "district | zone | highway | region | area | branch | team | cluster | territory | segment | channel | site | "
        "cohort | market | clause | aisle | floor | mile | dock | desk | lane | sector | block | wing | deck | "
        "grades | phases | zones | floors | wards | tiers | "
        "appendix | annex | priority | severity | schedule | rule | regulation | directive"
    ),
    Mark.rate: (
        "rate | ratio | percentage | share | margin | churn | conversion | retention | utilization | utilisation | "
        "uptime | coverage | adoption"
    ),
    Mark.money: (
        "revenue | sales | cost | costs | profit | budget | spend | mrr | arr | gmv | income | margin | savings | "
        "cash | pipeline | bookings"
    ),
    Mark.lower_is_better: (
        "days sales outstanding | sales outstanding | days in inventory | days inventory | missed calls | "
        "failed payments | outstanding receivables | mis-picks | mispicks | sales cycle | customers lost | "
        "clients lost | deals lost | days lost | hours lost | members lost | mortality | deaths | infection | "
        "infections | complications | emissions | pollution | fraud | damage | damages | scrap | rework | rejects | "
        "rejection rate | cancellations | cancellation | cancellation rate | escalations | unemployment | dropout | "
        "dropouts | drop-outs | overtime | overruns | shortages | stockouts | stock-outs | overdue | expired | "
        "late | crash | crashes | failures | faults | body fat | blood pressure | idle | spam | losses | "
        "delinquency | npl | write-offs | vacancy rate | energy use | water use | breakage | staff turnover | "
        "employee turnover | voluntary turnover | sick days | delinquent | unplanned | misses | mistakes | "
        "rollbacks | vacancies | length of stay | churn | error | errors | bug | bugs | defect | defects | "
        "complaint | complaints | latency | downtime | cost | costs | time | attrition | turnover rate | "
        "bounce rate | incident | incidents | response time | load time | lead time | cycle time | time to hire | "
        "backlog | waste | debt | returns | refunds | cac | wait | abandonment | delay | delays | spend | expenses | "
        "patient falls | inpatient falls | accident | accidents | injuries | change failure rate | failure rate | "
        "return rate | drop rate | drop-off rate | exit rate | hold time | handling time | mttr | no-shows | "
        "no-show | absenteeism | absence | absences | findings | outages | outage | vulnerabilities | pay gap | "
        "wage gap | shrinkage | spoilage | readmissions | fatalities | wait time | waiting list | violations | "
        "breaches | injury | reopen rate | rework rate | dso | cpl | cpa | cpc | aht | tat | opex | wastage | "
        "leakage | leak rate | loss ratio | loss rate | stock loss | water loss | fuel consumption | "
        "power consumption | energy consumption | water consumption | gas consumption | penalties | fines | "
        "shortfall | overspend | disputes | lawsuits | chargeback | chargebacks | theft | thefts | spills | "
        "spillage | contamination | congestion | write-downs | recalls | warranty claims | claims ratio | "
        "combined ratio | trir | trifr | ltifr | ltir | ltis | ppm | dppm | dpmo | saidi | saifi | caidi | alos | "
        "par30 | expense ratio | overheads | footprint | arrears | truancy | potholes | false positives | "
        "false alarms | non-conformances | nonconformities | sick leave | empty running | energy bill | power bill | "
        "accident rate | feed conversion | death rate | crime rate | default rate | lapse rate | reject rate | "
        "refund rate | unsubscribe rate | no-show rate | dead stock | excess stock | obsolete stock | resignations | "
        "lateness | wear rate | burn rate | noise level | drop-off | anr | queue length | co2 intensity | "
        "emission intensity | carbon intensity | cogs | copq | cpm | oos | cost-to-income | cost-to-serve | "
        "cost-of-goods | cost-per-hire | cost-to-sales | cost of goods | readmission | readmission rate | sickness | "
        "leaver rate | leavers | void rate | voids | abandon rate | opt-out rate | opt-outs | uninstall rate | "
        "uninstalls | click-through on phishing | phishing click rate | phishing clicks | false positive rate | "
        "false negative rate | false negatives | yield loss | overhead | budget variance | cost variance | "
        "schedule variance | forecast error | mape | code duplication | duplication | duplicates | poverty | "
        "poverty rate | reoffending | reoffending rate | smoking rate | obesity | stunting | malnutrition | "
        "c-section rate | caesarean rate | heart rate | waist | waistline | phone pickups | breakdowns | "
        "machine breakdowns | net burn | cash burn | screen time | open vulnerabilities | dropped calls | "
        "lost parcels | lost customers | lost time | lost luggage | lost bags | escalation rate | breach rate | "
        "sla breach rate | rollback rate | drop off rate | repeat calls | ticket reopens | dormant accounts | "
        "past due loans | npa | non-compliance | deficit | driver turnover | nurse turnover | labour turnover | "
        "labor turnover | aws bill | cloud bill | phone bill | water bill | build time | effective tax rate | "
        "transaction fees | goals conceded | bad debt | bad debts | no show rate | no shows | hospital stay | "
        "power cuts"
    ),
    Mark.time_unit: (
        "second | seconds | sec | minute | minutes | min | mins | hour | hours | hr | hrs | h | day | days | week | "
        "weeks | wk | wks | month | months | mo | mos | mth | mths | yr | yrs | quarter | quarters | year | years | "
        "s | ms | working days | business days | sprints"
    ),
    Mark.higher_is_better: (
        "participation | "
        "revenue | sales | profit | margin | retention | satisfaction | nps | csat | conversion | growth | uptime | "
        "availability | mrr | arr | adoption | engagement | productivity | utilization | utilisation | score | "
        "on-time | activation | signups | users | customers | win rate | open rate | throughput | coverage | "
        "orders | leads | traffic | dau | mau | wau | gmv | net promoter score | growth rate | hit rate | "
        "close rate | reply rate | call volume | sign-up rate | roas | roi | ltv | arpu | aov | oee | nrr | grr | "
        "toeic | rating | ratings | grade point | headcount | attendance | occupancy | accuracy | yield | "
        "resolution | resolution rate | session duration | time on site | time on page | time in app | watch time | "
        "average daily rate | otif | otd | otp | air time | airtime | face time | selling time | "
        "practice time | "
        "teaching time | study time | "
        "reading time | productive time | play time | flying time | "
        "session time | table turnover | asset turnover | "
        "waste diversion | landfill diversion | inventory turnover | inventory turns | stock turnover | "
        "stock turn | stock turns | "
        "recovery rate | grade of | compliance | open rates | capacity | output | ielts | gpa | ctr | fcr | ces | "
        "mtbf | enps | market cap | market capitalisation | market capitalization | "
        "spend under contract | spend under management | average spend | guest spend | basket spend | spend per head | "
        "spend per guest | spend per visit | spend per customer | mean time between failures | time between failures | "
        "time to failure | time spent reading | time outdoors | shift fill | fill rate"
    ),
    Mark.unit: "points",
}
