"""State for every parameter of law and behaviour which way it moves stocks, flows and euros, or why none is known.

An outcome is `kind:NAME+NAME`, and for money also `@PAYER`; see `test_direction`. What is moved goes up by a quarter
of its value (as far as its unit goes) or to `to`, a switch from no to yes, in the circumstances given.
"""

from typing import Any, Final, NamedTuple

Override = dict[str, Any]
NOTHING: Final[Override] = {}


class Moves(NamedTuple):
    """The signs of outcomes when a parameter goes up, to which value, and what else holds before and after."""

    signs: dict[str, str]
    to: Any = None
    law: Override = NOTHING
    behaviour: Override = NOTHING


def up(*outcomes: str, to: Any = None, law: Override = NOTHING, behaviour: Override = NOTHING) -> Moves:
    """Return a case by outcomes such as `+event:CLAIM` and `-stock:WW`."""
    return Moves({outcome[1:]: outcome[0] for outcome in outcomes}, to, law, behaviour)


_TESTED: Final = "riv_toets.grond_bedrijfsarts_toetsbaar"
NOT_TESTED: Final[Override] = {_TESTED: False}
OLD_ACCRUAL: Final[Override] = {"transitievergoeding.oude_opbouw": True}
HIGH_ACCRUAL: Final[Override] = {
    "transitievergoeding.oude_opbouw": False,
    "transitievergoeding.maandloon_per_jaar": 1.0,
}
FIVE_YEARS: Final[Override] = {"wga.vijfjaarsregel": True}
EXECUTION: Final[Override] = {"riv_toets.betere_uitvoering": True}
QUALITY: Final[Override] = {"poortwachter.kwaliteitsprogramma": True}
SIMPLE: Final[Override] = {"wia.vereenvoudigd_60plus": True}
NO_RISK: Final[Override] = {"no_risk.tweede_spoor": True}
BETTER: Final[Override] = {"tweede_spoor.verbeterde_aanpak": True}
OWN_VIEW: Final[Override] = {"plan_van_aanpak.visie_werknemer": True}
TRAINING: Final[Override] = {"scholing_wga.budget": 100.0}
TRAINED: Final[Override] = {"respons.scholing_hervatting": 3.0}
BY_AGE: Final[Override] = {"lgu.naar_leeftijd": True}
RELIEVED: Final[Override] = {"ontzorgverzekering.aandeel": (0.9,) * 5}
LONG_WW: Final[Override] = {"onder35.ww_maanden": 60.0}
EARLY: Final[Override] = {"iva_vervroegd.kans": (0.5,) * 6, "verzuim.langer_dan_91_weken": (0.4,) * 6}
LITTLE_WAGE: Final[Override] = {"loon_bij_ziekte.jaar1": 0.05, "loon_bij_ziekte.jaar2": 0.05}
WGA: Final = "WGA_LGU+WGA_LAU+WGA_VVU"
DECIDED: Final = "event:REFUSED+AWARD_WGA_PARTIAL+AWARD_WGA_FULL+AWARD_IVA"

