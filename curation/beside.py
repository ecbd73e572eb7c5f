"""What is in nobody's way before the gate, and how its answer says so."""

from dataclasses import dataclass

from curation.limits import called


@dataclass(frozen=True, slots=True)
class Beside:
    """What is in nobody's way: cases in quarantine, waived cases, waived thresholds."""

    aside: tuple[str, ...]
    cases: tuple[str, ...]
    numbers: tuple[str, ...]
    unsaid: tuple[str, ...]  # those of `numbers` that nobody could decide

    @property
    def told(self) -> str:
        """It in sentences, or nothing."""
        said: list[str] = []
        if self.aside:
            are = "flaky case is" if len(self.aside) == 1 else "flaky cases are"
            said.append(f" {len(self.aside)} {are} in quarantine and cannot block.")
        if self.cases:
            are = "case that failed is" if len(self.cases) == 1 else "cases that failed are"
            said.append(f" {len(self.cases)} {are} waived.")
        if failed := [called(one) for one in self.numbers if one not in self.unsaid]:
            said.append(f" Waived: {', '.join(failed)}.")
        if self.unsaid:
            names = ", ".join(map(called, self.unsaid))
            said.append(f" Waived though it could not be decided: {names}.")
        return "".join(said)

    @property
    def nothing(self) -> str:
        """What stands for every case, where none is left to judge on."""
        where = {"in quarantine": self.aside, "waived": self.cases}
        return "every case is " + " or ".join(word for word, ids in where.items() if ids)
