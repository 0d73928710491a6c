import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchaudit.errors import InputError
from matchaudit.records import persons
from matchaudit.records.comparisons import COMPARISONS
from matchaudit.records.persons import (
    PersonColumns,
    find_by_value,
    name_may_name_a_person,
    value_may_show_a_person,
)

PEOPLE = [
    "Officer Name",
    "Suspect DOB",
    "suspectDOB",
    "name",
    "NAME",
    "first_name",
    "LastName",
    "dateOfBirth",
    "birth_date",
    "Home Address",
    "street",
    "License Plate",
    "plate_no",
    "Phone",
    "mobile number",
    "E-mail",
    "email_address",
    "twitter handle",
    "image",
    "probe_image_path",
    "photo",
    "template",
    "Embedding",
    "feature_vector",
    "officer",
    "Badge Number",
    "Nombre",
    "Apellidos",
    "Fecha de nacimiento",
    "dirección",
    "Matrícula",
    "Vorname",
    "Geburtsdatum",
    "Straße",
    "Kennzeichen",
    "Nom de famille",
    "Prénom",
    "Date de naissance",
    "adresse",
    "Verdächtiger",
]
NOBODY = [
    *COMPARISONS.names,
    "name_or_number_visible_count",
    "region_of_birth",
    "country of birth",
    "system_name",
    "Algorithm Name",
    "image_id",
    "Probe Image ID",
    "template hash",
    "subject",
    "Request #",
    "Date/Time Submitted",
    "Requesting Agency",
    "DB Size",
    "Examiners",
    "Incident No.",
    "Offense",
    "nominal",
    "threshold",
    "unnamed",
    "0010B559B76132149D909F438AD0CA8E",
    "",
]


@pytest.mark.parametrize("column", PEOPLE)
def test_a_column_that_may_name_people_is_seen(column: str) -> None:
    assert name_may_name_a_person(column)


@pytest.mark.parametrize("column", NOBODY)
def test_other_columns_pass(column: str) -> None:
    assert not name_may_name_a_person(column)


def test_a_declared_field_passes_whatever_its_name() -> None:
    assert name_may_name_a_person("name_visible")
    assert not name_may_name_a_person("name_visible", declared=["name_visible"])


@pytest.mark.parametrize(
    "value",
    [
        "data:image/png;base64,iVBORw0KGgo=",
        "iVBORw0KGgo" * 20,
        "jane.doe@example.org",
        "https://example.org/faces/1",
        "www.example.org",
        "@somebody",
        "faces/0001.JPG",
        "probe_17.png",
        "[" + ", ".join(["0.125"] * 128) + "]",
        " ".join(["-1.5e-3"] * 16),
    ],
)
def test_a_value_that_may_show_a_person_is_seen(value: str) -> None:
    assert value_may_show_a_person(value)


@pytest.mark.parametrize(
    "value",
    [
        "P0001",
        "0.9132",
        "1,200,000",
        "surgical",
        "North PD",
        "2025-02-01T09:14",
        "1 2 3",
        "",
        "Black female",
        *(hashlib.new(h, b"key").hexdigest() for h in ("md5", "sha1", "sha256")),
        hashlib.sha512(b"key").hexdigest(),
        "3q2+7w==",
        "550e8400-e29b-41d4-a716-446655440000",
    ],
)
def test_pseudonyms_numbers_and_categories_pass(value: str) -> None:
    assert not value_may_show_a_person(value)


@given(st.binary(min_size=16, max_size=64))
def test_every_hex_digest_passes(digest: bytes) -> None:
    assert not value_may_show_a_person(digest.hex())
    assert not name_may_name_a_person(digest.hex())


def test_names_of_people_are_seen_among_pseudonyms_only() -> None:
    values = {"subject": ["Jane Doe", "Rick Roe"], "group": ["Black Female"] * 2}

    assert find_by_value(values, pseudonyms=["subject"]).all == ("subject",)
    assert find_by_value(values).all == ()


@pytest.mark.parametrize(
    "who", ["Doe, Jane", "José García", "Jane Q. Doe", "Anne-Marie Roe"]
)
def test_many_forms_of_a_name_are_seen(who: str) -> None:
    assert find_by_value({"id": [who]}, pseudonyms=["id"]).all == ("id",)


def test_dates_beside_names_are_birthdays() -> None:
    """A date alone is no person; beside names it is likely to be a birthday."""
    values = {"who": ["Jane Doe"], "when": ["13/02/1970"], "score": ["0.5"]}

    assert find_by_value(values).all == ("who", "when")
    assert find_by_value({"when": ["13/02/1970"]}).all == ()


def test_the_message_names_columns_and_never_values() -> None:
    found = PersonColumns(by_name=("Officer Name", "Suspect DOB"))
    with pytest.raises(InputError) as caught:
        persons.refuse(found, file="searches.csv")

    assert caught.value.problem.code == "E07"
    assert caught.value.problem.message == (
        'We stopped because 2 columns may name people: "Officer Name" and "Suspect '
        'DOB". This tool never needs names, birth dates or pictures. Run "matchaudit '
        'clean searches.csv" to make a copy without them. Nothing was read from those '
        "columns."
    )


def test_one_column_is_spoken_of_as_one() -> None:
    with pytest.raises(InputError) as caught:
        persons.refuse(PersonColumns(by_value=("probe",)), file="a b.csv")

    assert caught.value.problem.message == (
        'We stopped because 1 column may name people: "probe". This tool never needs '
        "names, birth dates or pictures. Run \"matchaudit clean 'a b.csv'\" to make a "
        "copy without it. Nothing from that column was kept."
    )


def test_nothing_found_is_nothing_refused() -> None:
    persons.refuse(PersonColumns(), file="x.csv")

    assert PersonColumns().all == ()
