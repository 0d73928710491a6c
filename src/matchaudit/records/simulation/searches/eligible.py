"""Which records a breach can be planted in."""

from collections.abc import Callable

from matchaudit.records.simulation.searches.log import Log, Mask


def still(log: Log) -> Mask:
    """Return where a still picture was searched for law enforcement."""
    return log.has("mode", "still") & log.has("use_class", "law_enforcement")


def live(log: Log) -> Mask:
    """Return where the search was live."""
    return log.has("mode", "realtime")


def motor_vehicles(log: Log) -> Mask:
    """Return where the motor vehicle agency made it."""
    return still(log) & log.has("performed_by", "motor_vehicles")


def suspect(log: Log) -> Mask:
    """Return where a suspect was sought."""
    return still(log) & log.has("purpose", "suspect")


def targeted(log: Log) -> Mask:
    """Return where somebody known beforehand was sought."""
    return still(log) & log.true("targeted")


def no_action(log: Log) -> Mask:
    """Return where nothing followed."""
    return still(log) & log.has("action", "none")


def acted(log: Log) -> Mask:
    """Return where somebody acted on it."""
    return still(log) & log.recorded("acted_at")


def charged(log: Log) -> Mask:
    """Return where a charge followed."""
    return still(log) & log.true("charged")


def legal(log: Log) -> Mask:
    """Return where a decision of legal effect followed."""
    return still(log) & log.has("decision_effect", "legal")


def took(*actions: str) -> Callable[[Log], Mask]:
    """Return what finds where one of these actions followed."""
    return lambda log: still(log) & log.has("action", *actions)


def citizen(log: Log) -> Mask:
    """Return where it served no law enforcement, of a citizen."""
    return log.has("use_class", "other") & log.has("citizenship_class", "citizen")


def asked_out(log: Log) -> Mask:
    """Return where a citizen asked not to be searched."""
    return citizen(log) & log.true("opt_out_requested")
