"""What every kind of claim has: its options, the statements that it accepts, its decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

import msgspec

from sslcheck.derive.errors import ArticleError
from sslcheck.derive.expr import Relation
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Holds, Setting
from sslcheck.derive.verdicts.finding import Finding

if TYPE_CHECKING:
    from sslcheck.derive.article.article import Claim
    from sslcheck.derive.article.derivation import Derivation

__all__ = ["Case", "Holds", "Kind"]


class Kind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """A kind of claim; a subclass is one file, and its fields are the options of such claims.

    The docstring of a subclass says what a claim of the kind means.
    """

    signs: ClassVar[tuple[str, ...]] = ("=",)
    """The relation signs that a statement may have."""
    several: ClassVar[bool] = False
    """Whether a statement may be several relations."""
    names: ClassVar[tuple[str, ...]] = ()
    """The options that name a symbol, or several."""
    constants: ClassVar[tuple[str, ...]] = ()
    """The options that name a symbol of the role `constant`."""
    sought: ClassVar[tuple[str, ...]] = ()
    """The options that name what is to exist by the claim."""
    reads: ClassVar[str] = ""
    """The form of a statement, for messages."""
    holds: ClassVar[Holds] = "at an instant"
    """How hypotheses about states are meant, where a claim does not say."""
    needs_flow: ClassVar[Literal["always", "for derivatives", "never"]] = "always"
    """When a claim of the kind needs a flow."""
    meanings: ClassVar[Mapping[str, str]] = {}
    """What each option means."""
    pointwise: ClassVar[bool] = False
    """Whether a statement that is false at a point is false."""
    shows_flow: ClassVar[bool] = False
    """Whether a proof begins with how the flow was derived."""
    over_time: ClassVar[bool] = False
    """Whether a statement is one about each point: if it names the time, about all times from the
    start on.
    """
    summed: ClassVar[bool] = False
    """Whether a statement about a sum holds if it does for each of the summands."""
    entries: ClassVar[bool] = False
    """Whether a statement about entries, for all values of their letters, is decided as it is."""
    any_motion: ClassVar[bool] = False
    """Whether a proof with functions of time of any kind in place of states is one for states."""

    endless: ClassVar[bool] = False
    """Whether a statement also says that solutions exist for all times."""

    @property
    def tag(self) -> str:
        """The kind's name in an article."""
        return str(self.__struct_config__.tag)

    def meant(self, claim: Claim) -> Holds:
        """How hypotheses about states are meant in a claim."""
        return claim.holds or (
            "at the start" if self.over_time and claim.statement.timed else self.holds
        )

    def named(self, relations: tuple[Relation, ...]) -> Kind:
        """The form with what the statement itself says of its options."""
        return self

    def formulas(self) -> dict[str, str]:
        """Options that are LaTeX, by name: they are read with the claim."""
        return {}

    def refuse(self, claim: Claim) -> None:
        """Raise `ArticleError` where the statement is not of the kind's form."""
        relations = claim.statement.relations
        wrong = [r.op for r in relations if r.op not in self.signs]
        if wrong or (len(relations) > 1 and not self.several):
            raise ArticleError(
                f"a claim of kind `{self.tag}` reads {self.reads}; got"
                f" `{claim.statement.source.strip()}`"
            )

    def decide(self, case: Case) -> Finding:
        """Decide a claim under a setting.

        Raises `Unsupported` for what the normal form cannot represent.
        """
        # no `abc`: the metaclass of these records is msgspec's, and a bare one stands for a claim
        # that cannot be read, which the engine refuses before it would be decided
        raise TypeError(f"a claim of kind `{self.tag}` decides nothing")


@dataclass(frozen=True, slots=True)
class Case:
    """A claim under one setting: its relations have conforming shapes and sized identities.

    Where no ``repairs`` are asked for, what would mend a false claim need not be sought.
    """

    derivation: Derivation
    claim: Claim
    relations: tuple[Relation, ...]
    setting: Setting
    repairs: bool = True

    @property
    def relation(self) -> Relation:
        """The only relation of a claim that is one."""
        return self.relations[0]

    @property
    def normal(self) -> NormalForm:
        """The first route under the setting."""
        return self.derivation.normal(self.setting)
