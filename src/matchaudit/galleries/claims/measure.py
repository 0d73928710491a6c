"""A register of claims measured: its totals, its refuted share, its corrections."""

from matchaudit.errors import ParameterError
from matchaudit.estimation.finding import Curve, Finding
from matchaudit.galleries.claims.corrections import corrections, no_corrections
from matchaudit.galleries.claims.refuted import refuted_shares
from matchaudit.galleries.claims.register import ClaimSettings, why_untold
from matchaudit.galleries.claims.totals import totals
from matchaudit.tallies.claims import ClaimRows


def measure_claims(
    rows: ClaimRows, *, settings: ClaimSettings
) -> tuple[list[Finding], list[Curve]]:
    """Measure a register of claims, in totals that tell no claim.

    Parameters
    ----------
    rows : ClaimRows
    settings : ClaimSettings

    Returns
    -------
    findings : list of Finding
        ``claims/totals``, ``claims/refuted_share``, ``claims/days_to_correction`` and
        ``claims/corrected_share``.
    curves : list of Curve
        ``claims_by_month``, and ``claims_corrections`` where there is something to draw.

    Raises
    ------
    ParameterError
        If there is no claim.

    Examples
    --------
    >>> from matchaudit.galleries.claims.register import made_of
    >>> rows = made_of(["refuted"] * 3 + ["confirmed"] * 4 + ["unverified"] * 13)
    >>> findings, curves = measure_claims(rows, settings=ClaimSettings())
    >>> next(f.says for f in findings if f.id == "claims/refuted_share")
    'Of 7 claims that were checked, 3 were refuted; 13 were never checked. ...'
    """
    if not rows.n:
        raise ParameterError("rows", "one claim or more", 0)
    found, curves = totals(rows, settings)
    found += refuted_shares(rows, settings)
    because = why_untold(rows)
    if because is not None:
        return [*found, *no_corrections(because)], curves
    stood, more = corrections(rows, settings)
    return [*found, *stood], [*curves, *more]
