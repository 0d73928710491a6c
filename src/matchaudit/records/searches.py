"""The kind ``searches``: one row is one search in the field.

Beside what every log holds, the kind has every field that an agency could fill and a
written rule needs. None of them is free text: a reference is a keyed pseudonym, a
choice is one of a closed list, and whether evidence exists is yes or no.
"""

from matchaudit.records.schema import Field, FieldType, Kind, UniqueKey


def _of(type_: FieldType, name: str, meaning: str, *synonyms: str) -> Field:
    return Field(name=name, type=type_, meaning=meaning, synonyms=synonyms)


def _flag(name: str, meaning: str, *synonyms: str) -> Field:
    return _of("boolean", name, meaning, *synonyms)


def _date(name: str, meaning: str, *synonyms: str) -> Field:
    return _of("date", name, meaning, *synonyms)


def _count(name: str, meaning: str, *synonyms: str) -> Field:
    return Field(
        name=name, type="integer", meaning=meaning, minimum=0, synonyms=synonyms
    )


def _number(name: str, meaning: str, unit: str = "", *synonyms: str) -> Field:
    return Field(
        name=name,
        type="number",
        meaning=meaning,
        unit=unit,
        minimum=0 if unit else None,
        synonyms=synonyms,
    )


def _pseudonym(name: str, meaning: str, *synonyms: str) -> Field:
    return Field(
        name=name, type="string", meaning=meaning, role="pseudonym", synonyms=synonyms
    )


def _label(name: str, meaning: str, *synonyms: str) -> Field:
    return Field(
        name=name, type="string", meaning=meaning, role="label", synonyms=synonyms
    )


def _choice(name: str, meaning: str, values: str, *synonyms: str) -> Field:
    return Field(
        name=name,
        type="string",
        meaning=meaning,
        values=tuple(values.split()),
        synonyms=synonyms,
    )


_WHAT = (
    Field(
        name="search_id",
        type="string",
        meaning="The number of the search, made by the data holder.",
        label="Search IDs",
        needed=True,
        role="pseudonym",
        synonyms=("search id", "request", "request id", "search number", "log id"),
    ),
    Field(
        name="searched_at",
        type="date",
        meaning="When the search was made.",
        label="Dates of searches",
        needed=True,
        synonyms=(
            "searched at",
            "search date",
            "date of search",
            "date time submitted",
            "date of request",
            "request date",
            "timestamp",
            "date",
        ),
    ),
    _flag("nil_return", "True if the row says that a period had no search."),
    _label("agency", "Who asked for the search.", "requesting agency", "department"),
    _pseudonym("operator", "Who made the search.", "user", "examiner id"),
    _label("system", "The system, as the plan calls it.", "vendor", "software"),
    _pseudonym("case_ref", "The case.", "incident no", "case number", "case id"),
    _choice(
        "mode",
        "How faces were searched; still is one picture against a list.",
        "still recorded_video realtime near_realtime ongoing_surveillance "
        "persistent_tracking realtime_tracking predictive",
        "search mode",
        "search type",
    ),
    _choice(
        "device_type",
        "What the search was made on.",
        "workstation mobile body_worn fixed_camera vehicle other",
        "device",
    ),
    _choice("place_type", "Where the probe was taken.", "public private online other"),
    _choice(
        "performed_by",
        "Who ran the search for the agency.",
        "own_agency fbi motor_vehicles state_agency vendor other",
        "search performed by",
    ),
    _choice(
        "use_class",
        "Whether the search served law enforcement.",
        "law_enforcement other",
    ),
)

_PROBE = (
    _choice(
        "probe_type",
        "What the probe is.",
        "still video_frame live sketch composite",
        "image type",
    ),
    _flag("probe_edited", "True if the probe was changed in substance."),
    _pseudonym("probe_ref", "The stored probe."),
    Field(
        name="probe_mask",
        type="string",
        meaning="What covers the face in the probe, such as none or surgical.",
        role="covariate",
        synonyms=("mask", "covering"),
    ),
    Field(
        name="group",
        type="string",
        meaning="The group that the data holder puts the searched person in.",
        role="covariate",
        synonyms=("demographic", "race", "ethnicity", "sex"),
    ),
    _date("captured_at", "When the picture was taken."),
    _choice(
        "citizenship_class",
        "What the person is taken for, where a time limit turns on it.",
        "citizen non_citizen",
    ),
    _flag("claims_citizenship", "True if the person claimed to be a citizen."),
    _flag("opt_out_requested", "True if the person asked not to be searched."),
    _flag("opt_out_honoured", "True if that was done."),
)

_WHY = (
    _choice(
        "purpose",
        "What the search was for.",
        "suspect victim witness missing_person endangered_person deceased "
        "incapacitated detained trafficking imminent_threat terrorism licence_fraud "
        "immigration_status other",
        "reason",
        "search reason",
    ),
    _label("offence", "The offence, by the agency's code.", "offense", "crime type"),
    _choice("offence_class", "How grave the law takes it to be.", "serious other"),
    _number("max_penalty_years", "The longest sentence for the offence.", "years"),
    _choice("case_status", "Whether the case was open.", "active closed"),
    _choice(
        "selection_basis",
        "What singled the person out.",
        "case_facts religion political lawful_event organisation race ethnicity "
        "citizenship immigration_status age disability gender gender_identity "
        "sexual_orientation other_protected",
    ),
    _flag("protected_activity", "True if the probe shows speech, assembly or worship."),
    _flag("subject_is_target", "True if the person searched was meant to be."),
    _flag("targeted", "True if a suspect or convict known beforehand was sought."),
    _flag("initial_identification", "True if a suspect was first identified by it."),
    _flag("reasonable_suspicion", "True if reasonable suspicion was recorded."),
    _flag("particularised_suspicion", "True if it was recorded for this person."),
    _flag("probable_cause", "True if probable cause was recorded."),
)

