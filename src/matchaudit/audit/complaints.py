"""What pydantic says about a plan, in words that a person can use."""

from difflib import get_close_matches

from pydantic import BaseModel, ValidationError

_WORDS = {
    "extra_forbidden": "there is no such key",
    "finite_number": "it must be a finite number",
    "float_type": "it must be a number",
    "float_parsing": "it must be a number",
    "int_parsing": "it must be a whole number",
    "int_type": "it must be a whole number",
    "missing": "it is needed",
    "string_pattern_mismatch": "it must be a date such as 2026-01-31",
    "string_type": "it must be a text",
    "tuple_type": "it must be a list",
    "model_type": "it must be a list of keys and values",
    "too_short": "it must not be empty",
}
_LIMITS = {
    "greater_than": ("gt", "above"),
    "less_than": ("lt", "below"),
    "greater_than_equal": ("ge", "at least"),
    "less_than_equal": ("le", "at most"),
}


def complaint(error: ValidationError, model: type[BaseModel]) -> str:
    """Return the first thing that is wrong, where, and what was found there.

    Parameters
    ----------
    error : ValidationError
    model : type of BaseModel
        Its keys are suggested for a key that is misspelt.

    Returns
    -------
    str
        One or two sentences.
    """
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    where = f'"{place}"' if place else "the whole file"
    kind, found = first["type"], first["input"]
    if kind in _LIMITS:
        name, word = _LIMITS[kind]
        limit = first["ctx"][name]
        shown = f"{limit:,}" if isinstance(limit, int) else f"{limit:g}"
        rule = f"it must be {word} {shown}"
    elif kind == "value_error":
        own = str(first["ctx"]["error"])
        if not place:
            return f"{own}."
        rule = "there is no such day" if place == "date" else own
    elif kind == "literal_error":
        rule = f"it must be {first['ctx']['expected']}"
    else:
        rule = _WORDS.get(kind, first["msg"][0].lower() + first["msg"][1:])
    text = f"At {where}: {rule}."
    if kind == "extra_forbidden":
        close = get_close_matches(str(first["loc"][-1]), list(model.model_fields), 1)
        return text + (f' Did you mean "{close[0]}"?' if close else "")
    simple = isinstance(found, (str, int, float))
    return text + (f' It says "{found}".' if simple and kind != "missing" else "")
