"""Name every variable of a result: its dimensions, unit and description. This is the contract of `result.nc`."""

from typing import Final, NamedTuple

EUR_MLN: Final = "EUR mln per year, constant prices"
PERSONS: Final = "persons"
PERSONS_IN_YEAR: Final = "persons per year"

INSIDE_WGA: Final = "advances (voorschotten) are inside wga, except those that turn out to be an IVA"


class Variable(NamedTuple):
    """One variable: `dims` in order, `units` and `long_name` as they stand in the file, `note` if it needs one."""

    dims: tuple[str, ...]
    units: str
    long_name: str
    note: str = ""


_WIA: Final = ("scenario", "year", "scheme", "age_band", "sex")

VARIABLES: Final[dict[str, Variable]] = {
    "amount": Variable(("scenario", "year", "item", "payer"), EUR_MLN, "amount paid for the item by the payer"),
    "amount_se": Variable(("scenario", "year", "item", "payer"), EUR_MLN, "standard error of amount"),
    "effect": Variable(("year", "item", "payer"), EUR_MLN, "amount under the reform minus amount under the baseline"),
    "effect_se": Variable(("year", "item", "payer"), EUR_MLN, "standard error of effect"),
    "structural": Variable(
        ("item", "payer"), EUR_MLN, "structural effect: mean of the last five years of the frozen run"
    ),
    "structural_se": Variable(("item", "payer"), EUR_MLN, "standard error of structural"),
    "line_effect": Variable(("line", "year"), EUR_MLN, "effect on the lines of the cost table"),
    "line_effect_se": Variable(("line", "year"), EUR_MLN, "standard error of line_effect"),
    "line_structural": Variable(("line",), EUR_MLN, "structural effect on the lines of the cost table"),
    "line_structural_se": Variable(("line",), EUR_MLN, "standard error of line_structural"),
    "stock": Variable(("scenario", "year", "status"), PERSONS, "persons in the status on 31 December"),
    "flow": Variable(("scenario", "year", "transition"), PERSONS_IN_YEAR, "persons who change status in the year"),
    "event": Variable(
        ("scenario", "year", "event_kind"),
        "events per year",
        "events in the year; names in _days are person-days, names in _year_end persons on 31 December",
    ),
    "wia_stock": Variable(_WIA, PERSONS, "persons with a right to WIA on 31 December"),
    "wia_inflow": Variable(_WIA, PERSONS_IN_YEAR, "persons who enter the WIA in the year"),
    "wga_advance_stock": Variable(
        ("scenario", "year", "age_band", "sex"), PERSONS, "persons with a WGA advance on 31 December", INSIDE_WGA
    ),
    "wga_advance_inflow": Variable(
        ("scenario", "year", "age_band", "sex"), PERSONS_IN_YEAR, "persons who get a WGA advance", INSIDE_WGA
    ),
    "deflator": Variable(("year",), "1", "nominal amount per constant-price amount"),
    "insured_share": Variable(
        ("scenario", "year", "firm_size"), "1", "share of employees whose employer is insured against absence"
    ),
    "relieved_share": Variable(
        ("scenario", "year", "firm_size"),
        "1",
        "share of employees whose employer has a policy that takes over its duties",
        "MKB verzuim-ontzorgverzekering; counted in insured_share",
    ),
    "channel_effect": Variable(
        ("channel", "year"), EUR_MLN, "effect on wia_benefits by channel (Shapley: average over all orders)"
    ),
    "channel_effect_se": Variable(("channel", "year"), EUR_MLN, "standard error of channel_effect"),
    "channel_structural": Variable(
        ("channel",), EUR_MLN, "structural effect on wia_benefits by channel (Shapley: average over all orders)"
    ),
    "channel_structural_se": Variable(("channel",), EUR_MLN, "standard error of channel_structural"),
    "channel_payer_effect": Variable(
        ("channel", "year", "payer"), EUR_MLN, "effect on wia_benefits by channel and payer"
    ),
    "channel_payer_effect_se": Variable(
        ("channel", "year", "payer"), EUR_MLN, "standard error of channel_payer_effect"
    ),
    "channel_payer_structural": Variable(
        ("channel", "payer"), EUR_MLN, "structural effect on wia_benefits by channel and payer"
    ),
    "channel_payer_structural_se": Variable(
        ("channel", "payer"), EUR_MLN, "standard error of channel_payer_structural"
    ),
    "combination_effect": Variable(
        ("combination", "year", "payer"), EUR_MLN, "effect on wia_benefits with these channels alone"
    ),
    "combination_effect_se": Variable(
        ("combination", "year", "payer"), EUR_MLN, "standard error of combination_effect"
    ),
    "combination_structural": Variable(
        ("combination", "payer"), EUR_MLN, "structural effect on wia_benefits with these channels alone"
    ),
    "combination_structural_se": Variable(
        ("combination", "payer"), EUR_MLN, "standard error of combination_structural"
    ),
    "bridge": Variable(("bridge_term",), "see bridge_unit", "links between the reform and its structural amount"),
}

COORDINATES: Final[dict[str, tuple[str, str]]] = {
    "scenario": ("1", "scenario"),
    "year": ("year", "calendar year"),
    "item": ("1", "what is paid for"),
    "payer": ("1", "who pays"),
    "line": ("1", "line of the cost table"),
    "status": ("1", "where a person stands on 31 December"),
    "transition": ("1", "change of status, from>to"),
    "event_kind": ("1", "what is counted in the year"),
    "scheme": ("1", "scheme of the WIA"),
    "age_band": ("year", "age in completed years"),
    "sex": ("1", "sex"),
    "firm_size": ("employees", "size of the employer"),
    "channel": ("1", "way in which the reform works"),
    "combination": ("1", "channels that are on"),
    "bridge_term": ("1", "link of the bridge"),
}
"""Coordinate -> (units, long_name)."""

SCENARIOS: Final = ("baseline", "reform")