BEHAVIOUR: Final[dict[str, Moves | str]] = {
    "beoordeling.afwijzing": up("+event:REFUSED", f"-stock:{WGA}"),
    "beoordeling.iva": up("+event:AWARD_IVA", "+money:IVA"),
    "beoordeling.iva_psychisch": up("+event:AWARD_IVA_PSYCHISCH", "-event:AWARD_WGA_PSYCHISCH", to=1.0),
    "beoordeling.klasse": up("+money:WGA_VVU", to=(0.1, 0.1, 0.2, 0.6)),
    "beoordeling.wacht_aandeel": up("+event:ADVANCE_REFUSED", "+advance"),
    "beoordeling.wacht_weken": up("+advance"),
    "beoordeling.wga_deels": up("+event:AWARD_WGA_PARTIAL", "-event:AWARD_WGA_FULL"),
    "beoordeling.zonder_arbeidsdeskundige": up("-event:ASSESSED_BY_EXPERT", "-money:UITVOERING"),
    "claim.aandeel": up("+event:CLAIM", "+event:RIV", to=1.0),
    "claim.aandeel_vangnet": up("+event:CLAIM_VANGNET", to=1.0),
    "claim.aanloop_begin": up("+event:CLAIM", to=0.9, behaviour={"claim.aanloop_begin": 0.5}),
    "claim.aanloop_einde": up("-event:CLAIM", to=2013.0, behaviour={"claim.aanloop_begin": 0.5}),
    "dossier.eens": up("+event:SATISFACTORY_RESULT", to=0.9),
    "dossier.nabij_vermogen": up("+event:SATISFACTORY_RESULT", to=0.6),
    "dossier.structureel_werk": up("+event:SATISFACTORY_RESULT", to=0.4),
    "ezwb.beeindigd": up("+event:EZWB_ENDED", "-money:ZW", to=0.5),
    "ezwb.gericht": up("-event:REFUSED", to=1.0, behaviour={"ezwb.beeindigd": 0.4, "ezwb.gericht": 0.0}),
    "ezwb.naar_werk": up("-stock:WW", to=1.0, behaviour={"ezwb.beeindigd": 0.4, "ezwb.naar_werk": 0.2}),
    "huishouden.alleenstaand": up("+money:TW", to=0.8),
    "huishouden.partner_zonder_inkomen": up("+money:TW", to=0.3),
    "iva.herstel": up("+flow:IVA>WERK+ONDER35_WERK", "-stock:IVA", to=0.1),
    "iva.sterfte_eerste": up("+flow:IVA>OVERLEDEN", "-stock:IVA", to=0.2),
    "iva.sterfte_eerste_jaren": up("-stock:IVA", to=6.0, behaviour={"iva.sterfte_eerste": 0.2}),
    "iva.sterfte_later": up("+flow:IVA>OVERLEDEN", "-stock:IVA", to=0.2),
    "iva_vervroegd.kans": up("+event:AWARD_EARLY_IVA"),
    "loon_bij_ziekte.jaar1": up("+money:CAO_AANVULLING", to=1.0, behaviour={"loon_bij_ziekte.jaar1": 0.8}),
    "loon_bij_ziekte.jaar2": up("+money:CAO_AANVULLING"),
    "loon_bij_ziekte.sanctie": up("+money:CAO_AANVULLING"),
    "loonsanctie.bezwaar": up("+event:OBJECTION_UPHELD", "-stock:SANCTIE", to=1.0),
    "loonsanctie.bezwaar_gegrond": up("+event:OBJECTION_UPHELD", "-stock:SANCTIE", to=1.0),
    "loonsanctie.aandeel_ontslag": "divides what a lapse changes over its channels, and changes no life",
    "loonsanctie.causaal_aandeel": up(
        "-event:REFUSED",
        f"+stock:{WGA}",
        to=1.0,
        law=NOT_TESTED,
        behaviour={"loonsanctie.causaal_aandeel": 0.0, "riv_toets.aandeel_vervalbaar": 1.0},
    ),
    "loonsanctie.factor_medische_grond": up(
        "-event:REFUSED", to=1.0, law=NOT_TESTED, behaviour={"loonsanctie.factor_medische_grond": 0.5}
    ),
    "loonsanctie.herstel_gemiddelde_week": up("+event:SANCTION_DAYS", to=36.0),
    "loonsanctie.hersteld": up("+event:SANCTION_REPAIRED", "-event:SANCTION_DAYS", to=0.8),
    "loonsanctie.niet_doorgezet": up("+flow:SANCTIE>WERK", "-event:AWARD_AFTER_SANCTION", to=0.5),
    "loonsanctie.toekenning_doorgezet": up("+event:AWARD_AFTER_SANCTION"),
    "loonsanctie.weer_inhoudelijk": up("-event:SANCTION_REPAIRED", "+event:SANCTION_DAYS", to=0.9),
    "loonsanctie.zonder_mogelijkheden": up("-event:SANCTION_DAYS", to=1.0),
    "onder35.terug_naar_werk": up("-stock:UIT", to=1.0),
    "onder35.werkt": up("+stock:ONDER35_WERK", "-stock:WW"),
    "onder35.ww": up("+money:WW"),
    "onder35.ww_maanden": up("+money:WW"),
    "ontslag.na_toekenning": up(
        *("+event:DISMISSED", "+money:TRANSITIEVERGOEDING"),
        to=(1.0,) * 6,
        behaviour={"ontslag.na_toekenning": (0.2,) * 6},
    ),
    "ontzorgverzekering.aandeel": up("+money:LOON_SANCTIE@VERZEKERAAR", "-money:LOON_SANCTIE@WERKGEVER", to=(0.9,) * 5),
    "ontzorgverzekering.advies_gevolgd": up(
        "+money:LOON_SANCTIE@VERZEKERAAR", to=1.0, behaviour=RELIEVED | {"ontzorgverzekering.advies_gevolgd": 0.2}
    ),
    "ontzorgverzekering.terugkeer": up("-event:CLAIM", "-money:LOON_JAAR2", to=0.02, behaviour=RELIEVED),
    "referte.flexibel_zonder": up("+event:WITHOUT_LGU", "-money:WGA_LGU", to=0.9),
    "respons.norisk_plaatsing": up("+event:PLACED_TWEEDE_SPOOR", "-event:CLAIM", to=3.0, law=NO_RISK),
    "respons.scholing_hervatting": up("+event:ENDED_BY_EARNINGS", f"-money:{WGA}", to=3.0, law=TRAINING),
    "respons.tweede_spoor_plaatsing": up("+event:PLACED_TWEEDE_SPOOR", "-event:CLAIM", to=3.0, law=BETTER),
    "respons.vijfjaarsregel_hervatting": up("+event:EARNINGS_LOST", f"-money:{WGA}", to=2.0, law=FIVE_YEARS),
    "respons.visie_terugkeer": up("-event:WEEK42", "-stock:ZIEK_LOON", to=1.3, law=OWN_VIEW),
    "respons.bezwaren": up(
        "+event:OBJECTION_UPHELD", "-stock:SANCTIE", to=1.0, law=EXECUTION, behaviour={"respons.bezwaren": 0.2}
    ),
    "respons.bezwaren_gegrond": up(
        "+event:OBJECTION_UPHELD", "-stock:SANCTIE", to=1.0, law=EXECUTION, behaviour={"respons.bezwaren_gegrond": 0.2}
    ),
    "respons.sancties_administratief": up(
        *("+event:SANCTION_ADMINISTRATIVE", "+money:LOON_SANCTIE"),
        to=1.0,
        law=EXECUTION,
        behaviour={"respons.sancties_administratief": 0.2},
    ),
    "respons.sancties_bedrijfsarts": up(
        "+event:GROUND_BEDRIJFSARTS", to=1.0, law=EXECUTION, behaviour={"respons.sancties_bedrijfsarts": 0.0}
    ),
    "respons.sancties_werkgever": up(
        *("+event:GROUND_EMPLOYER", "+event:SANCTION_SUBSTANTIVE", "+money:LOON_SANCTIE"),
        to=1.0,
        law=EXECUTION,
        behaviour={"respons.sancties_werkgever": 0.2},
    ),
    "respons.verschil_artsen": up(
        "+event:SANCTION_SUBSTANTIVE",
        "+money:LOON_SANCTIE",
        to=1.0,
        law=QUALITY,
        behaviour={"respons.verschil_artsen": 0.0},
    ),
    "respons.verschil_artsen_toekenning": up("-event:REFUSED", f"+stock:{WGA}", to=1.4, law=QUALITY),
    "respons.wacht_aandeel": up("+event:ADVANCE_REFUSED", "+advance"),
    "respons.wacht_weken": up("+advance", to=2.0),
    "riv_toets.aandeel_vervalbaar": up("+event:SANCTION_LAPSED", "-event:SANCTION_SUBSTANTIVE", to=0.9, law=NOT_TESTED),
    "riv_toets.aandeel_vervalbaar_administratief": up(
        "+event:SANCTION_LAPSED", "-event:SANCTION_ADMINISTRATIVE", to=0.9, law=NOT_TESTED
    ),
    "riv_toets.beoordeeld": up("+event:RIV", to=1.0, behaviour={"riv_toets.beoordeeld": 0.7}),
    "riv_toets.factor_klein_of_erd": "the average over employers is held: the sanctions move from one to another",
    "riv_toets.hoofdgrond": up("+event:GROUND_BEDRIJFSARTS", "-event:GROUND_EMPLOYER", to=(0.2, 0.7, 0.1)),
    "riv_toets.kans_administratief": up("+event:SANCTION_ADMINISTRATIVE"),
    "riv_toets.kans_inhoudelijk": up("+event:SANCTION_SUBSTANTIVE", "+money:LOON_SANCTIE"),
    "riv_toets.medische_rol": up("+event:GROUND_MEDICAL_ANY_ROLE", to=0.8),
    "riv_toets.te_laat": up("-event:RIV", to=1.0),
    "riv_toets.toekenning_zonder_verlenging": up("-event:AWARD_AFTER_SANCTION", to=1.0),
    "riv_toets.vervanging_andere_grond": up("-event:SANCTION_LAPSED", to=0.9, law=NOT_TESTED),
    "scholing_wga.bereik": up("+event:ENDED_BY_EARNINGS", to=0.01, law=TRAINING, behaviour=TRAINED),
    "scholing_wga.doelgroep": up("+event:ENDED_BY_EARNINGS", to=1.0, law=TRAINING, behaviour=TRAINED),
    "tw.gebruik": up("+money:TW", to=1.0, behaviour={"tw.gebruik": 0.3}),
    "tweede_spoor.extra_gestart": up("+event:TWEEDE_SPOOR", "+event:PLACED_TWEEDE_SPOOR", to=40.0),
    "tweede_spoor.gestart": up("+event:TWEEDE_SPOOR", "+event:PLACED_TWEEDE_SPOOR", "-event:CLAIM", to=1.0),
    "tweede_spoor.meerkosten": up("+money:UITVOERING@WERKGEVER", law=BETTER),
    "tweede_spoor.plaatsing": up("+event:PLACED_TWEEDE_SPOOR", "-event:CLAIM", to=0.02),
    "uitlijning.toekenning": up("-event:REFUSED", f"+stock:{WGA}"),
    "uitvoering.kosten_arbeidsdeskundige": up("+money:UITVOERING"),
    "uitvoering.kosten_arts": up("+money:UITVOERING"),
    "uitvoering.kosten_riv_toets": up("+money:UITVOERING"),
    "vangnet.contracteinde": up("+flow:ZIEK_LOON>ZIEK_ZW", "+money:ZW", to=0.05),
    "vangnet.overig": up("+money:ZW@AOF"),
    "vangnet.terugkeer_factor": up("-stock:ZIEK_ZW", "-event:CLAIM_VANGNET"),
    "vangnet.uitzendbeding": up("+flow:WERK>ZIEK_ZW", to=1.0, behaviour={"vangnet.uitzendbeding": 0.0}),
    "vangnet.ww": up("+money:ZW@AWF", to=(0.1,) * 6),
    "vangnet.ww_index": up("+money:ZW@AWF", to=3.0),
    "vereenvoudigd_60plus.deelname": up(
        "+event:AWARD_SIMPLE", to=1.0, law=SIMPLE, behaviour={"vereenvoudigd_60plus.deelname": 0.2}
    ),
    "verlenging_vrijwillig.kans": up("+event:VOLUNTARY_EXTENSION", to=0.8),
    "verlenging_vrijwillig.weken": up("+money:LOON_JAAR2", to=52.0),
    "verzuim.aandeel_psychisch": up("+event:AWARD_WGA_PSYCHISCH"),
    "verzuim.eerste_week_werkdagen": up("+money:LOON_JAAR1"),
    "verzuim.factor_lang": up("+event:WEEK42", "+event:CLAIM"),
    "verzuim.factor_sector": up("+event:SPELL"),
    "verzuim.factor_vrouw": up("+inflow:VROUW", "-inflow:MAN", to=2.0),
    "verzuim.gevallen_per_jaar": up("+event:SPELL", "+stock:ZIEK_LOON"),
    "verzuim.index": up("+event:SPELL"),
    "verzuim.index_lang": up("+event:WEEK42", "+event:CLAIM"),
    "verzuim.kwetsbaarheid_lang": "the share of long spells is held: it says whose they are",
    "verzuim.langer_dan_1_week": up("+flow:WERK>ZIEK_LOON"),
    "verzuim.langer_dan_42_weken": up("+event:WEEK42", "+event:CLAIM"),
    "verzuim.langer_dan_4_weken": up("+event:SPELL_OVER_SIX_WEEKS", "+stock:ZIEK_LOON"),
    "verzuim.langer_dan_6_weken": up("+event:SPELL_OVER_SIX_WEEKS"),
    "verzuim.langer_dan_91_weken": up(
        "+event:CLAIM", to=(0.7,) * 6, behaviour={"verzuim.langer_dan_91_weken": (0.5,) * 6}
    ),
    "verzuim.loonelasticiteit": up("-money:LOON_JAAR1"),
    "verzuim.spreiding": "the mean number of spells is held: it says whose they are",
    "verzuim.terugkeer_vloer": up(
        f"-{DECIDED}", to=0.016, behaviour={"verzuim.langer_dan_91_weken": (0.5,) * 6, "verzuim.terugkeer_vloer": 0.0}
    ),
    "verzuimverzekering.extra_verzekerd": up(
        "+money:LOON_JAAR1@VERZEKERAAR", "-money:LOON_JAAR1@WERKGEVER", to=(20.0,) * 5
    ),
    "verzuimverzekering.eigen_risico": up("-money:LOON_JAAR1@VERZEKERAAR", to=20.0),
    "voorschot.teruggevorderd": up("-money:WGA_LGU", to=1.0),
    "wga.benut_geheel": up("+event:LAU1_YEAR_END", "-stock:WGA_VVU", to=0.8),
    "wga.benut_half": up("+event:LAU2_YEAR_END", "-stock:WGA_VVU", to=0.4),
    "wga.benut_half_mate": up("-money:WGA_LGU", to=0.95, behaviour={"wga.benut_half": 0.5}),
    "wga.deels_naar_vol": up("-stock:WGA_VVU", to=0.5),
    "wga.hervat_mate": up(f"-money:{WGA}", to=1.0),
    "wga.naar_iva_deels": up("+stock:IVA", to=0.3),
    "wga.naar_iva_vol": up("+stock:IVA", to=0.3),
    "wga.sterfte": up("+flow:WGA_LGU>OVERLEDEN", f"-stock:{WGA}", to=0.1),
    "wga.vol_naar_deels": up("+stock:WGA_VVU", to=0.5),
    "wia.heropening": up("+event:REOPENED", to=1.0, behaviour={"wia.heropening": 0.3}),
    "wia.herstel_door_werk": up("+event:ENDED_BY_EARNINGS", to=1.0, behaviour={"wia.herstel_door_werk": 0.3}),
    "wia.herstel_eerste_jaren": up("+event:RECOVERED", f"-stock:{WGA}", to=0.4),
    "wia.herstel_grens": up(f"-stock:{WGA}", to=8.0),
    "wia.herstel_later": up("+event:RECOVERED", f"-stock:{WGA}", to=0.4),
    "ziekengeld.verlenging_factor": up("+event:ZW_EXTENDED", "+money:ZW@ERD", to=3.0),
    "zw.verhaal_kans": up("+event:ZW_RECOURSE", "+money:ZW@WERKGEVER", to=1.0),
    "zw.verhaal_weken": up("+money:ZW@WERKGEVER", to=20.0),
}

