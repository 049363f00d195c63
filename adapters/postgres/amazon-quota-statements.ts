// SQL of the token buckets, each one atomic statement. $1 is the operation; the other parameters are given in amazon-quotas.ts.

/** After a 429 the rate is halved, with each further one again, to an eighth at most. It comes back after that long, or ten tokens. */
const SLOW_SECONDS = 60
const SLOW_TOKENS = 10
const SLOWEST = 8

/**
 * A request may reach Amazon that much later than it was due (network, a busy machine, a new connection), and the next one may not:
 * then they are closer together there than here. So each is booked as if it came so late. A bucket that holds several tokens absorbs
 * that without loss; one of a single token pays with 3 % of its rate, after a rest with more, once. Who was later still says so (`late`).
 */
const SLACK_SECONDS = 0.3
const SLACK_OF_SINGLE = 0.03
const SLACK_AFTER_REST = 0.15

// The generic cell rate algorithm: `tat`, the theoretical arrival time, is when the bucket will be full again. With T seconds for a
// token and a burst of B, one may be sent from tat - (B - 1) T on, which moves tat on by T. $6 is the account; it may book far ahead. The
// application's token is booked as of now nevertheless: booked ahead, it would hold up all the other accounts.
export const TAKE = `
WITH seeds AS (
  SELECT * FROM unnest($2::text[], $3::float8[], $4::float8[]) AS seed (holder, rate, burst)
), locked AS MATERIALIZED (
  SELECT holder, tat, rate, slowness, throttled_at, taken
    FROM amazon_quotas
   WHERE operation = $1 AND holder = ANY ($2::text[])
   ORDER BY holder
     FOR UPDATE
), moment AS MATERIALIZED (
  SELECT clock_timestamp() AS now, count(*) AS buckets FROM locked -- read once they are locked: others may have been first
), paced AS MATERIALIZED (
  SELECT holder, tat, taken, seeds.burst, COALESCE(locked.rate, seeds.rate) AS rate,
         ${slowedBy('COALESCE(locked.rate, seeds.rate)', 'moment.now')} / COALESCE(locked.rate, seeds.rate) AS t
    FROM locked JOIN seeds USING (holder), moment
), placed AS MATERIALIZED (
  SELECT holder, t, rate, taken,
         GREATEST(0, EXTRACT(EPOCH FROM tat - moment.now)::float8 - (burst - 1) * t) AS wait,
         LEAST(${SLACK_SECONDS}, GREATEST((burst - 1) * t, t * CASE WHEN tat > moment.now THEN ${SLACK_OF_SINGLE} ELSE ${SLACK_AFTER_REST} END)) AS slack
    FROM paced, moment
), answer AS MATERIALIZED (
  SELECT max(wait) AS wait, min(slack) AS slack, max(wait) * 1000 <= $5 AS granted FROM placed HAVING count(*) = cardinality($2::text[])
), taken AS (
  UPDATE amazon_quotas AS quota
     SET tat = make_interval(secs => placed.t) + GREATEST(quota.tat, moment.now + make_interval(secs => placed.slack +
               CASE WHEN quota.holder = $6 THEN answer.wait ELSE placed.wait END)),
         taken = quota.taken + 1
    FROM placed, answer, moment
   WHERE answer.granted AND quota.operation = $1 AND quota.holder = placed.holder
)
SELECT granted, ceil(answer.wait * 1000)::int AS wait_ms, floor(answer.slack * 1000)::int AS slack_ms, rate, t * 1000 AS token_ms,
       (taken + 1)::text AS ticket, moment.now::text AS taken_at, (moment.now + make_interval(secs => answer.wait))::text AS due_at
  FROM answer, moment, placed
 WHERE holder = $6`

export const CREATE = `
INSERT INTO amazon_quotas (operation, holder, tat)
SELECT $1, holder, clock_timestamp() FROM unnest($2::text[]) AS holder
    ON CONFLICT DO NOTHING`

/** What was booked ahead shrinks or grows with the time that a token takes. */
export const LEARN = `
UPDATE amazon_quotas
   SET tat = CASE WHEN tat > clock_timestamp() THEN clock_timestamp() + (tat - clock_timestamp()) * (COALESCE(rate, $4) / $3) ELSE tat END,
       rate = $3, late_at = NULL
 WHERE operation = $1 AND holder = $2 AND rate IS DISTINCT FROM $3`

const LATER = '(late_at IS NULL OR $4::timestamptz + make_interval(secs => $5::float8 - ($3::bigint - late_ticket) * late_pace) >= late_at)'

/** $4 + $5 is when it came, $6 how long a token takes. Of those who were late the one is kept who puts off the next ones most. */
export const LATE = `
UPDATE amazon_quotas
   SET tat = GREATEST(tat, $4::timestamptz + make_interval(secs => $5::float8 + (taken - $3::bigint + 1) * $6::float8)),
       late_at = CASE WHEN ${LATER} THEN $4::timestamptz + make_interval(secs => $5::float8) ELSE late_at END,
       late_ticket = CASE WHEN ${LATER} THEN $3::bigint ELSE late_ticket END,
       late_pace = CASE WHEN ${LATER} THEN $6::float8 ELSE late_pace END
 WHERE operation = $1 AND holder = $2`

/** The nth token after the late one may go n - (B - 1) times T after that one came; at the quicker pace of the two, where it has changed. */
export const LOOK = `
SELECT EXTRACT(EPOCH FROM now - $6::timestamptz)::float8 * 1000 AS overdue_ms,
       GREATEST(0, EXTRACT(EPOCH FROM $6::timestamptz - now), EXTRACT(EPOCH FROM late_at - now)
                   + ($3::bigint - late_ticket - ($5::float8 - 1)) * LEAST(late_pace, $4::float8))::float8 * 1000 AS left_ms
  FROM amazon_quotas, clock_timestamp() AS now
 WHERE operation = $1 AND holder = $2`

/**
 * Requests that were under way together are refused together: that counts once. The bucket is empty, so what is booked may go a token's
 * time after the other from now on, at the old pace; whatever is booked from now on, at the slower one.
 */
export const THROTTLED = `
UPDATE amazon_quotas
   SET slowness = slower, throttled_at = clock_timestamp(),
       tat = GREATEST(tat, clock_timestamp() + make_interval(secs => (1 + booked) * t + ($5::float8 - 1) * slower * t)),
       late_at = clock_timestamp() + make_interval(secs => ($5::float8 - 1) * t), late_ticket = $6::bigint, late_pace = t
  FROM (SELECT LEAST(${SLOWEST}, 2 * ${slowedBy('COALESCE(rate, $4)', 'clock_timestamp()')}) AS slower, 1 / COALESCE(rate, $4) AS t,
               taken - $6::bigint AS booked
          FROM amazon_quotas WHERE operation = $1 AND holder = $2 FOR UPDATE) AS refused
 WHERE operation = $1 AND holder = $2 AND (throttled_at IS NULL OR throttled_at < $3::timestamptz)`

/** SQL: by what the rate is divided at present. */
function slowedBy(rate: string, now: string): string {
  const lasts = `make_interval(secs => GREATEST(${SLOW_SECONDS}, ${SLOW_TOKENS} / ${rate}))`
  return `(CASE WHEN throttled_at + ${lasts} > ${now} THEN slowness ELSE 1 END)`
}
