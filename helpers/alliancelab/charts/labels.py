"""What a table or a person wrote, as a text of a figure."""

from html import escape


def literal(text: object) -> str:
    """The text as plotly shows it letter by letter; otherwise it reads tags such as <b> and <a>.

    >>> literal('<b>"us" & them</b>')
    '&lt;b&gt;"us" &amp; them&lt;/b&gt;'
    """
    # Plotly knows no &quot;, so quotation marks stay as they are.
    return escape(str(text), quote=False)
