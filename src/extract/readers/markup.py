"""Pieces of HTML (the content of feed items, letters, cells of dumps) -> paragraphs."""

import re
from typing import NamedTuple

from lxml import etree, html

from extract.readers.layout import opens_paragraph, stands_alone
from extract.readers.paragraphs import split_paragraphs
from schemas.article import ParagraphKind

# A tree deeper than this is no article; walking it costs more than it gives.
MAX_DEPTH = 200
IS_MARKUP = re.compile(
    r"</?(?:p|div|br|a|b|i|em|strong|span|h[1-6]|ul|ol|li|table|img|blockquote|figure)\b[^<>]*>", re.I
)
CONTROLS = dict.fromkeys([*range(9), 11, *range(14, 32), 127])
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt", "fieldset",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol",
    "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
DROPPED = frozenset({
    "audio", "button", "canvas", "embed", "figcaption", "figure", "form", "head", "iframe", "input", "math",
    "nav", "noscript", "object", "option", "script", "select", "style", "svg", "template", "textarea",
    "title", "video",
})  # fmt: skip
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class Block(NamedTuple):
    """A paragraph on its way: its text, and the kind where the markup says it."""

    text: str
    kind: ParagraphKind | None = None


def clean(text: str) -> str:
    """Text that can be stored: no control characters, no halves of characters, line ends as `\\n`."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").translate(CONTROLS)
    return plain.encode("utf-8", "replace").decode("utf-8")


def one_line(text: str | None) -> str | None:
    """A field of one line: cleaned, white space collapsed; None where nothing is left."""
    return " ".join(clean(text or "").split()) or None


def plain_blocks(text: str) -> tuple[Block, ...]:
    """The paragraphs of a plain text."""
    text = clean(text)
    spans = split_paragraphs(text, opens=opens_paragraph, stands_alone=stands_alone) if text.strip() else []
    return tuple(Block(text[start:end]) for start, end in spans)


def blocks_of(text: str) -> tuple[Block, ...]:
    """The paragraphs of a text that may be plain or a piece of HTML."""
    return markup_blocks(text) if IS_MARKUP.search(text) else plain_blocks(html_unescape(text))


def html_unescape(text: str) -> str:
    """Plain text that a program escaped once too often: `Peru &amp; Chile`."""
    return re.sub(r"&(?:amp|quot|lt|gt|nbsp|apos|#\d{2,5}|#x[0-9a-fA-F]{2,4});", _unescaped, text)


def _unescaped(match: re.Match[str]) -> str:
    from html import unescape

    return unescape(match[0])


def markup_blocks(text: str) -> tuple[Block, ...]:
    """The paragraphs of a piece of HTML; without scripts, forms, menus, captions."""
    try:
        tree = html.document_fromstring(f"<html><body>{clean(text)}</body></html>")
    except (etree.LxmlError, ValueError):
        return ()
    walk = _Walk()
    walk.element(tree, 0)
    walk.end()
    return tuple(walk.blocks)


def inline_text(text: str | None) -> str | None:
    """A title or name that may hold markup or entities, on one line."""
    return one_line(" ".join(block.text for block in blocks_of(text))) if text else None


class _Walk:
    """Collects the text of a tree, a paragraph for each block element."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._kind: ParagraphKind | None = None

    def element(self, element: html.HtmlElement, depth: int) -> None:
        tag = element.tag if isinstance(element.tag, str) else None
        if tag is not None and tag not in DROPPED and depth < MAX_DEPTH:
            self._inside(element, tag, depth)
        if element.tail and depth:
            self._parts.append(element.tail)

    def _inside(self, element: html.HtmlElement, tag: str, depth: int) -> None:
        if tag in BLOCKS:
            self.end()
        if tag in HEADINGS:
            self._kind = "subtitle"
        if element.text:
            self._parts.append(element.text)
        for child in element:
            self.element(child, depth + 1)
        if tag in BLOCKS:
            self.end()

    def end(self) -> None:
        text = one_line("".join(self._parts))
        if text:
            self.blocks.append(Block(text, self._kind))
        self._parts = []
        self._kind = None
