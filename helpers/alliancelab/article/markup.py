"""Small pieces of HTML in which nothing from a table or a person is read as markup."""

import re
from html import escape
from urllib.parse import urlsplit

import pandas as pd

from alliancelab.ground.tables import need


def address(url: object) -> str:
    """The address itself where it is one of a web page; otherwise nothing, so that no link runs a program.

    >>> address("https://example.org/a"), address("javascript:alert(1)"), address("unknown")
    ('https://example.org/a', '', '')
    """
    text = str(url)
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    is_web = parts.scheme in ("http", "https") and parts.netloc and not re.search(r"[\s<>\"'\x00-\x20\x7f]", text)
    return text if is_web else ""


def link(url: object, title: object) -> str:
    """A title that leads to its address, or the title alone where it has none.

    >>> link("unknown", "A <b>")
    'A &lt;b&gt;'
    """
    if not address(url):
        return escape(str(title))
    # Underlined: a link marked by its colour alone is none to many readers.
    return f'<a href="{escape(address(url))}" style="text-decoration:underline">{escape(str(title))}</a>'


def table(rows: pd.DataFrame) -> str:
    """A table whose words read from the left; short names and days are not broken. Raises ValueError for anything else.

    >>> "<td" in table(pd.DataFrame({"day": ["2018-03-23"]}))
    True
    """
    html = need(rows).to_html(index=False, border=0, na_rep="", escape=True)
    html = re.sub(r"<td>(?=[-\w]{,14}</td>)", '<td style="text-align:left;white-space:nowrap">', html, flags=re.ASCII)
    # JupyterLab sets every cell of a table to the right.
    return re.sub(r"<(t[dh])>", r'<\1 style="text-align:left">', html)
