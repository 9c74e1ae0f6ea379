/* The small invented model of reduced_model.yaml, one slot at a time from event to event: the baseline of
 * poortwachter/kernel/reduced.py as a C programmer would write it. Same draws, same tables, same order of steps, so the
 * ledger must be the same to the byte; only the language differs.
 *
 * gcc -O3 -march=native -ffp-contract=off -shared -fPIC c_twin.c
 * Without contraction, because a fused multiplication and addition rounds once where Python rounds twice.
 */
#include <stdint.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#ifdef __AVX512F__
#include <immintrin.h>
#endif

enum { AT_WORK, SICK, SICK_TRACK, SANCTION, LGU, LAU, VVU, FULL, IVA, STATES, ASSESSED = 9, LGU_ENDED = 10 };
enum { ONSETS = 0, COST = 5, GATES = 14, SANCTIONS = 15, COLUMNS = 16 };
enum { D_BIRTH = 1, D_FATE = 2, D_ONSET = 4, D_SANCTION = 8, D_ASSESSMENT = 9, D_WIA_EXIT = 10 };
enum { GROUPS = 256, GUIDE_BITS = 12 };

/* Philox4x32-10. */
#define M0 0xD2511F53u
#define M1 0xCD9E8D57u
#define W0 0x9E3779B9u
#define W1 0xBB67AE85u

/* Tables as built by poortwachter.simulation.reduced.build_tables; rows of two-dimensional ones are contiguous. */
typedef struct {
    const uint64_t *key;
    const uint16_t *year;
    const int64_t *year_end;
    const uint8_t *band;
    const int64_t *wage;
    const int64_t *onsets_drawn;
    const double *onset_stay;
    const uint64_t *onset_accept;
    const uint64_t *death_accept_work;
    const uint64_t *death_accept;
    const uint64_t *recover;
    const uint8_t *recover_guide;
    const uint64_t *track;
    const uint64_t *gate;
    const uint64_t *assessment;
    const int64_t *assessment_to;
    const double *stay;
    const int64_t *stay_limit;
    const int64_t *stay_limit_to;
    const uint64_t *exit;
    const int64_t *exit_to;
    const int64_t *percent;
    int64_t weeks, years, life, groups, bands, longest, track_week, deaths_drawn;
    uint64_t group_shift, wage_shift, death_accept_well, then_lau;
    double death_stay;
} Tables;

/* Words of the potential onsets or deaths of a slot, by what they decide; deaths use two. */
typedef struct { uint64_t *gap, *accept, *recovery, *track; } Drawn;

/* Potential onsets and deaths of the slot at hand, with room for the weeks and one draw more. */
typedef struct {
    Drawn onset, death;
    int64_t *gap, *onset_week, *onset_end, *death_week, *deadly_week;
} Points;

typedef struct { int64_t week, birth, onset, death; } Path;
typedef struct { uint64_t number, group, wage; } Slot;
typedef struct { uint32_t w[4]; } Block;

static inline int64_t min64(int64_t a, int64_t b) { return a < b ? a : b; }

static inline Block draw(const Tables *t, uint64_t number, int64_t onset, int64_t decision, int64_t step)
{
    uint32_t c0 = (uint32_t)number, c1 = (uint32_t)onset, c2 = (uint32_t)(decision << 16 | step), c3 = 0;
    uint32_t k0 = (uint32_t)t->key[0], k1 = (uint32_t)t->key[1];
    for (int round = 0; round < 10; round++) {
        uint64_t p0 = (uint64_t)M0 * c0, p1 = (uint64_t)M1 * c2;
        c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
        c1 = (uint32_t)p1;
        c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
        c3 = (uint32_t)p0;
        k0 += W0;
        k1 += W1;
    }
    return (Block){{c0, c1, c2, c3}};
}

