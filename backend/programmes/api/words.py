"""Words of events that the schema speaks, declared once."""

import strawberry

from backend.programmes.rules.means import (
    BudgetSource,
    ContributionKind,
    EnsembleKind,
    PartnerKind,
)
from backend.programmes.rules.vocabulary import (
    AnswerEnd,
    AnswerState,
    Audience,
    DateState,
    EventKind,
    Where,
)

strawberry.enum(EventKind, name="ProgrammeEventKind")  # EventKind is of custody
for _word in (AnswerEnd, AnswerState, Audience, DateState, Where):
    strawberry.enum(_word)
for _of_means in (BudgetSource, ContributionKind, EnsembleKind, PartnerKind):
    strawberry.enum(_of_means)
