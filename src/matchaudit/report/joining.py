"""Marks of one shape and colour joined into one path: the same picture, far shorter."""

import re

_MARK = re.compile(
    r'<path transform="translate\(([-\d.]+),([-\d.]+)\)" d="([^"]+)"'
    r'( fill="(?:transparent"[^>]*|[^"]+")/>)'
)
_STEP = re.compile(r"([A-Za-z])([^A-Za-z]*)")


def joined(drawn: str) -> str:
    """Return a drawing in which marks that follow each other are one path if alike.

    Marks with an outline around a filled shape stay as they are: each covers those
    before it.

    Examples
    --------
    >>> mark = '<path transform="translate({},5)" d="M-2,0h4Z" fill="red"/>'
    >>> joined(mark.format(10) + mark.format(30))
    '<path d="M8,5h4zM28,5h4z" fill="red"/>'
    """
    parts: list[str] = []
    run: list[re.Match[str]] = []
    at = 0
    for found in _MARK.finditer(drawn):
        follows = (
            run and found.start() == at and run[0].group(3, 4) == found.group(3, 4)
        )
        if not follows:
            parts += [_as_one(run), drawn[at : found.start()]]
            run = []
        run.append(found)
        at = found.end()
    return "".join([*parts, _as_one(run), drawn[at:]])


def _as_one(run: list[re.Match[str]]) -> str:
    shape = _relative(run[0][3]) if len(run) > 1 else None
    if shape is None:
        return "".join(found[0] for found in run)
    (x, y), steps = shape
    path = "".join(
        f"M{_written(float(found[1]) + x)},{_written(float(found[2]) + y)}{steps}"
        for found in run
    )
    return f'<path d="{path}"{run[0][4]}'


def _relative(path: str) -> tuple[tuple[float, float], str] | None:
    """Return where a shape begins, and its steps from there; None for one of others."""
    start: tuple[float, float] | None = None
    here = (0.0, 0.0)
    steps = ""
    for command, said in _STEP.findall(path):
        numbers = [float(n) for n in said.split(",") if n]
        if command == "M" and start is None:
            start = here = (numbers[0], numbers[1])
        elif command in "LA":
            end = (numbers[-2], numbers[-1])
            by = [*numbers[:-2], end[0] - here[0], end[1] - here[1]]
            steps += command.lower() + ",".join(map(_written, by))
            here = end
        elif command == "h":
            steps, here = steps + command + said, (here[0] + numbers[0], here[1])
        elif command == "v":
            steps, here = steps + command + said, (here[0], here[1] + numbers[0])
        elif command == "Z":
            steps += "z"
        else:
            return None
    return None if start is None else (start, steps)


def _written(number: float) -> str:
    return f"{round(number, 1) + 0.0:g}"
