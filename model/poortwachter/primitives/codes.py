"""Give every category the model counts or pays by its number and its published label.

The numbers are positions in the arrays of the compiled kernel; the labels are the coordinates of the
result contract. Both are append-only: a stored result keeps its meaning.
"""

from enum import IntEnum

GROUPS = 256
"""Number of fixed error groups: a worker belongs to group (ordinal in the cohort modulo 256)."""


class Item(IntEnum):
    """What is paid for."""

    IVA = 0
    WGA_LGU = 1
    WGA_LAU = 2
    WGA_VVU = 3
    ZW = 4
    WW = 5
    TW = 6
    LOON_JAAR1 = 7
    LOON_JAAR2 = 8
    LOON_SANCTIE = 9
    CAO_AANVULLING = 10
    TRANSITIEVERGOEDING = 11
    COMPENSATIE_TV = 12
    WERKGEVERSLASTEN = 13
    UITVOERING = 14
    PREMIE = 15


class Payer(IntEnum):
    """Who pays."""

    WERKGEVER = 0
    VERZEKERAAR = 1
    ERD = 2
    WHK = 3
    AOF = 4
    AWF = 5
    SECTORFONDS_UFO = 6
    RIJK = 7
    WERKNEMER = 8


class Recipient(IntEnum):
    """Who receives; every euro paid is received by exactly one of these."""

    WERKNEMER = 0
    WERKGEVER = 1
    UWV = 2
    FONDSEN = 3


class Status(IntEnum):
    """Where a person stands on 31 December."""

    WERK = 0
    ZIEK_LOON = 1
    ZIEK_ZW = 2
    SANCTIE = 3
    WGA_LGU = 4
    WGA_LAU = 5
    WGA_VVU = 6
    IVA = 7
    ONDER35_WERK = 8
    WW = 9
    UIT = 10
    OVERLEDEN = 11
    AOW = 12


OUTSIDE = len(Status)
"""The place a person comes from on entry into the simulated population."""


class Event(IntEnum):
    """What is counted by year besides the changes of status; names in _YEAR_END count persons on 31 December."""

    SPELL = 0
    WEEK42 = 1
    EZWB_ENDED = 2
    TWEEDE_SPOOR = 3
    PLACED_TWEEDE_SPOOR = 4
    CLAIM = 5
    CLAIM_EARLY_IVA = 6
    RIV = 7
    SANCTION_ADMINISTRATIVE = 8
    SANCTION_SUBSTANTIVE = 9
    SANCTION_LAPSED = 10
    GROUND_EMPLOYER = 11
    GROUND_BEDRIJFSARTS = 12
    GROUND_OTHER = 13
    GROUND_MEDICAL_ANY_ROLE = 14
    SANCTION_REPAIRED = 15
    AWARD_WGA_PARTIAL = 16
    AWARD_WGA_FULL = 17
    AWARD_IVA = 18
    AWARD_EARLY_IVA = 19
    AWARD_AFTER_SANCTION = 20
    REFUSED = 21
    REOPENED = 22
    RECOVERED = 23
    DISMISSED = 24
    SANCTION_DAYS = 25
    WGA_DAYS = 26
    IVA_DAYS = 27
    LAU1_YEAR_END = 28
    LAU2_YEAR_END = 29
    ASSESSED_BY_DOCTOR = 30
    ASSESSED_BY_EXPERT = 31
    AWARD_SIMPLE = 32
    OBJECTION_UPHELD = 33
    SATISFACTORY_RESULT = 34
    VOLUNTARY_EXTENSION = 35
    ZW_EXTENDED = 36
    ZW_RECOURSE = 37
    NO_RISK_SPELL = 38
    ENDED_BY_EARNINGS = 39
    WITHOUT_LGU = 40
    ADVANCE_REFUSED = 41
    EARNINGS_LOST = 42
    SPELL_OVER_SIX_WEEKS = 43
    AWARD_WGA_PSYCHISCH = 44
    AWARD_IVA_PSYCHISCH = 45
    ADVANCE_TO_IVA = 46
    CLAIM_VANGNET = 47
    PROTECTED_YEAR_END = 48


class Scheme(IntEnum):
    """The two schemes of the WIA."""

    WGA = 0
    IVA = 1


class AgeBand(IntEnum):
    """Age bands of the WIA counts, as UWV publishes them."""

    UNDER_25 = 0
    FROM_25 = 1
    FROM_35 = 2
    FROM_45 = 3
    FROM_55 = 4
    FROM_60 = 5
    FROM_65 = 6


class Sex(IntEnum):
    """Sex as CBS and UWV publish it."""

    MAN = 0
    VROUW = 1


class Cause(IntEnum):
    """Class of the cause of a spell longer than a week."""

    OVERIG = 0
    PSYCHISCH = 1


class Contract(IntEnum):
    """Kind of contract at the onset of a spell."""

    VAST = 0
    TIJDELIJK = 1
    UITZEND = 2


class Size(IntEnum):
    """Firm-size class by number of employees."""

    UNDER_5 = 0
    FROM_5 = 1
    FROM_10 = 2
    FROM_50 = 3
    FROM_100 = 4


class Sector(IntEnum):
    """Sector group (SBI 2008 letters)."""

    AF_INDUSTRIE_BOUW = 0
    GI_HANDEL_VERVOER = 1
    JN_ZAKELIJK = 2
    OP_OVERHEID_ONDERWIJS = 3
    Q_ZORG = 4
    RU_OVERIG = 5


AGE_BAND_LABELS = ("<25", "25-34", "35-44", "45-54", "55-59", "60-64", "65-AOW")
AGE_BAND_LOWER = (0, 25, 35, 45, 55, 60, 65)
"""Lower bounds of the age bands in completed years."""

SIZE_LABELS = ("0-5", "5-10", "10-50", "50-100", "100+")
SECTOR_LABELS = ("A-F", "G-I", "J-N", "O-P", "Q", "R-U")


def labels(codes: type[IntEnum]) -> tuple[str, ...]:
    """Return the published labels of a code list: its names in lower case, in order of number."""
    if codes is AgeBand:
        return AGE_BAND_LABELS
    if codes is Size:
        return SIZE_LABELS
    if codes is Sector:
        return SECTOR_LABELS
    return tuple(code.name.lower() for code in codes)
