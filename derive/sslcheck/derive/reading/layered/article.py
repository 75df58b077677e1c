"""Articles about layers: read at one depth, each claim at all layouts that it is decided at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sslcheck.derive.article.article import Article, Claim, Depths, Instance, Shares
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.reading.layered.about import About, about_of, ends_without, shown_layout
from sslcheck.derive.reading.layered.declaration import read_layers
from sslcheck.derive.reading.layered.file import LayeredFile, Read
from sslcheck.derive.reading.layered.kept import kept_of
from sslcheck.derive.reading.layered.shares import shares_of
from sslcheck.derive.reading.lines import Key
from sslcheck.derive.reading.mistakes import Mistakes, Source, in_order
from sslcheck.derive.text.reason import Reason, Tex, plainly, reason

__all__ = ["read_layered"]


def read_layered(source: Source, place: str, read: Read) -> Article:
    """An article with a table ``[layers]``; ``read`` reads an ordinary one.

    Raises `ArticleError`.
    """
    mistakes = Mistakes(source)
    layers = read_layers(source, mistakes)
    if layers is None or mistakes:
        told = tuple((spot, plainly(said)) for spot, said in in_order(mistakes.told))
        raise ArticleError("\n".join(f"{place} {said}" for _, said in told), told)
    return _article(LayeredFile(source, place, read, layers))


def _said(entry: Mapping[str, Any]) -> str:
    """The statement of a claim, if it does not stand in an equation."""
    return str(entry.get("reading", ""))


def _repaired(entry: Mapping[str, Any]) -> str:
    """What a claim should say."""
    return str(entry.get("corrected") or entry.get("general") or "")


def _article(file: LayeredFile) -> Article:
    """The article at one depth; each claim has its instances at others."""
    ends, bare = ends_without(file, ("claim",)), ends_without(file, ("claim", "hypotheses"))
    abouts = [about_of(file, entry, ends, bare) for entry in file.entries]
    told: list[tuple[Key, str]] = []
    shown = shown_layout(file, abouts)
    read = [
        {"id": entry.get("id", ""), "kind": "identity", "reading": "0 = 0"}
        if about.wrong
        else entry
        for about, entry in zip(abouts, file.entries, strict=True)
    ]
    data = {**file.source.data, "claim": read} if read else file.source.data
    article = file.at(shown, range(len(read)), lambda *one: told.append(one), data)
    wrong = [(path, said) for path, said in told if path[0] != "claim"]
    if wrong:
        mistakes = Mistakes(file.source)
        for path, said in dict.fromkeys(wrong):
            mistakes.tell(path, said)
        lines = tuple((spot, plainly(said)) for spot, said in in_order(mistakes.told))
        raise ArticleError("\n".join(f"{file.place} {said}" for _, said in lines), lines)
    found = file.instances([(*about.small, *about.blocked) for about in abouts])
    cover = file.instances([about.covering for about in abouts])
    kept = kept_of(file, bare)
    shares, repaired = (shares_of(file, abouts, of, bare) for of in (_said, _repaired))
    claims = [
        _claim(file, k, claim, abouts[k], found[k], cover[k], (shares[k], repaired[k]), kept)
        for k, claim in enumerate(article.claims)
    ]
    refused = tuple(
        (file.source.spot(("claim", k)), plainly(claim.refused))
        for k, claim in enumerate(claims)
        if abouts[k].wrong
    )
    all_wrong = tuple(sorted([*article.mistakes, *refused]))
    equations = {
        number: replace(equation, latex=file.printed({"equation": number}))
        for number, equation in article.equations.items()
    }
    return replace(article, claims=tuple(claims), equations=equations, mistakes=all_wrong)


def _claim(
    file: LayeredFile,
    k: int,
    claim: Claim,
    about: About,
    decided: tuple[list[Instance], Reason],
    cover: tuple[list[Instance], Reason],
    shares: tuple[Shares | None, Shares | None],
    kept: Mapping[tuple[str, str], Depths],
) -> Claim:
    """A claim as it is printed, with its instances."""
    entry = file.entries[k] if isinstance(file.entries[k], dict) else {}
    if about.wrong:
        said = reason(f"{file.source.at(('claim', k))}: {about.wrong}")
        return replace(claim, refused=said, flow="", hypotheses=(), repaired=None)
    if claim.refused:
        return claim
    instances, obstacle = decided
    printed = str(entry.get("reading") or file.printed(entry))
    worded = bool(entry.get("summary") or entry.get("sentence"))
    claim = replace(
        claim,
        stated=claim.stated if entry.get("sentence") else (Tex(printed),),
        claimed=claim.claimed if worded else (Tex(printed),),
        reading=str(entry.get("reading", "")),
        depths=Depths(
            tuple(instances),
            obstacle,
            covering=tuple(cover[0]) if not cover[1] else (),
            chains=file.layers.chains,
            uniform=file.uniform,
            kept=kept,
            shares=shares[0] if claim.form.summed else None,
        ),
    )
    if claim.repaired is not None:
        others = tuple(
            replace(one, claim=one.claim.repaired) for one in instances if one.claim.repaired
        )
        latex = str(entry.get(claim.repair, ""))
        repaired = replace(
            claim.repaired,
            statement=replace(claim.repaired.statement, source=latex),
            depths=Depths(
                others,
                obstacle,
                shares=shares[1] if claim.repaired.form.summed else None,
                chains=file.layers.chains,
                uniform=file.uniform,
                kept=kept,
            ),
        )
        claim = replace(claim, repaired=repaired)
    return claim
