"""Which Section 232 treatment held for a partner's steel or aluminum on a day, and what it weighed.

A country's own row comes first, then the EU's row if the country was a member that day, then the
default row WLD. `from_date` is the first day a row holds, `before_date` the first day it no longer does.
No day after the last one the table knows is answered: see `last_known_day`.

`duty` answers for all measures at once, from the table partner-treatment: see `stacking`.
"""

from alliancelab.tariffs.calendar import REASONS
from alliancelab.tariffs.countries import COUNTRIES
from alliancelab.tariffs.lookup import changes, treatment, treatments
from alliancelab.tariffs.stacking import GENERAL, GOODS, IN_DISPUTE, border_first, check_treatments, daily, duty, layers
from alliancelab.tariffs.table import (
    APPLIES_AS,
    DEFAULT,
    EU,
    PART_OF,
    SPARED,
    TREATMENT_LABELS,
    TREATMENTS,
    check_intervals,
    last_known_day,
    not_after,
    overlaps,
)
from alliancelab.tariffs.weights import MEASURES, aluminum_partners, partners, share_spared, shares, standing

__all__ = [
    "APPLIES_AS",
    "COUNTRIES",
    "DEFAULT",
    "EU",
    "GENERAL",
    "GOODS",
    "IN_DISPUTE",
    "MEASURES",
    "PART_OF",
    "REASONS",
    "SPARED",
    "TREATMENTS",
    "TREATMENT_LABELS",
    "aluminum_partners",
    "border_first",
    "changes",
    "check_intervals",
    "check_treatments",
    "daily",
    "duty",
    "last_known_day",
    "layers",
    "not_after",
    "overlaps",
    "partners",
    "share_spared",
    "shares",
    "standing",
    "treatment",
    "treatments",
]