#ifdef __AVX512F__
/* Eight blocks at a time in 64-bit lanes, of which the multiplication reads the lower halves. gcc does not find it. */
static inline void draw_many(const Tables *t, uint64_t number, int64_t first, int64_t decision, int64_t count, Drawn d)
{
    const __m512i m0 = _mm512_set1_epi64(M0), m1 = _mm512_set1_epi64(M1), low = _mm512_set1_epi64(UINT32_MAX);
    const __m512i lanes = _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0);
    for (int64_t at = first; at < first + count; at += 8) {
        __m512i c0 = _mm512_set1_epi64((int64_t)number), c2 = _mm512_set1_epi64(decision << 16);
        __m512i c1 = _mm512_add_epi64(_mm512_set1_epi64(at), lanes), c3 = _mm512_setzero_si512();
        uint32_t k0 = (uint32_t)t->key[0], k1 = (uint32_t)t->key[1];
#pragma GCC unroll 10
        for (int round = 0; round < 10; round++) {
            __m512i p0 = _mm512_mul_epu32(m0, c0), p1 = _mm512_mul_epu32(m1, c2);
            c0 = _mm512_ternarylogic_epi64(_mm512_srli_epi64(p1, 32), c1, _mm512_set1_epi64(k0), 0x96);
            c2 = _mm512_ternarylogic_epi64(_mm512_srli_epi64(p0, 32), c3, _mm512_set1_epi64(k1), 0x96);
            c1 = p1;
            c3 = p0;
            k0 += W0;
            k1 += W1;
        }
        _mm512_storeu_si512(d.gap + at, _mm512_and_si512(c0, low));
        _mm512_storeu_si512(d.accept + at, _mm512_and_si512(c1, low));
        _mm512_storeu_si512(d.recovery + at, _mm512_and_si512(c2, low));
        _mm512_storeu_si512(d.track + at, _mm512_and_si512(c3, low));
    }
}
#else
static inline void draw_many(const Tables *t, uint64_t number, int64_t first, int64_t decision, int64_t count, Drawn d)
{
    for (int64_t at = first; at < first + count; at++) {
        Block b = draw(t, number, at, decision, 0);
        d.gap[at] = b.w[0];
        d.accept[at] = b.w[1];
        d.recovery[at] = b.w[2];
        d.track[at] = b.w[3];
    }
}
#endif

/* -ln(u) for u at the centre of the word's cell. */
static inline double exponential(uint64_t word)
{
    double x = (double)(int64_t)word + 0.5;
    int64_t bits;
    memcpy(&bits, &x, sizeof bits);
    int64_t fraction = (bits & ((INT64_C(1) << 52) - 1)) | INT64_C(1023) << 52;
    double m;
    memcpy(&m, &fraction, sizeof m);
    double halvings = (double)(32 + 1023 - (bits >> 52));
    bool upper = m > 1.4142135623730951;
    m = upper ? m * 0.5 : m;
    halvings = upper ? halvings - 1.0 : halvings;
    double s = (m - 1.0) / (m + 1.0), q = s * s, p = 1.0 / 15.0;
    p = p * q + 1.0 / 13.0;
    p = p * q + 1.0 / 11.0;
    p = p * q + 1.0 / 9.0;
    p = p * q + 1.0 / 7.0;
    p = p * q + 1.0 / 5.0;
    p = p * q + 1.0 / 3.0;
    p = p * q + 1.0;
    return halvings * 0.6931471805599453 - 2.0 * s * p;
}

static inline int64_t pick(uint32_t word, const uint64_t *thresholds)
{
    int64_t i = 0;
    while (word >= thresholds[i])
        i++;
    return i;
}

/* The geometric gaps that the first words stand for. */
static inline void gaps(const uint64_t *restrict words, int64_t count, double stay, int64_t *restrict gap)
{
    for (int64_t at = 0; at < count; at++)
        gap[at] = 1 + (int64_t)(exponential(words[at]) * stay);
}

static inline int64_t weeks_of_illness(const Tables *t, uint64_t group, uint64_t word)
{
    const uint64_t *recover = t->recover + group * (t->longest + 1);
    int64_t week = t->recover_guide[group << GUIDE_BITS | word >> (32 - GUIDE_BITS)];
    while (word >= recover[week])
        week++;
    return week + 1;
}

static void onset_points(const Tables *t, Slot slot, const Points *p)
{
    int64_t count = t->onsets_drawn[slot.group], week = -1;
    for (int64_t first = 0; week < t->weeks; first += count) {
        draw_many(t, slot.number, first, D_ONSET, count, p->onset);
        gaps(p->onset.gap + first, count, t->onset_stay[slot.group], p->gap + first);
        for (int64_t at = first; at < first + count && week < t->weeks; at++) {
            week += p->gap[at];
            p->onset_week[at] = week;
            p->onset_end[at] = week + 1 + weeks_of_illness(t, slot.group, p->onset.recovery[at]);
        }
    }
}

static void death_points(const Tables *t, Slot slot, const Points *p)
{
    int64_t week = -1, at = 0;
    for (int64_t first = 0; week < t->weeks; first += t->deaths_drawn) {
        draw_many(t, slot.number, first, D_FATE, t->deaths_drawn, p->death);
        gaps(p->death.gap + first, t->deaths_drawn, t->death_stay, p->gap + first);
        for (at = first; at < first + t->deaths_drawn && week < t->weeks; at++)
            p->death_week[at] = week += p->gap[at];
    }
    int64_t deadly = week;
    while (--at >= 0) {
        if (p->death.accept[at] < t->death_accept_well)
            deadly = p->death_week[at];
        p->deadly_week[at] = deadly;
    }
}

