"""The plan: everything that decides what an audit does, in one file.

A plan that was typed as a command line is written out as ``plan.yaml``, so that the
audit can be repeated, and hashed, so that a report says which plan it followed.
"""

import datetime as dt
import hashlib
import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal, Self

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from matchaudit.audit.complaints import complaint
from matchaudit.errors import InputError, Problem
from matchaudit.records import strict_yaml

Kind = Literal["comparisons", "candidates", "searches", "deployments", "claims"]
Score = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Rate = Annotated[float, Field(strict=True, gt=0, lt=1)]
Share = Annotated[float, Field(strict=True, ge=0, le=1)]
MOST_PEOPLE = 100_000_000_000
"""In a gallery: more people than ever lived are not predicted for."""

MOST_SEARCHES = 1_000_000_000_000
"""In a year."""

People = Annotated[int, Field(strict=True, ge=2, le=MOST_PEOPLE)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Input(_Strict):
    """One input file and how it is to be read."""

    file: str
    kind: Kind = Field(alias="as", default="comparisons")
    map: str | None = None
    failed_scores: tuple[Score, ...] = ()
    lower_is_closer: bool = False
    delimiter: str | None = None
    encoding: str | None = None
    decimal: Literal["point", "comma"] | None = None
    dates: Literal["day-first", "month-first"] | None = None
    timezone: str | None = None
    percent: tuple[str, ...] = ()
    matrix: bool | None = None
    score_file: bool | None = None
    one_row_per: Literal["search", "candidate"] | None = None
    vocabularies: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class GroupCount(_Strict):
    """How many of the wrong matches were of one group, as somebody has published it."""

    wrong: Annotated[int, Field(strict=True, ge=0)]
    of: Annotated[int, Field(strict=True, ge=1)]

    @model_validator(mode="after")
    def _no_more_than_all(self) -> Self:
        if self.wrong > self.of:
            raise ValueError("more wrong matches of one group than in all")
        return self


UNKNOWABLE = frozenset({"enrolled", "tpir", "review_false_accept"})
"""What nobody knows as one number."""


class Assumed(_Strict):
    """What no test measures, or none did here: each a range with two ends.

    Attributes
    ----------
    enrolled : tuple of float or None
        Ends of a grid: how many of the people searched are in the gallery. Never
        averaged over.
    fmr, tpir : tuple of float or None
        Where they were not measured.
    review_sensitivity, review_false_accept : tuple of float or None
        How often a reviewer accepts a list with the right person, and one without.
    masked : {"lower", "full"} or None
        What the faces are covered by: the lower face, or all but the eyes.
    searches : int or None
        A year.
    """

    enrolled: tuple[Share, Share] | None = None
    fmr: tuple[Share, Share] | None = None
    tpir: tuple[Share, Share] | None = None
    review_sensitivity: tuple[Share, Share] | None = None
    review_false_accept: tuple[Share, Share] | None = None
    masked: Literal["lower", "full"] | None = None
    searches: Annotated[int, Field(strict=True, ge=1, le=MOST_SEARCHES)] | None = None

    @model_validator(mode="after")
    def _ranges_run_upwards(self) -> Self:
        for name in type(self).model_fields:
            ends = getattr(self, name)
            if isinstance(ends, tuple) and ends[0] > ends[1]:
                raise ValueError(f"{name}: the first end is above the second")
            if name in UNKNOWABLE and isinstance(ends, tuple) and ends[0] == ends[1]:
                raise ValueError(f"{name}: no test can tell it as one number")
        return self


ONLY_FOR: Mapping[str, tuple[Kind, ...]] = MappingProxyType(
    {
        "thresholds": ("comparisons", "candidates"),
        "target_fmrs": ("comparisons",),
        "target_fpirs": ("comparisons", "candidates"),
        "gallery_sizes": ("comparisons", "claims"),
        "gallery_composition": ("comparisons",),
        "score_scale": ("comparisons",),
        "ranks": ("candidates",),
        "accuracy": ("claims",),
        "assumed": ("comparisons", "claims"),
        "by": ("comparisons", "candidates"),
        "reference": ("comparisons",),
        "visible_fraction_edges": ("comparisons", "candidates"),
        "lr_scores": ("comparisons",),
        "missing_at_random_given": ("searches",),
        "random_sample": ("searches", "claims"),
        "rules": ("searches", "deployments"),
    }
)
"""Keys that mean something for some kinds of record only."""

TITLES: Mapping[Kind, str] = MappingProxyType(
    {
        "comparisons": "Accuracy audit",
        "candidates": "Audit of identification searches",
        "searches": "Audit of searches in use",
        "deployments": "Audit of deployments",
        "claims": "Audit of a register of claims",
    }
)


class Plan(_Strict):
    """What to audit and how.

    Nothing that is somebody's decision has a default: without a threshold or a target
    nothing is measured at one, without a reference no group is compared with another.

    Attributes
    ----------
    inputs : tuple of Input
        Files of one kind are read as the parts of one table.
    thresholds, target_fmrs : tuple of float
        Operating points: scores, or false match rates whose threshold is to be found.
    by : tuple of str or None
        What to compare by, such as ``"group"`` (both sides) or ``"probe_mask"`` (one).
        None means everything that the records hold.
    reference : tuple of str
        The value that others are compared with: ``"A"`` or ``"probe_mask=none"``.
    visible_fraction_edges : tuple of float
        Where the visible fraction of a face is cut into bins.
    target_fpirs : tuple of float
        False positive identification rates whose threshold is to be found.
    gallery_sizes : tuple of int
        People in the galleries that errors are to be predicted for.
    gallery_composition : dict of str to float
        The share of each group in those galleries; the shares add up to 1. Without it
        the gallery is taken to be made up like the test.
    score_scale : {"identity", "log", "logit"} or None
        The scale on which most scores are close to normal. None: chosen, and said.
    ranks : tuple of int
        How far down a list of candidates somebody looks.
    accuracy : str or None
        The findings.json of an audit, to hold a register of claims against.
    assumed : Assumed
        Ranges for what was not measured.
    rules : tuple of str
        Rule packs: names of built-in ones, or files. None is a default: which law
        applies is somebody's decision.
    rule_lists : dict of str to tuple of str
        Words of lists that provisions refer to, such as an annex of offences, in the
        agency's codes.
    wrong_by_group : dict of str to GroupCount
        Published counts of wrong matches by group, where nobody published how many
        faces of each group were seen.
    missing_at_random_given : tuple of str
        Columns given which it is assumed that nothing else decided which candidates
        were verified.
    random_sample : bool
        True if the rows with ``verification_sample`` were drawn at random.
    pooled : bool
        True to leave out operators and record ids, which are for the holder of the data
        only.
    date : str or None
        The date that the report bears. Never today's date unless somebody says so.
    """

    title: str | None = None
    agency: str | None = None
    date: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")] | None = None
    inputs: Annotated[tuple[Input, ...], Field(min_length=1)]
    thresholds: tuple[Score, ...] = ()
    target_fmrs: tuple[Rate, ...] = ()
    by: tuple[str, ...] | None = None
    reference: tuple[str, ...] = ()
    visible_fraction_edges: tuple[Score, ...] = (0.0, 0.25, 0.5, 0.75, 1.0)
    confidence: Annotated[float, Field(strict=True, ge=0.5, lt=1)] = 0.95
    group_floor: Annotated[int, Field(ge=2)] = 10
    lr_scores: tuple[Score, ...] = ()
    target_fpirs: tuple[Rate, ...] = ()
    gallery_sizes: tuple[People, ...] = ()
    gallery_composition: dict[str, Share] = Field(default_factory=dict)
    score_scale: Literal["identity", "log", "logit"] | None = None
    ranks: tuple[Annotated[int, Field(strict=True, ge=1)], ...] = (1, 5, 10, 20, 50)
    accuracy: str | None = None
    assumed: Assumed = Assumed()
    rules: tuple[str, ...] = ()
    rule_lists: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    wrong_by_group: dict[str, GroupCount] = Field(default_factory=dict)
    missing_at_random_given: tuple[str, ...] = ()
    random_sample: bool = False
    pooled: bool = False
    seed: Annotated[int, Field(ge=0)] = 1

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of the inputs, each once, in order."""
        return tuple(dict.fromkeys(given.kind for given in self.inputs))

    @property
    def heading(self) -> str:
        """The title that was given, or one that fits the kinds of the inputs."""
        if self.title is not None:
            return self.title
        return TITLES[self.kinds[0]] if len(self.kinds) == 1 else "Audit"

    @model_validator(mode="after")
    def _keys_that_say_something(self) -> Self:
        """Refuse a key that nothing would follow."""
        for name, kinds in ONLY_FOR.items():
            said = name in self.model_fields_set and (
                name != "rules" or bool(self.rules)
            )
            if said and not set(kinds) & set(self.kinds):
                first = kinds[0]
                raise ValueError(
                    f'The key "{name}" is for {" and ".join(kinds)}, and no input '
                    f"holds any. Such an input says --as {first}, or as: {first} in "
                    "a plan"
                )
        return self

    @field_validator("gallery_composition")
    @classmethod
    def _shares_of_all(cls, value: dict[str, float]) -> dict[str, float]:
        if value and not math.isclose(sum(value.values()), 1.0, abs_tol=1e-6):
            raise ValueError(
                f"The shares of the gallery add up to {sum(value.values()):g}, not 1"
            )
        return value

    @field_validator("date", mode="before")
    @classmethod
    def _date_as_text(cls, value: object) -> object:
        """Take a date that YAML has read as one; leave the rest as it is."""
        return value.isoformat() if isinstance(value, dt.date) else value

    @field_validator("date")
    @classmethod
    def _date_in_the_calendar(cls, value: str | None) -> str | None:
        if value is not None:
            dt.date.fromisoformat(value)
        return value

    def sha256(
        self,
        input_hashes: tuple[str, ...],
        rule_hashes: tuple[str, ...] = (),
        accuracy_hash: str | None = None,
    ) -> str:
        """Return the hash of the plan.

        Files and rule packs count by name and content, not by folder: the same audit on
        another machine has the same hash.
        """
        facts = self.model_dump(mode="json", by_alias=True)
        facts["rules"] = [
            [Path(rule).name, digest]
            for rule, digest in zip(self.rules, rule_hashes, strict=True)
        ]
        if self.accuracy is not None:
            facts["accuracy"] = [Path(self.accuracy).name, accuracy_hash]
        for given, digest in zip(facts["inputs"], input_hashes, strict=True):
            given["file"] = Path(given["file"]).name
            given["sha256"] = digest
        text = json.dumps(facts, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def to_yaml(self) -> str:
        """Return the plan as a person would write it: what is not said is left out."""
        facts = self.model_dump(
            mode="json", by_alias=True, exclude_defaults=True, exclude_none=True
        )
        return yaml.safe_dump(facts, sort_keys=False, allow_unicode=True)


def load(path: Path) -> Plan:
    """Read a plan file; paths in it are relative to its folder.

    Raises
    ------
    InputError
        If the file is not there, is not YAML, or says something a plan cannot say.
    """
    try:
        facts = strict_yaml.load(path.read_text(encoding="utf-8"))
        plan = Plan.model_validate(facts)
    except FileNotFoundError as error:
        what = f"There is no file {path.name} in that folder."
        raise InputError(_problem(path, what)) from error
    except OSError as error:
        raise InputError(_problem(path, f"{path.name} cannot be read.")) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        why = strict_yaml.complaint(error)
        raise InputError(_problem(path, f"{path.name} is not a plan. {why}")) from error
    except ValidationError as error:
        why = complaint(error, Plan)
        raise InputError(_problem(path, f"{path.name} is not a plan. {why}")) from error
    folder = path.parent
    return moved(plan, lambda place: str(folder / place))


def moved(plan: Plan, place: Callable[[str], str]) -> Plan:
    """Return a plan whose files are named from another folder.

    A name that is no path, such as that of a built-in map or pack, stays.
    """

    def name(said: str) -> str:
        return place(said) if is_path(said) else said

    inputs = tuple(
        given.model_copy(
            update={
                "file": place(given.file),
                "map": name(given.map) if given.map else None,
            }
        )
        for given in plan.inputs
    )
    rules = tuple(name(rule) for rule in plan.rules)
    accuracy = place(plan.accuracy) if plan.accuracy else None
    changed = {"inputs": inputs, "rules": rules, "accuracy": accuracy}
    return plan.model_copy(update=changed)


def is_path(said: str) -> bool:
    """Say whether a map or a rule pack is named by its file."""
    return said.endswith((".yaml", ".yml")) or Path(said).name != said


def _problem(path: Path, what: str) -> Problem:
    return Problem(
        code="E13",
        what=what,
        fix="The page about plans shows every key with an example.",
        file=path.name,
    )
