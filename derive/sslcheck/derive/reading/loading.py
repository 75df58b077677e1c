"""Loading an article: the file, the TOML, its format, and then its parts and claims."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from pathlib import Path

from sslcheck.derive.article.article import Article
from sslcheck.derive.errors import ArticleError, ArticleNotFound, Spot
from sslcheck.derive.reading.claims import read_claims
from sslcheck.derive.reading.layered import read_layered
from sslcheck.derive.reading.lines import key_spots
from sslcheck.derive.reading.mistakes import Mistakes, Source, in_order
from sslcheck.derive.reading.parts import Parts
from sslcheck.derive.reading.records import fields_of, record, shown
from sslcheck.derive.reading.syntax import syntax_error
from sslcheck.derive.reading.tables import FileTable, HeadTable
from sslcheck.derive.text.reason import plainly
from sslcheck.derive.text.words import did_you_mean

__all__ = [
    "FORMAT",
    "article_text",
    "load_article",
    "mistakes_in",
    "parse_article",
    "parse_toml",
    "read_text",
    "shipped_articles",
    "shipped_text",
]

FORMAT = 2
"""The format of articles; a file that names none is of 0.1."""
_PLACE = re.compile(r"\Aline [0-9]+: ")  # as `Source.at` begins
MAX_BYTES = 1_000_000
MAX_SYMBOLS = 1000
_TABLES = fields_of(FileTable)


def shipped_articles() -> tuple[str, ...]:
    """Names of the articles that come with the package."""
    folder = resources.files("sslcheck.derive") / "articles"
    names = (entry.name for entry in folder.iterdir())
    return tuple(sorted(n.removesuffix(".toml") for n in names if n.endswith(".toml")))


def load_article(name: str) -> Article:
    """Load a shipped article by name or any article by the path of its TOML file.

    Raises `ArticleNotFound` if there is no such article, `ArticleError` with all places and
    remedies if nothing in it can be decided. What is wrong with single claims, and what only some
    claims need, is in the article: `Claim.refused` and `Article.problems`.
    """
    return parse_article(*article_text(name))


def article_text(name: str) -> tuple[str, str]:
    """The text of a shipped article or of a file, and what to call that in messages.

    Raises `ArticleNotFound`, and `ArticleError` for what is no text.
    """
    if name in shipped_articles():
        return shipped_text(name), f"{name}.toml"
    path = Path(name)
    if not path.is_file():
        raise ArticleNotFound(
            f"no article `{name}`: there is no regular file of that name, and no shipped article"
            f"{did_you_mean(name, shipped_articles()) or f' (those are {_shipped()})'}"
        )
    return read_text(path), str(path)


def shipped_text(name: str) -> str:
    """The file of a shipped article as it is, with its comments. Raises `ArticleNotFound`."""
    if name not in shipped_articles():
        near = did_you_mean(name, shipped_articles())
        raise ArticleNotFound(f"no shipped article `{name}`; there are {_shipped()}{near}")
    return (resources.files("sslcheck.derive") / "articles" / f"{name}.toml").read_text("utf-8")


def _shipped() -> str:
    return ", ".join(f"`{name}`" for name in shipped_articles())


def mistakes_in(text: str, place: str) -> tuple[tuple[Spot, str], ...]:
    """All that is wrong in the text of an article file: where it stands, and what is wrong."""
    try:
        found = parse_article(text, place).mistakes
    except ArticleError as error:
        found = error.mistakes or ((Spot(), str(error)),)
    return tuple((spot, _PLACE.sub("", message)) for spot, message in found)


def read_text(path: Path) -> str:
    """The text of an article file. Raises `ArticleError`."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ArticleError(f"{path}: larger than {MAX_BYTES} bytes; an article is a short file")
        return path.read_bytes().decode("utf-8-sig")  # line ends as they are
    except UnicodeDecodeError as error:
        raise ArticleError(f"{path}: not UTF-8 text ({error.reason}); save it as UTF-8") from error
    except OSError as error:
        raise ArticleError(f"{path}: cannot be read: {error.strerror or error}") from error


def parse_toml(text: str, place: str) -> Source:
    """The tables of an article file, and where each key stands. Raises `ArticleError`."""
    spots = key_spots(text, place)
    try:
        return Source(tomllib.loads(text), spots, text)
    except tomllib.TOMLDecodeError as error:
        raise syntax_error(error, text, place) from error
    except ValueError:  # of a library that reads no whole number of thousands of digits
        raise ArticleError(f"{place}: holds a whole number of too many digits") from None


def parse_article(text: str, place: str) -> Article:
    """An article from the text of its TOML file; ``place`` names the file in messages."""
    source = parse_toml(text, place)
    tables = Mistakes(source)
    head_data = source.data.get("article")
    number = head_data.get("format", FORMAT) if isinstance(head_data, dict) else FORMAT
    if number != FORMAT:
        reads = f"this version reads format {FORMAT}, and 0.1, which has no `format`"
        tables.tell(("article", "format"), f"{reads}; got {shown(number)}")
    for key in source.data.keys() - _TABLES.keys() if not tables else ():
        tables.tell((key,), f"unknown table{did_you_mean(key, _TABLES)}")
    for key, field in _TABLES.items() if not tables else ():
        if field.required and key not in source.data:
            tables.tell((key,), "there is no such table; an article needs it")
    symbols = source.data.get("symbols")
    if isinstance(symbols, dict) and len(symbols) > MAX_SYMBOLS:  # each formula is read with all
        many = f"has {len(symbols)} symbols, more than {MAX_SYMBOLS}; declare those that it uses"
        tables.tell(("symbols",), many)
    _refuse(tables, place=place)  # what else is wrong may follow from that
    if "layers" in source.data:
        return read_layered(source, place, lambda one: _article(one, place))
    return _article(source, place)


def _article(source: Source, place: str) -> Article:
    """The article of tables that are all known."""
    head_data = source.data.get("article")
    parts = Parts(source)
    head = record(head_data, HeadTable, ("article",), parts.fatal.tell) or HeadTable(name="")
    claims = read_claims(parts, head.summary_of)
    if parts.fatal:
        _refuse(parts.fatal, parts.problems, parts.ill, place=place)
    return Article(
        name=head.name,
        title=head.title or head.name,
        source=head.source,
        summary_of=head.summary_of,
        format=head.format or 0,
        spaces=parts.spaces,
        symbols=parts.symbols,
        definitions=parts.definitions,
        views=parts.views,
        objective=parts.objective,
        step=parts.step,
        rules=parts.rules,
        estimates=parts.estimates,
        flows=parts.flows,
        hypotheses=parts.hypotheses,
        equations=parts.equations,
        claims=claims,
        modes=parts.modes,
        roles=parts.roles,
        problems=tuple(f"{place} {message}" for _, message in _told(parts.problems)),
        mistakes=_told(parts.problems, parts.ill),
    )


def _refuse(*parts: Mistakes, place: str) -> None:
    """Raise `ArticleError` with all mistakes, if there are any."""
    if told := _told(*parts):
        raise ArticleError("\n".join(f"{place} {message}" for _, message in told), told)


def _told(*parts: Mistakes) -> tuple[tuple[Spot, str], ...]:
    """The mistakes in parts of a file as they follow in it, in plain characters."""
    told = in_order(mistake for part in parts for mistake in part.told)
    return tuple((spot, plainly(said)) for spot, said in told)
