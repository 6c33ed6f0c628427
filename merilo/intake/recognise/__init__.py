"""Which file and which column means what: known systems by their headers, unknown ones by words and values."""

from merilo.intake.recognise.proposal import (
    MAPPED_FROM,
    ColumnGuess,
    Proposal,
    Question,
    Row,
    SystemGuess,
    TableGuess,
)
from merilo.intake.recognise.propose import propose

__all__ = ["MAPPED_FROM", "ColumnGuess", "Proposal", "Question", "Row", "SystemGuess", "TableGuess", "propose"]
