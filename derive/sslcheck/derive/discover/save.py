"""An article file with the laws that were found written into it as claims."""

from __future__ import annotations

import tomlkit
from tomlkit.exceptions import TOMLKitError

from sslcheck.derive.discover.search import Discovery
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.kinds.integral import Integral
from sslcheck.derive.reading.loading import parse_article

__all__ = ["with_laws"]


def with_laws(text: str, place: str, found: Discovery) -> str:
    """The text of an article, all that it says kept, with a claim for each law behind its own.

    Raises `ArticleError` where the file is laid out so that nothing can be added to it.
    """
    try:
        document = tomlkit.parse(text)
        symbols, claims = document["symbols"], document["claim"]
        taken = {str(claim["id"]) for claim in claims}
        for law in found.laws:
            symbol = law.constant
            told = tomlkit.inline_table()
            if not symbol.scalar:
                told["shape"] = [*symbol.shape]
            told["role"] = symbol.role
            if symbol.index:
                told["index"] = symbol.index
            symbols[symbol.name] = told
        for claim in found.article.claims:
            table = tomlkit.table()
            name = f"{found.flow}.{claim.id}"
            while name in taken:
                name += "'"
            table["id"] = name
            table["kind"] = claim.kind
            table["flow"] = found.flow
            if found.hypotheses:
                table["hypotheses"] = [*found.hypotheses]
            if isinstance(claim.form, Integral):
                table["constant"] = claim.form.constant
            table["reading"] = tomlkit.string(claim.reading, literal="'" not in claim.reading)
            claims.append(table)
        rewritten = tomlkit.dumps(document)
    except (TOMLKitError, KeyError, TypeError, AttributeError) as error:
        raise ArticleError(f"{place}: laws cannot be added as it is laid out: {error}") from error
    parse_article(rewritten, place)
    return rewritten
