"""The frame of everything a student fills in: one sentence that is read aloud, and what is left without a kernel."""

from functools import cached_property
from html import escape

import ipywidgets as widgets


class Form(widgets.VBox):
    """Labelled controls and a sentence under them, which a screen reader says when it changes.

    A subclass puts `status_line` among its children, calls `tell` with each new sentence, and says in
    `summary` what a saved notebook shows where no kernel runs.

    >>> form = Form([])
    >>> form.tell("One of two answered.")
    >>> form.status
    'One of two answered.'
    """

    _sentence = ""

    @cached_property
    def status_line(self) -> widgets.HTML:
        """Where the sentence is shown; a subclass puts it among its children."""
        return widgets.HTML()

    @property
    def status(self) -> str:
        """The sentence now under the form."""
        return self._sentence

    def tell(self, sentence: str) -> None:
        """Put a new sentence under the form."""
        self._sentence = sentence
        self.status_line.value = f'<p role="status" aria-live="polite">{escape(sentence)}</p>'

    def summary(self) -> str:
        """What a saved notebook shows in place of the form."""
        return self._sentence

    def __repr__(self) -> str:
        return self.summary()

    def _repr_mimebundle_(self, **options):
        bundle = super()._repr_mimebundle_(**options)
        bundle["text/plain"] = repr(self)
        return bundle


class Words:
    """A few sentences shown as readable text in a notebook, and as plain lines everywhere else.

    >>> Words("Right: it was signed.")
    Right: it was signed.
    """

    def __init__(self, text: str, style: str = "al-note"):
        # Half a character, as a broken copy may hold one, can be neither printed nor sent.
        self.text, self._style = text.encode("utf-8", "replace").decode(), style

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return f'<div class="{self._style}" role="status">{paragraphs(self.text)}</div>'


def paragraphs(text: str) -> str:
    """The lines of a text as paragraphs of HTML.

    >>> paragraphs("a < b")
    '<p>a &lt; b</p>'
    """
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines())