_EXAMPLES: Final = "read for a single case by `benefit` and `examples` only"
_WAITING: Final = "must stay the waiting period"
_PREMIUM: Final = "charged when a result is assembled, over wages and benefits"

LAW: Final[dict[str, Moves | str]] = {
    "riv_toets.betere_uitvoering": up(
        "-event:GROUND_EMPLOYER", "-event:SANCTION_SUBSTANTIVE", to=True, behaviour={"respons.sancties_werkgever": 0.2}
    ),
    "poortwachter.kwaliteitsprogramma": up(
        "-event:SANCTION_SUBSTANTIVE", to=True, behaviour={"respons.verschil_artsen": 0.0}
    ),
    "poortwachter.kwaliteitsbudget": "granted whatever happens in any life",
    "capaciteit.extra_artsen": "moves only the waits that are solved before any life is lived",
    "aow.leeftijd": up("-stock:AOW", to=840.0),
    "bekorting.beslistermijn": up("+event:SANCTION_DAYS", to=12.0),
    "bekorting.einde_na_akkoord": up("+event:SANCTION_DAYS", to=15.0),
    "compensatie_tv.aanvraagtermijn": _EXAMPLES,
    "compensatie_tv.grens_loon": up("-money:COMPENSATIE_TV", behaviour=LITTLE_WAGE),
    "compensatie_tv.grens_opbouw": up("-money:COMPENSATIE_TV"),
    "compensatie_tv.in_aanmerking": up("+money:COMPENSATIE_TV"),
    "compensatie_tv.nieuwe_aanvraag": _EXAMPLES,
    "compensatie_tv.toegekend": up("+money:COMPENSATIE_TV"),
    "dagloon.dagen_per_jaar": _EXAMPLES,
    "dagloon.dagen_per_maand": up("+money:IVA", f"+money:{WGA}"),
    "dagloon.opslag_vakantietoeslag": _EXAMPLES,
    "financiering.wga_flex_whk": up(f"+money:{WGA}@WHK", f"-money:{WGA}@SECTORFONDS_UFO"),
    "financiering.ww_sectorfonds": up("+money:WW@SECTORFONDS_UFO", "-money:WW@AWF"),
    "financiering.zw_flex_whk": up("+money:ZW@WHK", "-money:ZW@SECTORFONDS_UFO"),
    "heropening.termijn": "the share that re-opens within the term is behaviour; a longer term only spreads it",
    "inkomen.werkdagen_vier_weken": _EXAMPLES,
    "inkomenseis.aandeel": up("+stock:WGA_VVU", "-stock:WGA_LAU", to=0.9),
    "inkomenseis.uitloop": _EXAMPLES,
    "inkomenseis.uitstel": up("-stock:WGA_VVU", to=60.0, behaviour={"wga.vol_naar_deels": 0.5}),
    "iva.aandeel": up("+money:IVA", "+money:IVA@AOF"),
    "iva_vervroegd.eerste_aanvraag": up("-event:AWARD_EARLY_IVA", to=60.0),
    "iva_vervroegd.laatste_aanvraag": up(
        "-event:AWARD_EARLY_IVA", to=68.0, law={"iva_vervroegd.laatste_aanvraag": 20.0}, behaviour=EARLY
    ),
    "iva_vervroegd.termijn": up("-event:AWARD_EARLY_IVA", to=40.0, behaviour=EARLY),
    "iva_vervroegd.wachttijd_maximum": up(
        "-event:AWARD_EARLY_IVA", to=100.0, law={"iva_vervroegd.termijn": 40.0}, behaviour=EARLY
    ),
    "iva_vervroegd.wachttijd_minimum": up("-event:AWARD_EARLY_IVA", to=70.0, behaviour=EARLY),
    "lau.aandeel": up("+money:WGA_LAU"),
    "lgu.aandeel": up("+money:WGA_LGU"),
    "lgu.aandeel_eerste": up("+money:WGA_LGU"),
    "lgu.duur_naar_leeftijd": up("+stock:WGA_LGU", "-stock:WGA_LAU", law=BY_AGE),
    "lgu.maanden_eerste": up("+money:WGA_LGU", to=12.0),
    "lgu.maanden_per_jaar_boven_10": up("+stock:WGA_LGU", "-stock:WGA_LAU"),
    "lgu.maximum_maanden": up("+stock:WGA_LGU", "-stock:WGA_LAU"),
    "lgu.minimum_maanden": up("+stock:WGA_LGU", to=18.0),
    "lgu.naar_leeftijd": "longer for some ages, shorter for others",
    "lgu.overgang_kwartalen": up("-stock:WGA_LGU", to=10.0),
    "lgu.overgang_minimum": up("+stock:WGA_LGU", law={"lgu.overgang_kwartalen": 10.0}, to=36.0),
    "lgu.referte_weken": up("+event:WITHOUT_LGU", "-money:WGA_LGU", to=26.0, law={"lgu.referte_weken": 0.0}),
    "lgu.volledige_jaren": up("+stock:WGA_LGU", to=15.0, law={"lgu.maanden_per_jaar_boven_10": 0.5}),
    "loondoorbetaling.aandeel": up("+money:LOON_JAAR1", "+money:LOON_JAAR2", "-money:CAO_AANVULLING"),
    "loondoorbetaling.bodem_minimumloon_jaar1": up("+money:LOON_JAAR1"),
    "loondoorbetaling.duur": _WAITING,
    "loondoorbetaling.samentelling": up("+money:LOON_JAAR2", "-money:LOON_JAAR1", to=52.0),
    "loonsanctie.einde_zonder_mogelijkheden": up("+event:SANCTION_DAYS", to=9.0),
    "loonsanctie.maximum": up("+event:SANCTION_DAYS", "+money:LOON_SANCTIE", to=78.0),
    "maatman.tijdvakken_per_jaar": _EXAMPLES,
    "maatman.weken_per_jaar": _EXAMPLES,
    "maatman.weken_per_jaar_vierweken": _EXAMPLES,
    "maximumdagloon.dag": up("+money:IVA", f"+money:{WGA}", "+money:ZW"),
    "minimumloon.maand": "the unit in which benefits are counted; it has no other level within a run",
    "no_risk.dienst_binnen": up("+event:NO_RISK_SPELL", law={"no_risk.dienst_binnen": 0.0}, to=5.0),
    "no_risk.duur": up("+event:NO_RISK_SPELL", to=10.0),
    "no_risk.eigen_werkgever": up("+event:NO_RISK_SPELL", law={"no_risk.eigen_werkgever": 0.0}, to=5.0),
    "no_risk.tweede_spoor": up("+event:NO_RISK_SPELL", "+money:ZW@AOF"),
    "no_risk.vrije_weken": up("-event:NO_RISK_SPELL", to=200.0),
    "plan_van_aanpak.visie_werknemer": up("-event:WEEK42", behaviour={"respons.visie_terugkeer": 1.5}),
    "premie.aof_hoog": _PREMIUM,
    "premie.aof_laag": _PREMIUM,
    "premie.awf_hoog": _PREMIUM,
    "premie.awf_laag": _PREMIUM,
    "premie.whk": _PREMIUM,
    "riv_toets.aanvraag": up("-event:CLAIM", to=103.0, law={"riv_toets.aanvraag": 80.0}),
    "riv_toets.eerste_besluit": up("-event:RIV", to=98.0, law={"riv_toets.eerste_besluit": 80.0}),
    "riv_toets.grond_bedrijfsarts_toetsbaar": up("+event:SANCTION_SUBSTANTIVE", "-event:SANCTION_LAPSED"),
    "riv_toets.laatste_besluit": up("-event:RIV", to=102.0),
    "riv_toets.loonwaarde_volstaat": up("-event:SATISFACTORY_RESULT", to=0.95),
    "riv_toets.uiterste_besluit": up(
        *("-event:RIV",), to=104.0, law={"riv_toets.uiterste_besluit": 100.0}, behaviour={"riv_toets.te_laat": 1.0}
    ),
    "scholing_wga.budget": up("+event:ENDED_BY_EARNINGS", to=200.0, behaviour=TRAINED),
    "transitievergoeding.halfjaar_50plus": up("+money:TRANSITIEVERGOEDING", law=OLD_ACCRUAL),
    "transitievergoeding.halfjaar_eerste_tien": up("+money:TRANSITIEVERGOEDING", law=OLD_ACCRUAL),
    "transitievergoeding.halfjaar_later": up("+money:TRANSITIEVERGOEDING", law=OLD_ACCRUAL),
    "transitievergoeding.jaren_50plus": up("-money:TRANSITIEVERGOEDING", law=OLD_ACCRUAL),
    "transitievergoeding.leeftijd_50plus": up("-money:TRANSITIEVERGOEDING", law=OLD_ACCRUAL),
    "transitievergoeding.maandloon_per_jaar": up("+money:TRANSITIEVERGOEDING", law=HIGH_ACCRUAL),
    "transitievergoeding.maximum": up("+money:TRANSITIEVERGOEDING", law=HIGH_ACCRUAL),
    "transitievergoeding.minimum_dienst": up("-money:TRANSITIEVERGOEDING", "-event:DISMISSED", to=120.0),
    "transitievergoeding.oude_opbouw": up("+money:TRANSITIEVERGOEDING"),
    "transitievergoeding.verschuldigd": up("+money:TRANSITIEVERGOEDING", "+event:DISMISSED"),
    "tw.sociaal_minimum_alleenstaande": up("+money:TW"),
    "tw.sociaal_minimum_paar": up("+money:TW", to=1.0, law={"tw.sociaal_minimum_paar": 0.5}),
    "tweede_spoor.uiterste_start": up("-event:PLACED_TWEEDE_SPOOR", to=90.0),
    "tweede_spoor.verbeterde_aanpak": up("+money:UITVOERING@WERKGEVER"),
    "vakantietoeslag.aandeel": up("+money:WGA_VVU", "+money:TW", to=0.3),
    "vvu.aandeel": up("+money:WGA_VVU"),
    "vvu.aandeel_volledig": up("-money:WGA_LAU@AOF", to=0.9),
    "wachttijd.duur": _WAITING,
    "werkgeversrisico.duur": up(f"+money:{WGA}@ERD", f"-money:{WGA}@AOF"),
    "wga.einde_verdiensten_aandeel": up("-event:ENDED_BY_EARNINGS", to=0.9),
    "wga.einde_verdiensten_termijn": up("-event:ENDED_BY_EARNINGS", to=48.0),
    "wga.vijfjaarsregel": up("-event:ENDED_BY_EARNINGS"),
    "wga.vijfjaarsregel_duur": up("-event:ENDED_BY_EARNINGS", law=FIVE_YEARS),
    "wga.vijfjaarsregel_vanaf_werk": up("-event:ENDED_BY_EARNINGS", law=FIVE_YEARS),
    "wia.klassegrens": up("-money:WGA_VVU", "-event:AWARD_WGA_PARTIAL", to=(0.45, 0.55, 0.65, 0.75)),
    "wia.ondergrens": up("+event:REFUSED", "-event:AWARD_WGA_PARTIAL", to=0.45),
    "wia.vereenvoudigd_60plus": up("+event:AWARD_SIMPLE", "-event:REFUSED"),
    "wia.vereenvoudigd_60plus_leeftijd": up("-event:AWARD_SIMPLE", to=62.0, law=SIMPLE),
    "wia.volledig_vanaf": up("-event:AWARD_WGA_FULL", to=0.8, law={"wia.volledig_vanaf": 0.7}),
    "ww.aandeel": up("+money:WW"),
    "ww.aandeel_eerste": up("+money:WW"),
    "ww.doorloop_bij_ziekte": up("-money:ZW@AWF", "+money:WW", to=52.0),
    "ww.maanden_eerste": up("+money:WW", to=12.0),
    "ww.maximum_maanden": up("+money:WW", behaviour=LONG_WW),
    "ww.minimum_maanden": up("+money:WW", to=24.0, behaviour=LONG_WW),
    "ww.overgang_kwartalen": up("-money:WW", to=10.0, behaviour=LONG_WW),
    "ww.overgang_minimum": up("+money:WW", to=36.0, behaviour=LONG_WW, law={"ww.overgang_kwartalen": 10.0}),
    "ww.sectorfonds_maanden": up("+money:WW@SECTORFONDS_UFO", to=12.0, law={"financiering.ww_sectorfonds": True}),
    "ww.terugwerking": _EXAMPLES,
    "zw.aandeel": up("+money:ZW", "+money:ZW@ERD"),
    "zw.aandeel_zwangerschap": up("+money:ZW@AOF", to=1.0, law={"zw.aandeel_zwangerschap": 0.7}),
    "zw.aangifte_termijn": _EXAMPLES,
    "zw.boete_late_aangifte": _EXAMPLES,
    "zw.duur": _WAITING,
    "zw.ezwb": up("+event:EZWB_ENDED", "-money:ZW"),
    "zw.ezwb_week": up("+money:ZW", to=100.0, behaviour={"ezwb.beeindigd": 0.4}),
    "zw.verhaal_administratief": _EXAMPLES,
    "zw.verhaal_vrije_weken": up("-money:ZW@WERKGEVER", to=50.0),
    "zw.verlenging_erd": up("+money:ZW@ERD", to=52.0, law={"zw.verlenging_erd": 10.0}),
}