_AUTHORITY = (
    _choice(
        "authority_type",
        "What allowed the search.",
        "none warrant court_order exigent imminent_threat emergency administrative "
        "supervisor consent",
        "authority",
        "legal basis",
    ),
    _pseudonym("authority_id", "The warrant or order.", "warrant id"),
    _date("authority_requested_at", "When it was asked for."),
    _date("authority_issued_at", "When it was given.", "warrant date"),
    _choice("authority_outcome", "What was answered.", "granted refused pending"),
    _flag("urgent", "True if the search could not wait for the answer."),
    _flag("request_written", "True if the request was in writing."),
    _flag("request_logged", "True if the request was logged where the law says."),
    _date("stopped_at", "When the use was stopped."),
    _flag("target_listed", "True if the person was on the list for this use."),
    _flag("within_limits", "True if time and place were within the limits set."),
    _flag("impact_assessed", "True if the impact on rights was assessed."),
    _flag("system_registered", "True if the system was registered."),
    _pseudonym("police_file_ref", "The police file that notes the use."),
    _date("market_authority_notified_at", "When market surveillance was told."),
    _date("data_authority_notified_at", "When data protection was told."),
    _date("policy_posted_at", "When the agency's policy was made public."),
)

_RESULT = (
    _label("gallery", "The list that was searched.", "database"),
    _choice(
        "gallery_type",
        "What the list holds.",
        "arrest_photos licence_photos watchlist live_feed third_party other",
    ),
    _count("gallery_size", "Records in it.", "db size", "database size"),
    _number(
        "threshold", "The score from which a candidate is shown.", "", "match threshold"
    ),
    _number("top_score", "The highest score.", "", "top similarity", "score"),
    _count("candidates", "Candidates returned.", "number of candidates", "matches"),
    _date("ended_at", "When the use ended."),
)

_REVIEW = (
    _count("reviewers", "People who looked at the result.", "examiners"),
    _count("reviewers_confirming", "Of them, those who confirmed it."),
    _flag("reviewers_trained", "True if all of them were trained for it."),
    _flag("reviews_independent", "True if no one saw another's answer first."),
    _date("reviewed_at", "When the last of them answered.", "review date"),
    _choice("review_outcome", "What they said.", "confirmed rejected unresolved"),
    _number("review_seconds", "How long the review took.", "seconds"),
    _choice(
        "outcome",
        "What became of the best candidate.",
        "confirmed refuted unresolved not_followed_up",
        "disposition",
        "result",
    ),
    _flag(
        "verification_sample",
        "True if the candidate was drawn at random to be checked.",
    ),
    _date("operator_trained_at", "When the operator last finished the training."),
    _flag("trained_limits", "True if the training taught the limits."),
    _flag("trained_reading", "True if it taught how to read results."),
    _flag("trained_review", "True if it taught human review."),
)

_AFTER = (
    _choice(
        "action",
        "The gravest step that followed.",
        "none lead interview stop lineup search_warrant arrest charge "
        "civil_enforcement benefit_decision",
        "action taken",
    ),
    _date("acted_at", "When it was taken."),
    _choice(
        "used_for",
        "What the result served for.",
        "lead probable_cause positive_identification",
    ),
    _choice("decision_effect", "What the decision meant.", "none legal"),
    _choice("decision_basis", "What it stood on.", "face_only corroborated"),
    _pseudonym("derogation_ref", "The law that lifts a duty of review."),
    _flag("used_in_affidavit", "True if it went into an affidavit."),
    _flag("used_as_evidence", "True if it was used as evidence."),
    _flag(
        "independent_evidence",
        "True if there was evidence that did not come from the search or from a "
        "line-up after it.",
    ),
    _date("independent_evidence_at", "When the first of it was had."),
    _date("lineup_at", "When a line-up was held."),
    _flag("charged", "True if the person was charged."),
    _date("charged_at", "When."),
    _date("trial_at", "When the trial begins."),
    _date("disclosed_at", "When the defence was told of the search."),
    _flag("disclosed_use", "True if the use was disclosed."),
    _flag("disclosed_system", "True if the system was."),
    _flag("disclosed_databases", "True if the databases searched were."),
    _flag("disclosed_leads", "True if all results that led further were."),
    _flag("unlawful", "True if the search was found unlawful."),
    _date("deleted_at", "When the result was deleted."),
    _date("breach_at", "When a breach of policy was found."),
    _date("breach_notified_at", "When those were told who must be."),
)

SEARCHES = Kind(
    name="searches",
    title="a search log",
    row="one search in the field",
    fields=(*_WHAT, *_PROBE, *_WHY, *_AUTHORITY, *_RESULT, *_REVIEW, *_AFTER),
    unique=UniqueKey(
        field="search_id",
        noun="search ID",
        each="search",
        hint="If the log lists one row for each candidate, run again with "
        "--one-row-per candidate.",
    ),
)
