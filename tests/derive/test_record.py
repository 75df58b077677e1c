"""Records are data classes: compared, hashed, printed, replaced and pickled alike, and frozen."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace
from functools import cached_property

import pytest

from sslcheck.derive.record import record


@record
class Place:
    """A record with all that a field can be."""

    row: int
    names: list[str] = field(default_factory=list)
    noted: str = field(default="", compare=False, repr=False, kw_only=True)


@record
class Named(Place):
    """One with a field more."""

    name: str = "W"

    def __post_init__(self) -> None:
        if not self.name:
            raise ValueError("no name")


@record(eq=False)
class Alone:
    """One that is itself only."""

    row: int


@record(slots=False)
class Kept:
    """One that keeps what it has worked out."""

    row: int

    @cached_property
    def double(self) -> list[int]:
        return [2 * self.row]


@dataclass(frozen=True, slots=True)
class Usual:
    """What the standard library makes of such fields."""

    row: int
    names: list[str] = field(default_factory=list)
    noted: str = field(default="", compare=False, repr=False, kw_only=True)


def test_a_record_is_a_data_class() -> None:
    one = Named(1, ["a"], noted="seen")
    assert one == Named(1, ["a"]) != Named(1, ["a"], "V")
    assert one.noted == "seen"
    assert replace(one, row=2) == Named(2, ["a"])
    assert [f.name for f in fields(one)] == ["row", "names", "noted", "name"]
    assert asdict(one) == {"row": 1, "names": ["a"], "noted": "seen", "name": "W"}
    match one:
        case Named(row, names, name):
            assert (row, names, name) == (1, ["a"], "W")


def test_it_is_printed_and_hashed_by_its_fields() -> None:
    assert repr(Named(1)) == "Named(row=1, names=[], name='W')"
    assert repr(Place(1, ["a"])) == repr(Usual(1, ["a"])).replace("Usual", "Place")
    key = replace(Named(1), names=())  # type: ignore[arg-type]
    assert hash(key) == hash(replace(key, noted="seen")) != hash(replace(key, row=2))


def test_it_equals_no_other_kind() -> None:
    one: object = Place(1)
    assert one != Named(1)
    assert one != (1, [])
    assert Alone(1) != Alone(1)
    assert len({Alone(1), Alone(1)}) == 2


def test_each_has_defaults_of_its_own() -> None:
    one, other = Place(1), Place(1)
    one.names.append("a")
    assert other.names == []


def test_it_does_not_change() -> None:
    one = Named(1)
    with pytest.raises(FrozenInstanceError, match="a Named does not change"):
        one.row = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del one.row
    assert not hasattr(one, "__dict__")


def test_what_is_no_field_is_refused() -> None:
    with pytest.raises(TypeError, match="nope"):
        Named(1, nope=1)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="row"):
        Place()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="positional"):
        Place(1, [], "seen")  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="no name"):
        Named(1, name="")


def test_it_is_copied_and_pickled() -> None:
    one = Named(1, ["a"], noted="seen")
    for other in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):
        assert other == one
        assert other.noted == "seen"
        assert other is not one


def test_without_slots_it_keeps_what_it_works_out() -> None:
    kept = Kept(2)
    assert kept.double is kept.double == [4]
    assert pickle.loads(pickle.dumps(kept)) == kept