static inline void book(const Tables *t, int64_t (*restrict ledger)[COLUMNS], int64_t first, int64_t end, int column,
                        int64_t amount)
{
    end = min64(end, t->weeks);
    while (first < end) {
        int year = t->year[first];
        int64_t stop = min64(end, t->year_end[year]);
        ledger[year][column] += (stop - first) * amount;
        first = stop;
    }
}

static inline bool survive(const Tables *t, const Points *p, int state, int64_t end, int64_t *death)
{
    end = min64(end, t->weeks);
    for (; p->death_week[*death] < end; ++*death)
        if (p->death.accept[*death] < t->death_accept[state])
            return false;
    return true;
}

/* Through the spells that end in recovery before the second track, the next death, leaving and the end of the run. */
static inline Path short_spells(const Tables *t, const Points *p, Slot slot, Path path,
                                int64_t (*restrict ledger)[COLUMNS])
{
    const uint64_t *accept = t->onset_accept + slot.group * t->bands;
    int64_t week = path.week, birth = path.birth, at = path.onset;
    int64_t limit = min64(min64(p->deadly_week[path.death], birth + t->life), t->weeks);
    while (p->onset_week[at] < week)
        at++;
    for (;; at++) {
        int64_t onset_week = p->onset_week[at], end = p->onset_end[at];
        if (end > limit || end - onset_week > 1 + t->track_week)
            return (Path){week, birth, at, path.death};
        bool counts = (onset_week >= week) & (p->onset.accept[at] < accept[t->band[onset_week - birth]]);
        int64_t factor = counts, first = onset_week + 1;
        int year = t->year[first], last_year = t->year[end - 1];
        int64_t stop = min64(end, t->year_end[year]);
        week += factor * (end - week);
        ledger[t->year[onset_week]][ONSETS] += factor;
        ledger[year][SICK] += (stop - first) * factor;
        ledger[last_year][SICK] += (end - stop) * factor;
    }
}

/* From work to the next onset of any kind; false at the end of the run. */
static inline bool work(const Tables *t, const Points *p, Slot slot, Path *path)
{
    int64_t birth = path->birth, onset = path->onset, death = path->death;
    while (p->onset_week[onset] < path->week)
        onset++;
    while (p->death_week[death] < path->week)
        death++;
    for (;; onset++) {
        int64_t onset_week = p->onset_week[onset], death_week;
        for (; (death_week = p->death_week[death]) <= onset_week && death_week < t->weeks; death++) {
            while (death_week >= birth + t->life)
                birth += t->life;
            if (p->death.accept[death] < t->death_accept_work[t->band[death_week - birth]])
                birth = death_week + 1;
        }
        if (onset_week >= t->weeks) {
            *path = (Path){t->weeks, birth, onset, death};
            return false;
        }
        while (onset_week >= birth + t->life)
            birth += t->life;
        int64_t age = onset_week - birth;
        if (age >= 0 && age < t->life - 1 &&
            p->onset.accept[onset] < t->onset_accept[slot.group * t->bands + t->band[age]]) {
            *path = (Path){onset_week + 1, birth, onset, death};
            return true;
        }
    }
}

/* From the first week of illness to recovery, death, leaving or, if true, the gate. */
static inline bool fall_ill(const Tables *t, const Points *p, Slot slot, Path *path, int64_t (*restrict ledger)[COLUMNS],
                            bool *on_track)
{
    int64_t first = path->week, onset = path->onset, death = path->death, leaving = path->birth + t->life;
    int64_t recovers = p->onset_end[onset], gate = first + t->longest;
    int64_t end = min64(min64(recovers, gate), leaving);
    bool alive = survive(t, p, SICK, end, &death);
    if (!alive)
        end = p->death_week[death] + 1;
    *on_track = false;
    if (end - first > t->track_week) {
        int64_t start = first + t->track_week;
        *on_track = p->onset.track[onset] < t->track[slot.group];
        book(t, ledger, first, start, SICK, 1);
        book(t, ledger, start, end, *on_track ? SICK_TRACK : SICK, 1);
    } else {
        book(t, ledger, first, end, SICK, 1);
    }
    bool renewed = !alive || end == leaving;
    *path = (Path){end, renewed ? end : path->birth, onset, death};
    return !renewed && recovers > gate && end <= t->weeks;
}

