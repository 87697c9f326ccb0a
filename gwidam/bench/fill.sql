Rows of a house to be measured. Each statement begins with a comment that names it; names in braces are put in
by fill.py, which also made the tables bench_text, bench_number, bench_sealed and bench_open.

-- dice
CREATE FUNCTION pg_temp.dice(n bigint, throw int, sides bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS
    'SELECT (hashint8(n + throw * 1000003::bigint) & 2147483647) % sides'

-- customers
INSERT INTO people_customer (id, kind, name, language, employee_id, since, erased_at)
SELECT n,
       'person',
       substr('김이박최정강조윤장임한오서신권황안송류홍', 1 + pg_temp.dice(n, 1, 20)::int, 1)
           || substr('도서하지민준예은현우유진수영성경미선상재', 1 + pg_temp.dice(n, 2, 20)::int, 1)
           || substr('윤아연호원희정훈석주빈규태혁솔람별결찬', 1 + pg_temp.dice(n, 3, 19)::int, 1),
       'ko', NULL, {now} - interval '700 days', NULL
FROM generate_series({first}, {first} + {voices} * 7 / 10) AS n

-- contacts: phones
INSERT INTO people_contact (customer_id, kind, value, mark, tail, verified_at, dead_at, dead_because)
SELECT id, 'phone', phone, md5('phone' || id), tail, NULL, NULL, ''
FROM people_customer JOIN bench_sealed ON n = pg_temp.dice(id, 4, {sealed})
WHERE pg_temp.dice(id, 5, 10) < 7

-- contacts: e-mail
INSERT INTO people_contact (customer_id, kind, value, mark, tail, verified_at, dead_at, dead_because)
SELECT id, 'email', email, md5('email' || id), '', NULL, NULL, ''
FROM people_customer JOIN bench_sealed ON n = pg_temp.dice(id, 6, {sealed})
WHERE pg_temp.dice(id, 7, 10) < 4

-- voices
INSERT INTO listen_voice (id, receipt, channel_id, touchpoint_id, customer_id, heard_by_id, kind, text, summary,
                          language, product, place, said_at, heard_at, needs_answer, is_masked, erased_at, grams)
SELECT id, receipt, ({channels})[1 + pg_temp.dice(id, 11, cardinality({channels}))], NULL,
       {first} + pg_temp.dice(id, 12, {voices} * 7 / 10), NULL,
       (ARRAY['complaint', 'request', 'question', ''])[1 + pg_temp.dice(id, 13, 4)],
       text, summary, language, '', NULL, heard_at, heard_at,
       bench_open.voice_id IS NOT NULL OR pg_temp.dice(id, 14, 10) < 9, false, NULL, grams
FROM (SELECT id, receipt, {now} - ({first} + {voices} - id) * interval '400 days' / {voices} AS heard_at
      FROM bench_number) AS numbered
JOIN bench_text ON n = pg_temp.dice(id, 15, {texts})
LEFT JOIN bench_open ON voice_id = id
ORDER BY id

-- deliveries
INSERT INTO listen_delivery (channel_id, key, digest, voice_id, raw, at)
SELECT channel_id, 'order-' || id, md5(id::text) || md5(receipt), id, NULL, heard_at
FROM listen_voice WHERE pg_temp.dice(id, 16, 10) < 3

-- cases
INSERT INTO own_case (id, receipt, voice_id, customer_id, guardian_id, holder_id, department_id, state, opened_at,
                      answered_at, closed_at, merged_into_id, next_due_at, next_due_kind, owes_papers)
SELECT id, receipt, id, customer_id, guardian, coalesce(holder_id, guardian), coalesce(department_id, {centre}),
       coalesce(state, 'closed'), heard_at,
       CASE WHEN state IS DISTINCT FROM 'open' THEN least({now}, heard_at + hours * interval '1 hour') END,
       CASE WHEN state IS NULL THEN least({now}, heard_at + (hours + 20) * interval '1 hour') END,
       NULL,
       CASE WHEN state = 'open' THEN {now} + (pg_temp.dice(id, 21, 7200) - 2880) * interval '1 minute' END,
       CASE WHEN state = 'open' THEN 'answer' ELSE '' END,
       coalesce(state = 'open' AND pg_temp.dice(id, 22, 20) = 0, false)
FROM (SELECT *, 1 + pg_temp.dice(id, 23, 60) AS hours,
             coalesce(guardian_id, ({guards})[1 + pg_temp.dice(id, 24, cardinality({guards}))]) AS guardian
      FROM listen_voice LEFT JOIN bench_open ON voice_id = id WHERE needs_answer) AS kept

-- promises
INSERT INTO own_promise (case_id, owed_by, kind, says, standard_id, department_id, made_by, made_at, due_at, kept_at,
                         broken_at, released_at, released_because, reminded, tick_at)
SELECT id, 'us', kind, '', NULL, NULL, 'house:bench', opened_at,
       CASE WHEN kind = 'first_word' THEN opened_at + interval '1 hour'
            ELSE coalesce(next_due_at, opened_at + interval '3 days') END,
       CASE WHEN kind = 'first_word' THEN opened_at + pg_temp.dice(id, 31, 55) * interval '1 minute'
            ELSE answered_at END,
       NULL, NULL, '', 0,
       CASE WHEN kind = 'answer' THEN next_due_at END
FROM own_case, (VALUES ('first_word'), ('answer')) AS kinds (kind)

-- answers
INSERT INTO own_answer (case_id, text, door, is_public, contact_id, by_id, at, delivered_at, failed_at, failed_because)
SELECT id, '확인해 보니 저희 쪽 문제가 맞습니다. 오늘 바로잡았고, 이번 달 요금에서 빼 드렸습니다.',
       (ARRAY['page', 'spoken'])[1 + pg_temp.dice(id, 32, 2)], false, NULL, holder_id, answered_at, answered_at, NULL, ''
FROM own_case WHERE answered_at IS NOT NULL

-- closures
INSERT INTO own_closure (case_id, by_id, at, anything_else, cause, recurrence, recurrence_why, unreached_because)
SELECT id, guardian_id, closed_at, '더 없다고 하심', '설정이 잘못 적용됨', 'none', '한 번뿐인 일', ''
FROM own_case WHERE closed_at IS NOT NULL

-- hand-offs
INSERT INTO own_handoff (case_id, giver_id, from_department_id, to_department_id, to_person_id, reason, offered_at,
                         due_at, state, decided_by_id, decided_at, bounce_reason, better_department_id)
SELECT own_case.id, own_case.guardian_id, {centre}, coalesce(offered_to_id, own_case.department_id), NULL,
       '현장 확인이 필요합니다.', opened_at + interval '10 minutes',
       CASE WHEN offered_to_id IS NULL THEN opened_at + interval '4 hours' ELSE {now} + interval '2 hours' END,
       CASE WHEN offered_to_id IS NULL THEN 'accepted' ELSE 'offered' END,
       CASE WHEN offered_to_id IS NULL THEN own_case.holder_id END,
       CASE WHEN offered_to_id IS NULL THEN opened_at + interval '30 minutes' END, '', NULL
FROM own_case JOIN bench_open ON bench_open.voice_id = own_case.id
WHERE offered_to_id IS NOT NULL OR own_case.department_id <> {centre}

-- facts: voices heard
INSERT INTO core_fact (kind, version, at, by, about, body, personal, is_public, request_id)
SELECT 'listen.VoiceHeard', 1, heard_at, 'customer:' || customer_id, 'voice:' || id,
       jsonb_build_object('voice_id', id, 'channel', 'web', 'customer_id', customer_id, 'needs_answer', needs_answer,
                          'heard_employee_id', NULL),
       NULL, true, gen_random_uuid()
FROM listen_voice ORDER BY id

-- facts: cases opened
INSERT INTO core_fact (kind, version, at, by, about, body, personal, is_public, request_id)
SELECT 'own.CaseOpened', 1, opened_at, 'customer:' || customer_id, 'case:' || id,
       jsonb_build_object('case_id', id, 'guardian_employee_id', guardian_id, 'holder_department_id', department_id,
                          'answer_due_at', NULL),
       NULL, true, gen_random_uuid()
FROM own_case ORDER BY id

-- facts: work offered
INSERT INTO core_fact (kind, version, at, by, about, body, personal, is_public, request_id)
SELECT 'own.HandOffOffered', 1, offered_at, 'employee:' || giver_id, 'case:' || case_id,
       jsonb_build_object('case_id', case_id, 'handoff_id', id, 'giver_employee_id', giver_id,
                          'guardian_employee_id', giver_id, 'from_department_id', from_department_id,
                          'to_department_id', to_department_id),
       jsonb_build_object('reason', reason), true, gen_random_uuid()
FROM own_handoff ORDER BY id

-- facts: work accepted
INSERT INTO core_fact (kind, version, at, by, about, body, personal, is_public, request_id)
SELECT 'own.HandOffAccepted', 1, decided_at, 'employee:' || decided_by_id, 'case:' || case_id,
       jsonb_build_object('case_id', case_id, 'handoff_id', id, 'giver_employee_id', giver_id,
                          'guardian_employee_id', giver_id, 'taker_employee_id', decided_by_id,
                          'from_department_id', from_department_id, 'to_department_id', to_department_id),
       NULL, true, gen_random_uuid()
FROM own_handoff WHERE decided_at IS NOT NULL ORDER BY id

-- facts: answers given
INSERT INTO core_fact (kind, version, at, by, about, body, personal, is_public, request_id)
SELECT 'own.AnswerGiven', 1, at, 'employee:' || by_id, 'case:' || case_id,
       jsonb_build_object('case_id', case_id, 'answer_id', id, 'answer_door', door), NULL, true, gen_random_uuid()
FROM own_answer ORDER BY id

-- facts: promises kept
INSERT INTO core_fact (kind, version, at, by, about, body, personal, is_public, request_id)
SELECT 'own.PromiseKept', 1, kept_at, 'house:bench', 'case:' || case_id,
       jsonb_build_object('case_id', case_id, 'promise_id', id, 'promise_kind', kind, 'was_late', kept_at > due_at),
       jsonb_build_object('says', ''), true, gen_random_uuid()
FROM own_promise WHERE kept_at IS NOT NULL ORDER BY id

-- facts: cases closed
INSERT INTO core_fact (kind, version, at, by, about, body, personal, is_public, request_id)
SELECT 'own.CaseClosed', 1, at, 'employee:' || by_id, 'case:' || case_id,
       jsonb_build_object('case_id', case_id, 'closure_id', id, 'recurrence', recurrence, 'has_reached', true),
       jsonb_build_object('cause', cause), true, gen_random_uuid()
FROM own_closure ORDER BY id

-- improvements: the reader has every second of them, in every state
INSERT INTO change_improvement (id, title_ko, title_en, text_ko, text_en, internal, grams, origin, state, round,
  reason_ko, reason_en, asked_of_id, asked_until, owner_id, department_id, is_must, must_ground, effort, rank,
  pain, broken, trend, proposed_by_id, proposed_at, moved_at)
SELECT n, '개선 ' || n, 'Improvement ' || n, '', '', '', '{{}}', 'idea',
  (ARRAY['proposed', 'scored', 'tabled', 'asked_more', 'approved', 'declined', 'in_work', 'in_proof', 'released',
         'told', 'verified'])[1 + n % 11], 1, 'x', 'x', ({guards})[1], ({now})::date + 30, ({guards})[1 + n % 2],
  {centre}, n % 50 = 0, 'x', 1 + n % 5, ({voices} / {improvements}) * 1.6 / (1 + n % 5),
  pg_temp.dice(n, 51, 100) / 100.0, pg_temp.dice(n, 52, 40) / 100.0,
  CASE WHEN n % 9 = 0 THEN 0.5 + pg_temp.dice(n, 53, 150) / 100.0 ELSE 1 END,
  ({guards})[2 + n % 7], {now}, {now}
FROM generate_series(1, {improvements}) n

-- how improvements are scored
INSERT INTO change_score (improvement_id, method, parts, at)
SELECT id, 'rice', jsonb_build_object('impact', jsonb_build_array(2, proposed_by_id, {now}),
  'confidence', jsonb_build_array(0.8, proposed_by_id, {now}),
  'effort', jsonb_build_array(effort, proposed_by_id, {now})), {now}
FROM change_improvement

-- the voices that ask for them
INSERT INTO change_voicelink (improvement_id, voice_id, by_id, at, via, counted_at_id, customer_id, letters, week,
  heat, is_unhappy, is_danger, has_broken)
SELECT 1 + id % {improvements}, id, ({guards})[1], {now}, 'theme', 1 + id % {improvements}, customer_id, id,
  date_trunc('week', said_at AT TIME ZONE 'Asia/Seoul')::date, id % 100, id % 3 = 0, id % 97 = 0, id % 41 = 0
FROM listen_voice

-- how many they are
INSERT INTO change_reach (improvement_id, people, customers, voices, heat, unhappy, danger, broken, supporters, weeks,
  last_weeks, this_week, lately, movement)
SELECT counted_at_id, people, people, voices, heat, unhappy, danger, broken, 0, firsts, lasts,
  date_trunc('week', {now} AT TIME ZONE 'Asia/Seoul')::date, people / 4, '{{}}'
FROM (SELECT counted_at_id, count(*) AS voices, count(DISTINCT customer_id) AS people, sum(heat) AS heat,
             count(*) FILTER (WHERE is_unhappy) AS unhappy, count(*) FILTER (WHERE is_danger) AS danger,
             count(*) FILTER (WHERE has_broken) AS broken
      FROM change_voicelink GROUP BY 1) AS counted
JOIN (SELECT counted_at_id, jsonb_object_agg(week, people) AS firsts FROM (
        SELECT counted_at_id, week, count(*) AS people FROM (
          SELECT counted_at_id, customer_id, min(week) AS week FROM change_voicelink GROUP BY 1, 2) AS each
        GROUP BY 1, 2) AS weekly GROUP BY 1) AS first USING (counted_at_id)
JOIN (SELECT counted_at_id, jsonb_object_agg(week, people) AS lasts FROM (
        SELECT counted_at_id, week, count(*) AS people FROM (
          SELECT counted_at_id, customer_id, max(week) AS week FROM change_voicelink GROUP BY 1, 2) AS each
        GROUP BY 1, 2) AS weekly GROUP BY 1) AS last USING (counted_at_id)
