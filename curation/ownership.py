"""Who may decide about a scope: its owner, or the deputy."""

from dataclasses import dataclass

from curation.errors import NotAllowed
from curation.names import among


@dataclass(frozen=True, slots=True)
class Ownership:
    """The one person who decides about `scope` (a set, later a threshold), and the deputy."""

    scope: str
    owner: str
    deputy: str | None = None

    def may_decide(self, actor: str) -> bool:
        """Whether `actor` may decide here, however the name is spelled."""
        return among(actor, self.owner, self.deputy)

    @property
    def people(self) -> str:
        """Whom to ask, as a phrase."""
        return f"{self.owner} or {self.deputy} (deputy)" if self.deputy else self.owner


def require(ownership: Ownership | None, actor: str, act: str) -> None:
    """Refuse `act` unless `actor` owns the scope; a scope without owner refuses nobody."""
    if ownership is not None and not ownership.may_decide(actor):
        raise NotAllowed(
            f"{ownership.scope} belongs to {ownership.people}; {actor} may not {act}. "
            f"Ask {ownership.owner}."
        )
