"""What cases and observations can show: shares, exact tests, truth tables and weighed evidence."""

from alliancelab.evidence.cases import (
    MOST_ARRANGEMENTS,
    PermutationResult,
    before_after,
    exact_permutation_test,
    share,
    truth_table,
)
from alliancelab.evidence.tracing import (
    CERTAIN,
    UNIQUE,
    Update,
    belief_reading,
    kind_of_test,
    trace,
    update,
)

__all__ = [
    "CERTAIN",
    "MOST_ARRANGEMENTS",
    "UNIQUE",
    "PermutationResult",
    "Update",
    "before_after",
    "belief_reading",
    "exact_permutation_test",
    "kind_of_test",
    "share",
    "trace",
    "truth_table",
    "update",
]
