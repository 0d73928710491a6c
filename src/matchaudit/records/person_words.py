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
    dateofbirth datebirth gebdatum gebdat fechanac fnac datenaiss naiss yob
    addr addrs address addresses adresse adressen direccion domicilio anschrift wohnort street
    strasse calle rue postcode zipcode plz plate numberplate licenceplate
    licenseplate kennzeichen matricula immatriculation placa
    phone telephone telefon telefono handynummer cellphone tel tels
    email emails mail correo courriel mailadresse
    handle twitter instagram insta ig facebook tiktok linkedin snapchat telegram
    url urls uri href hyperlink weblink permalink tweet tweets screenshot screenshots
    ssn mrn nhs passport passeport pasaporte reisepass ausweis dni nif
    mugshot headshot selfie portrait embedding embeddings
    """.split()  # noqa: SIM905 - a list this long reads better as a paragraph
)

# Telephones and links, if nothing else is said: a "mobile device" is none.
ALONE = frozenset({"mobile", "mobil", "movil", "celular", "handy", "link", "links"})

BIRTH = frozenset({"birth", "born", "geburt", "geboren", "nacido", "nacida"})

# These name a person or show one, unless another word says that it is only a number
# about them or a pseudonym.
UNLESS_QUALIFIED = frozenset(
    """
    name names suspect suspects officer officers victim victims witness witnesses
    defendant inmate arrestee detainee applicant accused offender perpetrator
    complainant citizen persona personas
    verdachtiger verdachtige tatverdachtiger beamter opfer zeuge
    beschuldigter beschuldigte betroffener betroffene betroffen
    sospechoso sospechosa oficial agente victima testigo ciudadano ciudadana
    suspecte temoin victime citoyen citoyenne
    image images img photo photos photograph picture pictures pic video foto fotos
    thumbnail thumbnails thumb
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
    host database dataset table path sensor unit group category label class test run
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
        ("license", "no"),
        ("licence", "no"),
        ("license", "num"),
        ("licence", "num"),
        ("license", "number"),
        ("licence", "number"),
        ("licence", "plate"),
        ("reg", "no"),
        ("reg", "number"),
        ("registration", "no"),
        ("registration", "number"),
        ("vehicle", "registration"),
        ("fecha", "nac"),
        ("fec", "nac"),
        ("geb", "datum"),
        ("geb", "dat"),
        ("ne", "le"),
        ("nee", "le"),
        ("driver", "licence"),
        ("drivers", "licence"),
        ("driving", "license"),
        ("driver", "license"),
        ("drivers", "license"),
        ("driving", "licence"),
        ("feature", "vector"),
    }
)

# Words that stand glued to the words above, as in "dateofbirth" or "probehomeaddr".
GLUED = frozenset(
    """
    date day month year of de home work first last given family full user badge no num
    license licence zip code post social security media national card driver drivers
    driving feature vector vehicle registration subject person probe reference query
    contact account
    """.split()  # noqa: SIM905 - as above
)

# A value with one of these words is a category or a made-up id, not a person's name.
NEVER_IN_A_NAME = frozenset(
    """
    subject subj person probe reference ref gallery query target candidate user member
    participant pseudonym anon anonymous test sample example image img photo picture
    video frame face id case scan session visit record item row file enrol enrolment
    enrollment mate impostor genuine match score similarity distance threshold
    black white brown asian african american hispanic latino latina latinx caucasian
    indian native islander pacific european middle eastern western east west north
    south central northern southern other unknown unclear mixed multi race racial
    ethnic group category class type tone skin light dark medium female male woman man
    women men girl boy child adult young old age non binary transgender
    no not none never yes recorded reported stated available applicable missing
    declined refused value low high very
    mask masked respirator scarf balaclava gaiter bandana cloth surgical paper helmet
    hat cap glass glasses sunglasses visor hood face shield covering cover full half
    partial partly nose mouth chin eye eyes forehead
    camera phone tablet kiosk border booking mugshot body worn dash street cctv
    surveillance drone station desk desktop webcam device sensor scanner airport gate
    passport visa licence license office officer agency police department county city
    state national federal system vendor algorithm name column our their the of
    indoor outdoor night day left right front back side profile top bottom new
    """.split()  # noqa: SIM905 - as above
)