/* From the last week of illness, in SANCTION or ASSESSED, back to work. */
static Path from_gate(const Tables *t, const Points *p, Slot slot, Path path, int state,
                      int64_t (*restrict ledger)[COLUMNS])
{
    int64_t week = path.week, birth = path.birth, death = path.death, leaving = birth + t->life;
    int after_sanction = state == SANCTION;
    for (int64_t step = 0; state != AT_WORK;) {
        if (state == ASSESSED) {
            uint32_t word = draw(t, slot.number, path.onset, D_ASSESSMENT, 0).w[0];
            state = t->assessment_to[pick(word, t->assessment + 4 * after_sanction)];
            continue;
        }
        uint32_t stay, cause, then;
        if (state == SANCTION) {
            Block b = draw(t, slot.number, path.onset, D_SANCTION, 0);
            stay = b.w[1], cause = b.w[2], then = b.w[3];
        } else {
            Block b = draw(t, slot.number, path.onset, D_WIA_EXIT, step++);
            stay = b.w[0], cause = b.w[1], then = b.w[2];
        }
        double length = exponential(stay) * t->stay[state];
        int64_t limit = t->stay_limit[state * t->groups + slot.group], end;
        int following;
        if (length < limit) {
            end = week + 1 + (int64_t)length;
            following = t->exit_to[3 * state + pick(cause, t->exit + 3 * state)];
        } else {
            end = week + limit;
            following = t->stay_limit_to[state];
        }
        end = min64(end, leaving);
        bool alive = survive(t, p, state, end, &death);
        if (!alive)
            end = p->death_week[death] + 1;
        book(t, ledger, week, end, state, 1);
        if (state >= LGU)
            book(t, ledger, week, end, COST + state, t->wage[slot.wage] * t->percent[state] / 100);
        week = end;
        if (!alive || end == leaving) {
            birth = week;
            following = AT_WORK;
        }
        state = following == LGU_ENDED ? (then < t->then_lau ? LAU : VVU) : following;
        if (week >= t->weeks)
            state = AT_WORK;
    }
    return (Path){week, birth, path.onset, death};
}

static inline int decide(const Tables *t, Slot slot, Path path, bool on_track, int64_t (*restrict ledger)[COLUMNS])
{
    int year = t->year[path.week - 1];
    ledger[year][GATES]++;
    if (draw(t, slot.number, path.onset, D_SANCTION, 0).w[0] >= t->gate[on_track])
        return ASSESSED;
    ledger[year][SANCTIONS]++;
    return SANCTION;
}

static void live(const Tables *t, const Points *p, uint64_t number, int64_t (*restrict ledger)[COLUMNS])
{
    Block b = draw(t, number, 0, D_BIRTH, 0);
    Slot slot = {number, b.w[0] >> t->group_shift, b.w[2] >> t->wage_shift};
    Path path = {0, -(int64_t)(((uint64_t)b.w[1] * (uint64_t)t->life) >> 32), 0, 0};
    onset_points(t, slot, p);
    death_points(t, slot, p);
    while (path.week < t->weeks) {
        path = short_spells(t, p, slot, path, ledger);
        if (!work(t, p, slot, &path))
            break;
        ledger[t->year[path.week - 1]][ONSETS]++;
        bool on_track;
        if (fall_ill(t, p, slot, &path, ledger, &on_track))
            path = from_gate(t, p, slot, path, decide(t, slot, path, on_track, ledger), ledger);
    }
}

/* Add the slots first up to end (exclusive) to a ledger (GROUPS, years, COLUMNS); return 1 where memory runs out. */
int simulate_slots(const Tables *t, int64_t first, int64_t end, int64_t (*ledger)[COLUMNS])
{
    int64_t most = t->deaths_drawn;
    for (int64_t group = 0; group < t->groups; group++)
        most = most > t->onsets_drawn[group] ? most : t->onsets_drawn[group];
    size_t room = (size_t)(t->weeks + most);
    int64_t *whole = malloc(5 * room * sizeof *whole);
    uint64_t *words = malloc(8 * room * sizeof *words);
    if (!whole || !words) {
        free(whole);
        free(words);
        return 1;
    }
    Points p = {
        .onset = {words, words + room, words + 2 * room, words + 3 * room},
        .death = {words + 4 * room, words + 5 * room, words + 6 * room, words + 7 * room},
        .gap = whole, .onset_week = whole + room, .onset_end = whole + 2 * room,
        .death_week = whole + 3 * room, .deadly_week = whole + 4 * room,
    };
    for (int64_t ahead = 0; ahead < min64(GROUPS, end - first); ahead++) {
        int64_t group = (first + ahead) % GROUPS;
        for (int64_t number = first + ahead; number < end; number += GROUPS)
            live(t, &p, (uint64_t)number, ledger + group * t->years);
    }
    free(whole);
    free(words);
    return 0;
}
