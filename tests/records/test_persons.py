import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchaudit.errors import InputError
from matchaudit.records import persons
from matchaudit.records.comparisons import COMPARISONS
from matchaudit.records.person_values import count_values, value_may_show_a_person
from matchaudit.records.persons import (
    PersonColumns,
    find_by_value,
    name_may_name_a_person,
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
    "SUSPECTNAME",
    "subjectname",
    "kundenname",
    "dateofbirth",
    "D.O.B.",
    "DoB",
    "birthyear",
    "home_addr",
    "homeaddr",
    "tel",
    "mobile",
    "home mobile",
    "license_no",
    "driver_licence",
    "reg_no",
    "mrn",
    "SSN",
    "thumbnail",
    "ig",
    "url",
    "fecha_nac",
    "geb_datum",
    "gebdat",
    "né le",
    "Betroffener",
    "Beschuldigter",
    "ciudadano",
    "persona",
    "licence plate",
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
    "filename",
    "hostname",
    "probe_person",
    "Query Person",
    "person_id",
    "persona_id",
    "mobile_device",
    "subjectid",
    "licensed",
    "telemetry",
    "curl",
    "reg",
    "rank",
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
        "data:;base64,AAAA",
        "/9j/4AAQSkZJRg==",
        "iVBORw0KGgo=",
        '{"name": "John Smith"}',
        '["John", "Smith"]',
        "123-45-6789",
        "+1 555 010 9999",
        "(655) 010-9999",
        "06 12 34 56 78",
        "030/1234567",
        "12 Main Street",
        "221b Old Baker St",
        "Hauptstraße 12",
        "Calle de Alcala 45",
        "12 rue Victor",
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
        "S00012",
        "subj-12_a",
        "1234567890",
        "0049123456",
        "+0.9131245",
        "2025-02-01 09:14:00",
        "East Asia F",
        "Black/African American",
        "not recorded",
        "surgical mask",
        "mugshot",
        "border kiosk",
        "[unknown]",
        "3 way",
        "12 lamps",
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


@pytest.mark.parametrize(
    "who",
    [
        "john smith",
        "JOHN SMITH",
        "John_Smith",
        "John_Smith_0001",
        "john.smith",
        "JohnSmith",
        "SMITH,JOHN",
        "J. Smith",
        "maria del carmen lopez",
    ],
)
def test_names_in_any_letters_are_no_pseudonyms(who: str) -> None:
    ids = ["P0001", who, who, who]

    assert find_by_value({"id": ids}, pseudonyms=["id"]).all == ("id",)
    assert find_by_value({"id": ids}).all == ()


@pytest.mark.parametrize(
    "who",
    [
        "P0001",
        "S00012",
        "subj-12_a",
        "subject_anna",
        "probe_img_0001",
        "person_one",
        "ProbeSubject12",
        "Test Subject 4",
        "17",
        "12.0",
        "3q2+7w==",
        "deadbeefcafe",
        "550e8400-e29b-41d4-a716-446655440000",
        hashlib.sha256(b"key").hexdigest(),
    ],
)
def test_made_up_ids_pass(who: str) -> None:
    assert find_by_value({"id": [who] * 20}, pseudonyms=["id"]).all == ()


def test_a_tenth_of_clear_names_among_ids_is_enough() -> None:
    ids = [f"P{i:04}" for i in range(18)]

    assert find_by_value({"id": [*ids, "Jane Doe", "Rick Roe"]}, pseudonyms=["id"]).all
    assert not find_by_value({"id": [*ids, *ids, "Jane Doe"]}, pseudonyms=["id"]).all


def _full_names(n: int) -> list[str]:
    first = ["Jane", "Rick", "Ana", "Omar", "Lena", "Igor", "Mei", "Sven"]
    last = ["Doe", "Roe", "Lopez", "Haddad", "Vogt", "Petrov", "Lin", "Berg", "Moe"]
    return [f"{f} {m}" for f in first for m in last][:n]


@pytest.mark.parametrize(
    ("values", "n_subjects", "found"),
    [
        (_full_names(51), 10_000, True),
        (_full_names(50), 10_000, False),
        (_full_names(6), 20, True),
        (_full_names(6), 40, False),
        (["Black Female", "White Male", "East Asia F", "Not Recorded"] * 9, 10, False),
        (["surgical mask", "cloth mask", "half face", "no mask", "other"], 5, False),
    ],
)
def test_a_covariate_with_a_name_for_each_person_is_seen(
    values: list[str], n_subjects: int, *, found: bool
) -> None:
    columns = persons.judged(
        {"probe_group": count_values(values)},
        covariates=["probe_group"],
        n_subjects=n_subjects,
    )

    assert bool(columns.all) is found


def test_many_dates_that_lie_a_lifetime_apart_are_birthdays() -> None:
    births = [f"{1950 + i}-02-13" for i in range(40)]
    taken = [f"2025-02-{i % 28 + 1:02}" for i in range(40)]

    assert find_by_value({"x": births}).all == ("x",)
    assert find_by_value({"x": taken}).all == ()
    spelled = [f"{i % 28 + 1} March {1950 + i}" for i in range(40)]
    assert find_by_value({"x": spelled}).all == ("x",)
    counts = {"x": count_values(taken)}
    assert persons.judged(counts, covariates=["x"]).all == ("x",)


def test_dates_beside_names_are_birthdays() -> None:
    """A date alone is no person; beside names it is likely to be a birthday."""
    values = {"who": ["Jane Doe"], "when": ["13/02/1970"], "score": ["0.5"]}

    assert find_by_value(values).all == ("who", "when")
    assert find_by_value({"when": ["13/02/1970"]}).all == ()


def test_a_few_purposes_beside_many_dates_are_no_people() -> None:
    days = [f"2025-02-{day:02}" for day in range(1, 21)]
    purposes = ["Violent Crime", "Knife Crime", "Town Centre", "Football Match"]

    assert find_by_value({"why": purposes * 5, "date": days}).all == ()


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
