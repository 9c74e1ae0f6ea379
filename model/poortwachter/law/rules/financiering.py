"""Who pays a benefit (art. 82-84 Wet WIA, art. 117b Wfsv)."""

import numpy as np

from poortwachter.primitives.codes import Payer
from poortwachter.primitives.compiled import compiled

_ERD, _WHK, _AOF, _AWF, _SECTOR = (
    np.int64(Payer.ERD),
    np.int64(Payer.WHK),
    np.int64(Payer.AOF),
    np.int64(Payer.AWF),
    np.int64(Payer.SECTORFONDS_UFO),
)


@compiled
def wga_payer(within_employer_years, employer_bears_risk, flexible_vangnet, flexible_in_whk, public_vangnet):
    """Return who pays a WGA benefit.

    within_employer_years: inside the ten years of the employer's risk; employer_bears_risk: eigenrisicodrager
    of someone in employment; flexible_vangnet: came from the Ziektewet after a temporary contract;
    flexible_in_whk: that group is in the Whk, and an eigenrisicodrager bears it too (from 2017); public_vangnet:
    unemployed, no-risk, or a right by the simplified assessment of those over 60.
    Source: art. 82-84 Wet WIA; art. 117b Wfsv.
    """
    if public_vangnet or not within_employer_years:
        return _AOF
    if flexible_vangnet and not flexible_in_whk:
        return _SECTOR
    return _ERD if employer_bears_risk else _WHK


@compiled
def zw_payer(employer_bears_risk, flexible, flexible_in_whk, unemployed):
    """Return who pays sickness benefit.

    unemployed: from the Awf; flexible: former employer if it bears the risk, else Whk (from 2014) or the
    sector fund; the others (pregnancy, no-risk) from the Aof. Source: art. 63a ZW; art. 117b Wfsv.
    """
    if unemployed:
        return _AWF
    if not flexible:
        return _AOF
    if employer_bears_risk:
        return _ERD
    return _WHK if flexible_in_whk else _SECTOR


@compiled
def ww_payer(government, within_first_months, sector_fund_in_force):
    """Return who pays unemployment benefit.

    government: the Ufo, for public employers; within_first_months: the first half-year, which the sector fund paid
    until 2020; else the Awf. Source: art. 90, 93, 104 en 106 Wfsv.
    """
    if government or (within_first_months and sector_fund_in_force):
        return _SECTOR
    return _AWF


@compiled
def own_risk_months(term, voluntary):
    """Return how many months a WGA right burdens the employer: ten years, less a voluntary extension.

    An extension imposed as a sanction does not shorten the term. Source: art. 82 lid 3 en art. 83 lid 1 Wet WIA.
    """
    return max(term - voluntary, 0)


@compiled
def pro_rata(wage, wages):
    """Return the share of a benefit for one of several employers, by wage. Source: art. 83 Wet WIA."""
    return wage / wages
