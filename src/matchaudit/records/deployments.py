"""The kind ``deployments``: one row is one deployment of live recognition."""

from matchaudit.records.schema import Field, FieldType, Kind


def _count(name: str, meaning: str, *synonyms: str) -> Field:
    return Field(
        name=name, type="integer", meaning=meaning, minimum=0, synonyms=synonyms
    )


def _of(type_: FieldType, name: str, meaning: str, *synonyms: str) -> Field:
    return Field(name=name, type=type_, meaning=meaning, synonyms=synonyms)


def _label(name: str, meaning: str, *synonyms: str) -> Field:
    return Field(
        name=name, type="string", meaning=meaning, role="label", synonyms=synonyms
    )


DEPLOYMENTS = Kind(
    name="deployments",
    title="a table of deployments",
    row="one deployment of live recognition, as an agency publishes it",
    fields=(
        Field(
            name="date",
            type="date",
            meaning="The day of the deployment, or its first day.",
            label="Dates",
            needed=True,
            synonyms=("date", "deployment date", "date start", "start date"),
        ),
        Field(
            name="alerts",
            type="integer",
            meaning="Alerts in all; empty where none were counted, as after a fault.",
            label="Alerts",
            minimum=0,
            needed=True,
            synonyms=("alerts", "total alerts", "number of alerts"),
        ),
        _of("date", "until", "The last day, if it is another.", "date end", "end date"),
        _label("deployment_id", "The agency's own number of the deployment."),
        _label("location", "Where it was: a public place.", "place", "site"),
        _label("agency", "Who deployed it.", "force", "police force"),
        _label("system", "The system, as the plan calls it.", "vendor", "algorithm"),
        _label("use_case", "What it was for, as published.", "deployment type"),
        _label("source", "The publication that the row comes from."),
        _label("page", "The page of the publication."),
        _count("cameras", "Cameras in use.", "number of cameras"),
        _of(
            "duration",
            "duration",
            "How long it ran, as published, such as 5h03m or 1205-1253.",
            "duration raw",
            "duration of deployment",
        ),
        Field(
            name="minutes",
            type="number",
            meaning="How long it ran.",
            label="Minutes",
            unit="minutes",
            minimum=0,
            synonyms=("duration min", "duration minutes"),
        ),
        _of("date", "started_at", "When the deployment began.", "start time"),
        _of("date", "planned_end_at", "When it was to end, as set beforehand."),
        _count("watchlist_size", "Entries of the watchlist.", "watchlist number"),
        _of("number", "threshold", "The score from which an alert is given."),
        _count("faces_seen", "Faces that the system saw.", "faces seen est"),
        _count(
            "true_alerts",
            "Alerts confirmed as right.",
            "true alerts confirmed",
            "positive alerts",
        ),
        _count("true_alerts_unconfirmed", "Alerts taken as right, not confirmed."),
        _count(
            "false_alerts",
            "Alerts confirmed as wrong.",
            "false alerts confirmed",
            "incorrect alerts",
        ),
        _count("false_alerts_unconfirmed", "Alerts taken as wrong, not confirmed."),
        _count(
            "interventions",
            "People stopped after an alert that was right.",
            "positive interventions",
        ),
        _count(
            "false_interventions",
            "People stopped after an alert that was wrong.",
            "incorrect interventions",
        ),
        _count("arrests", "Outcomes that were arrests.", "outcome arrest"),
        _count("other_disposals", "Outcomes of another kind.", "outcome other"),
        _count("no_action", "Outcomes without any action.", "outcome no action"),
        _count(
            "arrests_or_disposals",
            "Arrests and other disposals, published as one number.",
        ),
        _of(
            "rate",
            "published_rate",
            "The rate of wrong alerts as the agency published it, to the letter.",
            "false alert rate",
            "false alert rate published",
            "incorrect alert rate published",
        ),
        _of("date", "watchlist_approved_at", "When the watchlist was approved."),
        _of("date", "watchlist_reviewed_at", "When the watchlist was last reviewed."),
        _count("images_without_source", "Watchlist images without a recorded source."),
        _count("images_without_basis", "Watchlist images without a lawful basis."),
        _count("under18", "People under 18 on the watchlist."),
        _of("boolean", "under18_rationale", "True if a reason for them was recorded."),
        _of(
            "boolean",
            "no_alert_deleted_at_once",
            "True if faces without an alert were deleted at once.",
        ),
        Field(
            name="alert_kept_hours",
            type="number",
            meaning="The longest time for which an alert was kept.",
            unit="hours",
            minimum=0,
        ),
        Field(
            name="video_kept_days",
            type="number",
            meaning="The longest time for which video was kept.",
            unit="days",
            minimum=0,
        ),
        _of("date", "notice_published_at", "When the public was told of it."),
        _of("boolean", "critical_threat", "True if a critical threat forbade notice."),
    ),
)
