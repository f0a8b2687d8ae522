"""What cases and observations can show: shares, truth tables and weighed evidence."""

from alliancelab.evidence.cases import (
    before_after,
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
    "UNIQUE",
    "Update",
    "before_after",
    "belief_reading",
    "kind_of_test",
    "share",
    "trace",
    "truth_table",
    "update",
]
