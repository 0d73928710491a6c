"""Searches that keep to every rule: what each field says when nothing is amiss.

Laws of many places are met at once, so this is stricter than any one of them: every
search has an order asked for and given before it, two trained people confirm a match
before anybody acts on it, and whatever follows stands on other evidence as well.
"""

import numpy as np
from numpy.typing import NDArray

from matchaudit.records.simulation.searches.frame import Frame
from matchaudit.records.simulation.searches.log import (
    A_DAY,
    DAY,
    HOUR,
    Log,
    Mask,
)
from matchaudit.records.simulation.searches.matches import THRESHOLD, Matches

_POLICY_POSTED = 1_768_435_200  # 15 January 2026
_RETRAINED = 330  # days
_ACTIONS = (
    "lead",
    "interview",
    "stop",
    "lineup",
    "search_warrant",
    "arrest",
    "charge",
)
_GRAVE = ("search_warrant", "arrest", "charge")
_ACTED = {"confirmed": 0.6, "refuted": 0.15, "unresolved": 0.2}
_OTHER_USE = 0.05
_GALLERY_SIZES = np.array([240_000, 3_100_000, 850])


def fill(
    log: Log,
    frame: Frame,
    matches: Matches,
    *,
    rows: slice,
    live_share: float,
    rng: np.random.Generator,
) -> None:
    """Fill a log with searches that break no rule, but for those made live.

    Parameters
    ----------
    log : Log
        Empty.
    frame : Frame
        Of the whole log.
    matches : Matches
        Of these searches.
    rows : slice
        Which searches of the frame these are.
    live_share : float
        Part of the searches made live, in public.
    rng : numpy.random.Generator
    """
    at = frame.searched_at[rows]
    _what(log, frame, rows)
    _why(log, rng)
    _live(log, rng.random(log.n) < live_share)
    _authority(log, at, rng)
    _result(log, matches, at, rng)
    _review(log, matches, rng)
    _training(log, at)
    _after(log, at, rng)
    _other_use(log, at, rng)
    _breaches(log, at, rng)


def _what(log: Log, frame: Frame, rows: slice) -> None:
    number = np.arange(rows.start, rows.stop) + 1
    log.put("search_id", number)
    log.put("searched_at", frame.searched_at[rows])
    log.put("nil_return", value=False)
    for name, column in (
        ("agency", frame.agency),
        ("operator", frame.operator + 1),
        ("case_ref", frame.case + 1),
        ("group", frame.group),
    ):
        log.put(name, column[rows])
    log.put("system", frame.agency[rows] % 2)
    log.put("probe_ref", number)
    log.put("police_file_ref", frame.case[rows] + 1)


def _why(log: Log, rng: np.random.Generator) -> None:
    for name, word in (
        ("mode", "still"),
        ("probe_type", "still"),
        ("use_class", "law_enforcement"),
        ("offence_class", "serious"),
        ("case_status", "active"),
        ("selection_basis", "case_facts"),
    ):
        log.put(name, word)
    _choose(log, "device_type", {"workstation": 0.9, "other": 0.1}, rng)
    _choose(log, "place_type", {"public": 0.5, "private": 0.3, "online": 0.2}, rng)
    _choose(log, "performed_by", {"fbi": 0.4, "motor_vehicles": 0.6}, rng)
    _choose(
        log, "purpose", {"suspect": 0.8, "missing_person": 0.15, "deceased": 0.05}, rng
    )
    _choose(log, "offence", {"murder": 0.2, "rape": 0.3, "armed_robbery": 0.5}, rng)
    masks = {"none": 0.75, "lower_face": 0.18, "eyes_only": 0.07}
    _choose(log, "probe_mask", masks, rng)
    log.put("max_penalty_years", rng.choice(np.array([10.0, 20.0]), log.n))
    for name in (
        "subject_is_target",
        "reasonable_suspicion",
        "particularised_suspicion",
        "probable_cause",
    ):
        log.put(name, value=True)
    for name in ("probe_edited", "protected_activity", "opt_out_requested"):
        log.put(name, value=False)
    suspect = log.has("purpose", "suspect")
    targeted = suspect & (rng.random(log.n) < 0.6)
    log.put("targeted", targeted)
    log.put("initial_identification", suspect & ~targeted)


