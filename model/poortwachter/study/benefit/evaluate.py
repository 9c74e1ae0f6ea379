"""Work out for one person what is paid month by month, by whom and on which article.

Every amount comes from a rule of `law.rules`, every figure from the parameters of the law, on the date that
selects it; the article of an amount is the one its rule names in its docstring. Amounts are nominal eurocents and
include holiday allowance; `Row.holiday` is the part that is holiday allowance.
"""

from poortwachter.law import parameters as law_parameters
from poortwachter.primitives.errors import refuse
from poortwachter.primitives.parameters import ParameterSet
from poortwachter.study.benefit.case import Case
from poortwachter.study.benefit.dismissal import dismissal
from poortwachter.study.benefit.facts import facts
from poortwachter.study.benefit.months import phases
from poortwachter.study.benefit.problems import find_problems
from poortwachter.study.benefit.remarks import remarks
from poortwachter.study.benefit.request import Request
from poortwachter.study.benefit.result import Benefit


def benefit(request: Request, *, law: ParameterSet | None = None) -> Benefit:
    """Return what one person is paid month by month, from the first sick day on.

    Raises:
        InputError: with everything in the request that contradicts itself or the law.
    """
    parameters = law_parameters.load() if law is None else law
    refuse(find_problems(request, law=parameters))
    case = Case(request, parameters)
    found = (*phases(case), *dismissal(case))
    return Benefit(request, facts=tuple(facts(case)), phases=found, remarks=tuple(remarks(case)))
