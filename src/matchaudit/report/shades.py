"""Shades of one colour for a heat map, each with an ink that reads on it."""

import math

_PALE, _DARK = (0xDB, 0xE7, 0xF2), (0x11, 0x42, 0x6C)
_WHITE, _BLACK, _EMPTY = "#FEFEFE", "#000000", "#E4E6E8"


def shade(rate: float | None, ends: tuple[float, float]) -> dict[str, str]:
    """Return a cell's fill and ink; the fill darkens with the logarithm of the rate.

    Parameters
    ----------
    rate : float or None
        None or 0 gives a grey cell.
    ends : tuple of float
        The lowest and the highest rate.

    Examples
    --------
    >>> shade(0.1, (0.001, 0.1))
    {'fill': '#11426C', 'ink': '#FEFEFE'}
    >>> shade(None, (0.001, 0.1))["ink"]
    '#000000'
    """
    if not rate:
        return {"fill": _EMPTY, "ink": _BLACK}
    span = math.log(ends[1] / ends[0]) or 1.0
    share = math.log(rate / ends[0]) / span
    rgb = [round(p + (d - p) * share) for p, d in zip(_PALE, _DARK, strict=True)]
    fill = "#" + "".join(f"{part:02X}" for part in rgb)
    return {
        "fill": fill,
        "ink": max((_WHITE, _BLACK), key=lambda ink: contrast(ink, fill)),
    }


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours by WCAG 2.2, from 1 to 21.

    Examples
    --------
    >>> contrast("#FFFFFF", "#000000")
    21.0
    """
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts
    ]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
