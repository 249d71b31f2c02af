"""Where everything that was read stands in the person's files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mcda.errors import Finding, Place, Severity

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place and the line or cell text that stands there."""

    place: Place
    text: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """Spots by path into the draft, for example ("ratings", 17, "best") or ("criteria", 0, "worst").

    The path ("files", "ratings") leads to the file itself.
    """

    spots: Mapping[Path, Spot]

    def of(self, *path: str | int) -> Spot:
        """The spot of `path`, or of the nearest thing around it."""
        for length in range(len(path), 0, -1):
            spot = self.spots.get(path[:length])
            if spot:
                return spot
        return self.spots.get(("files", *path[:1]), Spot(Place("the study")))

    def finding(self, path: Path, code: str, what: str, cure: str, severity: Severity = "error") -> Finding:
        """A finding at `path`."""
        spot = self.of(*path)
        return Finding(spot.place, code, what, cure, spot.text, severity)
