"""Small pieces of HTML in which nothing from a table or a person is read as markup."""

import pandas as pd

from alliancelab import catalogue
from alliancelab.ground import shown
from alliancelab.ground.shown import address, link
from alliancelab.ground.tables import need

__all__ = ["address", "link", "table"]


def table(rows: pd.DataFrame, *, styled: bool = True) -> str:
    """A table in the one style of the kit, all its rows; unstyled on a page that has `shown.STYLE` already.

    Raises ValueError for anything else than a table.

    >>> "<td" in table(pd.DataFrame({"day": ["2018-03-23"]}))
    True
    """
    return shown.html(need(rows), titles=catalogue.headings(rows), styled=styled)