def _live(log: Log, live: Mask) -> None:
    """Make some searches live: lawful where a law sets limits, not where none may be.

    They look for missing people by order of a court.
    """
    for name, word in (
        ("mode", "realtime"),
        ("probe_type", "live"),
        ("place_type", "public"),
        ("device_type", "fixed_camera"),
        ("purpose", "missing_person"),
    ):
        log.put(name, word, live)
    log.put("targeted", value=False, where=live)
    log.put("initial_identification", value=False, where=live)


def _authority(log: Log, at: NDArray[np.int64], rng: np.random.Generator) -> None:
    suspect = log.has("purpose", "suspect")
    log.put("authority_type", "court_order")
    log.put("authority_type", "warrant", suspect)
    log.put("authority_id", log["search_id"])
    issued = at - _seconds(log.n, 1 * HOUR, 72 * HOUR, rng)
    log.put("authority_issued_at", issued)
    log.put("authority_requested_at", issued - _seconds(log.n, HOUR, 24 * HOUR, rng))
    log.put("authority_outcome", "granted")
    for name in (
        "request_written",
        "request_logged",
        "target_listed",
        "within_limits",
        "impact_assessed",
        "system_registered",
    ):
        log.put(name, value=True)
    log.put("urgent", value=False)
    log.put("policy_posted_at", _POLICY_POSTED)
    log.coarsen("policy_posted_at", DAY)
    live = log.has("mode", "realtime")
    for name in ("market_authority_notified_at", "data_authority_notified_at"):
        log.put(name, at[live] + A_DAY, live)


def _result(
    log: Log, matches: Matches, at: NDArray[np.int64], rng: np.random.Generator
) -> None:
    live = log.has("mode", "realtime")
    gallery = np.where(live, 2, log.has("performed_by", "motor_vehicles"))
    log.put("gallery", gallery)
    log.put("gallery_type", "arrest_photos")
    log.put("gallery_type", "licence_photos", gallery == 1)
    log.put("gallery_type", "watchlist", live)
    log.put("gallery_size", _GALLERY_SIZES[gallery])
    log.put("threshold", THRESHOLD)
    log.put("top_score", matches.score)
    log.put("candidates", matches.candidates)
    minutes = np.where(live, 240, 1)
    log.put("captured_at", at - _seconds(log.n, 600, 72 * HOUR, rng))
    log.put("captured_at", at[live], live)
    log.put("ended_at", at + 60 * minutes)


def _review(log: Log, matches: Matches, rng: np.random.Generator) -> None:
    found = matches.candidates > 0
    log.put("outcome", "not_followed_up", found)
    log.put("outcome", "unresolved", matches.followed_up)
    log.put("outcome", "confirmed", matches.resolved & ~matches.wrong)
    log.put("outcome", "refuted", matches.resolved & matches.wrong)
    log.put("verification_sample", matches.sampled[found], found)
    log.put("reviewers", 2)
    log.put("reviewers", 3, rng.random(log.n) < 0.1)
    log.put("reviewers_confirming", 0)
    log.put("reviewers_confirming", rng.integers(0, 3, int(found.sum())), found)
    for name in ("reviewers_trained", "reviews_independent"):
        log.put(name, value=True)
    # An end of the search comes before the end of the review.
    log.put("reviewed_at", log["ended_at"] + _seconds(log.n, HOUR, 6 * HOUR, rng))
    log.put("review_seconds", np.round(rng.gamma(4, 90, log.n) + 60))
    log.put("review_outcome", "rejected")
    log.put("review_outcome", "unresolved", log["reviewers_confirming"] == 1)
    log.put("review_outcome", "confirmed", log["reviewers_confirming"] > 1)


def _training(log: Log, at: NDArray[np.int64]) -> None:
    """Train each operator once in 330 days, on a day of the operator's own."""
    day = at // A_DAY
    since = (day + 37 * log["operator"]) % _RETRAINED + 2
    log.put("operator_trained_at", (day - since) * A_DAY)
    log.coarsen("operator_trained_at", DAY)
    for name in ("trained_limits", "trained_reading", "trained_review"):
        log.put(name, value=True)


