"""The Flesch-Kincaid grade, counted simply."""

import re


def reading_grade(text: str) -> float:
    """Return the school grade that a text asks for; a number is one short word."""
    sentences = max(len(re.findall(r"[.!?:](?=\s|$)", text)), 1)
    words = re.findall(r"[A-Za-z]+|\d[\d,.]*\d|\d", text)
    return (
        0.39 * len(words) / sentences
        + 11.8 * sum(map(_syllables, words)) / len(words)
        - 15.59
    )


def _syllables(word: str) -> int:
    vowels = re.findall(r"[aeiouy]+", word.lower())
    silent = re.search(r"([^aeiouyl]e|[^aeiouytd]ed|[^aeiouyscxzhg]es)$", word.lower())
    return max(len(vowels) - (1 if silent else 0), 1)
