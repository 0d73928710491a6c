"""Words that a column's name uses when its values may name a person.

English, Spanish, German and French, without accents. Word lists, not patterns: a
reviewer must be able to read what is refused.
"""

ALWAYS = frozenset(
    """
    dob birthday birthdate birthplace geburtsdatum geburtstag geburtsort nacimiento
    naissance surname lastname firstname forename fullname middlename maidenname
    nickname alias username screenname apellido apellidos nombre nombres nom noms
    prenom prenoms vorname vornamen nachname nachnamen familienname namen
    address addresses adresse adressen direccion domicilio anschrift wohnort street
    strasse calle rue postcode zipcode plz plate numberplate licenceplate
    licenseplate kennzeichen matricula immatriculation placa
    phone telephone telefon telefono handynummer cellphone
    email emails mail correo courriel mailadresse
    handle twitter instagram facebook tiktok linkedin snapchat telegram
    ssn passport passeport pasaporte reisepass ausweis dni nif
    mugshot headshot selfie portrait embedding embeddings
    """.split()  # noqa: SIM905 - a list this long reads better as a paragraph
)

BIRTH = frozenset({"birth", "born", "geburt", "geboren", "nacido", "nacida"})

# These name a person or show one, unless another word says that it is only a number
# about them or a pseudonym.
UNLESS_QUALIFIED = frozenset(
    """
    name names suspect suspects officer officers victim victims witness witnesses
    defendant inmate arrestee detainee applicant
    verdachtiger verdachtige tatverdachtiger beamter opfer zeuge
    sospechoso sospechosa oficial agente victima testigo suspecte temoin victime
    image images img photo photos photograph picture pictures pic video foto fotos
    bild bilder lichtbild imagen imagenes fotografia cliche
    template templates vorlage plantilla gabarit featurevector faceprint
    """.split()  # noqa: SIM905 - as above
)

QUALIFIERS = frozenset(
    """
    id ids hash hashed pseudonym pseudo code coded token key index count number n
    quality size width height type format version kind group mask
    """.split()  # noqa: SIM905 - as above
)

# A name of one of these is not the name of a person.
NAMED_THINGS = frozenset(
    """
    system agency vendor algorithm matcher model file dataset site service column
    field gallery camera device product list department station location event
    """.split()  # noqa: SIM905 - as above
)

PLACES_OF_ORIGIN = frozenset(
    "region country continent land pais pays".split()  # noqa: SIM905 - as above
)

PAIRS = frozenset(
    {
        ("first", "name"),
        ("last", "name"),
        ("given", "name"),
        ("family", "name"),
        ("full", "name"),
        ("user", "name"),
        ("badge", "number"),
        ("badge", "no"),
        ("officer", "number"),
        ("screen", "name"),
        ("zip", "code"),
        ("post", "code"),
        ("license", "plate"),
        ("mobile", "number"),
        ("social", "security"),
        ("social", "media"),
        ("national", "id"),
        ("id", "card"),
        ("driver", "license"),
        ("drivers", "license"),
        ("driving", "licence"),
        ("feature", "vector"),
    }
)