def _after(log: Log, at: NDArray[np.int64], rng: np.random.Generator) -> None:
    chance = np.zeros(log.n)
    for outcome, share in _ACTED.items():
        chance[log.has("outcome", outcome)] = share
    acted = (rng.random(log.n) < chance) & ~log.true("verification_sample")
    log.put("action", "none")
    _choose(log, "action", dict.fromkeys(_ACTIONS, 1 / len(_ACTIONS)), rng, acted)
    log.put("reviewers_confirming", 2, acted)
    log.put("review_outcome", "confirmed", acted)
    acted_at = log["reviewed_at"] + _seconds(log.n, HOUR, 72 * HOUR, rng)
    log.put("acted_at", acted_at[acted], acted)
    log.put("independent_evidence", acted)
    before = at - _seconds(log.n, A_DAY, 10 * A_DAY, rng)
    log.put("independent_evidence_at", before[acted], acted)
    lineup = log.has("action", "lineup")
    log.put("lineup_at", acted_at[lineup], lineup)
    grave = log.has("action", *_GRAVE)
    log.put("used_for", "lead")
    log.put("used_for", "probable_cause", grave)
    log.put("used_in_affidavit", log.has("action", "search_warrant"))
    log.put("decision_effect", "none")
    log.put("decision_effect", "legal", grave)
    log.put("decision_basis", "corroborated")
    for name in ("used_as_evidence", "unlawful"):
        log.put(name, value=False)
    _trial(log, acted_at)


def _trial(log: Log, acted_at: NDArray[np.int64]) -> None:
    """Tell the defence of each search that led to a charge, long before the trial."""
    charged = log.has("action", "charge")
    log.put("charged", charged)
    for name, days in (("charged_at", 3), ("disclosed_at", 30), ("trial_at", 150)):
        log.put(name, acted_at[charged] + days * A_DAY, charged)
        log.coarsen(name, DAY, charged)
    for name in (
        "disclosed_use",
        "disclosed_system",
        "disclosed_databases",
        "disclosed_leads",
    ):
        log.put(name, value=True, where=charged)


def _other_use(log: Log, at: NDArray[np.int64], rng: np.random.Generator) -> None:
    """Let some searches serve no law enforcement, such as a check at a border."""
    other = log.has("mode", "still") & log.has("action", "none")
    other &= rng.random(log.n) < _OTHER_USE
    n = int(other.sum())
    log.put("use_class", "other", other)
    citizen = rng.random(n) < 0.5
    log.put("claims_citizenship", citizen, other)
    asked = rng.random(n) < 0.3
    log.put("opt_out_requested", asked, other)
    log.put("opt_out_honoured", value=True, where=np.flatnonzero(other)[asked])
    _choose(log, "citizenship_class", {"citizen": 1.0}, rng, other)
    log.put("citizenship_class", "non_citizen", np.flatnonzero(other)[~citizen])
    captured = at[other] - 600
    kept = np.where(citizen, 10 * HOUR, 12 * A_DAY)
    log.put("captured_at", captured, other)
    log.put("deleted_at", captured + kept, other)


def _breaches(log: Log, at: NDArray[np.int64], rng: np.random.Generator) -> None:
    found = rng.random(log.n) < 0.01
    breach = at[found] + 5 * A_DAY
    log.put("breach_at", breach, found)
    log.put("breach_notified_at", breach + 6 * HOUR, found)


def _choose(
    log: Log,
    name: str,
    shares: dict[str, float],
    rng: np.random.Generator,
    where: Mask | None = None,
) -> None:
    """Put words drawn by their shares into a column."""
    rows = np.arange(log.n) if where is None else np.flatnonzero(where)
    drawn = rng.choice(len(shares), rows.size, p=list(shares.values()))
    for k, word in enumerate(shares):
        log.put(name, word, rows[drawn == k])


def _seconds(
    n: int, low: int, high: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    return rng.integers(low, high, n)
